// Package java lowers Java's syntax into a program. What its names mean, those of Java's own library and of the AWS SDKs, is in the room
// jvm, which Kotlin shares.
package java

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

// Lower reads one Java file. It fails only where there is no syntax tree at all: text that could not be read is Opaque in the program.
func Lower(file string, src []byte) (*program.Module, error) {
	root, err := grammar().Parse(src)
	if err != nil {
		return nil, err
	}
	l := &lowerer{lines: source.NewLines(file, src), qualified: make(map[string]bool)}
	body := l.file(root)
	return &program.Module{File: file, Body: append(l.imports, body...), Size: root.Count()}, nil
}

// lowerer turns syntax nodes into program parts.
type lowerer struct {
	lines *source.Lines
	depth int
	// imports are those that the file states, and those of its own package, of java.lang and of names that are written in full.
	imports   []program.Stmt
	qualified map[string]bool // names that are written in full
	classes   []*class        // that are being lowered, innermost last
	starts    []program.Stmt  // run what runs when classes are first used
	made      int             // functions that the file does not spell
}

// class is what must be known of a class while it is lowered.
type class struct {
	name       string
	local      bool            // it stands in a function
	nested     map[string]bool // classes that its body defines
	self       string          // the variable that holds the instance in its methods
	parameters map[string]bool // of its type, and of its methods' types: no names of classes
	static     bool            // what is being lowered has no instance
}

func (l *lowerer) at(n parse.Node) program.At {
	return program.At{Place: l.lines.Span(n.Start(), n.End())}
}

// spot is a place of its own for a function that the file does not spell: what stands at one place is one thing.
func (l *lowerer) spot(n parse.Node) program.At {
	l.made++
	return program.At{Place: l.lines.Span(n.Start(), n.Start()+l.made%max(n.End()-n.Start(), 1))}
}

func (l *lowerer) opaque(n parse.Node, reason string, parts ...program.Expr) *program.Opaque {
	return &program.Opaque{At: l.at(n), Reason: reason, Parts: parts}
}

func (l *lowerer) name(n parse.Node, id string) *program.Name {
	return &program.Name{At: l.at(n), ID: id}
}

func (l *lowerer) do(n parse.Node, x program.Expr) program.Stmt {
	return &program.Do{At: l.at(n), X: x}
}

// enter counts a level of nesting; false where there are too many. Every enter is followed by a leave.
func (l *lowerer) enter() bool { l.depth++; return l.depth <= MaxDepth }
func (l *lowerer) leave()      { l.depth-- }

// file lowers what stands at the top of a file. Names that it does not state are looked for in its own package, then in java.lang.
func (l *lowerer) file(root parse.Node) (body []program.Stmt) {
	own := ""
	for child := range root.Children() {
		if child.Kind() == "package_declaration" {
			own = childOf(child, "scoped_identifier", "identifier").Text()
		}
	}
	l.imports = append(l.imports, l.all(root, own))
	for child := range root.Children() {
		if child.HoldsError() {
			body = append(body, l.broken(child)...)
		}
		switch child.Kind() {
		case "package_declaration":
		case "import_declaration":
			l.imported(child)
		default:
			body = append(body, l.statement(child)...)
		}
	}
	l.imports = append(l.imports, l.all(root, "java.lang"))
	return append(body, l.starts...)
}

func (l *lowerer) all(n parse.Node, module string) program.Stmt {
	return &program.Import{At: program.At{Place: l.lines.Span(n.Start(), n.Start())}, Module: module, All: true, Lazy: true}
}

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
		if child.HoldsError() && !ofItsOwn[child.Kind()] {
			body = append(body, l.broken(child)...)
		}
	}
	return body
}

// ofItsOwn are the kinds of nodes that see to what is broken among their children.
var ofItsOwn = map[string]bool{
	"block": true, "class_body": true, "interface_body": true, "enum_body": true, "enum_body_declarations": true, "constructor_body": true,
	"switch_block": true,
}

// childOf is the first child of one of these kinds, or no node.
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
