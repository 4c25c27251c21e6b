// Package cloudformation reads and edits plain CloudFormation templates: those without the transform of SAM.
package cloudformation

import (
	"fmt"

	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

// Name of the format.
const Name = "cloudformation"

// Read reads one template. It answers nil where the file is none, or is one of SAM.
func Read(tree source.Tree, file string) *stack.Stack {
	return nil
}

// Edit turns a change of a stack that Read made into edits, or refuses with stack.ErrCannot.
func Edit(tree source.Tree, s *stack.Stack, change stack.Change) (source.Edits, error) {
	return nil, fmt.Errorf("%w", stack.ErrCannot)
}
