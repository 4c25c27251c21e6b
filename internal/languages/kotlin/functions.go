package kotlin

import (
	"strconv"

	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// lambda lowers "{ x -> ... }". It may be called on something, whose members are then its names; without parameters it has one named it.
func (l *lowerer) lambda(n parse.Node) program.Expr {
	s := newScope()
	s.self, s.lambda = "<lambda "+strconv.Itoa(n.Start())+">", true
	defer l.push(s)()
	f := &program.Function{At: l.at(n), Implicit: true, Receiver: s.self}
	parameters := childOf(n, "lambda_parameters")
	var first []program.Stmt
	for child := range parameters.Children() {
		if child.Kind() == "multi_variable_declaration" {
			p := program.Param{Name: "<parts " + strconv.Itoa(child.Start()) + ">"}
			f.Params = append(f.Params, p)
			first = append(first, &program.Assign{At: l.at(child), Targets: []program.Expr{l.apart(child)}, Value: l.name(child, p.Name), Declares: true})
			continue
		}
		name := childOf(child, "identifier").Text()
		l.variable(name)
		f.Params = append(f.Params, program.Param{Name: name, Type: l.typed(childOf(child, "user_type", "nullable_type"))})
	}
	if !parameters.Exists() {
		f.Params = []program.Param{{Name: "it"}}
		l.variable("it")
	}
	f.Body = append(first, l.tailOf(n)...)
	return f
}

// anonymous lowers "fun(x: T): R { ... }" as a value.
func (l *lowerer) anonymous(n parse.Node) program.Expr {
	defer l.push(newScope())()
	f := &program.Function{At: l.at(n), Params: l.params(childOf(n, "function_value_parameters"))}
	f.Body = l.functionBody(childOf(n, "function_body"))
	return f
}

// given is the parameter that takes all that a reference to a function is called with.
const given = "<given>"

// reference lowers "::f", "x::f" and "T::f" to functions.
func (l *lowerer) reference(n, object parse.Node, name string) program.Expr {
	at := l.at(n)
	f := &program.Function{At: at, Params: []program.Param{{Name: given, Rest: program.Many}}}
	all := []program.Arg{{Value: l.name(n, given), Rest: program.Many}}
	var x program.Expr
	switch {
	case name == "class":
		return l.expr(object)
	case !object.Exists():
		x = &program.Call{At: at, Function: l.callee(n, name), Args: all}
	case object.Kind() == "identifier" && isClass(object.Text()):
		args := append([]program.Arg{{Value: l.classNamed(object, object.Text())}, {Value: &program.Text{At: at, Value: name + program.Method}}}, all...)
		x = &program.Call{At: at, Function: l.name(n, "<reference>"), Args: args}
	default:
		x = l.method(n, l.expr(object), name, all)
	}
	f.Body = []program.Stmt{&program.Return{At: at, Value: x}}
	return f
}
