package locate_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parebot/pare/internal/locate"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

// TestFind is the rules by which a function's code is found, one a row. The template lies in services/api/template.yaml.
func TestFind(t *testing.T) {
	span := source.Span{File: "services/api/template.yaml", Line: 7}
	for _, c := range []struct {
		name             string
		runtime, handler string
		code             stack.Code
		layers           []stack.Layer
		files            []string
		want             locate.Place
		note             string
	}{
		{
			name: "the file in the code's folder", handler: "app.handler", code: stack.Code{Dir: "services/api/src"},
			files: []string{"services/api/src/app.py"},
			want:  locate.Place{File: "services/api/src/app.py", Symbol: "handler", Roots: []string{"services/api/src"}},
		},
		{
			name: "a module in packages, with dots", handler: "pkg.sub.mod.main", code: stack.Code{Dir: "src"},
			files: []string{"src/pkg/sub/mod.py"},
			want:  locate.Place{File: "src/pkg/sub/mod.py", Symbol: "main", Roots: []string{"src"}},
		},
		{
			name: "a module in packages, with slashes", handler: "pkg/mod.main", code: stack.Code{Dir: "src"},
			files: []string{"src/pkg/mod.py"},
			want:  locate.Place{File: "src/pkg/mod.py", Symbol: "main", Roots: []string{"src"}},
		},
		{
			name: "a package", handler: "pkg.main", code: stack.Code{Dir: "."},
			files: []string{"pkg/__init__.py"},
			want:  locate.Place{File: "pkg/__init__.py", Symbol: "main", Roots: []string{"."}},
		},
		{
			name: "layers follow the code, with their own package folders", handler: "app.handler", code: stack.Code{Dir: "src"},
			layers: []stack.Layer{{Dir: "layers/a"}, {}, {Dir: "layers/b"}},
			files:  []string{"layers/a/python/lib/python3.12/site-packages/x.py", "layers/a/python/lib/python3.12/site-packages/y.py", "src/app.py"},
			want: locate.Place{File: "src/app.py", Symbol: "handler", Roots: []string{
				"src", "layers/a/python", "layers/a/python/lib/python3.12/site-packages", "layers/a", "layers/b/python", "layers/b",
			}},
		},
		{
			name: "a build's output that is not there: the template's folder", handler: "app.handler", code: stack.Code{Dir: "dist"},
			files: []string{"services/api/app.py", "services/other/app.py"},
			want:  locate.Place{File: "services/api/app.py", Symbol: "handler", Roots: []string{"services/api"}},
		},
		{
			name: "a build's output: the one file below with the handler's path", handler: "pkg/app.handler", code: stack.Code{Dir: "build/x.zip"},
			files: []string{"services/api/code/pkg/app.py", "services/api/app.py"},
			want:  locate.Place{File: "services/api/code/pkg/app.py", Symbol: "handler", Roots: []string{"services/api/code"}},
		},
		{
			name: "a build's output: the one file of that name", handler: "gone/app.handler", code: stack.Code{Dir: "build"},
			files: []string{"services/api/code/app.py", "services/api/tests/app.py"},
			want:  locate.Place{File: "services/api/code/app.py", Symbol: "handler", Roots: []string{"services/api/code"}},
		},
		{
			name: "two files of that name are none", handler: "app.handler", code: stack.Code{Dir: "build"},
			files: []string{"services/api/a/app.py", "services/api/b/app.py"},
			note:  `the handler "app.handler" was not found in "build" or near by`,
		},
		{
			name: "an archive that is named after the folders that it is made of", handler: "handler.handler", code: stack.Code{Dir: "deploy/users_info_show.zip"},
			files: []string{"services/api/handlers/info/show/handler.py", "services/api/handlers/users/handler.py", "services/api/handlers/users/info/show/handler.py"},
			want:  locate.Place{File: "services/api/handlers/users/info/show/handler.py", Symbol: "handler", Roots: []string{"services/api/handlers/users/info/show"}},
		},
		{
			name: "an archive after which two folders are named", handler: "handler.handler", code: stack.Code{Dir: "deploy/users.zip"},
			files: []string{"services/api/one/users/handler.py", "services/api/two/users/handler.py"}, note: `the handler "handler.handler" was not found in "deploy/users.zip" or near by`,
		},
		{
			name: "code in the template", handler: "index.handler", code: stack.Code{Inline: "def handler(e, c): pass"},
			want: locate.Place{Inline: "def handler(e, c): pass", Symbol: "handler"},
		},
		{
			name: "code in the template that the handler does not name is a placeholder", handler: "update.handler",
			code: stack.Code{Inline: "def handler(e, c): pass"}, files: []string{"update.py"},
			want: locate.Place{File: "update.py", Symbol: "handler", Roots: []string{"."}},
		},
		{
			name: "a placeholder for code that is not there", handler: "update.handler", code: stack.Code{Inline: "def handler(e, c): pass"},
			note: `the code in the template is a placeholder: it is the module index, and the handler "update.handler" is of another, which was not found`,
		},
		{
			name: "a folder beside the template's: the one file of the tree", handler: "scan.handler", code: stack.Code{Dir: "build"},
			files: []string{"code/scan.py", "tests/scan.py"},
			want:  locate.Place{File: "code/scan.py", Symbol: "handler", Roots: []string{"code"}},
		},
		{
			name: "a file elsewhere without the handler's function", handler: "scan.main", code: stack.Code{Dir: "build"}, files: []string{"code/scan.py"},
			note: `the handler "scan.main" was not found in "build" or near by`,
		},
		{
			name: "a file elsewhere of an ordinary name is another function's", handler: "app.handler", code: stack.Code{Dir: "build"},
			files: []string{"code/app.py"}, note: `the handler "app.handler" was not found in "build" or near by`,
		},
		{name: "no dot", handler: "app", code: stack.Code{Dir: "src"}, note: `the handler "app" names no function of a module`},
		{name: "no handler", handler: "", code: stack.Code{Dir: "src"}, note: `the handler "" names no function of a module`},
		{name: "another language", runtime: "nodejs22.x", handler: "a.b", note: `the handler "a.b" was not found in "" or near by`},
		{name: "no runtime", runtime: "-", handler: "a.b", note: "the function's runtime is not known"},
		{name: "a runtime of tomorrow", runtime: "cobol1", handler: "a.b", note: "code for the runtime cobol1 is not read yet"},
		{name: "a container image", handler: "a.b", code: stack.Code{Image: "x"}, note: "code in a container image is not read yet"},
		{name: "elsewhere", handler: "a.b", code: stack.Code{Remote: "s3://b/k"}, note: "the code is not in the repository: s3://b/k"},
	} {
		t.Run(c.name, func(t *testing.T) {
			tree := source.Files{}
			for _, file := range c.files {
				tree[file] = []byte("def handler(event, context): pass\n")
			}
			c.code.Span = span
			fn := &stack.Function{Runtime: "python3.12", Handler: c.handler, Code: c.code, Layers: c.layers}
			if c.runtime != "" {
				fn.Runtime = c.runtime
			}
			if c.runtime == "-" {
				fn.Runtime = ""
			}
			got, note := locate.Find(fn, tree)
			if c.note != "" {
				if note == nil || note.Text != c.note || note.Span != span {
					t.Fatalf("note %v, want %q", note, c.note)
				}
				return
			}
			c.want.Language, c.want.Span = "python", span
			if diff := cmp.Diff(c.want, got); diff != "" || note != nil {
				t.Errorf("note %v, place differs (-want +got):\n%s", note, diff)
			}
		})
	}
}
