package locate_test

import (
	"strings"
	"testing"

	"github.com/parebot/pare/internal/locate"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

// TestFindRust is how the binary of a Cargo package is found that a function runs, one a row. The template lies in the root. A file is a
// Cargo.toml where it is written as FOLDER=PACKAGE.
func TestFindRust(t *testing.T) {
	for _, c := range []struct {
		name, id, handler string
		code              stack.Code
		files             string
		makefile          string
		file, note        string
	}{
		{name: "the package in the code's folder", handler: "bootstrap", code: stack.Code{Dir: "."}, files: ".=app src/main.rs", file: "src/main.rs"},
		{name: "a folder of its own", handler: "bootstrap", code: stack.Code{Dir: "get"}, files: "get=get put=put get/src/main.rs put/src/main.rs", file: "get/src/main.rs"},
		{name: "the build's settings name the binary", code: stack.Code{Dir: ".", BuildMethod: "rust-cargolambda", Binary: "put-item"}, files: ".=app src/bin/get-item.rs src/bin/put-item.rs", file: "src/bin/put-item.rs"},
		{name: "the handler names the binary", handler: "put_item", code: stack.Code{Dir: "."}, files: ".=app src/bin/get-item.rs src/bin/put-item.rs", file: "src/bin/put-item.rs"},
		{name: "a binary is a folder", handler: "b", code: stack.Code{Dir: "."}, files: ".=app src/bin/a/main.rs src/bin/b/main.rs", file: "src/bin/b/main.rs"},
		{name: "a package of the workspace", handler: "b", code: stack.Code{Dir: "."}, files: "crates/a=a crates/b=b crates/a/src/main.rs crates/b/src/main.rs", file: "crates/b/src/main.rs"},
		{name: "what cargo lambda builds", handler: "bootstrap", code: stack.Code{Dir: "target/lambda/b"}, files: ".=root crates/a=a crates/b=b crates/a/src/main.rs crates/b/src/main.rs", file: "crates/b/src/main.rs"},
		{name: "an archive of what cargo lambda builds", handler: "bootstrap", code: stack.Code{Dir: "rust/target/lambda/b/bootstrap.zip"}, files: "rust=r rust/src/bin/a.rs rust/src/bin/b.rs", file: "rust/src/bin/b.rs"},
		{name: "the Makefile's target names the binary", id: "Put", handler: "bootstrap", code: stack.Code{Dir: ".", BuildMethod: "makefile"}, files: ".=app src/bin/get.rs src/bin/put.rs", makefile: "build-Get:\n\tcargo build --bin get\nbuild-Put:\n\tcargo build --release --bin put\n", file: "src/bin/put.rs"},
		{name: "the Makefile's target copies the binary", id: "Put", handler: "bootstrap", code: stack.Code{Dir: "."}, files: ".=app src/bin/get.rs src/bin/put.rs", makefile: "build-Put:\n\tcp ./target/x86_64-unknown-linux-musl/release/put $(ARTIFACTS_DIR)/bootstrap\n", file: "src/bin/put.rs"},
		{name: "a binary that the manifest names", handler: "bootstrap", code: stack.Code{Dir: "."}, files: ".=app,tool:code/tool.rs code/tool.rs", file: "code/tool.rs"},
		{name: "a folder of the binary's name that a script fills", handler: "not.used", code: stack.Code{Dir: "app/dist/put_item/bin"}, files: "app=app app/src/bin/get_item.rs app/src/bin/put_item.rs", file: "app/src/bin/put_item.rs"},
		{name: "several binaries", handler: "bootstrap", code: stack.Code{Dir: "."}, files: ".=app src/bin/a.rs src/bin/b.rs", note: `which of several binaries in "." the function runs is not told`},
		{name: "a library has no binary", handler: "bootstrap", code: stack.Code{Dir: "x", BuildMethod: "rust-cargolambda"}, files: ".=app src/bin/a.rs x=lib x/src/lib.rs", file: "src/bin/a.rs"},
		{name: "no Rust", handler: "bootstrap", code: stack.Code{Dir: "x"}, files: "x/main.c", note: `what the executable "bootstrap" is made of was not found in "x" or near by`},
	} {
		t.Run(c.name, func(t *testing.T) {
			tree := source.Files{"Makefile": []byte(c.makefile)}
			for _, file := range strings.Fields(c.files) {
				folder, name, manifest := strings.Cut(file, "=")
				if !manifest {
					tree[file] = []byte("fn main() {}\n")
					continue
				}
				name, bins, _ := strings.Cut(name, ",")
				text := "[package]\nname = \"" + name + "\"\n"
				if bin, path, ok := strings.Cut(bins, ":"); ok {
					text += "[[bin]] # a tool\nname = \"" + bin + "\"\npath = \"" + path + "\"\n"
				}
				tree[strings.TrimPrefix(folder+"/Cargo.toml", "./")] = []byte(text)
			}
			fn := &stack.Function{ID: c.id, Runtime: "provided.al2023", Handler: c.handler, Code: c.code, Span: source.Span{File: "template.yaml"}}
			got, note := locate.Find(fn, tree)
			if c.note != "" {
				if note == nil || note.Text != c.note {
					t.Fatalf("note %v, want %q", note, c.note)
				}
				return
			}
			if note != nil || got.File != c.file || got.Symbol != "main" || got.Language != "rust" {
				t.Errorf("note %v, place %+v, want %s", note, got, c.file)
			}
		})
	}
}
