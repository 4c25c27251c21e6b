// Package formats is the table of template formats: what reads and edits each.
package formats

import (
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

// Format is one row of the table. All three functions are pure.
type Format struct {
	Name string
	// Read reads one file into a stack. It answers nil where the file is not of this format; a file that is and cannot be read is a Stack with Problems.
	Read func(tree source.Tree, file string) *stack.Stack
	// Edit turns a change of a stack into an atomic set of edits, or refuses (errors.Is stack.ErrCannot) and says why.
	Edit func(tree source.Tree, s *stack.Stack, change stack.Change) (source.Edits, error)
}
