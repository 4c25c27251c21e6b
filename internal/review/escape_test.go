package review

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// hostile are names as a stranger would choose them.
var hostile = []string{
	"a`b", "``", "`", "a``` \n```suggestion\nevil", "@everyone", "#12", "owner/repo#1", "<!-- pare summary x -->", "<script>alert(1)</script>", "a|b",
	"[x](javascript:alert(1))", "![x](http://evil)", "**b**", "\u202egnp.exe", "a\u200bb", "a\nb", "a\r\n\n## b", "&lt;script&gt;", "https://evil.example", "", " ", "\\`", "$\\ce{x}$", "```",
	"x\x00y", "\xff\xfe", "</details>", "|---|---|",
}

// nodes counts what Markdown makes of a text, by kind.
func nodes(markdown string) map[string]int {
	kinds := make(map[string]int)
	doc := goldmark.DefaultParser().Parse(text.NewReader([]byte(markdown)))
	ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) { //nolint:errcheck // the walker never fails
		if entering {
			kinds[n.Kind().String()]++
		}
		return ast.WalkContinue, nil
	})
	return kinds
}

func TestText(t *testing.T) {
	for _, s := range hostile {
		kinds := nodes("before " + plainText(s) + " after")
		for kind := range kinds {
			if kind != "Document" && kind != "Paragraph" && kind != "Text" && kind != "String" {
				t.Errorf("%q becomes %s", s, kind)
			}
		}
		if strings.ContainsAny(plainText(s), "@#<|\u202e\n") && !strings.Contains(plainText(s), "&#") {
			t.Errorf("%q: %q", s, plainText(s))
		}
	}
}

func TestCode(t *testing.T) {
	for _, s := range hostile {
		kinds := nodes("before " + code(s) + " after")
		if kinds["CodeSpan"] != 1 || kinds["Paragraph"] != 1 || kinds["RawHTML"]+kinds["HTMLBlock"]+kinds["Link"]+kinds["Image"]+kinds["Emphasis"] > 0 {
			t.Errorf("%q becomes %v: %s", s, kinds, code(s))
		}
	}
}

// A suggestion is to the letter, and nothing in it ends its block.
func TestBlock(t *testing.T) {
	for _, s := range hostile {
		doc := goldmark.DefaultParser().Parse(text.NewReader([]byte(block("suggestion", s) + "\n\nafter")))
		fence, ok := doc.FirstChild().(*ast.FencedCodeBlock)
		if !ok || doc.ChildCount() != 2 {
			t.Errorf("%q does not stay in its block", s)
			continue
		}
		var inside bytes.Buffer
		for i := range fence.Lines().Len() {
			line := fence.Lines().At(i)
			inside.Write(line.Value([]byte(block("suggestion", s) + "\n\nafter")))
		}
		if got := strings.TrimSuffix(inside.String(), "\n"); got != strings.TrimSuffix(s, "\n") && !strings.ContainsAny(s, "\x00\r") && utf8.ValidString(s) {
			t.Errorf("%q becomes %q", s, got)
		}
	}
}

// A suggestion without a line deletes; one with an empty line leaves that.
func TestSuggestion(t *testing.T) {
	for text, want := range map[string]string{"": "```suggestion\n```", "a": "```suggestion\na\n```", "```": "````suggestion\n```\n````"} {
		if got := suggestion(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

func TestMessage(t *testing.T) {
	for _, s := range hostile {
		kinds := nodes(message("`" + s + "` is granted on `" + s + "`."))
		if n := kinds["RawHTML"] + kinds["HTMLBlock"] + kinds["Link"] + kinds["Image"] + kinds["AutoLink"] + kinds["Heading"] + kinds["FencedCodeBlock"]; n > 0 {
			t.Errorf("%q becomes %v", s, kinds)
		}
	}
}

func FuzzEscape(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		kinds := nodes("x " + code(s) + " y " + plainText(s) + " z")
		if kinds["CodeSpan"] != 1 || kinds["RawHTML"]+kinds["HTMLBlock"]+kinds["Link"]+kinds["Image"]+kinds["AutoLink"] > 0 {
			t.Errorf("%q becomes %v", s, kinds)
		}
		if c := cut(s, 20); len(c) > 24 || utf8.ValidString(s) && !utf8.ValidString(c) {
			t.Errorf("cut %q", c)
		}
	})
}
