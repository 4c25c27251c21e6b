package serverless

import (
	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/source"
)

// text is a value that the framework writes, caused by what stands at a place.
func text(value string, at source.Span) *document.Node {
	return &document.Node{Kind: document.String, Value: value, Span: at, Whole: at}
}

// list is a list that the framework writes.
func list(at source.Span, items ...*document.Node) *document.Node {
	return &document.Node{Kind: document.List, Items: items, Span: at, Whole: at}
}

// entry is one value of a map that the framework writes; one without a value is left out.
type entry struct {
	key   string
	value *document.Node
}

// object is a map that the framework writes.
func object(at source.Span, entries ...entry) *document.Node {
	n := &document.Node{Kind: document.Map, Span: at, Whole: at}
	for _, e := range entries {
		if e.value != nil {
			n.Pairs = append(n.Pairs, document.Pair{Key: text(e.key, e.value.Span), Value: e.value, Span: e.value.Whole})
		}
	}
	return n
}

// getAtt is a call of Fn::GetAtt, ref one of Ref.
func getAtt(id, attr string, at source.Span) *document.Node {
	return object(at, entry{"Fn::GetAtt", list(at, text(id, at), text(attr, at))})
}

func ref(id string, at source.Span) *document.Node { return object(at, entry{"Ref", text(id, at)}) }

// isFunction says whether a value is a call of a function of CloudFormation.
func isFunction(n *document.Node) bool {
	if n == nil {
		return false
	}
	if n.Tag != "" {
		return true
	}
	if n.Kind != document.Map || len(n.Pairs) != 1 {
		return false
	}
	key := n.Pairs[0].Key.Value
	return key == "Ref" || len(key) > 4 && key[:4] == "Fn::"
}

// isSet says whether a value is there and not null or false.
func isSet(n *document.Node) bool {
	return n != nil && n.Kind != document.Null && (n.Kind != document.Bool || n.Value == "true")
}

// merge is Object.assign over the values of two maps: the entries of over win. Where a condition chooses one of the maps, it chooses the result.
func merge(under, over *document.Node) *document.Node {
	switch {
	case !isSet(under):
		return over
	case !isSet(over):
		return under
	case under.Tag == "!If" && len(under.Items) == 3:
		return chosen(under, func(n *document.Node) *document.Node { return merge(n, over) })
	case over.Tag == "!If" && len(over.Items) == 3:
		return chosen(over, func(n *document.Node) *document.Node { return merge(under, n) })
	case under.Kind != document.Map || over.Kind != document.Map:
		return over
	}
	all := *over
	all.Pairs = append([]document.Pair{}, over.Pairs...)
	has := keys(over)
	for _, p := range under.Pairs {
		if !has[p.Key.Value] {
			all.Pairs = append(all.Pairs, p)
		}
	}
	return &all
}

func chosen(n *document.Node, of func(*document.Node) *document.Node) *document.Node {
	c := *n
	c.Items = []*document.Node{n.Items[0], of(n.Items[1]), of(n.Items[2])}
	return &c
}

// keys is which names a map has.
func keys(n *document.Node) map[string]bool {
	all := make(map[string]bool, len(n.Pairs))
	for _, p := range n.Pairs {
		all[p.Key.Value] = true
	}
	return all
}

// aliased are the values whose bytes an alias or a merge key uses a second time.
func aliased(n *document.Node) (all []source.Span) {
	if n == nil {
		return nil
	}
	if n.Alias != nil {
		return []source.Span{n.Alias.Span}
	}
	for _, item := range n.Items {
		all = append(all, aliased(item)...)
	}
	for _, p := range n.Pairs {
		if p.Merged {
			all = append(all, p.Span)
			continue
		}
		all = append(all, aliased(p.Value)...)
	}
	return all
}
