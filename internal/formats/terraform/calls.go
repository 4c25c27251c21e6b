package terraform

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/parebot/pare/internal/symbolic"
)

// function is a call of one of Terraform's functions: those that matter for names and policies.
func (s *scope) function(x *hclsyntax.FunctionCallExpr) val {
	args := make([]val, len(x.Args))
	for i, a := range x.Args {
		args[i] = s.eval(a)
	}
	if x.ExpandFinal || len(args) == 0 {
		return s.opaque(x, "what "+x.Name+" gives is not evaluated here")
	}
	switch x.Name {
	case "jsonencode":
		return val{kind: encoded, items: args[:1]}
	case "file", "templatefile":
		return s.readFile(x, args)
	case "concat", "setunion", "flatten":
		return concat(args)
	case "merge":
		return merge(args)
	case "tolist", "toset", "tomap", "tostring", "distinct", "sort", "compact", "try", "nonsensitive", "sensitive", "trimspace", "jsondecode", "one", "coalesce":
		return s.same(x, args)
	case "element":
		return s.element(x, args)
	case "lookup":
		return s.lookup(x, args)
	case "keys", "values":
		return s.fieldsOf(x, args[0])
	}
	return s.textFunction(x, args)
}

// textFunction is a function that makes a string.
func (s *scope) textFunction(x *hclsyntax.FunctionCallExpr, args []val) val {
	switch x.Name {
	case "format":
		return s.format(x, args)
	case "join":
		return s.join(x, args)
	case "lower", "upper":
		return s.operate(x.Name, args[:1])
	case "replace", "trimprefix", "trimsuffix":
		op := map[string]string{"replace": "replace", "trimprefix": "removeprefix", "trimsuffix": "removesuffix"}[x.Name]
		if pattern, ok := args[min(1, len(args)-1)].certain(); ok && !(x.Name == "replace" && strings.HasPrefix(pattern, "/")) {
			return s.operate(op, args)
		}
	case "abspath", "pathexpand", "basename", "dirname":
		if text, ok := args[0].certain(); ok && (x.Name == "abspath" || x.Name == "pathexpand") {
			return known(text)
		}
	}
	return s.opaque(x, "what "+x.Name+" gives is not evaluated here")
}

func concat(args []val) val {
	out := val{kind: list}
	for _, a := range args {
		switch a.kind {
		case list:
			for _, item := range a.items {
				if item.kind == list { // flatten
					out.items, out.more = append(out.items, item.items...), out.more+item.more
				} else {
					out.items = append(out.items, item)
				}
			}
			out.more += a.more
		case null:
		default:
			out.items = append(out.items, a)
		}
	}
	return out
}

func merge(args []val) val {
	out := val{kind: object}
	for _, a := range args {
		if a.kind != object && !a.isNull() {
			out.more += "an object that is merged is not known"
			continue
		}
		for _, f := range a.fields {
			out.fields = slices.DeleteFunc(out.fields, func(g field) bool { return g.name == f.name })
			out.fields = append(out.fields, f)
		}
		out.more += a.more
	}
	return out
}

// same gives the first argument: a conversion, or the first of several where it is known.
func (s *scope) same(x *hclsyntax.FunctionCallExpr, args []val) val {
	switch {
	case x.Name == "jsondecode" && args[0].kind == encoded:
		return args[0].items[0]
	case x.Name == "jsondecode", x.Name == "try" && args[0].kind == text && hasUnknown(args[0].set):
		return s.opaque(x, "what "+x.Name+" gives is not evaluated here")
	case x.Name == "one" && len(args[0].items) == 1:
		return args[0].items[0]
	case x.Name == "coalesce" && len(args) > 1:
		if text, ok := args[0].certain(); ok && text != "" {
			return args[0]
		}
		return s.opaque(x, "which of several values is set is not known")
	case x.Name == "compact":
		args[0].items = slices.DeleteFunc(slices.Clone(args[0].items), func(v val) bool { text, ok := v.certain(); return v.isNull() || ok && text == "" })
	}
	return args[0]
}

