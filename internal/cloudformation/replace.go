package cloudformation

import (
	"slices"
	"strings"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// replace puts statements in the place of one cause.
func (e *editor) replace(c *stack.ReplaceGrants) error {
	role, err := e.role(c.Role)
	if err != nil {
		return err
	}
	g, err := replaceable(role, c.Keys)
	if err != nil {
		return err
	}
	for _, s := range c.With {
		if !sameWhen(s.When, g.Statement.When) {
			return cannot("the new statement depends on other conditions than the old one")
		}
	}
	p, found := e.find(g.Key)
	switch {
	case !found:
		return cannot("the statement does not stand in the template as a value of its own")
	case len(c.With) == 0:
		return e.remove(p)
	case g.Origin == stack.Inline || g.Origin == stack.Customer:
		return e.rewrite(p, g, p.resource.ID, c.With)
	}
	return e.inline(p, role, c.With)
}

// replaceable is the grant that the keys name, the first of them where one cause has several, if it may be replaced at all.
func replaceable(role *stack.Role, keys []string) (*stack.Grant, error) {
	if len(keys) == 0 {
		return nil, cannot("no grant is named")
	}
	var first *stack.Grant
	for _, g := range role.Grants {
		named := slices.Contains(keys, g.Key)
		if named && first == nil {
			first = g
		}
		if first != nil && !named && g.Origin != stack.Inline && g.Origin != stack.Customer && entryOf(g.Key) == entryOf(first.Key) {
			return nil, cannot("%s can only be replaced as a whole", g.Name)
		}
	}
	switch {
	case first == nil:
		return nil, cannot("the role %s has no such grant", role.ID)
	case first.Origin == stack.Framework:
		return nil, cannot("the framework adds this by itself, because of line %d", first.Cause.Line)
	case first.Origin == stack.Connector:
		return nil, cannot("a connector grants this")
	case first.Shared:
		return nil, cannot("the same lines serve other roles or places too")
	case first.Opaque != "" && first.Origin == stack.Inline:
		return nil, cannot("%s", first.Opaque)
	}
	return first, nil
}

func entryOf(key string) string {
	entry, _, _ := strings.Cut(key, "#")
	return entry
}

func sameWhen(a, b []symbolic.Condition) bool {
	return symbolic.Implies(a, b) && symbolic.Implies(b, a)
}

// rewrite turns one statement into others: the first in its place, the rest behind it.
func (e *editor) rewrite(p place, g *stack.Grant, owner string, with []iam.Statement) error {
	list := p.up()
	if len(with) > 1 {
		if list.node() == p.node() {
			return e.listed(p, owner, with)
		}
		if list.node().Kind != document.List || list.node().Tag != "" || slices.Contains(list.steps[max(len(list.steps)-1, 0):], "Fn::If") {
			return cannot("a condition chooses this statement, and there is no place for a second one")
		}
		at := slices.Index(list.node().Items, p.node()) + 1
		for _, s := range slices.Backward(with[1:]) {
			if s.Sid == g.Statement.Sid {
				s.Sid = ""
			}
			w, err := e.statement(s, owner)
			if err != nil {
				return err
			}
			if err := e.apply(document.InsertItem(e.src, list.node(), at, e.style.lines(w, list.flow()))); err != nil {
				return err
			}
			found := false
			if p, found = e.find(g.Key); !found {
				return cannot("the statement is not where it was")
			}
			list = p.up()
		}
	}
	return e.narrow(g.Key, owner, g.Statement, with[0])
}

// listed replaces a single statement that stands without a list by a list of statements.
func (e *editor) listed(p place, owner string, with []iam.Statement) error {
	w, err := e.statements(with, owner)
	if err != nil {
		return err
	}
	at := p.up().up()
	return e.setValue(at, p.steps[len(p.steps)-2], w)
}

// isAttachment says whether a property lists managed policies: of a role, or as the Serverless Framework calls it.
func isAttachment(step string) bool {
	return step == "ManagedPolicyArns" || step == "managedPolicies" || step == "iamManagedPolicies"
}

// inline puts statements in the place of a managed policy or a policy template.
func (e *editor) inline(p place, role *stack.Role, with []iam.Statement) error {
	if slices.ContainsFunc(p.steps, isAttachment) {
		if err := e.remove(p); err != nil {
			return err
		}
		return e.addTo(role, with)
	}
	if p.steps[0] != "Policies" || strings.HasPrefix(p.resource.Written, "AWS::IAM::") {
		return cannot("statements cannot stand here")
	}
	list, err := e.statements(with, p.resource.ID)
	if err != nil {
		return err
	}
	entry := written{pairs: []writtenPair{{"Statement", list}}}
	switch up := p.up(); {
	case up.node() == p.node():
		return e.setValue(up.up(), "Policies", written{items: []written{entry}})
	case up.node().Kind == document.Map && up.node().Tag == "" && len(up.node().Pairs) > 1:
		return cannot("the entry holds several policy templates")
	}
	return e.swap(p.node(), e.joined(p, entry))
}

// joined writes a value of several lines for the place where one stands.
func (e *editor) joined(p place, w written) string {
	pad := e.style.lineBreak + strings.Repeat(" ", p.node().Whole.Column-1)
	if e.style.json {
		pad = e.style.lineBreak + e.lineIndent(p.node().Whole.Start)
	}
	return strings.Join(e.style.lines(w, p.flow()), pad)
}

// lineIndent is what the line of an offset starts with.
func (e *editor) lineIndent(at int) string {
	start := strings.LastIndexByte(string(e.src[:at]), '\n') + 1
	end := start
	for end < at && (e.src[end] == ' ' || e.src[end] == '\t') {
		end++
	}
	return string(e.src[start:end])
}
