package python

import (
	"strings"

	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// statement lowers one statement; some make several, some none.
func (l *lowerer) statement(n parse.Node) []program.Stmt {
	switch n.Kind() {
	case "expression_statement":
		return l.expressions(n)
	case "assignment", "augmented_assignment":
		return []program.Stmt{l.assignment(n)}
	case "return_statement":
		return []program.Stmt{&program.Return{At: l.at(n), Value: l.optional(n.First())}}
	case "raise_statement":
		return []program.Stmt{&program.Raise{At: l.at(n), Value: l.optional(n.First())}}
	case "break_statement", "continue_statement":
		return []program.Stmt{&program.Jump{At: l.at(n)}}
	case "import_statement", "import_from_statement":
		return l.imports(n)
	case "global_statement", "nonlocal_statement":
		l.declare(n)
		return nil
	case "pass_statement", "future_import_statement", "type_alias_statement", "delete_statement", "comment", "line_continuation":
		return nil
	case "if_statement":
		return []program.Stmt{l.branch(n)}
	case "for_statement", "while_statement":
		return []program.Stmt{l.loop(n)}
	case "try_statement":
		return []program.Stmt{l.try(n)}
	case "with_statement":
		return l.with(n)
	case "match_statement":
		return l.match(n)
	case "function_definition", "class_definition", "decorated_definition":
		return []program.Stmt{l.definition(n, nil)}
	case "block":
		return l.block(n)
	case "ERROR":
		return l.block(n) // its own Opaque is made by broken; what could be read in it runs
	case "print_statement", "assert_statement", "exec_statement", "chevron":
		return []program.Stmt{l.do(n, l.sequence(n))}
	}
	return []program.Stmt{l.do(n, l.expr(n))}
}

func (l *lowerer) expressions(n parse.Node) (body []program.Stmt) {
	for child := range n.Children() {
		switch child.Kind() {
		case "assignment", "augmented_assignment":
			body = append(body, l.assignment(child))
		default:
			body = append(body, l.do(child, l.expr(child)))
		}
	}
	return body
}

// assignment lowers "a = b = value", "a: type = value", "a += value". An annotation alone only declares.
func (l *lowerer) assignment(n parse.Node) program.Stmt {
	target, right := l.expr(n.Field("left")), n.Field("right")
	if n.Kind() == "augmented_assignment" {
		op := strings.TrimSuffix(n.Field("operator").Kind(), "=")
		value := &program.Binary{At: l.at(n), Op: op, Left: target, Right: l.expr(right)}
		return &program.Assign{At: l.at(n), Targets: []program.Expr{target}, Value: value}
	}
	targets := []program.Expr{target}
	for right.Kind() == "assignment" {
		targets = append(targets, l.expr(right.Field("left")))
		right = right.Field("right")
	}
	if !right.Exists() {
		return &program.Assign{At: l.at(n), Targets: targets}
	}
	return &program.Assign{At: l.at(n), Targets: targets, Value: l.expr(right)}
}

// declare notes which names of the function around belong to an outer scope.
func (l *lowerer) declare(n parse.Node) {
	if len(l.functions) == 0 {
		return
	}
	scope := program.Global
	if n.Kind() == "nonlocal_statement" {
		scope = program.Outer
	}
	f := l.functions[len(l.functions)-1]
	if f.Locals == nil {
		f.Locals = make(map[string]program.Scope)
	}
	for name := range n.Children() {
		f.Locals[name.Text()] = scope
	}
}

func (l *lowerer) branch(n parse.Node) program.Stmt {
	s := &program.If{At: l.at(n), Cases: []program.Case{l.branchCase(n)}}
	for alternative := range n.FieldAll("alternative") {
		if alternative.Kind() == "elif_clause" {
			s.Cases = append(s.Cases, l.branchCase(alternative))
		} else {
			s.Cases = append(s.Cases, program.Case{Body: l.block(alternative.Field("body"))})
		}
	}
	return s
}

func (l *lowerer) branchCase(n parse.Node) program.Case {
	return program.Case{Test: l.expr(n.Field("condition")), Body: l.block(n.Field("consequence"))}
}

func (l *lowerer) loop(n parse.Node) program.Stmt {
	s := &program.Loop{At: l.at(n), Body: l.block(n.Field("body"))}
	if n.Kind() == "for_statement" {
		s.Target, s.Over = l.expr(n.Field("left")), l.expr(n.Field("right"))
	} else {
		s.Test = l.expr(n.Field("condition"))
	}
	s.Else = l.block(n.Field("alternative").Field("body"))
	return s
}

func (l *lowerer) try(n parse.Node) program.Stmt {
	s := &program.Try{At: l.at(n), Body: l.block(n.Field("body"))}
	for clause := range n.Children() {
		switch clause.Kind() {
		case "except_clause", "except_group_clause":
			s.Handlers = append(s.Handlers, l.handler(clause))
		case "else_clause":
			s.Else = l.block(clause.Field("body"))
		case "finally_clause":
			s.Finally = l.block(childOf(clause, "block"))
		}
	}
	return s
}

func (l *lowerer) handler(clause parse.Node) program.Handler {
	h := program.Handler{Body: l.block(childOf(clause, "block"))}
	var types []program.Expr
	for child := range clause.Children() {
		switch child.Kind() {
		case "block":
		case "as_pattern":
			types = append(types, l.expr(child.First()))
			h.Name = l.optional(child.Field("alias").First())
		default:
			types = append(types, l.expr(child))
		}
	}
	if len(types) > 0 {
		h.Types = &program.Sequence{At: l.at(clause), Parts: types}
	}
	return h
}

// with lowers "with a as b, c:" into one With within another.
func (l *lowerer) with(n parse.Node) []program.Stmt {
	body := l.block(n.Field("body"))
	var items []parse.Node
	for item := range childOf(n, "with_clause").Children() {
		items = append(items, item)
	}
	for i := len(items) - 1; i >= 0; i-- {
		w := &program.With{At: l.at(n), Body: body}
		value := items[i].Field("value")
		if value.Kind() == "as_pattern" {
			w.Target = l.optional(value.Field("alias").First())
			value = value.First()
		}
		w.Context = l.expr(value)
		body = []program.Stmt{w}
	}
	return body
}

// childOf is the first child of that kind, or no node.
func childOf(n parse.Node, kind string) parse.Node {
	for child := range n.Children() {
		if child.Kind() == kind {
			return child
		}
	}
	return parse.Node{}
}
