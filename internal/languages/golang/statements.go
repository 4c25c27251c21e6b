package golang

import (
	"strings"

	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// statement lowers one statement; some make several, some none.
func (l *lowerer) statement(n parse.Node) []program.Stmt {
	if body, ok := l.control(n); ok {
		return body
	}
	switch n.Kind() {
	case "expression_statement":
		x := l.expr(n.First())
		if leaves(x) {
			return []program.Stmt{&program.Raise{At: l.at(n), Value: x}}
		}
		return []program.Stmt{l.do(n, x)}
	case "go_statement":
		return []program.Stmt{l.do(n, l.expr(n.First()))}
	case "short_var_declaration", "assignment_statement", "receive_statement":
		return l.assignment(n)
	case "inc_statement", "dec_statement":
		return []program.Stmt{l.do(n, l.expr(n.First()))}
	case "var_declaration", "const_declaration":
		var body []program.Stmt
		for _, v := range l.variables(n, n.Kind() == "const_declaration") {
			body = append(body, v.stmt)
		}
		return body
	case "type_declaration":
		return l.types(n)
	case "return_statement":
		return []program.Stmt{l.returns(n)}
	case "send_statement":
		return []program.Stmt{l.do(n, l.own(n, ownSend, l.expr(n.Field("channel")), l.expr(n.Field("value"))))}
	case "break_statement", "continue_statement", "goto_statement", "fallthrough_statement":
		return []program.Stmt{&program.Jump{At: l.at(n)}}
	case "labeled_statement":
		var body []program.Stmt
		for child := range n.Children() {
			if child.Kind() != "label_name" {
				body = append(body, l.statement(child)...)
			}
		}
		return body
	case "block":
		return l.block(n)
	case "ERROR":
		return l.statements(n) // its own Opaque is made by broken; what could be read in it runs
	case "empty_statement", "comment", "\n", ";":
		return nil
	}
	return []program.Stmt{l.do(n, l.expr(n))}
}

// leaves says that a call does not come back.
func leaves(x program.Expr) bool {
	call, ok := x.(*program.Call)
	if !ok {
		return false
	}
	switch of := call.Function.(type) {
	case *program.Name:
		return of.ID == "panic"
	case *program.Member:
		pkg, ok := of.X.(*program.Name)
		return ok && (pkg.ID == "os" && of.Name == "Exit" || pkg.ID == "log" && (strings.HasPrefix(of.Name, "Fatal") || strings.HasPrefix(of.Name, "Panic")))
	}
	return false
}

// assignment lowers "a, b = x, y", "a, b := f()", "a += x".
func (l *lowerer) assignment(n parse.Node) []program.Stmt {
	left, right := childrenOf(n.Field("left")), childrenOf(n.Field("right"))
	if n.Field("right").Exists() && n.Field("right").Kind() != "expression_list" {
		right = []parse.Node{n.Field("right")}
	}
	operator := n.Field("operator").Kind()
	if len(operator) > 1 && operator != ":=" && len(left) == 1 && len(right) == 1 {
		target := l.expr(left[0])
		value := &program.Binary{At: l.at(n), Op: strings.TrimSuffix(operator, "="), Left: target, Right: l.expr(right[0])}
		return []program.Stmt{&program.Assign{At: l.at(n), Targets: []program.Expr{target}, Value: value}}
	}
	var values []program.Expr
	for _, x := range right {
		values = append(values, l.expr(x))
	}
	declares := n.Kind() == "short_var_declaration" || n.Has(":=")
	targets, fresh := l.targets(left, declares)
	return l.assign(n, targets, values, right, fresh)
}

// targets lowers what stands left of an assignment; fresh says that names in it are new.
func (l *lowerer) targets(nodes []parse.Node, declares bool) (targets []program.Expr, fresh []bool) {
	for _, n := range nodes {
		isNew := declares && n.Kind() == "identifier" && (!l.within() || l.isNew(n.Text()))
		switch {
		case n.Text() == "_":
			targets = append(targets, &program.Name{At: l.at(n), ID: "_"})
		case isNew:
			targets = append(targets, l.fresh(n))
		default:
			targets = append(targets, l.expr(n))
		}
		fresh = append(fresh, isNew)
	}
	return targets, fresh
}

// assign gives targets their values: one to one, or all that one call gives. A second target beside a value that is no call says only
// whether the value was there.
func (l *lowerer) assign(n parse.Node, targets, values []program.Expr, right []parse.Node, fresh []bool) (body []program.Stmt) {
	one := func(target, value program.Expr, declares bool) {
		body = append(body, &program.Assign{At: l.at(n), Targets: []program.Expr{target}, Value: value, Declares: declares})
	}
	switch {
	case len(values) == 1 && len(targets) == 1:
		one(targets[0], values[0], fresh[0])
	case len(values) == len(targets):
		return l.atOnce(n, targets, values, fresh)
	case len(values) == 1 && len(targets) == 2 && !isCall(right[0]):
		one(targets[0], values[0], fresh[0])
		one(targets[1], &program.Sequence{At: l.at(n)}, fresh[1])
	case len(values) == 1:
		for i, target := range targets {
			if fresh[i] {
				body = append(body, &program.Assign{At: l.at(n), Targets: []program.Expr{target}, Declares: true})
			}
		}
		one(&program.List{At: l.at(n), Items: targets, Tuple: true}, values[0], false)
	default:
		for _, x := range values {
			body = append(body, l.do(n, x))
		}
	}
	return body
}

// atOnce assigns several values, all of which are there before the first is set.
func (l *lowerer) atOnce(n parse.Node, targets, values []program.Expr, fresh []bool) (body []program.Stmt) {
	for i, target := range targets {
		if fresh[i] {
			body = append(body, &program.Assign{At: l.at(n), Targets: []program.Expr{target}, Declares: true})
		}
	}
	all := &program.List{At: l.at(n), Items: values, Tuple: true}
	return append(body, &program.Assign{At: l.at(n), Targets: []program.Expr{&program.List{At: l.at(n), Items: targets, Tuple: true}}, Value: all})
}

func isCall(n parse.Node) bool {
	for n.Kind() == "parenthesized_expression" {
		n = n.First()
	}
	return n.Kind() == "call_expression" || n.Kind() == "type_conversion_expression"
}

// returns lowers a return: without values it gives the named results.
func (l *lowerer) returns(n parse.Node) program.Stmt {
	var values []program.Expr
	for x := range n.First().Children() {
		values = append(values, l.expr(x))
	}
	if len(values) == 0 && len(l.results) > 0 {
		for _, name := range l.results[len(l.results)-1] {
			values = append(values, &program.Name{At: l.at(n), ID: name})
		}
	}
	switch len(values) {
	case 0:
		return &program.Return{At: l.at(n)}
	case 1:
		return &program.Return{At: l.at(n), Value: values[0]}
	}
	return &program.Return{At: l.at(n), Value: &program.List{At: l.at(n), Items: values, Tuple: true}}
}

func childrenOf(n parse.Node) (children []parse.Node) {
	if !n.Exists() {
		return nil
	}
	for child := range n.Children() {
		children = append(children, child)
	}
	return children
}
