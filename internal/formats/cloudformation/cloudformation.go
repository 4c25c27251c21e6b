// Package cloudformation reads and edits plain CloudFormation templates: those without the transform of SAM.
package cloudformation

import (
	"errors"
	"path"
	"strings"

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
	if errors.Is(err, source.ErrTooLarge) && isCalled(file) {
		at := source.Span{File: file, Line: 1, EndLine: 1, Column: 1}
		return &stack.Stack{File: file, Format: Name, Problems: []source.Note{{Span: at, Text: "this template is larger than is read"}}}
	}
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

// isCalled says whether a file has a name that only templates have: what is too large to be looked into may be anything else by its extension.
func isCalled(file string) bool {
	base := path.Base(file)
	name, ext, _ := strings.Cut(base, ".")
	return strings.HasSuffix(name, "template") || strings.HasPrefix(ext, "template") || name == "cloudformation" || name == "sam"
}

// Edit turns a change of a stack that Read made into edits, or refuses with stack.ErrCannot.
func Edit(tree source.Tree, s *stack.Stack, change stack.Change) (source.Edits, error) {
	return cloudformation.Edit(tree, s, change)
}

// Express writes statements as they would stand in a policy of the role, or refuses with stack.ErrCannot.
func Express(tree source.Tree, s *stack.Stack, role string, statements []iam.Statement) ([]string, error) {
	return cloudformation.Express(tree, s, role, statements)
}
