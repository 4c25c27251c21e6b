package locate_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parebot/pare/internal/locate"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

// TestFindGo is the rules by which the main package of an executable is found, one a row. The template lies at template.yaml unless the
// row says otherwise.
func TestFindGo(t *testing.T) {
	const (
		main    = "package main\n\nfunc main() {}\n"
		serving = "package main\n\nimport \"github.com/aws/aws-lambda-go/lambda\"\n\nfunc main() {\n\tlambda.Start(x)\n}\n"
	)
	for _, c := range []struct {
		name                           string
		template, id, runtime, handler string
		dir                            string
		files                          map[string]string
		want, note                     string
	}{
		{name: "the code's folder", handler: "bootstrap", dir: "functions/put", files: map[string]string{"functions/put/main.go": main, "functions/get/main.go": main}, want: "functions/put/main.go"},
		{name: "Go's own runtime", runtime: "go1.x", handler: "put", dir: "put", files: map[string]string{"put/app.go": main}, want: "put/app.go"},
		{name: "the handler is the file that a plugin builds", runtime: "go1.x", handler: "functions/put/main.go", dir: ".", files: map[string]string{"functions/put/main.go": main, "functions/get/main.go": main}, want: "functions/put/main.go"},
		{
			name: "a target of SAM's makefile build", id: "Put", handler: "bootstrap", dir: ".",
			files: map[string]string{
				"cmd/put/main.go": main, "cmd/get/main.go": main,
				"Makefile": "build-Get:\n\tGOOS=linux go build -o $(ARTIFACTS_DIR)/bootstrap ./cmd/get\nbuild-Put:\n\tGOOS=linux go build -o $(ARTIFACTS_DIR)/bootstrap ./cmd/put\n",
			},
			want: "cmd/put/main.go",
		},
		{
			name: "a target that changes the folder", id: "Put", handler: "bootstrap", dir: ".",
			files: map[string]string{"a/main.go": main, "b/main.go": main, "Makefile": "build-Put:\n\tcd b && go build -tags lambda.norpc -ldflags=\"-s -w\" -o $(ARTIFACTS_DIR)/bootstrap .\n"},
			want:  "b/main.go",
		},
		{
			name: "a line that makes the executable", runtime: "go1.x", handler: "bin/writer", dir: ".",
			files: map[string]string{"lambda/put/main.go": main, "cmd/writer2/main.go": main, "Makefile": "build:\n\tenv GOOS=linux go build -ldflags \"-s -w\" -o bin/writer lambda/put/main.go\n"},
			want:  "lambda/put/main.go",
		},
		{
			name: "a script that goes through the folders", handler: "bootstrap", dir: "build/put.zip",
			files: map[string]string{"src/handlers/put/main.go": main, "src/handlers/get/main.go": main, "scripts/build.sh": "for f in put get; do\n  cd .. ; go build -o build/$f/bootstrap ./src/handlers/$f\ndone\n"},
			want:  "src/handlers/put/main.go",
		},
		{
			name: "a pattern of a Makefile", handler: "bootstrap", dir: "bin/put",
			files: map[string]string{"x/put-fn/main.go": main, "x/get-fn/main.go": main, "Makefile": "bin/%/bootstrap: x/%-fn/main.go\n\tgo build -o $@ $<\n"},
			want:  "x/put-fn/main.go",
		},
		{name: "the folder has the executable's name", handler: "bin/put", dir: ".", files: map[string]string{"cmd/put/main.go": main, "cmd/get/main.go": main}, want: "cmd/put/main.go"},
		{name: "the file has the executable's name", handler: "bootstrap", dir: "dist/put.zip", files: map[string]string{"cmd/put.go": main, "cmd/get.go": main}, want: "cmd/put.go"},
		{name: "the only one below the code's folder", handler: "bootstrap", dir: "src", files: map[string]string{"src/cmd/main.go": main, "tool/main.go": main}, want: "src/cmd/main.go"},
		{
			name: "of several the one that imports the runtime, near the template", template: "api/template.yaml", handler: "bootstrap", dir: "api/dist",
			files: map[string]string{"api/cmd/main.go": serving, "api/tool/main.go": main, "other/main.go": serving}, want: "api/cmd/main.go",
		},
		{
			name: "two are none", handler: "bootstrap", dir: "src", files: map[string]string{"src/a/main.go": serving, "src/b/main.go": serving},
			note: `there is Go code in "src", but which main package "bootstrap" is was not found`,
		},
		{name: "vendored programs and tests are not looked at", handler: "bootstrap", dir: "src", files: map[string]string{"src/vendor/x/main.go": main, "src/main_test.go": main}, note: `what the executable "bootstrap" is made of was not found in "src" or near by`},
		{name: "a program beside code that is not there is another's", handler: "bootstrap", dir: "dist", files: map[string]string{"tool/main.go": main}, note: `what the executable "bootstrap" is made of was not found in "dist" or near by`},
		{name: "no program", runtime: "go1.x", handler: "x", dir: ".", files: map[string]string{"lib/lib.go": "package lib\n"}, note: `the main package of "x" was not found in "." or near by`},
	} {
		t.Run(c.name, func(t *testing.T) {
			tree := source.Files{}
			for file, src := range c.files {
				tree[file] = []byte(src)
			}
			if c.template == "" {
				c.template = "template.yaml"
			}
			if c.runtime == "" {
				c.runtime = "provided.al2023"
			}
			fn := &stack.Function{ID: c.id, Runtime: c.runtime, Handler: c.handler, Code: stack.Code{Dir: c.dir, Span: source.Span{File: c.template, Line: 1}}}
			place, note := locate.Find(fn, tree)
			got := ""
			if note != nil {
				got = note.Text
			}
			if diff := cmp.Diff([]string{c.want, c.note}, []string{place.File, got}); diff != "" {
				t.Errorf("place and note differ (-want +got):\n%s", diff)
			}
			if place.File != "" && (place.Language != "go" || place.Symbol != "main") {
				t.Errorf("place %+v", place)
			}
		})
	}
}
