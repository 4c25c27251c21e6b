// Package formats is the table of template formats: what reads and edits each.
package formats

import (
	"fmt"

	"github.com/parebot/pare/internal/formats/cloudformation"
	"github.com/parebot/pare/internal/formats/sam"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

// Format is one row of the table. Both functions are pure.
type Format struct {
	Name string
	// Read reads one file into a stack. It answers nil where the file is not of this format; a file that is and cannot be read is a Stack with Problems.
	Read func(tree source.Tree, file string) *stack.Stack
	// Edit turns a change of a stack into an atomic set of edits, or refuses (errors.Is stack.ErrCannot) and says why.
	Edit func(tree source.Tree, s *stack.Stack, change stack.Change) (source.Edits, error)
}

// All is the table. The order counts: the first row that reads a file has it, so the narrower format comes first.
var All = []Format{
	{sam.Name, sam.Read, sam.Edit},
	{cloudformation.Name, cloudformation.Read, cloudformation.Edit},
}

// Read reads one file with the first format that knows it; nil where none does.
func Read(tree source.Tree, file string) *stack.Stack {
	for _, f := range All {
		if s := f.Read(tree, file); s != nil {
			return s
		}
	}
	return nil
}

// Edit turns a change of a stack into edits, in the format that the stack was read from.
func Edit(tree source.Tree, s *stack.Stack, change stack.Change) (source.Edits, error) {
	for _, f := range All {
		if f.Name == s.Format {
			return f.Edit(tree, s, change)
		}
	}
	return nil, fmt.Errorf("editing a template of the unknown format %q: %w", s.Format, stack.ErrCannot)
}
