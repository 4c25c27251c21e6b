package ruby

import (
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

// Lower reads one Ruby file. It fails only where there is no syntax tree at all: text that could not be read is Opaque in the program.
func Lower(file string, src []byte) (*program.Module, error) {
	if longHeredoc(src) {
		return nil, errHeredoc
	}
	root, err := grammar().Parse(src)
	if err != nil {
		return nil, err
	}
	l := &lowerer{file: file, lines: source.NewLines(file, src), heredocs: heredocsOf(root)}
	l.push(&frame{kind: ofFile, names: make(map[string]bool)})
	m := &program.Module{File: file, Body: l.block(root, nil), Size: root.Count()}
	return m, nil
}

// lowerer turns syntax nodes into program parts.
type lowerer struct {
	file     string
	lines    *source.Lines
	depth    int
	frames   []*frame // innermost last
	heredocs map[int]parse.Node
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
		if child.HoldsError() && !bodies[child.Kind()] {
			body = append(body, l.broken(child)...)
		}
	}
	return body
}

// bodies are the nodes whose children are lowered as statements.
var bodies = map[string]bool{"body_statement": true, "block_body": true, "then": true, "else": true, "do": true, "begin": true, "ensure": true}

func (l *lowerer) do(n parse.Node, x program.Expr) program.Stmt {
	return &program.Do{At: l.at(n), X: x}
}

func (l *lowerer) name(n parse.Node, id string) program.Expr {
	return &program.Name{At: l.at(n), ID: id}
}

func (l *lowerer) none(n parse.Node) program.Expr {
	return &program.Constant{At: l.at(n), Kind: program.None}
}
