package cloudformation

import (
	"cmp"
	"slices"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/symbolic"
)

// narrow makes one statement in the file another, and touches only what differs between them.
func (e *editor) narrow(key, owner string, old, new iam.Statement) error {
	if old.Effect != new.Effect || !sameShape(old, new) {
		p, found := e.find(key)
		if !found {
			return cannot("the statement is not where it was")
		}
		w, err := e.statement(new, owner)
		if err != nil {
			return err
		}
		return e.swap(p.node(), e.joined(p, w))
	}
	parts := []element{
		{"Action", old.Actions, new.Actions}, {"NotAction", old.NotActions, new.NotActions},
		{"Resource", old.Resources, new.Resources}, {"NotResource", old.NotResources, new.NotResources},
	}
	if p, found := e.find(key); found { // the last one first: what stands before it stays where it is
		at := func(x element) int { return spanOf(p.node().Get(x.name)).Start }
		slices.SortStableFunc(parts, func(a, b element) int { return cmp.Compare(at(b), at(a)) })
	}
	for _, part := range parts {
		if err := e.setTerms(key, part.name, owner, part.old, part.new, new.When); err != nil {
			return err
		}
	}
	return e.setConditions(key, owner, old, new)
}

// element is one of a statement's lists, as it was and as it should be.
type element struct {
	name     string
	old, new []iam.Term
}

func spanOf(n *document.Node) source.Span {
	if n == nil {
		return source.Span{}
	}
	return n.Whole
}

// sameShape says whether two statements have the same elements; their values may differ.
func sameShape(a, b iam.Statement) bool {
	return (len(a.Actions) > 0) == (len(b.Actions) > 0) && (len(a.NotActions) > 0) == (len(b.NotActions) > 0) &&
		(len(a.Resources) > 0) == (len(b.Resources) > 0) && (len(a.NotResources) > 0) == (len(b.NotResources) > 0)
}

// maxSteps is how many items of a list are changed one by one; beyond it the list is written anew.
const maxSteps = 40

// setTerms changes the actions or resources of a statement: items that are needed no more go, new ones come last, all others stay as they are.
func (e *editor) setTerms(key, name, owner string, old, new []iam.Term, when []symbolic.Condition) error {
	added := without(new, old)
	if len(added) == 0 && len(without(old, new)) == 0 {
		return nil
	}
	p, n := e.element(key, name)
	if n == nil {
		return cannot("the statement has no %s here", name)
	}
	if n.Alias != nil {
		return cannot("the same lines serve other places too")
	}
	gone, err := e.goneItems(n, new)
	if err != nil {
		return err
	}
	if n.Kind != document.List || n.Tag != "" || len(gone) == len(n.Items) || len(gone)+len(added) > maxSteps {
		w, err := e.terms(new, owner, name, when)
		if err != nil {
			return err
		}
		return e.setValue(p, name, w)
	}
	for _, i := range slices.Backward(gone) {
		if _, n = e.element(key, name); n == nil {
			return cannot("the statement is not where it was")
		}
		if err := e.apply(document.RemoveItem(e.src, n, i)); err != nil {
			return err
		}
	}
	for _, term := range added {
		w, err := e.terms([]iam.Term{term}, owner, name, when)
		if err != nil {
			return err
		}
		if p, n = e.element(key, name); n == nil {
			return cannot("the statement is not where it was")
		}
		if err := e.apply(document.InsertItem(e.src, n, len(n.Items), e.style.lines(w, p.flow() || n.Style == document.Flow))); err != nil {
			return err
		}
	}
	return nil
}

// goneItems lists the items of which nothing is left. One that is left in part is an expression that nobody here rewrites.
func (e *editor) goneItems(n *document.Node, new []iam.Term) (gone []int, err error) {
	if n.Tag != "" {
		return nil, nil
	}
	for i, item := range n.Items {
		var here []iam.Term
		for _, choice := range e.term(item) {
			here = append(here, iam.Term{Value: choice.Value, When: choice.When})
		}
		switch left := len(here) - len(without(here, new)); {
		case len(here) > 0 && left == 0:
			gone = append(gone, i)
		case left < len(here):
			return nil, cannot("an expression gives this together with what is needed")
		}
	}
	return gone, nil
}

// without lists the terms of a that b has not.
func without(a, b []iam.Term) (rest []iam.Term) {
	for _, t := range a {
		if !slices.ContainsFunc(b, func(o iam.Term) bool { return o.Value.Key() == t.Value.Key() && sameWhen(o.When, t.When) }) {
			rest = append(rest, t)
		}
	}
	return rest
}

func (e *editor) setConditions(key, owner string, old, new iam.Statement) error {
	if old.ConditionText() == new.ConditionText() {
		return nil
	}
	p, found := e.find(key)
	if !found {
		return cannot("the statement is not where it was")
	}
	if len(new.Conditions) == 0 {
		return e.apply(document.RemoveKey(e.src, p.node(), "Condition"))
	}
	w, err := e.conditions(new.Conditions, owner)
	if err != nil {
		return err
	}
	return e.setValue(p, "Condition", w)
}
