package cloudformation

import (
	"strings"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/source"
)

// setValue writes the value of one key of a map, where the key stands already or as a new last one.
func (e *editor) setValue(m place, key string, w written) error {
	old := m.node().Get(key)
	flow := m.flow()
	if old == nil {
		return e.apply(document.InsertKey(e.src, m.node(), "", e.entry(key, w, flow)))
	}
	if old.Alias != nil || old.Anchor != "" {
		return cannot("the same lines serve other places too")
	}
	at := m.down(key, old)
	switch {
	case flow || e.style.json:
		return e.swap(old, e.joined(at, w))
	case w.isScalar() || w.inline:
		return e.apply(e.onKeyLine(old, " "+e.style.flow(w)))
	}
	column := m.node().Indent + e.style.step
	if w.items != nil {
		column = m.node().Indent + max(e.style.dash, 0)
	}
	pad := e.style.lineBreak + strings.Repeat(" ", column)
	return e.apply(e.onKeyLine(old, pad+strings.Join(e.style.block(w), pad)))
}

// swap writes text in the place of a value, and takes the blanks behind it along where nothing follows in the line.
func (e *editor) swap(n *document.Node, text string) error {
	edit := document.Replace(n, text)
	edit.End = e.blanks(edit.End)
	return e.apply(edit)
}

// blanks is the end of the line of p where only blanks stand before it, else p.
func (e *editor) blanks(p int) int {
	end := p
	for end < len(e.src) && (e.src[end] == ' ' || e.src[end] == '\t') {
		end++
	}
	if end == len(e.src) || e.src[end] == '\n' || e.src[end] == '\r' {
		return end
	}
	return p
}

// onKeyLine replaces a value from behind the colon of its key on. A comment between the two stays, and the value stands where it stood.
func (e *editor) onKeyLine(old *document.Node, text string) source.Edit {
	start := old.Whole.Start
	for start > 0 && strings.IndexByte(" \t\r\n", e.src[start-1]) >= 0 {
		start--
	}
	if start == 0 || e.src[start-1] != ':' {
		start = old.Whole.Start
		text = strings.TrimLeft(text, " \r\n")
	}
	return source.Edit{File: e.file, Start: start, End: e.blanks(old.Whole.End), Text: text}
}

// entry writes a new entry of a map.
func (e *editor) entry(key string, w written, flow bool) []string {
	switch {
	case e.style.json:
		lines := e.style.pretty(w)
		lines[0] = `"` + key + `": ` + lines[0]
		return lines
	case flow:
		return []string{key + ": " + e.style.flow(w)}
	}
	return e.style.pair(writtenPair{key, w})
}
