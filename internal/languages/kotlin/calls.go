package kotlin

import (
	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// called lowers calls, members and references; nil where n is none.
func (l *lowerer) called(n parse.Node) program.Expr {
	switch n.Kind() {
	case "call_expression":
		return l.chain(n)
	case "navigation_expression":
		return l.navigation(n)
	case "callable_reference":
		last := lastOf(n)
		object := n.First()
		if object.Start() == last.Start() {
			object = parse.Node{}
		}
		return l.reference(n, object, last.Text())
	case "constructor_invocation":
		return &program.Call{At: l.at(n), Function: orUnknown(l, n, l.typed(n.First())), Args: l.arguments(n)}
	}
	return nil
}

func orUnknown(l *lowerer, n parse.Node, x program.Expr) program.Expr {
	if x == nil {
		return &program.Sequence{At: l.at(n)}
	}
	return x
}

// maxChain is how many calls and members one after the other are lowered without a level of nesting for each: builders are long.
const maxChain = 5000

// callee is what a chain has found that the next call calls.
type callee struct {
	object program.Expr // of a method
	name   string
	plain  parse.Node // a name alone
	args   []program.Arg
}

// chain lowers calls and members on what other ones give, from the beginning, so that their number costs no depth.
func (l *lowerer) chain(n parse.Node) program.Expr {
	links := []parse.Node{n}
	for len(links) < maxChain {
		first := links[len(links)-1].First()
		if k := first.Kind(); k != "call_expression" && k != "navigation_expression" || first.Broken() {
			break
		}
		links = append(links, first)
	}
	var x program.Expr
	var c callee
	for i := len(links) - 1; i >= 0; i-- {
		link := links[i]
		isCalled := i > 0 && links[i-1].Kind() == "call_expression"
		switch {
		case link.Kind() == "navigation_expression" && isCalled && !link.Has("::"):
			c = callee{object: l.orFirst(x, link), name: memberName(link)}
			x = nil
		case link.Kind() == "navigation_expression":
			x = l.member(link, x)
		case isCalled && trailing(links[i-1]) && !trailing(link): // its closure stands behind its arguments
			c.args = l.arguments(link)
			if first := head(link); c.object == nil && first.Kind() == "identifier" {
				c.plain = first
			}
		default:
			x = l.call(link, x, c)
			c = callee{}
		}
	}
	if links[len(links)-1].First().Has("!") {
		return &program.Not{At: l.at(n), Operand: x}
	}
	return x
}

// head is what a call or a member begins with. The grammar takes "!x.y()" for what y of "!x" gives: the sign is of the whole.
func head(n parse.Node) parse.Node {
	first := n.First()
	for first.Kind() == "unary_expression" && !first.Has("!!") && first.Start() < first.First().Start() {
		first = first.First()
	}
	return first
}

func (l *lowerer) orFirst(x program.Expr, n parse.Node) program.Expr {
	if x != nil {
		return x
	}
	return l.expr(head(n))
}

// trailing says that a call has a closure behind its arguments.
func trailing(n parse.Node) bool { return childOf(n, "annotated_lambda").Exists() }

// call lowers one call of what the chain has found, or of what stands before it.
func (l *lowerer) call(n parse.Node, x program.Expr, c callee) program.Expr {
	args := append(c.args, l.arguments(n)...)
	first := head(n)
	switch {
	case c.object != nil:
		return l.method(n, c.object, c.name, args)
	case c.plain.Exists():
		return l.plainCall(n, c.plain, args)
	case x == nil && first.Kind() == "identifier":
		if constants := l.constantOf(n, first, childOf(childOf(n, "type_arguments"), "type_projection").First(), args); constants != nil {
			return constants
		}
		return l.plainCall(n, first, args)
	}
	return &program.Call{At: l.at(n), Function: l.orFirst(x, n), Args: args}
}

func memberName(n parse.Node) string {
	name := lastOf(n).Text()
	if len(name) > 1 && name[0] == '`' {
		return name[1 : len(name)-1]
	}
	return name
}

// arguments lowers what stands in parentheses, and a closure behind them.
func (l *lowerer) arguments(n parse.Node) (args []program.Arg) {
	for child := range childOf(n, "value_arguments").Children() {
		a := program.Arg{}
		if child.Has("=") {
			a.Name = child.First().Text()
		}
		value := lastOf(child)
		if value.Kind() == "spread_expression" {
			a.Rest = program.Many
		}
		a.Value = l.expr(value)
		args = append(args, a)
	}
	if closure := childOf(n, "annotated_lambda"); closure.Exists() {
		args = append(args, program.Arg{Value: l.lambda(childOf(closure, "lambda_literal"))})
	}
	return args
}

// scoped are functions that call a closure, with what they are called on, if that is something: for flow all are one of four.
var scoped = map[string]string{
	"let": "<let>", "use": "<let>", "also": "<also>", "run": "<run>", "apply": "<apply>", "useLines": "<let>", "runCatching": "<run>",
}

// blocks are functions that only run a closure, somewhere, and give what it gives.
var blocks = map[string]bool{
	"runBlocking": true, "coroutineScope": true, "supervisorScope": true, "withContext": true, "async": true, "launch": true, "withTimeout": true,
	"withTimeoutOrNull": true, "runCatching": true, "run": true, "synchronized": true, "measureTimeMillis": true, "measureTime": true,
	"measureTimedValue": true, "flow": true, "buildList": true, "buildMap": true, "runTest": true, "repeat": true, "thread": true,
}

// demands give their first argument; their closure says why it is not as it should be.
var demands = map[string]bool{"check": true, "require": true, "requireNotNull": true, "checkNotNull": true}

// plainCall lowers a call of a function or a class by its name alone.
func (l *lowerer) plainCall(n, name parse.Node, args []program.Arg) program.Expr {
	id := plainName(name)
	closure := len(args) > 0 && isClosure(args[len(args)-1].Value)
	switch {
	case id == "with" && len(args) == 2 && closure:
		return &program.Call{At: l.at(n), Function: l.name(n, "<run>"), Args: args}
	case demands[id] && closure && len(args) == 2:
		return &program.Call{At: l.at(n), Function: l.name(n, "<also>"), Args: args}
	case blocks[id] && closure && !l.isVariable(id):
		return l.behind(n, args)
	}
	if l.added[id] && !l.isVariable(id) { // on the client that the function or closure around is called on
		return l.method(n, l.thisAt(n, len(l.scopes)-1), id, args)
	}
	return &program.Call{At: l.at(n), Function: l.callee(name, id), Args: args}
}

// behind is a call of the closure that stands behind other arguments, which are told first.
func (l *lowerer) behind(n parse.Node, args []program.Arg) program.Expr {
	last := len(args) - 1
	call := &program.Call{At: l.at(n), Function: args[last].Value}
	if last == 0 {
		return call
	}
	first := &program.Sequence{At: l.at(n)}
	for _, a := range args[:last] {
		first.Parts = append(first.Parts, a.Value)
	}
	return &program.Index{At: l.at(n), X: &program.List{At: l.at(n), Items: []program.Expr{first, call}}, Key: &program.Constant{At: l.at(n), Kind: program.Number, Digits: "1"}}
}

func plainName(n parse.Node) string {
	name := n.Text()
	if len(name) > 1 && name[0] == '`' {
		return name[1 : len(name)-1]
	}
	return name
}

func isClosure(x program.Expr) bool {
	_, ok := x.(*program.Function)
	return ok
}

// callee is what a name means that is called: a class, a variable that holds a function, or a function.
func (l *lowerer) callee(n parse.Node, id string) program.Expr {
	if isClass(id) {
		return l.classNamed(n, id)
	}
	if l.isVariable(id) {
		return l.name(n, id)
	}
	return l.name(n, id+program.Method)
}

// isVariable says that a function around has a variable of that name, or a class around a property.
func (l *lowerer) isVariable(id string) bool {
	for i := len(l.scopes) - 1; i >= 0; i-- {
		if l.scopes[i].names[id] {
			return true
		}
	}
	return false
}

// method lowers x.name(args). Some functions can be called on any value.
func (l *lowerer) method(n parse.Node, x program.Expr, name string, args []program.Arg) program.Expr {
	at := l.at(n)
	closure := len(args) > 0 && isClosure(args[len(args)-1].Value)
	on := append([]program.Arg{{Value: x}}, args...)
	switch {
	case scoped[name] != "" && len(args) == 1:
		return &program.Call{At: at, Function: l.name(n, scoped[name]), Args: on}
	case (name == "async" || name == "launch") && closure:
		return &program.Call{At: at, Function: args[len(args)-1].Value}
	case name == "await" && len(args) == 0:
		return x
	case name == "takeIf" || name == "takeUnless":
		return &program.Call{At: at, Function: l.name(n, "<also>"), Args: on}
	case name == "format" && isText(x):
		return l.formatted(at, x.(*program.Text), args)
	case l.extensions[name]:
		var fn program.Expr = l.name(n, extension(name))
		if l.within[name] {
			fn = &program.Call{At: at, Function: fn}
		}
		on = append([]program.Arg{{Value: fn}, {Value: x}, {Value: &program.Text{At: at, Value: name + program.Method}}}, args...)
		return &program.Call{At: at, Function: l.name(n, "<extension>"), Args: on}
	case isClass(name):
		return &program.Call{At: at, Function: &program.Member{At: at, X: x, Name: name}, Args: args}
	}
	return &program.Call{At: at, Function: &program.Member{At: at, X: x, Name: name + program.Method}, Args: args}
}

func isText(x program.Expr) bool {
	_, ok := x.(*program.Text)
	return ok
}

// navigation lowers "x.y", "x?.y" and "x::y".
func (l *lowerer) navigation(n parse.Node) program.Expr {
	return l.chain(n)
}

// member is one step of it: x is what stands before, where that was lowered already.
func (l *lowerer) member(n parse.Node, x program.Expr) program.Expr {
	if n.Has("::") {
		if x == nil {
			return l.reference(n, head(n), memberName(n))
		}
		return l.referenceOf(n, x)
	}
	if steps := pathOf(n); x == nil && len(steps) > 2 && tops[steps[0]] && !l.isVariable(steps[0]) {
		if whole := l.inFull(n, steps); whole != nil {
			return whole
		}
	}
	if x == nil {
		x = l.expr(head(n))
	}
	name := memberName(n)
	if name == "java" || name == "javaClass" || name == "kotlin" {
		return x
	}
	return &program.Member{At: l.at(n), X: x, Name: name}
}

// referenceOf is a reference to a method of a value.
func (l *lowerer) referenceOf(n parse.Node, x program.Expr) program.Expr {
	if memberName(n) == "class" {
		return x
	}
	f := &program.Function{At: l.at(n), Params: []program.Param{{Name: given, Rest: program.Many}}}
	all := []program.Arg{{Value: l.name(n, given), Rest: program.Many}}
	f.Body = []program.Stmt{&program.Return{At: l.at(n), Value: l.method(n, x, memberName(n), all)}}
	return f
}

// tops are what names of packages begin with that code writes in full.
var tops = map[string]bool{
	"com": true, "org": true, "net": true, "io": true, "java": true, "javax": true, "jakarta": true, "software": true, "aws": true, "kotlin": true,
	"kotlinx": true,
}

// pathOf is the names of a chain of names, nil where n is something else.
func pathOf(n parse.Node) []string {
	var steps []string
	for n.Kind() == "navigation_expression" {
		steps = append([]string{lastOf(n).Text()}, steps...)
		n = head(n)
	}
	if n.Kind() != "identifier" {
		return nil
	}
	return append([]string{n.Text()}, steps...)
}
