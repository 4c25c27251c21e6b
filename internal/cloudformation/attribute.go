package cloudformation

import (
	"slices"
	"strings"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/symbolic"
)

// maxName is of how many parts a physical name may consist and still be written out in ARNs: names that refer to names
// that refer to names would double with every step.
const maxName = 16

// nameless stands for the attribute that would give a physical name, of types where none does: it can be compared, and not written.
const nameless = "(name)"

// named is the physical name of a resource as far as the template gives one.
type named struct {
	set  symbolic.Set
	form symbolic.Value // the one name that it has, nil where the template gives none or several
}

// typeOf is the type of a resource of this template, or of one that a transform makes; "" where there is none.
func (t *Template) typeOf(id string) string {
	if r := t.byID[id]; r != nil {
		return r.Type
	}
	return t.generated[id]
}

// Attribute is what !GetAtt id.attr gives, and with "Ref" what !Ref gives, with what it stands for.
func (t *Template) Attribute(id, attr string) symbolic.Part {
	at := [2]string{id, attr}
	if part, known := t.attributes[at]; known {
		return part
	}
	part := t.attribute(id, attr)
	if t.naming == 0 { // else a name that counts as not given may be missing in it
		if t.attributes == nil {
			t.attributes = make(map[[2]string]symbolic.Part)
		}
		t.attributes[at] = part
	}
	return part
}

func (t *Template) attribute(id, attr string) symbolic.Part {
	typ := t.typeOf(id)
	part := symbolic.Part{Kind: symbolic.Attribute, Text: id, Attr: attr, Stack: t.File, Type: typ}
	if form, ok := t.forms[id]; ok && attr == "Ref" && t.byID[id] == nil {
		part.Form = form
		return part
	}
	known, ok := t.Tables.Type(typ)
	if !ok {
		return part
	}
	if attr == known.NameAttribute {
		part.Form = t.nameOf(id).form
		return part
	}
	form := known.Attributes[attr]
	if attr == known.ArnAttribute {
		form = known.Arn
	}
	if form != "" && !t.hasPath(id) {
		part.Form = t.fill(id, form)
	}
	return part
}

// hasPath says whether an IAM resource has a path of its own, which its ARN then has too.
func (t *Template) hasPath(id string) bool {
	r := t.byID[id]
	if r == nil || !slices.Contains([]string{"AWS::IAM::Role", "AWS::IAM::ManagedPolicy"}, r.Type) {
		return false
	}
	p := r.Properties.Get("Path")
	return p != nil && p.Value != "/"
}

// fill writes a form of the tables with the values of this template. Any other variable is what the property of its name says.
func (t *Template) fill(id, form string) symbolic.Value {
	var parts []symbolic.Value
	for _, p := range pieces(form) {
		if !p.variable {
			parts = append(parts, symbolic.Text(p.text))
			continue
		}
		parts = append(parts, t.formPart(id, p.text))
	}
	return symbolic.Concat(parts...)
}

func (t *Template) formPart(id, variable string) symbolic.Value {
	switch variable {
	case "Partition":
		return symbolic.Value{{Kind: symbolic.Pseudo, Text: "AWS::Partition"}}
	case "Region":
		return symbolic.Value{{Kind: symbolic.Pseudo, Text: "AWS::Region"}}
	case "Account":
		return symbolic.Value{{Kind: symbolic.Pseudo, Text: "AWS::AccountId"}}
	case "Name":
		attr := nameless
		if known, _ := t.Tables.Type(t.typeOf(id)); known.NameAttribute != "" {
			attr = known.NameAttribute
		}
		part := symbolic.Part{Kind: symbolic.Attribute, Text: id, Attr: attr, Stack: t.File, Type: t.typeOf(id), Form: t.nameOf(id).form}
		return symbolic.Value{part}
	}
	if r := t.byID[id]; r != nil {
		if v := t.named(id+"."+variable, r.Properties.Get(variable)).form; v != nil && !strings.Contains(v.Expand().String(), ":") {
			return v
		}
	}
	return symbolic.Value{{Kind: symbolic.Unknown, Text: "the template does not give " + variable + " of " + id}}
}

// nameOf is the physical name of a resource.
func (t *Template) nameOf(id string) named {
	r := t.byID[id]
	if r == nil {
		return named{}
	}
	return t.named(id, t.nameProperty(r))
}

// named evaluates a property that is part of a physical name. While that is done it counts as not given,
// so that two resources named after each other come to an end.
func (t *Template) named(key string, n *document.Node) named {
	if known, done := t.names[key]; done {
		return known
	}
	t.names[key] = named{}
	t.naming++
	name := named{set: t.Eval(n)}
	t.naming--
	if len(name.set) == 1 && len(name.set[0].When) == 0 && weight(name.set[0].Value) <= maxName {
		name.form = name.set[0].Value
	}
	t.names[key] = name
	return name
}

func (t *Template) nameProperty(r *Resource) *document.Node {
	if r.Written == "AWS::Serverless::StateMachine" {
		return r.Properties.Get("Name")
	}
	known, _ := t.Tables.Type(r.Type)
	if known.NameProperty == "" {
		return nil
	}
	return r.Properties.Get(known.NameProperty)
}

// weight counts the parts of a value and of what they stand for.
func weight(v symbolic.Value) int {
	n := len(v)
	for _, p := range v {
		n += weight(p.Form)
		for _, a := range p.Args {
			n += weight(a)
		}
		if n > maxName {
			return n
		}
	}
	return n
}

// Arn is the ARN of a resource by the attribute that gives it; nil where its type has none that is known.
func (t *Template) Arn(id string) symbolic.Value {
	known, ok := t.Tables.Type(t.typeOf(id))
	if !ok || known.ArnAttribute == "" {
		if !ok || known.Arn == "" {
			return nil
		}
		return t.fill(id, known.Arn)
	}
	return symbolic.Value{t.Attribute(id, known.ArnAttribute)}
}
