package symbolic

import (
	"slices"
	"strings"
)

// letterwise changes each letter by itself, so that it may be done to the parts one by one. The pseudo parameters named are not changed by it.
func letterwise(change func(string) string, unchanged ...string) operation {
	return func(_ []string, args []Value) (Value, bool) {
		if len(args) != 1 {
			return nil, false
		}
		out := make(Value, len(args[0]))
		for i, p := range args[0] {
			switch {
			case p.Kind == Literal:
				p.Text = change(p.Text)
			case p.Kind != Pseudo || !slices.Contains(unchanged, p.Text):
				return nil, false
			}
			out[i] = p
		}
		return out, true
	}
}

// trim takes characters off one or both ends; an end that is a symbol waits, unless its letters are none of them.
func trim(name string) operation {
	return func(_ []string, args []Value) (Value, bool) {
		off, ok := " \t\n\r\v\f", true
		if len(args) == 2 {
			off, ok = literal(args[1])
		}
		if !ok || len(args) == 0 {
			return nil, false
		}
		v := slices.Clone(args[0])
		if name != "rstrip" {
			if v, ok = trimEnd(v, off, 0); !ok {
				return nil, false
			}
		}
		if name != "lstrip" {
			if v, ok = trimEnd(v, off, 1); !ok {
				return nil, false
			}
		}
		return Concat(v), true
	}
}

// trimEnd trims the first part (end 0) or the last (end 1), and those behind it as long as nothing is left.
func trimEnd(v Value, off string, end int) (Value, bool) {
	for len(v) > 0 {
		i := end * (len(v) - 1)
		p := v[i]
		if p.Kind != Literal {
			l, some := p.spelling(i == 0)
			return v, some && !l.has(off)
		}
		if end == 0 {
			p.Text = strings.TrimLeft(p.Text, off)
		} else {
			p.Text = strings.TrimRight(p.Text, off)
		}
		if p.Text != "" {
			v[i] = p
			return v, true
		}
		v = slices.Delete(v, i, i+1)
	}
	return v, true
}

func removePrefix(_ []string, args []Value) (Value, bool) {
	text, prefix, ok := endOf(args, 0)
	if !ok || len(text) < len(prefix) && strings.HasPrefix(prefix, text) && len(args[0]) > 1 {
		return nil, false
	}
	if !strings.HasPrefix(text, prefix) {
		return args[0], true
	}
	return Concat(Text(text[len(prefix):]), args[0][min(1, len(args[0])):]), true
}

func removeSuffix(_ []string, args []Value) (Value, bool) {
	text, suffix, ok := endOf(args, 1)
	if !ok || len(text) < len(suffix) && strings.HasSuffix(suffix, text) && len(args[0]) > 1 {
		return nil, false
	}
	if !strings.HasSuffix(text, suffix) {
		return args[0], true
	}
	return Concat(args[0][:max(0, len(args[0])-1)], Text(strings.TrimSuffix(text, suffix))), true
}

// endOf is the literal that s begins or ends with, and the literal that is to be taken off there.
func endOf(args []Value, end int) (text, affix string, ok bool) {
	if len(args) != 2 {
		return "", "", false
	}
	if affix, ok = literal(args[1]); !ok || len(args[0]) == 0 {
		return "", affix, ok
	}
	p := args[0][end*(len(args[0])-1)]
	return p.Text, affix, p.Kind == Literal
}

// replace works within the literals; a symbol between them waits where old may begin, end or lie within it.
func replace(_ []string, args []Value) (Value, bool) {
	if len(args) != 3 {
		return nil, false
	}
	old, ok := literal(args[1])
	if !ok || old == "" {
		return nil, false
	}
	var out []Value
	for i, p := range args[0] {
		if p.Kind != Literal {
			if l, some := p.spelling(i == 0); !some || l.has(old) {
				return nil, false
			}
			out = append(out, Value{p})
			continue
		}
		for n, piece := range strings.Split(p.Text, old) {
			if n > 0 {
				out = append(out, args[2])
			}
			out = append(out, Text(piece))
		}
	}
	return Concat(out...), true
}
