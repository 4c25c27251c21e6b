package sam

import (
	"github.com/parebot/pare/internal/cloudformation"
	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// policies reads what Policies of a function may hold: names and ARNs, policy templates, documents, bare statements, one or a list of them.
func (r *reader) policies(role *stack.Role, n *document.Node, path string, when []symbolic.Condition) {
	for _, b := range r.Items(n, path, when) {
		switch {
		case !isMap(b.Node):
			r.named(role, b)
		case b.Node.Get("Statement") != nil:
			r.Document(role, b.Node, b.Path, b.When)
		case b.Node.Get("PolicyDocument") != nil:
			r.Document(role, b.Node.Get("PolicyDocument"), b.Path+"/PolicyDocument", b.When)
		case b.Node.Get("Effect") != nil:
			r.Statement(role, b)
		default:
			r.templates(role, b)
		}
	}
}

// named is a managed policy by name or ARN. Null is no policy.
func (r *reader) named(role *stack.Role, b cloudformation.Branch) {
	if b.Node.Kind == document.Null && b.Node.Tag == "" {
		return
	}
	r.ManagedPolicy(role, b)
}

// templates reads a map of policy templates: as an entry of a list it has one, in place of the list it may have several.
func (r *reader) templates(role *stack.Role, b cloudformation.Branch) {
	for i, p := range b.Node.Pairs {
		entry := b
		if len(b.Node.Pairs) > 1 {
			entry.Path += "/" + p.Key.Value
			entry.Node = &document.Node{Kind: document.Map, Pairs: b.Node.Pairs[i : i+1], Span: p.Span, Whole: p.Span}
		}
		r.template(role, entry, p)
	}
}

func (r *reader) template(role *stack.Role, b cloudformation.Branch, p document.Pair) {
	name := p.Key.Value
	known, found := r.Tables.Template(name)
	if !found {
		r.Opaque(role, b, stack.Template, name, "there is no policy template "+name)
		return
	}
	values := make(map[string]symbolic.Set)
	for _, v := range p.Value.Pairs {
		values[v.Key.Value] = r.Eval(v.Value)
	}
	r.Expanded(role, b, stack.Template, known.Name, known.Statements, values)
}
