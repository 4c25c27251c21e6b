package csharp

import (
	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// branch lowers if and all of its else ifs into one If.
func (l *lowerer) branch(n parse.Node) program.Stmt {
	s := &program.If{At: l.at(n)}
	for {
		s.Cases = append(s.Cases, program.Case{Test: l.expr(n.Field("condition")), Body: l.block(n.Field("consequence"))})
		next := n.Field("alternative")
		if next.Kind() == "if_statement" && !next.HoldsError() {
			n = next
			continue
		}
		if next.Exists() {
			s.Cases = append(s.Cases, program.Case{Body: l.block(next)})
		}
		return s
	}
}

// choose lowers a switch into an If: sections of several labels hold for any of them.
func (l *lowerer) choose(n parse.Node) program.Stmt {
	s := &program.If{At: l.at(n)}
	value := l.expr(n.Field("value"))
	var waiting []program.Expr // tests of labels without statements: they share those of the next
	var last *program.Case
	for section := range n.Field("body").Children() {
		tests, body, isDefault := l.section(section, value)
		waiting = append(waiting, tests...)
		if len(body) == 0 && !isDefault {
			continue
		}
		c := program.Case{Test: anyOf(l.at(section), waiting), Body: body}
		waiting = nil
		if isDefault {
			c.Test = nil
			last = &c
			continue
		}
		s.Cases = append(s.Cases, c)
	}
	if last != nil {
		s.Cases = append(s.Cases, *last)
	}
	return s
}

// section lowers one section of a switch.
func (l *lowerer) section(n parse.Node, value program.Expr) (tests []program.Expr, body []program.Stmt, isDefault bool) {
	isDefault = n.Has("default")
	for child := range n.Children() {
		kind := child.Kind()
		switch {
		case kind == "when_clause":
			tests = append(tests, l.expr(child.First()))
		case kind == "case_switch_label" || kind == "case_pattern_switch_label":
			tests = append(tests, l.pattern(child.First(), value))
		case kind == "default_switch_label":
			isDefault = true
		case statementKinds[kind] || isStatement(kind):
			body = append(body, l.whole(child)...)
		default:
			tests = append(tests, l.pattern(child, value))
		}
	}
	return tests, body, isDefault
}

func isStatement(kind string) bool {
	const suffix = "_statement"
	return len(kind) > len(suffix) && kind[len(kind)-len(suffix):] == suffix
}

// anyOf is a test that holds where one of tests does.
func anyOf(at program.At, tests []program.Expr) (any program.Expr) {
	for _, test := range tests {
		if any == nil {
			any = test
		} else {
			any = &program.Either{At: at, Op: "or", Left: any, Right: test}
		}
	}
	return any
}

// loop lowers foreach, for, while and do.
func (l *lowerer) loop(n parse.Node) (body []program.Stmt) {
	s := &program.Loop{At: l.at(n)}
	switch n.Kind() {
	case "foreach_statement":
		s.Over = l.expr(n.Field("right"))
		left := n.Field("left")
		if left.Kind() == "identifier" {
			s.Target = l.named(left, l.typeOf(n.Field("type")))
		} else {
			s.Target = l.target(left)
		}
		s.Body = l.block(n.Field("body"))
		return []program.Stmt{s}
	case "for_statement":
		body = l.start(n)
	}
	if condition := n.Field("condition"); condition.Exists() {
		s.Test = l.expr(condition)
	}
	s.Body = l.block(n.Field("body"))
	for update := range n.FieldAll("update") {
		if update.Kind() == "assignment_expression" {
			s.Body = append(s.Body, l.assignment(update))
		} else {
			s.Body = append(s.Body, l.do(update, l.expr(update)))
		}
	}
	if n.Kind() == "do_statement" { // the body runs once in any case
		s.Test = nil
	}
	return append(body, s)
}

// start lowers what a for statement begins with.
func (l *lowerer) start(n parse.Node) (body []program.Stmt) {
	for child := range n.FieldAll("initializer") {
		switch child.Kind() {
		case "variable_declaration":
			body = append(body, l.variables(child)...)
		case "assignment_expression":
			body = append(body, l.assignment(child))
		default:
			body = append(body, l.do(child, l.expr(child)))
		}
	}
	return body
}

// try lowers try, its catches and its finally.
func (l *lowerer) try(n parse.Node) program.Stmt {
	s := &program.Try{At: l.at(n), Body: l.block(n.Field("body"))}
	for clause := range n.Children() {
		switch clause.Kind() {
		case "catch_clause":
			h := program.Handler{}
			if declaration := childOf(clause, "catch_declaration"); declaration.Exists() {
				if name := declaration.Field("name"); name.Exists() {
					h.Name = &program.Name{At: l.at(name), ID: identifier(name)}
				}
			}
			if filter := childOf(clause, "catch_filter_clause"); filter.Exists() {
				h.Body = append(h.Body, l.do(filter, l.expr(filter.First())))
			}
			h.Body = append(h.Body, l.block(clause.Field("body"))...)
			s.Handlers = append(s.Handlers, h)
		case "finally_clause":
			s.Finally = l.block(childOf(clause, "block"))
		}
	}
	return s
}
