package rust

import (
	"strings"

	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// items lowers the items of a file, a module or a block. They may stand in any order: types come first, then functions and what impl adds to the
// types, then constants. Macros count where no statements stand beside them.
func (l *lowerer) items(n parse.Node, alone bool) []program.Stmt {
	var found []parse.Node
	test := false
	for child := range n.Children() {
		switch child.Kind() {
		case "attribute_item", "inner_attribute_item":
			test = test || isTest(child)
			continue
		case "mod_item", "struct_item", "union_item", "enum_item", "trait_item", "type_item", "function_item", "const_item", "static_item":
			if !test {
				l.item(bare(child.Field("name")))
				l.ours[bare(child.Field("name"))] = true
			}
		case "use_declaration":
			if !test {
				l.uses(child.Field("argument"), nil)
			}
		case "extern_crate_declaration", "macro_definition":
			l.definesMacro(child)
		}
		if !test {
			found = append(found, child)
		}
		test = false
	}
	return l.collect(func() {
		for pass := range passes {
			for _, item := range found {
				if item.HoldsError() && pass == 0 && (isItem(item) || alone) {
					l.broken(item)
				}
				if passOf(item) == pass && (alone || isItem(item)) {
					l.one(item)
				}
			}
		}
	})
}

// passes is in how many rounds items are lowered.
const passes = 4

func passOf(n parse.Node) int {
	switch n.Kind() {
	case "use_declaration", "mod_item", "struct_item", "union_item", "enum_item", "trait_item", "type_item":
		return 0
	case "function_item":
		return 1
	case "impl_item":
		return 2
	case "const_item", "static_item", "macro_invocation", "expression_statement":
		return 3
	}
	return -1
}

func isItem(n parse.Node) bool {
	return strings.HasSuffix(n.Kind(), "_item") || n.Kind() == "use_declaration"
}

// isTest says that what follows an attribute is only compiled for tests.
func isTest(n parse.Node) bool {
	text := strings.ReplaceAll(n.Text(), " ", "")
	return strings.HasPrefix(text, "#[cfg(test)]") || strings.HasPrefix(text, "#[test]") || strings.HasPrefix(text, "#[cfg(all(test,") ||
		strings.HasPrefix(text, "#[bench]") || strings.HasPrefix(text, "#[tokio::test")
}

func (l *lowerer) definesMacro(n parse.Node) {
	if l.macros == nil {
		l.macros = make(map[string]bool)
	}
	l.macros[n.Field("name").Text()] = true
}

// one lowers one item.
func (l *lowerer) one(n parse.Node) {
	defer l.leave()
	if !l.enter() {
		l.do(n, l.opaque(n, reasonDeep))
		return
	}
	switch n.Kind() {
	case "use_declaration":
		for _, i := range l.uses(n.Field("argument"), nil) {
			l.emit(i)
		}
	case "mod_item":
		l.module(n)
	case "struct_item", "union_item":
		l.define(n, &program.Class{At: l.at(n), Name: bare(n.Field("name")), Body: l.fields(n)})
	case "enum_item":
		l.enum(n)
	case "trait_item":
		l.trait(n)
	case "type_item":
		l.define(n, l.typ(n.Field("type")))
	case "function_item":
		l.define(n, l.fn(n))
	case "impl_item":
		l.impl(n)
	case "const_item", "static_item":
		l.define(n, l.value(n.Field("value")))
	case "macro_invocation":
		l.macroItem(n)
	case "expression_statement":
		if n.First().Kind() == "macro_invocation" {
			l.macroItem(n.First())
		}
	}
}

// define gives an item's name its value.
func (l *lowerer) define(n parse.Node, value program.Expr) {
	if value == nil {
		return
	}
	name := n.Field("name")
	target := &program.Name{At: l.at(name), ID: bare(name)}
	l.emit(&program.Assign{At: l.at(n), Targets: []program.Expr{target}, Value: value, Declares: true})
}

// module lowers "mod a;", which lies in a file of its own, and a module that stands here: a function that gives what it defines.
func (l *lowerer) module(n parse.Node) {
	name, body := bare(n.Field("name")), n.Field("body")
	if !body.Exists() {
		l.emit(&program.Import{At: l.at(n), Module: "self." + name, As: name})
		return
	}
	f := &program.Function{At: l.at(n), Name: name}
	l.push().function = f
	l.item("super")
	f.Body = l.items(body, true)
	here := l.scopes[len(l.scopes)-1]
	f.Body = append(f.Body, &program.Return{At: l.at(n), Value: l.members(n, here.names)})
	l.pop()
	l.define(n, &program.Call{At: l.at(n), Function: f})
}

// impl lowers what an impl adds to a type: functions, constants, and what its trait provides.
func (l *lowerer) impl(n parse.Node) {
	outer, was := l.self, l.inTrait
	l.self, l.inTrait = n.Field("type"), false
	defer func() { l.self, l.inTrait = outer, was }()
	l.push()
	defer l.pop()
	l.typeParams(n)
	of := l.typ(l.self)
	if of == nil {
		return
	}
	if trait := n.Field("trait"); trait.Exists() {
		if base := l.typ(trait); base != nil {
			l.do(n, l.native(n, "include", append([]program.Expr{of, base}, methodNames(n.Field("body"))...)...))
		}
	}
	l.associated(of, n.Field("body"))
}

// methodNames are the names of the functions in a list, as texts.
func methodNames(list parse.Node) (names []program.Expr) {
	for child := range list.Children() {
		if child.Kind() == "function_item" {
			names = append(names, &program.Text{Value: bare(child.Field("name"))})
		}
	}
	return names
}

// associated gives a type the functions and constants of a list.
func (l *lowerer) associated(of program.Expr, list parse.Node) {
	for child := range list.Children() {
		var value program.Expr
		switch child.Kind() {
		case "function_item":
			value = l.fn(child)
		case "const_item":
			value = l.value(child.Field("value"))
		case "ERROR":
			l.do(child, l.opaque(child, reasonSyntax))
		}
		if value == nil {
			continue
		}
		target := &program.Member{At: l.at(child), X: of, Name: bare(child.Field("name"))}
		l.emit(&program.Assign{At: l.at(child), Targets: []program.Expr{target}, Value: value})
	}
}

func (l *lowerer) trait(n parse.Node) {
	name := n.Field("name")
	c := &program.Class{At: l.at(n), Name: bare(name)}
	l.push()
	l.typeParams(n)
	for bound := range n.Field("bounds").Children() {
		if base := l.typ(bound); base != nil {
			c.Bases = append(c.Bases, base)
		}
	}
	l.define(n, c)
	outer, was := l.self, l.inTrait
	l.self, l.inTrait = name, true
	l.associated(&program.Name{At: l.at(name), ID: bare(name)}, n.Field("body"))
	l.self, l.inTrait = outer, was
	l.pop()
}

// enum lowers an enumeration: each variant is a class below it; one without fields is its only instance.
func (l *lowerer) enum(n parse.Node) {
	name := &program.Name{At: l.at(n), ID: bare(n.Field("name"))}
	l.define(n, &program.Class{At: l.at(n), Name: name.ID})
	for v := range n.Field("body").Children() {
		if v.Kind() != "enum_variant" {
			continue
		}
		var value program.Expr = &program.Class{At: l.at(v), Name: bare(v.Field("name")), Bases: []program.Expr{name}, Body: l.fields(v)}
		if !v.Field("body").Exists() {
			value = &program.Call{At: l.at(v), Function: value}
		}
		target := &program.Member{At: l.at(v), X: name, Name: bare(v.Field("name"))}
		l.emit(&program.Assign{At: l.at(v), Targets: []program.Expr{target}, Value: value})
	}
}

// fields lowers the fields that a struct or variant declares, with their types. Those of a tuple are named by position.
func (l *lowerer) fields(n parse.Node) (body []program.Stmt) {
	l.push()
	defer l.pop()
	l.typeParams(n)
	list := n.Field("body")
	for child := range list.Children() {
		if child.Kind() != "field_declaration" {
			continue
		}
		name := child.Field("name")
		target := &program.Name{At: l.at(name), ID: bare(name)}
		body = append(body, &program.Assign{At: l.at(child), Targets: []program.Expr{target}, Type: l.typ(child.Field("type"))})
	}
	for typ := range list.FieldAll("type") {
		target := &program.Name{At: l.at(typ), ID: position(len(body))}
		body = append(body, &program.Assign{At: l.at(typ), Targets: []program.Expr{target}, Type: l.typ(typ)})
	}
	return body
}

// typeParams declares the type parameters of an item with their bounds.
func (l *lowerer) typeParams(n parse.Node) {
	here := l.scopes[len(l.scopes)-1]
	for p := range n.Field("type_parameters").Children() {
		switch p.Kind() {
		case "type_identifier":
			here.types[p.Text()] = parse.Node{}
		case "constrained_type_parameter", "optional_type_parameter":
			here.types[p.Field("left").Text()+p.Field("name").Text()] = p.Field("bounds").First()
		}
	}
	for child := range n.Children() {
		if child.Kind() != "where_clause" {
			continue
		}
		for w := range child.Children() {
			if _, ok := here.types[w.Field("left").Text()]; ok {
				here.types[w.Field("left").Text()] = w.Field("bounds").First()
			}
		}
	}
}

// fn lowers a function item.
func (l *lowerer) fn(n parse.Node) *program.Function {
	f := &program.Function{At: l.at(n), Name: bare(n.Field("name"))}
	l.within(f, func() {
		l.typeParams(n)
		f.Params = l.params(n.Field("parameters"))
		f.Result = l.typ(n.Field("return_type"))
		l.block(n.Field("body"), l.returned)
	})
	return f
}

// within lowers the body of a function by f.
func (l *lowerer) within(f *program.Function, lower func()) {
	loops := l.loops
	l.loops = nil
	l.push().function = f
	f.Body = l.collect(lower)
	l.pop()
	l.loops = loops
}

// params lowers parameters. What a pattern takes apart gets a name of its own, and the body begins with taking it apart.
func (l *lowerer) params(n parse.Node) (params []program.Param) {
	for child := range parts(n) {
		p, typ := child, parse.Node{}
		if child.Kind() == "parameter" {
			p, typ = child.Field("pattern"), child.Field("type")
		}
		switch child.Kind() {
		case "self_parameter":
			l.item("self")
			params = append(params, program.Param{Name: "self"})
			continue
		case "variadic_parameter", "attribute_item":
			continue
		}
		for p.Kind() == "mut_pattern" || p.Kind() == "ref_pattern" || p.Kind() == "reference_pattern" {
			p = lastOf(p)
		}
		if p.Kind() == "identifier" {
			params = append(params, program.Param{Name: l.declare(bare(p)), Type: l.typ(typ)})
			continue
		}
		name := l.temp(child)
		params = append(params, program.Param{Name: name.ID, Type: l.typ(typ)})
		l.bind(p, name)
	}
	return params
}

func lastOf(n parse.Node) (last parse.Node) {
	for child := range n.Children() {
		last = child
	}
	return last
}
