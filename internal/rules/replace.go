package rules

import (
	"slices"

	"github.com/parebot/pare/internal/access"
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// replacement puts in the place of a cause what is needed of it: unused cells go, broad ones become their needs, and what is used or
// unsettled stays to the letter. It is nil where nothing changes, or where this place is not the user's to change; then instead says why.
func (c cause) replacement() (change *stack.Change, instead string) {
	if c.origin() == stack.Framework {
		return nil, "The framework grants it; a role of the function's own would not have it."
	}
	if c.role.Stack != nil && !c.role.Stack.ReadFrom(c.span.File) {
		return nil, "Another template attaches it to the role: `" + c.span.File + "`."
	}
	var with []iam.Statement
	changed := false
	for _, g := range c.grants {
		kept, different := c.keep(g)
		with, changed = append(with, kept...), changed || different
	}
	if !changed {
		return nil, ""
	}
	keys := make([]string, 0, len(c.grants))
	for _, g := range c.grants {
		keys = append(keys, g.Key)
	}
	return &stack.Change{Replace: &stack.ReplaceGrants{Role: c.role.ID, Keys: keys, With: c.compact(with)}}, ""
}

// keep is what remains of one statement.
func (c cause) keep(g *stack.Grant) (statements []iam.Statement, changed bool) {
	var left []access.Cell
	var whole []access.Judged // cells that stay to the letter
	for _, j := range c.cells {
		switch {
		case j.Grant != g:
		case j.Use == access.Used || j.Use == access.Unsettled:
			whole = append(whole, j)
			left = append(left, access.Cell{Action: j.ActionPattern(), Resource: j.ResourcePattern(), When: j.CellWhen()})
		case j.Use == access.Broad:
			left, changed = append(left, c.narrowed(j)...), true
		default:
			changed = true
		}
	}
	if !changed {
		return []iam.Statement{g.Statement}, false
	}
	if s, ok := c.fewer(g, whole, len(left)); ok {
		return s, true
	}
	statements = access.Group(left)
	for i := range statements {
		statements[i].Conditions = g.Statement.Conditions
		statements[i].When = slices.Concat(g.Statement.When, statements[i].When)
	}
	if len(statements) == 1 {
		statements[0].Sid = g.Statement.Sid
	}
	return statements, true
}

// fewer is the statement itself with fewer actions and resources, where that says exactly what is left. Pairs that grant nothing
// (they have no cell) do not count.
func (c cause) fewer(g *stack.Grant, whole []access.Judged, left int) ([]iam.Statement, bool) {
	if len(whole) != left {
		return nil, false // a broad cell became something new
	}
	if left == 0 {
		return nil, true
	}
	var actions, resources []int
	for _, j := range whole {
		actions, resources = append(actions, j.Action), append(resources, j.Resource)
	}
	for _, j := range c.cells {
		lost := j.Grant == g && j.Use == access.Unused
		if lost && slices.Contains(actions, j.Action) && slices.Contains(resources, j.Resource) {
			return nil, false
		}
	}
	s := g.Statement
	s.Actions, s.Resources = chosen(s.Actions, actions), chosen(s.Resources, resources)
	return []iam.Statement{s}, true
}

func chosen(terms []iam.Term, indices []int) (out []iam.Term) {
	for i, t := range terms {
		if slices.Contains(indices, i) {
			out = append(out, t)
		}
	}
	return out
}

// narrowed are the needs of a broad cell. What a narrow grant beside it serves already is not granted twice.
func (c cause) narrowed(j access.Judged) (cells []access.Cell) {
	for _, n := range j.Keep {
		if !c.served(n) {
			cells = append(cells, access.Cell{Action: symbolic.Text(n.Action), Resource: resource(n, c.users, c.role.Stack), When: c.when(j, n)})
		}
	}
	return cells
}

// resource is what a need is granted on. A log's group has the function's name, and a role that names the function that has it would wait
// for itself: there stands a *.
func resource(n access.Need, users []string, s *stack.Stack) symbolic.Value {
	if !access.Logging(n.Action) {
		return access.PatternIn(s, n.Resource)
	}
	out := make([]symbolic.Value, 0, len(n.Resource))
	for _, p := range n.Resource {
		one := symbolic.Value{p}
		switch _, known := one.Known(); {
		case p.Kind != symbolic.Attribute || !slices.Contains(users, p.Text):
		case known, s != nil && s.Literal && len(p.Form) > 0: // a script writes the name itself
			one = one.Expand()
		default:
			one = symbolic.Text("*")
		}
		out = append(out, one)
	}
	return access.PatternIn(s, symbolic.Concat(out...))
}

// served reports whether a used cell of another cause of the role allows a need without conditions.
func (c cause) served(n access.Need) bool {
	if c.shared {
		return false
	}
	return slices.ContainsFunc(c.all, func(j access.Judged) bool {
		s := j.Grant.Statement
		free := j.Grant.Cause != c.span && len(s.Conditions) == 0 && len(j.When()) == 0 && j.Use == access.Used
		return free && iam.ActionMatches(j.ActionPattern(), n.Action) == symbolic.Yes && symbolic.Match(j.ResourcePattern(), n.Resource) == symbolic.Yes
	})
}

// compact joins the statements that several statements of one policy became, where they differ in nothing but actions and resources.
func (c cause) compact(statements []iam.Statement) []iam.Statement {
	if len(c.grants) < 2 {
		return statements
	}
	var cells []access.Cell
	for _, s := range statements {
		if s.Effect == iam.Deny || len(s.Conditions) > 0 || len(s.NotActions)+len(s.NotResources) > 0 {
			return statements
		}
		for _, r := range s.Resources {
			for _, a := range s.Actions {
				cells = append(cells, access.Cell{Action: a.Value, Resource: r.Value, When: s.When})
			}
		}
	}
	return access.Group(cells)
}

// when are the conditions under which a need of a cell is granted: the cell's, and those of a resource that does not always exist.
func (c cause) when(j access.Judged, n access.Need) []symbolic.Condition {
	when := j.CellWhen()
	always := slices.Concat(c.role.When, j.Grant.Statement.When)
	for _, p := range n.Resource {
		for _, r := range c.role.Stack.Resources {
			if p.Kind == symbolic.Attribute && p.Text == r.ID && p.Stack == c.role.Stack.File && !symbolic.Implies(always, r.When) {
				when = slices.Concat(when, r.When)
			}
		}
	}
	return when
}
