package csharp

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
	for _, lower := range []func(parse.Node) program.Expr{l.atom, l.member, l.operator, l.making, l.rest} {
		if x := lower(n); x != nil {
			return x
		}
	}
	return l.opaque(n, "this syntax is not read: "+n.Kind(), l.children(n)...)
}

// atom lowers names, literals and what only wraps another expression; nil where n is none.
func (l *lowerer) atom(n parse.Node) program.Expr {
	switch n.Kind() {
	case "identifier", "discard", "implicit_parameter":
		return &program.Name{At: l.at(n), ID: identifier(n)}
	case "predefined_type":
		return &program.Name{At: l.at(n), ID: n.Text()}
	case "this_expression", "this":
		return &program.Name{At: l.at(n), ID: receiver}
	case "base_expression", "base":
		return &program.Call{At: l.at(n), Function: &program.Name{At: l.at(n), ID: builtinBase}}
	case "string_literal", "verbatim_string_literal", "raw_string_literal", "interpolated_string_expression", "character_literal":
		return l.str(n)
	case "integer_literal", "real_literal":
		return number(l.at(n), n.Text())
	case "boolean_literal":
		kind := program.False
		if n.Text() == "true" {
			kind = program.True
		}
		return &program.Constant{At: l.at(n), Kind: kind}
	case "null_literal":
		return &program.Constant{At: l.at(n), Kind: program.None}
	case "parenthesized_expression", "await_expression", "checked_expression", "ref_expression":
		return l.expr(lastOf(n))
	}
	return nil
}

// identifier is a name without the sign that lets a keyword be one.
func identifier(n parse.Node) string { return strings.TrimPrefix(n.Text(), "@") }

func number(at program.At, text string) program.Expr {
	value, err := strconv.Atoi(text)
	switch {
	case err != nil:
		return &program.Constant{At: at, Kind: program.Number}
	case value == 0:
		return &program.Constant{At: at, Kind: program.Zero, Digits: "0"}
	}
	return &program.Constant{At: at, Kind: program.Number, Digits: strconv.Itoa(value)}
}

// member lowers what is read of a value; nil where n is nothing of that.
func (l *lowerer) member(n parse.Node) program.Expr {
	switch n.Kind() {
	case "member_access_expression":
		return l.read(n, n.Field("expression"), n.Field("name"))
	case "qualified_name":
		return &program.Member{At: l.at(n), X: l.expr(n.Field("qualifier")), Name: bareName(n.Field("name"))}
	case "alias_qualified_name":
		return l.expr(n.Field("name"))
	case "generic_name":
		return &program.Name{At: l.at(n), ID: bareName(n)}
	case "conditional_access_expression":
		return l.conditionalAccess(n)
	case "element_access_expression":
		return l.index(n, l.expr(n.Field("expression")), n.Field("subscript"))
	case "nullable_type":
		return l.expr(n.Field("type"))
	case "typeof_expression":
		if typ := l.typeOf(n.Field("type")); typ != nil {
			return typ
		}
		return l.effects(n)
	}
	return nil
}

// bareName is a name without its type arguments.
func bareName(n parse.Node) string {
	if n.Kind() == "generic_name" {
		return identifier(n.First())
	}
	return identifier(n)
}

// read lowers X.name. What a task holds is what is awaited: of a call that the language's custom names so, Result is the call's own.
func (l *lowerer) read(n, of, name parse.Node) program.Expr {
	if !of.Exists() { // base.x, this.x: the word has no name of its own in the grammar
		of = firstToken(n)
	}
	member := bareName(name)
	if text := of.Text(); member == "None" && text == "CancellationToken" || member == "Token" && (strings.HasSuffix(text, "cts") || strings.HasSuffix(text, "Source")) {
		return &program.Constant{At: l.at(n), Kind: program.None}
	}
	if member == "Empty" && isString(of) {
		return &program.Text{At: l.at(n)}
	}
	if member == "Result" && of.Kind() == "invocation_expression" && strings.HasSuffix(calledName(of), "Async") {
		return l.expr(of)
	}
	return &program.Member{At: l.at(n), X: l.expr(of), Name: member}
}

func firstToken(n parse.Node) parse.Node {
	for token := range n.Tokens() {
		return token
	}
	return parse.Node{}
}

// conditionalAccess lowers "a?.b" and "a?[b]" as if a were there.
func (l *lowerer) conditionalAccess(n parse.Node) program.Expr {
	x, behind := l.expr(n.Field("condition")), lastOf(n)
	return l.bound(n, x, behind)
}

