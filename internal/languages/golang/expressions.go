package golang

import (
	"strconv"

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

// expr lowers one expression. What points to a value is taken for the value.
func (l *lowerer) expr(n parse.Node) program.Expr {
	if !l.enter() {
		l.leave()
		return l.opaque(n, reasonDeep)
	}
	defer l.leave()
	if n.Broken() {
		return l.opaque(n, reasonSyntax)
	}
	if x := l.atom(n); x != nil {
		return x
	}
	if x := l.operator(n); x != nil {
		return x
	}
	switch n.Kind() {
	case "selector_expression":
		return &program.Member{At: l.at(n), X: l.expr(n.Field("operand")), Name: n.Field("field").Text()}
	case "index_expression":
		return &program.Index{At: l.at(n), X: l.expr(n.Field("operand")), Key: l.expr(n.Field("index"))}
	case "slice_expression":
		cut := &program.Slice{At: l.at(n), From: l.optional(n.Field("start")), To: l.optional(n.Field("end"))}
		return &program.Index{At: l.at(n), X: l.expr(n.Field("operand")), Key: cut}
	case "call_expression":
		return l.call(n)
	case "type_conversion_expression":
		return l.conversion(n, n.Field("type"), n.Field("operand"))
	case "type_assertion_expression":
		return l.assertion(n)
	case "composite_literal":
		return l.literal(n, n.Field("type"), n.Field("body"))
	case "func_literal":
		return l.function(n)
	case "type_instantiation_expression", "generic_type":
		return l.expr(n.Field("type"))
	case "type_identifier":
		return l.name(n)
	}
	if x := l.typeExpr(n); x != nil {
		return x
	}
	switch n.Kind() {
	case "slice_type", "array_type", "map_type", "channel_type", "function_type", "interface_type", "pointer_type", "implicit_length_array_type":
		return &program.Sequence{At: l.at(n)}
	}
	return l.opaque(n, "this syntax is not read: "+n.Kind(), l.children(n)...)
}

// atom lowers names, literals and what only wraps another expression; nil where n is none.
func (l *lowerer) atom(n parse.Node) program.Expr {
	switch n.Kind() {
	case "identifier", "package_identifier", "field_identifier":
		return l.name(n)
	case "interpreted_string_literal", "raw_string_literal":
		return &program.Text{At: l.at(n), Value: textOf(n)}
	case "rune_literal":
		if text, err := strconv.Unquote(n.Text()); err == nil {
			return &program.Text{At: l.at(n), Value: text}
		}
		return &program.Sequence{At: l.at(n)}
	case "int_literal", "float_literal", "imaginary_literal":
		return number(l.at(n), n.Text())
	case "true":
		return &program.Constant{At: l.at(n), Kind: program.True}
	case "false":
		return &program.Constant{At: l.at(n), Kind: program.False}
	case "nil":
		return &program.Constant{At: l.at(n), Kind: program.None}
	case "iota":
		return &program.Sequence{At: l.at(n)}
	case "parenthesized_expression", "literal_element", "variadic_argument", "expression_statement", "type_elem":
		return l.expr(n.First())
	}
	return nil
}

// textOf is the text of a string literal, "" where it is not one that Go could read.
func textOf(n parse.Node) string {
	text, err := strconv.Unquote(n.Text())
	if err != nil {
		return ""
	}
	return text
}

func number(at program.At, text string) program.Expr {
	value, err := strconv.ParseInt(text, 0, 32)
	switch {
	case err != nil:
		return &program.Constant{At: at, Kind: program.Number}
	case value == 0:
		return &program.Constant{At: at, Kind: program.Zero, Digits: "0"}
	}
	return &program.Constant{At: at, Kind: program.Number, Digits: strconv.FormatInt(value, 10)}
}

// operator lowers what has operands; nil where n has none.
func (l *lowerer) operator(n parse.Node) program.Expr {
	switch n.Kind() {
	case "binary_expression":
		left, right, op := l.expr(n.Field("left")), l.expr(n.Field("right")), n.Field("operator").Kind()
		switch op {
		case "&&":
			return &program.Either{At: l.at(n), Op: "and", Left: left, Right: right}
		case "||":
			return &program.Either{At: l.at(n), Op: "or", Left: left, Right: right}
		case "+", "==", "!=", "<", ">", "<=", ">=":
			return &program.Binary{At: l.at(n), Op: op, Left: left, Right: right}
		}
		return &program.Sequence{At: l.at(n), Parts: []program.Expr{left, right}}
	case "unary_expression":
		operand := l.expr(n.Field("operand"))
		switch n.Field("operator").Kind() {
		case "&", "*", "+":
			return operand
		case "!":
			return &program.Not{At: l.at(n), Operand: operand}
		case "<-":
			return l.own(n, ownReceive, operand)
		case "-":
			if x, ok := operand.(*program.Constant); ok && x.Digits != "" {
				return number(l.at(n), "-"+x.Digits)
			}
		}
		return &program.Sequence{At: l.at(n), Parts: []program.Expr{operand}}
	}
	return nil
}

func (l *lowerer) assertion(n parse.Node) program.Expr {
	x := l.expr(n.Field("operand"))
	if typ := l.typeExpr(n.Field("type")); typ != nil {
		return &program.Stated{At: l.at(n), X: x, Type: typ}
	}
	return x
}

// conversion lowers T(x). Go's own types, pointers and slices keep the value.
func (l *lowerer) conversion(n, typ, operand parse.Node) program.Expr {
	x := l.expr(operand)
	if typ.Kind() == "generic_type" { // or an item of a map of functions: the syntax is the same
		keys := l.children(typ.Field("type_arguments"))
		item := &program.Index{At: l.at(typ), X: l.expr(typ.Field("type")), Key: &program.Sequence{At: l.at(typ)}}
		if len(keys) == 1 {
			item.Key = keys[0]
		}
		return &program.Call{At: l.at(n), Function: item, Args: []program.Arg{{Value: x}}}
	}
	if named := l.typeExpr(typ); named != nil {
		return &program.Call{At: l.at(n), Function: named, Args: []program.Arg{{Value: x}}}
	}
	return x
}

func (l *lowerer) children(n parse.Node) (parts []program.Expr) {
	for child := range n.Children() {
		parts = append(parts, l.expr(child))
	}
	return parts
}

// parts evaluates an expression that may be left out for its effects.
func (l *lowerer) parts(n parse.Node) program.Expr {
	s := &program.Sequence{At: l.at(n)}
	if n.Exists() {
		s.Parts = []program.Expr{l.expr(n)}
	}
	return s
}
