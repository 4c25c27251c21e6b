package cdk

import (
	"fmt"

	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

// editCode changes the code of an app, or says what to write instead.
func editCode(_ source.Tree, s *stack.Stack, change stack.Change) (source.Edits, error) {
	if change.Replace == nil {
		return nil, fmt.Errorf("the code of the app says this, and Pare does not write it: %w", stack.ErrCannot)
	}
	return nil, fmt.Errorf("%s: %w", instead(s, *change.Replace), stack.ErrCannot)
}

// instead is what a person writes in the place of what gives more than is needed.
func instead(s *stack.Stack, c stack.ReplaceGrants) string {
	for _, role := range s.Roles {
		for _, g := range role.Grants {
			if role.ID != c.Role || len(c.Keys) == 0 || g.Key != c.Keys[0] {
				continue
			}
			switch {
			case g.Origin == stack.Template && len(c.With) == 0:
				return "the call of " + g.Name + " can go"
			case g.Origin == stack.Template:
				return "in the place of " + g.Name + ", addToRolePolicy with a PolicyStatement of these actions and resources gives no more than that"
			case g.Origin == stack.Managed:
				return "in the place of the managed policy, addToRolePolicy with a PolicyStatement of these actions and resources gives no more than that"
			}
		}
	}
	return "the code of the app makes this statement"
}

// expressCode writes statements as TypeScript or Python has them.
func expressCode(*stack.Stack, string, []iam.Statement) ([]string, error) {
	return nil, fmt.Errorf("statements are not written as code yet: %w", stack.ErrCannot)
}
