package python

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

// Lower reads one Python file. It fails only where there is no syntax tree at all: text that could not be read is Opaque in the program.
func Lower(file string, src []byte) (*program.Module, error) {
	root, err := grammar().Parse(src)
	if err != nil {
		return nil, err
	}
	l := &lowerer{lines: source.NewLines(file, src)}
	m := &program.Module{File: file, Body: l.block(root), Size: root.Count()}
	return m, nil
}

// lowerer turns syntax nodes into program parts.
type lowerer struct {
	lines *source.Lines
	depth int
	// functions that are being lowered, innermost last: yields and scopes of names belong to them.
	functions []*program.Function
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
