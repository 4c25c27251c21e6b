package cdk

import (
	"strings"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/source"
)

// construct is one node of the tree of constructs.
type construct struct {
	doing
	id    string
	class string // that it is read like
	of    *sdk.Object
	// many says that one line of the code makes several of them, which are not told apart.
	many bool
}

func (c *construct) imported() bool { return c.do == "static" }

// grant is one statement of a role, or that there may be more which are not seen: then why says so.
type grant struct {
	node *document.Node // the statement
	at   source.Span
	why  string
	// method is what gives it: grantReadData; framework says that nobody asked for it by name.
	method    string
	framework bool
}

// collect sorts what the app does: the constructs that it makes first, then what it does with them.
func (a *app) collect() {
	a.changes = make(map[string][]doing)
	for _, d := range a.doings() {
		switch d.do {
		case "new", "static":
			a.construct(d)
		case "call":
			if d.receiver.Kind == ofValue {
				a.changes[d.receiver.Key()] = append(a.changes[d.receiver.Key()], d)
			}
		}
	}
}

// doings are all that the app does, in the order of the code.
func (a *app) doings() []doing {
	if a.done == nil {
		a.done = a.told()
	}
	return a.done
}

func (a *app) told() (all []doing) {
	for _, c := range a.result.Calls {
		set := c.Arguments[byNumber]
		text, _ := only(set)
		if rec, ok := a.names.of(text); ok && c.Service == service {
			all = append(all, doing{rec, c.Span})
		}
	}
	return all
}

func (a *app) construct(d doing) {
	path, ok := pathOf(d.record)
	if !ok {
		return
	}
	text, _ := only(path)
	id := idOf(text, d.at.Line)
	c := a.constructs[id]
	if c == nil {
		c = &construct{id: id}
		a.constructs[id] = c
		a.order = append(a.order, c)
	} else {
		c.many = c.many || strings.Contains(id, "*") || c.at != d.at
	}
	c.doing, c.class = d, classOf(d.class())
	c.of = &sdk.Object{Kind: ofConstruct, Service: service, Name: d.class(), Place: placeOf(d.at), Arguments: a.names.make(d.record).Results[0].Arguments}
}

func placeOf(at source.Span) source.Span { return at }

// get is the construct that an object is, nil where it is none that the code makes.
func (a *app) get(o *sdk.Object) *construct {
	if o == nil || o.Kind != ofConstruct {
		return nil
	}
	return a.constructs[a.names.id(o)]
}
