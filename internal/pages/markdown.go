package pages

import (
	"bytes"
	"html/template"
	"regexp"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// Markdown renders GitHub's Markdown as far as Pare writes it. Of raw HTML only the few tags that Pare uses pass, to the letter; comments
// vanish, as on GitHub; everything else is shown as text.
func Markdown(source string) template.HTML {
	var b bytes.Buffer
	if err := markdown.Convert([]byte(source), &b); err != nil {
		return template.HTML(template.HTMLEscapeString(source)) //nolint:gosec // escaped right here
	}
	return template.HTML(b.String()) //nolint:gosec // goldmark escapes, and fewTags lets only known tags through
}

var markdown = goldmark.New(
	goldmark.WithExtensions(extension.Table, extension.Strikethrough),
	goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(fewTags{}, 100))),
)

// fewTags renders raw HTML.
type fewTags struct{ html.Config }

// RegisterFuncs implements renderer.NodeRenderer.
func (t fewTags) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindHTMLBlock, t.block)
	r.Register(ast.KindRawHTML, t.inline)
}

func (fewTags) block(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		for i := range n.Lines().Len() {
			line := n.Lines().At(i)
			w.Write(known(line.Value(source))) //nolint:errcheck // a BufWriter keeps its error
		}
		if block, ok := n.(*ast.HTMLBlock); ok && block.HasClosure() {
			w.Write(known(block.ClosureLine.Value(source))) //nolint:errcheck // a BufWriter keeps its error
		}
	}
	return ast.WalkSkipChildren, nil
}

func (fewTags) inline(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if raw, ok := n.(*ast.RawHTML); ok && entering {
		for i := range raw.Segments.Len() {
			segment := raw.Segments.At(i)
			w.Write(known(segment.Value(source))) //nolint:errcheck // a BufWriter keeps its error
		}
	}
	return ast.WalkSkipChildren, nil
}

var (
	hidden = regexp.MustCompile(`<!--.*?-->`)
	entity = regexp.MustCompile(`&amp;(#[0-9]+;)`)
	tag    = regexp.MustCompile(`&lt;(/?(?:details|summary|sub))&gt;`)
)

// known escapes everything, and gives the known tags back.
func known(raw []byte) []byte {
	text := template.HTMLEscapeString(string(hidden.ReplaceAll(raw, nil)))
	text = entity.ReplaceAllString(text, "&$1")
	return []byte(tag.ReplaceAllString(text, "<$1>"))
}
