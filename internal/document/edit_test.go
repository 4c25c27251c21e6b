package document

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parebot/pare/internal/source"
)

// shape prints the values of a tree without their styles and places. At the node at, change prints the entries instead.
func shape(n, at *Node, change func(entries []string) []string) string {
	var entries []string
	for _, item := range n.Items {
		entries = append(entries, shape(item, at, change))
	}
	for _, p := range n.entries() {
		entries = append(entries, shape(p.Key, at, change)+"="+shape(p.Value, at, change))
	}
	if n == at {
		entries = change(entries)
	}
	switch n.Kind {
	case List:
		return n.Tag + "[" + strings.Join(entries, " ") + "]"
	case Map:
		return n.Tag + "{" + strings.Join(entries, " ") + "}"
	}
	return fmt.Sprintf("%s%d:%q", n.Tag, n.Kind, n.Value)
}

// shapes prints all documents of a file.
func shapes(docs []*Node, at *Node, change func([]string) []string) (all []string) {
	for _, doc := range docs {
		all = append(all, shape(doc, at, change))
	}
	return all
}

// collections lists the lists and maps of a tree.
func collections(n *Node) (all []*Node) {
	if n.Kind == List || n.Kind == Map {
		all = append(all, n)
	}
	for _, item := range n.Items {
		all = append(all, collections(item)...)
	}
	for _, p := range n.entries() {
		all = append(append(all, collections(p.Key)...), collections(p.Value)...)
	}
	return all
}

var tabbed = regexp.MustCompile(`(?m)^[ ]*\t`)

// checkEdits makes every edit of every collection of a file, one at a time, and reads again:
// the tree must be the old one with that change and nothing else.
func checkEdits(t *testing.T, file string, src []byte) {
	t.Helper()
	docs, problems := Read(file, src)
	if tabbed.Match(src) { // the parser takes some lines of blanks with a tab for a mistake, depending on what is before
		return
	}
	if len(problems) > 0 || strings.ContainsAny(string(src), "&*\u0085\u2028\u2029") || strings.Contains(strings.ReplaceAll(string(src), "\r\n", ""), "\r") {
		return // an edit of an anchor's value changes more than one place: TestEdits has those
	}
	if len(src) > 0 && src[len(src)-1] != '\n' && strings.ContainsAny(string(src), "|>") {
		return // a block scalar at the end gains its last line break when something is put behind it
	}
	for _, doc := range docs {
		for _, n := range collections(doc) {
			c := editCheck{t: t, file: file, src: src, docs: docs, n: n}
			c.removals()
			c.several()
			c.insertions()
			if t.Failed() {
				return
			}
		}
	}
}

type editCheck struct {
	t    *testing.T
	file string
	src  []byte
	docs []*Node
	n    *Node
}

func (c editCheck) removals() {
	for i := range c.n.Items {
		c.same([]source.Edit{RemoveItem(c.src, c.n, i)}, fmt.Sprintf("RemoveItem %d", i), func(e []string) []string { return without(e, i) })
	}
	for i, p := range c.n.entries() {
		if p.Key.Kind == List || p.Key.Kind == Map {
			continue
		}
		c.same([]source.Edit{RemoveKey(c.src, c.n, p.Key.Value)}, "RemoveKey "+p.Key.Value, func(e []string) []string { return without(e, i) })
	}
}

// several removes every second entry, all but one, and all, at once.
func (c editCheck) several() {
	n := len(c.n.Items) + len(c.n.Pairs)
	if c.n.written != nil || slices.ContainsFunc(c.n.Pairs, func(p Pair) bool { return !p.Named(p.Key.Value) }) {
		return // two of one key, and keys without a name
	}
	for _, keep := range []func(i int) bool{func(i int) bool { return i%2 == 0 }, func(i int) bool { return i%2 == 1 }, func(i int) bool { return i == 0 },
		func(i int) bool { return i == n/2 }, func(i int) bool { return i == n-1 }, func(int) bool { return false }} {
		var drop []int
		var keys []string
		for i := range n {
			if !keep(i) {
				drop = append(drop, i)
			}
			if !keep(i) && c.n.Kind == Map {
				keys = append(keys, c.n.Pairs[i].Key.Value)
			}
		}
		kept := func(e []string) (left []string) {
			for i := range e {
				if keep(i) {
					left = append(left, e[i])
				}
			}
			return left
		}
		edits := RemoveItems(c.src, c.n, drop)
		if c.n.Kind == Map {
			edits = RemoveKeys(c.src, c.n, keys)
		}
		c.same(edits, fmt.Sprintf("removing %v", drop), kept)
	}
}

