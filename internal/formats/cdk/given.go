package cdk

import (
	"slices"
	"strings"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/symbolic"
)

// properties are what a construct or a value is given by name, as TypeScript writes the names.
type properties struct {
	fields []sdk.Field
	open   bool // there may be more
}

// properties are the named arguments, or the last one where that is a dictionary: Python has the former, TypeScript the latter.
func (rec record) properties() properties {
	p := properties{open: rec.args.Open}
	for _, f := range rec.args.Named {
		f.Name = camel(f.Name)
		p.fields = append(p.fields, f)
	}
	for _, g := range rec.args.Positional {
		p.fields = append(p.fields, g.Fields...)
		p.open = p.open || g.Open
	}
	return p
}

func (p properties) get(name string) (sdk.Given, bool) {
	for _, f := range p.fields {
		if f.Name == name && !(f.Value.None && len(f.Value.Text)+len(f.Value.Objects)+len(f.Value.Fields) == 0) {
			return f.Value, true
		}
	}
	return sdk.Given{}, false
}

// perhaps says that a property is given in some cases only.
func (p properties) perhaps(name string) bool {
	return slices.ContainsFunc(p.fields, func(f sdk.Field) bool { return f.Name == name && f.Maybe })
}

// text is the text that a property certainly is.
func (p properties) text(name string) string {
	g, _ := p.get(name)
	text, _ := only(g.Text)
	return text
}

// objects are those among a value, its items and its entries.
func objects(g sdk.Given) (all []*sdk.Object) {
	all = append(all, g.Objects...)
	for _, list := range [][]sdk.Given{g.Items, g.Values} {
		for _, item := range list {
			all = append(all, objects(item)...)
		}
	}
	for _, f := range g.Fields {
		all = append(all, objects(f.Value)...)
	}
	return all
}

// all objects that a record is given, at any depth.
func (rec record) objects() (all []*sdk.Object) {
	for _, g := range rec.args.Positional {
		all = append(all, objects(g)...)
	}
	for _, f := range rec.args.Named {
		all = append(all, objects(f.Value)...)
	}
	return all
}

// texts are the texts that a list may hold, or that stand where one may.
func texts(g sdk.Given) (all symbolic.Set) {
	all = symbolic.Union(g.Text)
	for _, item := range g.Items {
		all = symbolic.Union(all, item.Text)
		if item.Unknown != "" {
			all = symbolic.Union(all, symbolic.Any(item.Unknown))
		}
	}
	if g.Unknown != "" {
		all = symbolic.Union(all, symbolic.Any(g.Unknown))
	}
	return all
}

// constant is the name of the constant that a value is: ACTIVE of Tracing.
func constant(g sdk.Given) string {
	if len(g.Objects) != 1 {
		return ""
	}
	return last(g.Objects[0].Name)
}

// named says that an object is of a class of this name, whatever its module.
func named(o *sdk.Object, name string) bool {
	return o != nil && (o.Name == name || strings.HasSuffix(o.Name, "."+name))
}
