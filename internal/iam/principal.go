package iam

import (
	"strings"

	"github.com/parebot/pare/internal/symbolic"
)

// principalIn answers whether s speaks of the request's principal. Identity policies and their requests name none.
func principalIn(s Statement, r Request) symbolic.Answer {
	if r.Principal.Kind == "" || len(s.Principals)+len(s.NotPrincipals) == 0 {
		return symbolic.Yes
	}
	list := s.Principals
	if len(s.NotPrincipals) > 0 {
		list = s.NotPrincipals
	}
	some := symbolic.No
	for _, p := range list {
		some = max(some, min(during(r.When, p.When), p.is(r.Principal)))
	}
	if len(s.NotPrincipals) > 0 {
		return not(some)
	}
	return some
}

// is answers whether q is who p names. A principal is no pattern: * stands for everyone, and only alone.
func (p Principal) is(q Principal) symbolic.Answer {
	switch {
	case p.everyone():
		return symbolic.Yes
	case q.everyone() || p.Kind != q.Kind:
		return symbolic.No
	}
	a, b := p.name(), q.name()
	textA, okA := a.Known()
	textB, okB := b.Known()
	switch {
	case okA && okB && textA == textB, !a.HasUnknown() && a.Key() == b.Key():
		return symbolic.Yes
	case okA && okB:
		return symbolic.No
	}
	return min(symbolic.Match(a, b), symbolic.May)
}

// everyone reports whether p is "*", or AWS: "*", which means the same.
func (p Principal) everyone() bool {
	text, ok := p.Value.Known()
	return p.Kind == "*" || p.Kind == "AWS" && ok && text == "*"
}

// name writes an account as the ARN of its root, which is the same principal.
func (p Principal) name() symbolic.Value {
	v := p.Value.Expand()
	text, ok := v.Known()
	account := ok && len(text) == 12 && strings.Trim(text, "0123456789") == ""
	account = account || len(v) == 1 && v[0].Kind == symbolic.Pseudo && v[0].Text == "AWS::AccountId"
	if p.Kind == "AWS" && account {
		return symbolic.Concat(symbolic.Text("arn:aws:iam::"), v, symbolic.Text(":root"))
	}
	return v
}
