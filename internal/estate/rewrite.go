package estate

import (
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// stack is a copy of s in which every value is bound.
func (b *binder) stack(s *stack.Stack) *stack.Stack {
	if len(b.parameters[s.File]) == 0 && len(b.exports)+len(b.outputs) == 0 {
		return s
	}
	c := *s
	c.Functions = each(s.Functions, b.function)
	c.Roles = each(s.Roles, b.role)
	c.Triggers = each(s.Triggers, b.trigger)
	c.Resources = each(s.Resources, b.resource)
	c.Exports = each(s.Exports, func(x *stack.Export) { x.Name, x.Value = b.set(x.Name), b.set(x.Value) })
	c.Nested = each(s.Nested, func(n *stack.Nested) { n.Parameters = b.values(n.Parameters) })
	c.Attached = each(s.Attached, func(a *stack.Attachment) {
		a.Name = b.value(a.Name)
		a.Grants = each(a.Grants, func(g *stack.Grant) { b.statement(&g.Statement) })
	})
	return &c
}

// each copies what a list points to, and changes the copies.
func each[T any](list []*T, change func(*T)) []*T {
	out := make([]*T, 0, len(list))
	for _, p := range list {
		c := *p
		change(&c)
		out = append(out, &c)
	}
	return out
}

// apart copies a list, and changes the copies.
func apart[T any](list []T, change func(*T)) []T {
	if list == nil {
		return nil
	}
	out := append(make([]T, 0, len(list)), list...)
	for i := range out {
		change(&out[i])
	}
	return out
}

func (b *binder) set(s symbolic.Set) symbolic.Set {
	return apart(s, func(c *symbolic.Choice) { c.Value = b.value(c.Value) })
}

func (b *binder) values(m map[string]stack.Value) map[string]stack.Value {
	if m == nil {
		return nil
	}
	out := make(map[string]stack.Value, len(m))
	for k, v := range m {
		v.Set = b.set(v.Set)
		out[k] = v
	}
	return out
}

func (b *binder) pointer(v *stack.Value) *stack.Value {
	if v == nil {
		return nil
	}
	return &stack.Value{Set: b.set(v.Set), Span: v.Span}
}

func (b *binder) function(f *stack.Function) {
	f.Name, f.Arn, f.LogGroup = b.set(f.Name), b.value(f.Arn), b.set(f.LogGroup)
	f.Env, f.EnvKey = b.values(f.Env), b.pointer(f.EnvKey)
	f.Role.External = b.set(f.Role.External)
	f.Layers = apart(f.Layers, func(l *stack.Layer) { l.Arn = b.set(l.Arn) })
	f.Destinations = apart(f.Destinations, func(d *stack.Destination) { d.Target = b.set(d.Target) })
	f.FileSystems = apart(f.FileSystems, func(v *stack.Value) { v.Set = b.set(v.Set) })
}

func (b *binder) role(r *stack.Role) {
	r.Arn, r.Boundary = b.value(r.Arn), b.pointer(r.Boundary)
	r.Grants = each(r.Grants, func(g *stack.Grant) { b.statement(&g.Statement) })
	r.Trust.Statements = apart(r.Trust.Statements, b.statement)
}

func (b *binder) statement(s *iam.Statement) {
	term := func(t *iam.Term) { t.Value = b.value(t.Value) }
	principal := func(p *iam.Principal) { p.Value = b.value(p.Value) }
	s.Actions, s.NotActions = apart(s.Actions, term), apart(s.NotActions, term)
	s.Resources, s.NotResources = apart(s.Resources, term), apart(s.NotResources, term)
	s.Principals, s.NotPrincipals = apart(s.Principals, principal), apart(s.NotPrincipals, principal)
	s.Conditions = apart(s.Conditions, func(c *iam.Condition) {
		c.Values = apart(c.Values, func(v *symbolic.Value) { *v = b.value(*v) })
	})
}

func (b *binder) trigger(t *stack.Trigger) {
	for _, set := range []*symbolic.Set{
		&t.Target, &t.Arn, &t.From, &t.Principal, &t.Action, &t.SourceAccount, &t.OrgID, &t.EventToken, &t.URLAuthType, &t.ViaURL, &t.AuthType,
	} {
		*set = b.set(*set)
	}
	t.Encrypted = b.pointer(t.Encrypted)
}

func (b *binder) resource(r *stack.Resource) {
	r.Arn, r.Ref, r.Name, r.Key = b.value(r.Arn), b.value(r.Ref), b.set(r.Name), b.set(r.Key)
	r.Passes = b.set(r.Passes)
}