// bound lowers what follows "a?" with a in its place.
func (l *lowerer) bound(n parse.Node, x program.Expr, behind parse.Node) program.Expr {
	if !l.enter() {
		l.leave()
		return l.opaque(n, reasonDeep, x)
	}
	defer l.leave()
	switch behind.Kind() {
	case "member_binding_expression":
		return &program.Member{At: l.at(n), X: x, Name: bareName(behind.Field("name"))}
	case "element_binding_expression":
		return l.index(n, x, behind)
	case "invocation_expression":
		function := behind.Field("function")
		return &program.Call{
			At: l.at(n), Function: l.bound(behind, x, function), Args: l.arguments(behind.Field("arguments")), Types: l.typeArguments(function),
		}
	case "member_access_expression":
		return &program.Member{At: l.at(n), X: l.bound(n, x, behind.Field("expression")), Name: bareName(behind.Field("name"))}
	case "conditional_access_expression":
		return l.bound(n, l.bound(n, x, behind.Field("condition")), lastOf(behind))
	}
	return l.opaque(n, reasonSyntax, x, l.expr(behind))
}

// index lowers x[key]; a range is a slice.
func (l *lowerer) index(n parse.Node, x program.Expr, brackets parse.Node) program.Expr {
	var keys []program.Expr
	for argument := range brackets.Children() {
		key := lastOf(argument)
		if !key.Exists() {
			key = argument
		}
		keys = append(keys, l.key(key))
	}
	if len(keys) == 1 {
		return &program.Index{At: l.at(n), X: x, Key: keys[0]}
	}
	return &program.Index{At: l.at(n), X: x, Key: &program.List{At: l.at(n), Items: keys}}
}

// key lowers an index: "^1" counts from the end, "1..^2" is a range.
func (l *lowerer) key(n parse.Node) program.Expr {
	switch n.Kind() {
	case "range_expression":
		s := &program.Slice{At: l.at(n)}
		bound := &s.From
		for token := range n.Tokens() {
			if token.Kind() == ".." {
				bound = &s.To
			} else {
				*bound = l.key(token)
			}
		}
		return s
	case "prefix_unary_expression":
		if text := n.Text(); strings.HasPrefix(text, "^") {
			return number(l.at(n), "-"+strings.TrimSpace(text[1:]))
		}
	}
	return l.expr(n)
}

// operator lowers what has operands; nil where n has none.
func (l *lowerer) operator(n parse.Node) program.Expr {
	switch n.Kind() {
	case "binary_expression":
		return l.binary(n)
	case "prefix_unary_expression", "postfix_unary_expression":
		return l.unary(n)
	case "conditional_expression":
		return &program.Conditional{
			At: l.at(n), Test: l.expr(n.Field("condition")), Then: l.expr(n.Field("consequence")), Else: l.expr(n.Field("alternative")),
		}
	case "assignment_expression":
		a := l.assignment(n)
		return &program.Assigned{At: a.At, Target: a.Targets[0], Value: a.Value}
	case "is_pattern_expression":
		return l.pattern(n.Field("pattern"), l.expr(n.Field("expression")))
	case "is_expression":
		return &program.Sequence{At: l.at(n), Parts: []program.Expr{l.expr(n.Field("left"))}}
	case "as_expression":
		return &program.Stated{At: l.at(n), X: l.expr(n.Field("left")), Type: l.typeOf(n.Field("right"))}
	case "cast_expression":
		return &program.Stated{At: l.at(n), X: l.expr(n.Field("value")), Type: l.typeOf(n.Field("type"))}
	case "switch_expression":
		return l.switchExpression(n)
	case "declaration_expression":
		return l.declaration(n)
	}
	return nil
}

func operatorOf(n parse.Node) string {
	if op := n.Field("operator"); op.Exists() {
		return op.Text()
	}
	left := n.Field("left")
	for token := range n.Tokens() {
		if token.Start() >= left.End() {
			return token.Text()
		}
	}
	return ""
}

func (l *lowerer) binary(n parse.Node) program.Expr {
	left, right := n.Field("left"), n.Field("right")
	switch op := operatorOf(n); op {
	case "??", "||":
		return &program.Either{At: l.at(n), Op: "or", Left: l.expr(left), Right: l.expr(right)}
	case "&&":
		return &program.Either{At: l.at(n), Op: "and", Left: l.expr(left), Right: l.expr(right)}
	default:
		return &program.Binary{At: l.at(n), Op: op, Left: l.expr(left), Right: l.expr(right)}
	}
}

func (l *lowerer) unary(n parse.Node) program.Expr {
	switch {
	case strings.HasSuffix(n.Text(), "!") && n.Kind() == "postfix_unary_expression" || n.First().Kind() == "query_expression":
		return l.expr(n.First())
	case strings.HasPrefix(n.Text(), "!"):
		return &program.Not{At: l.at(n), Operand: l.expr(n.First())}
	case strings.HasPrefix(n.Text(), "-") && n.First().Kind() == "integer_literal":
		return number(l.at(n), n.Text())
	}
	return l.effects(n)
}

// effects evaluates the parts of n, whose value is not followed.
func (l *lowerer) effects(n parse.Node) program.Expr {
	return &program.Sequence{At: l.at(n), Parts: l.children(n)}
}

func (l *lowerer) children(n parse.Node) (parts []program.Expr) {
	for child := range n.Children() {
		parts = append(parts, l.expr(child))
	}
	return parts
}
