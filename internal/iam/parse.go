package iam

import (
	"slices"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/symbolic"
)

// Parse reads a policy document, a list of statements or one statement. eval says what a string of the template may be: one Term is made of
// each Choice, none of AWS::NoValue. What cannot be read is a Note; its statement is kept with what it has, and is Partial.
func Parse(doc *document.Node, eval func(*document.Node) symbolic.Set) (Policy, []source.Note) {
	p := &parser{eval: eval}
	switch {
	case doc == nil || doc.Kind == document.Null:
		return Policy{}, nil
	case doc.Kind == document.Map && doc.Get("Statement") != nil:
		p.statements(doc.Get("Statement"), nil)
	case doc.Kind == document.Map && isExpression(doc) || doc.Kind == document.List || doc.Get("Effect") != nil:
		p.statements(doc, nil)
	default:
		p.note(doc, "this is no policy document: it has no Statement")
	}
	return p.policy, p.notes
}

type parser struct {
	eval   func(*document.Node) symbolic.Set
	policy Policy
	notes  []source.Note
}

func (p *parser) note(n *document.Node, text string) {
	p.notes = append(p.notes, source.Note{Span: n.Whole, Text: text})
}

// statements reads one statement or a list of them, with lists in lists as templates build them.
func (p *parser) statements(n *document.Node, when []symbolic.Condition) {
	for _, b := range p.branches(n, when) {
		switch {
		case isExpression(b.node):
			p.expression(b)
		case b.node.Kind == document.List:
			for _, item := range b.node.Items {
				p.statements(item, b.when)
			}
		case b.node.Kind == document.Map:
			p.statement(b)
		case b.node.Kind != document.Null:
			p.unreadable(b, "this is no statement")
		}
	}
}

// expression stands where a statement should be: nothing, or something that cannot be read.
func (p *parser) expression(b branch) {
	if len(p.eval(b.node)) > 0 {
		p.unreadable(b, "this statement is an expression that is not read")
	}
}

// unreadable keeps the place of a statement of which nothing is known.
func (p *parser) unreadable(b branch, why string) {
	p.note(b.node, why)
	all := []Term{{Value: unknown(why), Span: b.node.Whole}}
	p.policy.Statements = append(p.policy.Statements, Statement{Actions: all, Resources: all, When: b.when, Span: b.node.Whole, Partial: true})
}

func (p *parser) statement(b branch) {
	s := Statement{When: b.when, Span: b.node.Whole}
	before := len(p.notes)
	for _, pair := range b.node.Pairs {
		switch v := pair.Value; pair.Key.Value {
		case "Sid":
			s.Sid = v.Value
		case "Effect":
			s.Effect = p.effect(v)
		case "Action":
			s.Actions = p.terms(v, nil)
		case "NotAction":
			s.NotActions = p.terms(v, nil)
		case "Resource":
			s.Resources = p.terms(v, nil)
		case "NotResource":
			s.NotResources = p.terms(v, nil)
		case "Principal":
			s.Principals = p.principals(v, nil)
		case "NotPrincipal":
			s.NotPrincipals = p.principals(v, nil)
		case "Condition":
			s.Conditions = p.conditions(v)
		default:
			p.note(pair.Key, "a statement has no element "+pair.Key.Value)
		}
	}
	p.check(&s, b.node)
	s.Partial = len(p.notes) > before
	p.policy.Statements = append(p.policy.Statements, s)
}

// check notes what a statement must have and has not.
func (p *parser) check(s *Statement, n *document.Node) {
	if s.Effect == "" {
		p.note(n, "this statement has no Effect that can be read")
	}
	if len(s.Actions)+len(s.NotActions) == 0 {
		s.Actions = []Term{{Value: unknown("no action"), Span: n.Whole}}
		p.note(n, "this statement names no action")
	}
	asked := n.Get("Resource") != nil || n.Get("NotResource") != nil || len(s.Principals)+len(s.NotPrincipals) == 0
	if asked && len(s.Resources)+len(s.NotResources) == 0 {
		s.Resources = []Term{{Value: unknown("no resource"), Span: n.Whole}}
		p.note(n, "this statement names no resource")
	}
	if n.Get("Action") != nil && n.Get("NotAction") != nil || n.Get("Resource") != nil && n.Get("NotResource") != nil {
		p.note(n, "this statement has an element and its opposite")
	}
}

func (p *parser) effect(n *document.Node) Effect {
	set := p.eval(n)
	if len(set) == 1 {
		if text, ok := set[0].Value.Known(); ok && (text == string(Allow) || text == string(Deny)) {
			return Effect(text)
		}
	}
	return ""
}

// terms reads a string or a list of strings; each choice of an expression is a term of its own.
func (p *parser) terms(n *document.Node, when []symbolic.Condition) (list []Term) {
	for _, b := range p.branches(n, when) {
		switch {
		case b.node.Kind == document.List && !isExpression(b.node):
			for _, item := range b.node.Items {
				list = append(list, p.terms(item, b.when)...)
			}
		case b.node.Kind == document.Null:
		case b.node.Kind == document.Map && !isExpression(b.node):
			p.note(b.node, "a string or a list of strings is expected here")
			list = append(list, Term{Value: unknown("not a string"), When: b.when, Span: b.node.Whole})
		default:
			for _, c := range p.eval(b.node) {
				if symbolic.Compatible(b.when, c.When) {
					list = append(list, Term{Value: c.Value, When: and(b.when, c.When), Span: b.node.Whole})
				}
			}
		}
	}
	return list
}

// principals reads "*", or a map from a kind to a string or list.
func (p *parser) principals(n *document.Node, when []symbolic.Condition) (list []Principal) {
	for _, b := range p.branches(n, when) {
		if b.node.Kind == document.Map && !isExpression(b.node) {
			for _, pair := range b.node.Pairs {
				for _, t := range p.terms(pair.Value, b.when) {
					list = append(list, Principal{Kind: pair.Key.Value, Value: t.Value, When: t.When, Span: t.Span})
				}
			}
			continue
		}
		for _, t := range p.terms(b.node, b.when) {
			kind := "*"
			if text, ok := t.Value.Known(); !ok || text != "*" {
				kind = "AWS"
				p.note(b.node, "a principal is * or a map from its kind")
			}
			list = append(list, Principal{Kind: kind, Value: t.Value, When: t.When, Span: t.Span})
		}
	}
	return list
}

// conditions reads operator -> key -> values. A value that depends on a condition of the template is unknown: it tells neither way.
func (p *parser) conditions(n *document.Node) (list []Condition) {
	if n.Kind != document.Map || isExpression(n) {
		p.note(n, "these conditions are not read")
		return nil
	}
	for _, operator := range n.Pairs {
		if operator.Value.Kind != document.Map || isExpression(operator.Value) {
			p.note(operator.Value, "the keys of this condition are not read")
			continue
		}
		for _, key := range operator.Value.Pairs {
			c := Condition{Operator: operator.Key.Value, Key: key.Key.Value, Span: key.Span}
			for _, t := range p.terms(key.Value, nil) {
				if len(t.When) > 0 {
					t.Value = unknown("depends on a condition of the template")
				}
				c.Values = append(c.Values, t.Value)
			}
			list = append(list, c)
		}
	}
	return list
}

func unknown(reason string) symbolic.Value {
	return symbolic.Value{{Kind: symbolic.Unknown, Text: reason}}
}

// and is all conditions of a and b, each once.
func and(a, b []symbolic.Condition) []symbolic.Condition {
	out := slices.Clone(a)
	for _, c := range b {
		if !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}
