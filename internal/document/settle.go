package document

import (
	"fmt"

	"go.yaml.in/yaml/v3"
)

// anchored is a value with an anchor: done once it is read whole, weight is how many values it stands for.
type anchored struct {
	node   *Node
	weight int
	done   bool
}

// alias gives n the content of what it names. Content is shared with the target, so that it costs no memory; what it would
// cost a reader who walks it is counted, since nine lines of aliases can stand for a thousand million values.
func (b *builder) alias(n *Node, y *yaml.Node, start int) {
	end := wordEnd(b.src, min(start+1, len(b.src)))
	b.spans(n, start, start, end)
	a := b.anchors[y.Alias]
	switch {
	case a == nil || !a.done:
		b.problem(start, end, "this alias names a value that it is itself part of; it is read as nothing")
	case b.aliased+a.weight > MaxAliases:
		b.problem(start, end, "the aliases of this file stand for too many values; this one is read as nothing")
	default:
		b.aliased += a.weight
		n.Alias = a.node
		n.Kind, n.Style, n.Tag, n.Value = a.node.Kind, a.node.Style, a.node.Tag, a.node.Value
		n.Items, n.Pairs, n.written, n.Indent = a.node.Items, a.node.Pairs, a.node.written, a.node.Indent
	}
}

// settle decides which of the written entries count: of two with one key the last, and behind them what << brings in.
func (r *reading) settle(n *Node, pairs []Pair) {
	n.Pairs = pairs
	last := make(map[string]int, len(pairs))
	dropped, merges := false, 0
	for i, p := range pairs {
		if p.merges() {
			merges++
		}
		if p.Key.Kind == List || p.Key.Kind == Map {
			continue
		}
		if at, twice := last[p.Key.Value]; twice && !p.merges() {
			dropped = true
			first := pairs[at].Key.Span
			r.problem(p.Key.Span.Start, p.Key.Span.End,
				fmt.Sprintf("the key %q is there twice; the one in line %d does not count", p.Key.Value, first.Line))
		}
		last[p.Key.Value] = i
	}
	if !dropped && merges == 0 {
		return
	}
	n.written = pairs
	n.Pairs = make([]Pair, 0, len(pairs))
	for i, p := range pairs {
		if at, named := last[p.Key.Value]; !p.merges() && (!named || at == i || p.Key.Kind == List || p.Key.Kind == Map) {
			n.Pairs = append(n.Pairs, p)
		}
	}
	for _, p := range pairs {
		if p.merges() {
			r.merge(n, last, p.Value)
		}
	}
}

// merges says whether the entry is YAML's merge key.
func (p Pair) merges() bool {
	return p.Key.Value == "<<" && p.Key.Style == Plain && p.Key.Alias == nil && p.Key.Tag == "" && p.Key.Kind == String
}

// merge adds what one << names: a map, or a list of maps of which the earlier ones win. What is there already stays.
func (r *reading) merge(n *Node, have map[string]int, from *Node) {
	switch from.Kind {
	case List:
		for _, item := range from.Items {
			if item.Kind == Map {
				r.merge(n, have, item)
			}
		}
	case Map:
		for _, p := range from.Pairs {
			if _, there := have[p.Key.Value]; there {
				continue
			}
			if r.aliased++; r.aliased > MaxAliases {
				r.refuse(from.Span.Start, "the merge keys of this file stand for too many values to be read")
				return
			}
			have[p.Key.Value] = len(n.Pairs)
			p.Merged = true
			n.Pairs = append(n.Pairs, p)
		}
	default:
		r.problem(from.Whole.Start, from.Whole.End, "<< names no map; it is read as nothing")
	}
}
