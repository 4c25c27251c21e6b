package cloudformation

import (
	"fmt"

	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

// Edit turns a change of a stack into an atomic set of edits, or refuses with stack.ErrCannot and says why.
func Edit(tree source.Tree, s *stack.Stack, change stack.Change) (source.Edits, error) {
	return nil, fmt.Errorf("%w", stack.ErrCannot)
}
