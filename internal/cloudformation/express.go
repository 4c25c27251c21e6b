package cloudformation

import (
	"strings"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/symbolic"
)

// express writes a value in the dialect of the file. It refuses what the template cannot say: parts that only a running function knows
// (in a pattern they are *), names of another template, and a reference that would make resources wait for each other.
func (e *editor) express(v symbolic.Value, owner string, pattern bool) (written, error) {
	if pattern {
		v = starred(v)
	}
	if e.circular(v, owner) {
		if v = v.Expand(); e.circular(v, owner) {
			return written{}, cannot("naming %s here would make the template's resources wait for each other", v)
		}
	}
	for _, p := range v {
		if err := e.expressible(p); err != nil {
			return written{}, err
		}
	}
	if len(v) == 1 && v[0].Kind != symbolic.Literal && v[0].Kind != symbolic.Unknown {
		if text, ok := e.foreign(v[0]); ok {
			return written{scalar: e.quoted(text)}, nil
		}
		return e.reference(v[0])
	}
	return e.substituted(v)
}

// starred has * for every part that may be anything.
func starred(v symbolic.Value) symbolic.Value {
	out := make([]symbolic.Value, 0, len(v))
	for _, p := range v {
		part := symbolic.Value{p}
		if _, same := reference(p); !same && part.HasUnknown() {
			part = symbolic.Text("*")
		}
		out = append(out, part)
	}
	return symbolic.Concat(out...)
}

func (e *editor) expressible(p symbolic.Part) error {
	if _, ok := e.foreign(p); ok {
		return nil
	}
	switch p.Kind {
	case symbolic.Literal, symbolic.Pseudo:
		return nil
	case symbolic.Attribute, symbolic.Parameter:
		if p.Stack != e.stack.File {
			return cannot("%s is of another template", p.String())
		}
		if p.Attr == nameless {
			return cannot("nothing in the template gives the name of %s", p.Text)
		}
		if e.byName[p.Text] == nil && e.typeOf(p.Text) == "" {
			return cannot("%s is not in this template", p.String())
		}
		return nil
	case symbolic.Unknown:
		if _, same := reference(p); same {
			return nil
		}
	case symbolic.Import:
		if strings.Contains(p.Text, "${") {
			return cannot("the import %s is named by an expression", p.Text)
		}
		return nil
	}
	return cannot("a part of the value is known only when the function runs")
}

// reference is one part that is the whole value.
func (e *editor) reference(p symbolic.Part) (written, error) {
	switch {
	case p.Kind == symbolic.Import:
		return e.call("ImportValue", e.quote(p.Text)), nil
	case p.Kind == symbolic.Attribute && p.Attr != "Ref":
		if !e.style.long {
			return written{scalar: "!GetAtt " + p.Text + "." + p.Attr}, nil
		}
		list := written{items: []written{{scalar: e.quote(p.Text)}, {scalar: e.quote(p.Attr)}}, inline: true}
		return written{pairs: []writtenPair{{"Fn::GetAtt", list}}}, nil
	case e.style.long:
		return written{pairs: []writtenPair{{"Ref", written{scalar: e.quote(p.Text)}}}}, nil
	}
	return written{scalar: "!Ref " + p.Text}, nil
}

// substituted is a text, with Fn::Sub where it has variables.
func (e *editor) substituted(v symbolic.Value) (written, error) {
	var b strings.Builder
	variables := false
	for _, p := range v {
		_, foreign := e.foreign(p)
		variables = variables || p.Kind != symbolic.Literal && p.Kind != symbolic.Unknown && !foreign
	}
	for _, p := range v {
		if text, ok := e.foreign(p); ok {
			b.WriteString(text)
			continue
		}
		switch {
		case p.Kind == symbolic.Import:
			return written{}, cannot("an import within a text is not written here")
		case p.Kind == symbolic.Unknown:
			b.WriteString(p.Attr) // a dynamic reference: expressible refuses all else
		case p.Kind == symbolic.Literal && variables:
			b.WriteString(strings.ReplaceAll(p.Text, "${", "${!"))
		default:
			b.WriteString(p.String())
		}
	}
	if !variables {
		return written{scalar: e.quote(b.String())}, nil
	}
	return e.call("Sub", e.quoted(b.String())), nil
}

func (e *editor) call(name, argument string) written {
	if e.style.long {
		return written{pairs: []writtenPair{{"Fn::" + name, written{scalar: argument}}}}
	}
	return written{scalar: "!" + name + " " + argument}
}

// quote writes a string as the file has strings: JSON in a file of JSON, else without quotes where that reads back the same.
func (e *editor) quote(s string) string {
	if plain := document.Quote(s); !e.style.json && plain == s {
		return plain
	}
	return e.quoted(s)
}

// quoted writes a string in the quotes that the file has most.
func (e *editor) quoted(s string) string {
	sample := &document.Node{Style: e.style.quotes}
	if e.style.json {
		sample = e.Root.Pairs[0].Key
	}
	return document.QuoteLike(sample, s)
}
