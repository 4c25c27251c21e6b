package document

import (
	"bytes"

	"github.com/parebot/pare/internal/source"
)

// RemoveItem removes item i of a List with its dash or comma, its line and the comments that belong to it: those behind it in the line,
// those below it that are indented deeper, and those right above it unless they head further items that follow without a gap.
// Removing the only item leaves "[]": a caller who wants the key gone removes the key. Where there is no such item the edit changes nothing.
func RemoveItem(src []byte, list *Node, i int) source.Edit {
	n := target(list)
	if n.Kind != List || i < 0 || i >= len(n.Items) {
		return source.Edit{File: list.Span.File}
	}
	return remove(src, n, i, "[]")
}

// RemoveKey removes the entry of a Map as RemoveItem removes an item; of two entries with one key it removes the one that counts.
// Removing the only entry leaves "{}".
func RemoveKey(src []byte, m *Node, key string) source.Edit {
	n := target(m)
	if n.Kind == Map {
		for i := len(n.entries()) - 1; i >= 0; i-- {
			if n.entries()[i].Named(key) {
				return remove(src, n, i, "{}")
			}
		}
	}
	return source.Edit{File: m.Span.File}
}

// remove takes out entry i of a collection; nothing is what is left where it is the only one.
func remove(src []byte, n *Node, i int, nothing string) source.Edit {
	all := entriesOf(src, n)
	edit := source.Edit{File: n.Span.File}
	switch {
	case len(all) == 1:
		return empties(src, n, all[0], nothing)
	case n.Style == Flow:
		edit.Start, edit.End = flowCut(src, all, i)
	case !ownLine(src, all[i].start): // "- a: 1": what is before it in the line stays, and what follows moves up to it
		edit.Start = all[i].start
		edit.End = skipGap(src, tail(src, all[i].end, n.Indent))
	default:
		edit.Start, edit.End = lineCut(src, all, i, n.Indent)
	}
	return edit
}

// empties leaves an empty collection. In a block it moves up to the key, the dash or the tag, unless a comment is in between.
func empties(src []byte, n *Node, only entry, nothing string) source.Edit {
	edit := source.Edit{File: n.Span.File, Start: n.Span.Start, End: n.Span.End, Text: nothing}
	if n.Style == Flow {
		return edit
	}
	edit.End = max(edit.End, trailing(src, only.end))
	before := len(bytes.TrimRight(src[:edit.Start], " \t\r\n"))
	line := src[lineStart(src, before):before]
	switch {
	case before == 0 || !ownLine(src, edit.Start) || before <= len(byteOrderMark) && bytes.HasPrefix(src, []byte(byteOrderMark)):
	case bytes.HasPrefix(bytes.TrimLeft(line, " \t"), []byte("#")) || bytes.Contains(line, []byte(" #")):
		edit.Text = "  " + nothing // deeper than the key, also where the dash was not
	default:
		edit.Start, edit.Text = before, " "+nothing
	}
	return edit
}

// flowCut removes an entry with the comma that it needs no more.
func flowCut(src []byte, all []entry, i int) (start, end int) {
	if i+1 < len(all) {
		return all[i].start, all[i+1].start
	}
	between := src[all[i-1].end:all[i].start]
	if hash := bytes.LastIndexByte(between, '#'); hash >= 0 {
		// The comment belongs to the entry before. Its comma stays: YAML, which has comments, allows it.
		start, end = nextLine(src, all[i-1].end+hash), all[i].end
		if comma := skipSpace(src, end); comma < len(src) && src[comma] == ',' {
			end = comma + 1
		}
		return start, end
	}
	start, end = skipSpace(src, all[i-1].end), all[i].end
	if src[all[i-1].end-1] == ':' { // "a:" is a key with a blank behind it and a plain text without: it stays what it is
		end = skipSpace(src, end)
	}
	return start, end
}

// lineCut removes the whole lines of a block's entry.
func lineCut(src []byte, all []entry, i, column int) (start, end int) {
	floor := 0
	if i > 0 {
		floor = nextLine(src, all[i-1].end)
	}
	start = lineStart(src, all[i].start)
	end = tail(src, all[i].end, column)
	heads := i+1 < len(all) && lineStart(src, all[i+1].start) == end
	if !heads {
		start = comments(src, start, column, floor)
	}
	gap := start > 0 && isBlank(src, lineStart(src, backOver(src, start)))
	for (gap || i > 0 && keeps(src, all[i-1])) && isBlank(src, end) { // one gap is enough
		end = nextLine(src, end)
	}
	if end == len(src) && start > floor && breakAt(src, backOver(src, end)) == 0 {
		start = backOver(src, start) // the line before becomes the last one, without a break as this one
	}
	return start, end
}

// keeps says whether an entry may end in a scalar that takes the empty lines behind it ("|+") for its own.
func keeps(src []byte, e entry) bool {
	text := src[e.start:e.end]
	return bytes.IndexByte(text, '+') >= 0 && bytes.ContainsAny(text, "|>")
}

// skipGap moves over blanks and line breaks.
func skipGap(src []byte, p int) int {
	for p < len(src) && (blank(src[p]) || src[p] == '\n' || src[p] == '\r') {
		p++
	}
	return p
}
