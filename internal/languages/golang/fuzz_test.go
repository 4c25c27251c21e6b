package golang_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/parebot/pare/internal/flow"
)

// FuzzCalls: whatever the code, following it ends within the budget, twice the same way, and every place lies in the file.
func FuzzCalls(f *testing.F) {
	files, err := filepath.Glob("../testdata/*.txtar")
	if err != nil || len(files) == 0 {
		f.Fatal("there are no scenarios", err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, part := range archive.Files {
			if strings.HasSuffix(part.Name, ".go") {
				f.Add(string(part.Data))
			}
		}
	}
	f.Fuzz(func(t *testing.T, src string) {
		if len(src) > 20_000 {
			t.Skip("long inputs only cost time here")
		}
		first := calls(t, src)
		if first.Steps > flow.MaxSteps+1 {
			t.Errorf("%d steps", first.Steps)
		}
		if again := calls(t, src); fmt.Sprint(first) != fmt.Sprint(again) {
			t.Errorf("two runs differ:\n%+v\n%+v", first, again)
		}
		for _, c := range first.Calls {
			if c.Span.End > len(src) || c.Span.Start > c.Span.End || c.Span.Line < 1 {
				t.Errorf("span %+v of %d bytes", c.Span, len(src))
			}
		}
	})
}
