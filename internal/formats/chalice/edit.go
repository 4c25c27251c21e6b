package chalice

import (
	"fmt"
	"slices"

	"github.com/parebot/pare/internal/cloudformation"
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// Edit turns a change of a stack that Read made into edits of a policy file, or refuses with stack.ErrCannot.
func Edit(tree source.Tree, s *stack.Stack, change stack.Change) (source.Edits, error) {
	var id string
	switch {
	case change.Set != nil:
		return nil, cannot("Chalice makes this permission from the decorator")
	case change.Replace != nil:
		c := *change.Replace
		id, change.Replace = c.Role, &c
		role := roleOf(s, id)
		if len(c.With) == 0 && role != nil && !slices.ContainsFunc(role.Grants, func(g *stack.Grant) bool { return !slices.Contains(c.Keys, g.Key) }) {
			return nil, cannot("the policy file would be left without statements")
		}
		c.With = written(c.With)
	case change.Add != nil:
		c := *change.Add
		id, change.Add = c.Role, &c
		c.Statements = written(c.Statements)
	}
	role := roleOf(s, id)
	switch {
	case role == nil:
		return nil, cannot("the role %s is not in this application", id)
	case role.Implicit:
		return nil, cannot("Chalice makes this policy from the code: with \"autogen_policy\": false it is the one that stands in .chalice/policy-STAGE.json")
	case change.Add != nil && len(role.Grants) == 0:
		return nil, cannot("the policy file has no statement yet")
	}
	file := role.Span.File
	return cloudformation.EditAs(tree, s, file, change, func(src []byte) *cloudformation.Template { return template(tree, id, file, src) })
}

// Express writes statements as they would stand in a policy file, or refuses with stack.ErrCannot.
func Express(tree source.Tree, s *stack.Stack, id string, statements []iam.Statement) ([]string, error) {
	file, src := s.File, []byte("{}")
	if role := roleOf(s, id); role != nil && !role.Implicit {
		text, err := tree.Read(role.Span.File)
		if err != nil {
			return nil, fmt.Errorf("reading the policy: %w", err)
		}
		file, src = role.Span.File, text
	}
	return cloudformation.ExpressAs(s, file, src, id, written(statements), func(src []byte) *cloudformation.Template {
		return template(tree, id, file, src)
	})
}

func cannot(format string, args ...any) error {
	return fmt.Errorf(format+": %w", append(args, stack.ErrCannot)...)
}

func roleOf(s *stack.Stack, id string) *stack.Role {
	if i := slices.IndexFunc(s.Roles, func(r *stack.Role) bool { return r.ID == id }); i >= 0 {
		return s.Roles[i]
	}
	return nil
}

// written is statements as a file of JSON can have them: it knows no region and no account, and stands for any of them.
func written(all []iam.Statement) []iam.Statement {
	out := slices.Clone(all)
	for i, s := range out {
		out[i].Resources = slices.Clone(s.Resources)
		for j, r := range out[i].Resources {
			out[i].Resources[j].Value = starred(r.Value)
		}
	}
	return out
}

// starred has a text for the partition, and * for all that only a deployment knows.
func starred(v symbolic.Value) symbolic.Value {
	parts := make([]symbolic.Value, 0, len(v))
	for _, p := range v.Expand() {
		switch {
		case p.Kind == symbolic.Pseudo && p.Text == "AWS::Partition":
			parts = append(parts, symbolic.Text("aws"))
		case p.Kind != symbolic.Literal:
			parts = append(parts, symbolic.Text("*"))
		default:
			parts = append(parts, symbolic.Value{p})
		}
	}
	return symbolic.Concat(parts...)
}
