package cloudformation

import (
	"slices"
	"strings"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// statement is one of a policy document, with the path that leads to it, or what keeps it from being read.
type statement struct {
	iam.Statement
	path   string
	cause  source.Span
	opaque string
}

// document reads the statements of a policy document, wherever an Fn::If stands in it.
func (r *Reader) document(n *document.Node, path string, when []symbolic.Condition) (all []statement) {
	for _, doc := range r.Branches(n, path, when) {
		doc = spelled(doc)
		list := doc.Node.Get("Statement")
		if name, _ := intrinsic(doc.Node); name != "" || list == nil {
			all = append(all, statement{path: doc.Path, cause: doc.Node.Whole, opaque: "the policy document is not written here"})
			continue
		}
		for _, item := range r.Items(list, doc.Path+"/Statement", doc.When) {
			all = append(all, r.statement(item)...)
		}
	}
	return all
}

// spelled reads a policy that stands in the template as a text of JSON, in an Fn::Sub or not.
func spelled(b Branch) Branch {
	name, arg := intrinsic(b.Node)
	if name != "" && name != "Fn::Sub" || arg.Kind != document.String || !strings.HasPrefix(strings.TrimSpace(arg.Value), "{") {
		return b
	}
	docs, problems := document.Read("policy.json", []byte(arg.Value))
	if len(docs) == 1 && len(problems) == 0 {
		settle(docs[0], b.Node, name)
		b.Node = docs[0]
	}
	return b
}

// settle gives what a text holds the place of the text, and each string the variables of the Fn::Sub around it.
func settle(n, at *document.Node, name string) {
	n.Span, n.Whole = at.Span, at.Whole
	if n.Kind == document.String && name != "" && strings.Contains(n.Value, "${") {
		n.Tag = "!Sub"
	}
	for _, item := range n.Items {
		settle(item, at, name)
	}
	for i := range n.Pairs {
		n.Pairs[i].Span = at.Span
		settle(n.Pairs[i].Key, at, "")
		settle(n.Pairs[i].Value, at, name)
	}
}

// statement reads one, which the room of policies sees as a document of its own.
func (r *Reader) statement(b Branch) (all []statement) {
	if name, _ := intrinsic(b.Node); name != "" || b.Node.Kind != document.Map {
		return []statement{{path: b.Path, cause: b.Node.Whole, opaque: "the statement is not written here"}}
	}
	key := &document.Node{Kind: document.String, Value: "Statement", Span: b.Node.Span}
	doc := &document.Node{Kind: document.Map, Span: b.Node.Span, Whole: b.Node.Whole, Pairs: []document.Pair{{Key: key, Value: b.Node, Span: b.Node.Span}}}
	policy, notes := iam.Parse(doc, r.term)
	r.Problems = append(r.Problems, notes...)
	for _, s := range policy.Statements {
		together, possible := both(b.When, s.When)
		if !possible {
			continue
		}
		s.When = together
		if s.Span == (source.Span{}) {
			s.Span = b.Node.Whole
		}
		all = append(all, statement{Statement: s, path: b.Path, cause: b.Node.Whole})
	}
	if len(all) == 0 && len(notes) > 0 {
		all = append(all, statement{path: b.Path, cause: b.Node.Whole, opaque: notes[0].Text})
	}
	return all
}

// term evaluates one action or resource. Each choice becomes a grant of its own, so two that may hold
// together without being both there (a mapping whose key is not known) are one that is unknown.
func (t *Template) term(n *document.Node) symbolic.Set {
	set := t.Eval(n)
	if n == nil || n.Kind == document.List && n.Tag == "" {
		return set
	}
	for i, a := range set {
		for _, b := range set[i+1:] {
			if name, _ := intrinsic(n); name != "Fn::If" && symbolic.Compatible(a.When, b.When) {
				return t.marked(n, name, symbolic.Any("which of several values this is, is not known before deployment"))
			}
		}
	}
	return set
}

// Document gives a role the statements of a policy document that stands at path.
func (r *Reader) Document(role *stack.Role, n *document.Node, path string, when []symbolic.Condition) {
	for _, s := range r.document(n, path, when) {
		r.grant(role, s, stack.Inline, "")
	}
}

// Statement gives a role one statement that stands without a document around it.
func (r *Reader) Statement(role *stack.Role, b Branch) {
	for _, s := range r.statement(b) {
		r.grant(role, s, stack.Inline, "")
	}
}

// MaxGrants bounds the statements of one role. IAM takes 10,240 letters of inline policies and twenty managed ones.
// MaxCells bounds their actions times resources, where the last statement that is read may go beyond it; twenty of AWS's largest are 60,000.
const (
	MaxGrants = 1000
	MaxCells  = 60_000
	tooMany   = "this role has more statements than are read"
)

func (r *Reader) grant(role *stack.Role, s statement, origin stack.Origin, name string) {
	patterns := 0
	for _, g := range role.Grants {
		patterns += len(g.Statement.Actions) * max(1, len(g.Statement.Resources))
	}
	switch full := patterns > MaxCells || len(role.Grants) == MaxGrants; {
	case len(role.Grants) > 0 && role.Grants[len(role.Grants)-1].Opaque == tooMany:
		return
	case full:
		s = statement{path: s.path, cause: s.cause, opaque: tooMany}
	}
	g := &stack.Grant{
		Key: s.path, Role: role.ID, Statement: s.Statement, Origin: origin, Name: name, Cause: s.cause,
		Shared: r.Shared(s.cause), Opaque: s.opaque,
	}
	role.Grants = append(role.Grants, g)
	if g.Opaque != "" {
		role.Elsewhere = append(role.Elsewhere, source.Note{Span: s.cause, Text: g.Opaque})
	}
}

// ManagedPolicy attaches a policy by name or ARN: one of AWS, one of this template, or one whose text is not known.
func (r *Reader) ManagedPolicy(role *stack.Role, b Branch) {
	set := r.Eval(b.Node)
	for i, choice := range set {
		key := b.Path
		if len(set) > 1 {
			key += "#" + number(i)
		}
		when, possible := both(b.When, choice.When)
		if possible {
			r.managed(role, Branch{b.Node, when, key}, choice.Value)
		}
	}
}

func (r *Reader) managed(role *stack.Role, b Branch, v symbolic.Value) {
	if id := r.localPolicy(v); id != "" {
		r.customer(role, id, b.When)
		return
	}
	name, known := v.Known()
	if policy, found := r.Tables.Managed(name); known && found {
		r.Expanded(role, b, stack.Managed, policy.Name, policy.Statements, nil)
		return
	}
	origin, why := stack.Customer, "the text of the policy "+v.String()+" is not in this template"
	if known && (strings.Contains(name, ":iam::aws:policy/") || !strings.Contains(name, ":")) {
		origin, why = stack.Managed, "there is no AWS managed policy "+name+" in the tables"
	}
	r.Opaque(role, b, origin, v.String(), why)
}

// Opaque is a grant of which only the name is known.
func (r *Reader) Opaque(role *stack.Role, b Branch, origin stack.Origin, name, why string) {
	r.grant(role, statement{path: b.Path, cause: b.Node.Whole, opaque: why}, origin, name)
}

// localPolicy is the ID of the managed policy of this template that v names.
func (r *Reader) localPolicy(v symbolic.Value) string {
	for _, p := range v {
		if p.Kind == symbolic.Attribute && p.Type == "AWS::IAM::ManagedPolicy" && len(v) == 1 {
			return p.Text
		}
	}
	return ""
}

// customer attaches a managed policy of this template. Its grants are shared once a second role has them.
func (r *Reader) customer(role *stack.Role, id string, when []symbolic.Condition) {
	if slices.ContainsFunc(role.Grants, func(g *stack.Grant) bool { return g.Origin == stack.Customer && g.Name == id }) {
		return // attached from both sides is attached once
	}
	shared := len(r.attached[id]) > 0
	for _, g := range r.attached[id] {
		g.Shared = true
	}
	for _, s := range r.policies[id] {
		together, possible := both(s.When, when)
		if !possible {
			continue
		}
		s.When = together
		r.grant(role, s, stack.Customer, id)
		g := role.Grants[len(role.Grants)-1]
		g.Shared = g.Shared || shared
		r.attached[id] = append(r.attached[id], g)
	}
}
