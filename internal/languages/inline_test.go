package languages_test

import (
	"strings"
	"testing"

	"github.com/parebot/pare/internal/languages"
	"github.com/parebot/pare/internal/locate"
	"github.com/parebot/pare/internal/source"
)

// TestInline: places in code that stands in a template are places of the template, whatever its indentation there; code that does
// not stand there to the letter is at the place of the whole.
func TestInline(t *testing.T) {
	code := "import boto3\n\ndef handler(event, context):\n  boto3.client('s3').get_object(Bucket='b', Key='k')\n"
	indented := "      " + strings.ReplaceAll(strings.TrimSuffix(code, "\n"), "\n", "\n      ")
	block := "Resources:\n  F:\n    InlineCode: |\n" + strings.ReplaceAll(indented, "      \n", "\n") + "\n"
	quoted := "Resources:\n  F:\n    InlineCode: " + `"import boto3\n\ndef handler(event, context): boto3.client('s3').list_buckets()"` + "\n"
	for _, c := range []struct {
		name, template, code, text string
		line                       int
	}{
		{"a block of lines", block, code, "boto3.client('s3').get_object(Bucket='b', Key='k')", 7},
		{"a quoted string", quoted, "import boto3\n\ndef handler(event, context): boto3.client('s3').list_buckets()", strings.TrimSpace(strings.Split(quoted, "\n")[2]), 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			tree := source.Files{"template.yaml": []byte(c.template)}
			start := strings.Index(c.template, "InlineCode")
			place := locate.Place{
				Language: "python", Symbol: "handler", Inline: c.code, Span: source.NewSpan("template.yaml", []byte(c.template), start, len(c.template)),
			}
			result := languages.Calls(tree, place, nil)
			if len(result.Calls) != 1 || len(result.Unknown) != 0 || len(result.Files) != 0 {
				t.Fatalf("%+v", result)
			}
			call := result.Calls[0]
			if call.Span.File != "template.yaml" || call.Span.Line != c.line || call.Text != c.text {
				t.Errorf("%s:%d %q, want line %d %q", call.Span.File, call.Span.Line, call.Text, c.line, c.text)
			}
		})
	}
}
