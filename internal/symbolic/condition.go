package symbolic

import (
	"cmp"
	"slices"
)

// Compatible reports whether all conditions of a and b may hold together: none stands against its opposite.
func Compatible(a, b []Condition) bool {
	all := both(a, b)
	for _, c := range all {
		if slices.Contains(all, c.opposite()) {
			return false
		}
	}
	return true
}

// Implies reports whether b holds wherever a does: each condition of b is one of a, or a can never hold.
func Implies(a, b []Condition) bool {
	for _, c := range b {
		if !slices.Contains(a, c) {
			return !Compatible(a, nil)
		}
	}
	return true
}

func (c Condition) opposite() Condition {
	c.Not = !c.Not
	return c
}

// complete reports whether a and b are one condition and its opposite: one of the two always holds.
func complete(a, b []Condition) bool {
	return len(a) == 1 && len(b) == 1 && a[0] == b[0].opposite()
}

// both is all conditions of a and b, sorted, each once; nil where there are none.
func both(a, b []Condition) []Condition {
	if len(b) == 0 {
		return a
	}
	all := slices.Concat(a, b)
	slices.SortFunc(all, func(x, y Condition) int {
		switch {
		case x.Not == y.Not:
			return cmp.Or(cmp.Compare(x.Stack, y.Stack), cmp.Compare(x.Name, y.Name))
		case x.Not:
			return 1
		}
		return -1
	})
	return slices.Compact(all)
}
