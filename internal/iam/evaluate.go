package iam

import (
	"strings"

	"github.com/parebot/pare/internal/symbolic"
)

// Allows answers one request: Yes or No where they hold whatever the unknown parts are. A Deny that matches wins; one that may match
// makes May of Yes. A condition is May unless the context has its key. Where the request leaves conditions of the template open, every
// combination of them is asked, and May is their disagreement.
func (p Policy) Allows(r Request) symbolic.Answer { return p.allows(r, false) }

// allows answers r. Closed says that a key which the context does not have is not in the request either.
func (p Policy) allows(r Request, closed bool) symbolic.Answer {
	worlds, ok := p.worlds(r.When)
	if !ok {
		return p.here(r, closed)
	}
	answer := symbolic.Answer(-1)
	for _, w := range worlds {
		r.When = w
		switch now := p.here(r, closed); {
		case answer < 0:
			answer = now
		case answer != now:
			return symbolic.May
		}
	}
	return max(answer, symbolic.No)
}

// here answers r where its conditions of the template are all that is known of them.
func (p Policy) here(r Request, closed bool) symbolic.Answer {
	allow, deny := symbolic.No, symbolic.No
	for _, s := range p.Statements {
		switch a := s.applies(r, closed); {
		case s.effectUnread():
			allow, deny = max(allow, a), max(deny, a)
		case s.Effect == Deny:
			deny = max(deny, a)
		default:
			allow = max(allow, a)
		}
	}
	return min(allow, not(deny))
}

// effectUnread reports whether s may allow or deny: nobody could read which.
func (s Statement) effectUnread() bool { return s.Partial && s.Effect == "" }

// applies answers whether s speaks of r.
func (s Statement) applies(r Request, closed bool) symbolic.Answer {
	a := during(r.When, s.When)
	if a > symbolic.No {
		a = min(a, actionIn(s, r))
	}
	if a > symbolic.No {
		a = min(a, resourceIn(s, r))
	}
	if a > symbolic.No {
		a = min(a, principalIn(s, r))
	}
	for _, c := range s.Conditions {
		if a > symbolic.No {
			a = min(a, c.holds(r.Context, closed))
		}
	}
	if s.Partial {
		a = min(a, symbolic.May)
	}
	return a
}

func actionIn(s Statement, r Request) symbolic.Answer {
	in := func(t Term) symbolic.Answer { return ActionMatches(t.Value, r.Action) }
	return among(s.Actions, s.NotActions, r.When, in)
}

func resourceIn(s Statement, r Request) symbolic.Answer {
	if len(s.Resources)+len(s.NotResources) == 0 {
		return symbolic.Yes // a trust policy is about its own role
	}
	in := func(t Term) symbolic.Answer { return symbolic.Match(variables(t.Value), r.Resource) }
	return among(s.Resources, s.NotResources, r.When, in)
}

// among answers whether one of terms matches, or none of others.
func among(terms, others []Term, when []symbolic.Condition, in func(Term) symbolic.Answer) symbolic.Answer {
	list := terms
	if len(others) > 0 {
		list = others
	}
	some := symbolic.No
	for _, t := range list {
		if d := during(when, t.When); d > some { // what the term says can make no more of it than that
			some = max(some, min(d, in(t)))
		}
	}
	if len(others) > 0 {
		return not(some)
	}
	return some
}

// during answers whether b holds where a does.
func during(a, b []symbolic.Condition) symbolic.Answer {
	switch {
	case symbolic.Implies(a, b):
		return symbolic.Yes
	case !symbolic.Compatible(a, b):
		return symbolic.No
	}
	return symbolic.May
}

func not(a symbolic.Answer) symbolic.Answer { return symbolic.Yes - a }

// ActionMatches answers whether an action pattern matches an action. Actions have no case.
func ActionMatches(pattern symbolic.Value, action string) symbolic.Answer {
	return symbolic.Match(lower(pattern), symbolic.Text(strings.ToLower(action)))
}

// lower makes the literal parts of v lower case.
func lower(v symbolic.Value) symbolic.Value {
	out := make(symbolic.Value, 0, len(v))
	for _, p := range v.Expand() {
		if p.Kind == symbolic.Literal {
			p.Text = strings.ToLower(p.Text)
		}
		out = append(out, p)
	}
	return out
}
