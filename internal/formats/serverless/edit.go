package serverless

import (
	"fmt"

	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

// Edit turns a change of a stack that Read made into edits, or refuses with stack.ErrCannot.
func Edit(tree source.Tree, s *stack.Stack, change stack.Change) (source.Edits, error) {
	return nil, fmt.Errorf("changing the statements of a service: %w", stack.ErrCannot)
}

// Express writes statements as they would stand in a policy of the role, or refuses with stack.ErrCannot.
func Express(tree source.Tree, s *stack.Stack, role string, statements []iam.Statement) ([]string, error) {
	return nil, fmt.Errorf("writing statements of a service: %w", stack.ErrCannot)
}
