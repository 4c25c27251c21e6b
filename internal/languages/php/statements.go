package php

import (
	"strings"

	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// statement lowers one statement; some make several, some none.
func (l *lowerer) statement(n parse.Node) []program.Stmt {
	if !l.enter() {
		l.leave()
		return []program.Stmt{l.do(n, l.opaque(n, reasonDeep))}
	}
	defer l.leave()
	switch n.Kind() {
	case "expression_statement":
		return l.expressionStatement(n.First())
	case "declare_statement":
		return l.block(n.Field("body"))
	case "echo_statement", "print_intrinsic":
		return []program.Stmt{l.do(n, l.sequence(n))}
	case "namespace_definition":
		l.names.namespace = n.Field("name").Text()
		if body := n.Field("body"); body.Exists() {
			return l.block(body)
		}
		l.names.classes, l.names.functions = make(map[string]string), make(map[string]string)
		return nil
	case "namespace_use_declaration":
		l.uses(n)
		return nil
	case "php_tag", "text", "text_interpolation", "comment", "unset_statement", "empty_statement", "?>", "named_label_statement", "goto_statement":
		return nil
	case "compound_statement", "colon_block":
		return l.block(n)
	case "ERROR":
		return l.block(n) // its own Opaque is made by broken; what could be read in it runs
	case "return_statement":
		return l.returns(n)
	case "exit_statement":
		return []program.Stmt{&program.Raise{At: l.at(n)}}
	case "break_statement", "continue_statement":
		return []program.Stmt{&program.Jump{At: l.at(n)}}
	case "global_declaration":
		for child := range n.Children() {
			l.frame().belongs(child.Text(), program.Global)
		}
		return nil
	case "function_static_declaration":
		return l.statics(n)
	}
	return l.compound(n)
}

// compound lowers statements with bodies, and definitions.
func (l *lowerer) compound(n parse.Node) []program.Stmt {
	switch n.Kind() {
	case "if_statement":
		return []program.Stmt{l.branch(n)}
	case "foreach_statement":
		return []program.Stmt{l.foreach(n)}
	case "for_statement", "while_statement", "do_statement":
		return l.loop(n)
	case "switch_statement":
		return []program.Stmt{l.choice(n)}
	case "try_statement":
		return []program.Stmt{l.try(n)}
	case "function_definition", "class_declaration", "interface_declaration", "trait_declaration", "enum_declaration":
		return l.definition(n)
	case "const_declaration":
		return l.constants(n)
	}
	return []program.Stmt{l.do(n, l.expr(n))}
}

func (l *lowerer) expressionStatement(n parse.Node) []program.Stmt {
	switch n.Kind() {
	case "":
		return nil
	case "assignment_expression", "reference_assignment_expression":
		value := l.expr(n.Field("right"))
		return []program.Stmt{&program.Assign{At: l.at(n), Targets: []program.Expr{l.target(n.Field("left"))}, Value: value}}
	case "throw_expression":
		return []program.Stmt{&program.Raise{At: l.at(n), Value: l.expr(n.First())}}
	case "function_call_expression":
		if body := l.defines(n); body != nil {
			return body
		}
	}
	return []program.Stmt{l.do(n, l.expr(n))}
}

// defines lowers define("NAME", value).
func (l *lowerer) defines(n parse.Node) []program.Stmt {
	args := l.arguments(n.Field("arguments"))
	if n.Field("function").Text() != "define" || len(args) < 2 {
		return nil
	}
	name, ok := args[0].Value.(*program.Text)
	if !ok {
		return nil
	}
	id := nameConstant + name.Value
	for _, f := range l.frames[1:] {
		f.belongs(id, program.Global)
	}
	return []program.Stmt{&program.Assign{At: l.at(n), Targets: []program.Expr{l.name(n, id)}, Value: args[1].Value}}
}

// returns lowers return: of a file, it gives its value to whoever requires it.
func (l *lowerer) returns(n parse.Node) []program.Stmt {
	value := l.optional(n.First())
	if !l.top() {
		return []program.Stmt{&program.Return{At: l.at(n), Value: value}}
	}
	if value == nil {
		return []program.Stmt{&program.Return{At: l.at(n)}}
	}
	targets := []program.Expr{l.name(n, Returned+l.file)}
	return []program.Stmt{&program.Assign{At: l.at(n), Targets: targets, Value: value}, &program.Return{At: l.at(n)}}
}

// statics lowers "static $x = value": a variable that the function's runs share.
func (l *lowerer) statics(n parse.Node) (body []program.Stmt) {
	for child := range n.Children() {
		value := child.Field("value")
		a := &program.Assign{At: l.at(child), Targets: []program.Expr{l.name(child, child.Field("name").Text())}, Value: l.none(child)}
		if value.Exists() {
			a.Value = l.expr(value)
		}
		body = append(body, a)
	}
	return body
}

func (l *lowerer) constants(n parse.Node) (body []program.Stmt) {
	for child := range n.Children() {
		if child.Kind() != "const_element" {
			continue
		}
		name := child.First()
		var value parse.Node
		for part := range child.Children() {
			value = part
		}
		id := name.Text()
		if l.class == nil {
			id = nameConstant + id
		}
		body = append(body, &program.Assign{At: l.at(child), Targets: []program.Expr{l.name(name, id)}, Value: l.expr(value)})
	}
	return body
}

func (l *lowerer) branch(n parse.Node) program.Stmt {
	condition := n.Field("condition")
	test := l.expr(condition)
	if asksForFile(condition.Text()) {
		l.asked++
		defer func() { l.asked-- }()
	}
	s := &program.If{At: l.at(n), Cases: []program.Case{{Test: test, Body: l.statementBody(n.Field("body"))}}}
	for other := range n.FieldAll("alternative") {
		c := program.Case{Body: l.statementBody(other.Field("body"))}
		if other.Kind() == "else_if_clause" {
			c.Test = l.expr(other.Field("condition"))
		}
		s.Cases = append(s.Cases, c)
	}
	return s
}

// asksForFile says that a condition asks whether a file is there.
func asksForFile(condition string) bool {
	return strings.Contains(condition, "file_exists(") || strings.Contains(condition, "is_file(") || strings.Contains(condition, "is_readable(")
}

// statementBody lowers a body: a block, or one statement.
func (l *lowerer) statementBody(n parse.Node) []program.Stmt {
	switch {
	case !n.Exists():
		return nil
	case bodies[n.Kind()]:
		return l.block(n)
	}
	return l.statement(n)
}

// foreach goes through values, or through keys with their values.
func (l *lowerer) foreach(n parse.Node) program.Stmt {
	var parts []parse.Node
	body := n.Field("body")
	for child := range n.Children() {
		if child.Start() != body.Start() || child.Kind() != body.Kind() {
			parts = append(parts, child)
		}
	}
	s := &program.Loop{At: l.at(n), Body: nil}
	if len(parts) < 2 {
		return l.do(n, l.opaque(n, reasonSyntax))
	}
	how := nameValues
	if parts[1].Kind() == "pair" {
		how = namePairs
		list := &program.List{At: l.at(parts[1])}
		for part := range parts[1].Children() {
			list.Items = append(list.Items, l.target(part))
		}
		s.Target = list
	} else {
		s.Target = l.target(parts[1])
	}
	s.Over = &program.Call{At: l.at(parts[0]), Function: l.name(parts[0], how), Args: []program.Arg{{Value: l.expr(parts[0])}}}
	s.Body = l.statementBody(body)
	return s
}

func (l *lowerer) loop(n parse.Node) (body []program.Stmt) {
	s := &program.Loop{At: l.at(n)}
	for first := range n.FieldAll("initialize") {
		body = append(body, l.expressionStatement(first)...)
	}
	if condition := n.Field("condition"); condition.Exists() {
		s.Test = l.expr(condition)
	}
	inner := n.Field("body")
	s.Body = l.statementBody(inner)
	if !inner.Exists() { // for (...): ... endfor
		for child := range n.Children() {
			if child.Kind() == "colon_block" {
				s.Body = l.block(child)
			}
		}
	}
	if n.Kind() == "do_statement" {
		body = append(body, s.Body...)
	}
	for update := range n.FieldAll("update") {
		s.Body = append(s.Body, l.expressionStatement(update)...)
	}
	return append(body, s)
}

// choice lowers switch. A case that does not break goes on with the next one's body.
func (l *lowerer) choice(n parse.Node) program.Stmt {
	value := l.expr(n.Field("condition"))
	s := &program.If{At: l.at(n)}
	var through []bool
	for child := range n.Field("body").Children() {
		if child.Kind() != "case_statement" && child.Kind() != "default_statement" {
			continue
		}
		c := program.Case{}
		test := child.Field("value")
		last := ""
		for part := range child.Children() {
			if test.Exists() && part.Start() == test.Start() && part.End() == test.End() {
				continue
			}
			last = part.Kind()
			c.Body = append(c.Body, l.statement(part)...)
		}
		if test.Exists() {
			c.Test = l.equals(child, value, l.expr(test))
		}
		s.Cases = append(s.Cases, c)
		through = append(through, last != "break_statement" && last != "return_statement" && last != "continue_statement" && last != "exit_statement")
	}
	goOn(s.Cases, through)
	return s
}

// maxThrough is how many bodies, one behind the other without a break, are followed.
const maxThrough = 20

// goOn lets cases that do not break go on with the next one's body.
func goOn(cases []program.Case, through []bool) {
	run := 0
	for i := len(cases) - 2; i >= 0; i-- {
		switch {
		case !through[i]:
			run = 0
		case len(cases[i].Body) == 0:
			cases[i].Body = cases[i+1].Body
		case run < maxThrough:
			cases[i].Body = append(cases[i].Body, cases[i+1].Body...)
			run++
		}
	}
}

// equals compares a value with a case's: for strings it can be told.
func (l *lowerer) equals(n parse.Node, value, one program.Expr) program.Expr {
	switch one.(type) {
	case *program.Text, *program.Constant:
		return &program.Binary{At: l.at(n), Op: "==", Left: value, Right: one}
	}
	return &program.Sequence{At: l.at(n), Parts: []program.Expr{value, one}}
}

func (l *lowerer) try(n parse.Node) program.Stmt {
	s := &program.Try{At: l.at(n), Body: l.block(n.Field("body"))}
	for clause := range n.Children() {
		switch clause.Kind() {
		case "catch_clause":
			h := program.Handler{Types: &program.Sequence{At: l.at(clause)}, Body: nil}
			if name := clause.Field("name"); name.Exists() {
				h.Name = l.target(name)
			}
			h.Body = l.block(clause.Field("body"))
			s.Handlers = append(s.Handlers, h)
		case "finally_clause":
			s.Finally = l.block(clause.Field("body"))
		}
	}
	return s
}
