package review

import (
	"fmt"
	"strings"
	"unicode"
)

// Everything here takes strings that a stranger wrote, and makes Markdown that shows them and does nothing else: no mention, no reference,
// no HTML, no table cell broken, no text that reads backwards.

// plainText escapes plain words.
func plainText(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case strings.ContainsRune("\\`*_{}[]<>#!|~&@$", r):
			fmt.Fprintf(&b, "&#%d;", r)
		case r == '\n' || r == '\r' || r == '\t':
			b.WriteByte(' ')
		case invisible(r):
			fmt.Fprintf(&b, "U+%04X", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// code makes a code span whose fence is longer than any run of back-ticks in it.
func code(s string) string {
	s = visible(s)
	if s == "" {
		return "` `"
	}
	fence := strings.Repeat("`", longestRun(s)+1)
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") {
		s = " " + s + " "
	}
	return fence + s + fence
}

// cellCode is a code span in a table: there a bar ends the cell even within code.
func cellCode(s string) string { return strings.ReplaceAll(code(s), "|", `\|`) }

// block makes a fenced block. Its content stays as it is, since a suggestion must be to the letter.
func block(kind, s string) string {
	fence := strings.Repeat("`", max(3, longestRun(s)+1))
	return fence + kind + "\n" + strings.TrimSuffix(s, "\n") + "\n" + fence
}

// suggestion makes the block that replaces the lines that a comment stands on. Without a line in it, it deletes them; an empty line would stay.
func suggestion(s string) string {
	if s == "" {
		return "```suggestion\n```"
	}
	return block("suggestion", s)
}

// message renders a finding's message: plain text with `code` in back-ticks. What is in between is escaped on both sides, so a name with a
// back-tick in it can turn text into code and nothing worse.
func message(s string) string {
	var paragraphs []string
	for _, p := range strings.Split(s, "\n\n") {
		var b strings.Builder
		for i, part := range strings.Split(p, "`") {
			if i%2 == 0 {
				b.WriteString(plainText(part))
			} else if part != "" {
				b.WriteString(code(part))
			}
		}
		paragraphs = append(paragraphs, b.String())
	}
	return strings.Join(paragraphs, "\n\n")
}

// plain is a message without mark-up, for annotations.
func plain(s string) string { return visible(strings.ReplaceAll(s, "`", "")) }

// visible writes line breaks as spaces, and characters that cannot be seen or that turn the direction of text as their numbers.
func visible(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\n' || r == '\r' || r == '\t':
			b.WriteByte(' ')
		case invisible(r):
			fmt.Fprintf(&b, "U+%04X", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func invisible(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == unicode.ReplacementChar || unicode.Is(unicode.Zl, r) || unicode.Is(unicode.Zp, r)
}

func longestRun(s string) (longest int) {
	run := 0
	for _, r := range s {
		if r != '`' {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	return longest
}

// cut shortens s to at most n bytes at a rune's start, and says that it did.
func cut(s string, n int) string {
	const more = " …"
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n-len(more)], "") + more
}
