package cloudformation

import (
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/symbolic"
)

// statements writes a list of statements.
func (e *editor) statements(all []iam.Statement, owner string) (written, error) {
	list := written{}
	for _, s := range all {
		w, err := e.statement(s, owner)
		if err != nil {
			return list, err
		}
		list.items = append(list.items, w)
	}
	return list, nil
}

// statement writes one in the usual order: Sid, Effect, actions, resources, conditions.
func (e *editor) statement(s iam.Statement, owner string) (written, error) {
	w := written{}
	if s.Sid != "" {
		w.pairs = append(w.pairs, writtenPair{"Sid", written{scalar: e.quote(s.Sid)}})
	}
	w.pairs = append(w.pairs, writtenPair{"Effect", written{scalar: e.quote(string(s.Effect))}})
	for _, part := range []struct {
		name  string
		terms []iam.Term
	}{{"Action", s.Actions}, {"NotAction", s.NotActions}, {"Resource", s.Resources}, {"NotResource", s.NotResources}} {
		if len(part.terms) == 0 {
			continue
		}
		value, err := e.terms(part.terms, owner, part.name, s.When)
		if err != nil {
			return w, err
		}
		w.pairs = append(w.pairs, writtenPair{part.name, value})
	}
	if len(s.Conditions) == 0 {
		return w, nil
	}
	value, err := e.conditions(s.Conditions, owner)
	w.pairs = append(w.pairs, writtenPair{"Condition", value})
	return w, err
}

// terms writes one action or resource as a string, several as a list. What the function alone knows is * in what is granted;
// in what is left out of a grant (NotAction, NotResource) a star would say something else.
func (e *editor) terms(terms []iam.Term, owner, name string, when []symbolic.Condition) (written, error) {
	list := written{}
	for _, t := range terms {
		if !symbolic.Implies(when, t.When) {
			return list, cannot("%s depends on a condition of the template", t.Value)
		}
		w, err := e.express(t.Value, owner, name == "Resource")
		if err != nil {
			return list, err
		}
		list.items = append(list.items, w)
	}
	if len(list.items) == 1 {
		return list.items[0], nil
	}
	return list, nil
}

// conditions writes operators, keys and values. Two conditions with one operator stand under it together.
func (e *editor) conditions(all []iam.Condition, owner string) (written, error) {
	w := written{}
	for _, c := range all {
		list := written{}
		for _, v := range c.Values {
			value, err := e.express(v, owner, false)
			if err != nil {
				return w, err
			}
			list.items = append(list.items, value)
		}
		if len(list.items) == 1 {
			list = list.items[0]
		}
		w.under(c.Operator).pairs = append(w.under(c.Operator).pairs, writtenPair{e.key(c.Key), list})
	}
	return w, nil
}

// under is the map of one operator.
func (w *written) under(operator string) *written {
	for i := range w.pairs {
		if w.pairs[i].key == operator {
			return &w.pairs[i].value
		}
	}
	w.pairs = append(w.pairs, writtenPair{key: operator})
	return &w.pairs[len(w.pairs)-1].value
}

// key writes the key of a condition; JSON's quotes come later.
func (e *editor) key(s string) string {
	if e.style.json {
		return s
	}
	return e.quote(s)
}
