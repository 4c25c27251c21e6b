package terraform

import (
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/parebot/pare/internal/symbolic"
)

// scope is one module as it is called: its files, its address, and what its variables are.
type scope struct {
	r *reader
	*folder
	prefix string // "module.x." before the addresses of its resources; "" in the root
	outer  *scope // that calls it
	call   *block
	when   []symbolic.Condition // under which it is called

	each     *instance         // in hand, of a resource with for_each
	given    []field           // variables of the template file that is read
	encrypts map[string]*block // what configures the encryption of a bucket, once asked for
	children map[string]*scope
	done     map[string]val // variables, locals, outputs by name
	running  map[string]bool
}

// instance is one of those that for_each makes.
type instance struct{ key, value val }

// with is the scope within one instance.
func (s *scope) with(i *instance) *scope {
	inner := *s
	inner.each, inner.done = i, make(map[string]val)
	return &inner
}

// instanceKey tells the instance in hand from the others, where its key is known.
func (s *scope) instanceKey() string {
	if s.each == nil {
		return ""
	}
	key, _ := s.each.key.certain()
	return "/" + key
}

// instances are what for_each of a block makes, one that stands for all where they are not known.
func (s *scope) instances(b *block) []*scope {
	x := b.attribute("for_each")
	if x == nil {
		return []*scope{s}
	}
	v := s.eval(x)
	var all []*scope
	for _, item := range v.items {
		all = append(all, s.with(&instance{item, item}))
	}
	for _, f := range v.fields {
		all = append(all, s.with(&instance{known(f.name), f.val}))
	}
	if v.more != "" || len(all) == 0 || len(all) > symbolic.MaxChoices {
		return []*scope{s}
	}
	return all
}

// eval is everything that an expression may be. nil is null.
func (s *scope) eval(x hclsyntax.Expression) val {
	if x == nil {
		return val{}
	}
	if s.r.steps++; s.r.steps > MaxSteps {
		s.r.full(s.r.span(x.Range()))
		return s.opaque(x, "the templates hold more than is evaluated")
	}
	v := s.evalKind(x)
	if v.at.File == "" {
		v.at = s.r.span(x.Range())
	}
	return v
}

func (s *scope) evalKind(x hclsyntax.Expression) val {
	switch x := x.(type) {
	case *hclsyntax.LiteralValueExpr:
		return constant(x.Val)
	case *hclsyntax.TemplateExpr:
		return s.template(x)
	case *hclsyntax.TemplateWrapExpr:
		return s.eval(x.Wrapped)
	case *hclsyntax.ParenthesesExpr:
		return s.eval(x.Expression)
	case *hclsyntax.ObjectConsKeyExpr:
		return s.key(x)
	case *hclsyntax.TupleConsExpr:
		v := val{kind: list}
		for _, item := range x.Exprs {
			v.items = append(v.items, s.eval(item))
		}
		return v
	case *hclsyntax.ObjectConsExpr:
		return s.object(x)
	case *hclsyntax.ScopeTraversalExpr:
		return s.traverse(x, x.Traversal)
	case *hclsyntax.RelativeTraversalExpr:
		return s.steps(x, s.eval(x.Source), x.Traversal)
	case *hclsyntax.IndexExpr:
		return s.index(s.eval(x.Collection), s.eval(x.Key), x)
	case *hclsyntax.SplatExpr:
		return s.splat(x)
	case *hclsyntax.ConditionalExpr:
		return s.conditional(x)
	case *hclsyntax.FunctionCallExpr:
		return s.function(x)
	case *hclsyntax.ForExpr:
		return s.loop(x)
	}
	return s.opaque(x, "this expression is not evaluated here")
}

func constant(v cty.Value) val {
	switch {
	case v.IsNull():
		return val{}
	case !v.IsKnown():
		return known("")
	case v.Type() == cty.String:
		return known(v.AsString())
	case v.Type() == cty.Bool:
		return known(map[bool]string{true: "true", false: "false"}[v.True()])
	case v.Type() == cty.Number:
		return known(v.AsBigFloat().Text('f', -1))
	}
	return val{}
}

func (s *scope) template(x *hclsyntax.TemplateExpr) val {
	sets := make([]symbolic.Set, 0, len(x.Parts))
	for _, p := range x.Parts {
		v := s.eval(p)
		if len(x.Parts) == 1 && v.kind == text {
			return v
		}
		set := v.asText()
		if len(set) == 0 {
			set = s.opaque(p, "a part of a string is null").set
		}
		sets = append(sets, set)
	}
	return textOf(symbolic.Join(sets...))
}

// key is the key of an object: a bare word stands for itself.
func (s *scope) key(x *hclsyntax.ObjectConsKeyExpr) val {
	if !x.ForceNonLiteral {
		if traversal, ok := x.Wrapped.(*hclsyntax.ScopeTraversalExpr); ok && len(traversal.Traversal) == 1 {
			return known(traversal.Traversal.RootName())
		}
	}
	return s.eval(x.Wrapped)
}

func (s *scope) object(x *hclsyntax.ObjectConsExpr) val {
	v := val{kind: object}
	for _, item := range x.Items {
		name, ok := s.eval(item.KeyExpr).certain()
		if !ok {
			v.more += "a key is not known"
			continue
		}
		v.fields = append(v.fields, field{name, s.eval(item.ValueExpr)})
	}
	return v
}

