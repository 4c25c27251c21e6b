// Package cdk reads apps of the AWS CDK. Where the templates that it has written are kept with the code (cdk.out), they are read: they are
// CloudFormation that nobody edits, so what is found in them is told, and changed in the app. Else the code of the app is followed: what it
// does with the CDK's names makes a template like the one that the CDK would write, with the lines of the code for places.
package cdk

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/cloudformation"
	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

// Name of the format.
const Name = "cdk"

// Read reads one template of a folder cdk.out. It answers nil where the file is none.
func Read(tree source.Tree, file string) *stack.Stack {
	if !strings.HasSuffix(file, ".template.json") || !slices.Contains(strings.Split(path.Dir(file), "/"), "cdk.out") {
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
	r := cloudformation.NewReader(t, Name)
	r.Begin()
	for _, fn := range r.Stack.Functions {
		locate(t, fn)
	}
	return r.Finish()
}

// locate finds the code of a function among the assets that the CDK has put beside the template, by the metadata that it writes.
func locate(t *cloudformation.Template, fn *stack.Function) {
	res := t.Resource(fn.ID)
	if res == nil || fn.Code.Remote == "" {
		return
	}
	asset := metadata(res.Node, "aws:asset:path")
	if asset == "" || metadata(res.Node, "aws:asset:property") != "Code" {
		return
	}
	dir := path.Join(path.Dir(t.File), asset)
	if slices.ContainsFunc(t.Tree.Paths(), func(file string) bool { return strings.HasPrefix(file, dir+"/") }) {
		fn.Code = stack.Code{Dir: dir, Span: fn.Code.Span}
	}
}

func metadata(n *document.Node, key string) string {
	if value := n.Get("Metadata").Get(key); value != nil {
		return value.Value
	}
	return ""
}

// Edit refuses for templates that the CDK writes: the next synthesis would undo it.
func Edit(tree source.Tree, s *stack.Stack, change stack.Change) (source.Edits, error) {
	if path.Base(s.File) == settings {
		return editCode(tree, s, change)
	}
	return nil, fmt.Errorf("the CDK writes this template, so it is changed in the app: %w", stack.ErrCannot)
}

// Express writes statements as they would stand in the template, or as code has them in the app.
func Express(tree source.Tree, s *stack.Stack, role string, statements []iam.Statement) ([]string, error) {
	if path.Base(s.File) == settings {
		return expressCode(s, role, statements)
	}
	return cloudformation.Express(tree, s, role, statements)
}
