// Package sam reads and edits templates of the AWS Serverless Application Model: what the transform makes of them counts, and each
// grant and trigger is reported on the line that causes it.
package sam

import (
	"bytes"

	"github.com/parebot/pare/internal/cloudformation"
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

// Name of the format.
const Name = "sam"

// Read reads one SAM template. It answers nil where the file is none.
func Read(tree source.Tree, file string) *stack.Stack {
	t := open(tree, file)
	if t == nil {
		return nil
	}
	if t.Root == nil {
		return &stack.Stack{File: file, Format: Name, Problems: t.Problems}
	}
	r := &reader{Reader: cloudformation.NewReader(t, Name), globals: t.Root.Get("Globals").Get("Function")}
	r.announce()
	r.Begin()
	r.functions()
	r.stateMachines()
	r.apis()
	r.connectors()
	return r.Finish()
}

// open parses a file that is a template of SAM; nil for every other, most of them unparsed.
func open(tree source.Tree, file string) *cloudformation.Template {
	if !cloudformation.Named(file) {
		return nil
	}
	src, err := tree.Read(file)
	if err != nil || !bytes.Contains(src, []byte("AWS::Serverless")) || !cloudformation.Candidate(file, src) {
		return nil
	}
	t := cloudformation.Open(tree, file, src)
	if t == nil || t.Root != nil && !t.Transformed("AWS::Serverless") {
		return nil
	}
	return t
}

// Edit turns a change of a stack that Read made into edits, or refuses with stack.ErrCannot.
func Edit(tree source.Tree, s *stack.Stack, change stack.Change) (source.Edits, error) {
	return cloudformation.Edit(tree, s, change)
}

// Express writes statements as they would stand in a policy of the role, or refuses with stack.ErrCannot.
func Express(tree source.Tree, s *stack.Stack, role string, statements []iam.Statement) ([]string, error) {
	return cloudformation.Express(tree, s, role, statements)
}
