package java

import (
	"strings"

	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// statement lowers one statement; some make several, some none.
func (l *lowerer) statement(n parse.Node) []program.Stmt {
	switch n.Kind() {
	case "expression_statement":
		return l.expression(n.First())
	case "local_variable_declaration", "field_declaration":
		return l.variables(n)
	case "class_declaration", "interface_declaration", "enum_declaration", "record_declaration", "annotation_type_declaration":
		if len(l.classes) > 0 {
			return l.localClass(n)
		}
		return []program.Stmt{l.definition(n, false)}
	case "block", "constructor_body", "ERROR":
		return l.block(n)
	case "return_statement":
		return []program.Stmt{&program.Return{At: l.at(n), Value: l.optional(n.First())}}
	case "yield_statement":
		return []program.Stmt{&program.Return{At: l.at(n), Value: l.optional(n.First())}}
	case "throw_statement":
		return []program.Stmt{&program.Raise{At: l.at(n), Value: l.optional(n.First())}}
	case "break_statement", "continue_statement":
		return []program.Stmt{&program.Jump{At: l.at(n)}}
	case "if_statement":
		return []program.Stmt{l.branch(n)}
	case "switch_expression", "switch_statement":
		return l.choice(n)
	case "while_statement", "do_statement", "for_statement", "enhanced_for_statement":
		return l.loop(n)
	case "try_statement", "try_with_resources_statement":
		return l.try(n)
	case "synchronized_statement":
		return append([]program.Stmt{l.do(n, l.expr(n.First()))}, l.block(n.Field("body"))...)
	case "labeled_statement":
		return l.labeled(n)
	case "explicit_constructor_invocation":
		return []program.Stmt{l.do(n, l.constructorCall(n))}
	case "assert_statement":
		return []program.Stmt{l.do(n, &program.Sequence{At: l.at(n), Parts: l.children(n)})}
	case ";", "line_comment", "block_comment", "module_declaration":
		return nil
	}
	return []program.Stmt{l.do(n, l.expr(n))}
}

func (l *lowerer) labeled(n parse.Node) (body []program.Stmt) {
	first := true
	for child := range n.Children() {
		if !first {
			body = append(body, l.nested(child)...)
		}
		first = false
	}
	return body
}

// nested lowers a statement within another one, one level deeper.
func (l *lowerer) nested(n parse.Node) []program.Stmt {
	if !n.Exists() {
		return nil
	}
	if !l.enter() {
		l.leave()
		return []program.Stmt{l.do(n, l.opaque(n, reasonDeep))}
	}
	defer l.leave()
	return l.statement(n)
}

// expression lowers an expression that stands alone. An assignment is one of its own.
func (l *lowerer) expression(n parse.Node) []program.Stmt {
	switch n.Kind() {
	case "assignment_expression":
		target, value := l.assignment(n)
		return []program.Stmt{&program.Assign{At: l.at(n), Targets: []program.Expr{target}, Value: value}}
	case "switch_expression":
		return l.choice(n)
	case "update_expression":
		return []program.Stmt{l.do(n, l.update(n))}
	case "":
		return nil
	}
	return []program.Stmt{l.do(n, l.expr(n))}
}

func (l *lowerer) assignment(n parse.Node) (target, value program.Expr) {
	target, value = l.expr(n.Field("left")), l.expr(n.Field("right"))
	if op := strings.TrimSuffix(n.Field("operator").Kind(), "="); op != "" {
		value = &program.Binary{At: l.at(n), Op: op, Left: target, Right: value}
	}
	return target, value
}

// variables lowers local variables: each is declared, with a value or without.
func (l *lowerer) variables(n parse.Node) (body []program.Stmt) {
	typ := l.typed(n.Field("type"))
	for declarator := range n.FieldAll("declarator") {
		name := declarator.Field("name")
		a := &program.Assign{At: l.at(declarator), Targets: []program.Expr{l.name(name, name.Text())}, Type: typ, Declares: true}
		if value := declarator.Field("value"); value.Exists() {
			a.Value = l.expr(value)
		}
		body = append(body, a)
	}
	return body
}

func (l *lowerer) branch(n parse.Node) program.Stmt {
	s := &program.If{At: l.at(n)}
	for {
		s.Cases = append(s.Cases, program.Case{Test: l.expr(n.Field("condition")), Body: l.nested(n.Field("consequence"))})
		otherwise := n.Field("alternative")
		if otherwise.Kind() == "if_statement" {
			n = otherwise
			continue
		}
		if otherwise.Exists() {
			s.Cases = append(s.Cases, program.Case{Body: l.nested(otherwise)})
		}
		return s
	}
}

func (l *lowerer) loop(n parse.Node) (body []program.Stmt) {
	s := &program.Loop{At: l.at(n)}
	switch n.Kind() {
	case "enhanced_for_statement":
		name := n.Field("name")
		s.Target, s.Over = l.name(name, name.Text()), l.expr(n.Field("value"))
		body = append(body, &program.Assign{At: l.at(name), Targets: []program.Expr{l.name(name, name.Text())}, Type: l.typed(n.Field("type")), Declares: true})
	case "for_statement":
		for init := range n.FieldAll("init") {
			if init.Kind() == "local_variable_declaration" {
				body = append(body, l.variables(init)...)
			} else {
				body = append(body, l.expression(init)...)
			}
		}
		s.Test = l.optional(n.Field("condition"))
	case "do_statement": // the first round is taken in any case
		s.Body = l.nested(n.Field("body"))
		again := &program.Loop{At: l.at(n), Test: l.expr(n.Field("condition")), Body: s.Body}
		return append(append(body, s.Body...), again)
	default:
		s.Test = l.expr(n.Field("condition"))
	}
	s.Body = l.nested(n.Field("body"))
	for update := range n.FieldAll("update") {
		s.Body = append(s.Body, l.expression(update)...)
	}
	return append(body, s)
}

// try lowers a try; what it opens is closed at its end.
func (l *lowerer) try(n parse.Node) []program.Stmt {
	s := &program.Try{At: l.at(n)}
	var opened []program.Stmt
	var closed []program.Stmt
	for resource := range n.Field("resources").Children() {
		open, name := l.resource(resource)
		opened = append(opened, open...)
		closing := &program.Member{At: l.at(resource), X: name, Name: "close" + program.Method}
		closed = append([]program.Stmt{l.do(resource, &program.Call{At: l.at(resource), Function: closing})}, closed...)
	}
	body := l.block(n.Field("body"))
	if len(closed) > 0 {
		body = append(opened, &program.Try{At: l.at(n), Body: body, Finally: closed})
	}
	s.Body = body
	for clause := range n.Children() {
		switch clause.Kind() {
		case "catch_clause":
			name := childOf(clause, "catch_formal_parameter").Field("name")
			s.Handlers = append(s.Handlers, program.Handler{Name: l.name(name, name.Text()), Body: l.block(clause.Field("body"))})
		case "finally_clause":
			s.Finally = l.block(childOf(clause, "block"))
		}
	}
	return []program.Stmt{s}
}

func (l *lowerer) resource(n parse.Node) (open []program.Stmt, name program.Expr) {
	if n.Kind() != "resource" || !n.Field("name").Exists() {
		return nil, l.expr(orFirst(n))
	}
	id := n.Field("name")
	open = append(open, &program.Assign{
		At: l.at(n), Targets: []program.Expr{l.name(id, id.Text())}, Value: l.expr(n.Field("value")), Type: l.typed(n.Field("type")), Declares: true,
	})
	return open, l.name(id, id.Text())
}

func orFirst(n parse.Node) parse.Node {
	if n.Kind() == "resource" {
		return n.First()
	}
	return n
}

// constructorCall is this(...) or super(...) at the beginning of a constructor.
func (l *lowerer) constructorCall(n parse.Node) program.Expr {
	args := l.arguments(n.Field("arguments"))
	if childOf(n, "this").Exists() {
		own := &program.Member{At: l.at(n), X: l.name(n, l.own().self), Name: constructor}
		return &program.Call{At: l.at(n), Function: own, Args: args}
	}
	call := l.superCall(n, args)
	return call
}
