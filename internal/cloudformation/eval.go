package cloudformation

import (
	"strconv"
	"strings"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/symbolic"
)

func number(i int) string { return strconv.Itoa(i) }

// Eval is everything that a value of the template may be as a string. A list is the union of its items. What only AWS can tell
// is unknown, with the reason; what is absent or AWS::NoValue is the empty Set.
func (t *Template) Eval(n *document.Node) symbolic.Set {
	if t.dialect != nil {
		n = t.dialect.Prepare(n)
	}
	name, arg := intrinsic(n)
	return t.marked(n, name, t.eval(n, name, arg))
}

func (t *Template) eval(n *document.Node, name string, arg *document.Node) symbolic.Set {
	switch name {
	case "":
		return t.plain(n)
	case "Ref":
		return t.ref(arg)
	case "Fn::GetAtt":
		return t.getAtt(arg)
	case "Fn::Sub":
		return t.sub(arg)
	case "Fn::Join":
		return t.join(arg)
	case "Fn::If":
		return t.either(arg)
	case "Fn::Select":
		return t.selected(arg)
	case "Fn::FindInMap":
		return t.findInMap(arg)
	case "Fn::ImportValue":
		return t.imported(arg)
	case "Fn::Split":
		return t.listed(n)
	}
	return symbolic.Any(name + " is not evaluated here")
}

func (t *Template) plain(n *document.Node) symbolic.Set {
	switch {
	case n == nil || n.Kind == document.Null:
		return symbolic.Nothing()
	case n.Kind == document.Map:
		return symbolic.Any("a map stands where a string is expected")
	case n.Kind == document.List:
		return t.listed(n)
	}
	return t.text(n.Value)
}

func (t *Template) listed(n *document.Node) symbolic.Set {
	sets, why := t.values(n)
	if why != "" {
		return symbolic.Any(why)
	}
	return symbolic.Union(sets...)
}

// text is a literal, whose dynamic references only AWS resolves.
func (t *Template) text(s string) symbolic.Set {
	if t.variables != nil {
		return t.dynamics(t.variables(s))
	}
	return t.dynamics(symbolic.Certain(symbolic.Text(s)))
}

// ref is what !Ref gives.
func (t *Template) ref(arg *document.Node) symbolic.Set {
	name := arg.Value
	if name == "AWS::NoValue" {
		return symbolic.Nothing()
	}
	if strings.HasPrefix(name, "AWS::") {
		return symbolic.Certain(symbolic.Value{{Kind: symbolic.Pseudo, Text: name}})
	}
	if p := t.byName[name]; p != nil {
		return t.parameter(p)
	}
	if t.typeOf(name) != "" {
		return symbolic.Certain(symbolic.Value{t.Attribute(name, "Ref")})
	}
	// SAM lets a template refer to what it makes for a function: !Ref Orders.Version, !Ref Orders.Alias.
	if id, attr, found := strings.Cut(name, "."); found && t.typeOf(id) != "" {
		return symbolic.Certain(symbolic.Value{t.Attribute(id, attr)})
	}
	return symbolic.Certain(symbolic.Value{t.opaque("the template has no resource and no parameter "+strconv.Quote(name), "!Ref "+name)})
}

// getAtt is what !GetAtt gives, of "Orders.Arn" or [Orders, Arn].
func (t *Template) getAtt(arg *document.Node) symbolic.Set {
	id, attr, found := strings.Cut(arg.Value, ".")
	if len(arg.Items) >= 2 {
		id, found = arg.Items[0].Value, true
		attr = arg.Items[1].Value
		for _, more := range arg.Items[2:] {
			attr += "." + more.Value
		}
	}
	if !found || attr == "" || t.typeOf(id) == "" {
		return symbolic.Any("!GetAtt names no attribute of a resource of the template")
	}
	return symbolic.Certain(symbolic.Value{t.Attribute(id, attr)})
}

// either has both branches of an Fn::If, each with its condition.
func (t *Template) either(arg *document.Node) symbolic.Set {
	if len(arg.Items) != 3 {
		return symbolic.Any("Fn::If wants a condition and two values")
	}
	yes := t.under(t.Eval(arg.Items[1]), t.condition(arg.Items[0].Value, false))
	no := t.under(t.Eval(arg.Items[2]), t.condition(arg.Items[0].Value, true))
	return symbolic.Union(yes, no)
}

func (t *Template) under(set symbolic.Set, c symbolic.Condition) (all symbolic.Set) {
	for _, choice := range set {
		if when, possible := and(choice.When, c); possible {
			all = append(all, symbolic.Choice{Value: choice.Value, When: when})
		}
	}
	return all
}

// join is Fn::Join. An item that is AWS::NoValue is no item.
func (t *Template) join(arg *document.Node) symbolic.Set {
	if len(arg.Items) != 2 {
		return symbolic.Any("Fn::Join wants a delimiter and a list")
	}
	items, why := t.values(arg.Items[1])
	if len(items) > maxPieces {
		why = "the list has more items than are followed"
	}
	if why != "" {
		return symbolic.Any(why)
	}
	delimiter := t.Eval(arg.Items[0])
	var sets []symbolic.Set
	for _, item := range items {
		if len(item) == 0 {
			continue
		}
		if len(sets) > 0 && len(delimiter) > 0 {
			sets = append(sets, delimiter)
		}
		sets = append(sets, item)
	}
	if len(sets) == 0 {
		return symbolic.Certain(symbolic.Text(""))
	}
	return t.dynamics(symbolic.Join(sets...))
}

// imported is Fn::ImportValue: the export is named as far as it is known, and whoever links stacks looks for it.
func (t *Template) imported(arg *document.Node) symbolic.Set {
	var all symbolic.Set
	for _, choice := range t.Eval(arg) {
		part := symbolic.Part{Kind: symbolic.Import, Text: choice.Value.String(), Stack: t.File}
		all = append(all, symbolic.Choice{Value: symbolic.Value{part}, When: choice.When})
	}
	return all
}
