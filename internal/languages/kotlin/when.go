package kotlin

import (
	"strconv"

	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// choice lowers a when: its subject, if it has one, is compared with each condition in turn.
func (l *lowerer) choice(n parse.Node, lower func(parse.Node) []program.Stmt) (body []program.Stmt) {
	var subject program.Expr
	if of := childOf(n, "when_subject"); of.Exists() {
		name := "<when " + strconv.Itoa(n.Start()) + ">"
		if declared := childOf(of, "variable_declaration"); declared.Exists() {
			name = childOf(declared, "identifier").Text()
			l.variable(name)
		}
		subject = l.name(of, name)
		body = append(body, &program.Assign{At: l.at(of), Targets: []program.Expr{subject}, Value: l.expr(lastOf(of)), Declares: true})
	}
	s := &program.If{At: l.at(n)}
	for entry := range n.Children() {
		if entry.Kind() == "when_entry" {
			s.Cases = append(s.Cases, l.whenCase(entry, subject, lower))
		} else if entry.Broken() {
			body = append(body, l.broken(entry)...)
		}
	}
	return append(body, s)
}

func (l *lowerer) whenCase(n parse.Node, subject program.Expr, lower func(parse.Node) []program.Stmt) program.Case {
	var test program.Expr
	behind := false
	c := program.Case{}
	for child := range n.Tokens() {
		switch {
		case child.Kind() == "->":
			behind = true
		case child.Kind() == "else" || child.Kind() == "," || child.Kind() == ";" || child.Kind() == "line_comment" || child.Kind() == "block_comment":
		case behind:
			c.Body = append(c.Body, lower(child)...)
		default:
			one := l.condition(child, subject)
			if test != nil {
				one = &program.Either{At: l.at(child), Op: "or", Left: test, Right: one}
			}
			test = one
		}
	}
	c.Test = test
	return c
}

// condition is one condition of a when: a value to compare with, a type, a range, or a test of its own.
func (l *lowerer) condition(n parse.Node, subject program.Expr) program.Expr {
	switch {
	case n.Kind() == "type_test" || n.Kind() == "range_test":
		return &program.Sequence{At: l.at(n)}
	case subject == nil:
		return l.expr(n)
	}
	return &program.Binary{At: l.at(n), Op: "==", Left: subject, Right: l.expr(n)}
}

// valued is an if, a when or a try as an expression: a function that is called where it stands.
func (l *lowerer) valued(n parse.Node) program.Expr {
	if n.Kind() == "if_expression" {
		then, otherwise := branches(n)
		if simple(then) && simple(otherwise) {
			return &program.Conditional{At: l.at(n), Test: l.expr(n.Field("condition")), Then: l.expr(only(then)), Else: l.expr(only(otherwise))}
		}
	}
	f := &program.Function{At: l.at(n), Body: l.tail(n)}
	return &program.Call{At: l.at(n), Function: f}
}

// simple says that a branch is one expression.
func simple(n parse.Node) bool {
	if n.Kind() != "block" {
		return n.Exists() && n.Kind() != "assignment" && n.Kind() != "return_expression"
	}
	count := 0
	for child := range n.Children() {
		count++
		if child.Kind() == "property_declaration" || child.Kind() == "assignment" || child.Kind() == "return_expression" || child.Kind() == "for_statement" {
			return false
		}
	}
	return count == 1
}

func only(n parse.Node) parse.Node {
	if n.Kind() == "block" {
		return n.First()
	}
	return n
}
