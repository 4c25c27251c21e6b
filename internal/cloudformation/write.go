package cloudformation

import (
	"cmp"
	"strings"

	"github.com/parebot/pare/internal/document"
)

// written is a value on its way into the file: a scalar, a list or a map.
type written struct {
	scalar string // with its tag and quotes
	items  []written
	pairs  []writtenPair
	inline bool // a list that stands in one line, also in a block
}

type writtenPair struct {
	key   string
	value written
}

func (w written) isScalar() bool { return w.items == nil && w.pairs == nil }

// style is how a file is written, as far as new lines have to fit in.
type style struct {
	json      bool
	long      bool   // functions as Fn::Sub and not !Sub
	step      int    // columns from a map to the map within
	pad       string // the same in JSON, as the file has it
	dash      int    // columns from a map to the dashes of the list within
	quotes    document.Style
	lineBreak string
}

// styleOf looks at what the template already has.
func styleOf(t *Template) style {
	s := style{json: t.Root.Style == document.Flow, step: 2, dash: 2, lineBreak: "\n", quotes: document.DoubleQuoted}
	if strings.Contains(string(t.Src), "\r\n") {
		s.lineBreak = "\r\n"
	}
	short, long, single, double := 0, 0, 0, 0
	foundDash := false
	var walk func(n *document.Node)
	walk = func(n *document.Node) {
		if n.Alias != nil {
			return
		}
		if name, _ := intrinsic(n); name != "" {
			if n.Tag != "" {
				short++
			} else {
				long++
			}
		}
		switch n.Style {
		case document.SingleQuoted:
			single++
		case document.DoubleQuoted:
			double++
		}
		for _, item := range n.Items {
			walk(item)
		}
		for _, p := range n.Pairs {
			if v := p.Value; !foundDash && v.Kind == document.List && v.Style != document.Flow && len(v.Items) > 0 && n.Style != document.Flow {
				s.dash, foundDash = v.Indent-n.Indent, true
			}
			walk(p.Value)
		}
	}
	walk(t.Root)
	resources := t.Root.Get("Resources")
	for _, p := range t.Root.Pairs {
		if resources == nil && p.Value.Kind == document.Map && p.Value.Style != document.Flow && len(p.Value.Pairs) > 0 {
			resources = p.Value // a framework's file has other sections
		}
	}
	if resources != nil && resources.Style != document.Flow {
		s.step = max(resources.Indent-t.Root.Indent, 1)
	}
	s.pad = cmp.Or(jsonPad(string(t.Src), t.Root), strings.Repeat(" ", s.step))
	s.long = s.json || long > short
	if single > double {
		s.quotes = document.SingleQuoted
	}
	return s
}

// jsonPad is what stands before an object's first key, more than before the line that opens it; "" where no object tells.
func jsonPad(src string, n *document.Node) string {
	if n.Kind == document.Map && len(n.Pairs) > 0 && n.Pairs[0].Key.Span.Line > n.Span.Line {
		if pad, ok := strings.CutPrefix(margin(src, n.Pairs[0].Key.Span.Start), margin(src, n.Span.Start)); ok && pad != "" {
			return pad
		}
	}
	for _, item := range n.Items {
		if pad := jsonPad(src, item); pad != "" {
			return pad
		}
	}
	for _, p := range n.Pairs {
		if pad := jsonPad(src, p.Value); pad != "" {
			return pad
		}
	}
	return ""
}

// margin is what the line of an offset starts with.
func margin(src string, at int) string {
	line := src[strings.LastIndexByte(src[:at], '\n')+1:]
	return line[:len(line)-len(strings.TrimLeft(line, " \t"))]
}

// block writes lines of block YAML.
func (s style) block(w written) (lines []string) {
	switch {
	case w.isScalar() || w.inline:
		return []string{s.flow(w)}
	case w.items != nil:
		for _, item := range w.items {
			lines = append(lines, indent("- ", "  ", s.block(item))...)
		}
	}
	for _, p := range w.pairs {
		lines = append(lines, s.pair(p)...)
	}
	return lines
}

func (s style) pair(p writtenPair) []string {
	value := s.block(p.value)
	switch {
	case p.value.isScalar() || p.value.inline:
		return []string{p.key + ": " + value[0]}
	case p.value.items != nil:
		pad := strings.Repeat(" ", max(s.dash, 0))
		return append([]string{p.key + ":"}, indent(pad, pad, value)...)
	}
	pad := strings.Repeat(" ", s.step)
	return append([]string{p.key + ":"}, indent(pad, pad, value)...)
}

func indent(first, rest string, lines []string) []string {
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = rest + line
		if i == 0 {
			out[i] = first + line
		}
	}
	return out
}

// flow writes one line of flow text, or of JSON.
func (s style) flow(w written) string {
	var parts []string
	for _, item := range w.items {
		parts = append(parts, s.flow(item))
	}
	for _, p := range w.pairs {
		key := p.key
		if s.json {
			key = `"` + key + `"`
		}
		parts = append(parts, key+": "+s.flow(p.value))
	}
	switch {
	case w.items != nil:
		return "[" + strings.Join(parts, ", ") + "]"
	case w.pairs != nil:
		return "{" + strings.Join(parts, ", ") + "}"
	}
	return w.scalar
}

// pretty writes lines of JSON, lists of strings and calls of functions in one line.
func (s style) pretty(w written) []string {
	simple := w.isScalar() || len(s.flow(w)) < 60
	if simple {
		return []string{s.flow(w)}
	}
	open, shut := "{", "}"
	var entries [][]string
	for _, item := range w.items {
		open, shut = "[", "]"
		entries = append(entries, s.pretty(item))
	}
	for _, p := range w.pairs {
		lines := s.pretty(p.value)
		lines[0] = `"` + p.key + `": ` + lines[0]
		entries = append(entries, lines)
	}
	pad := s.pad
	lines := []string{open}
	for i, entry := range entries {
		if i+1 < len(entries) {
			entry[len(entry)-1] += ","
		}
		lines = append(lines, indent(pad, pad, entry)...)
	}
	return append(lines, shut)
}

// lines writes a value for a place: in flow text, in JSON, or in a block.
func (s style) lines(w written, flow bool) []string {
	switch {
	case s.json:
		return s.pretty(w)
	case flow:
		return []string{s.flow(w)}
	}
	return s.block(w)
}
