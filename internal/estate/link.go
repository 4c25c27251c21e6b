package estate

import (
	"cmp"
	"slices"

	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// Link joins the stacks of one tree: it gives parameters of nested stacks and imports the values that they have there, and finds
// all users of each role, over all stacks. The stacks that it is given are not changed.
func Link(stacks []*stack.Stack, tree source.Tree) *Estate { return link(stacks, tree, nil) }

// Relink joins stacks of which few are others than e was made of, in the same order: what a suggestion has changed. It gives what Link
// gives, and binds anew only what differs.
func (e *Estate) Relink(stacks []*stack.Stack, tree source.Tree) *Estate {
	return link(stacks, tree, e.binding)
}

func link(stacks []*stack.Stack, tree source.Tree, before *binding) *Estate {
	b := bind(stacks, before)
	e := &Estate{Stacks: b.bound, binding: b, index: make(map[role]*Role)}
	for _, s := range e.Stacks {
		for _, r := range s.Roles {
			one := &Role{Role: r, Stack: s, Open: slices.Clone(r.Elsewhere)}
			e.Roles = append(e.Roles, one)
			if at := (role{s.File, r.ID}); e.index[at] == nil {
				e.index[at] = one
			}
		}
	}
	e.attach()
	for _, s := range e.Stacks {
		for _, fn := range s.Functions {
			e.employ(User{Stack: s, Function: fn})
		}
	}
	open := e.openings(tree)
	for _, r := range e.Roles {
		var notes []source.Note
		if len(r.Users) == 0 {
			notes = append(notes, source.Note{Span: r.Span, Text: "no function of this repository uses this role"})
		}
		notes = append(notes, open[role{r.Stack.File, r.ID}]...)
		sortNotes(notes)
		r.Open = append(r.Open, notes...)
	}
	return e
}

// employ gives a function to each role that it may run with.
func (e *Estate) employ(u User) {
	ref := u.Function.Role
	if ref.ID != "" {
		if r := e.Role(u.Stack.File, ref.ID); r != nil {
			r.Users = append(r.Users, u)
			return
		}
	}
	found := false
	for _, c := range ref.External {
		if r := e.named(c.Value); r != nil {
			found = true
			if !slices.Contains(r.Users, u) {
				r.Users = append(r.Users, u)
			}
		}
	}
	if !found {
		e.Homeless = append(e.Homeless, u)
	}
}

// Role returns the role with an ID in the stack of a template, nil where there is none.
func (e *Estate) Role(file, id string) *Role {
	return e.index[role{file, id}]
}

// named finds the role that an expression of another stack stands for: its ARN once all is expanded, or the attribute itself.
func (e *Estate) named(v symbolic.Value) *Role {
	x := v.Expand()
	for _, r := range e.Roles {
		if of := attribute(x); of != nil && of.Text == r.ID && of.Stack == r.Stack.File {
			return r
		}
		if len(r.Arn) > 0 && x.Key() == r.Arn.Expand().Key() {
			return r
		}
	}
	return nil
}

// attribute returns the part that a value consists of where that is one attribute, nil otherwise.
func attribute(v symbolic.Value) *symbolic.Part {
	if len(v) == 1 && v[0].Kind == symbolic.Attribute {
		return &v[0]
	}
	return nil
}

// Resource finds what a part of a value is an attribute of, nil where it is no resource of the estate.
func (e *Estate) Resource(p symbolic.Part) *stack.Resource {
	if p.Kind != symbolic.Attribute {
		return nil
	}
	for _, s := range e.Stacks {
		if s.File != p.Stack {
			continue
		}
		if i := slices.IndexFunc(s.Resources, func(r *stack.Resource) bool { return r.ID == p.Text }); i >= 0 {
			return s.Resources[i]
		}
	}
	return nil
}

// sortNotes puts notes into the order of their places.
func sortNotes(notes []source.Note) {
	slices.SortStableFunc(notes, func(a, b source.Note) int {
		return cmp.Or(cmp.Compare(a.Span.File, b.Span.File), cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(a.Text, b.Text))
	})
}
