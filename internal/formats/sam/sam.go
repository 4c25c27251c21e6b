// Package sam reads and edits templates of the AWS Serverless Application Model: what the transform makes of them counts, and each
// grant and trigger is reported on the line that causes it.
package sam

import (
	"fmt"

	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

// Name of the format.
const Name = "sam"

// Read reads one SAM template. It answers nil where the file is none.
func Read(tree source.Tree, file string) *stack.Stack {
	return nil
}

// Edit turns a change of a stack that Read made into edits, or refuses with stack.ErrCannot.
func Edit(tree source.Tree, s *stack.Stack, change stack.Change) (source.Edits, error) {
	return nil, fmt.Errorf("%w", stack.ErrCannot)
}
