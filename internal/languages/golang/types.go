package golang

import (
	"maps"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

func sortedNames(set map[string]bool) []string { return slices.Sorted(maps.Keys(set)) }

// types lowers type declarations.
func (l *lowerer) types(n parse.Node) (body []program.Stmt) {
	for spec := range n.Children() {
		switch spec.Kind() {
		case "type_alias":
			if x := l.typeExpr(spec.Field("type")); x != nil {
				body = append(body, l.define(spec.Field("name"), spec, x))
			}
		case "type_spec":
			body = append(body, l.define(spec.Field("name"), spec, l.typeOf(spec)))
		}
	}
	return body
}

// typeOf is a declared type as a value.
func (l *lowerer) typeOf(spec parse.Node) program.Expr {
	name, typ := spec.Field("name").Text(), spec.Field("type")
	switch typ.Kind() {
	case "struct_type":
		return l.structure(typ, name)
	case "interface_type":
		return l.contract(typ, name)
	}
	return &program.Class{At: l.at(spec), Name: name, Wraps: true}
}

// structure lowers a struct: its fields are declared with their types.
func (l *lowerer) structure(n parse.Node, name string) *program.Class {
	c := &program.Class{At: l.at(n), Name: name}
	for field := range childOf(n, "field_declaration_list").Children() {
		typ := l.typeExpr(field.Field("type"))
		embedded := true
		for _, named := range namesOf(field) {
			embedded = false
			c.Body = append(c.Body, l.field(named, typ))
		}
		if called := lastIdentifier(field.Field("type")); embedded && called.Exists() {
			c.Body = append(c.Body, l.field(called, typ))
			c.Embeds = append(c.Embeds, called.Text())
		}
	}
	return c
}

func (l *lowerer) field(name parse.Node, typ program.Expr) program.Stmt {
	target := &program.Name{At: l.at(name), ID: name.Text()}
	return &program.Assign{At: l.at(name), Targets: []program.Expr{target}, Type: typ, Declares: true}
}

// lastIdentifier is the name that an embedded type gives its field.
func lastIdentifier(n parse.Node) parse.Node {
	switch n.Kind() {
	case "type_identifier":
		return n
	case "qualified_type":
		return n.Field("name")
	case "generic_type":
		return lastIdentifier(n.Field("type"))
	case "pointer_type":
		return lastIdentifier(n.First())
	}
	return parse.Node{}
}

// contract lowers an interface. A method that takes one of the SDK's inputs makes the input's call, whoever implements it.
func (l *lowerer) contract(n parse.Node, name string) *program.Class {
	c := &program.Class{At: l.at(n), Name: name, Interface: true}
	for elem := range n.Children() {
		switch elem.Kind() {
		case "method_elem", "method_spec":
			c.Body = append(c.Body, l.promise(elem))
		case "type_elem", "constraint_elem", "interface_type_name", "struct_elem":
			if base := l.typeExpr(elem.First()); base != nil && elem.Kind() == "type_elem" {
				c.Bases = append(c.Bases, base)
			}
		}
	}
	return c
}

// promise lowers a method of an interface.
func (l *lowerer) promise(n parse.Node) program.Stmt {
	end := l.outermost()
	defer end()
	l.open()
	defer l.close()
	name := n.Field("name")
	f := &program.Function{At: l.at(n), Name: name.Text(), Receiver: "_"}
	var result program.Expr = &program.Sequence{At: l.at(n)}
	for param := range n.Field("parameters").Children() {
		typ := param.Field("type")
		called := "input"
		if input := l.inputOf(typ); input != nil {
			member := &program.Member{At: l.at(n), X: input, Name: madeCall}
			result = &program.Call{At: l.at(n), Function: member, Args: []program.Arg{{Value: &program.Name{At: l.at(n), ID: called}}}}
		} else {
			called = "_"
		}
		for range max(1, len(namesOf(param))) {
			f.Params = append(f.Params, program.Param{Name: called})
		}
	}
	f.Body = []program.Stmt{&program.Return{At: l.at(n), Value: result}}
	target := &program.Name{At: l.at(name), ID: name.Text()}
	return &program.Assign{At: l.at(n), Targets: []program.Expr{target}, Value: f, Declares: true}
}

// inputOf is the type of a parameter if it is the input of one of the SDK's operations.
func (l *lowerer) inputOf(n parse.Node) program.Expr {
	if n.Kind() == "pointer_type" {
		n = n.First()
	}
	if n.Kind() != "qualified_type" || !strings.HasSuffix(n.Field("name").Text(), "Input") || !isService(l.imports[n.Field("package").Text()]) {
		return nil
	}
	return l.typeExpr(n)
}

// typeExpr is a type as an expression: what a pointer points to; nil for what has no name and no fields, and for Go's own types.
func (l *lowerer) typeExpr(n parse.Node) program.Expr {
	if !l.enter() {
		l.leave()
		return nil
	}
	defer l.leave()
	switch n.Kind() {
	case "type_identifier", "identifier":
		if ownTypes[n.Text()] {
			return nil
		}
		return l.name(n)
	case "qualified_type":
		return &program.Member{At: l.at(n), X: l.name(n.Field("package")), Name: n.Field("name").Text()}
	case "pointer_type", "parenthesized_type", "type_elem":
		return l.typeExpr(n.First())
	case "generic_type":
		return l.typeExpr(n.Field("type"))
	case "struct_type":
		return l.structure(n, "")
	case "interface_type":
		if n.First().Exists() {
			return l.contract(n, "")
		}
	}
	return nil
}

// ownTypes are the types that Go declares itself.
var ownTypes = map[string]bool{
	"any": true, "bool": true, "byte": true, "comparable": true, "complex128": true, "complex64": true, "error": true, "float32": true,
	"float64": true, "int": true, "int16": true, "int32": true, "int64": true, "int8": true, "rune": true, "string": true, "uint": true,
	"uint16": true, "uint32": true, "uint64": true, "uint8": true, "uintptr": true,
}

// childOf is the first child of that kind, or no node.
func childOf(n parse.Node, kind string) parse.Node {
	for child := range n.Children() {
		if child.Kind() == kind {
			return child
		}
	}
	return parse.Node{}
}
