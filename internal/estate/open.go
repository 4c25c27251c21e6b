package estate

import (
	"fmt"
	"slices"

	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// openings says by which ways somebody outside the repository may use a role, so that its needs are not all known.
func (e *Estate) openings(r *Role, tree source.Tree) (notes []source.Note) {
	if len(r.Users) == 0 {
		notes = append(notes, source.Note{Span: r.Span, Text: "no function of this repository uses this role"})
	}
	for _, s := range e.Stacks {
		for _, x := range s.Exports {
			if mentions(x.Value, r) && !e.imported(x) {
				notes = append(notes, source.Note{Span: x.Span, Text: "the role is exported, and nothing in this repository imports it"})
			}
		}
		for _, n := range s.Nested {
			if !present(tree, n.File) && handed(n, r) {
				notes = append(notes, source.Note{Span: n.Span, Text: fmt.Sprintf("the role is handed to the nested stack `%s`, whose template is not in the repository", n.ID)})
			}
		}
	}
	sortNotes(notes)
	return notes
}

func present(tree source.Tree, file string) bool {
	return file != "" && tree != nil && tree.Hash(file) != ""
}

// handed reports whether a parameter of a nested stack names the role.
func handed(n *stack.Nested, r *Role) bool {
	for _, v := range n.Parameters {
		if mentions(v.Set, r) {
			return true
		}
	}
	return false
}

// mentions reports whether a value is made of an attribute of the role.
func mentions(set symbolic.Set, r *Role) bool {
	return slices.ContainsFunc(set, func(c symbolic.Choice) bool {
		return slices.ContainsFunc(c.Value, func(p symbolic.Part) bool {
			return p.Kind == symbolic.Attribute && p.Text == r.ID && p.Stack == r.Stack.File
		})
	})
}

// imported reports whether a function of the repository takes its role from an export.
func (e *Estate) imported(x *stack.Export) bool {
	for _, s := range e.Stacks {
		for _, fn := range s.Functions {
			for _, c := range fn.Role.External {
				if len(c.Value) == 1 && c.Value[0].Kind == symbolic.Import && len(x.Name) == 1 && c.Value[0].Text == x.Name[0].Value.String() {
					return true
				}
			}
		}
	}
	return false
}
