package parse

import "iter"

// tree is a parsed file: its nodes in preorder, each with the index behind its last descendant.
type tree struct {
	grammar *Grammar
	src     []byte
	flat    []flat
}

// flat is one node as the shim hands it over, laid out as it is there.
type flat struct {
	start, end, next uint32
	symbol, field    uint16
	flags            uint32
}

// The flags of the shim.
const (
	named   = 1 << iota
	isError // text that fits no rule
	missing // made up by the parser to go on
	extra   // comments
	holdsError
)

// Node is one node of a syntax tree. The zero Node is no node: Kind is "", it has no children.
type Node struct {
	tree *tree
	at   uint32
}

// Exists is false for the zero Node.
func (n Node) Exists() bool { return n.tree != nil }

// Kind is the grammar's name of the node: "call", "identifier", "+"; "ERROR" for text that fits no rule, "" for no node.
func (n Node) Kind() string {
	if n.tree == nil {
		return ""
	}
	if f := n.flat(); f.flags&isError == 0 && int(f.symbol) < len(n.tree.grammar.kinds) {
		return n.tree.grammar.kinds[f.symbol]
	}
	return "ERROR"
}

// Broken says that the node is text that fits no rule, or was made up to go on: what it means cannot be told.
func (n Node) Broken() bool { return n.tree != nil && n.flat().flags&(isError|missing) != 0 }

// HoldsError says that something in the node is Broken.
func (n Node) HoldsError() bool { return n.flat().flags&(holdsError|isError|missing) != 0 }

// Count is the number of nodes in the node, itself included.
func (n Node) Count() int { return int(n.flat().next - n.at) }

// Start and End are the node's bytes in the source.
func (n Node) Start() int { return int(n.flat().start) }

// End is the offset behind the node's last byte.
func (n Node) End() int { return int(n.flat().end) }

// Text is the node's source.
func (n Node) Text() string {
	if n.tree == nil {
		return ""
	}
	return string(n.tree.src[n.Start():n.End()])
}

// Over is the same node over a text that is as long, of which a reading that differs in white space was parsed.
func (n Node) Over(src []byte) Node {
	if n.tree == nil || len(src) != len(n.tree.src) {
		return n
	}
	over := *n.tree
	over.src = src
	return Node{&over, n.at}
}

// Until is the source from the node's first byte to the last of another, which stands behind it in the same tree.
func (n Node) Until(last Node) string {
	if n.tree == nil || n.tree != last.tree || last.End() < n.Start() {
		return ""
	}
	return string(n.tree.src[n.Start():last.End()])
}

// Field is the first child in the field of that name, or no node.
func (n Node) Field(name string) Node {
	for child := range n.FieldAll(name) {
		return child
	}
	return Node{}
}

// FieldAll walks all children in the field of that name.
func (n Node) FieldAll(name string) iter.Seq[Node] {
	return func(yield func(Node) bool) {
		if n.tree == nil {
			return
		}
		field, ok := n.tree.grammar.fieldsByName[name]
		for child := range n.all() {
			if ok && child.flat().field == field && !yield(child) {
				return
			}
		}
	}
}

// Children walks the named children, and those that are broken; comments are left out.
func (n Node) Children() iter.Seq[Node] {
	return func(yield func(Node) bool) {
		for child := range n.all() {
			if f := child.flat(); f.flags&(named|isError|missing) != 0 && (f.flags&extra == 0 || f.flags&isError != 0) && !yield(child) {
				return
			}
		}
	}
}

// Tokens walks all children, those without a name too.
func (n Node) Tokens() iter.Seq[Node] { return n.all() }

// First is the first child that Children walks, or no node.
func (n Node) First() Node {
	for child := range n.Children() {
		return child
	}
	return Node{}
}

// Has says whether a token of that kind is a child: "async", "not in".
func (n Node) Has(kind string) bool {
	for child := range n.all() {
		if child.Kind() == kind {
			return true
		}
	}
	return false
}

func (n Node) flat() flat {
	if n.tree == nil {
		return flat{}
	}
	return n.tree.flat[n.at]
}

func (n Node) all() iter.Seq[Node] {
	return func(yield func(Node) bool) {
		if n.tree == nil {
			return
		}
		for i, end := n.at+1, n.flat().next; i < end; i = n.tree.flat[i].next {
			if !yield(Node{n.tree, i}) {
				return
			}
		}
	}
}
