// Package cloudformation reads and edits plain CloudFormation templates: those without the transform of SAM.
package cloudformation

import (
	"github.com/parebot/pare/internal/cloudformation"
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

// Name of the format.
const Name = "cloudformation"

// Read reads one template. It answers nil where the file is none, or is one of SAM.
func Read(tree source.Tree, file string) *stack.Stack {
	if !cloudformation.Named(file) {
		return nil
	}
	src, err := tree.Read(file)
	if err != nil || !cloudformation.Candidate(file, src) {
		return nil
	}
	t := cloudformation.Open(tree, file, src)
	if t == nil {
		return nil
	}
	if t.Root == nil {
		return &stack.Stack{File: file, Format: Name, Problems: t.Problems}
	}
	if t.Transformed("AWS::Serverless") {
		return nil
	}
	r := cloudformation.NewReader(t, Name)
	r.Begin()
	return r.Finish()
}

// Edit turns a change of a stack that Read made into edits, or refuses with stack.ErrCannot.
func Edit(tree source.Tree, s *stack.Stack, change stack.Change) (source.Edits, error) {
	return cloudformation.Edit(tree, s, change)
}

// Express writes statements as they would stand in a policy of the role, or refuses with stack.ErrCannot.
func Express(tree source.Tree, s *stack.Stack, role string, statements []iam.Statement) ([]string, error) {
	return cloudformation.Express(tree, s, role, statements)
}