// conditional is Then under the condition, Else under its opposite; the condition is named by its text.
func (s *scope) conditional(x *hclsyntax.ConditionalExpr) val {
	if holds, known := s.nullTest(x.Condition); known {
		return s.eval(map[bool]hclsyntax.Expression{true: x.TrueResult, false: x.FalseResult}[holds])
	}
	switch text, ok := s.eval(x.Condition).certain(); {
	case ok && text == "true":
		return s.eval(x.TrueResult)
	case ok && text == "false":
		return s.eval(x.FalseResult)
	}
	holds := s.condition(x.Condition)
	fails := holds
	fails.Not = !fails.Not
	return either(s.eval(x.TrueResult).under([]symbolic.Condition{holds}), s.eval(x.FalseResult).under([]symbolic.Condition{fails}))
}

// nullTest is what a comparison with null comes to, where the other side is known to be null or not: a module's caller that leaves a variable out.
func (s *scope) nullTest(x hclsyntax.Expression) (holds, known bool) {
	test, ok := x.(*hclsyntax.BinaryOpExpr)
	if !ok || test.Op != hclsyntax.OpEqual && test.Op != hclsyntax.OpNotEqual {
		return false, false
	}
	isNull := func(x hclsyntax.Expression) bool {
		literal, ok := x.(*hclsyntax.LiteralValueExpr)
		return ok && literal.Val.IsNull()
	}
	other := test.LHS
	switch {
	case isNull(test.RHS):
	case isNull(test.LHS):
		other = test.RHS
	default:
		return false, false
	}
	v := s.eval(other)
	if text, ok := v.certain(); !v.isNull() && (!ok || text == "") {
		return false, false
	}
	return v.isNull() == (test.Op == hclsyntax.OpEqual), true
}

// condition is a test as an atom. A variable that the caller sets by a test of its own is that test.
func (s *scope) condition(x hclsyntax.Expression) symbolic.Condition {
	not := false
	for {
		if negated, ok := x.(*hclsyntax.UnaryOpExpr); ok && negated.Op == hclsyntax.OpLogicalNot {
			x, not = negated.Val, !not
			continue
		}
		break
	}
	if traversal, ok := x.(*hclsyntax.ScopeTraversalExpr); ok && len(traversal.Traversal) == 2 && traversal.Traversal.RootName() == "var" && s.outer != nil {
		if input := s.call.attribute(stepName(traversal.Traversal[1])); input != nil {
			c := s.outer.condition(input)
			c.Not = c.Not != not
			return c
		}
	}
	name := s.written(x)
	if name == "" {
		name = number(x.Range().Start.Byte)
	}
	return symbolic.Condition{Stack: s.r.stack.File, Name: s.prefix + name, Not: not}
}

// index is collection[key]. An instance of a resource of several stands for all of them.
func (s *scope) index(v, key val, x hclsyntax.Expression) val {
	name, ok := key.certain()
	switch {
	case v.kind == reference:
		return v
	case v.kind == list && ok:
		if i, isNumber := atoi(name); isNumber && i < len(v.items) {
			return v.items[i]
		}
	case v.kind == object && ok:
		if found, there := v.get(name); there {
			return found
		}
	}
	return s.oneOf(v, x, "which item this is, is not known")
}

// oneOf is any item or field of v.
func (s *scope) oneOf(v val, x hclsyntax.Expression, reason string) val {
	items := slices.Clone(v.items)
	for _, f := range v.fields {
		items = append(items, f.val)
	}
	if len(items) == 0 || v.more != "" || len(items) > symbolic.MaxChoices {
		return s.opaque(x, reason)
	}
	all := items[0]
	for _, item := range items[1:] {
		all = either(all, item)
	}
	if len(items) > 1 && all.kind == text {
		return s.opaque(x, reason) // each of them under no condition would be all of them
	}
	return all
}

// splat is x.*.name: of a resource, the attribute of all its instances.
func (s *scope) splat(x *hclsyntax.SplatExpr) val {
	v := s.eval(x.Source)
	each := func(item val) val {
		if relative, ok := x.Each.(*hclsyntax.RelativeTraversalExpr); ok {
			return s.steps(x, item, relative.Traversal)
		}
		return item
	}
	switch v.kind {
	case reference:
		item := each(v)
		if v.ref.block != nil {
			item = item.under(v.ref.scope.exists(v.ref.block))
		}
		return listOf(item)
	case list:
		out := val{kind: list, more: v.more}
		for _, item := range v.items {
			out.items = append(out.items, each(item))
		}
		return out
	}
	return val{kind: list, more: "what this list holds is not known"}
}

// loop is a for expression over a list or object that is known, else a list of which nothing is.
func (s *scope) loop(x *hclsyntax.ForExpr) val {
	return val{kind: map[bool]kind{true: list, false: object}[x.KeyExpr == nil], more: "what this loop makes is not evaluated here"}
}

// file is the path from the root of the tree that a path of the configuration means; false where it leaves the repository.
func (s *scope) place(text string) (string, bool) {
	full := path.Join(s.r.root.folder.path, text)
	if strings.HasPrefix(text, "/") {
		full = path.Clean(strings.TrimPrefix(text, "/"))
	}
	if full == ".." || strings.HasPrefix(full, "../") {
		return "", false
	}
	return full, true
}

func atoi(s string) (int, bool) {
	n := 0
	for _, c := range s {
		if c < '0' || c > '9' || n > 1_000_000 {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, s != ""
}
