package locate_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parebot/pare/internal/locate"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

// TestFindJavaScript is how the code of functions on Node.js is found, one a row. The template lies in services/api/template.yaml.
func TestFindJavaScript(t *testing.T) {
	for _, c := range []struct {
		name, handler string
		code          stack.Code
		layers        string
		files         string // path, and text behind =
		file, symbol  string
		roots         string
		note          string
	}{
		{name: "beside the path", handler: "app.handler", code: stack.Code{Dir: "src"}, files: "src/app.js", file: "src/app.js", symbol: "handler", roots: "src"},
		{name: "a module of ES", handler: "app.handler", code: stack.Code{Dir: "src"}, files: "src/app.mjs", file: "src/app.mjs", symbol: "handler", roots: "src"},
		{name: "a folder's index", handler: "api/app.handler", code: stack.Code{Dir: "."}, files: "api/app/index.js", file: "api/app/index.js", symbol: "handler", roots: "."},
		{name: "the source before what it is compiled to", handler: "app.handler", code: stack.Code{Dir: "."}, files: "app.js app.ts", file: "app.ts", symbol: "handler", roots: "."},
		{name: "something within an export", handler: "src/app.api.handler", code: stack.Code{Dir: "."}, files: "src/app.js", file: "src/app.js", symbol: "api.handler", roots: "."},
		{name: "layers follow", handler: "app.handler", code: stack.Code{Dir: "src"}, layers: "layers/a layers/b", files: "src/app.js", file: "src/app.js", symbol: "handler", roots: "src layers/a layers/b"},
		{
			name: "a bundler's entry point among several of the name", handler: "app.handler", code: stack.Code{Dir: ".", Entries: []string{"src/b/app.ts"}},
			files: "src/a/app.ts src/b/app.ts", file: "src/b/app.ts", symbol: "handler", roots: ".",
		},
		{name: "an output's folder stands for src", handler: "handlers/get.handler", code: stack.Code{Dir: "fn/dist"}, files: "fn/src/handlers/get.ts other/handlers/get.ts", file: "fn/src/handlers/get.ts", symbol: "handler", roots: "fn/dist"},
		{name: "an output's folder in the handler", handler: "dist/app.handler", code: stack.Code{Dir: "fn"}, files: "fn/app.ts", file: "fn/app.ts", symbol: "handler", roots: "fn"},
		{
			name: "the folders that tsconfig.json names", handler: "app.handler", code: stack.Code{Dir: "fn/js"},
			files: `fn/tsconfig.json={"compilerOptions":{"outDir":"./js","rootDir":"code"}} fn/code/app.ts fn/other/app.ts`, file: "fn/code/app.ts", symbol: "handler", roots: "fn/js",
		},
		{name: "an archive that is named after a folder", handler: "index.handler", code: stack.Code{Dir: "dist/create-order.zip"}, files: "src/create-order/index.ts src/list-orders/index.ts", file: "src/create-order/index.ts", symbol: "handler", roots: "src/create-order"},
		{name: "an archive that a build makes", handler: "app.handler", code: stack.Code{Dir: "fn/fn.zip"}, files: "fn/app.js", file: "fn/app.js", symbol: "handler", roots: "fn"},
		{name: "below the code's folder", handler: "app.handler", code: stack.Code{Dir: "fn"}, files: "fn/src/deep/app.ts", file: "fn/src/deep/app.ts", symbol: "handler", roots: "fn/src/deep"},
		{name: "several below it", handler: "app.handler", code: stack.Code{Dir: "fn"}, files: "fn/a/app.ts fn/b/app.ts", note: `the handler "app.handler" was not found in "fn" or near by`},
		{name: "below the template's src", handler: "orders.handler", code: stack.Code{Dir: "dist"}, files: "services/api/src/orders.ts", file: "services/api/src/orders.ts", symbol: "handler", roots: "services/api/src"},
		{name: "elsewhere, by a name of its own", handler: "orders.take", code: stack.Code{Dir: "x"}, files: "code/orders.ts=take", file: "code/orders.ts", symbol: "take", roots: "code"},
		{name: "elsewhere, without what it must export", handler: "orders.take", code: stack.Code{Dir: "x"}, files: "code/orders.ts", note: `the handler "orders.take" was not found in "x" or near by`},
		{name: "elsewhere, by an ordinary name", handler: "index.handler", code: stack.Code{Dir: "x"}, files: "code/index.ts=handler", note: `the handler "index.handler" was not found in "x" or near by`},
		{name: "never among installed packages or tests", handler: "a/orders.h", code: stack.Code{Dir: "x"}, files: "node_modules/a/orders.js=h __tests__/a/orders.ts=h b/a/orders.d.ts=h", note: `the handler "a/orders.h" was not found in "x" or near by`},
		{name: "a bare word", handler: "bootstrap", code: stack.Code{Dir: "x"}, note: `the handler "bootstrap" names no function of a module`},
	} {
		t.Run(c.name, func(t *testing.T) {
			tree := source.Files{}
			for _, file := range strings.Fields(c.files) {
				name, text, _ := strings.Cut(file, "=")
				tree[name] = []byte(text + "\n")
			}
			c.code.Span = source.Span{File: "services/api/template.yaml", Line: 7}
			fn := &stack.Function{Runtime: "nodejs22.x", Handler: c.handler, Code: c.code}
			for _, dir := range strings.Fields(c.layers) {
				fn.Layers = append(fn.Layers, stack.Layer{Dir: dir})
			}
			got, note := locate.Find(fn, tree)
			if c.note != "" {
				if note == nil || note.Text != c.note {
					t.Fatalf("place %v, note %v, want %q", got, note, c.note)
				}
				return
			}
			want := locate.Place{Language: "javascript", File: c.file, Symbol: c.symbol, Roots: strings.Fields(c.roots), Span: c.code.Span}
			if diff := cmp.Diff(want, got); diff != "" || note != nil {
				t.Errorf("note %v, place differs (-want +got):\n%s", note, diff)
			}
		})
	}
}
