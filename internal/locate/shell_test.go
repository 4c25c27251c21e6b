package locate_test

import (
	"testing"

	"github.com/parebot/pare/internal/locate"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

// TestFindShell is how the script of a custom runtime is found, one a row. The code lies in the folder fn.
func TestFindShell(t *testing.T) {
	const reads = "#!/bin/sh\nsource $LAMBDA_TASK_ROOT/\"$(echo $_HANDLER | cut -d. -f1).sh\"\n"
	for _, c := range []struct {
		name, handler      string
		files              source.Files
		layer              string
		file, symbol, note string
	}{
		{name: "the handler's function", handler: "function.handler", files: source.Files{"fn/bootstrap": []byte(reads), "fn/function.sh": []byte("function handler () {\n:\n}\n")}, file: "fn/function.sh", symbol: "handler"},
		{name: "a function as POSIX has it", handler: "main.run", files: source.Files{"fn/bootstrap": []byte(reads), "fn/main.sh": []byte("run() { :; }\n")}, file: "fn/main.sh", symbol: "run"},
		{name: "a bootstrap that does all", handler: "x", files: source.Files{"fn/bootstrap": []byte("#!/usr/bin/env bash\naws s3 ls\n")}, file: "fn/bootstrap"},
		{name: "a bootstrap in a layer", handler: "f.h", layer: "layer", files: source.Files{"layer/bootstrap": []byte(reads), "fn/f.sh": []byte("h() { :; }\n")}, file: "fn/f.sh", symbol: "h"},
		{name: "a script without functions", handler: "work.sh", files: source.Files{"fn/bootstrap": []byte("#!/bin/bash\n\"$LAMBDA_TASK_ROOT/$_HANDLER\"\n"), "fn/work.sh": []byte("aws s3 ls\n")}, file: "fn/work.sh"},
		{name: "a function that is not there", handler: "f.h", files: source.Files{"fn/bootstrap": []byte(reads), "fn/f.sh": []byte("other() { :; }\n")}, note: `the bootstrap reads the script of the handler "f.h", which was not found in "fn"`},
		{name: "an executable that is no script", handler: "f.h", files: source.Files{"fn/bootstrap": []byte("\x7fELF")}, note: `what the executable "f.h" is made of was not found in "fn" or near by`},
	} {
		t.Run(c.name, func(t *testing.T) {
			fn := &stack.Function{Runtime: "provided.al2023", Handler: c.handler, Code: stack.Code{Dir: "fn"}, Span: source.Span{File: "template.yaml"}}
			if c.layer != "" {
				fn.Layers = []stack.Layer{{Dir: c.layer}}
			}
			got, note := locate.Find(fn, c.files)
			if c.note != "" {
				if note == nil || note.Text != c.note {
					t.Fatalf("note %v, want %q", note, c.note)
				}
				return
			}
			if note != nil || got.File != c.file || got.Symbol != c.symbol || got.Language != "shell" {
				t.Errorf("note %v, place %+v, want %s %s", note, got, c.file, c.symbol)
			}
		})
	}
}
