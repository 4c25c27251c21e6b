package javascript

import (
	"strings"

	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// imports lowers "import a, {b as c} from 'm'", "import * as d from 'm'", "import 'm'" and "import e = require('m')".
func (l *lowerer) imports(n parse.Node) (body []program.Stmt) {
	source := n.Field("source")
	for child := range n.Children() {
		switch child.Kind() {
		case "import_clause":
			return l.clause(child, source)
		case "import_require_clause":
			i := l.importOf(n, child.Field("source"))
			i.As = child.First().Text()
			l.declare(i.As)
			return []program.Stmt{i}
		}
	}
	i := l.importOf(n, source)
	i.As = l.temporary(n).ID
	return []program.Stmt{i}
}

// importOf is an import of a module by its name: the dots that a relative one begins with are its level.
func (l *lowerer) importOf(n, source parse.Node) *program.Import {
	name := unquoted(source)
	level := len(name) - len(strings.TrimLeft(name, "."))
	return &program.Import{At: l.at(n), Module: name[level:], Level: level}
}

func (l *lowerer) clause(n, source parse.Node) (body []program.Stmt) {
	named := l.importOf(n, source)
	l.clauses = append(l.clauses, named)
	for child := range n.Children() {
		switch child.Kind() {
		case "identifier":
			l.declare(child.Text())
			named.Names = append(named.Names, program.Imported{Name: "default", As: child.Text()})
		case "namespace_import":
			whole := l.importOf(child, source)
			whole.As = child.First().Text()
			l.declare(whole.As)
			body = append(body, whole)
		case "named_imports":
			for one := range child.Children() {
				imported := l.nameOf(one)
				l.declare(imported.As)
				named.Names = append(named.Names, imported)
			}
		}
	}
	if len(named.Names) > 0 {
		body = append(body, named)
	}
	return body
}

// nameOf is one name of an import or export clause, with the one that it is given.
func (l *lowerer) nameOf(n parse.Node) program.Imported {
	name := l.memberName(n.Field("name"))
	if alias := n.Field("alias"); alias.Exists() {
		return program.Imported{Name: name, As: l.memberName(alias)}
	}
	return program.Imported{Name: name, As: name}
}

// onlyTypes makes imports of names that are used as types alone do nothing: the compiler leaves them out. The others keep what is used.
func (l *lowerer) onlyTypes(body []program.Stmt) []program.Stmt {
	if !l.typescript {
		return body
	}
	var lazy []program.Stmt
	for _, i := range l.clauses {
		kept := i.Names[:0:0]
		for _, name := range i.Names {
			if l.used[name.As] {
				kept = append(kept, name)
				continue
			}
			lazy = append(lazy, &program.Import{At: i.At, Module: i.Module, Level: i.Level, Names: []program.Imported{name}, Lazy: true})
		}
		if i.Names = kept; len(kept) == 0 {
			i.Lazy = true
		}
	}
	return append(lazy, body...)
}

// exports lowers the forms of export.
func (l *lowerer) exports(n parse.Node) []program.Stmt {
	source, declaration := n.Field("source"), n.Field("declaration")
	switch {
	case source.Exists():
		return l.reExports(n, source)
	case declaration.Exists():
		return l.exported(n, declaration)
	case n.Field("value").Exists():
		value := n.Field("value")
		return []program.Stmt{l.export(n, "default", l.named(value, l.name(n, "default")))}
	}
	for child := range n.Children() {
		switch child.Kind() {
		case "export_clause":
			for one := range child.Children() {
				name := l.nameOf(one)
				l.use(name.Name)
				l.late = append(l.late, l.export(one, name.As, l.name(one, name.Name)))
			}
			return nil
		case "namespace_export", "decorator":
		default: // export = value
			l.assigns(exportsName)
			return []program.Stmt{&program.Assign{At: l.at(n), Targets: []program.Expr{l.name(n, exportsName)}, Value: l.expr(child)}}
		}
	}
	return nil
}

// export gives a name of the module to others.
func (l *lowerer) export(n parse.Node, name string, value program.Expr) program.Stmt {
	target := &program.Member{At: l.at(n), X: l.name(n, exportsName), Name: name}
	return &program.Assign{At: l.at(n), Targets: []program.Expr{target}, Value: value}
}

// reExports lowers "export {a as b} from 'm'", "export * from 'm'" and "export * as c from 'm'".
func (l *lowerer) reExports(n, source parse.Node) []program.Stmt {
	i := l.importOf(n, source)
	for child := range n.Children() {
		switch child.Kind() {
		case "export_clause":
			body := []program.Stmt{i}
			for one := range child.Children() {
				name, held := l.nameOf(one), l.temporary(one)
				i.Names = append(i.Names, program.Imported{Name: name.Name, As: held.ID})
				body = append(body, l.export(one, name.As, held))
			}
			return body
		case "namespace_export":
			held := l.temporary(child)
			i.As = held.ID
			return []program.Stmt{i, l.export(child, child.First().Text(), held)}
		}
	}
	i.All = true
	return []program.Stmt{i}
}

// exported lowers a declaration whose names are exported.
func (l *lowerer) exported(n, declaration parse.Node) []program.Stmt {
	standard := n.Has("default")
	switch declaration.Kind() {
	case "lexical_declaration", "variable_declaration":
		body := l.declaration(declaration)
		for child := range declaration.Children() {
			if child.Kind() == "variable_declarator" {
				body = append(body, l.exportNames(child.Field("name"))...)
			}
		}
		return body
	case "function_declaration", "generator_function_declaration", "class_declaration", "abstract_class_declaration":
		return l.exportDefinition(n, declaration, standard)
	}
	body := l.statement(declaration)
	if name := declaration.Field("name"); name.Exists() && len(body) > 0 {
		as := name.Text()
		if standard {
			as = "default"
		}
		body = append(body, l.export(declaration, as, l.name(name, name.Text())))
	}
	return body
}

func (l *lowerer) exportDefinition(n, declaration parse.Node, standard bool) []program.Stmt {
	name := declaration.Field("name")
	var decorators []program.Expr
	for child := range n.Children() {
		if child.Kind() == "decorator" {
			decorators = append(decorators, l.expr(child.First()))
		}
	}
	if !name.Exists() {
		if strings.HasSuffix(declaration.Kind(), "class_declaration") {
			return []program.Stmt{l.export(n, "default", l.class(declaration, decorators))}
		}
		return []program.Stmt{l.export(n, "default", l.function(declaration))}
	}
	as := name.Text()
	if standard {
		as = "default"
	}
	return append(l.definition(declaration, decorators), l.export(n, as, l.name(name, name.Text())))
}

// exportNames exports each name in a pattern.
func (l *lowerer) exportNames(n parse.Node) (body []program.Stmt) {
	switch n.Kind() {
	case "identifier", "shorthand_property_identifier_pattern":
		return []program.Stmt{l.export(n, n.Text(), l.name(n, n.Text()))}
	case "object_pattern", "array_pattern", "rest_pattern", "assignment_pattern", "object_assignment_pattern", "pair_pattern":
		for child := range n.Children() {
			body = append(body, l.exportNames(child)...)
		}
	}
	return body
}
