package document

import (
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/parebot/pare/internal/source"
)

// checkSpans holds what every reading promises about places, whatever the file: a value lies within its parent and
// behind its elder sibling, Whole covers Span, and the text at a scalar's Span is that scalar.
func checkSpans(t *testing.T, file string, src []byte) {
	t.Helper()
	docs, problems := Read(file, src)
	for _, p := range problems {
		if strings.Contains(p.Text, "cannot be told") || strings.Contains(p.Text, "gave up") {
			t.Errorf("%s: line %d: %s\n%s", file, p.Span.Line, p.Text, src)
		}
	}
	end := 0
	for _, doc := range docs {
		if doc.Whole.Start < end {
			t.Errorf("%s: a document starts at %d, within the one before, which ends at %d", file, doc.Whole.Start, end)
		}
		end = doc.Whole.End
		c := checker{t: t, src: src, json: doc.json}
		c.node(doc, -1)
	}
}

type checker struct {
	t    *testing.T
	src  []byte
	json bool
}

func (c checker) node(n *Node, indent int) {
	if n.Whole.Start > n.Span.Start || n.Whole.End != n.Span.End || n.Span.Start > n.Span.End {
		c.t.Errorf("Whole %v does not cover Span %v", n.Whole, n.Span)
		return
	}
	if n.Alias != nil {
		if got := c.text(n.Span); got != "*"+n.Alias.Anchor {
			c.t.Errorf("alias is %q, want *%s", got, n.Alias.Anchor)
		}
		return
	}
	inner := indent
	if n.Style == Plain {
		inner = n.Indent
	}
	switch n.Kind {
	case List:
		at := n.Span.Start
		for _, item := range n.Items {
			at = c.within(n, item.Whole, at)
			c.node(item, inner)
		}
	case Map:
		at := n.Span.Start
		for _, p := range n.entries() {
			at = c.within(n, p.Span, at)
			c.within(n, p.Value.Whole, c.within(n, p.Key.Whole, p.Span.Start))
			c.node(p.Key, inner)
			c.node(p.Value, inner)
		}
	default:
		c.scalar(n, indent)
	}
}

// within checks that a child lies in its parent, not before at, and returns its end.
func (c checker) within(n *Node, child source.Span, at int) int {
	if child.Start < at || child.End > n.Span.End {
		c.t.Errorf("child %d-%d is not within %d-%d of its parent %d-%d in\n%s",
			child.Start, child.End, at, n.Span.End, n.Span.Start, n.Span.End, c.src)
	}
	return child.End
}

// scalar reads the text of the Span again, in a block as deep as the one it stands in.
func (c checker) scalar(n *Node, indent int) {
	text := c.text(n.Span)
	again := text
	switch {
	case c.json && n.Style == Plain:
		if text != n.Value {
			c.t.Errorf("the text is %q, the value %q", text, n.Value)
		}
		return
	case n.Kind == Null && strings.HasPrefix(text, "*"): // an alias that was refused
		return
	case text == "" && n.Value == "", strings.HasPrefix(text, "---"), strings.HasPrefix(text, "..."):
		return
	case n.Style == Literal || n.Style == Folded:
		if indent >= 0 {
			again = strings.Repeat(" ", indent) + "k: " + text
		}
		again += "\n"
	}
	if c.json { // YAML has no surrogate pairs
		docs, _ := Read("x.json", []byte(again))
		if len(docs) != 1 || docs[0].Value != n.Value {
			c.t.Errorf("%q does not read again as %q", text, n.Value)
		}
		return
	}
	// What is plain in one place may be a mark in another.
	for _, alone := range []string{again, again + ":", "[" + again + "]", "{k: " + again + "}", "k: " + again} {
		if reads(alone, func(value string) bool { return trim(value, n) == trim(n.Value, n) }) {
			return
		}
	}
	c.t.Errorf("%q does not read again as %q in\n%q", again, n.Value, c.src)
}

// reads says whether a file is one scalar as wanted, or a collection of one that holds it.
func reads(src string, wanted func(string) bool) bool {
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(src), &doc); err != nil || len(doc.Content) != 1 {
		return false
	}
	for _, value := range append(doc.Content[0].Content, doc.Content[0]) {
		if value.Kind == yaml.ScalarNode && wanted(value.Value) {
			return true
		}
	}
	return false
}

// trim forgets the last break of a block scalar: it lies behind the Span, and at the end of a file there may be none.
func trim(value string, n *Node) string {
	if n.Style == Literal || n.Style == Folded {
		for _, br := range []string{"\n", "\u2028", "\u2029"} {
			if v, ok := strings.CutSuffix(value, br); ok {
				return v
			}
		}
	}
	return value
}

func (c checker) text(s source.Span) string { return string(c.src[s.Start:s.End]) }

