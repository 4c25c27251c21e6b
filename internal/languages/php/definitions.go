package php

import (
	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// definition lowers a function or class to the assignment of its name.
func (l *lowerer) definition(n parse.Node) []program.Stmt {
	name := n.Field("name")
	if n.Kind() == "function_definition" {
		fn, _ := l.function(n, false)
		return []program.Stmt{&program.Assign{At: l.at(n), Targets: []program.Expr{l.name(name, name.Text()+program.Method)}, Value: fn}}
	}
	c := l.classOf(n, l.names.within(name.Text()))
	for _, f := range l.frames[1:] {
		f.belongs(c.Name, program.Global)
	}
	return []program.Stmt{&program.Assign{At: l.at(n), Targets: []program.Expr{l.name(name, c.Name)}, Value: c}}
}

// function lowers a function, method or closure; what its parameters set of the instance stands in its body.
func (l *lowerer) function(n parse.Node, isMethod bool) (*program.Function, *frame) {
	f := &frame{}
	l.frames = append(l.frames, f)
	defer func() { l.frames = l.frames[:len(l.frames)-1] }()
	fn := &program.Function{At: l.at(n), Name: n.Field("name").Text()}
	if isMethod {
		fn.Receiver = "$this"
	}
	var prelude []program.Stmt
	fn.Params, prelude = l.params(n.Field("parameters"))
	fn.Result = l.typeOf(n.Field("return_type"))
	l.captures(childOf(n, "anonymous_function_use_clause"), f)
	if body := n.Field("body"); n.Kind() == "arrow_function" {
		fn.Body = []program.Stmt{&program.Return{At: l.at(body), Value: l.expr(body)}}
	} else {
		fn.Body = append(prelude, l.block(body)...)
	}
	fn.Locals, fn.Generator = f.locals, f.generator
	return fn, f
}

// captures notes the variables around that a closure may assign.
func (l *lowerer) captures(n parse.Node, f *frame) {
	for child := range n.Children() {
		if child.Kind() != "by_ref" {
			continue
		}
		scope := program.Outer
		if len(l.frames) == 2 {
			scope = program.Global
		}
		f.belongs(child.First().Text(), scope)
	}
}

func (l *lowerer) params(n parse.Node) (params []program.Param, prelude []program.Stmt) {
	for child := range n.Children() {
		name := child.Field("name")
		if !name.Exists() {
			continue
		}
		p := program.Param{Name: name.Text(), Type: l.typeOf(child.Field("type"))}
		if value := child.Field("default_value"); value.Exists() {
			p.Default = l.expr(value)
		}
		if child.Kind() == "variadic_parameter" {
			p.Rest = program.Many
		}
		if child.Kind() == "property_promotion_parameter" {
			field := &program.Member{At: l.at(name), X: l.name(name, "$this"), Name: bare(p.Name)}
			prelude = append(prelude, &program.Assign{At: l.at(child), Targets: []program.Expr{field}, Value: l.name(name, p.Name)})
		}
		params = append(params, p)
	}
	return params, prelude
}

// classOf lowers a class, interface, trait or enum. Traits come before what it extends, whose methods theirs replace.
func (l *lowerer) classOf(n parse.Node, name string) *program.Class {
	c := &program.Class{At: l.at(n), Name: name}
	around := l.class
	l.class = &class{name: name, shared: n.Kind() == "trait_declaration"}
	frames := l.frames
	l.frames = l.frames[:1]
	body := n.Field("body")
	if !body.Exists() {
		body = childOf(n, "declaration_list", "enum_declaration_list")
	}
	for member := range body.Children() {
		if member.Kind() == "use_declaration" {
			for trait := range member.Children() {
				if trait.Kind() == "name" || trait.Kind() == "qualified_name" {
					c.Bases = append(c.Bases, l.classRef(trait))
				}
			}
		}
	}
	for _, kind := range []string{"base_clause", "class_interface_clause"} {
		for base := range childOf(n, kind).Children() {
			c.Bases = append(c.Bases, l.classRef(base))
		}
	}
	if n.Kind() == "enum_declaration" {
		c.Itself = nameItself
		c.Body = append(c.Body, l.enumerated(n, body)...)
	}
	for member := range body.Children() {
		if member.HoldsError() {
			c.Body = append(c.Body, l.broken(member)...)
		}
		c.Body = append(c.Body, l.member(member)...)
	}
	l.class, l.frames = around, frames
	return c
}

func (l *lowerer) member(n parse.Node) []program.Stmt {
	switch n.Kind() {
	case "method_declaration":
		return l.method(n)
	case "property_declaration":
		return l.properties(n)
	case "const_declaration":
		return l.constants(n)
	case "use_declaration":
		return l.renamed(n)
	}
	return nil
}

func (l *lowerer) method(n parse.Node) []program.Stmt {
	if !n.Field("body").Exists() { // abstract
		return nil
	}
	fn, _ := l.function(n, true)
	name := n.Field("name")
	if has(n, "static_modifier") {
		fn.Decorators = []program.Expr{l.name(name, nameStatic)}
	}
	return []program.Stmt{&program.Assign{At: l.at(n), Targets: []program.Expr{l.name(name, name.Text()+program.Method)}, Value: fn}}
}

// properties lowers the fields that a class declares; those that are static keep their sign.
func (l *lowerer) properties(n parse.Node) (body []program.Stmt) {
	typ := l.typeOf(n.Field("type"))
	for child := range n.Children() {
		if child.Kind() != "property_element" {
			continue
		}
		name := childOf(child, "variable_name")
		id := name.Text()
		if !has(n, "static_modifier") {
			id = bare(id)
		}
		a := &program.Assign{At: l.at(child), Targets: []program.Expr{l.name(name, id)}, Type: typ}
		if value := childOf(child, "property_initializer"); value.Exists() && value.First().Kind() != "null" {
			a.Value = l.expr(value.First())
		}
		body = append(body, a)
	}
	return body
}
