package serverless_test

import (
	"path/filepath"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/parebot/pare/internal/formats/serverless"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

// FuzzRead gives any bytes for a service and for a file that it may name: reading ends, every grant lies in a file that was read, and every
// one may be asked to go: the edit is made or refused, and what is made can be applied and read again.
func FuzzRead(f *testing.F) {
	for _, c := range variableServices {
		f.Add([]byte(c.files["serverless.yml"]), []byte(c.files["iam.yml"]))
	}
	cases, err := filepath.Glob("testdata/edit/*.txtar")
	if err != nil || len(cases) == 0 {
		f.Fatalf("no cases: %v", err)
	}
	for _, name := range cases {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(archive.Files[0].Data, archive.Files[1].Data)
	}
	f.Fuzz(func(t *testing.T, service, other []byte) {
		tree := source.Files{"a/serverless.yml": service, "a/iam.yml": other, "a/config/tell.yml": other}
		s := serverless.Read(tree, "a/serverless.yml")
		if s == nil {
			return
		}
		for _, p := range s.Problems {
			if p.Span.File == "" || p.Span.Start > p.Span.End || p.Span.End > len(tree[p.Span.File]) {
				t.Fatalf("a problem outside of the files: %+v", p)
			}
		}
		for _, role := range s.Roles {
			for _, g := range role.Grants {
				if g.Cause.End > len(tree[g.Cause.File]) || g.Cause.Start > g.Cause.End {
					t.Fatalf("a grant outside of the files: %+v", g.Cause)
				}
				edits, err := serverless.Edit(tree, s, stack.Change{Replace: &stack.ReplaceGrants{Role: role.ID, Keys: []string{g.Key}}})
				if err != nil {
					continue
				}
				after, err := source.Overlay(tree, edits)
				if err != nil {
					t.Fatal(err)
				}
				if serverless.Read(after, "a/serverless.yml") == nil {
					t.Fatal("what was edited is no service any more")
				}
			}
		}
	})
}
