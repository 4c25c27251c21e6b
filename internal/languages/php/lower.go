package php

import (
	"path"
	"strings"

	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/source"
)

// MaxDepth is how deep statements and expressions may lie in one another; what lies deeper is Opaque. People stay far below it.
const MaxDepth = 250

// Reasons of what is opaque.
const (
	reasonSyntax = "the syntax could not be read here"
	reasonDeep   = "the code is nested too deep to be read"
)

// Lower reads one PHP file. It fails only where there is no syntax tree at all: text that could not be read is Opaque in the program.
func Lower(file string, src []byte) (*program.Module, error) {
	root, err := grammar().Parse(src)
	if err != nil {
		return nil, err
	}
	l := &lowerer{file: file, lines: source.NewLines(file, src), names: newNames(), frames: []*frame{{}}}
	return &program.Module{File: file, Body: l.block(root), Size: root.Count()}, nil
}

// lowerer turns syntax nodes into program parts.
type lowerer struct {
	file   string
	lines  *source.Lines
	depth  int
	names  *names
	frames []*frame // functions that are being lowered, innermost last; the first is the file
	class  *class   // whose body is being lowered
	asked  int      // conditions around that ask whether a file is there
}

// frame is a function that is being lowered.
type frame struct {
	locals    map[string]program.Scope
	generator bool
}

// class is what its methods must know of it.
type class struct {
	name   string // in full; "" where it has none
	shared bool   // a trait: self is whatever uses it
}

func (l *lowerer) frame() *frame { return l.frames[len(l.frames)-1] }

// top says that the code in hand is the file's own.
func (l *lowerer) top() bool { return len(l.frames) == 1 }

// belongs notes that a variable of the function in hand is one of a scope around.
func (f *frame) belongs(name string, scope program.Scope) {
	if f.locals == nil {
		f.locals = make(map[string]program.Scope)
	}
	f.locals[name] = scope
}

func (l *lowerer) at(n parse.Node) program.At {
	return program.At{Place: l.lines.Span(n.Start(), n.End())}
}

func (l *lowerer) opaque(n parse.Node, reason string, parts ...program.Expr) *program.Opaque {
	return &program.Opaque{At: l.at(n), Reason: reason, Parts: parts}
}

// enter counts a level of nesting; false where there are too many. Every enter is followed by a leave.
func (l *lowerer) enter() bool { l.depth++; return l.depth <= MaxDepth }
func (l *lowerer) leave()      { l.depth-- }

// block lowers the statements that are n's children.
func (l *lowerer) block(n parse.Node) (body []program.Stmt) {
	if !n.Exists() {
		return nil
	}
	if !l.enter() {
		l.leave()
		return []program.Stmt{l.do(n, l.opaque(n, reasonDeep))}
	}
	defer l.leave()
	for child := range n.Children() {
		if child.HoldsError() {
			body = append(body, l.broken(child)...)
		}
		body = append(body, l.statement(child)...)
	}
	return body
}

// bodies are the nodes whose children are lowered as statements.
var bodies = map[string]bool{"compound_statement": true, "colon_block": true, "declaration_list": true, "switch_block": true}

// broken makes an Opaque of each place in a statement that the grammar could not read. Bodies in it see to their own.
func (l *lowerer) broken(n parse.Node) (body []program.Stmt) {
	if n.Broken() {
		return []program.Stmt{l.do(n, l.opaque(n, reasonSyntax))}
	}
	if !l.enter() {
		l.leave()
		return []program.Stmt{l.do(n, l.opaque(n, reasonDeep))}
	}
	defer l.leave()
	for child := range n.Tokens() {
		if child.HoldsError() && child.Kind() != "compound_statement" && child.Kind() != "colon_block" {
			body = append(body, l.broken(child)...)
		}
	}
	return body
}

func (l *lowerer) do(n parse.Node, x program.Expr) program.Stmt {
	return &program.Do{At: l.at(n), X: x}
}

func (l *lowerer) name(n parse.Node, id string) program.Expr {
	return &program.Name{At: l.at(n), ID: id}
}

func (l *lowerer) text(n parse.Node, value string) program.Expr {
	return &program.Text{At: l.at(n), Value: value}
}

func (l *lowerer) none(n parse.Node) program.Expr {
	return &program.Constant{At: l.at(n), Kind: program.None}
}

// folder is what __DIR__ is: from the root of the tree.
func (l *lowerer) folder() string { return path.Join("/", path.Dir(l.file)) }

// Returned is the variable that holds what a file returns to whoever requires it.
const Returned = "return of "

// mayBeMissing stands before the path of a file that the code can do without.
const mayBeMissing = "optional:"

// childOf is the first child of one of the kinds, or no node.
func childOf(n parse.Node, kinds ...string) parse.Node {
	for child := range n.Children() {
		for _, kind := range kinds {
			if child.Kind() == kind {
				return child
			}
		}
	}
	return parse.Node{}
}

// has says that one of n's children is of a kind.
func has(n parse.Node, kind string) bool { return childOf(n, kind).Exists() }

// bare is a variable's name without its sign.
func bare(name string) string { return strings.TrimPrefix(name, "$") }
