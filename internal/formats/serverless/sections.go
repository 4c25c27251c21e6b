package serverless

import (
	"slices"
	"strings"

	"github.com/parebot/pare/internal/document"
)

// sections makes a template of resources, which is a map, a list of maps, or files of them.
func (s *service) sections() *document.Node {
	root := &document.Node{Kind: document.Map, Span: s.root.Span, Whole: s.root.Whole}
	n := s.resolve(s.root.Get("resources"))
	for _, part := range partsOf(n) {
		if part != nil && (part.Kind == document.String || part.Tag != "") {
			s.problem(part.Whole, "the resources that stand here are not known: "+s.shown(part.Value))
		}
		for _, name := range []string{"Parameters", "Mappings", "Conditions", "Resources", "Outputs", "extensions"} {
			if section := part.Get(name); section != nil {
				add(root, name, section)
			}
		}
	}
	for i, p := range root.Pairs {
		if p.Key.Value == "Resources" {
			c := *p.Value
			c.Pairs = slices.DeleteFunc(slices.Clone(c.Pairs), isTouchedUp)
			root.Pairs[i].Value = &c
		}
	}
	return root
}

// isTouchedUp says whether an entry of Resources only sets properties of what the framework makes by itself (the binary media types of its
// API, the retention of a log group), and nothing that decides who may do what.
func isTouchedUp(p document.Pair) bool {
	id := p.Key.Value
	if p.Value.Get("Type") != nil || p.Value.Kind != document.Map {
		return false
	}
	return strings.HasPrefix(id, "ApiGateway") || strings.HasPrefix(id, "HttpApi") || strings.HasPrefix(id, "Websockets") ||
		strings.HasPrefix(id, "ServerlessDeploymentBucket") || strings.HasSuffix(id, "LogGroup")
}

// partsOf lists the maps of resources: of a list its entries, of a choice all that may be chosen.
func partsOf(n *document.Node) (all []*document.Node) {
	switch {
	case n == nil:
		return nil
	case n.Kind == document.List && n.Tag == "":
		for _, item := range n.Items {
			all = append(all, partsOf(item)...)
		}
		return all
	case n.Tag == "!If" && len(n.Items) == 3:
		return append(partsOf(n.Items[2]), partsOf(n.Items[1])...)
	}
	return []*document.Node{n}
}

// add joins a map into the one that a key has already; of one entry that both have, the maps are joined in turn.
func add(root *document.Node, key string, value *document.Node) {
	i := slices.IndexFunc(root.Pairs, func(p document.Pair) bool { return p.Key.Value == key })
	switch {
	case i < 0:
		c := *value
		c.Pairs = slices.Clone(value.Pairs)
		root.Pairs = append(root.Pairs, document.Pair{Key: text(key, value.Span), Value: &c, Span: value.Whole})
	case value.Kind == document.Map && root.Pairs[i].Value.Kind == document.Map && !isFunction(value):
		into := *root.Pairs[i].Value
		into.Pairs = slices.Clone(into.Pairs)
		has := keys(&into)
		for _, p := range value.Pairs {
			if !has[p.Key.Value] {
				into.Pairs = append(into.Pairs, p)
				continue
			}
			add(&into, p.Key.Value, p.Value)
		}
		root.Pairs[i].Value = &into
	default:
		root.Pairs[i].Value = value
	}
}
