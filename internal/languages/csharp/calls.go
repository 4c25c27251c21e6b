package csharp

import (
	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// rest lowers calls, functions and the rarer expressions; nil where n is none.
func (l *lowerer) rest(n parse.Node) program.Expr {
	switch n.Kind() {
	case "invocation_expression":
		return l.call(n)
	case "lambda_expression", "anonymous_method_expression":
		return l.lambda(n)
	case "throw_expression":
		return &program.Thrown{At: l.at(n), X: l.optional(n.First())}
	case "query_expression":
		return l.query(n)
	case "default_expression":
		return &program.Constant{At: l.at(n), Kind: program.None}
	case "tuple_expression":
		list := &program.List{At: l.at(n)}
		for child := range n.Children() {
			list.Items = append(list.Items, l.expr(lastOf(child)))
		}
		return list
	case "argument", "attribute_argument":
		return l.expr(lastOf(n))
	case "sizeof_expression", "interpolation_brace", "range_expression", "make_ref_expression", "ref_type_expression", "ref_value_expression",
		"relational_pattern", "type_pattern", "list_pattern", "array_type", "pointer_type", "type", "preproc_if", "implicit_type":
		return l.effects(n)
	case "var", "default", "null", "array_rank_specifier", "type_argument_list":
		return &program.Sequence{At: l.at(n)}
	}
	return nil
}

// calledName is the last name of what an invocation calls.
func calledName(n parse.Node) string {
	function := n.Field("function")
	switch function.Kind() {
	case "member_access_expression":
		return bareName(function.Field("name"))
	case "conditional_access_expression":
		return bareName(lastOf(function).Field("name"))
	}
	return bareName(function)
}

// awaiting are the methods by which the value of a task is waited for; they give what they are called on.
var awaiting = map[string]bool{"GetAwaiter": true, "ConfigureAwait": true, "AsTask": true, "WaitAsync": true}

// reflecting are the methods by which code is found by name.
var reflecting = map[string]bool{"GetMethod": true, "GetRuntimeMethod": true, "InvokeMember": true}

// call lowers an invocation. What the language itself does with names and texts is done here, since these are at hand.
func (l *lowerer) call(n parse.Node) program.Expr {
	function, arguments := n.Field("function"), n.Field("arguments")
	name := calledName(n)
	of := function.Field("expression")
	switch {
	case name == "nameof" && function.Kind() == "identifier":
		return &program.Text{At: l.at(n), Value: lastName(lastOf(arguments.First()))}
	case awaiting[name] && of.Exists():
		return l.expr(of)
	case name == "GetResult" && calledName(of) == "GetAwaiter":
		return l.expr(of)
	case reflecting[name] && of.Exists() && arguments.First().Exists():
		args := append([]program.Arg{{Value: l.expr(of)}}, l.arguments(arguments)...)
		return &program.Call{At: l.at(n), Function: &program.Name{At: l.at(n), ID: builtinReflect}, Args: args}
	case name == "TryGetValue" && of.Exists():
		if x := l.tryGet(n, of, arguments); x != nil {
			return x
		}
	}
	args := l.arguments(arguments)
	if isString(of) {
		if x := l.ofString(n, name, args); x != nil {
			return x
		}
	}
	x := &program.Call{At: l.at(n), Function: l.expr(function), Args: args, Types: l.typeArguments(function)}
	if reading[name] && len(x.Types) == 1 {
		return l.instanceToo(x)
	}
	return x
}

// reading are methods that make an object of the type that they are given from a text.
var reading = map[string]bool{
	"Deserialize": true, "DeserializeAsync": true, "DeserializeObject": true, "ReadFromJsonAsync": true, "GetFromJsonAsync": true, "ToObject": true,
}

// instanceToo is what a call gives, which is an instance of the type that the call is given too.
func (l *lowerer) instanceToo(x *program.Call) program.Expr {
	if _, ok := x.Types[0].(*program.Sequence); ok {
		return x
	}
	made := &program.Call{At: x.At, Function: &program.Name{At: x.At, ID: builtinInstance}, Types: x.Types}
	return &program.Conditional{At: x.At, Test: &program.Sequence{At: x.At}, Then: x, Else: made}
}

func isString(n parse.Node) bool { return n.Text() == "string" || n.Text() == "String" }

// ofString lowers string.Format, Concat and Join; nil where it is another method.
func (l *lowerer) ofString(n parse.Node, name string, args []program.Arg) program.Expr {
	switch name {
	case "Format":
		return l.format(l.at(n), args)
	case "Concat":
		b := &program.Build{At: l.at(n)}
		for _, a := range args {
			b.Parts = append(b.Parts, a.Value)
		}
		if len(args) > 1 {
			return b
		}
	case "Join":
		if len(args) > 2 {
			list := &program.List{At: l.at(n)}
			for _, a := range args[1:] {
				list.Items = append(list.Items, a.Value)
			}
			args = []program.Arg{args[0], {Value: list}}
		}
		return &program.Call{At: l.at(n), Function: &program.Name{At: l.at(n), ID: builtinJoin}, Args: args}
	}
	return nil
}

// lastName is the last step of a dotted name.
func lastName(n parse.Node) string {
	if name := n.Field("name"); name.Exists() {
		return bareName(name)
	}
	return bareName(n)
}

// tryGet lowers "d.TryGetValue(k, out var v)": v is what d has under k.
func (l *lowerer) tryGet(n, of, arguments parse.Node) program.Expr {
	var given []parse.Node
	for child := range arguments.Children() {
		given = append(given, child)
	}
	if len(given) != 2 || !given[1].Has("out") {
		return nil
	}
	value := &program.Index{At: l.at(n), X: l.expr(of), Key: l.expr(lastOf(given[0]))}
	return l.sure(n, l.target(lastOf(given[1])), value)
}

// arguments lowers what a call is given.
func (l *lowerer) arguments(n parse.Node) (args []program.Arg) {
	for child := range n.Children() {
		args = append(args, l.argument(child))
	}
	return args
}

// argument lowers one argument. What is handed out by the call is not known behind it.
func (l *lowerer) argument(n parse.Node) program.Arg {
	if n.Kind() != "argument" {
		return program.Arg{Value: l.expr(n)}
	}
	value := lastOf(n)
	a := program.Arg{Name: identifierOrNone(n.Field("name"))}
	if n.Has("out") {
		a.Value = l.handedOut(n, value)
	} else {
		a.Value = l.expr(value)
	}
	return a
}

func identifierOrNone(n parse.Node) string {
	if !n.Exists() {
		return ""
	}
	return identifier(n)
}

func (l *lowerer) handedOut(n, value parse.Node) program.Expr {
	if value.Kind() == "discard" || value.Text() == "_" {
		return &program.Sequence{At: l.at(n)}
	}
	if value.Kind() == "declaration_expression" {
		return l.declaration(value)
	}
	return &program.Assigned{At: l.at(n), Target: l.target(value), Value: &program.Sequence{At: l.at(n)}}
}

// typeArguments are the types that a generic method is given.
func (l *lowerer) typeArguments(function parse.Node) (types []program.Expr) {
	switch function.Kind() {
	case "member_access_expression", "member_binding_expression":
		function = function.Field("name")
	case "conditional_access_expression":
		function = lastOf(function).Field("name")
	}
	return l.typesIn(function)
}

// typesIn are the type arguments of a generic name.
func (l *lowerer) typesIn(function parse.Node) (types []program.Expr) {
	if function.Kind() != "generic_name" {
		return nil
	}
	for child := range childOf(function, "type_argument_list").Children() {
		typ := l.typeOf(child)
		if typ == nil {
			typ = &program.Sequence{At: l.at(child)}
		}
		types = append(types, typ)
	}
	return types
}

// query lowers "from x in xs where t select y". Of several sources, groups and orders only what runs is kept.
func (l *lowerer) query(n parse.Node) program.Expr {
	c := &program.Collect{At: l.at(n)}
	for child := range n.Children() {
		switch child.Kind() {
		case "from_clause", "join_clause":
			clause := program.Clause{Target: &program.Name{At: l.at(child), ID: identifier(child.Field("name"))}, Over: l.expr(lastOf(child))}
			c.Clauses = append(c.Clauses, clause)
		case "let_clause":
			name := child.First()
			list := &program.List{At: l.at(child), Items: []program.Expr{l.expr(lastOf(child))}}
			c.Clauses = append(c.Clauses, program.Clause{Target: &program.Name{At: l.at(name), ID: identifier(name)}, Over: list})
		case "where_clause":
			if last := len(c.Clauses) - 1; last >= 0 {
				c.Clauses[last].Tests = append(c.Clauses[last].Tests, l.expr(child.First()))
			}
		case "select_clause":
			c.Value = l.expr(child.First())
		default: // order and groups: their expressions run
			if last := len(c.Clauses) - 1; last >= 0 {
				c.Clauses[last].Tests = append(c.Clauses[last].Tests, l.effects(child))
			}
		}
	}
	if c.Value == nil {
		c.Value = &program.Sequence{At: l.at(n)}
		if len(c.Clauses) > 0 {
			c.Value = c.Clauses[0].Target
		}
	}
	return c
}
