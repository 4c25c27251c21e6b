package locate_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parebot/pare/internal/locate"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

// TestFindRuby is how the code of a function in Ruby is found, one a row. The template lies in services/api/template.yaml.
func TestFindRuby(t *testing.T) {
	span := source.Span{File: "services/api/template.yaml", Line: 7}
	for _, c := range []struct {
		name, handler, dir, layer string
		files                     string
		want                      locate.Place
		note                      string
	}{
		{
			name: "a method of a file", handler: "app.lambda_handler", dir: "services/api/src", files: "services/api/src/app.rb",
			want: locate.Place{File: "services/api/src/app.rb", Symbol: "lambda_handler", Roots: []string{"services/api/src"}},
		},
		{
			name: "a method of a class", handler: "app.Handler.process", dir: "src", files: "src/app.rb",
			want: locate.Place{File: "src/app.rb", Symbol: "Handler.process", Roots: []string{"src"}},
		},
		{
			name: "a class in a module, a file in a folder", handler: "lib/app.Orders::Handler.process", dir: "src", files: "src/lib/app.rb",
			want: locate.Place{File: "src/lib/app.rb", Symbol: "Orders.Handler.process", Roots: []string{"src"}},
		},
		{
			name: "layers follow the code", handler: "app.handler", dir: "src", layer: "layers/a", files: "src/app.rb",
			want: locate.Place{File: "src/app.rb", Symbol: "handler", Roots: []string{"src", "layers/a/ruby/lib", "layers/a/lib", "layers/a"}},
		},
		{
			name: "a build's output that is not there: the template's folder", handler: "app.handler", dir: "build", files: "services/api/app.rb other/app.rb",
			want: locate.Place{File: "services/api/app.rb", Symbol: "handler", Roots: []string{"services/api"}},
		},
		{
			name: "the one file of the tree that has the method", handler: "orders.handler", dir: "build", files: "code/orders.rb",
			want: locate.Place{File: "code/orders.rb", Symbol: "handler", Roots: []string{"code"}},
		},
		{name: "a file elsewhere without the method", handler: "orders.other", dir: "build", files: "code/orders.rb", note: `the handler "orders.other" was not found in "build" or near by`},
		{name: "a file elsewhere of an ordinary name", handler: "app.handler", dir: "build", files: "code/app.rb", note: `the handler "app.handler" was not found in "build" or near by`},
		{name: "two files are none", handler: "app.handler", dir: "build", files: "services/api/a/app.rb services/api/b/app.rb", note: `the handler "app.handler" was not found in "build" or near by`},
		{name: "no method", handler: "app", dir: "src", note: `the handler "app" names no method of a file`},
	} {
		t.Run(c.name, func(t *testing.T) {
			tree := source.Files{}
			for _, file := range strings.Fields(c.files) {
				tree[file] = []byte("def handler(event:, context:); end\n")
			}
			fn := &stack.Function{Runtime: "ruby3.3", Handler: c.handler, Code: stack.Code{Dir: c.dir, Span: span}}
			if c.layer != "" {
				fn.Layers = []stack.Layer{{Dir: c.layer}}
			}
			got, note := locate.Find(fn, tree)
			if c.note != "" {
				if note == nil || note.Text != c.note {
					t.Fatalf("note %v, want %q", note, c.note)
				}
				return
			}
			c.want.Language, c.want.Span = "ruby", span
			if diff := cmp.Diff(c.want, got); diff != "" || note != nil {
				t.Errorf("note %v, place differs (-want +got):\n%s", note, diff)
			}
		})
	}
}
