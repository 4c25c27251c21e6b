package javascript

import (
	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

func (l *lowerer) branch(n parse.Node) program.Stmt {
	s := &program.If{At: l.at(n)}
	for range MaxDepth {
		s.Cases = append(s.Cases, program.Case{Test: l.expr(n.Field("condition")), Body: l.body(n.Field("consequence"))})
		otherwise := n.Field("alternative").First()
		if otherwise.Kind() != "if_statement" {
			if otherwise.Exists() {
				s.Cases = append(s.Cases, program.Case{Body: l.body(otherwise)})
			}
			return s
		}
		n = otherwise
	}
	s.Cases = append(s.Cases, program.Case{Body: []program.Stmt{l.do(n, l.opaque(n, reasonDeep))}})
	return s
}

// choice lowers a switch. A case that does not end in break runs on into the next.
func (l *lowerer) choice(n parse.Node) []program.Stmt {
	value := l.temporary(n.Field("value"))
	first := &program.Assign{At: value.At, Targets: []program.Expr{value}, Value: l.expr(n.Field("value")), Declares: true}
	s := &program.If{At: l.at(n)}
	var bodies [][]program.Stmt
	var otherwise *program.Case
	at := 0
	for child := range n.Field("body").Children() {
		if !isCase(child) {
			continue
		}
		c := program.Case{}
		if test := child.Field("value"); child.Kind() == "switch_case" {
			c.Test = &program.Binary{At: l.at(test), Op: "==", Left: value, Right: l.expr(test)}
		}
		bodies = append(bodies, l.caseBody(child))
		s.Cases = append(s.Cases, c)
	}
	for i := range s.Cases {
		s.Cases[i].Body = runOn(bodies[i:])
	}
	for i, c := range s.Cases {
		if c.Test == nil {
			otherwise, at = &s.Cases[i], i
		}
	}
	if otherwise != nil { // it is taken where no other is, wherever it stands
		last := *otherwise
		s.Cases = append(append(s.Cases[:at:at], s.Cases[at+1:]...), last)
	}
	return []program.Stmt{first, s}
}

func isCase(n parse.Node) bool { return n.Kind() == "switch_case" || n.Kind() == "switch_default" }

func (l *lowerer) caseBody(n parse.Node) (body []program.Stmt) {
	for child := range n.FieldAll("body") {
		body = append(body, l.body(child)...)
	}
	return body
}

// maxRunOn is into how many further cases one runs on.
const maxRunOn = 16

// runOn is the first body with those that it runs on into.
func runOn(bodies [][]program.Stmt) (body []program.Stmt) {
	for i, next := range bodies {
		body = append(body, next...)
		if n := len(next); i >= maxRunOn || n > 0 && leaves(next[n-1]) {
			break
		}
	}
	return body
}

func leaves(s program.Stmt) bool {
	switch s.(type) {
	case *program.Jump, *program.Return, *program.Raise:
		return true
	}
	return false
}

// loop lowers "for (a; b; c)", while, and do.
func (l *lowerer) loop(n parse.Node) (body []program.Stmt) {
	s := &program.Loop{At: l.at(n)}
	if n.Kind() == "for_statement" {
		body = l.statement(n.Field("initializer"))
		s.Test = l.optional(inner(n.Field("condition")))
		s.Body = append(l.body(n.Field("body")), l.expression(n.Field("increment"))...)
		return append(body, s)
	}
	s.Test = l.expr(n.Field("condition"))
	s.Body = l.body(n.Field("body"))
	if n.Kind() == "do_statement" { // it runs before it asks
		s.Body, s.Test = append(s.Body, l.do(n, s.Test)), nil
	}
	return append(body, s)
}

// inner is the expression of an expression statement.
func inner(n parse.Node) parse.Node {
	if n.Kind() == "expression_statement" {
		return n.First()
	}
	if n.Kind() == "empty_statement" {
		return parse.Node{}
	}
	return n
}

// each lowers "for (const a of b)", and "in", which goes through keys.
func (l *lowerer) each(n parse.Node) program.Stmt {
	s := &program.Loop{At: l.at(n), Over: l.expr(n.Field("right"))}
	word := "items of"
	if n.Field("operator").Kind() == "in" {
		word = "keys of"
	}
	s.Over = &program.Call{At: l.at(n.Field("right")), Function: l.name(n.Field("right"), word), Args: []program.Arg{{Value: s.Over}}}
	if left := n.Field("left"); n.Field("kind").Exists() {
		s.Target = l.pattern(left)
	} else {
		s.Target = l.target(left)
	}
	s.Body = l.body(n.Field("body"))
	return s
}

func (l *lowerer) try(n parse.Node) program.Stmt {
	s := &program.Try{At: l.at(n), Body: l.block(n.Field("body"))}
	if clause := n.Field("handler"); clause.Exists() {
		h := program.Handler{}
		if parameter := clause.Field("parameter"); parameter.Exists() {
			h.Name = l.pattern(parameter)
		}
		h.Body = l.block(clause.Field("body"))
		s.Handlers = []program.Handler{h}
	}
	s.Finally = l.body(n.Field("finalizer").Field("body"))
	return s
}
