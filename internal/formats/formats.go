// Package formats is the table of template formats: what reads and edits each.
package formats

import (
	"fmt"

	"github.com/parebot/pare/internal/formats/cloudformation"
	"github.com/parebot/pare/internal/formats/sam"
	"github.com/parebot/pare/internal/formats/serverless"
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

// Format is one row of the table. Its functions are pure.
type Format struct {
	Name string
	// Read reads one file into a stack. It answers nil where the file is not of this format; a file that is and cannot be read is a Stack with Problems.
	Read func(tree source.Tree, file string) *stack.Stack
	// Edit turns a change of a stack into an atomic set of edits, or refuses (errors.Is stack.ErrCannot) and says why.
	Edit func(tree source.Tree, s *stack.Stack, change stack.Change) (source.Edits, error)
	// Express writes statements in the format's dialect, as they would stand in a policy of the role: lines, or a refusal as of Edit.
	Express func(tree source.Tree, s *stack.Stack, role string, statements []iam.Statement) ([]string, error)
}

// All is the table. The order counts: the first row that reads a file has it, so the narrower format comes first.
var All = []Format{
	{serverless.Name, serverless.Read, serverless.Edit, serverless.Express},
	{sam.Name, sam.Read, sam.Edit, sam.Express},
	{cloudformation.Name, cloudformation.Read, cloudformation.Edit, cloudformation.Express},
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
	f, err := of(s)
	if err != nil {
		return nil, err
	}
	return f.Edit(tree, s, change)
}

// Express writes statements in the format that the stack was read from.
func Express(tree source.Tree, s *stack.Stack, role string, statements []iam.Statement) ([]string, error) {
	f, err := of(s)
	if err != nil {
		return nil, err
	}
	return f.Express(tree, s, role, statements)
}

func of(s *stack.Stack) (Format, error) {
	for _, f := range All {
		if f.Name == s.Format {
			return f, nil
		}
	}
	return Format{}, fmt.Errorf("there is no format %q: %w", s.Format, stack.ErrCannot)
}
