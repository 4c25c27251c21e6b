package serviceref

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "write what the tables say into the golden files")

// TestOperations prints what the operations in testdata need. A file's prose says why its answers are right.
func TestOperations(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no files", err)
	}
	tables := Embedded()
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if len(archive.Comment) == 0 || len(archive.Files) != 2 {
				t.Fatal("want prose, then the files calls and want/needs")
			}
			var got strings.Builder
			for line := range strings.Lines(string(archive.Files[0].Data)) {
				client, operation, _ := strings.Cut(strings.TrimSpace(line), " ")
				op, ok := tables.Operation(client, operation)
				got.WriteString(printed(op, ok, line))
			}
			if *update {
				archive.Files[1].Data = []byte(got.String())
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(archive.Files[1].Data), got.String()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func printed(op Operation, ok bool, line string) string {
	out := strings.TrimSpace(line)
	switch {
	case !ok:
		return out + ": not known\n"
	case !op.Verified:
		out += " (a guess)"
	case len(op.Needs) == 0:
		return out + ": free\n"
	}
	out += "\n"
	for _, n := range op.Needs {
		out += "    " + n.Action
		if n.Optional {
			out += ", optional"
		}
		for _, test := range n.When {
			out += ", if " + printedTest(test)
		}
		out += "\n"
		if len(n.Resources) == 0 {
			out += "        *\n"
		}
		for _, b := range n.Resources {
			out += "        " + printedBinding(b) + "\n"
		}
	}
	return out
}

func printedTest(t Test) string {
	out := t.Argument
	if t.Equals != "" {
		out += " is " + t.Equals
	}
	if t.Prefix != "" {
		out += " begins with " + t.Prefix
	}
	if t.Not {
		out = "not " + out
	}
	return out
}

func printedBinding(b Binding) string {
	out := b.Arn
	for _, name := range slices.Sorted(maps.Keys(b.Variables)) {
		out += fmt.Sprintf("  %s=%s", name, b.Variables[name])
	}
	if b.Whole != "" {
		out += "  whole=" + b.Whole
	}
	return out
}
