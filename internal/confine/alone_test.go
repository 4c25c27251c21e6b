package confine

import (
	"slices"
	"testing"

	"github.com/parebot/pare/internal/analysis"
	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/serviceref"
)

// TestAlone: a file of any language is read where it is made all there is to read, so that one that stops the reader does it again.
func TestAlone(t *testing.T) {
	for _, c := range []struct{ path, text, read string }{
		{"src/app.py", "import boto3\n", "code/app.py"},
		{"src/app.js", "exports.handler = async () => 1;\n", "code/app.js"},
		{"src/app.mjs", "export const handler = async () => 1;\n", "code/app.mjs"},
		{"src/app.ts", "export const handler = async (): Promise<number> => 1;\n", "code/app.ts"},
		{"src/app.tsx", "export const handler = async () => 1;\n", "code/app.tsx"},
		{"lib/app.rb", "def handler(event:, context:) = 1\n", "code/app.rb"},
		{"a/b/App.java", "package a.b;\n\nclass App { Object handleRequest(Object e) { return e; } }\n", "code/src/main/java/App.java"},
		{"a/b/App.kt", "package a.b\n\nclass App {\n  fun handleRequest(e: Any): Any { return e }\n}\n", "code/src/main/java/App.kt"},
		{"App/Other.cs", "namespace A;\npublic class Thing { }\n", "code/Other.cs"},
		{"pkg/store/store.go", "package store\n\nfunc Open() {}\n", "code/lone/lone.go"},
		{"src/lib.rs", "pub fn open() {}\n", "code/src/main.rs"},
		{"src/app.php", "<?php return function ($event) { return 1; };\n", "code/app.php"},
		{"src/bootstrap", "#!/bin/bash\naws s3 ls\n", "code/lone.sh"},
		{"run.sh", "handler() { echo 1; }\n", "code/lone.sh"},
	} {
		report := analysis.Run(alone(served{path: c.path, text: []byte(c.text)}), analysis.Options{Tables: serviceref.Embedded()})
		if !slices.ContainsFunc(report.Functions, func(f finding.Function) bool { return slices.Contains(f.Files, c.read) }) {
			t.Errorf("%s is not read: %+v", c.path, report.Functions)
		}
	}
}
