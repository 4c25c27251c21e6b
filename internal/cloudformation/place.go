package cloudformation

import (
	"strconv"
	"strings"

	"github.com/parebot/pare/internal/document"
)

// place is a value of the template with all that it stands in: nodes[0] are the properties of the resource,
// steps[i] leads from nodes[i] to nodes[i+1].
type place struct {
	resource *Resource
	nodes    []*document.Node
	steps    []string
}

// node is the value itself.
func (p place) node() *document.Node { return p.nodes[len(p.nodes)-1] }

// up is the place that this one stands in.
func (p place) up() place {
	return place{p.resource, p.nodes[:len(p.nodes)-1], p.steps[:len(p.steps)-1]}
}

// down is the place of one entry of this one.
func (p place) down(step string, n *document.Node) place {
	return place{p.resource, append(p.nodes[:len(p.nodes):len(p.nodes)], n), append(p.steps[:len(p.steps):len(p.steps)], step)}
}

// flow says whether the place is within [ ] or { }, where a block cannot stand. aliased: whether its bytes are elsewhere.
func (p place) flow() bool {
	for _, n := range p.nodes {
		if n.Style == document.Flow && (n.Kind == document.List || n.Kind == document.Map) {
			return true
		}
	}
	return false
}

// find follows the Key of a grant: the logical ID, then names and indices from its properties on.
// An index that leads into a single value which stands where a list may is that value.
func (t *Template) find(key string) (place, bool) {
	key, _, _ = strings.Cut(key, "#")
	id, path, _ := strings.Cut(key, "/")
	r := t.byID[id]
	if r == nil || r.Properties == nil {
		return place{}, false
	}
	p := place{resource: r, nodes: []*document.Node{r.Properties}}
	for path != "" {
		var step string
		step, path, _ = strings.Cut(path, "/")
		next := follow(p.node(), step)
		if next == nil {
			return place{}, false
		}
		p = p.down(step, next)
	}
	return p, true
}

func follow(n *document.Node, step string) *document.Node {
	i, err := strconv.Atoi(step)
	switch {
	case step == "Fn::If" && n.Tag == "!If":
		return n
	case n.Kind == document.Map && n.Get(step) != nil:
		return n.Get(step)
	case err != nil:
		return nil
	case n.Kind == document.List && (n.Tag == "" || n.Tag == "!If"):
		if i < 0 || i >= len(n.Items) {
			return nil
		}
		return n.Items[i]
	case i == 0:
		return n
	}
	return nil
}
