// Package commands is the slash commands: how they are found in a comment, and the table of them.
package commands

import (
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// MaxBody is the longest comment that is looked at, in bytes, and MaxCommands how many commands of it count.
const (
	MaxBody     = 65_536
	MaxCommands = 5
)

// Parsed is one command line: /pare NAME ARGS...
type Parsed struct {
	Name string
	Args []string
}

// Parse finds the commands in a comment. It reads the comment as CommonMark: a command is a line of a top-level paragraph that starts with
// /pare; what stands in code, in a quote, in a list or in an HTML comment is talk about commands.
func Parse(body string) []Parsed {
	if len(body) > MaxBody {
		body = body[:MaxBody]
	}
	src := []byte(body)
	var found []Parsed
	for n := goldmark.DefaultParser().Parse(text.NewReader(src)).FirstChild(); n != nil; n = n.NextSibling() {
		if p, ok := n.(*ast.Paragraph); ok {
			found = append(found, inParagraph(p, src)...)
		}
	}
	return found[:min(len(found), MaxCommands)]
}

// inParagraph reads the lines of a paragraph that begin as plain text; a line that begins within code or HTML is none.
func inParagraph(p *ast.Paragraph, src []byte) (found []Parsed) {
	starts := make(map[int]bool)
	for n := p.FirstChild(); n != nil; n = n.NextSibling() {
		if t, ok := n.(*ast.Text); ok {
			starts[t.Segment.Start] = true
		}
	}
	for i := range p.Lines().Len() {
		line := p.Lines().At(i)
		if !starts[line.Start] {
			continue
		}
		words := strings.Fields(string(line.Value(src)))
		if len(words) > 0 && words[0] == "/pare" {
			found = append(found, parsed(words[1:]))
		}
	}
	return found
}

func parsed(words []string) Parsed {
	if len(words) == 0 {
		return Parsed{Name: "help"}
	}
	return Parsed{Name: strings.ToLower(words[0]), Args: words[1:]}
}
