// Package formats is the table of template formats: what reads and edits each.
package formats

import (
	"fmt"

	"github.com/parebot/pare/internal/flow"
	"github.com/parebot/pare/internal/formats/cdk"
	"github.com/parebot/pare/internal/formats/chalice"
	"github.com/parebot/pare/internal/formats/cloudformation"
	"github.com/parebot/pare/internal/formats/sam"
	"github.com/parebot/pare/internal/formats/serverless"
	"github.com/parebot/pare/internal/formats/shell"
	"github.com/parebot/pare/internal/formats/terraform"
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/sdk"
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
	{chalice.Name, chalice.Read, chalice.Edit, chalice.Express},
	{serverless.Name, serverless.Read, serverless.Edit, serverless.Express},
	{terraform.Name, terraform.Read, terraform.Edit, terraform.Express},
	{cdk.Name, cdk.Read, cdk.Edit, cdk.Express},
	{shell.Name, shell.Read, shell.Edit, shell.Express},
	{sam.Name, sam.Read, sam.Edit, sam.Express},
	{cloudformation.Name, cloudformation.Read, cloudformation.Edit, cloudformation.Express},
}

// Code is how formats whose templates are code get at it: they know no language.
type Code struct {
	// Program gives the program of a file.
	Program func(file string) (*program.Module, error)
	// Follow runs the program that a file starts, where the idioms say what the names of its packages do.
	Follow func(file string, names sdk.Idioms) flow.Result
}

// coded are the rows of All whose templates are code, and how they are read with it: Read alone gives what stands in no code.
var coded = []struct {
	name string
	read func(tree source.Tree, file string, code Code) *stack.Stack
}{
	{chalice.Name, func(tree source.Tree, file string, code Code) *stack.Stack {
		return chalice.ReadWith(tree, file, code.Program)
	}},
	{serverless.Name, func(tree source.Tree, file string, code Code) *stack.Stack {
		return serverless.ReadWith(tree, file, code.Program)
	}},
	{cdk.Name, func(tree source.Tree, file string, code Code) *stack.Stack {
		return cdk.ReadWith(tree, file, code.Follow)
	}},
}

// Read reads one file with the first format that knows it; nil where none does. What is written in code is not read: see ReadWith.
func Read(tree source.Tree, file string) *stack.Stack { return ReadWith(tree, file, Code{}) }

// ReadWith is Read where code can be had.
func ReadWith(tree source.Tree, file string, code Code) *stack.Stack {
	for _, f := range All {
		if s := f.read(tree, file, code); s != nil {
			return s
		}
	}
	return nil
}

func (f Format) read(tree source.Tree, file string, code Code) *stack.Stack {
	for _, row := range coded {
		if row.name == f.Name {
			return row.read(tree, file, code)
		}
	}
	return f.Read(tree, file)
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
