package cloudformation

import (
	"slices"
	"strings"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/stack"
)

// add gives a role statements that it does not have.
func (e *editor) add(c *stack.AddStatements) error {
	role, err := e.role(c.Role)
	if err != nil {
		return err
	}
	rest, err := e.widen(role, c.Statements)
	if err != nil || len(rest) == 0 {
		return err
	}
	return e.addTo(role, rest)
}

// addTo writes statements into a policy that the role has already, else into a new one.
func (e *editor) addTo(role *stack.Role, all []iam.Statement) error {
	for _, s := range all {
		if !sameWhen(s.When, role.When) {
			return cannot("the new statement depends on other conditions than its role")
		}
	}
	if e.dialect != nil {
		if home, ok := e.dialect.Homes[role.ID]; ok {
			return e.addHome(home, role.ID, all)
		}
	}
	if e.stale {
		if err := e.read(); err != nil {
			return err
		}
	}
	r := e.byID[e.owner(role.ID)]
	if r == nil || r.Properties == nil || e.Shared(r.Properties.Span) && r.Properties.Alias != nil {
		return cannot("the role %s is not written here", role.ID)
	}
	properties := place{resource: r, nodes: []*document.Node{r.Properties}}
	if list, found := e.home(role, properties); found {
		key := r.ID + "/" + strings.Join(list.steps, "/")
		for i, s := range all {
			if i > 0 {
				if list, found = e.find(key); !found {
					return cannot("the statements are not where they were")
				}
			}
			w, err := e.statement(s, r.ID)
			if err != nil {
				return err
			}
			n := list.node()
			if err := e.apply(document.InsertItem(e.src, n, len(n.Items), e.style.lines(w, list.flow()))); err != nil {
				return err
			}
		}
		return nil
	}
	entry, err := e.policy(role, r, all)
	if err != nil {
		return err
	}
	return e.addEntry(properties, entry)
}

// home is the list of statements of a policy that stands in the role itself, under no condition and for no other place.
func (e *editor) home(role *stack.Role, properties place) (place, bool) {
	for _, g := range role.Grants {
		if g.Origin != stack.Inline || g.Shared || !strings.HasPrefix(g.Key, properties.resource.ID+"/Policies/") || strings.Contains(g.Key, "Fn::If") {
			continue
		}
		p, found := e.find(g.Key)
		if !found || len(p.steps) < 2 || p.steps[len(p.steps)-2] != "Statement" {
			continue
		}
		if list := p.up(); list.node().Kind == document.List && list.node().Tag == "" {
			return list, true
		}
	}
	return place{}, false
}

// policy writes a new entry of Policies: SAM takes a document, a role wants a name for it.
func (e *editor) policy(role *stack.Role, r *Resource, all []iam.Statement) (written, error) {
	list, err := e.statements(all, r.ID)
	if err != nil {
		return written{}, err
	}
	statement := writtenPair{"Statement", list}
	if role.Implicit {
		return written{pairs: []writtenPair{statement}}, nil
	}
	version := writtenPair{"Version", written{scalar: e.quoted("2012-10-17")}}
	return written{pairs: []writtenPair{
		{"PolicyName", written{scalar: e.quote(e.freeName(r))}},
		{"PolicyDocument", written{pairs: []writtenPair{version, statement}}},
	}}, nil
}

// freeName is a policy name that the role does not have yet.
func (e *editor) freeName(r *Resource) string {
	var taken []string
	for _, b := range e.Items(r.Properties.Get("Policies"), "", nil) {
		if n := b.Node.Get("PolicyName"); n != nil {
			taken = append(taken, n.Value)
		}
	}
	name := r.ID + "Access"
	for i := 2; slices.Contains(taken, name); i++ {
		name = r.ID + "Access" + number(i)
	}
	return name
}

// addEntry puts an entry at the end of Policies. One that stands there without a list becomes the first of a list.
func (e *editor) addEntry(properties place, entry written) error {
	old := properties.node().Get("Policies")
	switch {
	case old == nil || old.Kind == document.Null || old.Kind == document.List && old.Tag == "" && len(old.Items) == 0:
		return e.setValue(properties, "Policies", written{items: []written{entry}})
	case old.Alias != nil || e.Shared(old.Whole):
		return cannot("the policies of this role serve other places too")
	case old.Kind == document.List && old.Tag == "":
		list := properties.down("Policies", old)
		return e.apply(document.InsertItem(e.src, old, len(old.Items), e.style.lines(entry, list.flow())))
	case old.Kind == document.String && old.Whole.Line == old.Whole.EndLine:
		first := written{scalar: string(e.src[old.Whole.Start:old.Whole.End])}
		return e.setValue(properties, "Policies", written{items: []written{first, entry}})
	}
	return cannot("the policies of this role are an expression")
}
