package java

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
	if x := l.atom(n); x != nil {
		return x
	}
	if x := l.operator(n); x != nil {
		return x
	}
	if x := l.callable(n); x != nil {
		return x
	}
	switch n.Kind() {
	case "array_initializer", "element_value_array_initializer":
		return &program.List{At: l.at(n), Items: l.children(n)}
	case "array_creation_expression":
		return l.array(n)
	case "array_access":
		return &program.Index{At: l.at(n), X: l.expr(n.Field("array")), Key: l.expr(n.Field("index"))}
	case "switch_expression":
		return l.chosen(n)
	case "class_literal":
		if x := l.typed(n.First()); x != nil {
			return x
		}
		return &program.Sequence{At: l.at(n)}
	case "dimensions", "dimensions_expr", "modifiers", "marker_annotation", "annotation", "wildcard", "type_arguments", "comment", "line_comment", "block_comment":
		return &program.Sequence{At: l.at(n)}
	}
	return l.opaque(n, "this syntax is not read: "+n.Kind(), l.children(n)...)
}

// atom lowers names, literals and what only wraps another expression; nil where n is none.
func (l *lowerer) atom(n parse.Node) program.Expr {
	switch n.Kind() {
	case "identifier", "type_identifier", "underscore_pattern":
		return l.name(n, n.Text())
	case "this":
		return l.name(n, l.own().self)
	case "super":
		return &program.Call{At: l.at(n), Function: l.name(n, "super")}
	case "string_literal":
		return l.str(n)
	case "character_literal":
		return &program.Text{At: l.at(n), Value: unescape(strings.Trim(n.Text(), "'"))}
	case "decimal_integer_literal", "hex_integer_literal", "octal_integer_literal", "binary_integer_literal", "decimal_floating_point_literal", "hex_floating_point_literal":
		return l.number(n)
	case "true":
		return &program.Constant{At: l.at(n), Kind: program.True}
	case "false":
		return &program.Constant{At: l.at(n), Kind: program.False}
	case "null_literal":
		return &program.Constant{At: l.at(n), Kind: program.None}
	case "parenthesized_expression":
		return l.expr(n.First())
	case "field_access", "scoped_identifier", "scoped_type_identifier":
		return l.field(n)
	case "generic_type":
		if x := l.typed(n); x != nil {
			return x
		}
		return &program.Sequence{At: l.at(n)}
	case "integral_type", "floating_point_type", "boolean_type", "void_type", "array_type":
		return &program.Sequence{At: l.at(n)}
	}
	return nil
}

func (l *lowerer) number(n parse.Node) program.Expr {
	text := strings.TrimRight(strings.ReplaceAll(n.Text(), "_", ""), "lL")
	i, err := strconv.ParseInt(text, 0, 32)
	switch {
	case err != nil:
		return &program.Constant{At: l.at(n), Kind: program.Number}
	case i == 0:
		return &program.Constant{At: l.at(n), Kind: program.Zero, Digits: "0"}
	}
	return &program.Constant{At: l.at(n), Kind: program.Number, Digits: strconv.FormatInt(i, 10)}
}

// field lowers X.name: a field, a class in a package or in a class, or an instance around (Outer.this).
func (l *lowerer) field(n parse.Node) program.Expr {
	if path := pathOf(n); path != nil {
		if path[len(path)-1] == "this" {
			return l.around(n, path[len(path)-2])
		}
		if x, rest := l.inFull(n, path); x != nil {
			for _, name := range rest {
				x = &program.Member{At: l.at(n), X: x, Name: name}
			}
			return x
		}
	}
	object, field := n.Field("object"), n.Field("field")
	if n.Kind() != "field_access" {
		object, field = n.Field("scope"), n.Field("name")
	}
	if !object.Exists() {
		object = n.First()
	}
	return &program.Member{At: l.at(n), X: l.expr(object), Name: field.Text()}
}

// around is the instance of a class around the one in hand.
func (l *lowerer) around(n parse.Node, name string) program.Expr {
	for depth := len(l.classes) - 1; depth >= 0; depth-- {
		if l.classes[depth].name == name {
			return l.name(n, l.classes[depth].self)
		}
	}
	return l.name(n, l.own().self)
}

// operator lowers operators and casts; nil where n is none.
func (l *lowerer) operator(n parse.Node) program.Expr {
	switch n.Kind() {
	case "binary_expression":
		return l.binary(n)
	case "unary_expression":
		if n.Field("operator").Kind() == "!" {
			return &program.Not{At: l.at(n), Operand: l.expr(n.Field("operand"))}
		}
		return &program.Sequence{At: l.at(n), Parts: []program.Expr{l.expr(n.Field("operand"))}}
	case "update_expression":
		return l.update(n)
	case "ternary_expression":
		return &program.Conditional{At: l.at(n), Test: l.expr(n.Field("condition")), Then: l.expr(n.Field("consequence")), Else: l.expr(n.Field("alternative"))}
	case "assignment_expression":
		target, value := l.assignment(n)
		return &program.Assigned{At: l.at(n), Target: target, Value: value}
	case "cast_expression":
		x := l.expr(n.Field("value"))
		if typ := l.typed(n.Field("type")); typ != nil {
			return &program.Stated{At: l.at(n), X: x, Type: typ}
		}
		return x
	case "instanceof_expression":
		return l.instanceOf(n)
	}
	return nil
}

func (l *lowerer) update(n parse.Node) program.Expr {
	return &program.Sequence{At: l.at(n), Parts: l.children(n)}
}

// binary lowers a chain of one operator without a level of nesting for each link: strings of many pieces are long ones.
func (l *lowerer) binary(n parse.Node) program.Expr {
	op := n.Field("operator").Kind()
	var rights []parse.Node
	left := n
	for left.Kind() == "binary_expression" && left.Field("operator").Kind() == op {
		rights = append(rights, left)
		left = left.Field("left")
	}
	x := l.expr(left)
	for i := len(rights) - 1; i >= 0; i-- {
		right := l.expr(rights[i].Field("right"))
		switch at := l.at(rights[i]); op {
		case "&&":
			x = &program.Either{At: at, Op: "and", Left: x, Right: right}
		case "||":
			x = &program.Either{At: at, Op: "or", Left: x, Right: right}
		default:
			x = &program.Binary{At: at, Op: op, Left: x, Right: right}
		}
	}
	return x
}

// instanceOf declares the variable that a test of a type names.
func (l *lowerer) instanceOf(n parse.Node) program.Expr {
	x := l.expr(n.Field("left"))
	s := &program.Sequence{At: l.at(n), Parts: []program.Expr{x}}
	if name := n.Field("name"); name.Exists() {
		value := &program.Stated{At: l.at(n), X: x, Type: l.typed(n.Field("right"))}
		s.Parts = append(s.Parts, &program.Assigned{At: l.at(n), Target: l.name(name, name.Text()), Value: value})
	}
	return s
}

// array lowers "new T[] {a, b}"; one that is made empty may hold anything later.
func (l *lowerer) array(n parse.Node) program.Expr {
	if value := n.Field("value"); value.Exists() {
		return l.expr(value)
	}
	return &program.List{At: l.at(n)}
}
