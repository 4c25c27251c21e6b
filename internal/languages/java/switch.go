package java

import (
	"strconv"

	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// choice lowers a switch to a value that is compared with each label in turn.
func (l *lowerer) choice(n parse.Node) []program.Stmt {
	subject := l.name(n, "<switch "+strconv.Itoa(n.Start())+">")
	of := n.Field("condition")
	body := []program.Stmt{&program.Assign{At: l.at(of), Targets: []program.Expr{subject}, Value: l.expr(of), Declares: true}}
	for child := range n.Field("body").Children() {
		if child.HoldsError() {
			body = append(body, l.broken(child)...)
		}
	}
	return append(body, &program.If{At: l.at(n), Cases: l.cases(n.Field("body"), subject)})
}

// cases are the branches of a switch. One that does not end in a jump goes on in the next.
func (l *lowerer) cases(n parse.Node, subject *program.Name) (cases []program.Case) {
	var tests []program.Expr
	var otherwise *program.Case
	open := 0 // cases before this one that go on in it
	for group := range n.Children() {
		if group.Kind() != "switch_rule" && group.Kind() != "switch_block_statement_group" {
			continue
		}
		body, test, isDefault := l.group(group, subject)
		tests = append(tests, test...)
		body, ended := cut(body)
		for i := range cases[len(cases)-open:] {
			c := &cases[len(cases)-open+i]
			c.Body = append(c.Body[:len(c.Body):len(c.Body)], body...)
		}
		if len(body) == 0 && !ended && group.Kind() != "switch_rule" && !isDefault {
			continue // the next label belongs to it
		}
		c := program.Case{Test: l.any(group, tests), Body: body}
		if isDefault {
			c.Test = nil
			otherwise = &c
		} else {
			cases = append(cases, c)
		}
		tests = nil
		if ended || group.Kind() == "switch_rule" {
			open = 0
		} else if !isDefault {
			open++
		}
	}
	if otherwise != nil {
		cases = append(cases, *otherwise)
	}
	return cases
}

// group is the statements of one group of labels, with its tests.
func (l *lowerer) group(n parse.Node, subject *program.Name) (body []program.Stmt, tests []program.Expr, isDefault bool) {
	for child := range n.Children() {
		if child.Kind() == "switch_label" {
			more, otherwise := l.label(child, subject)
			tests, isDefault = append(tests, more...), isDefault || otherwise
			continue
		}
		if n.Kind() == "switch_rule" && child.Kind() == "expression_statement" {
			x := child.First()
			body = append(body, &program.Return{At: l.at(child), Value: l.expr(x)})
			continue
		}
		body = append(body, l.nested(child)...)
	}
	return body, tests, isDefault
}

// label is what a label compares the subject with. A pattern may hold or not.
func (l *lowerer) label(n parse.Node, subject *program.Name) (tests []program.Expr, isDefault bool) {
	empty := true
	for child := range n.Children() {
		empty = false
		switch child.Kind() {
		case "default":
			isDefault = true
		case "pattern", "type_pattern", "record_pattern", "guard":
			tests = append(tests, l.pattern(child, subject))
		default:
			tests = append(tests, &program.Binary{At: l.at(child), Op: "==", Left: subject, Right: l.expr(child)})
		}
	}
	return tests, isDefault || empty
}

// pattern declares the variable that a pattern names.
func (l *lowerer) pattern(n parse.Node, subject program.Expr) program.Expr {
	s := &program.Sequence{At: l.at(n)}
	if n.Kind() == "pattern" {
		return l.pattern(n.First(), subject)
	}
	var typ program.Expr
	for child := range n.Children() {
		if child.Kind() == "identifier" && n.Kind() == "type_pattern" {
			value := &program.Stated{At: l.at(child), X: subject, Type: typ}
			s.Parts = append(s.Parts, &program.Assigned{At: l.at(child), Target: l.name(child, child.Text()), Value: value})
		} else if n.Kind() == "guard" {
			s.Parts = append(s.Parts, l.expr(child))
		} else {
			typ = l.typed(child)
		}
	}
	return s
}

// any is true where one of the tests is.
func (l *lowerer) any(n parse.Node, tests []program.Expr) program.Expr {
	if len(tests) == 0 {
		return &program.Sequence{At: l.at(n)}
	}
	x := tests[0]
	for _, test := range tests[1:] {
		x = &program.Either{At: l.at(n), Op: "or", Left: x, Right: test}
	}
	return x
}

// cut ends a body where it jumps out of the switch.
func cut(body []program.Stmt) (kept []program.Stmt, ended bool) {
	for i, stmt := range body {
		switch stmt.(type) {
		case *program.Jump:
			return body[:i], true
		case *program.Return, *program.Raise:
			return body[:i+1], true
		}
	}
	return body, false
}

// chosen is a switch as an expression: a function that is called where it stands.
func (l *lowerer) chosen(n parse.Node) program.Expr {
	f := &program.Function{At: l.at(n), Body: l.choice(n)}
	return &program.Call{At: l.at(n), Function: f}
}
