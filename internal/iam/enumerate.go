package iam

// enumerate looks at one request of each class that the cell has.
func (p *proof) enumerate(cell rule, rules []owned, segments bool) Verdict {
	var axis [axes][]row
	for i := range axes {
		rows, ok := p.rows(rules, i, segments)
		if !ok {
			return p.unsettled(cell, "the patterns are too many to compare")
		}
		axis[i] = rows
	}
	verdict := Verdict{Outcome: Proved}
	seen := make(map[string]bool)
	for _, w := range axis[who] {
		for _, a := range axis[action] {
			for _, r := range axis[resource] {
				if !p.budget.row() {
					return p.unsettled(cell, "the patterns are too many to compare")
				}
				speaks := meet(w.speaks, a.speaks, r.speaks)
				if key := bits(speaks); seen[key] {
					continue
				} else {
					seen[key] = true
				}
				v := p.weigh(cell, rules, speaks, [axes][]rune{w.witness, a.witness, r.witness})
				if v.Outcome == Counterexample {
					return v
				}
				if v.Outcome == Unsettled {
					verdict = v
				}
			}
		}
	}
	return verdict
}

// meet is what holds in all of the three.
func meet(a, b, c []bool) []bool {
	out := make([]bool, len(a))
	for i := range a {
		out[i] = a[i] && b[i] && c[i]
	}
	return out
}

// weigh asks about the conditions of one class of requests. All effects only grow with what holds, so it suffices to look at the least
// that makes the cell hold, and the least that makes it and a Deny of the old policy hold.
func (p *proof) weigh(cell rule, rules []owned, speaks []bool, witness [axes][]rune) Verdict {
	var newDeny, oldAllow, oldDeny [][]int
	for i, r := range rules {
		switch {
		case !speaks[i] || i == 0:
		case r.isNew:
			newDeny = append(newDeny, r.atoms)
		case r.allow:
			oldAllow = append(oldAllow, r.atoms)
		default:
			oldDeny = append(oldDeny, r.atoms)
		}
	}
	least := [][]int{cell.atoms}
	for _, d := range oldDeny {
		least = append(least, append(append([]int(nil), cell.atoms...), d...))
	}
	verdict := Verdict{Outcome: Proved}
	for _, holds := range least {
		if p.some(holds, newDeny) || p.some(holds, oldAllow) && !p.some(holds, oldDeny) {
			continue
		}
		if request := p.confirm(witness, holds); request != nil {
			return Verdict{Outcome: Counterexample, Counter: request}
		}
		verdict = p.unsettled(cell, "it depends on conditions or names that are not known here")
	}
	return verdict
}

// some reports whether all conditions of one of the groups follow from what holds.
func (p *proof) some(holds []int, groups [][]int) bool {
	for _, g := range groups {
		if p.all(holds, g) {
			return true
		}
	}
	return false
}
