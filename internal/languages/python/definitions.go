package python

import (
	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// imports lowers "import a.b as c, d" and "from ..a import b as c, *".
func (l *lowerer) imports(n parse.Node) (body []program.Stmt) {
	if n.Kind() == "import_statement" {
		for name := range n.FieldAll("name") {
			i := &program.Import{At: l.at(name), Module: name.Text()}
			if name.Kind() == "aliased_import" {
				i.Module, i.As = name.Field("name").Text(), name.Field("alias").Text()
			}
			body = append(body, i)
		}
		return body
	}
	i := &program.Import{At: l.at(n)}
	module := n.Field("module_name")
	if module.Kind() == "relative_import" {
		i.Level = len(childOf(module, "import_prefix").Text())
		module = childOf(module, "dotted_name")
	}
	i.Module = module.Text()
	for name := range n.FieldAll("name") {
		imported := program.Imported{Name: name.Text(), As: name.Text()}
		if name.Kind() == "aliased_import" {
			imported = program.Imported{Name: name.Field("name").Text(), As: name.Field("alias").Text()}
		}
		i.Names = append(i.Names, imported)
	}
	i.All = childOf(n, "wildcard_import").Exists()
	return append(body, i)
}

// definition lowers a function or class to the assignment of its name.
func (l *lowerer) definition(n parse.Node, decorators []program.Expr) program.Stmt {
	if !l.enter() {
		l.leave()
		return l.do(n, l.opaque(n, reasonDeep))
	}
	defer l.leave()
	var value program.Expr
	switch n.Kind() {
	case "decorated_definition":
		for child := range n.Children() {
			if child.Kind() == "decorator" {
				decorators = append(decorators, l.expr(child.First()))
			}
		}
		return l.definition(n.Field("definition"), decorators)
	case "function_definition":
		value = l.function(n, decorators)
	case "class_definition":
		value = l.class(n, decorators)
	default:
		return l.do(n, l.opaque(n, reasonSyntax))
	}
	name := n.Field("name")
	target := &program.Name{At: l.at(name), ID: name.Text()}
	return &program.Assign{At: l.at(n), Targets: []program.Expr{target}, Value: value}
}

func (l *lowerer) function(n parse.Node, decorators []program.Expr) *program.Function {
	f := &program.Function{At: l.at(n), Name: n.Field("name").Text(), Decorators: decorators, Params: l.params(n.Field("parameters"))}
	l.functions = append(l.functions, f)
	defer func() { l.functions = l.functions[:len(l.functions)-1] }()
	if body := n.Field("body"); n.Kind() == "lambda" {
		f.Body = []program.Stmt{&program.Return{At: l.at(body), Value: l.expr(body)}}
	} else {
		f.Body = l.block(body)
	}
	return f
}

func (l *lowerer) params(n parse.Node) (params []program.Param) {
	named := false
	for child := range n.Children() {
		p := program.Param{Name: child.Text(), Named: named}
		switch child.Kind() {
		case "keyword_separator":
			named = true
			continue
		case "positional_separator":
			continue
		case "default_parameter", "typed_default_parameter":
			p.Name, p.Default = child.Field("name").Text(), l.expr(child.Field("value"))
		case "typed_parameter":
			child = child.First()
			p.Name = child.Text()
		}
		switch child.Kind() {
		case "list_splat_pattern":
			p.Name, p.Rest, named = child.First().Text(), program.Many, true
		case "dictionary_splat_pattern":
			p.Name, p.Rest = child.First().Text(), program.Named
		}
		params = append(params, p)
	}
	return params
}

func (l *lowerer) class(n parse.Node, decorators []program.Expr) *program.Class {
	c := &program.Class{At: l.at(n), Name: n.Field("name").Text(), Decorators: decorators}
	for base := range n.Field("superclasses").Children() {
		if base.Kind() != "keyword_argument" {
			c.Bases = append(c.Bases, l.expr(base))
		}
	}
	// Names that the body assigns belong to the class, also where a function around it has declared them.
	functions := l.functions
	l.functions = nil
	c.Body = l.block(n.Field("body"))
	l.functions = functions
	return c
}
