package languages_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/parebot/pare/internal/languages"
	"github.com/parebot/pare/internal/source"
)

// reads counts the files of a tree that are read.
type reads struct {
	source.Files
	count int
}

func (r *reads) Read(file string) ([]byte, error) {
	src, err := r.Files.Read(file)
	if err == nil {
		r.count++
	}
	return src, err
}

// TestAheadIsBounded: of a file that imports more than is read, no more is read ahead than would be.
func TestAheadIsBounded(t *testing.T) {
	const imports, most = 5000, 2000
	tree := &reads{Files: source.Files{}}
	var b strings.Builder
	for i := range imports {
		fmt.Fprintf(&b, "import m%d\n", i)
		tree.Files[fmt.Sprintf("m%d.py", i)] = nil
	}
	tree.Files["handler.py"] = []byte(b.String() + "\ndef handler(event, context):\n    pass\n")
	result := languages.Calls(tree, handlerPlace, nil)
	if tree.count > most+1 || len(result.Unknown) == 0 {
		t.Errorf("%d files are read, at most %d should be; %d unknowns", tree.count, most, len(result.Unknown))
	}
}
