package rust

import (
	"strconv"
	"strings"

	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// expr lowers one expression. What holds statements puts them before the statement in hand.
func (l *lowerer) expr(n parse.Node) program.Expr {
	defer l.leave()
	if !l.enter() {
		return l.opaque(n, reasonDeep)
	}
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
	case "call_expression":
		return l.call(n)
	case "field_expression":
		return l.member(n)
	case "index_expression":
		return l.index(n)
	case "struct_expression":
		return l.record(n)
	case "closure_expression":
		return l.closure(n)
	case "async_block", "gen_block":
		f := &program.Function{At: l.at(n)}
		l.within(f, func() { l.block(lastOf(n), l.returned) })
		return &program.Call{At: l.at(n), Function: f}
	case "macro_invocation":
		return l.macro(n)
	case "block", "unsafe_block", "const_block", "try_block", "if_expression", "match_expression", "loop_expression", "while_expression",
		"for_expression", "return_expression", "break_expression", "continue_expression":
		held := l.temp(n)
		l.tail(n, l.assigned(held))
		return held
	}
	return l.opaque(n, "this syntax is not read: "+n.Kind(), l.children(n)...)
}

func (l *lowerer) children(n parse.Node) (parts []program.Expr) {
	for child := range n.Children() {
		if child.Kind() != "attribute_item" {
			parts = append(parts, l.expr(child))
		}
	}
	return parts
}

// atom lowers names, literals and what only wraps another expression; nil where n is none.
func (l *lowerer) atom(n parse.Node) program.Expr {
	switch n.Kind() {
	case "identifier", "scoped_identifier", "self", "type_identifier", "generic_type", "scoped_type_identifier", "crate", "super":
		if n.Text() == "None" && !l.declared("None") {
			return &program.Constant{At: l.at(n), Kind: program.None}
		}
		return l.path(n)
	case "string_literal", "raw_string_literal":
		return &program.Text{At: l.at(n), Value: text(n)}
	case "char_literal":
		return &program.Text{At: l.at(n), Value: unescaped(strings.Trim(n.Text(), "'"))}
	case "integer_literal", "float_literal":
		return number(l.at(n), n.Text())
	case "boolean_literal":
		if n.Text() == "true" {
			return &program.Constant{At: l.at(n), Kind: program.True}
		}
		return &program.Constant{At: l.at(n), Kind: program.False}
	case "tuple_expression", "array_expression", "unit_expression":
		return &program.List{At: l.at(n), Items: l.children(n)}
	case "parenthesized_expression", "await_expression", "reference_expression", "generic_function":
		return l.expr(innerOf(n))
	case "type_cast_expression":
		return l.expr(n.Field("value"))
	case "range_expression", "metavariable":
		return l.unknown(n, l.children(n)...)
	}
	return nil
}

func (l *lowerer) declared(name string) bool { _, _, ok := l.named(name); return ok }

// innerOf is the expression in one that only wraps it.
func innerOf(n parse.Node) parse.Node {
	if value := n.Field("value"); value.Exists() {
		return value
	}
	if function := n.Field("function"); function.Exists() {
		return function
	}
	return n.First()
}

// number lowers a literal: "5", "0x1f", "1_000", "7u8".
func number(at program.At, text string) program.Expr {
	text = strings.ReplaceAll(text, "_", "")
	if i := strings.IndexAny(text, "iu"); i > 0 {
		text = text[:i]
	}
	value, err := strconv.ParseInt(text, 0, 64)
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
	case "try_expression":
		return l.native(n, "present", l.expr(n.First()))
	case "binary_expression":
		return l.binary(n)
	case "unary_expression":
		x := l.expr(n.First())
		switch {
		case n.Has("*"):
			return x
		case n.Has("!"):
			return &program.Not{At: l.at(n), Operand: x}
		}
		return l.unknown(n, x)
	case "assignment_expression":
		value := l.expr(n.Field("right"))
		if n.Field("left").Kind() != "_" {
			l.assign(n, l.expr(n.Field("left")), value)
		}
		return &program.List{At: l.at(n)}
	case "compound_assignment_expr":
		op := strings.TrimSuffix(n.Field("operator").Text(), "=")
		left := l.expr(n.Field("left"))
		l.assign(n, left, &program.Binary{At: l.at(n), Op: op, Left: left, Right: l.expr(n.Field("right"))})
		return &program.List{At: l.at(n)}
	case "let_condition", "let_chain":
		test, binds := l.condition(n)
		binds()
		return test
	}
	return nil
}

func (l *lowerer) assign(n parse.Node, target, value program.Expr) {
	l.emit(&program.Assign{At: l.at(n), Targets: []program.Expr{target}, Value: value})
}

func (l *lowerer) binary(n parse.Node) program.Expr {
	op := n.Field("operator").Text()
	left, right := l.expr(n.Field("left")), l.expr(n.Field("right"))
	switch op {
	case "&&":
		return &program.Either{At: l.at(n), Op: "and", Left: left, Right: right}
	case "||":
		return &program.Either{At: l.at(n), Op: "or", Left: left, Right: right}
	}
	return &program.Binary{At: l.at(n), Op: op, Left: left, Right: right}
}

