package formats_test

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/parebot/pare/internal/formats"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// TestScenarios reads one scenario as each format writes it, a folder a format: what is deployed is the same, want/stack, and so is what a
// change makes of it. want/edited has the file that each format's edit changes. A format without a folder says "skip FORMAT: why" in the prose.
func TestScenarios(t *testing.T) {
	cases, err := filepath.Glob("testdata/scenarios/*.txtar")
	if err != nil || len(cases) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, name := range cases {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		tree, want := caseFiles(archive)
		for _, format := range formats.All {
			t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar")+"/"+format.Name, func(t *testing.T) {
				below := folderOf(tree, format.Name)
				if len(below) == 0 {
					if !strings.Contains(string(archive.Comment), "skip "+format.Name+": ") {
						t.Error("the scenario has no folder for this format, and does not say why")
					}
					return
				}
				s := deployed(t, below, format.Name)
				check(t, archive, want, "want/stack", plain(s))
				change := parsePlain(t, s, want["change"])
				edits, err := formats.Edit(below, s, change)
				if err != nil {
					t.Fatal(err)
				}
				check(t, archive, want, "want/edited/"+edits[0].File, edited(t, below, edits))
				after, err := source.Overlay(below, edits)
				if err != nil {
					t.Fatal(err)
				}
				check(t, archive, want, "want/changed", plain(deployed(t, after, format.Name)))
			})
		}
		if *update {
			if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func folderOf(tree source.Files, folder string) source.Files {
	below := source.Files{}
	for file, text := range tree {
		if strings.HasPrefix(file, folder+"/") {
			below[file] = text
		}
	}
	return below
}

// deployed is the one stack of a folder that has functions.
func deployed(t *testing.T, tree source.Tree, format string) *stack.Stack {
	t.Helper()
	var found *stack.Stack
	for _, file := range tree.Paths() {
		s := formats.ReadWith(tree, file, programs(tree))
		if s == nil || len(s.Functions) == 0 {
			continue
		}
		if s.Format != format || len(s.Problems) > 0 || found != nil {
			t.Fatalf("%s is read by %s, %v", file, s.Format, s.Problems)
		}
		found = s
	}
	if found == nil {
		t.Fatal("nothing is deployed")
	}
	return found
}

func check(t *testing.T, archive *txtar.Archive, want map[string]string, name, got string) {
	t.Helper()
	if *update {
		setFile(archive, name, got)
		return
	}
	if got != want[name] {
		t.Errorf("%s is\n%s\nwant\n%s", name, got, want[name])
	}
}

// plain is a stack without what only its format has: IDs, places, and what the framework adds by itself.
func plain(s *stack.Stack) string {
	var lines []string
	for _, fn := range s.Functions {
		lines = append(lines, "function "+plainSet(fn.Name))
		for name, v := range fn.Env {
			lines = append(lines, "env "+name+"="+plainSet(v.Set))
		}
	}
	for _, r := range s.Roles {
		for _, g := range r.Grants {
			if g.Origin != stack.Framework {
				lines = append(lines, "grant "+strings.ToLower(string(g.Statement.Effect))+" "+plainStatement(g))
			}
		}
	}
	for _, tr := range s.Triggers {
		from := tr.From
		if len(from) == 0 {
			from = tr.Arn
		}
		lines = append(lines, fmt.Sprintf("%s %s from %s", tr.Kind, plainSet(tr.Principal), plainSet(from)))
	}
	slices.Sort(lines)
	return strings.Join(slices.Compact(lines), "\n") + "\n"
}

func plainStatement(g *stack.Grant) string {
	var actions, resources []string
	for _, a := range g.Statement.Actions {
		actions = append(actions, plainValue(a.Value))
	}
	for _, r := range g.Statement.Resources {
		resources = append(resources, plainValue(r.Value))
	}
	return strings.Join(actions, ",") + " on " + strings.Join(resources, ",")
}

func plainSet(set symbolic.Set) string {
	var all []string
	for _, c := range set {
		all = append(all, plainValue(c.Value))
	}
	return strings.Join(all, "|")
}

// plainValue has * for what only a deployment knows.
func plainValue(v symbolic.Value) string {
	var b strings.Builder
	for _, p := range v.Expand() {
		switch {
		case p.Kind == symbolic.Literal:
			b.WriteString(p.Text)
		case p.Kind == symbolic.Pseudo && p.Text == "AWS::Partition":
			b.WriteString("aws")
		default:
			b.WriteString("*")
		}
	}
	return cmp.Or(b.String(), "-")
}

// parsePlain is parseChange for a change that names a grant by the first of its actions, since each format calls it otherwise.
func parsePlain(t *testing.T, s *stack.Stack, text string) stack.Change {
	t.Helper()
	first, rest, _ := strings.Cut(text, "\n")
	action := strings.TrimPrefix(first, "replace ")
	for _, r := range s.Roles {
		for _, g := range r.Grants {
			if g.Origin != stack.Framework && len(g.Statement.Actions) > 0 && plainValue(g.Statement.Actions[0].Value) == action {
				return parseChange(t, s, "replace "+r.ID+" "+g.Key+"\n"+rest)
			}
		}
	}
	t.Fatalf("nothing grants %s", action)
	return stack.Change{}
}
