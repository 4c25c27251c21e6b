package csharp

import (
	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// statementKinds are statements as the top of a program without a class may hold them.
var statementKinds = map[string]bool{
	"expression_statement": true, "local_declaration_statement": true, "local_function_statement": true, "if_statement": true,
	"foreach_statement": true, "for_statement": true, "while_statement": true, "do_statement": true, "try_statement": true,
	"using_statement": true, "switch_statement": true, "return_statement": true, "throw_statement": true, "block": true,
}

// block lowers the statements that are n's children.
func (l *lowerer) block(n parse.Node) []program.Stmt {
	if n.Kind() != "block" && n.Kind() != "ERROR" && n.Exists() {
		return l.sequence([]parse.Node{n})
	}
	var statements []parse.Node
	for child := range n.Children() {
		statements = append(statements, child)
	}
	return l.sequence(statements)
}

// sequence lowers statements in order; functions among them come first, since all may use them.
func (l *lowerer) sequence(statements []parse.Node) (body []program.Stmt) {
	if len(statements) == 0 {
		return nil
	}
	if !l.enter() {
		l.leave()
		return []program.Stmt{l.do(statements[0], l.opaque(statements[0], reasonDeep))}
	}
	defer l.leave()
	for _, n := range statements {
		if n.Kind() == "local_function_statement" {
			body = append(body, l.whole(n)...)
		}
	}
	for _, n := range statements {
		if n.Kind() != "local_function_statement" {
			body = append(body, l.whole(n)...)
		}
	}
	return body
}

// whole lowers one statement with what could not be read in it and what its expressions declare.
func (l *lowerer) whole(n parse.Node) (body []program.Stmt) {
	if n.HoldsError() {
		body = l.broken(n)
	}
	outer := l.hoisted
	l.hoisted = nil
	lowered := l.statement(n)
	body = append(append(body, l.hoisted...), lowered...)
	l.hoisted = outer
	return body
}

// statement lowers one statement; some make several, some none.
func (l *lowerer) statement(n parse.Node) []program.Stmt {
	switch n.Kind() {
	case "block", "ERROR":
		return l.block(n)
	case "expression_statement":
		return l.expressionStatement(n.First())
	case "local_declaration_statement":
		return l.variables(childOf(n, "variable_declaration"))
	case "local_function_statement":
		return []program.Stmt{l.localFunction(n)}
	case "return_statement":
		return []program.Stmt{&program.Return{At: l.at(n), Value: l.returned(lastOf(n))}}
	case "throw_statement":
		return []program.Stmt{&program.Raise{At: l.at(n), Value: l.optional(n.First())}}
	case "yield_statement":
		return l.yield(n)
	case "break_statement", "continue_statement", "goto_statement":
		return []program.Stmt{&program.Jump{At: l.at(n)}}
	case "if_statement":
		return []program.Stmt{l.branch(n)}
	case "switch_statement":
		return []program.Stmt{l.choose(n)}
	case "foreach_statement", "for_statement", "while_statement", "do_statement":
		return l.loop(n)
	case "try_statement":
		return []program.Stmt{l.try(n)}
	case "using_statement", "lock_statement", "fixed_statement":
		return l.held(n)
	case "checked_statement", "unsafe_statement", "labeled_statement", "preproc_if", "preproc_elif", "preproc_else":
		return l.inner(n)
	case "empty_statement", "preproc_region", "preproc_endregion":
		return nil
	}
	return []program.Stmt{l.do(n, l.expr(n))}
}

// returned lowers what a function gives: "new()" is of the type that it states.
func (l *lowerer) returned(n parse.Node) program.Expr {
	if !n.Exists() {
		return nil
	}
	var typ program.Expr
	if len(l.functions) > 0 {
		typ = l.functions[len(l.functions)-1].Result
	}
	return l.initial(n, typ)
}

// inner lowers the statements in n, whatever stands around them.
func (l *lowerer) inner(n parse.Node) (body []program.Stmt) {
	for child := range n.Children() {
		if statementKinds[child.Kind()] || child.Kind() == "lock_statement" || child.Kind() == "preproc_else" || child.Kind() == "preproc_elif" {
			body = append(body, l.whole(child)...)
		}
	}
	return body
}

// expressionStatement lowers an expression that stands for itself.
func (l *lowerer) expressionStatement(n parse.Node) []program.Stmt {
	if n.Kind() == "assignment_expression" {
		return []program.Stmt{l.assignment(n)}
	}
	return []program.Stmt{l.do(n, l.expr(n))}
}

// assignment lowers "a = b", "(a, b) = c", "a += b", "a ??= b". "a += f" on an event hands f to it.
func (l *lowerer) assignment(n parse.Node) *program.Assign {
	left, right, sign := n.Field("left"), n.Field("right"), operatorOf(n)
	a := &program.Assign{At: l.at(n), Targets: []program.Expr{l.target(left)}}
	switch sign {
	case "=":
		a.Value = l.initial(right, nil)
	case "??=":
		a.Value = &program.Either{At: l.at(n), Op: "or", Left: l.expr(left), Right: l.expr(right)}
	default:
		a.Value = &program.Binary{At: l.at(n), Op: sign[:max(0, len(sign)-1)], Left: l.expr(left), Right: l.expr(right)}
	}
	return a
}

// target lowers what an assignment gives a value; a tuple is taken apart.
func (l *lowerer) target(n parse.Node) program.Expr {
	if !l.enter() {
		l.leave()
		return l.opaque(n, reasonDeep)
	}
	defer l.leave()
	switch n.Kind() {
	case "tuple_pattern", "parenthesized_variable_designation":
		return l.pieces(n)
	case "tuple_expression":
		list := &program.List{At: l.at(n)}
		for child := range n.Children() {
			if child.Kind() == "argument" {
				child = lastOf(child)
			}
			list.Items = append(list.Items, l.target(child))
		}
		return list
	case "declaration_expression":
		return l.declaration(n)
	}
	return l.expr(n)
}

// declaration lowers "var x" or "out string x" within an expression.
func (l *lowerer) declaration(n parse.Node) program.Expr {
	name := n.Field("name")
	if !name.Exists() {
		name = lastOf(n)
	}
	if name.Kind() != "identifier" && name.Kind() != "discard" {
		return l.pieces(name)
	}
	return l.named(name, l.typeOf(n.Field("type")))
}

// pieces declares the variables of "(a, (b, c))".
func (l *lowerer) pieces(n parse.Node) program.Expr {
	if !l.enter() {
		l.leave()
		return l.opaque(n, reasonDeep)
	}
	defer l.leave()
	list := &program.List{At: l.at(n)}
	for child := range n.Children() {
		if child.Kind() == "identifier" || child.Kind() == "discard" {
			list.Items = append(list.Items, l.named(child, nil))
		} else {
			list.Items = append(list.Items, l.pieces(child))
		}
	}
	return list
}

// named declares a variable in the statement in hand.
func (l *lowerer) named(name parse.Node, typ program.Expr) program.Expr {
	x := &program.Name{At: l.at(name), ID: identifier(name)}
	l.hoisted = append(l.hoisted, &program.Assign{At: x.At, Targets: []program.Expr{x}, Type: typ, Declares: true})
	return x
}

// variables lowers "T a = x, b = y".
func (l *lowerer) variables(n parse.Node) (body []program.Stmt) {
	typ := n.Field("type")
	for child := range n.Children() {
		if child.Kind() != "variable_declarator" {
			continue
		}
		name := child.Field("name")
		a := &program.Assign{At: l.at(child), Type: l.typeOf(typ), Declares: true}
		if name.Exists() {
			a.Targets = []program.Expr{&program.Name{At: l.at(name), ID: identifier(name)}}
		} else { // var (a, b) = c
			a.Targets = []program.Expr{l.pieces(child.First())}
		}
		if value := initialiser(child); value.Exists() {
			a.Value = l.initial(value, a.Type)
		}
		body = append(body, a)
	}
	return body
}

// initialiser is what a variable_declarator gives its name: what follows the sign.
func initialiser(n parse.Node) parse.Node {
	behind := false
	for token := range n.Tokens() {
		if behind {
			return token
		}
		behind = token.Kind() == "="
	}
	return parse.Node{}
}

func (l *lowerer) localFunction(n parse.Node) program.Stmt {
	name := n.Field("name")
	target := &program.Name{At: l.at(name), ID: identifier(name)}
	return &program.Assign{At: l.at(n), Targets: []program.Expr{target}, Value: l.function(n, false), Declares: true}
}

func (l *lowerer) yield(n parse.Node) []program.Stmt {
	if n.Has("break") {
		return []program.Stmt{&program.Jump{At: l.at(n)}}
	}
	if len(l.functions) > 0 {
		l.functions[len(l.functions)-1].Generator = true
	}
	return []program.Stmt{l.do(n, &program.Yield{At: l.at(n), Value: l.optional(lastOf(n))})}
}

// held lowers statements that hold something while others run.
func (l *lowerer) held(n parse.Node) (body []program.Stmt) {
	inner := n.Field("body")
	for child := range n.Children() {
		switch {
		case child.Kind() == "variable_declaration":
			body = append(body, l.variables(child)...)
		case child == inner, !inner.Exists() && (child.Kind() == "block" || statementKinds[child.Kind()]):
			return append(body, l.block(child)...)
		default:
			body = append(body, l.do(child, l.expr(child)))
		}
	}
	return body
}

// lastOf is the last child. The words this and base are tokens without a name in the grammar.
func lastOf(n parse.Node) (last parse.Node) {
	for child := range n.Children() {
		last = child
	}
	if last.Exists() {
		return last
	}
	for token := range n.Tokens() {
		if kind := token.Kind(); kind == "this" || kind == "base" {
			last = token
		}
	}
	return last
}
