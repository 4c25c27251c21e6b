package cloudformation

import (
	"strings"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/symbolic"
)

// maxPieces bounds the pieces of one string: to join n of them costs n*n. An ARN has about ten.
const maxPieces = 500

// sub is Fn::Sub in both forms: a text, or a text and a map of variables.
func (t *Template) sub(arg *document.Node) symbolic.Set {
	text, variables := arg, (*document.Node)(nil)
	if arg.Kind == document.List && len(arg.Items) > 0 {
		text = arg.Items[0]
		if len(arg.Items) > 1 {
			variables = arg.Items[1]
		}
	}
	if text.Kind == document.Map || text.Kind == document.List || text.Tag != "" {
		return t.Eval(text) // Fn::Sub around another function changes nothing
	}
	all := pieces(text.Value)
	if len(all) > maxPieces {
		return symbolic.Any("the text has more variables than are followed")
	}
	var sets []symbolic.Set
	for _, piece := range all {
		if !piece.variable {
			sets = append(sets, t.text(piece.text))
			continue
		}
		set := t.variable(piece.text, variables)
		if len(set) == 0 {
			return symbolic.Any("the variable ${" + piece.text + "} has no value")
		}
		sets = append(sets, set)
	}
	if len(sets) == 0 {
		return symbolic.Certain(symbolic.Text(""))
	}
	return t.dynamics(symbolic.Join(sets...))
}

// piece of the text of an Fn::Sub: literal, or the name between ${ and }.
type piece struct {
	text     string
	variable bool
}

// pieces cuts a text at its variables. ${!x} is the literal ${x}.
func pieces(text string) (all []piece) {
	literal := ""
	flush := func() {
		if literal != "" {
			all = append(all, piece{text: literal})
		}
		literal = ""
	}
	for {
		before, rest, found := strings.Cut(text, "${")
		name, after, closed := strings.Cut(rest, "}")
		if !found || !closed {
			literal += text
			flush()
			return all
		}
		literal += before
		text = after
		if bare, escaped := strings.CutPrefix(name, "!"); escaped {
			literal += "${" + bare + "}"
			continue
		}
		flush()
		all = append(all, piece{strings.TrimSpace(name), true})
	}
}

// variable is ${Name} or ${Name.Attribute}: of the map first, then of the template.
func (t *Template) variable(name string, variables *document.Node) symbolic.Set {
	if value := variables.Get(name); value != nil {
		return t.Eval(value)
	}
	if id, attr, found := strings.Cut(name, "."); found && t.typeOf(id) != "" {
		return symbolic.Certain(symbolic.Value{t.Attribute(id, attr)})
	}
	return t.ref(&document.Node{Kind: document.String, Value: name})
}