func (c editCheck) insertions() {
	item, itemShape := []string{"p: zz", "q:", "  - yy"}, `{3:"p"=3:"zz" 3:"q"=[3:"yy"]}`
	pair, pairShape := []string{"p:", "  zz: yy"}, `3:"p"={3:"zz"=3:"yy"}`
	if c.n.inFlow || c.n.Style == Flow && len(c.n.Items)+len(c.n.entries()) > 0 {
		item, pair = []string{`{"p": "zz",`, `"q": ["yy"]}`}, []string{`"p": {`, ` "zz": "yy"}`}
	}
	if c.n.Kind == List {
		for i := 0; i <= len(c.n.Items); i++ {
			c.same([]source.Edit{InsertItem(c.src, c.n, i, item)}, fmt.Sprintf("InsertItem %d", i), func(e []string) []string { return with(e, i, itemShape) })
		}
		return
	}
	c.same([]source.Edit{InsertKey(c.src, c.n, "no such key", pair)}, "InsertKey", func(e []string) []string { return with(e, len(e), pairShape) })
	for i, p := range c.n.entries() {
		if p.Key.Kind != List && p.Key.Kind != Map {
			c.same([]source.Edit{InsertKey(c.src, c.n, p.Key.Value, pair)}, "InsertKey "+p.Key.Value, func(e []string) []string { return with(e, i+1, pairShape) })
		}
	}
}

// TestKeptComments removes each item and each run of items: no comment of those that stay goes with them.
func TestKeptComments(t *testing.T) {
	for _, src := range []string{
		"a:\n  # of 0\n  - x # 0\n  # of 1\n  - y # 1\n    # 1 below\n\n  # of 2\n  - |\n    z\n    # text\n  # of 3\n  - [u, # 3\n     v] # 3\n",
		"a: [ # none\n  x, # 0\n  y, # 1\n  z # 2\n]\n",
	} {
		docs, _ := Read("t.yaml", []byte(src))
		list := docs[0].Get("a")
		for first := range list.Items {
			for last := first; last < len(list.Items); last++ {
				var drop []int
				for i := first; i <= last; i++ {
					drop = append(drop, i)
				}
				edited, err := source.Apply([]byte(src), RemoveItems([]byte(src), list, drop))
				for i := range list.Items {
					mark := fmt.Sprint("# ", i)
					if kept := i < first || i > last; err != nil || kept && strings.Count(string(edited), mark) != strings.Count(src, mark) {
						t.Errorf("removing %v loses %q: %v\n%s", drop, mark, err, edited)
					}
				}
			}
		}
	}
}

// TestEditsOfNothing shows that there is no panic where there is no node, no item or no key.
func TestEditsOfNothing(t *testing.T) {
	src := []byte("a: 1\nb: []\n")
	docs, _ := Read("t.yaml", src)
	for _, e := range []source.Edit{
		Replace(nil, "x"), RemoveItem(src, nil, 0), RemoveKey(src, nil, "x"), InsertItem(src, nil, 0, []string{"x"}), InsertKey(src, nil, "", []string{"x: y"}),
		RemoveItem(src, docs[0], 0), RemoveItem(src, docs[0].Get("b"), 0), RemoveItem(src, docs[0].Get("b"), -1), RemoveKey(src, docs[0], "x"),
		RemoveKey(src, docs[0].Get("b"), "x"), InsertItem(src, docs[0], 0, []string{"x"}), InsertKey(src, docs[0].Get("a"), "", []string{"x: y"}), InsertItem(src, docs[0].Get("b"), 0, nil),
	} {
		if e.Start != e.End || e.Text != "" {
			t.Errorf("%+v changes something", e)
		}
	}
}

func with(entries []string, i int, one string) []string {
	return append(append(append([]string{}, entries[:i]...), one), entries[i:]...)
}

func without(entries []string, i int) []string {
	return append(append([]string{}, entries[:i]...), entries[i+1:]...)
}

// same applies an edit and compares what is read then with the change made in the tree.
func (c editCheck) same(e []source.Edit, what string, change func([]string) []string) {
	c.t.Helper()
	edited, err := source.Apply(c.src, e)
	if err != nil {
		c.t.Errorf("%s in %q: %v", what, c.src, err)
		return
	}
	if strings.Contains(string(c.src), "\r\n") && strings.Count(string(c.src), "\n") == strings.Count(string(c.src), "\r\n") &&
		strings.Count(string(edited), "\n") != strings.Count(string(edited), "\r\n") {
		c.t.Errorf("%s of %q gives %q: a line ends in another way than the others", what, c.src, edited)
	}
	docs, problems := Read(c.file, edited)
	if len(problems) > 0 && !strings.Contains(problems[0].Text, "is there twice") {
		c.t.Errorf("%s of %q gives %q: %s", what, c.src, edited, problems[0].Text)
		return
	}
	if diff := cmp.Diff(shapes(c.docs, c.n, change), shapes(docs, nil, nil)); diff != "" {
		c.t.Errorf("%s of %q gives %q:\n%s", what, c.src, edited, diff)
	}
}

func TestEditsAtTheEdges(t *testing.T) {
	for _, src := range odd {
		t.Run("", func(t *testing.T) { checkEdits(t, "x.yaml", []byte(src)) })
	}
	for _, src := range oddJSON {
		t.Run("", func(t *testing.T) { checkEdits(t, "x.json", []byte(src)) })
	}
}

func FuzzEdit(f *testing.F) {
	for _, src := range odd {
		f.Add([]byte(src), false)
	}
	for _, src := range oddJSON {
		f.Add([]byte(src), true)
	}
	f.Fuzz(func(t *testing.T, src []byte, json bool) {
		switch {
		case len(src) > 200:
		case json:
			checkEdits(t, "x.json", src)
		default:
			checkEdits(t, "x.yaml", src)
		}
	})
}
