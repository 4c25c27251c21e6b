package document

import (
	"bytes"
	"strings"

	"github.com/parebot/pare/internal/source"
)

// Edits are ranges of bytes: nothing outside the range changes, so comments, quotes and indentation stay as their author
// left them. Removing from and inserting into an alias edits the value that it names, wherever that is used; entries that << brings in
// are not there to be edited. An edit of no node is the empty edit, which no file has.

// Replace writes text where n and its tag stand; an anchor stays, since others name it, and an alias is itself replaced. The text is
// in the dialect of the place (see Quote); from its second line on it brings its own indentation.
func Replace(n *Node, text string) source.Edit {
	if n == nil {
		return source.Edit{}
	}
	if n.Anchor != "" {
		text = "&" + n.Anchor + " " + text
	}
	if n.bare && n.Kind != Map {
		text = " " + text
	}
	return source.Edit{File: n.Whole.File, Start: n.Whole.Start, End: n.Whole.End, Text: text}
}

// target is the node whose bytes an edit of n changes: n, or what it is an alias of; nothing for nil.
func target(n *Node) *Node {
	if n == nil {
		return &Node{Kind: Bool}
	}
	for n.Alias != nil {
		n = n.Alias
	}
	return n
}

// unchanged is the edit that changes nothing of n's file.
func unchanged(n *Node) source.Edit {
	return source.Edit{File: target(n).Span.File}
}

// entry is one item or pair of a collection: the bytes from its dash, question mark or key to behind its value.
type entry struct{ start, end int }

// entriesOf lists the entries of a collection as they are written.
func entriesOf(src []byte, n *Node) (all []entry) {
	at := n.Span.Start
	if n.Style == Flow && !n.bare {
		at++
	}
	add := func(end int) {
		all = append(all, entry{skipTo(src, at), end})
		at = end
	}
	for _, item := range n.Items {
		add(item.Whole.End)
	}
	for _, p := range n.entries() {
		add(p.Span.End)
	}
	return all
}

// skipTo moves over space, comments and the comma between two entries.
func skipTo(src []byte, p int) int {
	p = skipSpace(src, p)
	if p < len(src) && src[p] == ',' {
		p = skipSpace(src, p+1)
	}
	return p
}

// lineStart is the offset of the first byte of the line that holds p.
func lineStart(src []byte, p int) int {
	for p > 0 && src[p-1] != '\n' && src[p-1] != '\r' {
		p--
	}
	if p == 0 && bytes.HasPrefix(src, []byte(byteOrderMark)) {
		return len(byteOrderMark)
	}
	return p
}

// nextLine is the offset behind the break that ends the line of p.
func nextLine(src []byte, p int) int {
	end := lineEnd(src, p)
	return end + breakAt(src, end)
}

// ownLine says whether only blanks stand before p in its line.
func ownLine(src []byte, p int) bool { return skipBlanks(src, lineStart(src, p)) >= p }

// isBlank says whether the line that starts at p holds nothing. The end of the file is no line.
func isBlank(src []byte, p int) bool { return p < len(src) && breakAt(src, skipBlanks(src, p)) > 0 }

// commentColumn is the column of the comment that the line at p consists of, -1 where it is no such line.
func commentColumn(src []byte, p int) int {
	if text := skipBlanks(src, p); text < len(src) && src[text] == '#' {
		return text - p
	}
	return -1
}

// trailing is the end of the comment behind p in its line, p itself where there is none.
func trailing(src []byte, p int) int {
	if at := skipBlanks(src, p); at > p && at < len(src) && src[at] == '#' {
		return lineEnd(src, at)
	}
	return p
}

// tail is where the line behind a block's entry starts: behind its comment in the line, and behind the lines of comment
// that are indented deeper than the entry and so belong to it.
func tail(src []byte, p, column int) int {
	end := nextLine(src, p)
	for line := end; line < len(src); line = nextLine(src, line) {
		switch deep := commentColumn(src, line); {
		case deep > column:
			end = nextLine(src, line)
		case !isBlank(src, line):
			return end
		}
	}
	return end
}

// comments is the start of the lines of comment right above the line at p that are indented like it, p where there are none.
func comments(src []byte, p, column, floor int) int {
	for p > floor {
		above := lineStart(src, backOver(src, p))
		if above < floor || commentColumn(src, above) != column {
			break
		}
		p = above
	}
	return p
}

// backOver is the offset before the line break that ends at p.
func backOver(src []byte, p int) int {
	if p > 1 && src[p-1] == '\n' && src[p-2] == '\r' {
		return p - 2
	}
	return max(p-1, 0)
}

// newline is how the file ends its lines.
func newline(src []byte) string {
	if at := bytes.IndexByte(src, '\n'); at > 0 && src[at-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}

// indented joins lines of text, the first as it is and the others behind pad. An empty line gets no blanks.
func indented(lines []string, pad, newline string) string {
	var b strings.Builder
	for i, line := range lines {
		if i > 0 {
			b.WriteString(newline)
			if line != "" {
				b.WriteString(pad)
			}
		}
		b.WriteString(line)
	}
	return b.String()
}
