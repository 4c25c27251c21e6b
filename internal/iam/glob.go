package iam

import (
	"strings"
	"unicode/utf8"

	"github.com/parebot/pare/internal/symbolic"
)

// firstSymbol is the first of the private-use letters that stand for symbols.
const firstSymbol = rune(0xF0000)

// maxSymbols bounds the symbols of two policies: the private-use letters behind firstSymbol are 65,534. What comes later is unknown.
const maxSymbols = 60_000

// pattern is a glob over letters. A template expression is one letter of its own, the same expression the same letter.
type pattern struct {
	letters []rune
	key     string         // the letters as a string
	value   symbolic.Value // what the letters were made of, expanded
	symbols bool           // one of the letters is a symbol
}

func isSymbol(r rune) bool { return r >= firstSymbol }

// alphabet gives symbols their letters.
type alphabet struct {
	letters map[string]rune
	parts   []symbolic.Part
	// mayColon says which symbols may hold a colon, at one of their places at least.
	mayColon []bool
}

func newAlphabet() *alphabet { return &alphabet{letters: make(map[string]rune)} }

// pattern spells v. What may be any string is a * where over is set, and there is no pattern where it is not.
func (a *alphabet) pattern(v symbolic.Value, over bool) (pattern, bool) {
	p := pattern{value: variables(v)}
	for i, part := range p.value {
		switch {
		case part.Kind == symbolic.Literal && spellable(part.Text):
			for _, r := range part.Text {
				p.letters = star(p.letters, r)
			}
		case part.Kind != symbolic.Literal && certain(part) && len(a.parts) < maxSymbols:
			p.letters, p.symbols = append(p.letters, a.symbol(part, i == 0)), true
		case over:
			p.letters = star(p.letters, '*')
		default:
			return pattern{}, false
		}
	}
	p.key = string(p.letters)
	return p, true
}

// star appends a letter; ** is no more than *.
func star(letters []rune, r rune) []rune {
	if n := len(letters); r == '*' && n > 0 && letters[n-1] == '*' {
		return letters
	}
	return append(letters, r)
}

// spellable reports whether text has neither bytes that are no letters nor letters that are symbols here.
func spellable(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, isSymbol)
}

// certain reports whether p is the same string wherever it stands: an expression of the template, or an operation on such. An Unknown
// is, where its Attr says what is written there.
func certain(p symbolic.Part) bool {
	switch p.Kind {
	case symbolic.Attribute, symbolic.Parameter, symbolic.Pseudo, symbolic.Import:
		return true
	case symbolic.Unknown:
		return p.Attr != ""
	case symbolic.Apply:
		for _, arg := range p.Args {
			for _, q := range arg {
				if q.Kind != symbolic.Literal && !certain(q) {
					return false
				}
			}
		}
		return true
	}
	return false
}

func (a *alphabet) symbol(p symbolic.Part, first bool) rune {
	key := symbolic.Value{p}.Key()
	r, ok := a.letters[key]
	if !ok {
		r = firstSymbol + rune(len(a.parts))
		a.letters[key] = r
		a.parts, a.mayColon = append(a.parts, p), append(a.mayColon, false)
	}
	if p.MayHold(":", first) {
		a.mayColon[r-firstSymbol] = true
	}
	return r
}

// spell is the way back: letters to a value.
func (a *alphabet) spell(letters []rune) symbolic.Value {
	parts := make([]symbolic.Value, 0, len(letters))
	for _, r := range letters {
		if isSymbol(r) {
			parts = append(parts, symbolic.Value{a.parts[r-firstSymbol]})
		} else {
			parts = append(parts, symbolic.Text(string(r)))
		}
	}
	return symbolic.Concat(parts...)
}

// widened is p with a * for each symbol.
func (p pattern) widened() pattern {
	if !p.symbols {
		return p
	}
	var letters []rune
	for _, r := range p.letters {
		if isSymbol(r) {
			r = '*'
		}
		letters = star(letters, r)
	}
	return pattern{letters: letters, key: string(letters), value: symbolic.Text(string(letters))}
}

// crosses reports whether the star at i of p may stand for r. Segments says that only a star at the very end crosses a colon.
func (a *alphabet) crosses(p []rune, i int, r rune, segments bool) bool {
	if !segments || i == len(p)-1 {
		return true
	}
	return r != ':' && (!isSymbol(r) || !a.mayColon[r-firstSymbol])
}

// within reports whether every string that p matches is one that q matches: * of p is one fresh letter that only a * of q takes in.
// It is sound, and misses little. AWS's pages let a star in the middle of an ARN stay within its segment, its services do not:
// where segments is set, both readings must hold.
func (a *alphabet) within(p, q pattern, segments bool) bool {
	if p.key == q.key || q.key == "*" {
		return true
	}
	return a.inside(p.letters, q.letters, false) && (!segments || a.inside(p.letters, q.letters, true))
}

func (a *alphabet) inside(p, q []rune, segments bool) bool {
	// Up to the first star of q there is one way only.
	for len(q) > 0 && q[0] != '*' {
		if len(p) == 0 || !takes(q[0], p[0]) {
			return false
		}
		p, q = p[1:], q[1:]
	}
	if len(q) == 0 {
		return len(p) == 0
	}
	absorbs := func(i, j int) bool {
		if p[i] == '*' && segments && i == len(p)-1 {
			return j == len(q)-1 // this one crosses colons, so the other must
		}
		return a.crosses(q, j, p[i], segments)
	}
	// next[j]: the rest of p behind i lies within q[j:].
	next := make([]bool, len(q)+1)
	for i := len(p); i >= 0; i-- {
		row := make([]bool, len(q)+1)
		for j := len(q); j >= 0; j-- {
			switch {
			case j == len(q):
				row[j] = i == len(p)
			case q[j] == '*':
				row[j] = row[j+1] || i < len(p) && absorbs(i, j) && next[j]
			default:
				row[j] = i < len(p) && takes(q[j], p[i]) && next[j+1]
			}
		}
		next = row
	}
	return next[0]
}

// takes reports whether the letter q of a pattern, no star, takes the letter p in. A ? takes no symbol: its length is not known.
func takes(q, p rune) bool {
	return p != '*' && (q == p && q != '?' || q == '?' && !isSymbol(p))
}

// meets reports whether one string may match both, whatever the symbols are.
func meets(p, q pattern) bool {
	switch {
	case p.key == "*" || q.key == "*" || p.key == q.key:
		return true
	case p.symbols || q.symbols:
		return symbolic.Match(p.value, q.value) != symbolic.No
	}
	return touch(p.letters, q.letters)
}

// touch reports whether two globs without symbols have a string in common.
func touch(p, q []rune) bool {
	for len(p) > 0 && len(q) > 0 && p[0] != '*' && q[0] != '*' {
		if p[0] != q[0] && p[0] != '?' && q[0] != '?' {
			return false
		}
		p, q = p[1:], q[1:]
	}
	next := make([]bool, len(q)+1)
	for i := len(p); i >= 0; i-- {
		row := make([]bool, len(q)+1)
		for j := len(q); j >= 0; j-- {
			switch {
			case i == len(p) && j == len(q):
				row[j] = true
			case i < len(p) && p[i] == '*':
				row[j] = next[j] || j < len(q) && row[j+1]
			case j < len(q) && q[j] == '*':
				row[j] = row[j+1] || i < len(p) && next[j]
			case i < len(p) && j < len(q):
				row[j] = (p[i] == q[j] || p[i] == '?' || q[j] == '?') && next[j+1]
			}
		}
		next = row
	}
	return next[0]
}
