package iam

import "slices"

// settle decides one cell of the new policy exactly, by the classes of requests that can be told apart, under both readings of a star
// in the middle of an ARN.
func (p *proof) settle(cell rule) Verdict {
	rules, exact := p.relevant(cell)
	verdict := Verdict{Outcome: Proved}
	for _, segments := range []bool{false, true} {
		v := p.enumerate(cell, rules, segments)
		if v.Outcome == Counterexample {
			return v
		}
		if v.Outcome == Unsettled {
			verdict = v
		}
	}
	if verdict.Outcome == Unsettled && !exact {
		return p.unsettled(cell, "it depends on what names stand for")
	}
	return verdict
}

// relevant are the rules that have to do with a cell: the cell first, then the denies of the new policy, then the old policy. Exact is
// false where symbols had to be taken for any string: beside a Deny or NotResource of the old policy, which a symbol's value may
// hit although the symbol does not.
func (p *proof) relevant(cell rule) (rules []owned, exact bool) {
	rules = []owned{{cell, true}}
	for _, r := range p.new {
		if !r.allow && p.touches(cell, r) {
			rules = append(rules, owned{p.trim(r, cell), true})
		}
	}
	guarded := false
	for _, r := range p.old {
		if p.touches(cell, r) {
			r = p.trim(r, cell)
			rules = append(rules, owned{r, false})
			guarded = guarded || !r.allow || slices.ContainsFunc(r.sides[:], func(s side) bool { return s.not })
		}
	}
	exact = true
	for i := range rules {
		r, changed := rules[i].careful(guarded)
		rules[i].rule = r
		exact = exact && !changed
	}
	return rules, exact
}

// owned is a rule and whose it is.
type owned struct {
	rule
	isNew bool
}

// careful takes symbols for any string, in the sense that keeps the proof sound: everywhere where guarded is set, and always in what a new
// Deny leaves out.
func (o owned) careful(guarded bool) (r rule, changed bool) {
	r = o.rule
	for axis, s := range r.sides {
		if !guarded && !(o.isNew && !r.allow && s.not) {
			continue
		}
		over := (o.isNew == r.allow) != s.not
		kept := side{not: s.not}
		for _, p := range s.patterns {
			changed = changed || p.symbols
			if over || !p.symbols {
				kept.patterns = append(kept.patterns, p.widened())
			}
		}
		r.sides[axis] = kept
	}
	return r, changed
}

// trim leaves out the patterns of r that have no string in common with a cell.
func (p *proof) trim(r, cell rule) rule {
	for axis, s := range r.sides {
		own := cell.sides[axis]
		if own.not {
			continue
		}
		kept := side{not: s.not}
		for _, q := range s.patterns {
			if slices.ContainsFunc(own.patterns, func(o pattern) bool { return meets(q, o) }) {
				kept.patterns = append(kept.patterns, q)
			}
		}
		r.sides[axis] = kept
	}
	return r
}

// row is one class of strings on an axis: which rules speak of it, and its shortest string.
type row struct {
	speaks  []bool
	witness []rune
}

// rows are the classes on one axis, each set of rules once. Actions have a colon.
func (p *proof) rows(rules []owned, axis int, segments bool) ([]row, bool) {
	patterns, index := collect(rules, axis)
	found, ok := p.classes(patterns, segments && axis == resource, p.budget)
	if !ok {
		return nil, false
	}
	seen := make(map[string]bool)
	var list []row
	for _, c := range found {
		if axis == action && !c.match[0] {
			continue
		}
		r := row{witness: c.witness, speaks: make([]bool, len(rules))}
		for i := range rules {
			hit := slices.ContainsFunc(index[i], func(n int) bool { return c.match[n] })
			r.speaks[i] = hit != rules[i].sides[axis].not
		}
		if key := bits(r.speaks); r.speaks[0] && !seen[key] {
			seen[key] = true
			list = append(list, r)
		}
	}
	return list, true
}

// collect lists all patterns on one axis, each once, and which of them each rule has. The first one is what every action looks like.
func collect(rules []owned, axis int) (patterns []pattern, index [][]int) {
	patterns = []pattern{{letters: []rune("*:*"), key: "*:*"}}
	if axis != action {
		patterns = everything().patterns
	}
	numbers := map[string]int{patterns[0].key: 0}
	for _, r := range rules {
		var own []int
		for _, q := range r.sides[axis].patterns {
			n, ok := numbers[q.key]
			if !ok {
				n = len(patterns)
				numbers[q.key], patterns = n, append(patterns, q)
			}
			own = append(own, n)
		}
		index = append(index, own)
	}
	return patterns, index
}
