package iam

import (
	"strings"

	"github.com/parebot/pare/internal/symbolic"
)

// Subset answers whether every request that new allows, old allows too, in these documents: a proof, a request that shows the contrary, or
// why neither was found. In three steps, for every combination of the template's conditions:
//
//  1. Cover: a statement, or one cell of it, lies within one Allow of old, and the Denies of old that could touch it are repeated.
//  2. Classes: for a cell that is left, all classes of requests that the patterns of both can tell apart, one witness each.
//  3. A budget of states. Beyond it the verdict is Unsettled.
//
// Expressions of the template are symbols, the same expression the same symbol. What is not known of new counts as anything, and of
// old as nothing. A counterexample is believed only if the point evaluator says Yes to it for new and No for old.
func Subset(new, old Policy) Verdict {
	all := Policy{Statements: append(append([]Statement(nil), new.Statements...), old.Statements...)}
	worlds, ok := all.worlds(nil)
	if !ok {
		return Verdict{Outcome: Unsettled, Reason: "the policies depend on too many conditions of the template"}
	}
	b := newBudget()
	verdict := Verdict{Outcome: Proved}
	for _, w := range worlds {
		if v := newProof(new, old, w, b).verdict(); verdict.yields(v) {
			verdict = v
		}
		if verdict.Outcome == Counterexample {
			break
		}
	}
	return verdict
}

// proof is one Subset in one combination of conditions.
type proof struct {
	cover
	newPolicy, oldPolicy Policy
	world                []symbolic.Condition
}

func newProof(new, old Policy, world []symbolic.Condition, b *budget) *proof {
	letters := newAlphabet()
	as := newAtoms(letters)
	return &proof{
		cover: cover{
			atoms: as, budget: b,
			new: normal{letters, as, world, true}.rules(new),
			old: normal{letters, as, world, false}.rules(old),
		},
		newPolicy: new, oldPolicy: old, world: world,
	}
}

func (p *proof) verdict() Verdict {
	verdict := Verdict{Outcome: Proved}
	for _, r := range p.new {
		if !r.allow || p.covered(r) {
			continue
		}
		if v := p.byCell(r); verdict.yields(v) {
			verdict = v
		}
		if verdict.Outcome == Counterexample {
			return verdict
		}
	}
	if p.budget.spent() {
		return tooLarge()
	}
	return verdict
}

// byCell decides a rule that is not covered as a whole.
func (p *proof) byCell(r rule) Verdict {
	list, ok := cells(r)
	if !ok {
		return tooLarge()
	}
	verdict := Verdict{Outcome: Proved}
	for _, cell := range list {
		if p.budget.spent() {
			return tooLarge()
		}
		if p.covered(cell) {
			continue
		}
		if v := p.settle(cell); verdict.yields(v) {
			verdict = v
		}
		if verdict.Outcome == Counterexample {
			return verdict
		}
	}
	return verdict
}

func tooLarge() Verdict {
	return Verdict{Outcome: Unsettled, Reason: "the policies are too large to compare"}
}

// yields reports whether w says more against the proof than v does.
func (v Verdict) yields(w Verdict) bool {
	return w.Outcome == Counterexample || v.Outcome == Proved && w.Outcome == Unsettled
}

// unsettled says of which cell it could not be told.
func (p *proof) unsettled(cell rule, why string) Verdict {
	var texts []string
	for _, axis := range []int{action, resource} {
		if s := cell.sides[axis]; !s.not && len(s.patterns) > 0 {
			texts = append(texts, "`"+s.patterns[0].value.String()+"`")
		}
	}
	return Verdict{Outcome: Unsettled, Reason: "it cannot be told whether " + strings.Join(texts, " on ") + " was allowed before: " + why}
}
