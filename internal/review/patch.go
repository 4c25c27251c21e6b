package review

import (
	"fmt"
	"strings"

	"github.com/aymanbagabas/go-udiff"

	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/source"
)

// patch is what findings would change, as one unified diff that `git apply` takes. Edits that overlap those of an earlier finding are left
// out: the next push brings them.
func patch(in Input, list []finding.Finding) string {
	byFile, order := make(map[string][]source.Edit), []string{}
	for _, f := range list {
		if len(f.Edits) == 0 || overlap(byFile, f.Edits) {
			continue
		}
		for _, e := range f.Edits {
			if byFile[e.File] == nil {
				order = append(order, e.File)
			}
			byFile[e.File] = append(byFile[e.File], source.Edit(e))
		}
	}
	var b strings.Builder
	for _, file := range order {
		old, err := in.Head.Read(file)
		if err != nil {
			continue
		}
		now, err := source.Apply(old, byFile[file])
		if err != nil {
			continue
		}
		b.WriteString(udiff.Unified("a/"+file, "b/"+file, string(old), string(now)))
	}
	return b.String()
}

func overlap(byFile map[string][]source.Edit, edits []finding.Edit) bool {
	for _, e := range edits {
		for _, other := range byFile[e.File] {
			if e.Start < other.End && other.Start < e.End || e.Start == other.Start {
				return true
			}
		}
	}
	return false
}

// drawing is the map: who may trigger, what runs, what it reaches. Names become labels; nothing of theirs becomes syntax.
func drawing(in Input) string {
	const most = 15
	functions := touchedFunctions(in)
	if n := len(functions); n == 0 || n > most {
		return ""
	}
	var b strings.Builder
	b.WriteString("flowchart LR\n")
	nodes := make(map[string]string)
	node := func(shape, label string) string {
		key := shape + label
		if nodes[key] == "" {
			nodes[key] = fmt.Sprintf("n%d", len(nodes))
			fmt.Fprintf(&b, "  %s%c\"%s\"%c\n", nodes[key], shape[0], mermaid(label), shape[1])
		}
		return nodes[key]
	}
	for _, fn := range functions {
		id := node("[]", fn.ID)
		for _, d := range fn.Triggers {
			fmt.Fprintf(&b, "  %s --> %s\n", node("()", strings.ReplaceAll(d, "`", "")), id)
		}
		seen := make(map[string]bool)
		for _, n := range fn.Needed {
			if n.Kind == finding.FromCode && !seen[n.Resource] {
				seen[n.Resource] = true
				fmt.Fprintf(&b, "  %s --> %s\n", id, node("[]", n.Resource))
			}
		}
		for _, u := range fn.Unused {
			if !seen[u.Resource] {
				seen[u.Resource] = true
				fmt.Fprintf(&b, "  %s -.-> %s\n", id, node("[]", u.Resource))
			}
		}
	}
	return "<details><summary>Map</summary>\n\n" + block("mermaid", b.String()) + "\n\nDashed: granted, and not needed.\n</details>"
}

// mermaid keeps letters, digits and a few signs of a label; everything else becomes its entity.
func mermaid(s string) string {
	var b strings.Builder
	for _, r := range cut(visible(s), 60) {
		if r == ' ' || r == '.' || r == '-' || r == '_' || r == '/' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "#%d;", r)
		}
	}
	return b.String()
}
