package iam

import (
	"encoding/binary"
	"slices"
)

// class is all the strings that match exactly the same patterns; witness is the shortest of them.
type class struct {
	match   []bool // by pattern
	witness []rune
}

// product walks the automata of many globs side by side.
type product struct {
	*alphabet
	patterns [][]rune
	letters  []rune // all letters of the patterns, and behind them one that is in none
	segments bool   // only a star at the end of a pattern crosses a colon
	budget   *budget
}

// position is how far into a pattern one may have come.
type position struct{ pattern, at int }

// place is what one string leads to in all the patterns.
type place struct {
	positions []position // sorted
	witness   []rune
}

// classes finds one witness for every set of patterns that some string, not the empty one, matches. It is exact.
// It is false where the budget of states is used up.
func (a *alphabet) classes(patterns []pattern, segments bool, b *budget) ([]class, bool) {
	p := product{alphabet: a, segments: segments, budget: b}
	for _, q := range patterns {
		p.patterns = append(p.patterns, q.letters)
	}
	p.letters = p.alphabetOf()
	start := place{}
	for i := range p.patterns {
		start.positions = append(start.positions, position{i, 0})
	}
	start.positions = p.skip(start.positions)
	return p.explore(start)
}

func (p *product) explore(start place) (found []class, ok bool) {
	seen, have := make(map[string]bool), make(map[string]bool)
	for queue := []place{start}; len(queue) > 0; queue = queue[1:] {
		from := queue[0]
		for _, r := range p.useful(from) {
			if !p.budget.step(len(from.positions)) {
				return nil, false
			}
			positions := p.step(from.positions, r)
			key := keyOf(positions)
			if seen[key] {
				continue
			}
			if !p.budget.state() {
				return nil, false
			}
			seen[key] = true
			next := place{positions, append(from.witness[:len(from.witness):len(from.witness)], r)}
			queue = append(queue, next)
			c := class{p.matches(positions), next.witness}
			if m := bits(c.match); !have[m] {
				have[m] = true
				found = append(found, c)
			}
		}
	}
	return found, true
}

// alphabetOf is every letter that a pattern has, and one that none has: they can tell no others apart.
func (p *product) alphabetOf() (letters []rune) {
	for _, q := range p.patterns {
		for _, r := range q {
			if r != '*' && r != '?' {
				letters = append(letters, r)
			}
		}
	}
	if p.segments {
		letters = append(letters, ':')
	}
	slices.Sort(letters)
	letters = slices.Compact(letters)
	for other := 'x'; ; other++ {
		if !slices.Contains(letters, other) {
			return append(letters, other)
		}
	}
}

// useful are the letters that something at a place can tell apart: those that a pattern waits for, and any other.
func (p *product) useful(at place) []rune {
	letters := []rune{p.letters[len(p.letters)-1]}
	if p.segments {
		letters = append(letters, ':')
	}
	for _, pos := range at.positions {
		if q := p.patterns[pos.pattern]; pos.at < len(q) && q[pos.at] != '*' && q[pos.at] != '?' {
			letters = append(letters, q[pos.at])
		}
	}
	slices.Sort(letters[1:])
	return slices.Compact(letters)
}

// step goes on by one letter in every pattern.
func (p *product) step(from []position, r rune) (to []position) {
	for _, pos := range from {
		q := p.patterns[pos.pattern]
		if pos.at == len(q) {
			continue
		}
		switch c := q[pos.at]; {
		case c == '*':
			if p.crosses(q, pos.at, r, p.segments) {
				to = append(to, pos)
			}
		case c == r, c == '?' && !isSymbol(r) && !(p.segments && r == ':'):
			to = append(to, position{pos.pattern, pos.at + 1})
		}
	}
	return p.skip(to)
}

// skip adds what is reached without a letter, behind a star; no two stars follow each other. A star at the end makes every earlier position
// of its pattern idle. Positions are sorted before and after.
func (p *product) skip(positions []position) []position {
	out := make([]position, 0, len(positions)+4)
	for _, pos := range positions {
		n := len(out)
		if n > 1 && out[n-2] == pos {
			continue // a star that two ways lead to
		}
		if n > 0 && out[n-1] == pos {
			out = out[:n-1]
		}
		q := p.patterns[pos.pattern]
		if pos.at == len(q) || q[pos.at] != '*' {
			out = append(out, pos)
			continue
		}
		for pos.at == len(q)-1 && len(out) > 0 && out[len(out)-1].pattern == pos.pattern {
			out = out[:len(out)-1]
		}
		out = append(out, pos, position{pos.pattern, pos.at + 1})
	}
	return out
}

func (p *product) matches(positions []position) []bool {
	match := make([]bool, len(p.patterns))
	for _, pos := range positions {
		if pos.at == len(p.patterns[pos.pattern]) {
			match[pos.pattern] = true
		}
	}
	return match
}

func keyOf(positions []position) string {
	key := make([]byte, 0, 8*len(positions))
	for _, pos := range positions {
		key = binary.BigEndian.AppendUint32(key, uint32(pos.pattern))
		key = binary.BigEndian.AppendUint32(key, uint32(pos.at))
	}
	return string(key)
}

func bits(match []bool) string {
	key := make([]byte, len(match))
	for i, m := range match {
		if m {
			key[i] = 1
		}
	}
	return string(key)
}
