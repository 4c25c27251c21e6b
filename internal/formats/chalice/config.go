package chalice

import (
	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// config is the configuration as one stage has it. node is nil for a stage that the file does not name.
type config struct {
	root, node *document.Node
	stage      string
}

// lookup is a setting of a function, from the innermost place that has it: the function in the stage, the stage, the function, the file.
func (c config) lookup(function, name string) *document.Node {
	for _, n := range []*document.Node{c.node.Get("lambda_functions").Get(function), c.node, c.root.Get("lambda_functions").Get(function), c.root} {
		if v := n.Get(name); v != nil && v.Kind != document.Null {
			return v
		}
	}
	return nil
}

// is says whether a setting is true; otherwise is the answer where nobody says.
func (c config) is(function, name string, otherwise bool) bool {
	n := c.lookup(function, name)
	if n == nil || n.Kind != document.Bool {
		return otherwise
	}
	return n.Value == "true"
}

// text is a setting that is a text, "" where there is none.
func (c config) text(function, name string) string {
	if n := c.lookup(function, name); n != nil && n.Kind == document.String {
		return n.Value
	}
	return ""
}

// list is a setting that is a list of texts.
func (c config) list(function, name string) (all []*document.Node) {
	if n := c.lookup(function, name); n != nil && n.Kind == document.List {
		return n.Items
	}
	return nil
}

// environment is merged from the outermost place inwards. The entry of a function outside of the stages has no say in it.
func (c config) environment(function string) map[string]stack.Value {
	env := make(map[string]stack.Value)
	for _, n := range []*document.Node{c.root, c.node, c.node.Get("lambda_functions").Get(function)} {
		variables := n.Get("environment_variables")
		if variables == nil {
			continue
		}
		for _, p := range variables.Pairs {
			set := symbolic.Certain(symbolic.Text(p.Value.Value))
			if p.Value.Kind == document.Map || p.Value.Kind == document.List {
				set = symbolic.Any("the variable is no text")
			}
			env[p.Key.Value] = stack.Value{Set: set, Span: p.Span}
		}
	}
	return env
}

// place is where the configuration speaks of a function: its own entry, the stage, or the file.
func (c config) place(function string) source.Span {
	for _, n := range []*document.Node{c.node.Get("lambda_functions").Get(function), c.root.Get("lambda_functions").Get(function), c.node} {
		if n != nil {
			return n.Whole
		}
	}
	first := c.root.Whole
	first.EndLine = first.Line
	return first
}
