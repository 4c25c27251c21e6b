package csharp

import (
	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// pattern lowers a test of value; what it declares is declared.
func (l *lowerer) pattern(n parse.Node, value program.Expr) program.Expr {
	if !l.enter() {
		l.leave()
		return l.opaque(n, reasonDeep)
	}
	defer l.leave()
	switch n.Kind() {
	case "constant_pattern":
		return &program.Binary{At: l.at(n), Op: "==", Left: value, Right: l.expr(n.First())}
	case "parenthesized_pattern":
		return l.pattern(n.First(), value)
	case "negated_pattern":
		return &program.Not{At: l.at(n), Operand: l.pattern(n.First(), value)}
	case "or_pattern":
		return &program.Either{At: l.at(n), Op: "or", Left: l.pattern(n.Field("left"), value), Right: l.pattern(n.Field("right"), value)}
	case "and_pattern":
		return &program.Either{At: l.at(n), Op: "and", Left: l.pattern(n.Field("left"), value), Right: l.pattern(n.Field("right"), value)}
	case "declaration_pattern", "var_pattern":
		name := n.Field("name")
		if !name.Exists() {
			name = lastOf(n)
		}
		return l.sure(n, l.named(name, nil), &program.Stated{At: l.at(n), X: value, Type: l.typeOf(n.Field("type"))})
	case "recursive_pattern":
		return l.recursive(n, value)
	}
	return l.effects(n) // comparisons, types, discards: whether they hold is not followed
}

// sure gives target a value; whether the test holds is not followed.
func (l *lowerer) sure(n parse.Node, target, value program.Expr) program.Expr {
	return &program.Sequence{At: l.at(n), Parts: []program.Expr{&program.Assigned{At: l.at(n), Target: target, Value: value}}}
}

// recursive lowers "{ Name: pattern } x": what it declares is declared.
func (l *lowerer) recursive(n parse.Node, value program.Expr) program.Expr {
	s := &program.Sequence{At: l.at(n)}
	for child := range n.Children() {
		switch child.Kind() {
		case "property_pattern_clause":
			for sub := range child.Children() {
				if name, inner := sub.First(), lastOf(sub); name != inner && name.Kind() == "identifier" {
					s.Parts = append(s.Parts, l.pattern(inner, &program.Member{At: l.at(sub), X: value, Name: identifier(name)}))
				}
			}
		case "identifier":
			if child == n.Field("name") {
				s.Parts = append(s.Parts, l.sure(child, l.named(child, nil), value))
			}
		}
	}
	return s
}

// switchExpression lowers "x switch { a => b, _ => c }" into one conditional within another.
func (l *lowerer) switchExpression(n parse.Node) program.Expr {
	var arms []parse.Node
	for child := range n.Children() {
		if child.Kind() == "switch_expression_arm" {
			arms = append(arms, child)
		}
	}
	value := l.expr(n.First())
	var x program.Expr
	for i := len(arms) - 1; i >= 0; i-- {
		pattern, result := arms[i].First(), l.expr(lastOf(arms[i]))
		if x == nil && pattern.Kind() == "discard" && !childOf(arms[i], "when_clause").Exists() {
			x = result
			continue
		}
		test := l.pattern(pattern, value)
		if when := childOf(arms[i], "when_clause"); when.Exists() {
			test = &program.Either{At: l.at(when), Op: "and", Left: test, Right: l.expr(when.First())}
		}
		x = &program.Conditional{At: l.at(arms[i]), Test: test, Then: result, Else: x}
	}
	if x == nil {
		return l.effects(n)
	}
	return x
}
