package rust

import (
	"iter"
	"strings"

	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// bind gives the names of a pattern what they take of a value.
func (l *lowerer) bind(n parse.Node, of program.Expr) {
	defer l.leave()
	if !l.enter() {
		l.do(n, l.opaque(n, reasonDeep))
		return
	}
	switch n.Kind() {
	case "identifier", "shorthand_field_identifier":
		if !isConstant(bare(n)) {
			l.give(n, of)
		}
	case "mut_pattern", "ref_pattern", "reference_pattern":
		l.bind(lastOf(n), of)
	case "match_pattern":
		l.bind(n.First(), of)
	case "or_pattern":
		l.either(n, of)
	case "captured_pattern":
		l.bind(n.First(), of)
		l.bind(lastOf(n), of)
	case "tuple_pattern", "slice_pattern":
		l.takeApart(n, of, nil)
	case "tuple_struct_pattern":
		l.variant(n, of)
	case "struct_pattern":
		for field := range n.Children() {
			if field.Kind() == "field_pattern" {
				l.field(field, of)
			}
		}
	}
}

// give makes a name of the pattern a variable.
func (l *lowerer) give(n parse.Node, of program.Expr) {
	target := &program.Name{At: l.at(n), ID: l.declare(bare(n))}
	l.emit(&program.Assign{At: l.at(n), Targets: []program.Expr{target}, Value: of, Declares: true})
}

// either binds the names of each of several patterns: the first that fits does.
func (l *lowerer) either(n parse.Node, of program.Expr) {
	stmt := &program.If{At: l.at(n)}
	for child := range n.Children() {
		body := l.collect(func() { l.bind(child, of) })
		stmt.Cases = append(stmt.Cases, program.Case{Test: l.unknown(child), Body: body})
	}
	if last := len(stmt.Cases) - 1; last >= 0 {
		stmt.Cases[last].Test = nil
		l.emit(stmt)
	}
}

func (l *lowerer) field(n parse.Node, of program.Expr) {
	name, pattern := n.Field("name"), n.Field("pattern")
	member := &program.Member{At: l.at(n), X: of, Name: bare(name)}
	switch {
	case pattern.Exists():
		l.bind(pattern, member)
	case name.Exists():
		l.give(name, member)
	}
}

// takeApart binds the parts of a tuple, a slice or a variant by position; skip is what stands before them.
func (l *lowerer) takeApart(n parse.Node, of program.Expr, skip func(parse.Node) bool) {
	at, behind := 0, false
	for child := range parts(n) {
		if skip != nil && skip(child) {
			continue
		}
		if child.Kind() == "remaining_field_pattern" || child.Kind() == "captured_pattern" && lastOf(child).Kind() == "remaining_field_pattern" {
			behind = true
			l.bind(child, of)
			continue
		}
		index := &program.Constant{At: l.at(child), Kind: program.Number, Digits: position(at)}
		if behind { // its position from the front is not known
			l.bind(child, l.native(child, "element", of))
		} else {
			l.bind(child, &program.Index{At: l.at(child), X: of, Key: index})
		}
		at++
	}
}

// variant binds what stands in a variant: in Some and Ok the value itself.
func (l *lowerer) variant(n parse.Node, of program.Expr) {
	typ := n.Field("type")
	first := true
	notType := func(child parse.Node) bool {
		was := first
		first = false
		return was
	}
	inner := func() parse.Node {
		for child := range n.Children() {
			if child.Start() != typ.Start() {
				return child
			}
		}
		return parse.Node{}
	}
	switch typ.Text() {
	case "Some", "Ok", "Ready", "Poll::Ready", "Option::Some", "Result::Ok":
		if child := inner(); child.Exists() {
			l.bind(child, l.native(n, "present", of))
		}
	case "Err", "Result::Err":
		if child := inner(); child.Exists() {
			l.bind(child, l.unknown(n))
		}
	default:
		name := typ.Text()[strings.LastIndexByte(typ.Text(), ':')+1:]
		if child := inner(); wrappers()[name] && !l.ours[typ.Text()] && child.Exists() {
			l.bind(child, of)
			return
		}
		l.takeApart(n, of, notType)
	}
}

// test is whether a pattern fits a value; nil where it always does.
func (l *lowerer) test(n parse.Node, of program.Expr) program.Expr {
	switch n.Kind() {
	case "string_literal", "raw_string_literal":
		return &program.Binary{At: l.at(n), Op: "==", Left: of, Right: l.expr(n)}
	case "identifier":
		if name := bare(n); name == strings.ToUpper(name) && isConstant(name) {
			return &program.Binary{At: l.at(n), Op: "==", Left: of, Right: l.path(n)}
		} else if isConstant(name) {
			return l.unknown(n)
		}
		return nil
	case "_", "":
		return nil
	case "reference_pattern", "ref_pattern", "mut_pattern":
		return l.test(lastOf(n), of)
	case "or_pattern":
		return l.testEither(n, of)
	case "tuple_pattern":
		return l.testAll(n, of)
	}
	return l.unknown(n)
}

func (l *lowerer) testEither(n parse.Node, of program.Expr) (all program.Expr) {
	for child := range n.Children() {
		test := l.test(child, of)
		switch {
		case test == nil:
			return nil
		case all == nil:
			all = test
		default:
			all = &program.Either{At: l.at(n), Op: "or", Left: all, Right: test}
		}
	}
	return all
}

// testAll holds where each part fits.
func (l *lowerer) testAll(n parse.Node, of program.Expr) (all program.Expr) {
	at := 0
	for child := range parts(n) {
		if child.Kind() == "remaining_field_pattern" {
			return l.perhaps(n, all)
		}
		index := &program.Constant{At: l.at(child), Kind: program.Number, Digits: position(at)}
		at++
		test := l.test(child, &program.Index{At: l.at(child), X: of, Key: index})
		switch {
		case test == nil:
		case all == nil:
			all = test
		default:
			all = &program.Either{At: l.at(n), Op: "and", Left: all, Right: test}
		}
	}
	return all
}

// isConstant says that a name in a pattern is spelt like a constant or a variant, and not like a variable.
func isConstant(name string) bool {
	return name != "" && name[0] >= 'A' && name[0] <= 'Z'
}

// parts walks what stands between the brackets and commas of a pattern or of parameters, "_" too.
func parts(n parse.Node) iter.Seq[parse.Node] {
	return func(yield func(parse.Node) bool) {
		for child := range n.Tokens() {
			switch child.Kind() {
			case "(", ")", "[", "]", "{", "}", "|", ",", ":", "line_comment", "block_comment":
				continue
			}
			if !yield(child) {
				return
			}
		}
	}
}
