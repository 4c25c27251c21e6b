package javascript

import (
	"path"
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

// The names of a module's own variables that code has no other way to write.
const (
	exportsName = "module.exports" // what others get of the module
	aliasName   = "exports"        // the same, until module.exports is given something else
)

// Lower reads one file of JavaScript, TypeScript or JSON. It fails only where there is no syntax tree at all: text that could not be read
// is Opaque in the program.
func Lower(file string, src []byte) (*program.Module, error) {
	if path.Ext(file) == ".json" {
		return lowerJSON(file, src), nil
	}
	root, err := grammarOf(file).Parse(src)
	if err != nil {
		return nil, err
	}
	l := &lowerer{used: make(map[string]bool), typescript: grammarOf(file) != plainGrammar(), lines: source.NewLines(file, src), classes: constructors(root)}
	l.open(nil)
	l.declare(exportsName)
	body := append(l.prologue(root), l.block(root)...)
	if root.Broken() {
		body = append(body, l.do(root, l.opaque(root, reasonSyntax)))
	}
	body = l.onlyTypes(append(body, l.late...))
	l.close()
	return &program.Module{File: file, Body: body, Size: root.Count(), Globals: l.globals}, nil
}

// lowerer turns syntax nodes into program parts.
type lowerer struct {
	lines *source.Lines
	depth int
	// scope is the function that is being lowered.
	scope *scope
	// classes are the functions of the file that are used as classes, by name.
	classes map[string]bool
	// typescript says that the file is TypeScript; used are the names that are used as values, clauses the imports of names.
	typescript bool
	used       map[string]bool
	clauses    []*program.Import
	// globals are the names that the module gives a value without declaring them.
	globals []string
	// late are exports by name, which may stand before what they name.
	late []program.Stmt
	// waits says that the function that comes next is a generator whose yield waits for a promise.
	waits bool
	// fresh counts the variables that were made up.
	fresh int
}

func (l *lowerer) at(n parse.Node) program.At {
	return program.At{Place: l.lines.Span(n.Start(), n.End())}
}

func (l *lowerer) opaque(n parse.Node, reason string, parts ...program.Expr) *program.Opaque {
	return &program.Opaque{At: l.at(n), Reason: reason, Parts: parts}
}

func (l *lowerer) do(n parse.Node, x program.Expr) program.Stmt {
	return &program.Do{At: l.at(n), X: x}
}

func (l *lowerer) name(n parse.Node, id string) *program.Name {
	return &program.Name{At: l.at(n), ID: id}
}

// use notes that a name is used as a value.
func (l *lowerer) use(name string) { l.used[name] = true }

// enter counts a level of nesting; false where there are too many. Every enter is followed by a leave.
func (l *lowerer) enter() bool { l.depth++; return l.depth <= MaxDepth }
func (l *lowerer) leave()      { l.depth-- }

// prologue makes the object that holds what a module exports.
func (l *lowerer) prologue(n parse.Node) []program.Stmt {
	at := program.At{Place: l.lines.Span(n.Start(), n.Start())}
	targets := []program.Expr{&program.Name{At: at, ID: exportsName}, &program.Name{At: at, ID: aliasName}}
	return []program.Stmt{&program.Assign{At: at, Targets: targets, Value: &program.Dict{At: at}, Declares: true}}
}

// block lowers the statements that are n's children. Functions are there from its beginning, as are imports.
func (l *lowerer) block(n parse.Node) []program.Stmt {
	if !l.enter() {
		l.leave()
		return []program.Stmt{l.do(n, l.opaque(n, reasonDeep))}
	}
	defer l.leave()
	var imports, functions, body []program.Stmt
	for child := range n.Children() {
		if child.HoldsError() {
			body = append(body, l.broken(child)...)
		}
		switch lowered := l.statement(child); {
		case child.Kind() == "import_statement":
			imports = append(imports, lowered...)
		case l.hoisted(child):
			functions = append(functions, lowered...)
		default:
			body = append(body, lowered...)
		}
	}
	if len(imports)+len(functions) == 0 {
		return body
	}
	return append(append(functions, imports...), body...)
}

// hoisted says that a statement defines a function, which is there before it.
func (l *lowerer) hoisted(n parse.Node) bool {
	if n.Kind() == "export_statement" {
		n = n.Field("declaration")
	}
	switch n.Kind() {
	case "function_declaration", "generator_function_declaration":
		return !l.classes[n.Field("name").Text()]
	}
	return false
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
		if child.HoldsError() && child.Kind() != "statement_block" {
			body = append(body, l.broken(child)...)
		}
	}
	return body
}

// temporary names a variable that code cannot write.
func (l *lowerer) temporary(n parse.Node) *program.Name {
	l.fresh++
	name := l.name(n, "#"+itoa(l.fresh))
	l.declare(name.ID)
	return name
}

// unquoted is the text of a module's name as it stands in an import.
func unquoted(n parse.Node) string {
	return strings.Trim(n.Text(), "\"'`")
}
