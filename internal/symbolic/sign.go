package symbolic

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxCells bounds the table of one comparison, in pairs of signs: ARNs have at most 2,048 letters.
const maxCells = 1 << 22

// sign is one step of a string that is known in part: a letter out of some, or (many) any number of them.
type sign struct {
	letters letters
	char    rune // the letter, where there is only one
	many    bool
	// On the first sign of an opaque part: which part, its key, and how many signs it has.
	part  *Part
	key   string
	signs int
}

func character(c rune) sign {
	if c < utf8.RuneSelf {
		return sign{letters: letters{}.with(byte(c)), char: c}
	}
	return sign{letters: letters{rest: true}, char: c}
}

// signsOf spells v. A literal's * and ? are wildcards.
func signsOf(v Value) []sign {
	out := make([]sign, 0, length(v))
	for i := range v {
		if v[i].Kind != Literal {
			out = append(out, v[i].spell(i == 0)...)
			continue
		}
		for text := v[i].Text; text != ""; {
			c, size := utf8.DecodeRuneInString(text)
			if c == utf8.RuneError && size == 1 {
				c = unicode.MaxRune + 1 + rune(text[0]) // a byte that is no text equals only itself
			}
			text = text[size:]
			switch c {
			case '*':
				out = append(out, sign{letters: everyLetter, many: true})
			case '?':
				out = append(out, sign{letters: everyLetter})
			default:
				out = append(out, character(c))
			}
		}
	}
	return out
}

// length is how many signs v has at most.
func length(v Value) (n int) {
	for i := range v {
		n += max(2, len(v[i].Text)) // an opaque part is spelled with two
	}
	return n
}

// spell makes the signs of an opaque part: one letter, where it has one at least, and any number more.
func (p *Part) spell(first bool) []sign {
	l, some := p.spelling(first)
	signs := []sign{{letters: l, many: true}}
	if some {
		signs = []sign{{letters: l}, {letters: l, many: true}}
	}
	signs[0].part, signs[0].key, signs[0].signs = p, Value{*p}.Key(), len(signs)
	return signs
}

// width is how many signs the thing at s has: an opaque part is taken as a whole.
func (s sign) width() int { return max(1, s.signs) }

// star reports whether s is a *. An opaque part is none, although it spells alike.
func (s sign) star() bool { return s.many && s.part == nil && s.letters == everyLetter }

func (s sign) meets(t sign) bool {
	if s.char >= utf8.RuneSelf && t.char >= utf8.RuneSelf {
		return s.char == t.char
	}
	return s.letters.meets(t.letters)
}

// takes reports whether the letter at s is the letter at t, or s is a ?.
func (s sign) takes(t sign) bool {
	return s.letters == everyLetter || s.letters == t.letters && s.char == t.char
}

// same reports whether s and t open the same symbol. What may be any string does not even equal itself.
func (s sign) same(t sign) bool {
	return s.part != nil && t.part != nil && s.key == t.key && !s.part.anything()
}

// differs reports whether s and t open references to two resources of one type in one stack.
func (s sign) differs(t sign) bool {
	a, b := s.part, t.part
	return a != nil && b != nil && a.Kind == Attribute && b.Kind == Attribute && a.Stack == b.Stack && a.Type == b.Type &&
		a.Attr == b.Attr && a.Text != b.Text && a.unique()
}

// unique reports whether no other resource of the type has the same value at this attribute.
func (p *Part) unique() bool {
	own := p.Type[strings.LastIndex(p.Type, ":")+1:]
	// Stages of two APIs may have one name.
	return own != "" && own != "Stage" && (p.Attr == "Ref" || p.Attr == "Arn" || p.Attr == own+"Name")
}

// covers reports whether every string that v stands for matches p: * of p takes anything, a symbol only itself. Sound, not complete.
func covers(p, v []sign) bool {
	return compare(p, v, func(i, j int, at func(i, j int) bool) bool {
		switch {
		case i == len(p):
			return j == len(v)
		case p[i].star():
			return at(i+1, j) || j < len(v) && at(i, j+v[j].width())
		case j == len(v) || v[j].star():
			return false
		case p[i].part != nil || v[j].part != nil:
			return p[i].same(v[j]) && at(i+p[i].width(), j+v[j].width())
		}
		return p[i].takes(v[j]) && at(i+1, j+1)
	})
}

// touches reports whether p and v may be one string under some value of the symbols. It says yes rather too often.
func touches(p, v []sign) bool {
	return compare(p, v, func(i, j int, at func(i, j int) bool) bool {
		switch {
		case i == len(p) && j == len(v):
			return true
		case i < len(p) && j < len(v) && p[i].differs(v[j]):
			// The one is not the other: where the shorter ends, the longer goes on.
			return at(i, j+v[j].width()) || at(i+p[i].width(), j)
		case i < len(p) && p[i].many:
			return at(i+1, j) || j < len(v) && (v[j].many || p[i].meets(v[j])) && at(i, j+1)
		case j < len(v) && v[j].many:
			return at(i, j+1) || i < len(p) && v[j].meets(p[i]) && at(i+1, j)
		}
		return i < len(p) && j < len(v) && p[i].meets(v[j]) && at(i+1, j+1)
	})
}

// compare fills a table from the ends of p and v to their starts: step answers for the rests p[i:] and v[j:] out of shorter rests.
func compare(p, v []sign, step func(i, j int, at func(i, j int) bool) bool) bool {
	width := len(v) + 1
	table := make([]bool, (len(p)+1)*width)
	at := func(i, j int) bool { return table[i*width+j] }
	for i := len(p); i >= 0; i-- {
		for j := len(v); j >= 0; j-- {
			table[i*width+j] = step(i, j, at)
		}
	}
	return at(0, 0)
}
