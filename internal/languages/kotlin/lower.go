// Package kotlin lowers Kotlin's syntax into a program. What its names mean, those of its own library and of the AWS SDKs, is in the room
// jvm, which Java shares.
package kotlin

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/source"
)

// MaxDepth is how deep statements and expressions may lie in one another; what lies deeper is Opaque. People stay far below it.
const MaxDepth = 300

// Reasons of what is opaque. The grammar does not know all of Kotlin: what it cannot read is unknown.
const (
	reasonSyntax = "the syntax could not be read here"
	reasonDeep   = "the code is nested too deep to be read"
)

// Lower reads one Kotlin file. It fails only where there is no syntax tree at all: text that could not be read is Opaque in the program.
func Lower(file string, src []byte) (*program.Module, error) {
	root, err := read(src)
	if err != nil {
		return nil, err
	}
	l := &lowerer{lines: source.NewLines(file, src), extensions: make(map[string]bool), added: make(map[string]bool), within: make(map[string]bool), qualified: make(map[string]bool)}
	body := l.file(root, strings.TrimSuffix(path.Base(file), path.Ext(file)))
	return &program.Module{File: file, Body: append(l.imports, body...), Size: root.Count()}, nil
}

// read parses a file. The grammar wants the end of a line before the bracket that closes a class or an interface; Kotlin does not. So a file
// that could not be read whole is read once more with ends of lines there.
func read(src []byte) (parse.Node, error) {
	root, err := grammar().Parse(src)
	if err != nil || !root.HoldsError() {
		return root, err
	}
	other, err := grammar().Parse(bytes.ReplaceAll(src, []byte(" }"), []byte("\n}")))
	if err != nil || other.HoldsError() {
		return root, nil
	}
	return other.Over(src), nil
}

// lowerer turns syntax nodes into program parts.
type lowerer struct {
	lines *source.Lines
	depth int
	// imports are those that the file states, and those of its own package and of Kotlin's own library.
	imports    []program.Stmt
	extensions map[string]bool // functions that are called on values which do not have them, by name
	added      map[string]bool // those of them that the SDK adds to its clients
	within     map[string]bool // those of them that a class defines, which have an instance of it too
	qualified  map[string]bool // names that are written in full
	scopes     []*scope        // of classes and functions that are being lowered, innermost last
	starts     []program.Stmt  // run what runs when classes are first used
	made       int             // functions that the file does not spell
}

// scope is what must be known of a class or a function while it is lowered.
type scope struct {
	class  string          // its name; "" for a function
	self   string          // the variable that holds what its functions are called on
	names  map[string]bool // variables and parameters of a function, properties of a class
	nested map[string]bool // classes in a class
	local  bool            // a class in a function
	lambda bool
	types  map[string]bool // type parameters
}

func newScope() *scope {
	return &scope{names: make(map[string]bool), nested: make(map[string]bool), types: make(map[string]bool)}
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

// known are the packages whose names every file has.
var known = []string{"kotlin", "kotlin.collections", "kotlin.text", "kotlin.io", "java.lang"}

// file lowers what stands at the top of a file. Java sees its functions as those of a class that is named like the file.
func (l *lowerer) file(root parse.Node, name string) (body []program.Stmt) {
	own := ""
	for child := range root.Children() {
		switch child.Kind() {
		case "package_header":
			own = joined(childOf(child, "qualified_identifier", "identifier"))
		case "function_declaration":
			if extended(child).Exists() {
				l.extensions[child.Field("name").Text()] = true
			}
		}
	}
	l.imports = append(l.imports, l.all(root, own))
	for child := range root.Children() {
		if child.HoldsError() {
			body = append(body, l.broken(child)...)
		}
		switch child.Kind() {
		case "package_header", "file_annotation", "shebang":
		case "import":
			l.imported(child)
		default:
			body = append(body, l.statement(child)...)
		}
	}
	for _, module := range known {
		l.imports = append(l.imports, l.all(root, module))
	}
	facade := &program.Call{At: l.at(root), Function: l.name(root, "<module>")}
	body = append(body, &program.Assign{At: l.at(root), Targets: []program.Expr{l.name(root, name+"Kt")}, Value: facade, Declares: true})
	return append(body, l.starts...)
}

func (l *lowerer) all(n parse.Node, module string) program.Stmt {
	return &program.Import{At: program.At{Place: l.lines.Span(n.Start(), n.Start())}, Module: module, All: true, Lazy: true}
}

// joined is a dotted name without the marks that names may have which are words of the language.
func joined(n parse.Node) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(n.Text()), ""), "`", "")
}

// imported notes "import a.b.C", "import a.b.f as g", "import a.b.*". A function may be one that is called on a value.
func (l *lowerer) imported(n parse.Node) {
	steps := strings.Split(joined(childOf(n, "qualified_identifier", "identifier")), ".")
	i := &program.Import{At: l.at(n), Lazy: true, All: n.Has("*")}
	last := len(steps)
	if !i.All {
		last--
		as := steps[last]
		if n.Has("as") {
			for child := range n.Children() {
				if child.Kind() == "identifier" {
					as = child.Text()
				}
			}
		}
		i.Names = []program.Imported{{Name: steps[last], As: as}}
		if !isClass(as) {
			l.extensions[as] = true
			l.added[as] = steps[0] == "aws" && len(steps) > 3
			i.Names = append(i.Names, program.Imported{Name: extension(steps[last]), As: extension(as)})
		}
	}
	at := slices.IndexFunc(steps[:last], isClass)
	if at < 0 {
		at = last
	}
	i.Module, i.Of = strings.Join(steps[:at], "."), strings.Join(steps[at:last], ".")
	l.imports = append(l.imports, i)
}

// extension is the variable of a function that is called on values which do not have it.
func extension(name string) string { return "." + name + program.Method }

func isClass(name string) bool { return name != "" && name[0] >= 'A' && name[0] <= 'Z' }

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
var ofItsOwn = map[string]bool{"block": true, "class_body": true, "enum_class_body": true, "lambda_literal": true, "companion_object": true}

// childOf is the first child of one of these kinds, or no node.
func childOf(n parse.Node, kinds ...string) parse.Node {
	for child := range n.Children() {
		if slices.Contains(kinds, child.Kind()) {
			return child
		}
	}
	return parse.Node{}
}

// lastOf is the last child, or no node.
func lastOf(n parse.Node) (last parse.Node) {
	for child := range n.Children() {
		last = child
	}
	return last
}