func (s *scope) element(x *hclsyntax.FunctionCallExpr, args []val) val {
	if len(args) == 2 && args[0].kind == list && len(args[0].items) > 0 {
		if at, ok := args[1].certain(); ok {
			if i, isNumber := atoi(at); isNumber && (i == 0 || args[0].more == "") {
				return args[0].items[i%len(args[0].items)]
			}
		}
	}
	return s.oneOf(args[0], x, "which item this is, is not known")
}

func (s *scope) lookup(x *hclsyntax.FunctionCallExpr, args []val) val {
	if len(args) < 2 || args[0].kind != object {
		return s.opaque(x, "the map is not known")
	}
	name, ok := args[1].certain()
	if !ok {
		return s.oneOf(args[0], x, "which entry this is, is not known")
	}
	if found, there := args[0].get(name); there {
		return found
	}
	if args[0].more == "" && len(args) == 3 {
		return args[2]
	}
	return s.opaque(x, "the map may have no such entry")
}

func (s *scope) fieldsOf(x *hclsyntax.FunctionCallExpr, v val) val {
	out := val{kind: list, more: v.more}
	if v.kind != object {
		out.more = "the map is not known"
	}
	for _, f := range v.fields {
		if x.Name == "keys" {
			out.items = append(out.items, known(f.name))
		} else {
			out.items = append(out.items, f.val)
		}
	}
	return out
}

// format fills %s and %d; other verbs are not evaluated.
func (s *scope) format(x *hclsyntax.FunctionCallExpr, args []val) val {
	layout, ok := args[0].certain()
	if !ok {
		return s.opaque(x, "the layout of format is not known")
	}
	pieces := strings.Split(strings.ReplaceAll(strings.ReplaceAll(layout, "%d", "%s"), "%v", "%s"), "%s")
	if len(pieces) != len(args) || strings.Contains(strings.Join(pieces, ""), "%") {
		return s.opaque(x, "the layout of format is not evaluated here")
	}
	sets := []symbolic.Set{symbolic.Certain(symbolic.Text(pieces[0]))}
	for i, a := range args[1:] {
		sets = append(sets, s.stringOf(x, a), symbolic.Certain(symbolic.Text(pieces[i+1])))
	}
	return textOf(symbolic.Join(sets...))
}

func (s *scope) join(x *hclsyntax.FunctionCallExpr, args []val) val {
	separator, ok := args[0].certain()
	if !ok || len(args) != 2 || args[1].kind != list || args[1].more != "" {
		return s.opaque(x, "what join gives is not evaluated here")
	}
	var sets []symbolic.Set
	for i, item := range args[1].items {
		if i > 0 {
			sets = append(sets, symbolic.Certain(symbolic.Text(separator)))
		}
		sets = append(sets, s.stringOf(x, item))
	}
	return textOf(symbolic.Join(sets...))
}

// stringOf is a value within another string; null is something that is not known.
func (s *scope) stringOf(x hclsyntax.Expression, v val) symbolic.Set {
	if set := v.asText(); len(set) > 0 {
		return set
	}
	return s.opaque(x, "a part of a string is null").set
}

func (s *scope) operate(op string, args []val) val {
	all := symbolic.Set{}
	for _, c := range args[0].asText() {
		operands := []symbolic.Value{c.Value}
		for _, a := range args[1:] {
			text, _ := a.certain()
			operands = append(operands, symbolic.Text(text))
		}
		all = append(all, symbolic.Choice{Value: symbolic.Operate(op, operands...), When: c.When})
	}
	return textOf(all)
}

// readFile is file() or templatefile() of a file in the repository.
func (s *scope) readFile(x *hclsyntax.FunctionCallExpr, args []val) val {
	text, ok := args[0].certain()
	if !ok {
		return s.opaque(x, "which file is read is not known")
	}
	file, inside := s.place(text)
	if !inside || s.r.tree.Hash(file) == "" {
		return s.opaque(x, "the file is not in the repository")
	}
	v := val{kind: fromFile, ref: &ref{scope: s, file: file}}
	if x.Name == "templatefile" && len(args) == 2 {
		v.fields = args[1].fields
	}
	return v
}