// odd is YAML at its edges: each is one file.
var odd = []string{
	"", "\n", "# only a comment\n", "---\n", "--- # x\n...\n", "a", "a: b", "a:\nb:\n", "- \n- b\n-\n",
	"key: !Sub\n  a: b\n", "key: !Sub \"x\"\nother: !GetAtt A.B\n", "!Top\na: 1\n", "&r !Top\na: &x 1\nb: *x\n",
	"&k key: &v value\nother: {*k : *v}\n", "a: !Ref\nb: !Sub ''\n", "k: &empty\nl: *empty\n", "a: ! x\n",
	"a: plain text over\n  two lines\n\n  and a gap # no\nb: 1\n", "a: b#c # d\n", "- a: 1\n  b: 2\n-\n  c: 3\n",
	"- - a\n  - b\n- - - c\n", "k:\n- a\n- b\nl: 1\n", "a: |\n  text\n   more\n\nb: >-\n  folded\n  text\n\n",
	"a: |+\n  text\n\n\nb: 1\n", "a: |2\n   x\n  y\nb: |-1\n  x\n", "a: |\nb: >\n\n\nc: |+\n\n\nd: 1", "a: |\n  no newline at the end",
	"- |\n a\n- >\n b\n\n c\n", "a:\n  - |  # comment\n    x\n  # not text\n  - y\n", "--- |\n a\n--- >\n b\n", "a: |\n  \t tab\n    \n   \nb: 1\n",
	"[a, 'b', \"c\", [d], {e: f}]", "{a, b: , c: {d: }, ? e, ? f : g}", "[a: b, {x: y}: z, ? q, ? r : s, : t]", "[\n  a, # one\n  b # two\n  , c,\n]\n",
	"{a: !Sub x, b: !Foo {c: d}, \"e\":1}", "a: {b: c} # x\n", "[!Ref a, &b c, *b ]", "[a\n  b,\n  c]", "a: [\n]\nb: {\n}\n",
	"? complex\n: value\n? [a, b]\n: c\n? only\n", "? a\n# c\n? b\n", "? ? a\n: b\n", "? - a\n  - b\n: - c\n", ": v\n",
	"a: 'it''s'\nb: \"q\\\"q\\\\\"\nc: \"two\n  lines\\\n  here\"\n", "\"a\": 'b'\n'c':\n  d\n", "a:\r\n  - b\r\n  - |\r\n    x\r\n    y\r\n  - c d\r\n    e\r\n",
	byteOrderMark + "a: b\nc: |\n  d\n", byteOrderMark + "- |1\n  a\n", "é: ü\n日本: [語, 'ó', x]\n", "- é: 1\n  ü: |\n    ö\n",
	"base: &b {x: 1, y: 2}\nd:\n  <<: *b\n  y: 3\n", "base: &b\n  x: 1\nd:\n  y: 2\n  <<: [*b, {x: 9, z: 1}]\n", "a: 1\nb: 2\na: 3\n",
	"a: *b\nb: &b 1\n", "a: &a [*a]\n", "a: 1\n---\nb: 2\n---\nc: [\n", "a:\tb\nc: d\te\n", "%YAML 1.1\n---\na: b\n", "a: - b\n", "a: b: c\n",
	"a: x\u0085  y\nb: \u2028 z\n", "a: \"\\u263a\\x41\"\n", "a: http://x/y?z=1#f\n", "- # comment\n  a: b\n-   # c\n  - d\n", "a:   # c\n  # d\n  b: c\n",
	"a: !Foo # c\n  bar\n", "a: !Foo &x # c\n  # d\n  k: v\n", "a: !Foo\n- x\n- y\n", "!A [!B {!C d: !E f}]", "a: !!str 1\nb: !!int '2'\nc: !<tag:yaml.org,2002:str> x\n",
	"k: >\n  a\n    b\n  c\n\n\n  d\n\nl: x\n", "a: ''\nb: \"\"\nc: ~\nd: null\ne: true\nf: 1.5e3\ng: 0x1F\nh: 2012-10-17\n", "Version: 2012-10-17\n",
	"- a\n # c\n- b\n", "a: b\n ...\n", "- ---\n- a\n", "a: 'x\n\n  y'\n", "{a: b,\n# c\nc: d}\n", "- &a a\n- &a b\n- *a\n", "::", "0: &0\n! :", "\r  - |\n   00", "{}:", "?\n[0]:", "0: !\n! :", "a: &x\n!t b: c\n", "{!a }", "[!a , b]", "{}#", "{0: ,1}", "[{0}:]", "[a:, b: ]", "- |#00\n- 00\n- 0\n", "[0,#\n0,]", "0: {0:} ", "- |+1\n- 0\n\n", "0: !", "*a : b\n", "&a b: c\n*a : d\n",
}

// oddJSON is JSON at its edges.
var oddJSON = []string{
	`{"a": ["b", 1, true, null, {"c\u00e9\ud83d\ude00": "\/"}]}`, "{\n\t\"a\": {\"a\": 1, \"a\": 2}\n}", `[`, `{"a" 1}`, "{} {}", "[1,]", "",
	"{\r\n  \"a\": [\r\n    1,\r\n    2\r\n  ],\r\n  \"b\": {}\r\n}\r\n", byteOrderMark + `{"a": []}`, `"x"`, `[[[]], {"a": {"b": [{}]}}]`,
}

func TestSpansAtTheEdges(t *testing.T) {
	for _, src := range odd {
		checkSpans(t, "x.yaml", []byte(src))
	}
	for _, src := range oddJSON {
		checkSpans(t, "x.json", []byte(src))
	}
}

func FuzzRead(f *testing.F) {
	for _, src := range odd {
		f.Add([]byte(src), false)
	}
	for _, src := range oddJSON {
		f.Add([]byte(src), true)
	}
	f.Fuzz(func(t *testing.T, src []byte, json bool) {
		if len(src) > 4096 {
			return
		}
		file := "x.yaml"
		if json {
			file = "x.json"
		}
		checkSpans(t, file, src)
	})
}
