package php

import (
	"path"
	"strings"

	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// arguments lowers the arguments of a call.
func (l *lowerer) arguments(n parse.Node) (args []program.Arg) {
	for child := range n.Children() {
		if child.Kind() != "argument" {
			continue
		}
		name := child.Field("name")
		var value parse.Node
		for part := range child.Children() {
			value = part
		}
		a := program.Arg{Value: l.expr(value)}
		if name.Exists() && name.Start() != value.Start() {
			a.Name = "$" + name.Text()
		}
		if value.Kind() == "variadic_unpacking" {
			a.Rest = program.Many
		}
		args = append(args, a)
	}
	return args
}

// create lowers "new Class(...)", and of a class that has no name.
func (l *lowerer) create(n parse.Node) program.Expr {
	args := l.arguments(childOf(n, "arguments"))
	if body := childOf(n, "declaration_list"); body.Exists() {
		return &program.Call{At: l.at(n), Function: l.classOf(n, ""), Args: args}
	}
	for child := range n.Children() {
		if child.Kind() != "arguments" {
			return &program.Call{At: l.at(n), Function: l.made(child), Args: args}
		}
	}
	return l.sequence(n)
}

// call lowers a call of a function. Functions of the language that do something with strings or other functions are told by their names.
func (l *lowerer) call(n parse.Node) program.Expr {
	fn := n.Field("function")
	if fn.Kind() != "name" && fn.Kind() != "qualified_name" {
		return l.callOf(n, l.called(fn))
	}
	name := l.names.function(fn.Text())
	if has(n.Field("arguments"), "variadic_placeholder") {
		return l.name(fn, name+program.Method)
	}
	args := l.arguments(n.Field("arguments"))
	if x := l.known(n, strings.ToLower(name), args); x != nil {
		return x
	}
	if row, ok := callbacks[strings.ToLower(name)]; ok && row < len(args) {
		args[row].Value = l.callable(n, args[row].Value)
	}
	return &program.Call{At: l.at(n), Function: l.name(fn, name+program.Method), Args: args}
}

// called is the function that an expression is: a text or a pair may name one.
func (l *lowerer) called(n parse.Node) program.Expr {
	x := l.callable(n, l.expr(n))
	switch n.Kind() {
	case "variable_name", "subscript_expression":
		return &program.Call{At: l.at(n), Function: l.name(n, nameFunctionNamed), Args: []program.Arg{{Value: x}}}
	}
	return x
}

// callbacks are the functions that take a function, and at which position.
var callbacks = map[string]int{
	"array_map": 0, "array_filter": 1, "array_walk": 1, "array_reduce": 1, "usort": 1, "uasort": 1, "uksort": 1, "call_user_func": 0,
	"call_user_func_array": 0, "register_shutdown_function": 0, "set_error_handler": 0, "set_exception_handler": 0, "spl_autoload_register": 0,
	"iterator_apply": 1, "ob_start": 0, "preg_replace_callback": 1,
}

// callable is a function that is given by its name, or by an object or a class and the name of its method.
func (l *lowerer) callable(n parse.Node, x program.Expr) program.Expr {
	switch x := x.(type) {
	case *program.Text:
		if class, method, ok := strings.Cut(x.Value, "::"); ok {
			return &program.Member{At: x.At, X: &program.Name{At: x.At, ID: class}, Name: method + program.Method}
		}
		return &program.Name{At: x.At, ID: short(x.Value) + program.Method}
	case *program.List:
		if len(x.Items) != 2 {
			return x
		}
		of := x.Items[0]
		if class, ok := of.(*program.Text); ok {
			of = &program.Name{At: class.At, ID: class.Value}
		}
		if method, ok := x.Items[1].(*program.Text); ok {
			return &program.Member{At: x.At, X: of, Name: method.Value + program.Method}
		}
		name := &program.Build{At: x.At, Parts: []program.Expr{x.Items[1], l.text(n, program.Method)}}
		return &program.Call{At: x.At, Function: l.name(n, nameMember), Args: []program.Arg{{Value: of}, {Value: name}}}
	}
	return x
}

// known lowers functions whose arguments stand in another order than the neutral form has them; nil of any other.
func (l *lowerer) known(n parse.Node, name string, args []program.Arg) program.Expr {
	value := func(i int) program.Expr { return args[i].Value }
	switch {
	case len(args) == 0:
		return nil
	case name == "sprintf":
		if t, ok := value(0).(*program.Text); ok {
			return l.formatted(n, t.Value, values(args[1:]))
		}
	case name == "vsprintf" && len(args) == 2:
		t, ok := value(0).(*program.Text)
		list, isList := value(1).(*program.List)
		if ok && isList {
			return l.formatted(n, t.Value, list.Items)
		}
	case name == "explode" && len(args) > 1:
		return l.textOf(n, "split", value(1), value(0))
	case (name == "implode" || name == "join") && len(args) > 1:
		return l.textOf(n, "join", value(0), value(1))
	case name == "str_replace" && len(args) > 2:
		return l.textOf(n, "replace", value(2), value(0), value(1))
	case name == "array_map" && len(args) > 1, name == "array_filter", name == "array_walk", name == "array_reduce" && len(args) > 1, name == "usort", name == "uasort", name == "uksort":
		return l.overItems(n, name, args)
	case name == "dirname":
		if t, ok := value(0).(*program.Text); ok {
			return l.text(n, path.Dir(t.Value))
		}
	case name == "is_null":
		return &program.Binary{At: l.at(n), Op: "==", Left: value(0), Right: l.none(n)}
	case name == "constant":
		if t, ok := value(0).(*program.Text); ok {
			return l.name(n, nameConstant+t.Value)
		}
	case name == "compact":
		return l.compact(n, args)
	case name == "eval":
		return &program.Call{At: l.at(n), Function: l.name(n, nameEval), Args: args}
	}
	return nil
}

// overItems calls a function with the items of a list, which comes first.
func (l *lowerer) overItems(n parse.Node, name string, args []program.Arg) program.Expr {
	at := callbacks[name]
	if at < len(args) {
		args[at].Value = l.callable(n, args[at].Value)
	}
	if name == "array_map" {
		args[0], args[1] = args[1], args[0]
	}
	return &program.Call{At: l.at(n), Function: l.name(n, name+program.Method), Args: args}
}

// textOf is an operation on a string that the library names.
func (l *lowerer) textOf(n parse.Node, operation string, args ...program.Expr) program.Expr {
	x := &program.Call{At: l.at(n), Function: l.name(n, nameOperation+operation)}
	for _, arg := range args {
		x.Args = append(x.Args, program.Arg{Value: arg})
	}
	return x
}

// compact makes a map of variables by their names.
func (l *lowerer) compact(n parse.Node, args []program.Arg) program.Expr {
	d := &program.Dict{At: l.at(n)}
	for _, a := range args {
		t, ok := a.Value.(*program.Text)
		if !ok {
			return l.opaque(n, "a map of variables whose names are not known", values(args)...)
		}
		d.Entries = append(d.Entries, program.Entry{Key: t, Value: l.name(n, "$"+t.Value)})
	}
	return d
}

func values(args []program.Arg) (parts []program.Expr) {
	for _, a := range args {
		parts = append(parts, a.Value)
	}
	return parts
}
