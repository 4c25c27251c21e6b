package rust

import (
	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// sink takes the value of a block: it is returned, assigned or dropped.
type sink func(n parse.Node, x program.Expr)

func (l *lowerer) returned(n parse.Node, x program.Expr) {
	l.emit(&program.Return{At: l.at(n), Value: x})
}

func (l *lowerer) dropped(n parse.Node, x program.Expr) { l.do(n, x) }

func (l *lowerer) assigned(target program.Expr) sink {
	return func(n parse.Node, x program.Expr) {
		l.emit(&program.Assign{At: l.at(n), Targets: []program.Expr{target}, Value: x})
	}
}

// block lowers the items and statements of a block; its value goes to the sink.
func (l *lowerer) block(n parse.Node, to sink) {
	defer l.leave()
	if !l.enter() {
		l.do(n, l.opaque(n, reasonDeep))
		return
	}
	l.push()
	defer l.pop()
	*l.out = append(*l.out, l.items(n, false)...)
	last := parse.Node{}
	for child := range n.Children() {
		last = child
	}
	for child := range n.Children() {
		if isItem(child) {
			continue
		}
		if child.HoldsError() {
			l.broken(child)
		}
		if child.Broken() {
			continue
		}
		if child == last && isValue(child) {
			l.tail(child, to)
		} else {
			l.statement(child)
		}
	}
}

// isValue says that the last part of a block is its value.
func isValue(n parse.Node) bool {
	switch n.Kind() {
	case "let_declaration", "empty_statement", "macro_definition":
		return false
	case "expression_statement":
		return !n.Has(";")
	}
	return true
}

func (l *lowerer) statement(n parse.Node) {
	switch n.Kind() {
	case "let_declaration":
		l.let(n)
	case "expression_statement":
		l.tail(n.First(), l.dropped)
	case "empty_statement", "macro_definition", "label":
	default:
		l.tail(n, l.dropped)
	}
}

// let lowers "let pattern: type = value else { ... };".
func (l *lowerer) let(n parse.Node) {
	pattern, value, typ := n.Field("pattern"), n.Field("value"), l.typ(n.Field("type"))
	for pattern.Kind() == "mut_pattern" || pattern.Kind() == "ref_pattern" {
		pattern = lastOf(pattern)
	}
	var x program.Expr
	if value.Exists() {
		x = l.value(value)
	}
	if otherwise := n.Field("alternative"); otherwise.Exists() {
		body := l.collect(func() { l.block(otherwise, l.dropped) })
		held := l.hold(value, x)
		l.emit(&program.If{At: l.at(otherwise), Cases: []program.Case{{Test: l.unknown(otherwise), Body: body}}})
		l.bind(pattern, held)
		return
	}
	if pattern.Kind() == "identifier" {
		target := &program.Name{At: l.at(pattern), ID: l.declare(bare(pattern))}
		l.emit(&program.Assign{At: l.at(n), Targets: []program.Expr{target}, Value: x, Type: typ, Declares: true})
		return
	}
	if x != nil {
		l.bind(pattern, l.hold(value, x))
	}
}

// hold gives a value a name, unless it has one.
func (l *lowerer) hold(n parse.Node, x program.Expr) program.Expr {
	if name, ok := x.(*program.Name); ok {
		return name
	}
	held := l.temp(n)
	l.emit(&program.Assign{At: l.at(n), Targets: []program.Expr{held}, Value: x, Declares: true})
	return held
}

// value lowers an expression; nil where it is left out.
func (l *lowerer) value(n parse.Node) program.Expr {
	if !n.Exists() {
		return nil
	}
	return l.expr(n)
}

// tail lowers an expression whose value goes to a sink: what has blocks hands it on to them.
func (l *lowerer) tail(n parse.Node, to sink) {
	defer l.leave()
	if !l.enter() {
		to(n, l.opaque(n, reasonDeep))
		return
	}
	switch n.Kind() {
	case "expression_statement", "parenthesized_expression":
		l.tail(n.First(), to)
	case "block":
		l.block(n, to)
	case "unsafe_block", "const_block", "try_block":
		l.block(lastOf(n), to)
	case "if_expression":
		l.branch(n, to)
	case "match_expression":
		l.match(n, to)
	case "loop_expression", "while_expression", "for_expression":
		l.repeat(n, to)
	case "return_expression":
		l.emit(&program.Return{At: l.at(n), Value: l.value(n.First())})
	case "break_expression", "continue_expression":
		l.jump(n)
	default:
		to(n, l.expr(n))
	}
}

// branch lowers "if a { } else if let b = c { } else { }".
func (l *lowerer) branch(n parse.Node, to sink) {
	l.push()
	test, binds := l.condition(n.Field("condition"))
	stmt := &program.If{At: l.at(n)}
	body := l.collect(func() {
		binds()
		l.block(n.Field("consequence"), to)
	})
	l.pop()
	stmt.Cases = append(stmt.Cases, program.Case{Test: test, Body: body})
	if otherwise := n.Field("alternative"); otherwise.Exists() {
		stmt.Cases = append(stmt.Cases, program.Case{Body: l.collect(func() { l.tail(otherwise.First(), to) })})
	}
	l.emit(stmt)
}

// condition lowers a condition to its test and to what it binds where it holds.
func (l *lowerer) condition(n parse.Node) (test program.Expr, binds func()) {
	switch n.Kind() {
	case "let_condition":
		pattern := n.Field("pattern")
		held := l.hold(n, l.expr(n.Field("value")))
		test := l.test(pattern, held)
		if test == nil {
			test = l.unknown(n)
		}
		return test, func() { l.bind(pattern, held) }
	case "let_chain":
		var all []func()
		for child := range n.Children() {
			part, more := l.condition(child)
			l.do(child, part)
			all = append(all, more)
		}
		return l.unknown(n), func() {
			for _, more := range all {
				more()
			}
		}
	}
	return l.expr(n), func() {}
}

// match lowers a match: the arms are tried in order, the last takes what is left.
func (l *lowerer) match(n parse.Node, to sink) {
	held := l.hold(n, l.expr(n.Field("value")))
	stmt := &program.If{At: l.at(n)}
	last := lastOf(n.Field("body"))
	for arm := range n.Field("body").Children() {
		if arm.Kind() != "match_arm" {
			continue
		}
		l.push()
		pattern := arm.Field("pattern")
		test := l.test(pattern.First(), held)
		body := l.collect(func() {
			l.bind(pattern.First(), held)
			if guard := pattern.Field("condition"); guard.Exists() {
				when, binds := l.condition(guard)
				l.do(guard, when)
				binds()
				test = l.perhaps(pattern, test)
			}
			l.tail(arm.Field("value"), to)
		})
		l.pop()
		if arm == last {
			test = nil
		}
		stmt.Cases = append(stmt.Cases, program.Case{Test: test, Body: body})
	}
	l.emit(stmt)
}

// perhaps is a test that may fail though it holds.
func (l *lowerer) perhaps(n parse.Node, test program.Expr) program.Expr {
	if test == nil {
		return l.unknown(n)
	}
	return &program.Either{At: l.at(n), Op: "and", Left: test, Right: l.unknown(n)}
}

// loop is a loop in hand: its label, and what takes the value that it is left with.
type loop struct {
	label string
	to    sink
}

// repeat lowers loops.
func (l *lowerer) repeat(n parse.Node, to sink) {
	in := &loop{to: to}
	if first := n.First(); first.Kind() == "label" {
		in.label = first.Text()
	}
	l.loops = append(l.loops, in)
	l.push()
	stmt := &program.Loop{At: l.at(n)}
	body := func() { l.block(n.Field("body"), l.dropped) }
	switch n.Kind() {
	case "for_expression":
		item := l.temp(n)
		stmt.Target, stmt.Over = item, l.expr(n.Field("value"))
		stmt.Body = l.collect(func() {
			l.bind(n.Field("pattern"), item)
			body()
		})
	case "while_expression":
		stmt.Body = l.collect(func() {
			test, binds := l.condition(n.Field("condition"))
			l.do(n, test)
			binds()
			body()
		})
	default:
		stmt.Body = l.collect(body)
	}
	l.pop()
	l.loops = l.loops[:len(l.loops)-1]
	l.emit(stmt)
}

// jump lowers break, with the value of the loop that it leaves, and continue.
func (l *lowerer) jump(n parse.Node) {
	label, value := "", parse.Node{}
	for child := range n.Children() {
		if child.Kind() == "label" {
			label = child.Text()
		} else {
			value = child
		}
	}
	if value.Exists() {
		x := l.expr(value)
		for i := len(l.loops) - 1; i >= 0; i-- {
			if label == "" || l.loops[i].label == label {
				l.loops[i].to(n, x)
				break
			}
		}
	}
	l.emit(&program.Jump{At: l.at(n)})
}
