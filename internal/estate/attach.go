package estate

import (
	"slices"

	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// attach gives roles the policies that other stacks have for them. A policy for a role that is named by what only the deployment tells may
// belong to each of them: its text counts for none, and beside it nothing is missing.
func (e *Estate) attach() {
	for _, s := range e.Stacks {
		for _, a := range s.Attached {
			e.attachOne(s, a)
		}
	}
}

func (e *Estate) attachOne(s *stack.Stack, a *stack.Attachment) {
	if r := e.called(a.Name); r != nil {
		r.take(s, a, "")
		return
	}
	for _, r := range e.Roles {
		if r.maybe(a.Name) {
			r.take(s, a, "whether the policy "+a.Policy+" of "+s.File+" is for this role is not known")
		}
	}
}

// called finds the role that has a name, nil where it is none of the repository.
func (e *Estate) called(name symbolic.Value) *Role {
	if r := e.named(name); r != nil {
		return r
	}
	return e.named(arnOf(name))
}

func arnOf(name symbolic.Value) symbolic.Value {
	account := symbolic.Value{{Kind: symbolic.Pseudo, Text: "AWS::AccountId"}}
	return symbolic.Concat(symbolic.Text("arn:aws:iam::"), account, symbolic.Text(":role/"), name)
}

// maybe reports whether a name that is not known may be the role's. A name that is written out is no name that CloudFormation makes up.
func (r *Role) maybe(name symbolic.Value) bool {
	if _, written := name.Known(); written {
		return false
	}
	return len(r.Arn) > 0 && symbolic.Match(r.Arn, arnOf(name)) != symbolic.No
}

// take attaches a policy of another stack to a copy of the role: the stack that has the role is not changed. The keys of such grants name
// nothing in that stack.
func (r *Role) take(s *stack.Stack, a *stack.Attachment, opaque string) {
	own := *r.Role
	own.Grants = slices.Clone(own.Grants)
	for _, g := range a.Grants {
		one := *g
		one.Role, one.Key = own.ID, s.File+"#"+g.Key
		if opaque != "" {
			one = stack.Grant{Role: own.ID, Key: one.Key, Origin: g.Origin, Name: a.Policy, Cause: a.Span, Opaque: opaque}
		}
		own.Grants = append(own.Grants, &one)
		if opaque != "" {
			break // one is enough to say so
		}
	}
	r.Role = &own
}
