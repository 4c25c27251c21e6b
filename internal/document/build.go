package document

import (
	"bytes"
	"strings"

	"go.yaml.in/yaml/v3"
)

// builder makes Nodes of one file's YAML, in the order of the text.
type builder struct {
	*reading
	places  *places
	anchors map[*yaml.Node]*anchored
}

// frame is where a value stands.
type frame struct {
	indent int  // column of the block around it, -1 at the top
	flow   bool // within [ ] or { }
	depth  int
}

func (f frame) inside(indent int, flow bool) frame { return frame{indent, f.flow || flow, f.depth + 1} }

// node makes one value. A node that a limit refuses is Null and stands where it starts.
func (b *builder) node(y *yaml.Node, in frame) *Node {
	start := b.start(y)
	n := &Node{inFlow: in.flow}
	b.spans(n, start, start, start)
	if !b.admit(start, in.depth) {
		return n
	}
	if y.Kind == yaml.AliasNode {
		b.alias(n, y, start)
		return n
	}
	before := b.nodes + b.aliased
	if y.Anchor != "" {
		b.anchors[y] = &anchored{node: n}
	}
	at := b.properties(n, y, start)
	switch y.Kind {
	case yaml.SequenceNode:
		b.list(n, y, in, start, at)
	case yaml.MappingNode:
		b.mapping(n, y, in, start, at)
	default:
		b.scalar(n, y, in, start, at)
	}
	if a := b.anchors[y]; a != nil {
		a.weight, a.done = b.nodes+b.aliased-before+1, true
	}
	return n
}

// properties reads the tag and the anchor before a value and returns where the value itself starts. The parser tells whether it
// has them: what else looks like one is the first key's, or the next entry's. Only of the tag "!", which says nothing, it does not tell.
func (b *builder) properties(n *Node, y *yaml.Node, at int) int {
	limit := len(b.src)
	if y.Kind == yaml.MappingNode && len(y.Content) > 0 {
		limit = b.start(y.Content[0])
	}
	anchor, tag := y.Anchor != "", y.Style&yaml.TaggedStyle != 0
	nothing := !tag && (!empty(y) || y.Anchor == "")
	end := at
	for at < limit {
		closing := tagEnd(b.src, at)
		switch {
		case anchor && b.src[at] == '&':
			anchor, end = false, wordEnd(b.src, at+1)
			n.Anchor = string(b.src[at+1 : end])
		case closing > at && tag || closing == at+1 && nothing:
			tag, nothing, end = false, false, closing
			n.Tag = ownTag(string(b.src[at:end]))
		case empty(y):
			return end
		default:
			return at
		}
		at = skipSpace(b.src, end)
	}
	if empty(y) {
		return end
	}
	return at
}

// empty says whether a scalar has no text at all.
func empty(y *yaml.Node) bool {
	const written = yaml.SingleQuotedStyle | yaml.DoubleQuotedStyle | yaml.LiteralStyle | yaml.FoldedStyle
	return y.Kind == yaml.ScalarNode && y.Value == "" && y.Style&written == 0
}

// ownTag is the tag unless it is one of YAML's own, which the Kind already tells.
func ownTag(tag string) string {
	if tag == "!" || strings.HasPrefix(tag, "!!") || strings.HasPrefix(tag, "!<tag:yaml.org,2002:") {
		return ""
	}
	return tag
}

// scalar finds the end of a scalar by its style.
func (b *builder) scalar(n *Node, y *yaml.Node, in frame, whole, at int) {
	n.Value, n.Kind, n.Style = y.Value, kindOf(y, n.Tag), styleOf(y)
	end, ok := at, true
	switch {
	case empty(y):
		n.bare = at == whole
	case at >= len(b.src):
		ok = false
	case n.Style == SingleQuoted || n.Style == DoubleQuoted:
		end, ok = quotedEnd(b.src, at)
	case n.Style == Literal || n.Style == Folded:
		end = blockScalarEnd(b.src, at, in.indent)
	default:
		end, ok = plainEnd(b.src, at, y.Value)
	}
	if !ok {
		b.refuse(at, "it cannot be told where this value ends")
	}
	b.spans(n, whole, at, end)
}

