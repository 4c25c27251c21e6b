// Package shell reads and edits scripts that set functions and their roles up with the aws command: what create-role, attach-role-policy,
// create-function and the like make is a stack.
package shell

import (
	"bytes"
	"maps"
	"path"
	"slices"

	"github.com/parebot/pare/internal/cloudformation"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

// Name of the format.
const Name = "shell"

// Read reads one script into a stack. It answers nil where the file makes no function and no role.
func Read(tree source.Tree, file string) *stack.Stack {
	if ext := path.Ext(file); ext != ".sh" && ext != ".bash" {
		return nil
	}
	src, err := tree.Read(file)
	if err != nil || !candidate(src) {
		return nil
	}
	r := newRun(tree, file)
	if !r.start() {
		return &stack.Stack{File: file, Format: Name, Problems: r.problems, Literal: true}
	}
	s := r.stack()
	if len(s.Functions) == 0 && len(s.Roles) == 0 {
		return nil
	}
	return s
}

// makers are the commands of which a script has at least one that is worth reading.
var makers = []string{"create-function", "create-role", "put-role-policy", "attach-role-policy", "update-function-configuration"}

func candidate(src []byte) bool {
	return bytes.Contains(src, []byte("aws")) && slices.ContainsFunc(makers, func(m string) bool { return bytes.Contains(src, []byte(m)) })
}

// stack reads what the commands make as the template that it comes to.
func (r *run) stack() *stack.Stack {
	t := r.template()
	reader := cloudformation.NewReader(t, Name)
	reader.Begin()
	s := reader.Finish()
	s.Literal, s.Replaced = true, r.replaced
	s.Problems = append(r.problems, s.Problems...)
	s.Also = slices.DeleteFunc(r.files(), func(f string) bool { return f == r.file })
	for _, name := range slices.Sorted(maps.Keys(r.params)) {
		s.Parameters = append(s.Parameters, &stack.Parameter{Name: name, Type: "String", Span: r.lines[r.file].Span(0, 0)})
	}
	for _, fn := range s.Functions {
		r.finish(fn)
	}
	return s
}
