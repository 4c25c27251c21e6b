package rust

import (
	"maps"
	"slices"

	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/source"
)

// MaxDepth is how deep statements and expressions may lie in one another; what lies deeper is Opaque. People stay far below it.
const MaxDepth = 200

// Reasons of what is opaque.
const (
	reasonSyntax = "the syntax could not be read here"
	reasonDeep   = "the code is nested too deep to be read"
)

// Lower reads one Rust file. It fails only where there is no syntax tree at all: text that could not be read is Opaque in the program.
func Lower(file string, src []byte) (*program.Module, error) {
	root, err := grammar().Parse(src)
	if err != nil {
		return nil, err
	}
	l := &lowerer{lines: source.NewLines(file, src), needs: make(map[string]program.Stmt), ours: make(map[string]bool), parts: root.Count()}
	l.push()
	body := l.items(root, true)
	m := &program.Module{File: file, Body: append(l.needed(), body...), Size: l.parts}
	return m, nil
}

// lowerer turns syntax nodes into program parts.
type lowerer struct {
	lines *source.Lines
	// moved is how far the places of the text in hand lie from where it stands in the file: the arguments of macros are parsed by themselves.
	moved  int
	nested int // macros in one another
	depth  int
	parts  int
	temps  int
	// out takes the statements of the block in hand. An expression that holds blocks puts theirs before its own statement.
	out *[]program.Stmt
	// scopes are the blocks around, with the names that each declares; innermost last.
	scopes []*block
	// needs are the crates and modules that paths name without a use, by the name that they have here.
	needs map[string]program.Stmt
	// self is the type that Self means; inTrait says that it is a trait, whose methods are called on what implements it.
	self    parse.Node
	inTrait bool
	// loops are the loops around within one function, innermost last.
	loops []*loop
	// ours are the types that the file defines, or takes from the program's own crates.
	ours map[string]bool
	// macros are those that the file defines itself.
	macros map[string]bool
}

func (l *lowerer) at(n parse.Node) program.At {
	return program.At{Place: l.lines.Span(n.Start()+l.moved, n.End()+l.moved)}
}

func (l *lowerer) opaque(n parse.Node, reason string, parts ...program.Expr) *program.Opaque {
	return &program.Opaque{At: l.at(n), Reason: reason, Parts: parts}
}

// unknown is a value that is not followed and needs nothing.
func (l *lowerer) unknown(n parse.Node, parts ...program.Expr) program.Expr {
	return &program.Sequence{At: l.at(n), Parts: parts}
}

// enter counts a level of nesting; false where there are too many. Every enter is followed by a leave.
func (l *lowerer) enter() bool { l.depth++; return l.depth <= MaxDepth }
func (l *lowerer) leave()      { l.depth-- }

func (l *lowerer) emit(s program.Stmt) { *l.out = append(*l.out, s) }

func (l *lowerer) do(n parse.Node, x program.Expr) { l.emit(&program.Do{At: l.at(n), X: x}) }

// collect gives the statements that f emits.
func (l *lowerer) collect(f func()) (body []program.Stmt) {
	outer := l.out
	l.out = &body
	f()
	l.out = outer
	return body
}

// needed imports what paths name without a use, in order.
func (l *lowerer) needed() (body []program.Stmt) {
	for _, name := range slices.Sorted(maps.Keys(l.needs)) {
		body = append(body, l.needs[name])
	}
	return body
}

// broken makes an Opaque of each place in n that the grammar could not read. Blocks in it see to their own.
func (l *lowerer) broken(n parse.Node) {
	if n.Broken() {
		l.do(n, l.opaque(n, reasonSyntax))
		return
	}
	defer l.leave()
	if !l.enter() {
		l.do(n, l.opaque(n, reasonDeep))
		return
	}
	for child := range n.Tokens() {
		if child.HoldsError() && child.Kind() != "block" && child.Kind() != "declaration_list" {
			l.broken(child)
		}
	}
}
