package iam

import (
	"slices"

	"github.com/parebot/pare/internal/symbolic"
)

// side is one axis of a rule: what one of the patterns matches, or (not) what none does.
type side struct {
	patterns []pattern
	not      bool
	keys     map[string]bool // of the patterns; nil where it is not worth it
}

// everything is the side of a statement that does not name its principals, or its resources.
func everything() side {
	return side{patterns: []pattern{{letters: []rune("*"), key: "*", value: symbolic.Text("*")}}}
}

// rule is a statement in one combination of the template's conditions: all that it speaks of are patterns and atoms.
type rule struct {
	allow bool
	sides [axes]side
	atoms []int // sorted
}

// The axes of a request.
const (
	who = iota
	action
	resource
	axes
)

// normal makes rules of a policy. Where a part is not known, the new policy's rules allow too much and the old one's too little, so that what
// is proved of them holds.
type normal struct {
	*alphabet
	atoms *atoms
	world []symbolic.Condition
	isNew bool
}

func (n normal) rules(p Policy) (list []rule) {
	for _, s := range p.Statements {
		if during(n.world, s.When) == symbolic.No {
			continue
		}
		if r, ok := n.rule(s); ok {
			list = append(list, r)
		}
	}
	return list
}

// rule is false where nothing of s can be counted on, or s speaks of nothing.
func (n normal) rule(s Statement) (rule, bool) {
	r := rule{allow: s.Effect != Deny}
	if s.effectUnread() {
		r.allow = n.isNew // the worse of the two
	}
	over := n.isNew == r.allow
	if s.Partial {
		// It may speak of more than it says, or of less.
		r.sides = [axes]side{everything(), everything(), everything()}
		return r, over
	}
	var ok [axes]bool
	r.sides[who], ok[who] = n.principals(s, over)
	r.sides[action], ok[action] = n.terms(s.Actions, s.NotActions, over, lower)
	r.sides[resource], ok[resource] = everything(), true
	if len(s.Resources)+len(s.NotResources) > 0 {
		r.sides[resource], ok[resource] = n.terms(s.Resources, s.NotResources, over, nil)
	}
	for _, c := range s.Conditions {
		r.atoms = append(r.atoms, n.atoms.intern(c))
	}
	slices.Sort(r.atoms)
	r.atoms = slices.Compact(r.atoms)
	return r, ok[who] && ok[action] && ok[resource]
}

// terms spells one axis. What others matches is what the rule does not speak of, so there it is the other way round.
func (n normal) terms(terms, others []Term, over bool, change func(symbolic.Value) symbolic.Value) (side, bool) {
	s := side{not: len(others) > 0}
	list := terms
	if s.not {
		list, over = others, !over
	}
	for _, t := range list {
		v := t.Value
		if change != nil {
			v = change(v)
		}
		if p, ok := n.pattern(v, over); ok && during(n.world, t.When) != symbolic.No {
			s.patterns = append(s.patterns, p)
		}
	}
	s.keys = make(map[string]bool, len(s.patterns))
	for _, p := range s.patterns {
		s.keys[p.key] = true
	}
	return s, s.not || len(s.patterns) > 0
}

// principals spells who: the kind and the name, in which no letter is a wildcard. NotPrincipal is not followed: it is everyone where that is
// the careful reading, and else no one.
func (n normal) principals(st Statement, over bool) (side, bool) {
	if len(st.NotPrincipals) > 0 {
		return everything(), over
	}
	if len(st.Principals) == 0 {
		return everything(), true
	}
	var s side
	for _, p := range st.Principals {
		if during(n.world, p.When) == symbolic.No {
			continue
		}
		if p.everyone() {
			return everything(), true
		}
		if q, ok := n.pattern(symbolic.Concat(symbolic.Text(p.Kind+"|"), plain(p.name())), over); ok {
			s.patterns = append(s.patterns, q)
		}
	}
	return s, len(s.patterns) > 0
}

// plain is v with a symbol for each letter that would be a wildcard.
func plain(v symbolic.Value) symbolic.Value {
	var out []symbolic.Value
	for _, p := range v {
		if p.Kind != symbolic.Literal {
			out = append(out, symbolic.Value{p})
			continue
		}
		for _, r := range p.Text {
			if r == '*' || r == '?' {
				out = append(out, symbolic.Value{{Kind: symbolic.Parameter, Text: string(r)}})
				continue
			}
			out = append(out, symbolic.Text(string(r)))
		}
	}
	return symbolic.Concat(out...)
}
