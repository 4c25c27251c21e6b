package python

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
	if x := l.container(n); x != nil {
		return x
	}
	switch n.Kind() {
	case "attribute":
		return &program.Member{At: l.at(n), X: l.expr(n.Field("object")), Name: n.Field("attribute").Text()}
	case "subscript":
		return l.subscript(n)
	case "call":
		return l.call(n)
	case "lambda":
		return l.function(n, nil)
	case "yield":
		return l.yield(n)
	case "named_expression":
		return &program.Assigned{At: l.at(n), Target: l.expr(n.Field("name")), Value: l.expr(n.Field("value"))}
	case "type", "ellipsis":
		return &program.Sequence{At: l.at(n)}
	}
	return l.opaque(n, "this syntax is not read: "+n.Kind(), l.children(n)...)
}

// atom lowers names, literals and what only wraps another expression; nil where n is none.
func (l *lowerer) atom(n parse.Node) program.Expr {
	switch n.Kind() {
	case "identifier", "keyword_identifier", "print", "exec", "match", "type", "_":
		return &program.Name{At: l.at(n), ID: n.Text()}
	case "dotted_name":
		return l.dotted(n)
	case "string":
		return l.str(n)
	case "concatenated_string":
		return &program.Build{At: l.at(n), Parts: l.children(n)}
	case "integer", "float":
		return number(l.at(n), n.Text())
	case "true":
		return &program.Constant{At: l.at(n), Kind: program.True}
	case "false":
		return &program.Constant{At: l.at(n), Kind: program.False}
	case "none":
		return &program.Constant{At: l.at(n), Kind: program.None}
	case "parenthesized_expression", "await", "as_pattern", "as_pattern_target":
		return l.expr(n.First())
	}
	return nil
}

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

func (l *lowerer) dotted(n parse.Node) (x program.Expr) {
	for child := range n.Children() {
		if x == nil {
			x = &program.Name{At: l.at(child), ID: child.Text()}
		} else {
			x = &program.Member{At: l.at(n), X: x, Name: child.Text()}
		}
	}
	return x
}

// operator lowers what has operands; nil where n has none.
func (l *lowerer) operator(n parse.Node) program.Expr {
	switch n.Kind() {
	case "binary_operator":
		return l.binary(n)
	case "boolean_operator":
		op := n.Field("operator").Kind()
		return &program.Either{At: l.at(n), Op: op, Left: l.expr(n.Field("left")), Right: l.expr(n.Field("right"))}
	case "comparison_operator":
		return l.comparison(n)
	case "not_operator":
		return &program.Not{At: l.at(n), Operand: l.expr(n.Field("argument"))}
	case "unary_operator":
		x, ok := l.expr(n.Field("argument")).(*program.Constant)
		if ok && x.Digits != "" && n.Field("operator").Kind() == "-" {
			return number(l.at(n), "-"+x.Digits)
		}
		return l.sequence(n)
	case "conditional_expression":
		parts := l.children(n)
		if len(parts) != 3 {
			return l.opaque(n, reasonSyntax, parts...)
		}
		return &program.Conditional{At: l.at(n), Then: parts[0], Test: parts[1], Else: parts[2]}
	}
	return nil
}

func (l *lowerer) binary(n parse.Node) program.Expr {
	left, right, op := l.expr(n.Field("left")), n.Field("right"), n.Field("operator").Kind()
	if template, ok := left.(*program.Text); ok && op == "%" {
		return l.percent(n, template, right)
	}
	return &program.Binary{At: l.at(n), Op: op, Left: left, Right: l.expr(right)}
}

// comparison lowers "a == b"; of a chain "a < b < c" only the effects are kept.
func (l *lowerer) comparison(n parse.Node) program.Expr {
	parts := l.children(n)
	if len(parts) != 2 {
		return &program.Sequence{At: l.at(n), Parts: parts}
	}
	return &program.Binary{At: l.at(n), Op: n.Field("operators").Kind(), Left: parts[0], Right: parts[1]}
}

func (l *lowerer) subscript(n parse.Node) program.Expr {
	var keys []program.Expr
	for key := range n.FieldAll("subscript") {
		keys = append(keys, l.key(key))
	}
	x := &program.Index{At: l.at(n), X: l.expr(n.Field("value"))}
	if len(keys) == 1 {
		x.Key = keys[0]
	} else {
		x.Key = &program.List{At: l.at(n), Items: keys}
	}
	return x
}

// key lowers what stands in brackets behind a value. Indexes of numbers keep their text: a slice of a path needs it.
func (l *lowerer) key(n parse.Node) program.Expr {
	if n.Kind() != "slice" {
		return l.expr(n)
	}
	s := &program.Slice{At: l.at(n)}
	bounds := []*program.Expr{&s.From, &s.To, &s.Step}
	i := 0
	for token := range n.Tokens() {
		switch {
		case token.Kind() == ":":
			i++
		case i < len(bounds):
			*bounds[i] = l.expr(token)
		}
	}
	return s
}

func (l *lowerer) yield(n parse.Node) program.Expr {
	if len(l.functions) > 0 {
		l.functions[len(l.functions)-1].Generator = true
	}
	return &program.Yield{At: l.at(n), Value: l.optional(n.First()), From: n.Has("from")}
}

func (l *lowerer) children(n parse.Node) (parts []program.Expr) {
	for child := range n.Children() {
		parts = append(parts, l.expr(child))
	}
	return parts
}

func (l *lowerer) sequence(n parse.Node) program.Expr {
	return &program.Sequence{At: l.at(n), Parts: l.children(n)}
}
