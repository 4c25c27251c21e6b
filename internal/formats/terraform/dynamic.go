package terraform

import (
	"slices"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/parebot/pare/internal/symbolic"
)

// round is one of the blocks that a dynamic block makes: what its names stand for in it, and when there is such a block.
type round struct {
	scope *scope
	when  []symbolic.Condition
}

// dynamicOf is the dynamic block of a body that has a block for its content; nil where none has.
func dynamicOf(body *hclsyntax.Body, content *hclsyntax.Block) *hclsyntax.Block {
	for _, b := range body.Blocks {
		if b.Type == "dynamic" && within(b, content) {
			return b
		}
	}
	return nil
}

// roundsOf are the blocks that a dynamic block makes. Where they are not known, one stands for all: its names are opaque.
func (s *scope) roundsOf(dynamic *hclsyntax.Block) []round {
	all := []round{{scope: s}}
	over, name := dynamic.Body.Attributes["for_each"], dynamic.Labels[0]
	if over == nil {
		return all
	}
	if x := dynamic.Body.Attributes["iterator"]; x != nil {
		name = nameOfIterator(x.Expr)
	}
	v := s.eval(over.Expr)
	if v.more != "" || v.kind != list && v.kind != object || len(v.items)+len(v.fields) > symbolic.MaxChoices {
		return all
	}
	all = nil
	for i, item := range v.items {
		all = append(all, s.round(name, known(number(i)), item))
	}
	for _, f := range v.fields {
		all = append(all, s.round(name, known(f.name), f.val))
	}
	return all
}

// round is the scope in which a name has a key and a value. What the value depends on as a whole, the block depends on.
func (s *scope) round(name string, key, value val) round {
	inner := *s
	when := common(value)
	fields := []field{{name: "key", val: key}, {name: "value", val: lifted(value, when)}}
	inner.given = append(slices.Clone(s.given), field{name: name, val: val{kind: object, fields: fields}})
	return round{scope: &inner, when: when}
}

// common are the conditions that all that is known of a value has.
func common(v val) (all []symbolic.Condition) {
	first := true
	meet := func(when []symbolic.Condition) {
		if first {
			all, first = slices.Clone(when), false
			return
		}
		all = slices.DeleteFunc(all, func(c symbolic.Condition) bool { return !slices.Contains(when, c) })
	}
	for _, c := range v.set {
		meet(c.When)
	}
	for _, item := range v.items {
		meet(common(item))
	}
	for _, f := range v.fields {
		meet(common(f.val))
	}
	return all
}

// lifted is a value without some conditions, which what holds it has.
func lifted(v val, when []symbolic.Condition) val {
	if len(when) == 0 {
		return v
	}
	v.set, v.items, v.fields = slices.Clone(v.set), slices.Clone(v.items), slices.Clone(v.fields)
	for i := range v.set {
		v.set[i].When = slices.DeleteFunc(slices.Clone(v.set[i].When), func(c symbolic.Condition) bool { return slices.Contains(when, c) })
	}
	for i := range v.items {
		v.items[i] = lifted(v.items[i], when)
	}
	for i := range v.fields {
		v.fields[i].val = lifted(v.fields[i].val, when)
	}
	return v
}

func nameOfIterator(x hclsyntax.Expression) string {
	if t, ok := x.(*hclsyntax.ScopeTraversalExpr); ok {
		return t.Traversal.RootName()
	}
	return ""
}
