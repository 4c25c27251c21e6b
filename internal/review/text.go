package review

import (
	"fmt"
	"strings"

	"github.com/parebot/pare/internal/finding"
)

// Text is a report for a terminal: findings first, a block each, then what could not be told, then the sum.
func Text(r finding.Report) string {
	var b strings.Builder
	for _, f := range r.Findings {
		fmt.Fprintf(&b, "%s:%d: %s: %s (%s)\n", terminal(f.File), f.Line, f.Severity, terminal(plainLines(f.Message)), f.Rule)
		for _, why := range f.Because {
			fmt.Fprintf(&b, "    %s:%d  %s\n", terminal(why.File), why.Line, terminal(cut(why.Text, 120)))
		}
		if f.Suggestion != nil {
			if f.Suggestion.Text == "" {
				fmt.Fprintf(&b, "    suggestion: delete lines %d to %d\n\n", f.Suggestion.StartLine, f.Suggestion.EndLine)
				continue
			}
			fmt.Fprintf(&b, "    suggestion for lines %d to %d:\n", f.Suggestion.StartLine, f.Suggestion.EndLine)
			for _, line := range strings.Split(f.Suggestion.Text, "\n") {
				b.WriteString("      | " + terminal(line) + "\n")
			}
		}
		b.WriteString("\n")
	}
	for _, g := range gaps(r.Functions) {
		fmt.Fprintf(&b, "%s:%d: could not tell for %s: %s\n", terminal(g.File), g.Line, terminal(strings.Join(g.functions, ", ")), terminal(plainLines(g.Reason)))
	}
	for _, u := range r.Unread {
		fmt.Fprintf(&b, "%s:%d: not read: %s\n", terminal(u.File), u.Line, terminal(u.Reason))
	}
	fmt.Fprintf(&b, "%s, %s, %s.\n", count(len(r.Functions), "function", "functions"), count(len(r.Roles), "role", "roles"), count(len(r.Findings), "finding", "findings"))
	return b.String()
}

// plainLines is a message on one line, its code marks kept: they read well in a terminal.
func plainLines(s string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(s, "\n", " ")), " ")
}

// terminal writes control characters as their numbers, so that a file name cannot move the cursor.
func terminal(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r != '\t' && invisible(r) {
			fmt.Fprintf(&b, "U+%04X", r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Markdown is a report as the check run's summary has it, for one tree without a pull request.
func Markdown(in Input) string {
	return checkSummary(in, sort(in)) + "\n"
}
