package document

import (
	"strings"

	"github.com/parebot/pare/internal/source"
)

// InsertItem inserts an item before item i of a List, at its end where i is the number of items. Lines are relative to the item's own
// indentation, behind the dash, and in the dialect of the place: flow text for a flow list, JSON for a file of JSON.
// A block list gets a block item; an empty list outside of flow text becomes a block list where there are several lines,
// and so does a key without a value. Where n is something else the edit changes nothing.
func InsertItem(src []byte, list *Node, i int, text []string) source.Edit {
	n := target(list)
	if len(text) == 0 || n.Kind != List && n.Kind != Null {
		return unchanged(list)
	}
	if len(n.Items) == 0 {
		return begin(src, n, text, "- ", "[]", len(text) == 1 && n.Kind == List)
	}
	all := entriesOf(src, n)
	if n.Style == Flow {
		return flowInsert(src, n, all, i, text)
	}
	return blockInsert(src, n, all, i, "- ", text)
}

// InsertKey inserts an entry behind the entry with the key after, at the end of the Map where there is none; lines start with the
// new key and are relative to the map's indentation. An empty map outside of flow text becomes a block, and so does a key without a value.
func InsertKey(src []byte, m *Node, after string, lines []string) source.Edit {
	n := target(m)
	if len(lines) == 0 || n.Kind != Map && n.Kind != Null {
		return unchanged(m)
	}
	written := n.entries()
	if len(written) == 0 {
		return begin(src, n, lines, "", "{}", false)
	}
	at := len(written)
	for i, p := range written {
		if p.Named(after) {
			at = i + 1
		}
	}
	all := entriesOf(src, n)
	if n.Style == Flow {
		return flowInsert(src, n, all, at, lines)
	}
	return blockInsert(src, n, all, at, "", lines)
}

// blockInsert puts whole lines before entry i, above its comments, or behind the last entry and what belongs to it.
func blockInsert(src []byte, n *Node, all []entry, i int, dash string, lines []string) source.Edit {
	br := newline(src)
	pad := strings.Repeat(" ", n.Indent)
	text := dash + indented(lines, pad+strings.Repeat(" ", len(dash)), br)
	at := 0
	switch {
	case i <= 0 && !ownLine(src, all[0].start):
		at, text = all[0].start, text+br+pad
	case i <= 0:
		at, text = comments(src, lineStart(src, all[0].start), n.Indent, 0), pad+text+br
	default:
		at, text = tail(src, all[min(i, len(all))-1].end, n.Indent), pad+text
		if breakAt(src, backOver(src, at)) > 0 {
			text += br
		} else {
			text = br + text
		}
	}
	return source.Edit{File: n.Span.File, Start: at, End: at, Text: text}
}

// flowInsert puts text and a comma before entry i, or a comma and text behind the last one; on a line of its own where its neighbour is.
func flowInsert(src []byte, n *Node, all []entry, i int, lines []string) source.Edit {
	neighbour := all[min(max(i, 0), len(all)-1)]
	gap, text := " ", strings.Join(lines, " ")
	if ownLine(src, neighbour.start) {
		gap = newline(src) + string(src[lineStart(src, neighbour.start):neighbour.start])
		text = strings.Join(lines, gap)
	}
	edit := source.Edit{File: n.Span.File, Start: neighbour.start, End: neighbour.start, Text: text + "," + gap}
	if i >= len(all) {
		edit.Start, edit.End, edit.Text = neighbour.end, neighbour.end, ","+gap+text
		if endsOpen(n) { // "a:," would be a key with a colon in it, "!a," a tag with a comma
			edit.Text = " " + edit.Text
		}
	}
	if n.bare { // [a: b] has no braces, and a second entry needs them
		old := string(src[n.Span.Start:edit.Start]) + edit.Text + string(src[edit.Start:n.Span.End])
		edit.Start, edit.End, edit.Text = n.Span.Start, n.Span.End, "{"+old+"}"
	}
	return edit
}

// endsOpen says whether a flow collection ends in a tag or a colon without text behind it.
func endsOpen(n *Node) bool {
	if len(n.Items) > 0 {
		last := n.Items[len(n.Items)-1]
		return last.isEmpty() || last.Kind == Map && last.bare && endsOpen(last)
	}
	if all := n.entries(); len(all) > 0 {
		last := all[len(all)-1]
		if last.Span.End > last.Key.Whole.End {
			return last.Value.isEmpty()
		}
		return last.Key.isEmpty()
	}
	return false
}

// isEmpty says whether a value has no text of its own.
func (n *Node) isEmpty() bool { return n.Span.Start == n.Span.End }

// begin writes the first entry of an empty collection, or of a value that is not there.
func begin(src []byte, n *Node, lines []string, dash, brackets string, inline bool) source.Edit {
	edit := source.Edit{File: n.Span.File, Start: n.Span.Start, End: n.Span.End}
	br := newline(src)
	switch {
	case inline || n.inFlow:
		edit.Text = brackets[:1] + strings.Join(lines, " ") + brackets[1:]
		if n.bare {
			edit.Text = " " + edit.Text
		}
		return edit
	case ownLine(src, edit.Start) && !n.bare:
		pad := strings.Repeat(" ", edit.Start-lineStart(src, edit.Start)+len(dash))
		edit.Text = dash + indented(lines, pad, br)
	default:
		pad := strings.Repeat(" ", keyColumn(src, edit.Start)+2)
		edit.Text = br + pad + dash + indented(lines, pad+strings.Repeat(" ", len(dash)), br)
		for edit.Start > 0 && blank(src[edit.Start-1]) { // no blanks behind the colon
			edit.Start--
		}
	}
	if edit.End < len(src) && src[edit.End] == '#' { // a comment behind a bracket needs no blank, behind a text it does
		edit.Text += " "
	}
	return edit
}

// keyColumn is the column of the key in the line of p, behind the dashes before it.
func keyColumn(src []byte, p int) int {
	start := lineStart(src, p)
	at := skipBlanks(src, start)
	for at+1 < p && src[at] == '-' && blank(src[at+1]) {
		at = skipBlanks(src, at+1)
	}
	return at - start
}
