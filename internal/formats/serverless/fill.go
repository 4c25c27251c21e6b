package serverless

import (
	"strings"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/symbolic"
)

// follow is the value that a text which is one variable stands for, as it is written there; any other value is itself.
func (r *resolver) follow(n *document.Node) *document.Node {
	if n.Kind != document.String || !strings.HasPrefix(n.Value, "${") || n.Tag != "" || r.final[n] {
		return n
	}
	all := variables(n.Value)
	if len(all) != 1 || !all[0].whole(n.Value) {
		return n
	}
	if r.busy[n] || r.chain == maxChain {
		r.problem(n.Whole, "this variable leads back to itself, or through more than is followed: "+n.Value)
		return r.unknown("the variable "+n.Value+" leads back to itself", n)
	}
	r.busy[n] = true
	r.chain++
	found := r.value(all[0].sources, n)
	r.chain--
	delete(r.busy, n)
	return found
}

// text is a text with its variables filled in. What is not known is a mark in it.
func (r *resolver) text(text string, at *document.Node) string {
	text = strings.ReplaceAll(text, mark, "")
	var b strings.Builder
	from := 0
	for _, v := range variables(text) {
		b.WriteString(text[from:v.start])
		from = v.end
		if r.chain == maxChain {
			b.WriteString(r.unknown("variables within variables", at).Value)
			continue
		}
		r.chain++
		b.WriteString(r.inText(r.value(v.sources, at)))
		r.chain--
	}
	b.WriteString(text[from:])
	if b.Len() > maxText {
		return r.unknown("this text is longer than is read", at).Value
	}
	return b.String()
}

// inText is a value as a part of a text.
func (r *resolver) inText(n *document.Node) string {
	switch resolved := r.resolve(n); {
	case resolved.Kind == document.Null:
		return ""
	case resolved.Kind == document.Map, resolved.Kind == document.List, resolved.Tag != "":
		return r.markNode(resolved)
	default:
		return resolved.Value
	}
}

// value tries the sources of a variable in turn.
func (r *resolver) value(sources []origin, at *document.Node) *document.Node {
	before := r.optional
	defer func() { r.optional = before }()
	for i, o := range sources {
		r.optional = before || i+1 < len(sources)
		switch found, open := r.from(o, at); {
		case open != nil:
			return r.opened(*open, sources[i:], at)
		case found != nil && found.Kind == document.Null && i+1 < len(sources):
		case found != nil:
			return found
		}
	}
	name := "${" + spell(sources) + "}"
	r.problem(at.Whole, "nothing here says what "+name+" is")
	return r.unknown("nothing here says what "+name+" is", at)
}

// spell is the inside of a variable as it is written.
func spell(sources []origin) string {
	written := make([]string, len(sources))
	for i, o := range sources {
		written[i] = o.written
	}
	return strings.Join(written, ", ")
}

// opened is a value that is given at deployment. What the variable names next is its default, which explains and never proves.
func (r *resolver) opened(p symbolic.Part, sources []origin, at *document.Node) *document.Node {
	rest := sources[1:]
	if p.Kind != symbolic.Parameter || p.Default != "" || len(rest) == 0 {
		return r.symbol(p, at)
	}
	if name := r.nameOfCustom(spell(sources)); name != "" {
		p.Text = name
	} else {
		p.Text += ", " + spell(rest)
	}
	fallback := r.resolve(r.value(rest, at))
	if fallback.Tag == "" && fallback.Kind != document.Map && fallback.Kind != document.List {
		p.Default = r.known(fallback.Value)
	}
	return r.symbol(p, at)
}

// known is a text without marks, where each stands for something whose default is known; else "".
func (r *resolver) known(text string) string {
	var b strings.Builder
	set := r.spelled(text)
	if len(set) == 0 {
		return ""
	}
	for _, p := range set[0].Value {
		switch {
		case p.Kind == symbolic.Literal:
			b.WriteString(p.Text)
		case p.Kind == symbolic.Parameter && p.Default != "":
			b.WriteString(p.Default)
		default:
			return ""
		}
	}
	return b.String()
}
