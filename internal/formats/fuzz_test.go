package formats_test

import (
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/parebot/pare/internal/formats"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

// FuzzRead gives any bytes for a template: reading ends, twice the same, and every place that it names lies in the file.
// Every grant may be asked to go: the edit is made or refused, and what is made can be applied.
func FuzzRead(f *testing.F) {
	cases, err := filepath.Glob("testdata/*/*.txtar")
	if err != nil || len(cases) == 0 {
		f.Fatalf("no cases: %v", err)
	}
	for _, name := range cases {
		src, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for file, data := range mustFiles(src) {
			f.Add(data, filepath.Ext(file) == ".json")
		}
	}
	f.Fuzz(func(t *testing.T, src []byte, json bool) {
		file := "app/template.yaml"
		if json {
			file = "app/template.json"
		}
		tree := source.Files{file: src}
		s := formats.Read(tree, file)
		if s == nil {
			return
		}
		if printStack(s) != printStack(formats.Read(tree, file)) {
			t.Fatal("two readings of one file differ")
		}
		for _, span := range places(s) {
			if span.Start < 0 || span.Start > span.End || span.End > len(src) {
				t.Fatalf("a place outside of the file: %+v", span)
			}
		}
		for _, role := range s.Roles {
			for _, g := range role.Grants {
				change := stack.Change{Replace: &stack.ReplaceGrants{Role: role.ID, Keys: []string{g.Key}}}
				edits, err := formats.Edit(tree, s, change)
				if err != nil {
					continue
				}
				if _, err := source.Overlay(tree, edits); err != nil {
					t.Fatal(err)
				}
			}
		}
	})
}

func mustFiles(archive []byte) source.Files {
	tree, _ := caseFiles(txtar.Parse(archive))
	return tree
}

func places(s *stack.Stack) (all []source.Span) {
	for _, fn := range s.Functions {
		all = append(all, fn.Span, fn.Code.Span, fn.Role.Span)
	}
	for _, r := range s.Roles {
		all = append(all, r.Span)
		for _, g := range r.Grants {
			all = append(all, g.Cause, g.Statement.Span)
		}
	}
	for _, t := range s.Triggers {
		all = append(all, t.Span)
	}
	for _, p := range s.Problems {
		all = append(all, p.Span)
	}
	return all
}
