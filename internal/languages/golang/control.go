package golang

import (
	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// control lowers statements that branch or repeat; ok is false where n is none.
func (l *lowerer) control(n parse.Node) (body []program.Stmt, ok bool) {
	var lower func(parse.Node) []program.Stmt
	switch n.Kind() {
	case "if_statement":
		lower = l.branch
	case "for_statement":
		lower = l.loop
	case "expression_switch_statement":
		lower = l.choice
	case "type_switch_statement":
		lower = l.typeChoice
	case "select_statement":
		lower = l.choose
	default:
		return nil, false
	}
	if !l.enter() {
		l.leave()
		return []program.Stmt{l.do(n, l.opaque(n, reasonDeep))}, true
	}
	defer l.leave()
	l.open()
	defer l.close()
	if first := n.Field("initializer"); first.Exists() {
		body = l.statement(first)
	}
	return append(body, lower(n)...), true
}

// branch lowers an if. What stands behind else is a statement of its own, with the names of the one before.
func (l *lowerer) branch(n parse.Node) []program.Stmt {
	s := &program.If{At: l.at(n)}
	s.Cases = []program.Case{{Test: l.expr(n.Field("condition")), Body: l.block(n.Field("consequence"))}}
	if other := n.Field("alternative"); other.Exists() {
		s.Cases = append(s.Cases, program.Case{Body: l.statement(other)})
	}
	return []program.Stmt{s}
}

func (l *lowerer) loop(n parse.Node) []program.Stmt {
	s := &program.Loop{At: l.at(n)}
	var first []program.Stmt
	for head := range n.Children() {
		switch head.Kind() {
		case "block":
		case "for_clause":
			if init := head.Field("initializer"); init.Exists() {
				first = l.statement(init)
			}
			s.Test = &program.Sequence{At: l.at(head)} // how often is not told
		case "range_clause":
			first = l.ranged(s, head)
		default:
			s.Test = l.expr(head)
		}
	}
	s.Body = l.block(n.Field("body"))
	if clause := childOf(n, "for_clause"); clause.Exists() {
		s.Body = append(s.Body, l.do(clause, l.parts(clause.Field("condition"))))
		if update := clause.Field("update"); update.Exists() {
			s.Body = append(s.Body, l.statement(update)...)
		}
	}
	return append(first, s)
}

// ranged lowers "k, v := range x".
func (l *lowerer) ranged(s *program.Loop, head parse.Node) (first []program.Stmt) {
	over := l.expr(head.Field("right"))
	targets, fresh := l.targets(childrenOf(head.Field("left")), head.Has(":="))
	for i, target := range targets {
		if fresh[i] {
			first = append(first, &program.Assign{At: l.at(head), Targets: []program.Expr{target}, Declares: true})
		}
	}
	switch len(targets) {
	case 0:
		s.Over, s.Target = l.own(head, ownKeys, over), &program.Name{At: l.at(head), ID: "_"}
	case 1:
		s.Over, s.Target = l.own(head, ownKeys, over), targets[0]
	default:
		s.Over, s.Target = l.own(head, ownRange, over), &program.List{At: l.at(head), Items: targets, Tuple: true}
	}
	return first
}

// choice lowers a switch: its cases are compared with its value, or stand for themselves.
func (l *lowerer) choice(n parse.Node) []program.Stmt {
	s := &program.If{At: l.at(n)}
	value := n.Field("value")
	var otherwise *program.Case
	cases := childrenOf(n)
	for i, c := range cases {
		switch c.Kind() {
		case "expression_case":
			s.Cases = append(s.Cases, program.Case{Test: l.anyOf(c, value), Body: l.caseBody(c, cases[i+1:])})
		case "default_case":
			otherwise = &program.Case{Body: l.caseBody(c, cases[i+1:])}
		}
	}
	if otherwise != nil {
		s.Cases = append(s.Cases, *otherwise)
	}
	return []program.Stmt{s}
}

// anyOf is the test of a case.
func (l *lowerer) anyOf(c, value parse.Node) (test program.Expr) {
	for x := range c.Field("value").Children() {
		one := l.expr(x)
		if value.Exists() {
			one = &program.Binary{At: l.at(x), Op: "==", Left: l.expr(value), Right: one}
		}
		if test == nil {
			test = one
		} else {
			test = &program.Either{At: l.at(c), Op: "or", Left: test, Right: one}
		}
	}
	return test
}

// caseBody lowers the statements of a case, with those of the next where it falls through.
func (l *lowerer) caseBody(c parse.Node, next []parse.Node) []program.Stmt {
	l.open()
	defer l.close()
	var statements []parse.Node
	for child := range c.Children() {
		if !isHead(c, child) {
			statements = append(statements, child)
		}
	}
	body := l.inOrder(c, statements)
	if last := len(statements) - 1; last >= 0 && statements[last].Kind() == "fallthrough_statement" && len(next) > 0 && l.enter() {
		body = append(body, l.caseBody(next[0], next[1:])...)
		l.leave()
	}
	return body
}

// isHead says that a child of a case is what it compares with.
func isHead(c, child parse.Node) bool {
	for _, field := range []string{"value", "type", "communication"} {
		for head := range c.FieldAll(field) {
			if head.Start() == child.Start() && head.End() == child.End() {
				return true
			}
		}
	}
	return false
}

// typeChoice lowers a type switch: in a case of one type the value is of that type.
func (l *lowerer) typeChoice(n parse.Node) []program.Stmt {
	s := &program.If{At: l.at(n)}
	alias, value := n.Field("alias").First(), n.Field("value")
	for c := range n.Children() {
		if c.Kind() != "type_case" && c.Kind() != "default_case" {
			continue
		}
		l.open()
		one := program.Case{}
		if alias.Exists() {
			bound := &program.Assign{At: l.at(c), Value: l.expr(value), Declares: true}
			bound.Targets = []program.Expr{l.fresh(alias)}
			if types := fields(c, "type"); len(types) == 1 {
				bound.Value = &program.Stated{At: l.at(c), X: bound.Value, Type: l.typeExpr(types[0])}
			}
			one.Body = append(one.Body, bound)
		}
		one.Body = append(one.Body, l.caseBody(c, nil)...)
		one.Test = &program.Sequence{At: l.at(c), Parts: []program.Expr{l.expr(value)}}
		l.close()
		s.Cases = append(s.Cases, one)
	}
	return []program.Stmt{s}
}

func fields(n parse.Node, name string) (all []parse.Node) {
	for child := range n.FieldAll(name) {
		all = append(all, child)
	}
	return all
}

// choose lowers a select: any of its cases may run.
func (l *lowerer) choose(n parse.Node) []program.Stmt {
	s := &program.If{At: l.at(n)}
	for c := range n.Children() {
		if c.Kind() != "communication_case" && c.Kind() != "default_case" {
			continue
		}
		l.open()
		one := program.Case{Test: &program.Sequence{At: l.at(c)}}
		if event := c.Field("communication"); event.Exists() {
			one.Body = l.statement(event)
		}
		one.Body = append(one.Body, l.caseBody(c, nil)...)
		l.close()
		s.Cases = append(s.Cases, one)
	}
	return []program.Stmt{s}
}
