package cloudformation

import (
	"cmp"
	"slices"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/symbolic"
)

// Dialect is what a framework adds to the language of templates, as far as an edit of its files must know it.
type Dialect struct {
	// Prepare fills the framework's variables into a value before it is evaluated.
	Prepare func(*document.Node) *document.Node
	// Write is how the framework's files name a part of a value that is no part of CloudFormation; false for all others.
	Write func(symbolic.Part) (string, bool)
	// Homes is where new statements go, by the ID of the role.
	Homes map[string]Home
	// Setting is where a property of a generated trigger is set; false where it cannot be.
	Setting func(trigger, property string) (Setting, bool)
}

// Setting is one value of the framework's file: at Steps below the value at Key. Value, where there is one, is what stands there in the
// framework's own words for what is to be set.
type Setting struct {
	Key   string
	Steps []string
	Value string
	For   symbolic.Value // what Value means
}

// Home is a list of statements: the value at Steps below the value at Key. What is not there yet of the way is made.
type Home struct {
	Key    string
	Steps  []string
	Reason string // why statements cannot be added there, in words for people; "" where they can
}

// Speaks sets the dialect of a template.
func (t *Template) Speaks(d *Dialect) { t.dialect = d }

// Put makes known a resource in place of the one with its ID.
func (t *Template) Put(r *Resource) { t.byID[r.ID], t.attributes = r, nil }

// foreign is how a part is written that only the framework knows.
func (t *Template) foreign(p symbolic.Part) (string, bool) {
	if t.dialect == nil {
		return "", false
	}
	return t.dialect.Write(p)
}

// addHome writes statements into the list that is the home of a role's.
func (e *editor) addHome(h Home, owner string, all []iam.Statement) error {
	if h.Reason != "" {
		return cannot("%s", h.Reason)
	}
	for i, s := range all {
		at, found := e.find(h.Key)
		if !found {
			return cannot("the statements of %s do not stand in this file", owner)
		}
		rest := slices.Clone(h.Steps)
		for len(rest) > 0 && at.node().Kind == document.Map && at.node().Get(rest[0]) != nil && at.node().Get(rest[0]).Kind != document.Null {
			at, rest = at.down(rest[0], at.node().Get(rest[0])), rest[1:]
		}
		switch n := at.node(); {
		case n.Alias != nil || n.Anchor != "" || e.Shared(n.Whole):
			return cannot("the same lines serve other places too")
		case len(rest) == 0 && n.Kind == document.List && n.Tag == "" && len(n.Items) > 0:
			w, err := e.statement(s, owner)
			if err != nil {
				return err
			}
			if err := e.apply(document.InsertItem(e.src, n, len(n.Items), e.style.lines(w, at.flow()))); err != nil {
				return err
			}
		case len(rest) == 0 && n.Kind == document.List && n.Tag == "":
			return e.makeHome(at.up(), at.steps[len(at.steps)-1:], owner, all[i:])
		case len(rest) == 0 || n.Kind != document.Map || n.Tag != "":
			return cannot("the statements of %s are an expression", owner)
		default:
			return e.makeHome(at, rest, owner, all[i:])
		}
	}
	return nil
}

// setForeign writes one value of the framework's file, with the maps on the way to it.
func (e *editor) setForeign(s Setting, v symbolic.Value, owner string) error {
	w := written{scalar: s.Value}
	var err error
	switch {
	case s.Value == "":
		w, err = e.express(v, owner, false)
	case s.For.Key() != v.Key():
		err = cannot("the framework has no word for %s here", v)
	}
	at, found := e.find(s.Key)
	if err != nil || !found {
		return cmp.Or(err, cannot("%s does not stand in this file", owner))
	}
	rest := slices.Clone(s.Steps)
	for len(rest) > 1 && at.node().Kind == document.Map && at.node().Get(rest[0]) != nil && at.node().Get(rest[0]).Kind == document.Map {
		at, rest = at.down(rest[0], at.node().Get(rest[0])), rest[1:]
	}
	if n := at.node(); n.Alias != nil || n.Anchor != "" || n.Tag != "" || e.Shared(n.Whole) {
		return cannot("the same lines serve other places too")
	}
	for _, step := range slices.Backward(rest[1:]) {
		w = written{pairs: []writtenPair{{step, w}}}
	}
	if list := at.node().Get(rest[0]); list != nil && list.Kind == document.List && list.Tag == "" && len(rest) > 1 {
		at = at.down(rest[0], list)
		return e.apply(document.InsertItem(e.src, list, len(list.Items), e.style.lines(w, at.flow())))
	}
	return e.setValue(at, rest[0], w)
}

// makeHome writes a list of statements below a map, with the maps on the way to it.
func (e *editor) makeHome(at place, steps []string, owner string, all []iam.Statement) error {
	w, err := e.statements(all, owner)
	if err != nil {
		return err
	}
	for _, step := range slices.Backward(steps[1:]) {
		w = written{pairs: []writtenPair{{step, w}}}
	}
	return e.setValue(at, steps[0], w)
}
