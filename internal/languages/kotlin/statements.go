package kotlin

import (
	"strings"

	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// statement lowers one statement; some make several, some none.
func (l *lowerer) statement(n parse.Node) []program.Stmt {
	switch n.Kind() {
	case "property_declaration":
		return l.variables(n)
	case "assignment":
		target, value := l.assignment(n)
		return []program.Stmt{&program.Assign{At: l.at(n), Targets: []program.Expr{target}, Value: value}}
	case "function_declaration":
		return []program.Stmt{l.function(n, true)}
	case "class_declaration", "object_declaration":
		if len(l.scopes) > 0 {
			return l.localClass(n)
		}
		return l.definition(n, false)
	case "return_expression":
		return []program.Stmt{&program.Return{At: l.at(n), Value: l.returned(n)}}
	case "throw_expression":
		return []program.Stmt{&program.Raise{At: l.at(n), Value: l.optional(n.First())}}
	case "if_expression":
		return []program.Stmt{l.branch(n, l.body)}
	case "when_expression":
		return l.choice(n, l.body)
	case "try_expression":
		return []program.Stmt{l.try(n, l.body)}
	case "for_statement", "while_statement", "do_while_statement":
		return l.loop(n)
	case "block", "ERROR", "statements":
		return l.block(n)
	case "labeled_expression":
		return l.nested(lastOf(n))
	case "type_alias":
		return l.alias(n)
	case "import", "line_comment", "block_comment", "label", "annotation", "file_annotation", "package_header", "getter", "setter":
		return nil
	}
	return []program.Stmt{l.do(n, l.expr(n))}
}

// localClass lowers a class in a function. What runs when it is first used runs where it stands.
func (l *lowerer) localClass(n parse.Node) []program.Stmt {
	before := l.starts
	l.starts = nil
	body := append(l.definition(n, true), l.starts...)
	l.starts = before
	return body
}

// alias is another name for a class.
func (l *lowerer) alias(n parse.Node) []program.Stmt {
	name := n.Field("type")
	x := l.typed(lastOf(n))
	if x == nil || !name.Exists() {
		return nil
	}
	return []program.Stmt{&program.Assign{At: l.at(n), Targets: []program.Expr{l.name(name, name.Text())}, Value: x, Declares: true}}
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

// body is a branch whose value is not asked for.
func (l *lowerer) body(n parse.Node) []program.Stmt { return l.nested(n) }

// tail is what ends a function whose last expression is its value.
func (l *lowerer) tail(n parse.Node) []program.Stmt {
	if !l.enter() {
		l.leave()
		return []program.Stmt{l.do(n, l.opaque(n, reasonDeep))}
	}
	defer l.leave()
	switch n.Kind() {
	case "block":
		return l.tailOf(n)
	case "if_expression":
		return []program.Stmt{l.branch(n, l.tail)}
	case "when_expression":
		return l.choice(n, l.tail)
	case "try_expression":
		return []program.Stmt{l.try(n, l.tail)}
	case "assignment", "property_declaration", "for_statement", "while_statement", "do_while_statement", "function_declaration", "return_expression",
		"throw_expression", "class_declaration", "labeled_expression", "ERROR", "line_comment", "block_comment":
		return l.statement(n)
	}
	return []program.Stmt{&program.Return{At: l.at(n), Value: l.expr(n)}}
}

// tailOf is a block whose last expression is its value.
func (l *lowerer) tailOf(n parse.Node) (body []program.Stmt) {
	var nodes []parse.Node
	for child := range n.Children() {
		if child.Kind() != "lambda_parameters" {
			nodes = append(nodes, child)
		}
	}
	for i, child := range nodes {
		if child.HoldsError() {
			body = append(body, l.broken(child)...)
		}
		if i == len(nodes)-1 {
			body = append(body, l.tail(child)...)
		} else {
			body = append(body, l.nested(child)...)
		}
	}
	return body
}

func (l *lowerer) assignment(n parse.Node) (target, value program.Expr) {
	target, value = l.expr(n.Field("left")), l.expr(n.Field("right"))
	if op := strings.TrimSuffix(n.Field("operator").Kind(), "="); op != "" {
		value = &program.Binary{At: l.at(n), Op: op, Left: target, Right: value}
	}
	return target, value
}

// returned is what a return gives, behind its label.
func (l *lowerer) returned(n parse.Node) program.Expr {
	label := n.Field("label")
	for child := range n.Children() {
		if !label.Exists() || child.Start() != label.Start() {
			return l.expr(child)
		}
	}
	return nil
}

// branch lowers an if; how its branches are lowered says whether their values are asked for.
func (l *lowerer) branch(n parse.Node, lower func(parse.Node) []program.Stmt) program.Stmt {
	s := &program.If{At: l.at(n)}
	for {
		then, otherwise := branches(n)
		s.Cases = append(s.Cases, program.Case{Test: l.expr(n.Field("condition")), Body: lowered(then, lower)})
		if otherwise.Kind() == "if_expression" {
			n = otherwise
			continue
		}
		if otherwise.Exists() {
			s.Cases = append(s.Cases, program.Case{Body: lower(otherwise)})
		}
		return s
	}
}

func lowered(n parse.Node, lower func(parse.Node) []program.Stmt) []program.Stmt {
	if !n.Exists() {
		return nil
	}
	return lower(n)
}

// branches are the two branches of an if.
func branches(n parse.Node) (then, otherwise parse.Node) {
	condition := n.Field("condition")
	behind := false
	for child := range n.Tokens() {
		switch {
		case child.Kind() == "else":
			behind = true
		case child.Kind() == "if" || child.Kind() == "(" || child.Kind() == ")" || child.Kind() == ";" || child.Start() == condition.Start():
		case child.Kind() == "line_comment" || child.Kind() == "block_comment":
		case behind:
			otherwise = child
		default:
			then = child
		}
	}
	return then, otherwise
}

// try lowers a try.
func (l *lowerer) try(n parse.Node, lower func(parse.Node) []program.Stmt) program.Stmt {
	s := &program.Try{At: l.at(n)}
	for child := range n.Children() {
		switch child.Kind() {
		case "block":
			s.Body = lower(child)
		case "catch_block":
			name := childOf(child, "identifier")
			l.variable(name.Text())
			s.Handlers = append(s.Handlers, program.Handler{Name: l.name(name, name.Text()), Body: lowered(childOf(child, "block"), lower)})
		case "finally_block":
			s.Finally = l.block(childOf(child, "block"))
		}
	}
	return s
}

func (l *lowerer) loop(n parse.Node) (body []program.Stmt) {
	s := &program.Loop{At: l.at(n)}
	if n.Kind() != "for_statement" {
		s.Test = l.expr(n.Field("condition"))
		for child := range n.Children() {
			if child.Start() != n.Field("condition").Start() {
				s.Body = append(s.Body, l.nested(child)...)
			}
		}
		if n.Kind() == "do_while_statement" { // the first round is taken in any case
			body = append(body, s.Body...)
		}
		return append(body, s)
	}
	seen := false
	for child := range n.Tokens() {
		switch {
		case child.Kind() == "variable_declaration" && s.Target == nil:
			name := childOf(child, "identifier").Text()
			l.variable(name)
			s.Target = l.name(child, name)
			body = append(body, &program.Assign{At: l.at(child), Targets: []program.Expr{s.Target}, Declares: true})
		case child.Kind() == "multi_variable_declaration" && s.Target == nil:
			s.Target = l.apart(child)
			body = append(body, &program.Assign{At: l.at(child), Targets: []program.Expr{s.Target}, Declares: true})
		case child.Kind() == "in" || child.Kind() == "for" || child.Kind() == "(" || child.Kind() == ")" || child.Kind() == "label":
		case child.Kind() == "line_comment" || child.Kind() == "block_comment":
		case !seen:
			seen = true
			s.Over = l.expr(child)
		default:
			s.Body = append(s.Body, l.nested(child)...)
		}
	}
	return append(body, s)
}
