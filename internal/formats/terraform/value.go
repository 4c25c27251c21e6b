package terraform

import (
	"slices"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/symbolic"
)

// val is what an expression may be. The zero val is null.
type val struct {
	kind   kind
	set    symbolic.Set // of a text
	items  []val        // of a list
	fields []field      // of an object, in the order of the file
	more   string       // why a list or an object may hold more than that; "" where it does not
	ref    *ref         // of a resource, a module or a policy document
	at     source.Span
}

type kind int

const (
	null kind = iota
	text
	list
	object
	reference
	fromFile // the text of a file of the repository: file() or templatefile()
	encoded  // the JSON of a value: jsonencode(); items[0] is the value
)

type field struct {
	name string
	val  val
}

// ref is something that an address names, in the module where it stands.
type ref struct {
	scope *scope
	block *block // a resource or data source
	child *scope // a module that is called
	file  string // of fromFile
}

func textOf(set symbolic.Set) val     { return val{kind: text, set: set} }
func known(s string) val              { return textOf(symbolic.Certain(symbolic.Text(s))) }
func part(p symbolic.Part) val        { return textOf(symbolic.Certain(symbolic.Value{p})) }
func pseudo(name string) val          { return part(symbolic.Part{Kind: symbolic.Pseudo, Text: name}) }
func listOf(items ...val) val         { return val{kind: list, items: items} }
func (v val) isNull() bool            { return v.kind == null }
func (v val) with(at source.Span) val { v.at = at; return v }

// unknown is any string; what is written there tells it from others.
func (s *scope) unknown(reason, written string) val {
	return part(symbolic.Part{Kind: symbolic.Unknown, Text: reason, Attr: written, Stack: s.r.stack.File + "#" + s.prefix})
}

// opaque is what an expression gives that is not evaluated.
func (s *scope) opaque(x hclsyntax.Expression, reason string) val {
	return s.unknown(reason, s.written(x))
}

// maxWritten bounds the text of an expression that tells one unknown string from another.
const maxWritten = 300

// written is the text of an expression.
func (s *scope) written(x hclsyntax.Expression) string {
	r := x.Range()
	src, err := s.r.tree.Read(r.Filename)
	if err != nil || r.End.Byte > len(src) || r.End.Byte-r.Start.Byte > maxWritten {
		return ""
	}
	return string(src[r.Start.Byte:r.End.Byte])
}

// asText is a value where a string is wanted. What is null is no string.
func (v val) asText() symbolic.Set {
	switch v.kind {
	case null:
		return symbolic.Nothing()
	case text:
		return v.set
	case list:
		sets := make([]symbolic.Set, 0, len(v.items))
		for _, item := range v.items {
			sets = append(sets, item.asText())
		}
		if v.more != "" {
			sets = append(sets, symbolic.Any(v.more))
		}
		return symbolic.Union(sets...)
	case encoded:
		return symbolic.Any("a document of JSON")
	case fromFile:
		return symbolic.Any("the text of a file")
	}
	return symbolic.Any("this is no string")
}

// certain is the text that v is for sure.
func (v val) certain() (string, bool) {
	if set := v.asText(); len(set) == 1 && len(set[0].When) == 0 {
		return set[0].Value.Known()
	}
	return "", false
}

// usual is the text as a person who deploys without settings gets it: defaults of variables count. It explains, and never proves.
func (v val) usual() string {
	set := v.asText()
	if len(set) == 0 {
		return ""
	}
	out := ""
	for _, p := range set[0].Value.Expand() {
		switch p.Kind {
		case symbolic.Literal:
			out += p.Text
		case symbolic.Parameter:
			out += p.Default
		default:
			return ""
		}
	}
	return out
}

// get is a field of an object.
func (v val) get(name string) (val, bool) {
	for _, f := range v.fields {
		if f.name == name {
			return f.val, true
		}
	}
	return val{}, false
}

// under is v where conditions hold.
func (v val) under(when []symbolic.Condition) val {
	if len(when) == 0 {
		return v
	}
	set := make(symbolic.Set, 0, len(v.set))
	for _, c := range v.set {
		if symbolic.Compatible(c.When, when) {
			set = append(set, symbolic.Choice{Value: c.Value, When: append(slices.Clone(c.When), when...)})
		}
	}
	v.set = set
	v.items = slices.Clone(v.items)
	for i := range v.items {
		v.items[i] = v.items[i].under(when)
	}
	v.fields = slices.Clone(v.fields)
	for i := range v.fields {
		v.fields[i].val = v.fields[i].val.under(when)
	}
	return v
}

// either is one of two values.
func either(a, b val) val {
	switch {
	case a.isNull():
		return b
	case b.isNull():
		return a
	case a.kind == list && b.kind == list:
		a.items, a.more = append(slices.Clone(a.items), b.items...), a.more+b.more
		return a
	case a.kind == object && b.kind == object:
		a.fields = slices.Clone(a.fields)
		for _, f := range b.fields {
			i := slices.IndexFunc(a.fields, func(g field) bool { return g.name == f.name })
			if i < 0 {
				a.fields = append(a.fields, f)
			} else {
				a.fields[i].val = either(a.fields[i].val, f.val)
			}
		}
		a.more += b.more
		return a
	case a.kind == text && b.kind == text:
		return textOf(symbolic.Union(a.set, b.set)).with(a.at)
	}
	return textOf(symbolic.Union(a.asText(), b.asText())).with(a.at)
}

func hasUnknown(set symbolic.Set) bool {
	return slices.ContainsFunc(set, func(c symbolic.Choice) bool { return c.Value.HasUnknown() })
}
