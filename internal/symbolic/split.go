package symbolic

import (
	"slices"
	"strconv"
	"strings"
)

// split is split and, fromEnd, rsplit: the setting says which piece, and how often to split at most.
func split(fromEnd bool) operation {
	return func(settings []string, args []Value) (Value, bool) {
		at, most, ok := splitSettings(settings)
		if !ok || len(args) == 0 {
			return failed("this split is not followed")
		}
		if len(args) == 1 {
			return splitSpace(args[0], at, most, fromEnd)
		}
		sep, ok := literal(args[1])
		if !ok {
			return nil, false
		}
		if sep == "" {
			return failed("a split at nothing fails")
		}
		return cutAt(args[0], sep).pick(at, most, sep, fromEnd)
	}
}

// splitSettings reads the index and the limit; no limit is -1.
func splitSettings(settings []string) (at, most int, ok bool) {
	most = -1
	if len(settings) == 0 || len(settings) > 2 {
		return 0, 0, false
	}
	at, err := strconv.Atoi(settings[0])
	if err == nil && len(settings) == 2 && settings[1] != "" {
		most, err = strconv.Atoi(settings[1])
	}
	return at, most, err == nil
}

// pieces are a string cut at a separator. A symbol that may hold the separator makes its piece open: it may be any number of pieces.
type pieces struct {
	values []Value
	open   []bool
}

func cutAt(v Value, sep string) pieces {
	p := pieces{values: []Value{nil}, open: []bool{false}}
	for i, part := range v {
		last := len(p.values) - 1
		if part.Kind != Literal {
			p.values[last] = Concat(p.values[last], Value{part})
			l, some := part.spelling(i == 0)
			p.open[last] = p.open[last] || !some || l.has(sep)
			continue
		}
		for n, text := range strings.Split(part.Text, sep) {
			if n > 0 {
				p.values, p.open = append(p.values, nil), append(p.open, false)
			}
			last := len(p.values) - 1
			p.values[last] = Concat(p.values[last], Text(text))
		}
	}
	return p
}

// pick is the piece at an index after at most so many cuts. It waits where an open piece stands between it and the end that it is counted from.
func (p pieces) pick(at, most int, sep string, fromEnd bool) (Value, bool) {
	if most >= 0 && most < len(p.values)-1 {
		if slices.Contains(p.open, true) {
			return nil, false
		}
		p = p.limit(most, sep, fromEnd)
	} else if most >= 0 && slices.Contains(p.open, true) {
		return nil, false
	}
	i := at
	if at < 0 {
		i += len(p.values)
	}
	passed := p.open
	switch {
	case at < 0 && i >= 0 && i < len(p.open):
		passed = p.open[i:]
	case at >= 0 && i < len(p.open):
		passed = p.open[:i+1]
	}
	if slices.Contains(passed, true) {
		return nil, false
	}
	if i < 0 || i >= len(p.values) {
		return failed("the string has no piece " + strconv.Itoa(at))
	}
	return p.values[i], true
}

// limit joins again what more than so many cuts have cut.
func (p pieces) limit(most int, sep string, fromEnd bool) pieces {
	head, tail := p.values[:most], p.values[most:]
	if fromEnd {
		head, tail = p.values[:len(p.values)-most], p.values[len(p.values)-most:]
		return pieces{values: append([]Value{joined(sep, head)}, tail...), open: make([]bool, len(tail)+1)}
	}
	return pieces{values: append(slices.Clone(head), joined(sep, tail)), open: make([]bool, len(head)+1)}
}

// splitSpace splits known text at runs of white space.
func splitSpace(v Value, at, most int, fromEnd bool) (Value, bool) {
	text, ok := literal(v)
	if !ok || most >= 0 {
		return nil, false
	}
	var p pieces
	for _, word := range strings.Fields(text) {
		p.values, p.open = append(p.values, Text(word)), append(p.open, false)
	}
	return p.pick(at, most, " ", fromEnd)
}

func joined(sep string, vs []Value) Value {
	var out []Value
	for i, v := range vs {
		if i > 0 {
			out = append(out, Text(sep))
		}
		out = append(out, v)
	}
	return Concat(out...)
}

// base is what follows the last slash; all of a string without one.
func base(_ []string, args []Value) (Value, bool) {
	if len(args) != 1 {
		return nil, false
	}
	return cutAt(args[0], "/").pick(-1, -1, "/", false)
}

// slice takes bytes off a string at constant bounds. A negative bound counts from the end, so it needs all of the string.
func slice(settings []string, args []Value) (Value, bool) {
	if len(settings) != 2 || len(args) != 1 {
		return failed("this slice is not followed")
	}
	text, known := literal(args[0])
	from, ok1 := bound(settings[0], 0, len(text))
	to, ok2 := bound(settings[1], len(text), len(text))
	if !ok1 || !ok2 {
		return failed("this slice is not followed")
	}
	if known {
		return Text(text[from:max(from, to)]), true
	}
	return sliceFront(settings, args[0])
}

// sliceFront slices a string that opens with a literal which reaches as far as the bounds do.
func sliceFront(settings []string, v Value) (Value, bool) {
	first := v[0]
	from, err := strconv.Atoi("0" + settings[0])
	if first.Kind != Literal || err != nil || from > len(first.Text) {
		return nil, false
	}
	if settings[1] == "" {
		return Concat(Text(first.Text[from:]), v[1:]), true
	}
	to, err := strconv.Atoi(settings[1])
	if err != nil || to < 0 || to > len(first.Text) {
		return nil, false
	}
	return Text(first.Text[from:max(from, to)]), true
}

// bound reads one bound and moves it into 0..size.
func bound(text string, absent, size int) (int, bool) {
	if text == "" {
		return absent, true
	}
	n, err := strconv.Atoi(text)
	if n < 0 {
		n += size
	}
	return min(max(n, 0), size), err == nil
}
