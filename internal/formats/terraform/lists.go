package terraform

import (
	"slices"
	"strings"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/iam"
)

// setTerms changes the actions or resources of a statement: items that are needed no more go, new ones come last, all others stay.
func (e *editor) setTerms(p place, name string, old, new []iam.Term) error {
	added := lacking(new, old)
	if len(added) == 0 && len(lacking(old, new)) == 0 {
		return nil
	}
	n := p.node.Get(name)
	gone, err := e.gone(n, new)
	if err != nil {
		return err
	}
	if n.Kind != document.List || !e.isLiteral(n) || len(gone) == len(n.Items) {
		return e.setList(p, n, name, new)
	}
	if !e.oneALine(n) {
		return e.joinItems(p, n, name, gone, added)
	}
	return e.eachLine(p, n, name, gone, added)
}

// lacking are the terms of a that b has not.
func lacking(a, b []iam.Term) (rest []iam.Term) {
	for _, t := range a {
		if !slices.ContainsFunc(b, func(o iam.Term) bool { return o.Value.Key() == t.Value.Key() }) {
			rest = append(rest, t)
		}
	}
	return rest
}

// gone are the items of a list of which nothing is left. One that is left in part is an expression that nobody here rewrites.
func (e *editor) gone(n *document.Node, new []iam.Term) (gone []int, err error) {
	if n.Kind != document.List {
		return nil, nil
	}
	for i, item := range n.Items {
		var here []iam.Term
		for _, c := range e.evalNode(item) {
			here = append(here, iam.Term{Value: c.Value, When: c.When})
		}
		switch left := len(here) - len(lacking(here, new)); {
		case len(here) > 0 && left == 0:
			gone = append(gone, i)
		case left < len(here):
			return nil, cannot("an expression gives this together with what is needed")
		}
	}
	return gone, nil
}

// isLiteral says that a list is written as one: its items stand in it, one behind the other.
func (e *editor) isLiteral(n *document.Node) bool {
	at := n.Span.Start
	for _, item := range n.Items {
		if item.Whole.File != n.Whole.File || item.Whole.Start <= at || item.Whole.End >= n.Span.End {
			return false
		}
		at = item.Whole.End - 1
	}
	src := e.src(n.Whole.File)
	return n.Span.Start < len(src) && src[n.Span.Start] == '['
}

// oneALine says that each item of a list has lines of its own.
func (e *editor) oneALine(n *document.Node) bool {
	line := n.Span.Line
	for _, item := range n.Items {
		if item.Whole.Line <= line {
			return false
		}
		line = item.Whole.EndLine
	}
	return n.Span.EndLine > line
}

func (e *editor) setList(p place, n *document.Node, name string, terms []iam.Term) error {
	text, err := e.listText(p, name, terms, e.indentAt(n.Whole.File, n.Whole.Start))
	if err != nil {
		return err
	}
	e.change(n.Whole.File, n.Whole.Start, n.Whole.End, text)
	return nil
}

// joinItems writes a list in one line anew, of what is left and what is new.
func (e *editor) joinItems(p place, n *document.Node, name string, gone []int, added []iam.Term) error {
	src := e.src(n.Whole.File)
	var items []string
	for i, item := range n.Items {
		if !slices.Contains(gone, i) {
			items = append(items, string(src[item.Whole.Start:item.Whole.End]))
		}
	}
	more, err := e.texts(p, name, added)
	if err != nil {
		return err
	}
	e.change(n.Whole.File, n.Span.Start, n.Span.End, "["+strings.Join(append(items, more...), ", ")+"]")
	return nil
}

// eachLine removes and adds lines.
func (e *editor) eachLine(p place, n *document.Node, name string, gone []int, added []iam.Term) error {
	file := n.Whole.File
	src := string(e.src(file))
	last := len(n.Items) - 1
	for last >= 0 && slices.Contains(gone, last) {
		last--
	}
	for _, i := range gone {
		start := strings.LastIndexByte(src[:n.Items[i].Whole.Start], '\n') + 1
		end := n.Items[i].Whole.End
		e.change(file, start, end+strings.IndexByte(src[end:], '\n')+1, "")
	}
	kept := n.Items[last]
	comma := strings.HasPrefix(strings.TrimLeft(src[kept.Whole.End:], " \t"), ",")
	more, err := e.texts(p, name, added)
	if err != nil {
		return err
	}
	switch {
	case len(more) > 0:
		indent := e.indentAt(file, kept.Whole.Start)
		text := ""
		if !comma {
			text = ","
		}
		end := kept.Whole.End
		if comma {
			end += strings.IndexByte(src[end:], ',') + 1
		}
		trailing := map[bool]string{true: ",", false: ""}[comma && p.how != asJSON]
		e.change(file, end, end, text+"\n"+indent+strings.Join(more, ",\n"+indent)+trailing)
	case p.how == asJSON && comma && last < len(n.Items)-1:
		at := kept.Whole.End + strings.IndexByte(src[kept.Whole.End:], ',')
		e.change(file, at, at+1, "")
	}
	return nil
}

func (e *editor) texts(p place, name string, terms []iam.Term) (all []string, err error) {
	for _, t := range terms {
		text, err := e.express(p, t.Value, name == "Resource")
		if err != nil {
			return nil, err
		}
		all = append(all, text)
	}
	return all, nil
}

// sameTerms says whether two lists stand for the same strings, however each is spelt.
func sameTerms(a, b []iam.Term) bool {
	alike := func(x, y iam.Term) bool {
		certain := len(x.When)+len(y.When) == 0 && !x.Value.HasUnknown()
		return certain && (x.Value.Key() == y.Value.Key() || x.Value.Expand().Key() == y.Value.Expand().Key())
	}
	within := func(list, other []iam.Term) bool {
		return !slices.ContainsFunc(list, func(x iam.Term) bool {
			return !slices.ContainsFunc(other, func(y iam.Term) bool { return alike(x, y) })
		})
	}
	return len(a) > 0 && within(a, b) && within(b, a)
}

func isEvery(t iam.Term) bool {
	text, known := t.Value.Known()
	return known && text == "*"
}
