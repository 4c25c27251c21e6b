package source

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFiles(t *testing.T) {
	tree := Files{"b.txt": []byte("hello\n"), "a.txt": nil, "large": make([]byte, MaxFileSize+1)}
	if got := tree.Paths(); !slices.Equal(got, []string{"a.txt", "b.txt", "large"}) {
		t.Errorf("paths %q are not sorted", got)
	}
	// What `git hash-object` prints for these bytes.
	for path, want := range map[string]string{"a.txt": "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391", "b.txt": "ce013625030ba8dba906f756967f9e9ca394464a", "c.txt": ""} {
		if got := tree.Hash(path); got != want {
			t.Errorf("hash of %s is %q, want %q", path, got, want)
		}
	}
	if _, err := tree.Read("c.txt"); !errors.Is(err, ErrNotFound) {
		t.Errorf("reading what is not there: %v", err)
	}
	if _, err := tree.Read("large"); !errors.Is(err, ErrTooLarge) {
		t.Errorf("reading what is too large: %v", err)
	}
}

func TestOverlay(t *testing.T) {
	tree := Files{"a": []byte("hallo\n"), "b": []byte("b\n")}
	edited, err := Overlay(tree, Edits{{File: "a", Start: 1, End: 2, Text: "e"}})
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := edited.Read("a"); string(got) != "hello\n" {
		t.Errorf("a is %q", got)
	}
	if got := edited.Hash("a"); got != "ce013625030ba8dba906f756967f9e9ca394464a" {
		t.Errorf("the hash %s is not that of the new bytes", got)
	}
	if got, _ := edited.Read("b"); string(got) != "b\n" || edited.Hash("b") != tree.Hash("b") {
		t.Errorf("b changed to %q", got)
	}
	if got, _ := tree.Read("a"); string(got) != "hallo\n" {
		t.Errorf("the tree below changed to %q", got)
	}
	if !slices.Equal(edited.Paths(), tree.Paths()) {
		t.Errorf("paths %q", edited.Paths())
	}
	for _, c := range []struct {
		edits Edits
		want  error
	}{
		{Edits{{File: "none"}}, ErrNotFound},
		{Edits{{File: "a", Start: 0, End: 3}, {File: "a", Start: 2, End: 4}}, ErrOverlap},
		{Edits{{File: "b", Start: 0, End: 1}, {File: "a", Start: 7, End: 7}}, ErrRange},
	} {
		if got, err := Overlay(tree, c.edits); !errors.Is(err, c.want) || got != nil {
			t.Errorf("%v: %v, %v; want %v and no tree", c.edits, got, err, c.want)
		}
	}
}

func TestSpan(t *testing.T) {
	src := []byte("one\ntwo\r\n\nlast")
	for _, c := range []struct{ start, end, line, endLine, column int }{
		{0, 3, 1, 1, 1}, {0, 4, 1, 1, 1}, {0, 5, 1, 2, 1}, {5, 7, 2, 2, 2}, {9, 10, 3, 3, 1}, {10, 14, 4, 4, 1}, {14, 14, 4, 4, 5}, {3, 3, 1, 1, 4}, {0, 0, 1, 1, 1},
	} {
		want := Span{File: "f", Start: c.start, End: c.end, Line: c.line, EndLine: c.endLine, Column: c.column}
		if diff := cmp.Diff(want, NewSpan("f", src, c.start, c.end)); diff != "" {
			t.Error(diff)
		}
	}
	if got := NewSpan("f", src, -3, 99); got.Start != 0 || got.End != len(src) {
		t.Errorf("a span outside the file is %v", got)
	}
	if got := NewSpan("f", nil, 0, 0); got.Line != 1 || got.EndLine != 1 || got.Column != 1 {
		t.Errorf("the span of nothing is %v", got)
	}
	lines := NewLines("f", src)
	for line, want := range map[int]int{-1: 0, 1: 0, 2: 4, 3: 9, 4: 10, 5: 14} {
		if got := lines.Start(line); got != want {
			t.Errorf("line %d starts at %d, want %d", line, got, want)
		}
	}
}