func styleOf(y *yaml.Node) Style {
	switch {
	case y.Style&yaml.DoubleQuotedStyle != 0:
		return DoubleQuoted
	case y.Style&yaml.SingleQuotedStyle != 0:
		return SingleQuoted
	case y.Style&yaml.LiteralStyle != 0:
		return Literal
	case y.Style&yaml.FoldedStyle != 0:
		return Folded
	case y.Style&yaml.FlowStyle != 0:
		return Flow
	}
	return Plain
}

// kindOf is what YAML's rules for plain scalars say; a scalar with a tag of its own is a String, or Null where it is empty.
func kindOf(y *yaml.Node, tag string) Kind {
	switch {
	case tag != "" && empty(y):
		return Null
	case tag != "":
		return String
	}
	switch y.ShortTag() {
	case "!!null":
		return Null
	case "!!bool":
		return Bool
	case "!!int", "!!float":
		return Number
	}
	return String
}

// list makes the items of a sequence. A block list ends with its last item, a flow list with its bracket.
func (b *builder) list(n *Node, y *yaml.Node, in frame, whole, at int) {
	n.Kind, n.Style, n.Indent = List, styleOf(y), b.places.columnOf(at)
	flow := n.Style == Flow
	end := at
	if flow {
		end = at + 1
	}
	n.Items = make([]*Node, 0, len(y.Content))
	for _, child := range y.Content {
		if b.refused {
			return
		}
		item := b.node(child, in.inside(n.Indent, flow))
		n.Items = append(n.Items, item)
		end = item.Whole.End
	}
	if flow {
		end = b.closing(end, ']')
	}
	b.spans(n, whole, at, end)
}

// mapping makes the entries of a map. In [a: b] the map is its one entry and has no braces.
func (b *builder) mapping(n *Node, y *yaml.Node, in frame, whole, at int) {
	n.Kind, n.Style, n.Indent = Map, styleOf(y), b.places.columnOf(at)
	flow := n.Style == Flow
	braces := flow && (len(y.Content) == 0 || b.start(y.Content[0]) > at && bytes.HasPrefix(b.src[at:], []byte("{")))
	end := at
	if braces {
		end = at + 1
	}
	inside := in.inside(n.Indent, flow)
	pairs := make([]Pair, 0, len(y.Content)/2)
	for i := 0; i+1 < len(y.Content) && !b.refused; i += 2 {
		p := b.pair(y.Content[i], y.Content[i+1], inside)
		pairs = append(pairs, p)
		end = p.Span.End
	}
	if braces {
		end = b.closing(end, '}')
	}
	n.bare = flow && !braces
	b.spans(n, whole, at, end)
	b.settle(n, pairs)
}

// pair makes one entry. A value without text stands behind the colon, or behind the key where there is no colon.
func (b *builder) pair(k, v *yaml.Node, in frame) Pair {
	of := in
	of.flow = of.flow || k.Style&yaml.FlowStyle != 0 // a key in brackets stays in its line
	key := b.node(k, of)
	at := key.Whole.End
	colon := skipSpace(b.src, at)
	marked := colon < len(b.src) && b.src[colon] == ':' && (in.flow || colon < b.start(v))
	if marked {
		at = colon + 1
	}
	value := &Node{inFlow: in.flow, bare: true}
	if marked || !empty(v) {
		value = b.node(v, in)
	}
	if value.bare && value.Kind == Null {
		b.spans(value, at, at, at)
	}
	return Pair{Key: key, Value: value, Span: b.lines.Span(key.Whole.Start, value.Whole.End)}
}

// closing is the offset behind the bracket that closes a flow collection whose last child ends at p.
func (b *builder) closing(p int, bracket byte) int {
	if b.refused {
		return p
	}
	for p = skipSpace(b.src, p); p < len(b.src); p = skipSpace(b.src, p) {
		switch b.src[p] {
		case bracket:
			return p + 1
		case ',', ':', '?':
			p++
		default:
			b.refuse(p, "it cannot be told where this collection ends")
			return p
		}
	}
	b.refuse(p, "it cannot be told where this collection ends")
	return p
}

// start is the offset where the parser says that a node starts: at its tag or anchor if it has one.
func (b *builder) start(y *yaml.Node) int { return b.places.find(y.Line, y.Column) }
