package ruby

import (
	"strings"

	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// assignment lowers "a = value". Where the value is an if, a case or a begin, each of its branches assigns.
func (l *lowerer) assignment(n parse.Node, end last) []program.Stmt {
	left, right := n.Field("left"), n.Field("right")
	if class, ok := l.madeClass(left, right); ok {
		return []program.Stmt{class}
	}
	if right.Kind() == "splat_argument" { // a, b = *pair
		items := &program.Call{At: l.at(right), Function: &program.Member{At: l.at(right), X: l.expr(right.First()), Name: "to_a"}}
		return []program.Stmt{&program.Assign{At: l.at(n), Targets: []program.Expr{l.target(left)}, Value: items}}
	}
	if !branching[right.Kind()] {
		if end != nil {
			return []program.Stmt{end(n, l.expr(n))}
		}
		value := l.expr(right)
		return []program.Stmt{&program.Assign{At: l.at(n), Targets: []program.Expr{l.target(left)}, Value: value}}
	}
	target := l.target(left)
	body := l.statement(right, func(at parse.Node, x program.Expr) program.Stmt {
		return &program.Assign{At: l.at(at), Targets: []program.Expr{target}, Value: x}
	})
	if end != nil {
		body = append(body, end(n, l.read(target)))
	}
	return body
}

// read is the value of what is assigned to. Nothing is lowered twice: what stands within it may be an assignment again, and so on.
func (l *lowerer) read(target program.Expr) program.Expr {
	if m, ok := target.(*program.Member); ok && !strings.HasPrefix(m.Name, "@") {
		return &program.Call{At: m.At, Function: m}
	}
	return target
}

// branching are the expressions that are statements with a value.
var branching = map[string]bool{"if": true, "unless": true, "case": true, "case_match": true, "begin": true, "rescue_modifier": true}

// target lowers what is assigned to.
func (l *lowerer) target(n parse.Node) program.Expr {
	switch n.Kind() {
	case "identifier":
		return l.assigns(n, n.Text())
	case "class_variable":
		return l.classField(n)
	case "left_assignment_list", "destructured_left_assignment", "destructured_parameter", "for":
		list := &program.List{At: l.at(n)}
		for item := range n.Children() {
			list.Items = append(list.Items, l.target(item))
		}
		return list
	case "rest_assignment", "splat_parameter", "splat_argument":
		inner := n.First()
		if !inner.Exists() {
			return &program.Spread{At: l.at(n), X: l.name(n, nameUnused)}
		}
		return &program.Spread{At: l.at(n), X: l.target(inner)}
	case "call":
		return &program.Member{At: l.at(n), X: l.receiver(n), Name: n.Field("method").Text()}
	}
	return l.expr(n)
}

// assigned lowers an assignment as an expression: "a = b", "a, b = c", "a ||= b", "a += b".
func (l *lowerer) assigned(n parse.Node) program.Expr {
	left, right := n.Field("left"), n.Field("right")
	if n.Kind() == "assignment" {
		value := l.expr(right)
		return &program.Assigned{At: l.at(n), Target: l.target(left), Value: value}
	}
	target := l.target(left)
	before := l.read(target)
	if left.Kind() == "class_variable" || left.Kind() == "constant" || left.Kind() == "scope_resolution" {
		before = l.expr(left) // these hold no expression
	}
	after := l.expr(right)
	var value program.Expr
	switch op := strings.TrimSuffix(n.Field("operator").Text(), "="); op {
	case "||":
		value = &program.Either{At: l.at(n), Op: "or", Left: before, Right: after}
	case "&&":
		value = &program.Either{At: l.at(n), Op: "and", Left: before, Right: after}
	default:
		value = &program.Binary{At: l.at(n), Op: op, Left: before, Right: after}
	}
	return &program.Assigned{At: l.at(n), Target: target, Value: value}
}
