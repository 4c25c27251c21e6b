package formats_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/parebot/pare/internal/formats"
	"github.com/parebot/pare/internal/source"
)

var update = flag.Bool("update", false, "write what the readers give into want/stack of the test data")

// TestRead reads the template of each case and compares the stack with want/stack.
func TestRead(t *testing.T) {
	cases, err := filepath.Glob("testdata/read/*.txtar")
	if err != nil || len(cases) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, name := range cases {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if len(strings.TrimSpace(string(archive.Comment))) == 0 {
				t.Error("the case does not say what it shows")
			}
			tree, want := caseFiles(archive)
			var got strings.Builder
			parts := formats.Parts(tree)
			for _, file := range tree.Paths() {
				if s := formats.ReadWith(tree, file, programs(tree)); s != nil && !parts[file] {
					got.WriteString(s.Format + " " + s.File + "\n" + printStack(s))
				}
			}
			if *update {
				setFile(archive, "want/stack", got.String())
				if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(want["want/stack"], got.String()); diff != "" {
				t.Errorf("the stack differs (-want +got):\n%s", diff)
			}
		})
	}
}

// caseFiles parts what is given from what is wanted.
func caseFiles(archive *txtar.Archive) (source.Files, map[string]string) {
	tree, want := source.Files{}, make(map[string]string)
	for _, f := range archive.Files {
		if strings.HasPrefix(f.Name, "want/") || f.Name == "change" || strings.HasPrefix(f.Name, "change/") {
			want[f.Name] = string(f.Data)
			continue
		}
		tree[f.Name] = f.Data
	}
	return tree, want
}

func setFile(archive *txtar.Archive, name, text string) {
	for i := range archive.Files {
		if archive.Files[i].Name == name {
			archive.Files[i].Data = []byte(text)
			return
		}
	}
	archive.Files = append(archive.Files, txtar.File{Name: name, Data: []byte(text)})
}
