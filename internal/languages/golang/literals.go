package golang

import (
	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// literal lowers a composite literal. Elements without a type are of the type's own element type.
func (l *lowerer) literal(n, typ, body parse.Node) program.Expr {
	if !l.enter() {
		l.leave()
		return l.opaque(n, reasonDeep)
	}
	defer l.leave()
	for typ.Kind() == "pointer_type" || typ.Kind() == "parenthesized_type" {
		typ = typ.First()
	}
	switch typ.Kind() {
	case "slice_type", "array_type", "implicit_length_array_type":
		return l.listOf(n, typ.Field("element"), body)
	case "map_type":
		return l.mapOf(n, typ.Field("key"), typ.Field("value"), body)
	}
	return l.record(n, typ, body)
}

func (l *lowerer) listOf(n, element, body parse.Node) program.Expr {
	list := &program.List{At: l.at(n)}
	for child := range body.Children() {
		if child.Kind() == "keyed_element" { // at an index
			child = last(child)
		}
		list.Items = append(list.Items, l.element(child, element))
	}
	return list
}

func (l *lowerer) mapOf(n, key, value, body parse.Node) program.Expr {
	d := &program.Dict{At: l.at(n)}
	for child := range body.Children() {
		if child.Kind() != "keyed_element" {
			continue
		}
		d.Entries = append(d.Entries, program.Entry{Key: l.element(child.First(), key), Value: l.element(last(child), value)})
	}
	return d
}

// record lowers T{a: x} and T{x, y}.
func (l *lowerer) record(n, typ, body parse.Node) program.Expr {
	d := &program.Dict{At: l.at(n), Type: l.typeExpr(typ)}
	var positional []program.Arg
	for child := range body.Children() {
		if child.Kind() == "keyed_element" {
			name := child.First()
			key := &program.Text{At: l.at(name), Value: name.Text()}
			d.Entries = append(d.Entries, program.Entry{Key: key, Value: l.element(last(child), parse.Node{})})
		} else {
			positional = append(positional, program.Arg{Value: l.element(child, parse.Node{})})
		}
	}
	if len(positional) > 0 && d.Type != nil {
		return &program.Call{At: l.at(n), Function: d.Type, Args: positional}
	}
	return d
}

// element lowers what stands in a literal; typ is what it is of where it does not say so itself.
func (l *lowerer) element(n, typ parse.Node) program.Expr {
	inner := n
	if n.Kind() == "literal_element" {
		inner = n.First()
	}
	if inner.Kind() == "literal_value" {
		return l.literal(inner, typ, inner)
	}
	return l.expr(inner)
}

func last(n parse.Node) (child parse.Node) {
	for child = range n.Children() {
	}
	return child
}
