package review

import (
	"fmt"
	"strings"

	"github.com/parebot/pare/internal/finding"
)

// comments renders the review's comments.
func comments(in Input, s said) []Comment {
	list := make([]Comment, 0, len(s.inline))
	for _, f := range s.inline {
		body := comment(f)
		if p := patch(in, []finding.Finding{f.Finding}); p != "" && !f.Suggests {
			body = cut(strings.Replace(body, footer(f.Finding), "<details><summary>Patch</summary>\n\n"+block("diff", p)+"\n</details>\n\n"+footer(f.Finding), 1), MaxBody-200)
		}
		c := Comment{Path: f.Path, Line: f.End, Body: body, Fingerprint: f.Fingerprint}
		if f.Start < f.End {
			c.StartLine = f.Start
		}
		list = append(list, c)
	}
	return list
}

// comment is one inline comment: what, the suggestion, what was proved, how to keep it.
func comment(f anchored) string {
	head, rest, _ := strings.Cut(f.Message, "\n\n")
	parts := []string{"**" + message(head) + "**"}
	if f.Suggests {
		parts = append(parts, suggestion(f.Suggestion.Text))
	}
	if rest != "" {
		parts = append(parts, message(rest))
	}
	if p := provedWords(f.Finding); p != "" {
		parts = append(parts, p)
	}
	if e := evidence(f.Because, 5); e != "" {
		parts = append(parts, e)
	}
	return cut(strings.Join(append(parts, footer(f.Finding)), "\n\n"), MaxBody-200)
}

// provedWords says what the proof showed, in words that claim no more: "in these documents", never "safe".
func provedWords(f finding.Finding) string {
	if f.Proof == nil || f.Proof.Verdict != "proved" {
		return ""
	}
	kept := fmt.Sprintf("All %s stay allowed.", count(f.Proof.NeedsChecked, "known need", "known needs"))
	switch f.Kind {
	case finding.Adds:
		return "Adds this permission and nothing else, in these documents. " + kept
	case finding.Restricts:
		return "Restricts who may trigger it, in these documents. " + kept
	}
	return "Removes access only, in these documents. " + kept
}

// evidence lists the lines that prove a finding.
func evidence(list []finding.Because, most int) string {
	var lines []string
	for i, b := range list {
		if i == most {
			lines = append(lines, fmt.Sprintf("- and %d more", len(list)-most))
			break
		}
		lines = append(lines, "- "+code(fmt.Sprintf("%s:%d", b.File, b.Line))+" "+codeOrNothing(b.Text))
	}
	return strings.Join(lines, "\n")
}

func codeOrNothing(s string) string {
	if s == "" {
		return ""
	}
	return code(cut(s, 160))
}

// footer names the rule and how to keep things as they are.
func footer(f finding.Finding) string {
	rules := code(f.Rule)
	for _, other := range f.Also {
		rules += ", " + code(other)
	}
	return "<sub>" + rules + " · " + string(f.Severity) + " · to keep it: " + code("# pare:ignore "+f.Rule+" reason") + " on this line of the base branch · " + code("/pare explain "+f.Rule) + "</sub>"
}

// suggested is the suggestion block of a comment, "" where it has none.
func suggested(body string) string {
	_, after, ok := strings.Cut(body, "```suggestion\n")
	if !ok {
		return ""
	}
	if strings.HasPrefix(after, "```") {
		return "" // it deletes the lines
	}
	inside, _, _ := strings.Cut(after, "\n```")
	return inside
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
