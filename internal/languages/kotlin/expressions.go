package kotlin

import (
	"strconv"
	"strings"

	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// optional lowers an expression that may be left out.
func (l *lowerer) optional(n parse.Node) program.Expr {
	if !n.Exists() {
		return nil
	}
	return l.expr(n)
}

func (l *lowerer) children(n parse.Node) (parts []program.Expr) {
	for child := range n.Children() {
		parts = append(parts, l.expr(child))
	}
	return parts
}

// expr lowers one expression.
func (l *lowerer) expr(n parse.Node) program.Expr {
	if !l.enter() {
		l.leave()
		return l.opaque(n, reasonDeep)
	}
	defer l.leave()
	if n.Broken() {
		return l.opaque(n, reasonSyntax)
	}
	for _, lower := range []func(parse.Node) program.Expr{l.atom, l.operator, l.called, l.flow} {
		if x := lower(n); x != nil {
			return x
		}
	}
	switch n.Kind() {
	case "collection_literal":
		return &program.List{At: l.at(n), Items: l.children(n)}
	case "index_expression":
		return l.index(n)
	case "spread_expression":
		return l.expr(n.First())
	case "annotated_expression", "labeled_expression":
		return l.expr(lastOf(n))
	case "annotation", "label", "type_arguments", "user_type", "modifiers":
		return &program.Sequence{At: l.at(n)}
	}
	return l.opaque(n, "this syntax is not read: "+n.Kind(), l.children(n)...)
}

// atom lowers names, literals and what only wraps another expression; nil where n is none.
func (l *lowerer) atom(n parse.Node) program.Expr {
	switch n.Kind() {
	case "identifier":
		return l.identifier(n)
	case "this_expression":
		return l.this(n)
	case "super_expression":
		return &program.Call{At: l.at(n), Function: l.name(n, "super")}
	case "string_literal", "multiline_string_literal":
		return l.str(n)
	case "character_literal":
		return &program.Text{At: l.at(n), Value: unescape(strings.Trim(n.Text(), "'"))}
	case "number_literal", "float_literal":
		return l.number(n)
	case "parenthesized_expression":
		return l.expr(n.First())
	}
	return nil
}

func (l *lowerer) identifier(n parse.Node) program.Expr {
	switch text := strings.Trim(n.Text(), "`"); text {
	case "true":
		return &program.Constant{At: l.at(n), Kind: program.True}
	case "false":
		return &program.Constant{At: l.at(n), Kind: program.False}
	case "null":
		return &program.Constant{At: l.at(n), Kind: program.None}
	default:
		return l.name(n, text)
	}
}

// this is the instance in hand: what a closure is called on, if it is called on something, else that of the class around.
func (l *lowerer) this(n parse.Node) program.Expr {
	if label := childOf(n, "identifier"); label.Exists() {
		for i := len(l.scopes) - 1; i >= 0; i-- {
			if s := l.scopes[i]; s.class == label.Text() || s.self == "this@"+label.Text() {
				return l.name(n, s.self)
			}
		}
	}
	return l.thisAt(n, len(l.scopes)-1)
}

func (l *lowerer) thisAt(n parse.Node, depth int) program.Expr {
	for ; depth >= 0; depth-- {
		s := l.scopes[depth]
		switch {
		case s.lambda:
			return &program.Either{At: l.at(n), Op: "or", Left: l.name(n, s.self), Right: l.thisAt(n, depth-1)}
		case s.self != "":
			return l.name(n, s.self)
		}
	}
	return l.name(n, "this")
}

func (l *lowerer) number(n parse.Node) program.Expr {
	text := strings.TrimRight(strings.ReplaceAll(n.Text(), "_", ""), "lLuU")
	i, err := strconv.ParseInt(text, 0, 32)
	switch {
	case err != nil:
		return &program.Constant{At: l.at(n), Kind: program.Number}
	case i == 0:
		return &program.Constant{At: l.at(n), Kind: program.Zero, Digits: "0"}
	}
	return &program.Constant{At: l.at(n), Kind: program.Number, Digits: strconv.FormatInt(i, 10)}
}

// operator lowers operators, casts and tests; nil where n is none.
func (l *lowerer) operator(n parse.Node) program.Expr {
	switch n.Kind() {
	case "binary_expression":
		return l.binary(n)
	case "infix_expression":
		return l.infix(n)
	case "unary_expression":
		switch {
		case n.Has("!!"):
			return l.expr(n.Field("argument"))
		case n.Has("!"):
			return &program.Not{At: l.at(n), Operand: l.expr(n.Field("argument"))}
		}
		return &program.Sequence{At: l.at(n), Parts: []program.Expr{l.expr(n.Field("argument"))}}
	case "as_expression":
		x := l.expr(n.Field("left"))
		if typ := l.typed(n.Field("right")); typ != nil {
			return &program.Stated{At: l.at(n), X: x, Type: typ}
		}
		return x
	case "is_expression":
		return &program.Sequence{At: l.at(n), Parts: []program.Expr{l.expr(n.Field("left"))}}
	case "in_expression", "range_expression":
		return &program.Sequence{At: l.at(n), Parts: l.children(n)}
	case "assignment":
		target, value := l.assignment(n)
		return &program.Assigned{At: l.at(n), Target: target, Value: value}
	}
	return nil
}

// binary lowers a chain of one operator without a level of nesting for each link.
func (l *lowerer) binary(n parse.Node) program.Expr {
	if call := l.generic(n); call != nil {
		return call
	}
	op := n.Field("operator").Kind()
	var rights []parse.Node
	left := n
	for left.Kind() == "binary_expression" && left.Field("operator").Kind() == op && !left.Broken() {
		rights = append(rights, left)
		left = left.Field("left")
	}
	x := l.expr(left)
	for i := len(rights) - 1; i >= 0; i-- {
		x = l.operated(rights[i], op, x, l.expr(rights[i].Field("right")))
	}
	return x
}

// operated is an operator between two operands.
func (l *lowerer) operated(n parse.Node, op string, left, right program.Expr) program.Expr {
	switch op {
	case "&&":
		return &program.Either{At: l.at(n), Op: "and", Left: left, Right: right}
	case "||", "?:":
		return &program.Either{At: l.at(n), Op: "or", Left: left, Right: right}
	}
	return &program.Binary{At: l.at(n), Op: op, Left: left, Right: right}
}

// infix lowers "a to b", a pair, and calls of functions that are written between their arguments.
func (l *lowerer) infix(n parse.Node) program.Expr {
	var parts []parse.Node
	for child := range n.Children() {
		parts = append(parts, child)
	}
	if len(parts) != 3 {
		return l.opaque(n, reasonSyntax, l.children(n)...)
	}
	left, right := l.expr(parts[0]), l.expr(parts[2])
	switch name := parts[1].Text(); name {
	case "to":
		return &program.List{At: l.at(n), Items: []program.Expr{left, right}}
	case "until", "downTo", "step", "and", "or", "xor", "shl", "shr":
		return &program.Sequence{At: l.at(n), Parts: []program.Expr{left, right}}
	default:
		return l.method(n, left, name, []program.Arg{{Value: right}})
	}
}

// flow lowers what is a statement in other languages; nil where n is none.
func (l *lowerer) flow(n parse.Node) program.Expr {
	switch n.Kind() {
	case "if_expression", "when_expression", "try_expression":
		return l.valued(n)
	case "return_expression":
		return &program.Thrown{At: l.at(n), X: l.returned(n)}
	case "throw_expression":
		return &program.Thrown{At: l.at(n), X: l.optional(n.First())}
	case "object_literal":
		return &program.Call{At: l.at(n), Function: l.class(n, "", true)}
	case "lambda_literal":
		return l.lambda(n)
	case "annotated_lambda":
		return l.lambda(childOf(n, "lambda_literal"))
	case "anonymous_function":
		return l.anonymous(n)
	case "property_declaration", "function_declaration", "class_declaration":
		f := &program.Function{At: l.at(n), Body: l.statement(n)}
		return &program.Call{At: l.at(n), Function: f}
	}
	return nil
}

func (l *lowerer) index(n parse.Node) program.Expr {
	var parts []program.Expr
	for child := range n.Children() {
		parts = append(parts, l.expr(child))
	}
	if len(parts) < 2 {
		return l.opaque(n, reasonSyntax, parts...)
	}
	return &program.Index{At: l.at(n), X: parts[0], Key: parts[1]}
}
