package csharp

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

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

// Lower reads one C# file. It fails only where there is no syntax tree at all: text that could not be read is Opaque in the program.
//
// A type is a variable of the file by its own name, whatever its namespace; its fields with a value are set by its constructors, its static
// ones by one function that runs behind all types of the file, since they may use any of these.
func Lower(file string, src []byte) (*program.Module, error) {
	root, err := grammar().Parse(readable(src))
	if err != nil {
		return nil, err
	}
	l := &lowerer{lines: source.NewLines(file, src), types: make(map[string]bool)}
	m := &program.Module{File: file, Size: root.Count()}
	m.Body = l.unit(root)
	return m, nil
}

// directive is a line that tells the build of a program of one file something, which the grammar does not know.
var directive = regexp.MustCompile(`(?m)^#:[^\n]*`)

// bodiless is the head of a type that has no body, which the grammar knows of records alone.
var bodiless = regexp.MustCompile(`(?m)^[ \t]*(?:(?:public|internal|private|protected|static|sealed|abstract|partial|readonly|file|new)\s+)*(?:class|struct|interface)\s+\w+[^{};]*;(?:\s|\z)`)

// readable is the source with such lines blank, and with empty bodies, so that all else stands where it stood.
func readable(src []byte) []byte {
	if bytes.Contains(src, []byte("#:")) {
		src = directive.ReplaceAllFunc(src, func(line []byte) []byte { return bytes.Repeat([]byte{' '}, len(line)) })
	}
	heads := bodiless.FindAllIndex(src, -1)
	if len(heads) == 0 {
		return src
	}
	out := append(slices.Clone(src), ' ') // the last may end the file
	for _, head := range heads {
		end := head[0] + bytes.LastIndexByte(out[head[0]:head[1]], ';')
		out[end], out[end+1] = '{', '}'
	}
	return out
}

// lowerer turns syntax nodes into program parts.
type lowerer struct {
	lines *source.Lines
	depth int
	// types that the file has declared so far, by their own names.
	types map[string]bool
	// within and usings bring the types of the namespaces that the file stands in and uses.
	within, usings []program.Stmt
	// statics are calls of the functions that set static fields; they run behind all types of the file.
	statics []program.Stmt
	// hoisted are declarations within the expression in hand: they run before its statement.
	hoisted []program.Stmt
	// functions that are being lowered, innermost last: yields belong to them, and what returns make is of their type.
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

// unit lowers a file: its types, what sets their static fields, and the statements of a program without a class.
func (l *lowerer) unit(root parse.Node) (body []program.Stmt) {
	var statements []parse.Node
	types := l.declarations(root, &statements)
	everywhere := &program.Import{At: l.at(root), All: true, Lazy: true} // the namespace that holds all others
	body = append(append(append(l.within, l.usings...), everywhere), types...)
	body = append(body, l.statics...)
	return append(body, l.sequence(statements)...)
}

// declarations lowers what a file or namespace declares; statements collects those of a program without a class.
func (l *lowerer) declarations(n parse.Node, statements *[]parse.Node) (body []program.Stmt) {
	if !l.enter() {
		l.leave()
		return []program.Stmt{l.do(n, l.opaque(n, reasonDeep))}
	}
	defer l.leave()
	for child := range n.Children() {
		if child.HoldsError() {
			body = append(body, l.broken(child)...)
		}
		switch kind := child.Kind(); kind {
		case "using_directive":
			l.using(child)
		case "namespace_declaration":
			l.inNamespace(child)
			body = append(body, l.declarations(child.Field("body"), statements)...)
		case "global_statement":
			*statements = append(*statements, child.First())
		case "file_scoped_namespace_declaration":
			l.inNamespace(child)
			body = append(body, l.declarations(child, statements)...)
		case "ERROR", "declaration_list", "preproc_if", "preproc_elif", "preproc_else":
			body = append(body, l.declarations(child, statements)...)
		default:
			if typeKinds[kind] {
				body = append(body, l.typeDeclaration(child))
			} else if statementKinds[kind] {
				*statements = append(*statements, child)
			}
		}
	}
	return body
}

// using lowers a directive: what it brings is looked for when a name is used.
func (l *lowerer) using(n parse.Node) {
	alias, of := n.Field("name"), parse.Node{}
	for child := range n.Children() {
		if kind := child.Kind(); kind != "type" && child != alias && (kind == "identifier" || kind == "qualified_name" || kind == "alias_qualified_name" || kind == "generic_name") {
			of = child
		}
	}
	if !of.Exists() {
		return
	}
	i := &program.Import{At: l.at(n), Module: strings.TrimPrefix(of.Text(), "global::"), All: true, Lazy: true}
	holder, last := "", i.Module
	if dot := strings.LastIndexByte(i.Module, '.'); dot >= 0 {
		holder, last = i.Module[:dot], i.Module[dot+1:]
	}
	switch {
	case alias.Exists():
		last, _, _ = strings.Cut(last, "<")
		i.Module, i.All, i.Names = holder, false, []program.Imported{{Name: last, As: identifier(alias)}}
	case n.Has("static"):
		i.Module, i.Of = holder, last
	}
	l.usings = append(l.usings, i)
	for _, stmt := range l.within { // within a namespace, names of namespaces may be relative to it
		relative := *i
		relative.Module = strings.TrimSuffix(stmt.(*program.Import).Module+"."+i.Module, ".")
		l.usings = append(l.usings, &relative)
	}
}

// inNamespace brings the types of a namespace, and of those that it lies in.
func (l *lowerer) inNamespace(n parse.Node) {
	name := n.Field("name")
	for at := name.Text(); at != ""; at = at[:max(strings.LastIndexByte(at, '.'), 0)] {
		l.within = append(l.within, &program.Import{At: l.at(name), Module: at, All: true, Lazy: true})
	}
}

// holders are nodes whose statements or members see to their own errors.
var holders = map[string]bool{
	"block": true, "declaration_list": true, "switch_body": true, "compilation_unit": true, "accessor_list": true, "namespace_declaration": true,
}

// broken makes an Opaque of each place in a statement or declaration that the grammar could not read. What holds others sees to their own.
func (l *lowerer) broken(n parse.Node) (body []program.Stmt) {
	if n.Broken() {
		return []program.Stmt{l.do(n, l.opaque(n, reasonSyntax))}
	}
	if holders[n.Kind()] {
		return nil
	}
	if !l.enter() {
		l.leave()
		return []program.Stmt{l.do(n, l.opaque(n, reasonDeep))}
	}
	defer l.leave()
	for child := range n.Tokens() {
		if child.HoldsError() {
			body = append(body, l.broken(child)...)
		}
	}
	return body
}

func (l *lowerer) do(n parse.Node, x program.Expr) program.Stmt {
	return &program.Do{At: l.at(n), X: x}
}

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

// modified says that a declaration has a modifier: static, partial, const.
func modified(n parse.Node, modifier string) bool {
	for child := range n.Children() {
		if child.Kind() == "modifier" && child.Text() == modifier {
			return true
		}
	}
	return false
}
