package java

import (
	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// callable lowers calls, what makes instances, and functions as values; nil where n is none.
func (l *lowerer) callable(n parse.Node) program.Expr {
	switch n.Kind() {
	case "method_invocation":
		return l.call(n)
	case "object_creation_expression":
		return l.creation(n)
	case "explicit_constructor_invocation":
		return l.constructorCall(n)
	case "lambda_expression":
		return l.lambda(n)
	case "method_reference":
		return l.reference(n)
	}
	return nil
}

// maxChain is how many calls one after the other on what each gives are lowered: builders are long.
const maxChain = 5000

// call lowers calls of methods. A chain of them is lowered from its beginning, so that its length costs no depth.
func (l *lowerer) call(n parse.Node) program.Expr {
	chain := []parse.Node{n}
	for len(chain) < maxChain {
		object := chain[len(chain)-1].Field("object")
		if object.Kind() != "method_invocation" || object.Broken() {
			break
		}
		chain = append(chain, object)
	}
	var x program.Expr
	for i := len(chain) - 1; i >= 0; i-- {
		x = l.invocation(chain[i], x)
	}
	return x
}

func (l *lowerer) invocation(n parse.Node, object program.Expr) program.Expr {
	name := n.Field("name").Text()
	c := &program.Call{At: l.at(n)}
	switch at := n.Field("object"); {
	case object != nil:
		c.Function = &program.Member{At: l.at(n), X: object, Name: name + program.Method}
	case at.Exists():
		c.Function = &program.Member{At: l.at(n), X: l.expr(at), Name: name + program.Method}
	default:
		c.Function = l.name(n.Field("name"), name+program.Method)
	}
	c.Args = l.arguments(n.Field("arguments"))
	if m, ok := c.Function.(*program.Member); ok && name == "equals" && len(c.Args) == 1 {
		return &program.Binary{At: l.at(n), Op: "==", Left: m.X, Right: c.Args[0].Value}
	}
	return l.formatted(n, c)
}

func (l *lowerer) arguments(n parse.Node) (args []program.Arg) {
	for child := range n.Children() {
		args = append(args, program.Arg{Value: l.expr(child)})
	}
	return args
}

// creation lowers "new T(...)", with a body of its own or without.
func (l *lowerer) creation(n parse.Node) program.Expr {
	args := l.arguments(n.Field("arguments"))
	of := l.typed(n.Field("type"))
	if of == nil {
		of = l.name(n, baseName(n.Field("type")))
	}
	if childOf(n, "class_body").Exists() {
		of = l.class(n, "", []program.Expr{of}, true)
	}
	return &program.Call{At: l.at(n), Function: of, Args: args}
}

// baseName is the name of a class without its type arguments.
func baseName(n parse.Node) string {
	if n.Kind() == "generic_type" {
		return n.First().Text()
	}
	return n.Text()
}

// lambda lowers "x -> e" and "(x, y) -> { ... }".
func (l *lowerer) lambda(n parse.Node) program.Expr {
	f := &program.Function{At: l.at(n)}
	switch parameters := n.Field("parameters"); parameters.Kind() {
	case "identifier", "underscore_pattern":
		f.Params = []program.Param{{Name: parameters.Text()}}
	default:
		f.Params = l.params(parameters)
	}
	if body := n.Field("body"); body.Kind() == "block" {
		f.Body = l.block(body)
	} else {
		f.Body = []program.Stmt{&program.Return{At: l.at(body), Value: l.expr(body)}}
	}
	return f
}

// given is the parameter that takes all that a reference to a method is called with.
const given = "<given>"

// reference lowers "x::f", "T::f" and "T::new" to functions. What follows the name of a class may be one of its static methods, or a
// method of the first argument: that is decided where it is called.
func (l *lowerer) reference(n parse.Node) program.Expr {
	at, object, name := l.at(n), n.First(), ""
	for token := range n.Tokens() {
		if token.Kind() == "identifier" || token.Kind() == "new" {
			name = token.Text()
		}
	}
	f := &program.Function{At: at, Params: []program.Param{{Name: given, Rest: program.Many}}}
	all := []program.Arg{{Value: l.name(n, given), Rest: program.Many}}
	of := l.referred(object)
	if name == "new" {
		f.Body = []program.Stmt{&program.Return{At: at, Value: &program.Call{At: at, Function: of, Args: all}}}
		return f
	}
	method := func(x program.Expr, args []program.Arg) program.Expr {
		return &program.Call{At: at, Function: &program.Member{At: at, X: x, Name: name + program.Method}, Args: args}
	}
	if path := pathOf(object); path == nil || !isClass(path[len(path)-1]) {
		f.Body = []program.Stmt{&program.Return{At: at, Value: method(of, all)}}
		return f
	}
	named := []program.Arg{{Value: of}, {Value: &program.Text{At: at, Value: name + program.Method}}}
	f.Body = []program.Stmt{&program.Return{At: at, Value: &program.Call{At: at, Function: l.name(n, "<reference>"), Args: append(named, all...)}}}
	return f
}

func (l *lowerer) referred(n parse.Node) program.Expr {
	switch n.Kind() {
	case "generic_type", "array_type", "scoped_type_identifier", "type_identifier":
		if x := l.typed(n); x != nil {
			return x
		}
		return l.name(n, baseName(n))
	}
	return l.expr(n)
}
