// Package document reads a file of YAML or JSON as one neutral tree of values with exact spans. It knows no meaning:
// tags such as !Sub are kept as text, aliases point at what they name, and every value knows which bytes it is.
package document

import "github.com/parebot/pare/internal/source"

// Kind of a Node.
type Kind uint8

// The kinds of nodes.
const (
	Null Kind = iota
	Bool
	Number
	String
	List
	Map
)

// Style is how a value is written; edits keep it.
type Style uint8

// The styles of nodes.
const (
	Plain Style = iota // block style, plain scalars
	Flow               // [a, b] and {a: b}; everything in JSON
	SingleQuoted
	DoubleQuoted
	Literal // |
	Folded  // >
)

// Node is one value of a document. Nodes are never shared: an alias is a Node of its own whose Alias is set and whose
// content (Kind, Value, Items, Pairs) is the target's, so that readers need not follow it; edits must, since the bytes are elsewhere.
type Node struct {
	Tag    string // "!Sub", "!GetAtt", ... as written; "" for none and for the standard ones
	Value  string // the decoded text of a scalar
	Items  []*Node
	Pairs  []Pair
	Alias  *Node       // the node that this alias names
	Anchor string      // &name on this node
	Span   source.Span // the value's own bytes, from its first to behind its last; for a block List or Map the whole block without the trailing newline
	Whole  source.Span // Span and its tag and anchor before it
	Indent int         // column (0-based, bytes) of the first key or dash of a block Map or List

	written []Pair // all entries as they are written, with << and those that a later one hides; nil where that is Pairs
	Kind    Kind
	Style   Style
	inFlow  bool // stands within [ ] or { }, or in a file of JSON
	json    bool // in a file of JSON
	bare    bool // a value without any text, or a map in [a: b] without braces
}

// Pair is one entry of a Map, in the order of the file. Span is from the key's first byte to behind the value's last.
// Merged entries (<<) come last and keep the spans of where they are written.
type Pair struct {
	Key    *Node
	Value  *Node
	Span   source.Span
	Merged bool
}

// Named says whether the entry's key is this text; a key that is a collection is no text.
func (p Pair) Named(key string) bool {
	return p.Key.Value == key && p.Key.Kind != List && p.Key.Kind != Map
}

// Get returns the value of key in a Map; nil where n is nil, no Map or has no such key. Nil is safe to Get from.
func (n *Node) Get(key string) *Node {
	if n == nil || n.Kind != Map {
		return nil
	}
	for _, p := range n.Pairs {
		if p.Named(key) {
			return p.Value
		}
	}
	return nil
}

// entries lists all entries of a Map as they are written, in the order of the text.
func (n *Node) entries() []Pair {
	if n.written != nil {
		return n.written
	}
	return n.Pairs
}
