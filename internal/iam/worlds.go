package iam

import (
	"cmp"
	"slices"

	"github.com/parebot/pare/internal/symbolic"
)

// maxWorlds bounds the combinations of template conditions that are looked at one by one.
const maxWorlds = 64

// worlds is every combination of the template conditions of p that given leaves open, each with given. It is false where they are too many.
func (p Policy) worlds(given []symbolic.Condition) ([][]symbolic.Condition, bool) {
	open := p.open(given)
	if len(open) > 0 && 1<<min(len(open), 30) > maxWorlds {
		return nil, false
	}
	worlds := [][]symbolic.Condition{given}
	for _, c := range open {
		both := make([][]symbolic.Condition, 0, 2*len(worlds))
		for _, w := range worlds {
			other := c
			other.Not = true
			both = append(both, append(slices.Clone(w), c), append(slices.Clone(w), other))
		}
		worlds = both
	}
	return worlds, true
}

// open lists the conditions of p that given does not settle, each once and without Not.
func (p Policy) open(given []symbolic.Condition) (list []symbolic.Condition) {
	seen := make(map[symbolic.Condition]bool)
	see := func(when []symbolic.Condition, settled bool) {
		for _, c := range when {
			c.Not = false
			if !seen[c] && !settled {
				list = append(list, c)
			}
			seen[c] = true
		}
	}
	see(given, true)
	for _, s := range p.Statements {
		see(s.When, false)
		for _, terms := range [][]Term{s.Actions, s.NotActions, s.Resources, s.NotResources} {
			for _, t := range terms {
				see(t.When, false)
			}
		}
		for _, who := range slices.Concat(s.Principals, s.NotPrincipals) {
			see(who.When, false)
		}
	}
	slices.SortFunc(list, func(a, b symbolic.Condition) int {
		return cmp.Or(cmp.Compare(a.Stack, b.Stack), cmp.Compare(a.Name, b.Name))
	})
	return list
}
