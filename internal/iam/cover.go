package iam

import "slices"

// cover is the cheap step of the proof: containment of patterns, one cell at a time.
type cover struct {
	*atoms
	new, old []rule
	budget   *budget
}

// sure reports whether pattern p lies wholly on side s.
func (c *cover) sure(p pattern, s side, axis int) bool {
	if s.keys[p.key] {
		return !s.not
	}
	c.budget.compare(p, s.patterns)
	if s.not {
		return !slices.ContainsFunc(s.patterns, func(q pattern) bool { return meets(p, q) })
	}
	return slices.ContainsFunc(s.patterns, func(q pattern) bool { return c.within(p, q, axis == resource) })
}

// maybe reports whether a string of p may lie on side s.
func (c *cover) maybe(p pattern, s side, axis int) bool {
	c.budget.compare(p, s.patterns)
	if s.not {
		return !slices.ContainsFunc(s.patterns, func(q pattern) bool { return c.within(p, q, axis == resource) })
	}
	return slices.ContainsFunc(s.patterns, func(q pattern) bool { return meets(p, q) })
}

// contains reports whether side x lies within side y.
func (c *cover) contains(x, y side, axis int) bool {
	switch {
	case x.not && y.not:
		// What y leaves out, x leaves out.
		for _, q := range y.patterns {
			if c.budget.spent() || !c.sure(q, side{patterns: x.patterns, keys: x.keys}, axis) {
				return false
			}
		}
		return true
	case x.not:
		return c.sure(everything().patterns[0], y, axis)
	}
	for _, p := range x.patterns {
		if c.budget.spent() || !c.sure(p, y, axis) {
			return false
		}
	}
	return true
}

// overlap reports whether sides x and y may have a string in common.
func (c *cover) overlap(x, y side, axis int) bool {
	if x.not {
		return true
	}
	return slices.ContainsFunc(x.patterns, func(p pattern) bool { return c.budget.spent() || c.maybe(p, y, axis) })
}

// inside reports whether all that r speaks of, and under its conditions, s speaks of.
func (c *cover) inside(r, s rule) bool {
	for axis := range axes {
		if !c.contains(r.sides[axis], s.sides[axis], axis) {
			return false
		}
	}
	return c.all(r.atoms, s.atoms)
}

// denied reports whether a Deny of the old policy that the new one does not repeat may touch r.
func (c *cover) denied(r rule) bool {
	for _, d := range c.old {
		if d.allow || !c.touches(r, d) {
			continue
		}
		if !slices.ContainsFunc(c.new, func(e rule) bool { return !e.allow && c.inside(d, e) }) {
			return true
		}
	}
	return false
}

func (c *cover) touches(r, s rule) bool {
	for axis := range axes {
		if !c.overlap(r.sides[axis], s.sides[axis], axis) {
			return false
		}
	}
	return true
}

// covered reports whether one Allow of the old policy has r in it, and no Deny of it touches r.
func (c *cover) covered(r rule) bool {
	return slices.ContainsFunc(c.old, func(s rule) bool { return s.allow && c.inside(r, s) }) && !c.denied(r)
}

// maxCells bounds the cells of one statement.
const maxCells = 200_000

// cells takes r apart, a pattern on each axis; a side that is a complement stays whole. It is false where they are too many.
func cells(r rule) ([]rule, bool) {
	count := 1
	for _, s := range r.sides {
		if count *= max(1, len(s.patterns)); count > maxCells {
			return nil, false
		}
	}
	list := []rule{r}
	for axis := range axes {
		if r.sides[axis].not || len(r.sides[axis].patterns) == 1 {
			continue
		}
		var apart []rule
		for _, part := range list {
			for _, p := range r.sides[axis].patterns {
				part.sides[axis] = side{patterns: []pattern{p}}
				apart = append(apart, part)
			}
		}
		list = apart
	}
	return list, true
}
