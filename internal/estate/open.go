package estate

import (
	"fmt"
	"slices"

	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/symbolic"
)

// role names a role within the repository: the path of its template and its logical ID.
type role struct{ file, id string }

// openings says by which ways somebody outside the repository may use roles, so that their needs are not all known.
func (e *Estate) openings(tree source.Tree) map[role][]source.Note {
	open, imported := make(map[role][]source.Note), e.imported()
	for _, s := range e.Stacks {
		for _, x := range s.Exports {
			if len(x.Name) != 1 || !imported[x.Name[0].Value.String()] {
				tell(open, mentioned(x.Value), source.Note{Span: x.Span, Text: "the role is exported, and nothing in this repository imports it"})
			}
		}
		for _, n := range s.Nested {
			if present(tree, n.File) {
				continue
			}
			var roles []role
			for _, v := range n.Parameters {
				roles = append(roles, mentioned(v.Set)...)
			}
			tell(open, roles, source.Note{Span: n.Span, Text: fmt.Sprintf("the role is handed to the nested stack `%s`, whose template is not in the repository", n.ID)})
		}
	}
	return open
}

// tell adds a note to each of some roles, once.
func tell(open map[role][]source.Note, roles []role, note source.Note) {
	for _, r := range roles {
		if !slices.Contains(open[r], note) {
			open[r] = append(open[r], note)
		}
	}
}

func present(tree source.Tree, file string) bool {
	return file != "" && tree != nil && tree.Hash(file) != ""
}

// mentioned lists what a value has attributes of: roles, if they are.
func mentioned(set symbolic.Set) (roles []role) {
	for _, c := range set {
		for _, p := range c.Value {
			if p.Kind == symbolic.Attribute {
				roles = append(roles, role{p.Stack, p.Text})
			}
		}
	}
	return roles
}

// imported are the names of the exports from which functions of the repository take their roles, and policies the roles that they are for.
func (e *Estate) imported() map[string]bool {
	names := make(map[string]bool)
	for _, s := range e.Stacks {
		for _, fn := range s.Functions {
			for _, c := range fn.Role.External {
				if len(c.Value) == 1 && c.Value[0].Kind == symbolic.Import {
					names[c.Value[0].Text] = true
				}
			}
		}
		for _, a := range s.Attached {
			if len(a.Name) == 1 && a.Name[0].Kind == symbolic.Import {
				names[a.Name[0].Text] = true
			}
		}
	}
	return names
}
