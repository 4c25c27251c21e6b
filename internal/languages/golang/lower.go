package golang

import (
	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/source"
)

// MaxDepth is how deep statements and expressions may lie in one another; what lies deeper is Opaque. People stay far below it.
const MaxDepth = 300

// Reasons of what is opaque.
const (
	reasonSyntax = "the syntax could not be read here"
	reasonDeep   = "the code is nested too deep to be read"
)

// Lower reads one Go file. It fails only where there is no syntax tree at all: text that could not be read is Opaque in the program.
//
// A package's types, functions and methods stand before its variables, and these in the order in which they need one another: Go's
// declarations have no order of their own. A name that a file imports is the import's path, so that the files of a package, which run in
// one scope, may name imports as they like. A local name that hides another gets a name of its own.
func Lower(file string, src []byte) (*program.Module, error) {
	root, err := grammar().Parse(src)
	if err != nil {
		return nil, err
	}
	l := &lowerer{lines: source.NewLines(file, src), imports: make(map[string]string)}
	l.outermost()
	return &program.Module{File: file, Body: l.file(root), Size: root.Count()}, nil
}

// lowerer turns syntax nodes into program parts.
type lowerer struct {
	lines   *source.Lines
	depth   int
	imports map[string]string // by the name in this file: the path
	blocks  []map[string]string
	taken   map[string]bool // names of the function in hand and of those within it
	results [][]string      // named results of the functions in hand, innermost last
	shared  map[string]bool // variables of the function in hand whose address is taken
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

// block lowers the statements that are n's children, in a scope of their own.
func (l *lowerer) block(n parse.Node) []program.Stmt {
	l.open()
	defer l.close()
	return l.statements(n)
}

// statements lowers the statements that are n's children.
func (l *lowerer) statements(n parse.Node) []program.Stmt {
	var children []parse.Node
	for child := range n.Children() {
		children = append(children, child)
	}
	return l.inOrder(n, children)
}

// inOrder lowers statements that follow one another. A deferred call runs when the others are over, wherever they end.
func (l *lowerer) inOrder(of parse.Node, children []parse.Node) (body []program.Stmt) {
	if !l.enter() {
		l.leave()
		return []program.Stmt{l.do(of, l.opaque(of, reasonDeep))}
	}
	defer l.leave()
	for i, child := range children {
		if child.HoldsError() {
			body = append(body, l.broken(child)...)
		}
		if child.Kind() == "defer_statement" {
			last := []program.Stmt{l.do(child, l.expr(child.First())), &program.Raise{At: l.at(child)}}
			rest := l.inOrder(child, children[i+1:])
			return append(body, &program.Try{At: l.at(child), Body: rest, Handlers: []program.Handler{{Body: last}}})
		}
		body = append(body, l.statement(child)...)
	}
	return body
}

// broken makes an Opaque of each place in a statement that the grammar could not read. Blocks in it see to their own.
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
		if child.HoldsError() && child.Kind() != "block" {
			body = append(body, l.broken(child)...)
		}
	}
	return body
}

func (l *lowerer) do(n parse.Node, x program.Expr) program.Stmt {
	return &program.Do{At: l.at(n), X: x}
}
