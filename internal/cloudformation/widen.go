package cloudformation

import (
	"bytes"
	"slices"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/stack"
)

// widen adds the actions of new statements to statements that the role has on the same resources already, as a person would write them.
// It returns the statements that none of those can take.
func (e *editor) widen(role *stack.Role, all []iam.Statement) (rest []iam.Statement, err error) {
	now := make(map[*stack.Grant]iam.Statement) // what has been widened so far
	for _, s := range all {
		i := slices.IndexFunc(role.Grants, func(g *stack.Grant) bool { return e.takes(role, g, s) })
		if i < 0 {
			rest = append(rest, s)
			continue
		}
		g := role.Grants[i]
		was, widened := now[g]
		if !widened {
			was = g.Statement
		}
		more := was
		more.Actions = slices.Concat(was.Actions, without(s.Actions, was.Actions))
		p, found := e.find(g.Key)
		if !found {
			return nil, cannot("the statement is not where it was")
		}
		if err := e.narrow(g.Key, p.resource.ID, was, more); err != nil {
			return nil, err
		}
		now[g] = more
	}
	return rest, nil
}

// takes says whether actions may be added to a grant to say what s says. A statement about every resource takes none: it is too broad
// already, and the next finding is that it should be narrowed.
func (e *editor) takes(role *stack.Role, g *stack.Grant, s iam.Statement) bool {
	own := g.Statement
	switch {
	case g.Origin != stack.Inline || g.Shared || g.Opaque != "" || own.Effect != iam.Allow || s.Effect != iam.Allow:
		return false
	case len(own.Conditions)+len(s.Conditions)+len(own.NotActions)+len(own.NotResources)+len(s.NotActions)+len(s.NotResources) > 0:
		return false
	case !sameWhen(own.When, role.When) || !sameTerms(own.Resources, s.Resources) || slices.ContainsFunc(s.Resources, isEvery):
		return false
	}
	p, found := e.find(g.Key)
	return found && listable(p.node().Get("Action")) && !e.remarked(p.node().Get("Action"))
}

// remarked says whether a comment stands behind a text: behind a list it would speak of another action.
func (e *editor) remarked(n *document.Node) bool {
	line, _, _ := bytes.Cut(e.src[n.Whole.End:], []byte("\n"))
	return n.Kind == document.String && bytes.HasPrefix(bytes.TrimSpace(line), []byte("#"))
}

// listable says whether a value is a text, or a list of texts, that stands here for this place alone.
func listable(n *document.Node) bool {
	if n == nil || n.Tag != "" || n.Alias != nil {
		return false
	}
	text := func(n *document.Node) bool { return n.Kind == document.String && n.Tag == "" }
	other := func(n *document.Node) bool { return !text(n) }
	return text(n) || n.Kind == document.List && len(n.Items) > 0 && !slices.ContainsFunc(n.Items, other)
}

func isEvery(t iam.Term) bool {
	text, known := t.Value.Known()
	return known && text == "*"
}

// sameTerms says whether two lists stand for the same strings, however each is spelt.
func sameTerms(a, b []iam.Term) bool {
	alike := func(x, y iam.Term) bool {
		certain := len(x.When)+len(y.When) == 0 && !x.Value.HasUnknown()
		return certain && (x.Value.Key() == y.Value.Key() || x.Value.Expand().Key() == y.Value.Expand().Key())
	}
	within := func(list, other []iam.Term) bool {
		return !slices.ContainsFunc(list, func(x iam.Term) bool {
			return !slices.ContainsFunc(other, func(y iam.Term) bool { return alike(x, y) })
		})
	}
	return len(a) > 0 && within(a, b) && within(b, a)
}
