package serverless

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/parebot/pare/internal/cloudformation"
	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/symbolic"
)

// Limits of what variables may stand for. Real services have some hundreds of values behind them.
const (
	maxResolved = 400_000 // values, each counted wherever it is used
	maxText     = 1 << 16 // bytes of one text
	maxChain    = 100     // variables that lead to one another
	maxFiles    = 200     // other files that are read
	maxBranches = 32      // values among which the stage chooses
)

// resolver puts what variables stand for in their place. What only a deployment can tell stays in the text as a mark, which stands
// for a symbol; what depends on the stage becomes a choice under a condition, as Fn::If has it.
type resolver struct {
	tree source.Tree
	file string
	root *document.Node

	files    map[string]*document.Node // other files, by path; nil where there is none or it cannot be read
	done     map[*document.Node]*document.Node
	sizes    map[*document.Node]int
	busy     map[*document.Node]bool
	chain    int
	optional bool // the variable in hand has another source
	room     int
	choices  map[*document.Node][]branch
	index    map[*document.Node]map[string]*document.Node
	marks    []symbolic.Set
	nodes    []*document.Node // of marks that stand for a value of the template; nil for the others
	markOf   map[string]int
	stage    *symbolic.Part
	others   map[string]symbolic.Value // outputs of the other services of the repository, by stack and name; nil until one is asked for
	alone    bool                      // this service is read for its outputs alone: it looks at no others
	defined  map[string]string         // names of custom for what variables with a default give, by the text of the variable
	final    map[*document.Node]bool   // values that hold marks, and no variables any more
	programs Programs
	modules  map[string]*module
	said     map[string]bool
	problems []source.Note
	template *cloudformation.Template
	pseudo   bool // the plugin for #{AWS::Region} is in use
}

// branch is one of the values among which something that is not known chooses.
type branch struct {
	when string // what must hold, in words
	node *document.Node
}

func newResolver(tree source.Tree, file string, root *document.Node) *resolver {
	return &resolver{
		tree: tree, file: file, root: root, room: maxResolved,
		files: make(map[string]*document.Node), done: make(map[*document.Node]*document.Node), sizes: make(map[*document.Node]int),
		busy: make(map[*document.Node]bool), choices: make(map[*document.Node][]branch), markOf: make(map[string]int),
		index: make(map[*document.Node]map[string]*document.Node), said: make(map[string]bool),
		final: make(map[*document.Node]bool), modules: make(map[string]*module),
	}
}

// problem notes something once for each place.
func (r *resolver) problem(at source.Span, text string) {
	key := at.File + ":" + strconv.Itoa(at.Start) + text
	if !r.said[key] {
		r.said[key] = true
		r.problems = append(r.problems, source.Note{Span: at, Text: text})
	}
}

// resolve is a value with everything in it resolved. Collections keep the place where they are written, scalars the place where they are used.
func (r *resolver) resolve(n *document.Node) *document.Node {
	if n == nil {
		return nil
	}
	if r.plain(n) {
		r.room--
		return n
	}
	d := r.follow(n)
	if out, known := r.done[d]; known {
		if r.room -= r.sizes[d]; r.room < 0 {
			return r.unknown("the variables of this file stand for more than is read", n)
		}
		return r.placed(out, n, d)
	}
	if r.room--; r.room < 0 || r.busy[d] {
		return r.unknown("the variables of this file stand for more than is read", n)
	}
	before := r.room
	r.busy[d] = true
	out := r.copied(d)
	delete(r.busy, d)
	r.done[d], r.sizes[d] = out, before-r.room+1
	r.done[out], r.sizes[out] = out, r.sizes[d]
	r.final[out] = true
	return r.placed(out, n, d)
}

// plain says whether a value is a scalar in which no variable can be.
func (r *resolver) plain(n *document.Node) bool {
	switch n.Kind {
	case document.Map, document.List:
		return false
	case document.String:
		return !strings.Contains(n.Value, "${") && !strings.Contains(n.Value, mark) && !(r.pseudo && strings.Contains(n.Value, "#{"))
	}
	return true
}

func (r *resolver) placed(out, used, found *document.Node) *document.Node {
	if used == found || out.Kind == document.Map || out.Kind == document.List {
		return out
	}
	c := *out
	c.Span, c.Whole = used.Span, used.Whole
	r.final[&c] = true
	return &c
}

// copied is a value with its variables filled in, the value itself where it has none.
func (r *resolver) copied(n *document.Node) *document.Node {
	switch n.Kind {
	case document.List:
		return r.copiedList(n)
	case document.Map:
		return r.copiedMap(n)
	}
	out := *n
	if n.Kind == document.String {
		if !r.final[n] {
			out.Value = r.text(n.Value, n)
		}
		if r.pseudo && strings.Contains(out.Value, "#{") {
			out.Value = strings.ReplaceAll(out.Value, "#{", "${")
			if out.Tag == "" {
				out.Tag = "!Sub"
			}
		}
	}
	return &out
}

func (r *resolver) copiedList(n *document.Node) *document.Node {
	var out *document.Node
	for i, item := range n.Items {
		resolved := r.resolve(item)
		if resolved == item {
			continue
		}
		if out == nil {
			c := *n
			c.Items = slices.Clone(n.Items)
			out = &c
		}
		out.Items[i] = resolved
	}
	return cmp.Or(out, n)
}

func (r *resolver) copiedMap(n *document.Node) *document.Node {
	var out *document.Node
	for i, p := range n.Pairs {
		key, value := r.resolve(p.Key), r.resolve(p.Value)
		if key == p.Key && value == p.Value {
			continue
		}
		if out == nil {
			c := *n
			c.Pairs = slices.Clone(n.Pairs)
			out = &c
		}
		out.Pairs[i].Key, out.Pairs[i].Value = key, value
	}
	if out != nil && r.pseudo {
		unwrap(out)
	}
	return cmp.Or(out, n)
}

// unwrap takes off the Fn::Sub that #{...} has put around the text of one that is written out, alone or with variables of its own.
func unwrap(n *document.Node) {
	if len(n.Pairs) != 1 || n.Pairs[0].Key.Value != "Fn::Sub" {
		return
	}
	text := n.Pairs[0].Value
	if text.Kind == document.List && len(text.Items) > 0 {
		text = text.Items[0]
	}
	if text.Tag != "!Sub" {
		return
	}
	bare := *text
	bare.Tag = ""
	if text == n.Pairs[0].Value {
		n.Pairs[0].Value = &bare
		return
	}
	list := *n.Pairs[0].Value
	list.Items = append([]*document.Node{&bare}, list.Items[1:]...)
	n.Pairs[0].Value = &list
}
