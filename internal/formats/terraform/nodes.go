package terraform

import (
	"bytes"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/symbolic"
)

// node is an expression as the room of policies reads documents: maps, lists, and strings whose values are kept beside them.
func (s *scope) node(x hclsyntax.Expression) *document.Node {
	at := s.r.span(x.Range())
	switch x := x.(type) {
	case *hclsyntax.ParenthesesExpr:
		return s.node(x.Expression)
	case *hclsyntax.TupleConsExpr:
		n := &document.Node{Kind: document.List, Style: document.Flow, Span: at, Whole: at}
		for _, item := range x.Exprs {
			n.Items = append(n.Items, s.node(item))
		}
		return n
	case *hclsyntax.ObjectConsExpr:
		n := &document.Node{Kind: document.Map, Style: document.Flow, Span: at, Whole: at}
		for _, item := range x.Items {
			name, _ := s.eval(item.KeyExpr).certain()
			n.Pairs = append(n.Pairs, pair(name, s.r.span(item.KeyExpr.Range()), s.node(item.ValueExpr)))
		}
		return n
	}
	return s.nodeOf(s.eval(x).with(at))
}

func pair(name string, at source.Span, value *document.Node) document.Pair {
	key := &document.Node{Kind: document.String, Value: name, Span: at, Whole: at}
	whole := at
	whole.End, whole.EndLine = value.Whole.End, value.Whole.EndLine
	return document.Pair{Key: key, Value: value, Span: whole}
}

// nodeOf is a value that has been evaluated, as a document.
func (s *scope) nodeOf(v val) *document.Node {
	n := &document.Node{Style: document.Flow, Span: v.at, Whole: v.at}
	inner := func(item val) *document.Node {
		if item.at.File == "" {
			item.at = v.at
		}
		return s.nodeOf(item)
	}
	switch v.kind {
	case null:
		n.Kind = document.Null
	case list:
		n.Kind = document.List
		for _, item := range v.items {
			n.Items = append(n.Items, inner(item))
		}
		if v.more != "" {
			n.Items = append(n.Items, s.stringNode(v.at, s.unknown(v.more, "").set))
		}
	case object:
		n.Kind = document.Map
		for _, f := range v.fields {
			n.Pairs = append(n.Pairs, pair(f.name, v.at, inner(f.val)))
		}
		if v.more != "" && len(v.fields) == 0 {
			return s.stringNode(v.at, s.unknown(v.more, "").set)
		}
	default:
		return s.stringNode(v.at, v.asText())
	}
	return n
}

func (s *scope) stringNode(at source.Span, set symbolic.Set) *document.Node {
	n := &document.Node{Kind: document.String, Style: document.DoubleQuoted, Span: at, Whole: at}
	if len(set) == 1 {
		n.Value, _ = set[0].Value.Known()
	}
	s.r.sets[n] = set
	return n
}

// evalNode is what a string of a document may be.
func (r *reader) evalNode(n *document.Node) symbolic.Set {
	if n == nil || n.Kind == document.Null {
		return symbolic.Nothing()
	}
	if set, ok := r.sets[n]; ok {
		return set
	}
	if n.Kind == document.List {
		var sets []symbolic.Set
		for _, item := range n.Items {
			sets = append(sets, r.evalNode(item))
		}
		return symbolic.Union(sets...)
	}
	if n.Kind == document.Map {
		return symbolic.Any("an object stands where a string is expected")
	}
	return symbolic.Certain(symbolic.Text(n.Value))
}

// jsonNode reads a document of JSON that stands in a file between two offsets, with ${...} in its strings or in place of values. nil where
// it is no JSON.
func (s *scope) jsonNode(file string, start, end int) *document.Node {
	src, err := s.r.tree.Read(file)
	if err != nil || end > len(src) || end-start > MaxFileSize {
		return nil
	}
	text := bytes.Clone(src[start:end])
	inserted := unquoted(text)
	docs, problems := document.Read(file+".json", text)
	if len(docs) != 1 || len(problems) > 0 {
		return nil
	}
	if s.r.lines[file] == nil {
		s.r.lines[file] = source.NewLines(file, src)
	}
	return (&insert{s, file, start, inserted}).settled(docs[0])
}

// unquoted makes strings of the expressions that stand in a document of JSON where values do, and gives their text by offset.
func unquoted(text []byte) map[int]string {
	found := make(map[int]string)
	inString := false
	for i := 0; i < len(text); i++ {
		switch {
		case inString && text[i] == '\\':
			i++
		case text[i] == '"':
			inString = !inString
		case !inString && text[i] == '$' && i+1 < len(text) && text[i+1] == '{':
			end := closing(text, i+1)
			if end < 0 {
				return found
			}
			found[i] = string(text[i : end+1])
			for j := i; j <= end; j++ {
				text[j] = '_'
			}
			text[i], text[end] = '"', '"'
			i = end
		}
	}
	return found
}

// closing is where the brace at an offset is closed, -1 where nowhere.
func closing(text []byte, at int) int {
	depth := 0
	for i := at; i < len(text); i++ {
		switch text[i] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// insert is a document of JSON that stands within a file.
type insert struct {
	*scope
	file     string
	start    int
	inserted map[int]string // expressions in place of values, by their offset in the document
}

// settled gives the parts of a document their place in the file, and its strings their values.
func (in *insert) settled(n *document.Node) *document.Node {
	written, isExpression := in.inserted[n.Whole.Start]
	in.move(&n.Span)
	in.move(&n.Whole)
	if isExpression {
		v := in.templated(written, in.file).with(n.Whole)
		if v.kind == encoded {
			v = v.items[0].with(n.Whole)
		}
		return in.nodeOf(v)
	}
	if n.Kind == document.String && strings.Contains(n.Value, "${") {
		in.r.sets[n] = in.templated(n.Value, in.file).asText()
	}
	for i, item := range n.Items {
		n.Items[i] = in.settled(item)
	}
	for i := range n.Pairs {
		in.move(&n.Pairs[i].Span)
		in.move(&n.Pairs[i].Key.Span)
		in.move(&n.Pairs[i].Key.Whole)
		n.Pairs[i].Value = in.settled(n.Pairs[i].Value)
	}
	return n
}

// move gives a span of the document its place in the file.
func (in *insert) move(at *source.Span) {
	*at = in.r.lines[in.file].Span(at.Start+in.start, at.End+in.start)
}

// templated is a text with ${...} in it, evaluated.
func (s *scope) templated(written, file string) val {
	if tooDeep([]byte(written)) >= 0 {
		return s.unknown("brackets are nested too deep", "")
	}
	x, diagnostics := hclsyntax.ParseTemplate([]byte(written), file, hcl.InitialPos)
	if diagnostics.HasErrors() {
		return s.unknown("this template of a string cannot be read", written)
	}
	return s.eval(x)
}
