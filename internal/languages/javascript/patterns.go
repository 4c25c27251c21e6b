package javascript

import (
	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// pattern lowers what a declaration gives values to: its names are the scope's own.
func (l *lowerer) pattern(n parse.Node) program.Expr { return l.apart(n, true) }

// target lowers what an assignment gives values to.
func (l *lowerer) target(n parse.Node) program.Expr { return l.apart(n, false) }

// apart lowers a target, which may be a pattern: a List takes apart by position, a Dict by key, an Assigned in one has a default.
func (l *lowerer) apart(n parse.Node, declares bool) program.Expr {
	if !l.enter() {
		l.leave()
		return l.opaque(n, reasonDeep)
	}
	defer l.leave()
	switch n.Kind() {
	case "identifier", "shorthand_property_identifier_pattern", "undefined":
		return l.variable(n, declares)
	case "array_pattern":
		return l.positions(n, declares)
	case "object_pattern":
		d := &program.Dict{At: l.at(n)}
		for child := range n.Children() {
			d.Entries = append(d.Entries, l.entryTarget(child, declares))
		}
		return d
	case "assignment_pattern", "object_assignment_pattern":
		return &program.Assigned{At: l.at(n), Target: l.apart(n.Field("left"), declares), Value: l.expr(n.Field("right"))}
	case "rest_pattern":
		return &program.Spread{At: l.at(n), X: l.apart(n.First(), declares)}
	case "parenthesized_expression", "non_null_expression", "as_expression", "satisfies_expression":
		return l.apart(n.First(), declares)
	}
	return l.expr(n)
}

func (l *lowerer) variable(n parse.Node, declares bool) program.Expr {
	if declares {
		l.declare(n.Text())
	} else {
		l.assigns(n.Text())
	}
	return l.name(n, n.Text())
}

// positions lowers an array pattern, in which commas alone leave items out.
func (l *lowerer) positions(n parse.Node, declares bool) program.Expr {
	list := &program.List{At: l.at(n)}
	filled := false
	for child := range n.Tokens() {
		switch child.Kind() {
		case "[", "]", "comment":
		case ",":
			if !filled {
				list.Items = append(list.Items, l.temporary(child))
			}
			filled = false
		default:
			list.Items = append(list.Items, l.apart(child, declares))
			filled = true
		}
	}
	return list
}

// entryTarget lowers one entry of an object pattern.
func (l *lowerer) entryTarget(n parse.Node, declares bool) program.Entry {
	switch n.Kind() {
	case "pair_pattern":
		return program.Entry{Key: l.key(n.Field("key")), Value: l.apart(n.Field("value"), declares)}
	case "rest_pattern":
		return program.Entry{Value: l.apart(n.First(), declares)}
	case "object_assignment_pattern":
		left := n.Field("left")
		return program.Entry{Key: &program.Text{At: l.at(left), Value: left.Text()}, Value: l.apart(n, declares)}
	}
	return program.Entry{Key: &program.Text{At: l.at(n), Value: n.Text()}, Value: l.apart(n, declares)}
}
