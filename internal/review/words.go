package review

import (
	"fmt"
	"strings"

	"github.com/parebot/pare/internal/finding"
)

// AtLeast reports whether a severity is at or above a setting of fail_on ("low" to "critical", "never").
func AtLeast(s finding.Severity, failOn string) bool {
	return rank(s) >= rank(finding.Severity(failOn))
}

// Words prints one write for people: what GitHub would receive.
func Words(w Write) string {
	var b strings.Builder
	switch {
	case w.Check != nil:
		fmt.Fprintf(&b, "── check run %q: %s\n\n%s\n", w.Check.Title, w.Check.Conclusion, w.Check.Summary)
	case w.Review != nil:
		for _, c := range w.Review.Comments {
			lines := fmt.Sprint(c.Line)
			if c.StartLine != 0 {
				lines = fmt.Sprintf("%d-%d", c.StartLine, c.Line)
			}
			fmt.Fprintf(&b, "── comment on %s:%s\n\n%s\n", c.Path, lines, c.Body)
		}
	case w.Summary != nil:
		fmt.Fprintf(&b, "── summary comment\n\n%s\n", w.Summary.Body)
	case w.Resolve != nil:
		fmt.Fprintf(&b, "── thread of %s resolved\n", w.Resolve.Fingerprint)
	case w.Reply != nil:
		fmt.Fprintf(&b, "── reply\n\n%s\n", w.Reply.Body)
	case w.React != nil:
		fmt.Fprintf(&b, "── reaction %s\n", w.React.Content)
	}
	return b.String()
}
