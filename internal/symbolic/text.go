package symbolic

import (
	"strconv"
	"strings"
)

// Text is a Value that is known: s itself.
func Text(s string) Value {
	if s == "" {
		return nil
	}
	return Value{{Kind: Literal, Text: s}}
}

// MaxSize bounds what Concat makes, in bytes of text and partSize for each part: ten times the longest ARN. A string that doubles itself
// in a loop is longer after forty turns than any memory.
const (
	MaxSize  = 20_480
	partSize = 16
)

// Concat puts values one behind the other. Literals that meet become one, so that equal strings have equal parts.
// What would be larger than MaxSize is Unknown; one value alone stays what it is.
func Concat(vs ...Value) Value {
	room, parts := MaxSize, 0
	for _, v := range vs {
		parts += len(v)
	}
	if parts == 0 {
		return nil
	}
	if v := alone(vs, parts); v != nil {
		return v
	}
	out := make(Value, 0, min(parts, MaxSize/partSize))
	for _, v := range vs {
		for _, p := range v {
			if room = p.within(room); room < 0 && len(vs) > 1 {
				return Value{{Kind: Unknown, Text: "a string that is longer than is followed"}}
			}
			switch last := len(out) - 1; {
			case p.Kind != Literal:
				out = append(out, p)
			case p.Text == "":
			case last >= 0 && out[last].Kind == Literal:
				out[last].Text += p.Text
			default:
				out = append(out, p)
			}
		}
	}
	return out
}

// alone is the one value that has all the parts, if it is as Concat would write it: a Value is not changed once made, so it may be shared.
func alone(vs []Value, parts int) Value {
	for _, v := range vs {
		if len(v) == 0 {
			continue
		}
		if len(v) < parts || !v.plain() {
			return nil
		}
		return v[:parts:parts]
	}
	return nil
}

// plain says that v has neither empty text nor two texts side by side.
func (v Value) plain() bool {
	room := MaxSize
	for i, p := range v {
		if room = p.within(room); room < 0 || p.Kind == Literal && (p.Text == "" || i > 0 && v[i-1].Kind == Literal) {
			return false
		}
	}
	return true
}

// within is what a part leaves of some room: below zero where it does not fit. Empty text takes none.
func (p Part) within(room int) int {
	if p.Kind == Literal {
		return room - len(p.Text)
	}
	room -= partSize + len(p.Text)
	for _, arg := range p.Args {
		for _, q := range arg {
			if room < 0 {
				return room
			}
			room = q.within(room)
		}
	}
	return room
}

// String prints v for people and for the JSON contract: ${Orders.Arn}, ${AWS::Region}, and * for what is not known.
func (v Value) String() string {
	var b strings.Builder
	star := false
	for _, p := range v {
		text := p.String()
		// Two unknown parts side by side are one unknown part.
		if p.Kind == Literal || text != "*" || !star {
			b.WriteString(text)
		}
		star = text == "*"
	}
	return b.String()
}

// String prints one part as Value.String does.
func (p Part) String() string {
	switch p.Kind {
	case Literal:
		return p.Text
	case Attribute:
		if p.Attr == "Ref" {
			return "${" + p.Text + "}"
		}
		return "${" + p.Text + "." + p.Attr + "}"
	case Parameter, Pseudo:
		return "${" + p.Text + "}"
	case Import:
		return "${import:" + p.Text + "}"
	case Env:
		return "${env:" + p.Text + "}"
	}
	return "*"
}

// Key is one string for one value: equal keys are equal values. It is for maps and for sorting, not for people.
// Form, Default and Type follow from what a part names, so they are no part of it.
func (v Value) Key() string {
	parts := v
	if len(v) != 1 || v[0].Kind == Literal && v[0].Text == "" {
		parts = Concat(v)
	}
	var room [256]byte
	key := room[:0]
	for _, p := range parts {
		key = p.key(key)
	}
	return string(key)
}

// same says that the keys are equal, without making them where both are one part, as nearly all are.
func (v Value) same(w Value) bool {
	if len(v) != 1 || len(w) != 1 || len(v[0].Args)+len(w[0].Args) > 0 {
		return v.Key() == w.Key()
	}
	return v[0].Kind == w[0].Kind && v[0].Text == w[0].Text && v[0].Attr == w[0].Attr && v[0].Stack == w[0].Stack
}

// key adds each field with its length, so that no two parts run into one another.
func (p Part) key(b []byte) []byte {
	b = strconv.AppendInt(b, int64(p.Kind), 10)
	for _, field := range [...]string{p.Text, p.Attr, p.Stack} {
		b = strconv.AppendInt(append(b, ','), int64(len(field)), 10)
		b = append(append(b, ':'), field...)
	}
	for _, arg := range p.Args {
		k := arg.Key()
		b = strconv.AppendInt(append(b, '('), int64(len(k)), 10)
		b = append(append(append(b, ':'), k...), ')')
	}
	return append(b, ';')
}
