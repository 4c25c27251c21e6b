package languages_test

import (
	"path/filepath"
	"strings"
	"testing"

	"go.uber.org/goleak"
	"golang.org/x/tools/txtar"

	"github.com/parebot/pare/internal/flow"
	"github.com/parebot/pare/internal/program"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// FuzzCalls: whatever the code, following it ends within the budget, twice the same way, and every place lies in the file.
func FuzzCalls(f *testing.F) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, part := range archive.Files {
			if strings.HasSuffix(part.Name, ".py") {
				f.Add(string(part.Data))
			}
		}
	}
	f.Fuzz(func(t *testing.T, src string) {
		if len(src) > 20_000 {
			t.Skip("long inputs only cost time here")
		}
		first := calls(src)
		if first.Steps > flow.MaxSteps+1 {
			t.Errorf("%d steps", first.Steps)
		}
		if again := calls(src); printed(first) != printed(again) {
			t.Errorf("two runs differ:\n%s\n%s", printed(first), printed(again))
		}
		for _, c := range first.Calls {
			if c.Span.End > len(src) || c.Span.Start > c.Span.End || c.Span.Line < 1 {
				t.Errorf("span %+v of %d bytes", c.Span, len(src))
			}
		}
	})
}

// kept is a Cache that counts.
type kept struct {
	modules   map[string]*program.Module
	hits, put int
}

func (k *kept) Get(key string) (*program.Module, bool) {
	m, ok := k.modules[key]
	if ok {
		k.hits++
	}
	return m, ok
}

func (k *kept) Put(key string, m *program.Module) {
	k.put++
	k.modules[key] = m
}
