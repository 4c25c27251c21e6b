package csharp

import (
	"strconv"

	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// members lowers what a type declares.
func (l *lowerer) members(n parse.Node, t *typ) {
	for child := range n.Children() {
		if child.HoldsError() {
			t.class.Body = append(t.class.Body, l.broken(child)...)
		}
		switch kind := child.Kind(); kind {
		case "field_declaration", "event_field_declaration":
			l.fields(child, t)
		case "property_declaration", "indexer_declaration":
			l.property(child, t)
		case "method_declaration":
			f := l.function(child, !modified(child, "static"))
			f.Exact, f.Extends = true, isAdded(child.Field("parameters"))
			t.define(f)
		case "constructor_declaration":
			l.constructor(child, t)
		case "operator_declaration", "conversion_operator_declaration":
			f := l.function(child, false)
			f.Name, f.Unasked = "<operator "+strconv.Itoa(child.Start())+">", true
			t.define(f)
		case "preproc_if", "preproc_elif", "preproc_else", "ERROR":
			l.members(child, t)
		default:
			if typeKinds[kind] {
				t.class.Body = append(t.class.Body, l.typeDeclaration(child))
			}
		}
	}
}

// fields lowers the fields of one declaration. Constants are part of the class; what other fields are set to is set later.
func (l *lowerer) fields(n parse.Node, t *typ) {
	for _, stmt := range l.hoisting(func() []program.Stmt { return l.variables(childOf(n, "variable_declaration")) }) {
		a, ok := stmt.(*program.Assign)
		if !ok || modified(n, "const") {
			t.class.Body = append(t.class.Body, stmt)
			continue
		}
		l.initialise(a, modified(n, "static"), t)
	}
}

// hoisting keeps declarations within expressions with what needs them.
func (l *lowerer) hoisting(lower func() []program.Stmt) []program.Stmt {
	outer := l.hoisted
	l.hoisted = nil
	body := lower()
	body = append(l.hoisted, body...)
	l.hoisted = outer
	return body
}

// initialise declares a field and sets it with the others of its kind.
func (l *lowerer) initialise(a *program.Assign, static bool, t *typ) {
	name, ok := a.Targets[0].(*program.Name)
	if !ok { // no field, whatever the grammar made of it
		t.declare(a)
		return
	}
	t.declare(&program.Assign{At: a.At, Targets: []program.Expr{name}, Type: a.Type, Declares: true})
	switch {
	case a.Value == nil:
	case static:
		t.statics = append(t.statics, &program.Assign{At: a.At, Targets: []program.Expr{name}, Value: a.Value, Type: a.Type})
	default:
		t.fields = append(t.fields, &program.Assign{At: a.At, Targets: []program.Expr{l.field(a.At, name.ID)}, Value: a.Value, Type: a.Type})
	}
}

// property lowers a property: one that keeps a value is a field, one that is computed a method that is read like one.
func (l *lowerer) property(n parse.Node, t *typ) {
	name := n.Field("name")
	id, at := indexer, l.at(n)
	if name.Exists() {
		id, at = identifier(name), l.at(name)
	}
	static := modified(n, "static")
	l.setters(n, id, static, t)
	body := childOf(n, "arrow_expression_clause")
	if !body.Exists() {
		body = getter(childOf(n, "accessor_list"))
	}
	if body.Exists() {
		f := l.method(n, id, body, !static, n.Field("type"))
		if id == indexer {
			f.Params, _ = l.params(childOf(n, "bracketed_parameter_list"))
			t.define(f)
			return
		}
		get := &program.Call{At: at, Function: &program.Name{At: at, ID: builtinGet}, Args: []program.Arg{{Value: f}}}
		t.declare(&program.Assign{At: at, Targets: []program.Expr{&program.Name{At: at, ID: id}}, Value: get, Declares: true})
		return
	}
	a := &program.Assign{At: at, Targets: []program.Expr{&program.Name{At: at, ID: id}}, Type: l.typeOf(n.Field("type"))}
	if value := n.Field("value"); value.Exists() && id != indexer {
		a.Value = l.initial(value, a.Type)
	}
	l.initialise(a, static, t)
}

// setters are the functions that run where a property or an item is set, or something is added to an event.
func (l *lowerer) setters(n parse.Node, id string, static bool, t *typ) {
	for child := range childOf(n, "accessor_list").Children() {
		body := bodyOf(child)
		if child.Kind() != "accessor_declaration" || child.Has("get") || !body.Exists() {
			continue
		}
		f := l.method(child, "<set "+id+">", body, !static, parse.Node{})
		f.Params, f.Unasked = []program.Param{{Name: "value"}}, true
		if id == indexer {
			f.Params, _ = l.params(childOf(n, "bracketed_parameter_list"))
		}
		t.define(f)
	}
}

// getter is the body of a property's get, or no node.
func getter(accessors parse.Node) parse.Node {
	for child := range accessors.Children() {
		if child.Kind() == "accessor_declaration" && child.Has("get") {
			if body := child.Field("body"); body.Exists() {
				return body
			}
			return childOf(child, "arrow_expression_clause")
		}
	}
	return parse.Node{}
}

// constructor lowers a constructor; a static one sets static fields.
func (l *lowerer) constructor(n parse.Node, t *typ) {
	if modified(n, "static") {
		t.statics = append(t.statics, l.body(bodyOf(n))...)
		return
	}
	f := l.function(n, true)
	f.Name, f.Exact, t.made = constructor, true, true
	at := l.at(n)
	first := []program.Stmt{l.setFields(at, t)}
	initializer := childOf(n, "constructor_initializer")
	args := l.arguments(childOf(initializer, "argument_list"))
	switch {
	case initializer.Has("this"):
		call := &program.Call{At: l.at(initializer), Function: l.field(at, constructor), Args: args}
		first = []program.Stmt{&program.Do{At: call.At, X: call}}
	case initializer.Exists():
		first = append(first, l.callBase(l.at(initializer), args))
	case t.derived:
		first = append(first, l.callBase(at, nil))
	}
	f.Body = append(first, f.Body...)
	t.define(f)
}

// bodyOf is the body of a function, whichever way it is written.
func bodyOf(n parse.Node) parse.Node {
	if body := n.Field("body"); body.Exists() {
		return body
	}
	return childOf(n, "block", "arrow_expression_clause")
}

// function lowers a method or local function.
func (l *lowerer) function(n parse.Node, method bool) *program.Function {
	list := n.Field("parameters")
	if !list.Exists() {
		list = childOf(n, "parameter_list")
	}
	params, provided := l.params(list)
	for _, child := range cancelling(list) {
		name := &program.Name{At: l.at(child), ID: identifier(child.Field("name"))}
		provided = append(provided, &program.Assign{At: name.At, Targets: []program.Expr{name}, Value: &program.Constant{At: name.At}, Declares: true})
	}
	result := n.Field("returns")
	if !result.Exists() {
		result = n.Field("type")
	}
	f := l.method(n, identifier(n.Field("name")), bodyOf(n), method, result)
	f.Params, f.Types = params, typeParameters(n)
	f.Body = append(provided, f.Body...)
	return f
}

// isAdded says that the first parameter is what a method is called on.
func isAdded(list parse.Node) bool {
	first := list.First()
	return first.Kind() == "parameter" && (modified(first, "this") || first.Has("this"))
}

// cancelling are the parameters that tell when to give up. They are nothing, so that they are not taken for arguments of an operation
// where methods take these by position.
func cancelling(list parse.Node) (params []parse.Node) {
	for child := range list.Children() {
		if child.Field("type").Text() == "CancellationToken" && child.Field("name").Exists() {
			params = append(params, child)
		}
	}
	return params
}

// method is a function of that name and body; unless it is static, it is called on something.
func (l *lowerer) method(n parse.Node, name string, body parse.Node, onReceiver bool, result parse.Node) *program.Function {
	f := &program.Function{At: l.at(n), Name: name, Implicit: n.Kind() != "local_function_statement", Result: l.typeOf(result)}
	if onReceiver {
		f.Receiver = receiver
	}
	l.functions = append(l.functions, f)
	f.Body = l.body(body)
	l.functions = l.functions[:len(l.functions)-1]
	return f
}

// body lowers a block, or an expression whose value is given.
func (l *lowerer) body(n parse.Node) []program.Stmt {
	if n.Kind() == "arrow_expression_clause" {
		n = lastOf(n)
	}
	switch {
	case !n.Exists():
		return nil
	case n.Kind() == "block":
		return l.block(n)
	}
	return l.hoisting(func() []program.Stmt {
		if n.Kind() == "assignment_expression" {
			a := l.assignment(n)
			return []program.Stmt{a, &program.Return{At: l.at(n), Value: a.Value}}
		}
		return []program.Stmt{&program.Return{At: l.at(n), Value: l.returned(n)}}
	})
}

// lambda lowers an anonymous function.
func (l *lowerer) lambda(n parse.Node) program.Expr {
	f := &program.Function{At: l.at(n)}
	parameters := n.Field("parameters")
	switch parameters.Kind() {
	case "implicit_parameter", "identifier":
		f.Params = []program.Param{{Name: identifier(parameters)}}
	default:
		f.Params, _ = l.params(parameters)
	}
	l.functions = append(l.functions, f)
	f.Body = l.body(bodyOf(n))
	l.functions = l.functions[:len(l.functions)-1]
	return f
}

// params lowers parameters. Those that a container provides are no parameters for who calls: they are variables of their type.
func (l *lowerer) params(n parse.Node) (params []program.Param, provided []program.Stmt) {
	var typ parse.Node
	for child := range n.Children() {
		switch child.Kind() {
		case "parameter", "implicit_parameter":
			p := l.param(child)
			if hasAttribute(child, "FromServices", "FromKeyedServices") {
				name := &program.Name{At: l.at(child), ID: p.Name}
				provided = append(provided, &program.Assign{At: name.At, Targets: []program.Expr{name}, Type: p.Type, Declares: true})
				continue
			}
			params = append(params, p)
		case "identifier":
			if typ.Exists() { // params T[] name
				params = append(params, program.Param{Name: identifier(child), Rest: program.Many})
			}
		}
		typ = child
	}
	return params, provided
}

func (l *lowerer) param(n parse.Node) program.Param {
	name := n.Field("name")
	if !name.Exists() {
		return program.Param{Name: identifier(n)}
	}
	p := program.Param{Name: identifier(name), Type: l.typeOf(n.Field("type"))}
	if value := initialiser(n); value.Exists() {
		p.Default = l.initial(value, p.Type)
	}
	if modified(n, "params") {
		p.Rest = program.Many
	}
	return p
}
