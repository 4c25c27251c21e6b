package ruby

import (
	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// last makes a statement of the value that a body ends in; nil where the value is not used.
type last func(n parse.Node, x program.Expr) program.Stmt

// returned is the value of a method or block: it gives it.
func (l *lowerer) returned(n parse.Node, x program.Expr) program.Stmt {
	return &program.Return{At: l.at(n), Value: x}
}

// finish ends a body in a value.
func (l *lowerer) finish(n parse.Node, x program.Expr, end last) program.Stmt {
	if end == nil {
		return l.do(n, x)
	}
	return end(n, x)
}

// block lowers the statements that are n's children, with what rescues and ensures them.
func (l *lowerer) block(n parse.Node, end last) (body []program.Stmt) {
	if !l.enter() {
		l.leave()
		return []program.Stmt{l.do(n, l.opaque(n, reasonDeep))}
	}
	defer l.leave()
	var plain, guards []parse.Node
	for child := range n.Children() {
		switch child.Kind() {
		case "rescue", "else", "ensure":
			guards = append(guards, child)
		case "heredoc_body", "comment":
		default:
			plain = append(plain, child)
		}
	}
	if len(guards) == 0 {
		return l.list(n, plain, end)
	}
	return []program.Stmt{l.guarded(n, plain, guards, end)}
}

func (l *lowerer) list(n parse.Node, nodes []parse.Node, end last) (body []program.Stmt) {
	for i, child := range nodes {
		if child.HoldsError() {
			body = append(body, l.broken(child)...)
		}
		if i == len(nodes)-1 {
			body = append(body, l.statement(child, end)...)
		} else {
			body = append(body, l.statement(child, nil)...)
		}
	}
	if len(nodes) == 0 && end != nil && n.Exists() {
		body = append(body, end(n, l.none(n)))
	}
	return body
}

func (l *lowerer) guarded(n parse.Node, plain, guards []parse.Node, end last) program.Stmt {
	s := &program.Try{At: l.at(n)}
	hasElse := false
	for _, g := range guards {
		hasElse = hasElse || g.Kind() == "else"
	}
	if hasElse {
		s.Body = l.list(parse.Node{}, plain, nil)
	} else {
		s.Body = l.list(n, plain, end)
	}
	for _, g := range guards {
		switch g.Kind() {
		case "rescue":
			s.Handlers = append(s.Handlers, l.rescue(g, end))
		case "else":
			s.Else = l.block(g, end)
		case "ensure":
			s.Finally = l.block(g, nil)
		}
	}
	return s
}

func (l *lowerer) rescue(n parse.Node, end last) program.Handler {
	var h program.Handler
	if types := n.Field("exceptions"); types.Exists() {
		h.Types = l.sequence(types)
	}
	if variable := n.Field("variable"); variable.Exists() {
		h.Name = l.target(variable.First())
	}
	h.Body = l.body(n.Field("body"), n, end)
	return h
}

// body lowers what may be left out: then its value is nil.
func (l *lowerer) body(n, around parse.Node, end last) []program.Stmt {
	if !n.Exists() {
		if end == nil {
			return nil
		}
		return []program.Stmt{end(around, l.none(around))}
	}
	return l.block(n, end)
}

// statement lowers one statement; some make several, some none. Every value that ends the statement is given to end.
func (l *lowerer) statement(n parse.Node, end last) []program.Stmt {
	if !l.enter() {
		l.leave()
		return []program.Stmt{l.do(n, l.opaque(n, reasonDeep))}
	}
	defer l.leave()
	switch n.Kind() {
	case "if", "unless", "if_modifier", "unless_modifier":
		return []program.Stmt{l.branch(n, end)}
	case "while", "until", "for", "while_modifier", "until_modifier":
		return l.loop(n, end)
	case "case":
		return []program.Stmt{l.choice(n, end)}
	case "case_match":
		return []program.Stmt{l.match(n, end)}
	case "begin", "parenthesized_statements", "then", "do", "begin_block", "end_block":
		return l.block(n, end)
	case "ERROR":
		return l.block(n, nil) // its own Opaque is made by broken; what could be read in it runs
	case "rescue_modifier":
		return []program.Stmt{&program.Try{
			At: l.at(n), Body: l.statement(n.Field("body"), end),
			Handlers: []program.Handler{{Body: l.statement(n.Field("handler"), end)}},
		}}
	case "return", "next", "break", "redo", "retry":
		return []program.Stmt{l.jump(n)}
	case "assignment":
		return l.assignment(n, end)
	case "method", "singleton_method", "class", "module", "singleton_class", "alias", "undef":
		return l.definition(n, end)
	case "call", "identifier":
		if body, ok := l.directive(n); ok {
			return body
		}
	case "empty_statement", "comment", "heredoc_body", "uninterpreted":
		return nil
	}
	return []program.Stmt{l.finish(n, l.expr(n), end)}
}

func (l *lowerer) branch(n parse.Node, end last) program.Stmt {
	s := &program.If{At: l.at(n)}
	test := l.expr(n.Field("condition"))
	if kind := n.Kind(); kind == "unless" || kind == "unless_modifier" {
		test = &program.Not{At: l.at(n), Operand: test}
	}
	c := program.Case{Test: test}
	if body := n.Field("body"); body.Exists() {
		c.Body = l.statement(body, end)
	} else {
		c.Body = l.body(n.Field("consequence"), n, end)
	}
	s.Cases = append(s.Cases, c)
	switch other := n.Field("alternative"); other.Kind() {
	case "elsif":
		s.Cases = append(s.Cases, program.Case{Body: []program.Stmt{l.branch(other, end)}})
	default:
		if other.Exists() || end != nil {
			s.Cases = append(s.Cases, program.Case{Body: l.body(other, n, end)})
		}
	}
	return s
}

func (l *lowerer) loop(n parse.Node, end last) []program.Stmt {
	s := &program.Loop{At: l.at(n)}
	if n.Kind() == "for" {
		s.Over = l.expr(n.Field("value").First())
		s.Target = l.target(n.Field("pattern"))
	} else {
		s.Test = l.expr(n.Field("condition"))
		if n.Kind() == "until" || n.Kind() == "until_modifier" {
			s.Test = &program.Not{At: l.at(n), Operand: s.Test}
		}
	}
	if body := n.Field("body"); body.Kind() == "do" {
		s.Body = l.block(body, nil)
	} else {
		s.Body = l.statement(body, nil)
	}
	if end == nil {
		return []program.Stmt{s}
	}
	return []program.Stmt{s, end(n, l.none(n))}
}

// choice lowers case ... when: which pattern holds can be told for strings.
func (l *lowerer) choice(n parse.Node, end last) program.Stmt {
	s := &program.If{At: l.at(n)}
	var value program.Expr
	if v := n.Field("value"); v.Exists() {
		value = l.expr(v)
	}
	hasElse := false
	for child := range n.Children() {
		switch child.Kind() {
		case "when":
			s.Cases = append(s.Cases, program.Case{Test: l.patterns(child, value), Body: l.body(child.Field("body"), child, end)})
		case "else":
			hasElse = true
			s.Cases = append(s.Cases, program.Case{Body: l.block(child, end)})
		}
	}
	if !hasElse && end != nil {
		s.Cases = append(s.Cases, program.Case{Body: []program.Stmt{end(n, l.none(n))}})
	}
	return s
}

func (l *lowerer) patterns(when parse.Node, value program.Expr) (test program.Expr) {
	for pattern := range when.FieldAll("pattern") {
		one := l.expr(pattern.First())
		if value != nil {
			_, isText := one.(*program.Text)
			if isText {
				one = &program.Binary{At: l.at(pattern), Op: "==", Left: value, Right: one}
			} else {
				one = &program.Sequence{At: l.at(pattern), Parts: []program.Expr{value, one}}
			}
		}
		if test == nil {
			test = one
		} else {
			test = &program.Either{At: l.at(when), Op: "or", Left: test, Right: one}
		}
	}
	return test
}

// match lowers case ... in: any clause may be taken, and the names in its pattern are parts of the value.
func (l *lowerer) match(n parse.Node, end last) program.Stmt {
	value := l.expr(n.Field("value"))
	s := &program.If{At: l.at(n)}
	for clause := range n.Children() {
		switch clause.Kind() {
		case "in_clause":
			test := &program.Sequence{At: l.at(clause)}
			bound := l.pattern(clause.Field("pattern"), value)
			if guard := clause.Field("guard"); guard.Exists() {
				test.Parts = append(bindings(bound), l.expr(guard.Field("condition")))
				bound = nil
			}
			body := append(bound, l.body(clause.Field("body"), clause, end)...)
			s.Cases = append(s.Cases, program.Case{Test: test, Body: body})
		case "else":
			s.Cases = append(s.Cases, program.Case{Body: l.block(clause, end)})
		}
	}
	return s
}

// bindings are assignments as expressions: a guard sees the names of its pattern.
func bindings(body []program.Stmt) (parts []program.Expr) {
	for _, s := range body {
		switch s := s.(type) {
		case *program.Assign:
			parts = append(parts, &program.Assigned{At: s.At, Target: s.Targets[0], Value: s.Value})
		case *program.Do:
			parts = append(parts, s.X)
		}
	}
	return parts
}

// pattern assigns the names of a pattern: those of a hash by key, others anything that the value holds.
func (l *lowerer) pattern(n parse.Node, value program.Expr) (body []program.Stmt) {
	if !l.enter() {
		l.leave()
		return []program.Stmt{l.do(n, l.opaque(n, reasonDeep))}
	}
	defer l.leave()
	switch n.Kind() {
	case "identifier":
		return []program.Stmt{&program.Assign{At: l.at(n), Targets: []program.Expr{l.target(n)}, Value: value}}
	case "keyword_pattern":
		key := n.Field("key")
		part := &program.Index{At: l.at(n), X: value, Key: &program.Text{At: l.at(key), Value: symbol(key)}}
		if inner := n.Field("value"); inner.Exists() {
			return l.pattern(inner, part)
		}
		return []program.Stmt{&program.Assign{At: l.at(n), Targets: []program.Expr{l.assigns(key, symbol(key))}, Value: part}}
	case "array_pattern":
		i := 0
		for child := range n.Children() {
			if child.Kind() != "constant" {
				body = append(body, l.pattern(child, &program.Index{At: l.at(child), X: value, Key: number(l.at(child), i)})...)
				i++
			}
		}
		return body
	}
	for child := range n.Children() {
		body = append(body, l.pattern(child, value)...)
	}
	return body
}

// jump lowers what leaves a loop, a block or a method. Of a block, next and break give its value; return leaves the method around.
func (l *lowerer) jump(n parse.Node) program.Stmt {
	f := l.frame()
	switch n.Kind() {
	case "return":
		return &program.Return{At: l.at(n), Value: l.given(n), Through: f.kind == ofBlock || f.kind == ofPart}
	case "next", "break":
		if n.First().Exists() {
			return &program.Return{At: l.at(n), Value: l.given(n)}
		}
	}
	return &program.Jump{At: l.at(n)}
}

// given is the value behind return, next or break.
func (l *lowerer) given(n parse.Node) program.Expr {
	list := n.First()
	var items []program.Expr
	for item := range list.Children() {
		items = append(items, l.expr(item))
	}
	switch len(items) {
	case 0:
		return nil
	case 1:
		return items[0]
	}
	return &program.List{At: l.at(n), Items: items}
}
