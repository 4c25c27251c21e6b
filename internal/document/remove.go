package document

import (
	"bytes"
	"slices"

	"github.com/parebot/pare/internal/source"
)

// RemoveItem removes item i of a List with its dash or comma, its line and the comments that belong to it: those behind it in the line,
// those below it that are indented deeper, and those right above it unless they head further items that follow without a gap.
// Removing the only item leaves "[]": a caller who wants the key gone removes the key. Where there is no such item the edit changes nothing.
func RemoveItem(src []byte, list *Node, i int) source.Edit {
	return oneOf(RemoveItems(src, list, []int{i}), list)
}

// RemoveItems removes several items of a List with edits that do not overlap, as those of RemoveItem for neighbours may.
// Removing all items leaves "[]". Numbers that are no item's are passed over.
func RemoveItems(src []byte, list *Node, items []int) []source.Edit {
	n := target(list)
	if n.Kind != List {
		return nil
	}
	drop := make([]bool, len(n.Items))
	for _, i := range items {
		if i >= 0 && i < len(drop) {
			drop[i] = true
		}
	}
	return remove(src, n, drop, "[]")
}

// RemoveKey removes the entry of a Map as RemoveItem removes an item; of two entries with one key it removes the one that counts.
// Removing the only entry leaves "{}".
func RemoveKey(src []byte, m *Node, key string) source.Edit {
	return oneOf(RemoveKeys(src, m, []string{key}), m)
}

// RemoveKeys removes several entries of a Map with edits that do not overlap. Removing all entries leaves "{}".
// Keys that the map does not have, or has from <<, are passed over.
func RemoveKeys(src []byte, m *Node, keys []string) []source.Edit {
	n := target(m)
	if n.Kind != Map {
		return nil
	}
	drop := make([]bool, len(n.entries()))
	for _, key := range keys {
		for i := len(drop) - 1; i >= 0; i-- {
			if n.entries()[i].Named(key) {
				drop[i] = true
				break
			}
		}
	}
	return remove(src, n, drop, "{}")
}

// oneOf is the one edit there is, or one that changes nothing.
func oneOf(edits []source.Edit, n *Node) source.Edit {
	if len(edits) == 0 {
		return unchanged(n)
	}
	return edits[0]
}

// remove takes the dropped entries out of a collection, one edit for each run of neighbours; nothing is what is left where all go.
func remove(src []byte, n *Node, drop []bool, nothing string) (edits []source.Edit) {
	if !slices.Contains(drop, true) {
		return nil
	}
	all := entriesOf(src, n)
	if !slices.Contains(drop, false) {
		return []source.Edit{empties(src, n, all[len(all)-1], nothing)}
	}
	for i := 0; i < len(all); i++ {
		if !drop[i] {
			continue
		}
		last := i
		for last+1 < len(all) && drop[last+1] {
			last++
		}
		edit := source.Edit{File: n.Span.File}
		edit.Start, edit.End = cut(src, n, all, i, last)
		edits = append(edits, edit)
		i = last
	}
	return edits
}

// cut is the range that the neighbours first..last of a collection take, while others stay.
func cut(src []byte, n *Node, all []entry, first, last int) (start, end int) {
	switch {
	case n.Style == Flow:
		return flowCut(src, all, first, last)
	case !ownLine(src, all[first].start): // "- a: 1": what is before it in the line stays, and what follows moves up to it
		return all[first].start, skipGap(src, tail(src, all[last].end, n.Indent))
	}
	return lineCut(src, all, first, last, n.Indent)
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

// flowCut removes entries with the commas that they need no more.
func flowCut(src []byte, all []entry, first, last int) (start, end int) {
	if last+1 < len(all) {
		return all[first].start, all[last+1].start
	}
	before, end := all[first-1].end, all[last].end
	if hash := bytes.LastIndexByte(src[before:all[first].start], '#'); hash >= 0 {
		// The comment belongs to the entry before. Its comma stays: YAML, which has comments, allows it.
		if comma := skipSpace(src, end); comma < len(src) && src[comma] == ',' {
			end = comma + 1
		}
		return nextLine(src, before+hash), end
	}
	if src[before-1] == ':' { // "a:" is a key with a blank behind it and a plain text without: it stays what it is
		end = skipSpace(src, end)
	}
	return skipSpace(src, before), end
}

// lineCut removes the whole lines of a block's entries.
func lineCut(src []byte, all []entry, first, last, column int) (start, end int) {
	floor := 0
	if first > 0 {
		floor = nextLine(src, all[first-1].end)
	}
	start = lineStart(src, all[first].start)
	end = tail(src, all[last].end, column)
	heads := last+1 < len(all) && lineStart(src, all[last+1].start) == end
	if !heads {
		start = comments(src, start, column, floor)
	}
	gap := start > 0 && isBlank(src, lineStart(src, backOver(src, start)))
	for (gap || first > 0 && keeps(src, all[first-1])) && isBlank(src, end) { // one gap is enough
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
