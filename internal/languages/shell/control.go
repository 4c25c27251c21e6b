package shell

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/parebot/pare/internal/program"
)

// condition runs statements and gives whether the last of them succeeds.
func (l *lowerer) condition(stmts []*syntax.Stmt) (test program.Expr) {
	captured := l.captured
	defer func() { l.captured = captured }()
	for i, s := range stmts {
		if i == len(stmts)-1 {
			test = l.succeeds(s)
		} else {
			l.stmt(s)
		}
	}
	return test
}

// succeeds runs a statement and gives whether it succeeds: of a test that is what it says, of other commands it is not known.
func (l *lowerer) succeeds(s *syntax.Stmt) (test program.Expr) {
	switch c := s.Cmd.(type) {
	case *syntax.TestClause:
		test = l.test(c.X)
	case *syntax.CallExpr:
		if words := literals(c.Args); len(words) > 0 && (words[0] == "[" || words[0] == "test") {
			test = l.bracket(c)
		}
	}
	if test == nil {
		l.stmt(s)
		test = l.unknown(s)
	}
	if s.Negated {
		return &program.Not{At: l.at(s), Operand: test}
	}
	return test
}

// bracket lowers "[ a = b ]"; of other tests only what they expand counts.
func (l *lowerer) bracket(c *syntax.CallExpr) program.Expr {
	args := c.Args[1:]
	if len(args) > 0 && args[len(args)-1].Lit() == "]" {
		args = args[:len(args)-1]
	}
	if len(args) == 3 {
		switch args[1].Lit() {
		case "=", "==":
			return &program.Binary{At: l.at(c), Op: "==", Left: l.word(args[0]), Right: l.word(args[2])}
		case "!=":
			return &program.Binary{At: l.at(c), Op: "!=", Left: l.word(args[0]), Right: l.word(args[2])}
		}
	}
	return l.unknown(c, l.words(args)...)
}

// test lowers what stands in double brackets.
func (l *lowerer) test(x syntax.TestExpr) program.Expr {
	switch x := x.(type) {
	case *syntax.Word:
		return l.unknown(x, l.word(x))
	case *syntax.ParenTest:
		return l.test(x.X)
	case *syntax.UnaryTest:
		if x.Op == syntax.TsNot {
			return &program.Not{At: l.at(x), Operand: l.test(x.X)}
		}
		return l.unknown(x, l.test(x.X))
	case *syntax.BinaryTest:
		return l.binaryTest(x)
	}
	return nil
}

func (l *lowerer) binaryTest(x *syntax.BinaryTest) program.Expr {
	left, right := x.X, x.Y
	switch x.Op {
	case syntax.AndTest:
		return &program.Either{At: l.at(x), Op: "and", Left: l.test(left), Right: l.test(right)}
	case syntax.OrTest:
		return &program.Either{At: l.at(x), Op: "or", Left: l.test(left), Right: l.test(right)}
	}
	a, okA := left.(*syntax.Word)
	b, okB := right.(*syntax.Word)
	if !okA || !okB {
		return l.unknown(x, l.test(left), l.test(right))
	}
	op := ""
	switch x.Op {
	case syntax.TsMatch, syntax.TsMatchShort:
		op = "=="
	case syntax.TsNoMatch:
		op = "!="
	}
	if op == "" || isPattern(b) {
		return l.unknown(x, l.word(a), l.word(b))
	}
	return &program.Binary{At: l.at(x), Op: op, Left: l.word(a), Right: l.word(b)}
}

// isPattern says that a word may match other texts than itself.
func isPattern(w *syntax.Word) bool {
	if w == nil {
		return false
	}
	for _, part := range w.Parts {
		switch part := part.(type) {
		case *syntax.Lit:
			if strings.ContainsAny(part.Value, "*?[") {
				return true
			}
		case *syntax.ExtGlob:
			return true
		}
	}
	return false
}

func (l *lowerer) branch(c *syntax.IfClause) {
	stmt := &program.If{At: l.at(c)}
	for ; c != nil; c = c.Else {
		var test program.Expr
		if len(c.Cond) > 0 {
			test = l.condition(c.Cond)
		}
		clause := c
		stmt.Cases = append(stmt.Cases, program.Case{Test: test, Body: l.collect(func() { l.block(clause.Then) })})
	}
	l.emit(stmt)
}

func (l *lowerer) while(c *syntax.WhileClause) {
	body := l.collect(func() {
		l.do(c, l.condition(c.Cond))
		l.block(c.Do)
	})
	l.emit(&program.Loop{At: l.at(c), Body: body})
}

func (l *lowerer) loop(c *syntax.ForClause) {
	stmt := &program.Loop{At: l.at(c)}
	if each, ok := c.Loop.(*syntax.WordIter); ok && each.Name != nil {
		item := &program.Name{At: l.at(each), ID: "item " + each.Name.Value}
		stmt.Target = item
		if each.InPos.IsValid() {
			stmt.Over = l.list(each, each.Items)
		} else {
			stmt.Over = &program.Name{At: l.at(each), ID: "@"}
		}
		stmt.Body = l.collect(func() { l.assign(each, each.Name.Value, item, false) })
	}
	stmt.Body = append(stmt.Body, l.collect(func() { l.block(c.Do) })...)
	l.emit(stmt)
}

// list is a list of words as the shell splits them.
func (l *lowerer) list(n syntax.Node, items []*syntax.Word) program.Expr {
	if len(items) == 0 {
		return &program.List{At: l.at(n)}
	}
	plain := true
	var parts []program.Expr
	for _, w := range items {
		x := l.word(w)
		if !isQuoted(w) && w.Lit() == "" {
			plain = false
		} else if !isArray(w) {
			x = &program.List{At: l.at(w), Items: []program.Expr{x}}
		} else {
			plain = false
		}
		parts = append(parts, x)
	}
	if plain {
		whole := &program.List{At: l.at(n)}
		for _, x := range parts {
			whole.Items = append(whole.Items, x.(*program.List).Items...)
		}
		return whole
	}
	return l.native(n, "words", parts...)
}

// choice lowers "case word in pattern) ...". A pattern that matches itself only is compared.
func (l *lowerer) choice(c *syntax.CaseClause) {
	of := l.held(c.Word)
	stmt := &program.If{At: l.at(c)}
	for _, item := range c.Items {
		var test program.Expr
		always := false
		for _, w := range item.Patterns {
			var one program.Expr
			switch {
			case w.Lit() == "*":
				always = true
			case isPattern(w):
				one = l.unknown(w)
			default:
				one = &program.Binary{At: l.at(w), Op: "==", Left: of, Right: l.word(w)}
			}
			if test != nil && one != nil {
				one = &program.Either{At: l.at(w), Op: "or", Left: test, Right: one}
			}
			if one != nil {
				test = one
			}
		}
		if always {
			test = nil
		}
		body := item
		stmt.Cases = append(stmt.Cases, program.Case{Test: test, Body: l.collect(func() { l.block(body.Stmts) })})
	}
	l.emit(stmt)
}

// held is the value of a word under a name.
func (l *lowerer) held(w *syntax.Word) program.Expr {
	x := l.word(w)
	if name, ok := x.(*program.Name); ok {
		return name
	}
	held := l.temp(w)
	l.emit(&program.Assign{At: l.at(w), Targets: []program.Expr{held}, Value: x})
	return held
}