// member lowers a field; one of a tuple is its item.
func (l *lowerer) member(n parse.Node) program.Expr {
	x, field := l.expr(n.Field("value")), n.Field("field")
	if field.Kind() == "integer_literal" {
		return &program.Index{At: l.at(n), X: x, Key: number(l.at(field), field.Text())}
	}
	return &program.Member{At: l.at(n), X: x, Name: bare(field)}
}

func (l *lowerer) index(n parse.Node) program.Expr {
	key := lastOf(n)
	x := &program.Index{At: l.at(n), X: l.expr(n.First())}
	if key.Kind() != "range_expression" {
		x.Key = l.expr(key)
		return x
	}
	s := &program.Slice{At: l.at(key)}
	bound := &s.From
	for token := range key.Tokens() {
		switch {
		case token.Kind() == "..":
			bound = &s.To
		case token.Kind() == "..=":
			return &program.Index{At: l.at(n), X: x.X, Key: &program.Slice{At: l.at(key), From: s.From, To: l.unknown(key)}}
		default:
			*bound = l.expr(token)
		}
	}
	x.Key = s
	return x
}

// record lowers the literal of a struct to a call of its class with the fields by name.
func (l *lowerer) record(n parse.Node) program.Expr {
	c := &program.Call{At: l.at(n), Function: l.path(n.Field("name"))}
	for field := range n.Field("body").Children() {
		switch field.Kind() {
		case "shorthand_field_initializer":
			name := lastOf(field)
			c.Args = append(c.Args, program.Arg{Name: bare(name), Value: l.path(name)})
		case "field_initializer":
			c.Args = append(c.Args, program.Arg{Name: bare(field.First()), Value: l.expr(lastOf(field))})
		case "base_field_initializer":
			c.Args = append(c.Args, program.Arg{Value: l.native(field, "fields", l.expr(field.First())), Rest: program.Named})
		default:
			c.Args = append(c.Args, program.Arg{Value: l.opaque(field, reasonSyntax)})
		}
	}
	return c
}

func (l *lowerer) closure(n parse.Node) program.Expr {
	f := &program.Function{At: l.at(n)}
	l.within(f, func() {
		f.Params = l.params(n.Field("parameters"))
		f.Result = l.typ(n.Field("return_type"))
		l.tail(n.Field("body"), l.returned)
	})
	return f
}

// call lowers a call of a function or method.
func (l *lowerer) call(n parse.Node) program.Expr {
	function := n.Field("function")
	if function.Kind() == "generic_function" {
		function = function.Field("function")
	}
	if function.Kind() == "field_expression" && function.Field("field").Kind() != "integer_literal" {
		return l.method(n, function)
	}
	if name := function.Text(); name == "Err" && !l.declared(name) || name == "Result::Err" {
		for _, a := range l.arguments(n) {
			l.do(n, a.Value)
		}
		return &program.Constant{At: l.at(n), Kind: program.None}
	}
	c := &program.Call{At: l.at(n), Function: l.expr(function), Args: l.arguments(n)}
	if strings.HasSuffix(function.Text(), "::with_capacity") { // how much a container may hold says nothing of what it holds
		c.Args = nil
	}
	return c
}

func (l *lowerer) arguments(n parse.Node) (args []program.Arg) {
	for _, x := range l.children(n.Field("arguments")) {
		args = append(args, program.Arg{Value: x})
	}
	return args
}

// method lowers the call of a method. Those that any value may have, of options, results, references and iterators, are told by name: what they
// are called on is the value itself here.
func (l *lowerer) method(n, function parse.Node) program.Expr {
	x, name := l.expr(function.Field("value")), bare(function.Field("field"))
	args := l.arguments(n)
	if name == "push_str" && len(args) == 1 {
		l.assign(n, x, &program.Binary{At: l.at(n), Op: "+", Left: x, Right: args[0].Value})
		return &program.List{At: l.at(n)}
	}
	how, everywhere := methods()[name]
	if !everywhere || how.count >= 0 && len(args) != how.count {
		return &program.Call{At: l.at(n), Function: &program.Member{At: l.at(n), X: x, Name: name}, Args: args}
	}
	values := []program.Expr{x}
	for _, a := range args {
		values = append(values, a.Value)
	}
	switch how.does {
	case "same":
		for _, v := range values[1:] {
			l.do(n, v)
		}
		return x
	case "pair":
		return &program.List{At: l.at(n), Items: []program.Expr{x, x}}
	case "unknown":
		return l.unknown(n, values...)
	case "map-or": // map_or(default, function)
		mapped := l.native(n, "inside", l.hold(n, x), values[2])
		return l.native(n, "or-else", mapped, values[1])
	case "inside-second":
		return l.native(n, "inside", x, values[2])
	case "join":
		return l.native(n, "join", values[1], x)
	}
	return l.native(n, how.does, values...)
}
