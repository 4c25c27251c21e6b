package terraform

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/parebot/pare/internal/symbolic"
)

// traverse follows a name: var.x, local.x, module.x.y, data.t.n.a, t.n.a, path.module, each.key.
func (s *scope) traverse(x hclsyntax.Expression, t hcl.Traversal) val {
	second := ""
	if len(t) > 1 {
		second = stepName(t[1])
	}
	if v, ok := (val{fields: s.given}).get(t.RootName()); ok {
		return s.steps(x, v, t[1:])
	}
	switch root := t.RootName(); root {
	case "var":
		return s.steps(x, s.variable(second), t[min(2, len(t)):])
	case "local":
		return s.steps(x, s.local(second), t[min(2, len(t)):])
	case "path":
		if second == "module" {
			return known("/" + s.folder.path)
		}
		return known("/" + s.r.root.folder.path)
	case "module":
		if len(t) > 2 && s.r.made[s.prefix+"module."+second] != nil {
			return s.r.made[s.prefix+"module."+second].output(x, stepName(t[2]))
		}
		child := s.child(second)
		if child == nil {
			return s.opaque(x, "the module "+second+" is not in the repository")
		}
		return s.steps(x, val{kind: reference, ref: &ref{scope: s, child: child}}, t[2:])
	case "each":
		if s.each != nil && second == "key" {
			return s.steps(x, s.each.key, t[2:])
		}
		if s.each != nil && second == "value" {
			return s.steps(x, s.each.value, t[2:])
		}
		return s.opaque(x, "it is another for each instance")
	case "count", "self", "terraform":
		return s.opaque(x, "it is another for each instance")
	case "data":
		if len(t) > 2 {
			return s.resource(x, "data."+second+"."+stepName(t[2]), t[3:])
		}
	default:
		if second != "" {
			return s.resource(x, root+"."+second, t[2:])
		}
	}
	return s.opaque(x, "this name is not known")
}

func (s *scope) resource(x hclsyntax.Expression, address string, rest hcl.Traversal) val {
	b := s.byAddress[address]
	if b == nil {
		return s.opaque(x, "there is no "+address+" in the files of this module")
	}
	return s.steps(x, val{kind: reference, ref: &ref{scope: s, block: b}}, rest)
}

// steps follows attributes and indices.
func (s *scope) steps(x hclsyntax.Expression, v val, rest hcl.Traversal) val {
	for _, step := range rest {
		switch step := step.(type) {
		case hcl.TraverseAttr:
			v = s.member(x, v, step.Name)
		case hcl.TraverseIndex:
			key := val{}
			if step.Key.Type() == cty.String || step.Key.Type() == cty.Number {
				key = constant(step.Key)
			}
			v = s.index(v, key, x)
		default:
			return s.opaque(x, "this expression is not evaluated here")
		}
	}
	return v
}

// member is v.name.
func (s *scope) member(x hclsyntax.Expression, v val, name string) val {
	switch {
	case v.kind == reference && v.ref.child != nil:
		return v.ref.child.output(x, name)
	case v.kind == reference:
		return v.ref.scope.attribute(v.ref.block, name)
	case v.kind == object:
		if found, ok := v.get(name); ok {
			return found
		}
		if v.more == "" {
			return val{}
		}
	case v.kind == text && len(v.set) == 1 && len(v.set[0].Value) == 1 && v.set[0].Value[0].Kind == symbolic.Unknown:
		return s.opaque(x, v.set[0].Value[0].Text)
	}
	return s.opaque(x, "the member "+name+" is not known here")
}

func stepName(step hcl.Traverser) string {
	switch step := step.(type) {
	case hcl.TraverseAttr:
		return step.Name
	case hcl.TraverseRoot:
		return step.Name
	}
	return ""
}

// once evaluates something under a name that may refer to itself: then it is unknown.
func (s *scope) once(name string, f func() val) val {
	if v, ok := s.done[name]; ok {
		return v
	}
	if s.running[name] {
		return s.unknown(name+" refers to itself", name)
	}
	s.running[name] = true
	v := f()
	delete(s.running, name)
	s.done[name] = v
	return v
}

// variable is what the caller says, else a parameter with its default.
func (s *scope) variable(name string) val {
	return s.once("var."+name, func() val {
		b := s.variables[name]
		if s.call != nil {
			if input := s.call.attribute(name); input != nil {
				return s.outer.eval(input)
			}
			if b != nil && b.attribute("default") != nil {
				return s.eval(b.attribute("default"))
			}
			return s.unknown("the module's caller does not set "+name, "var."+name)
		}
		if b == nil {
			return s.unknown("the variable "+name+" is not declared", "var."+name)
		}
		return s.parameter(name, b)
	})
}

// parameter is a variable of the root: whoever deploys may set it, so its default explains and does not prove.
func (s *scope) parameter(name string, b *block) val {
	v := s.eval(b.attribute("default"))
	switch {
	case v.kind == list || v.kind == object:
		v.more += "the variable " + name + " may be set to something else"
		return v
	case severalOf(b):
		return val{kind: list, more: "what the variable " + name + " holds is not known"}
	}
	return part(symbolic.Part{Kind: symbolic.Parameter, Text: "var." + name, Stack: s.r.stack.File, Default: v.usual()})
}

// severalOf says that a variable is declared to be a list, set or map.
func severalOf(b *block) bool {
	switch x := b.attribute("type").(type) {
	case *hclsyntax.FunctionCallExpr:
		return slices.Contains([]string{"list", "set", "tuple"}, x.Name)
	case *hclsyntax.ScopeTraversalExpr:
		return x.Traversal.RootName() == "list"
	}
	return false
}

func (s *scope) local(name string) val {
	return s.once("local."+name, func() val {
		if x := s.locals[name]; x != nil {
			return s.eval(x)
		}
		return s.unknown("the local "+name+" is not declared", "local."+name)
	})
}

func (s *scope) output(x hclsyntax.Expression, name string) val {
	b := s.outputs[name]
	if b == nil {
		return s.outer.opaque(x, "the module has no output "+name)
	}
	return s.once("output."+name, func() val { return s.eval(b.attribute("value")) })
}
