package cloudformation

import (
	"bytes"
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/aymanbagabas/go-udiff"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

// Edit turns a change of a stack into an atomic set of edits, or refuses with stack.ErrCannot and says why.
func Edit(tree source.Tree, s *stack.Stack, change stack.Change) (source.Edits, error) {
	return EditAs(tree, s, s.File, change, func(src []byte) *Template { return Open(tree, s.File, src) })
}

// EditAs is Edit of a file that is no template as it stands: parse makes one of its text, with the true places of what is changed.
func EditAs(tree source.Tree, s *stack.Stack, file string, change stack.Change, parse func(src []byte) *Template) (source.Edits, error) {
	src, err := tree.Read(file)
	if err != nil {
		return nil, fmt.Errorf("reading the template to edit: %w", err)
	}
	e, err := open(s, file, src, parse)
	if err != nil {
		return nil, err
	}
	switch {
	case change.Replace != nil:
		err = e.replace(change.Replace)
	case change.Add != nil:
		err = e.add(change.Add)
	case change.Set != nil:
		err = e.set(change.Set)
	}
	if err != nil {
		return nil, err
	}
	return difference(file, src, e.src), nil
}

// Express writes statements in the dialect of a template, as they would stand in a policy of the role: a list, a line an element.
func Express(tree source.Tree, s *stack.Stack, role string, statements []iam.Statement) ([]string, error) {
	src, err := tree.Read(s.File)
	if err != nil {
		return nil, fmt.Errorf("reading the template: %w", err)
	}
	return ExpressAs(s, s.File, src, role, statements, func(src []byte) *Template { return Open(tree, s.File, src) })
}

// ExpressAs is Express for a file of which parse makes a template, as EditAs does.
func ExpressAs(s *stack.Stack, file string, src []byte, role string, statements []iam.Statement, parse func(src []byte) *Template) ([]string, error) {
	e, err := open(s, file, src, parse)
	if err != nil {
		return nil, err
	}
	list, err := e.statements(statements, e.owner(role))
	if err != nil {
		return nil, err
	}
	return e.style.lines(list, false), nil
}

// editor makes one change in small steps. Each begins with find, which reads the file again after a step before it: every step sees true
// places.
type editor struct {
	*Template
	stack *stack.Stack
	file  string // that is edited
	parse func(src []byte) *Template
	src   []byte
	stale bool // src is no longer what Template was read from: it is different from touched on
	style style

	touched int
}

// opened is what a stack keeps of the file that was edited last, so that many changes of one file do not read it as often.
type opened struct {
	file     string
	src      []byte
	template *Template
	style    style
}

// open begins to edit a file.
func open(s *stack.Stack, file string, src []byte, parse func(src []byte) *Template) (*editor, error) {
	e := &editor{stack: s, file: file, parse: parse, src: src}
	if kept, ok := s.Opened.(opened); ok && kept.file == file && bytes.Equal(kept.src, src) {
		e.Template, e.style = kept.template, kept.style
		return e, nil
	}
	if err := e.read(); err != nil {
		return nil, err
	}
	s.Opened = opened{file, src, e.Template, e.style}
	return e, nil
}

// cannot refuses a change in words for people.
func cannot(format string, args ...any) error {
	return fmt.Errorf(format+": %w", append(args, stack.ErrCannot)...)
}

// read reads the file as it is by now.
func (e *editor) read() error {
	t := e.parse(e.src)
	if t == nil || t.Root == nil {
		return cannot("the template cannot be read after the edit")
	}
	e.Template = t
	for _, role := range e.stack.Roles {
		if role.Implicit {
			t.Generate(role.ID, "AWS::IAM::Role")
		}
	}
	e.style, e.stale = styleOf(t), false
	return nil
}

// apply makes one step.
func (e *editor) apply(edit source.Edit) error {
	src, err := source.Apply(e.src, []source.Edit{edit})
	if err != nil {
		return fmt.Errorf("editing %s: %w", e.file, err)
	}
	if !e.stale || edit.Start < e.touched {
		e.touched = edit.Start
	}
	e.src, e.stale = src, true
	return nil
}

// find is Template.find in the file as it is by now.
func (e *editor) find(key string) (place, bool) {
	if e.stale && e.read() != nil {
		return place{}, false
	}
	return e.Template.find(key)
}

// element finds a statement and one of its elements. Where that stands before everything that was changed it still stands there, and the
// file is not read again: no more than the element and what is before it may be used then.
func (e *editor) element(key, name string) (p place, n *document.Node) {
	if p, found := e.Template.find(key); found && e.stale {
		if n := p.node().Get(name); n != nil && n.Whole.End < e.touched {
			return p, n
		}
	}
	p, found := e.find(key)
	if !found {
		return p, nil
	}
	return p, p.node().Get(name)
}

// role is the role of the stack that a change names.
func (e *editor) role(id string) (*stack.Role, error) {
	i := slices.IndexFunc(e.stack.Roles, func(r *stack.Role) bool { return r.ID == id })
	if i < 0 {
		return nil, cannot("the role %s is not in this template", id)
	}
	return e.stack.Roles[i], nil
}

// difference is the edits from old to new: whole lines that differ, less what both have at their ends.
func difference(file string, old, new []byte) (edits source.Edits) {
	for _, d := range udiff.Lines(string(old), string(new)) {
		was := string(old[d.Start:d.End])
		start, end := 0, 0
		for start < len(was) && start < len(d.New) && was[start] == d.New[start] {
			start++
		}
		for start > 0 && !(startsRune(was, start) && startsRune(d.New, start)) {
			start--
		}
		for end < len(was)-start && end < len(d.New)-start && was[len(was)-1-end] == d.New[len(d.New)-1-end] {
			end++
		}
		for end > 0 && !(startsRune(was, len(was)-end) && startsRune(d.New, len(d.New)-end)) {
			end--
		}
		edits = append(edits, source.Edit{File: file, Start: d.Start + start, End: d.End - end, Text: d.New[start : len(d.New)-end]})
	}
	return edits
}

// startsRune says whether text may be cut at i: the text of an edit is always whole letters.
func startsRune(text string, i int) bool { return i == len(text) || utf8.RuneStart(text[i]) }
