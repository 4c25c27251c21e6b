package document

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/source"
)

// Limits of one file. They are far above what AWS takes for a template: 1 MB of text and 500 resources.
const (
	MaxDepth    = 200     // collections within each other
	MaxNodes    = 200_000 // values that are written in the file
	MaxAliases  = 200_000 // values that aliases and merge keys stand for, all together
	MaxProblems = 100     // problems that are listed; one more says that there are others
)

// Read reads every document of one file of YAML or JSON. What is wrong is a problem with its place: a document that cannot be
// read, or goes beyond MaxDepth or MaxNodes, is left out; a duplicate key or an alias beyond MaxAliases costs that value alone.
// A .json file that is no JSON is tried as YAML, and text in braces that is no YAML as JSON, as AWS's own tools do.
func Read(file string, src []byte) (docs []*Node, problems []source.Note) {
	readers := []func(*reading){(*reading).yaml, (*reading).json}
	switch {
	case path.Ext(file) == ".json":
		readers[0], readers[1] = readers[1], readers[0]
	case !strings.HasPrefix(strings.TrimLeft(strings.TrimPrefix(string(src[:min(len(src), 1024)]), byteOrderMark), " \t\r\n"), "{"):
		readers = readers[:1]
	}
	lines := source.NewLines(file, src)
	for i, read := range readers {
		r := &reading{file: file, src: src, lines: lines}
		read(r)
		if i == 0 || !r.failed {
			docs, problems = r.docs, r.problems
		}
		if !r.failed {
			break
		}
	}
	slices.SortStableFunc(problems, func(a, b source.Note) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
	return docs, problems
}

// reading is one file while it is read.
type reading struct {
	file     string
	src      []byte
	lines    *source.Lines
	docs     []*Node
	problems []source.Note
	failed   bool // the text is not of this format

	nodes, aliased int
	refused        bool // the document in hand goes beyond a limit
}

// problem notes what is wrong with the bytes start..end.
func (r *reading) problem(start, end int, text string) {
	switch n := len(r.problems); {
	case n > MaxProblems:
		return
	case n == MaxProblems:
		start, end, text = len(r.src), len(r.src), "there are more problems than are listed"
	}
	r.problems = append(r.problems, source.Note{Span: r.lines.Span(start, end), Text: text})
}

// refuse gives up the document in hand, once.
func (r *reading) refuse(at int, text string) {
	if !r.refused {
		r.problem(at, at, text)
	}
	r.refused = true
}

// finish adds a document unless it was refused.
func (r *reading) finish(n *Node) {
	if !r.refused {
		r.docs = append(r.docs, n)
	}
	r.refused = false
}

// admit counts one more value at this depth and says whether the limits allow it.
func (r *reading) admit(at, depth int) bool {
	r.nodes++
	switch {
	case r.refused:
	case depth > MaxDepth:
		r.refuse(at, "this document is nested too deep to be read")
	case r.nodes > MaxNodes:
		r.refuse(at, "this file holds too many values to be read")
	}
	return !r.refused
}

// spans sets the places of a node whose properties start at whole.
func (r *reading) spans(n *Node, whole, start, end int) {
	n.Span = r.lines.Span(start, end)
	n.Whole = n.Span
	if whole != start {
		n.Whole = r.lines.Span(whole, end)
	}
}
