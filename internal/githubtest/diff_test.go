package githubtest

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/bluekeyes/go-gitdiff/gitdiff"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/parebot/pare/internal/source"
)

// texts are two versions of a file of few different lines, so that they have much in common; either may lack its last newline.
func texts(t *rapid.T) (before, after []byte) {
	draw := func(name string) []byte {
		lines := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "Resources:", "", "  x", "y"}), 0, 30).Draw(t, name)
		text := strings.Join(lines, "\n")
		if text != "" && rapid.Bool().Draw(t, name+" ends") {
			text += "\n"
		}
		return []byte(text)
	}
	return draw("before"), draw("after")
}

// A patch turns the old file into the new one, and Pare reads in it the hunks that it finds by itself.
func TestPatchIsTheDifference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before, after := texts(t)
		c := change{old: "f", new: "f", before: before, after: after}
		c.diff()
		if len(c.hunks) == 0 {
			if string(before) != string(after) {
				t.Fatal("no patch for two different files")
			}
			return
		}
		if got := applied(t, c.patch(), before); got != string(after) {
			t.Fatalf("the patch makes %q, want %q\n%s", got, after, c.patch())
		}
		read, err := source.ParsePatch(c.patch())
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(source.Hunks(before, after), read); d != "" {
			t.Fatalf("%s\n%s", c.patch(), d)
		}
	})
}

// applied lets another program's reader of patches do the work.
func applied(t *rapid.T, patch string, before []byte) string {
	files, _, err := gitdiff.Parse(strings.NewReader("--- a/f\n+++ b/f\n" + patch + "\n"))
	if err != nil {
		t.Fatalf("%v\n%s", err, patch)
	}
	var out bytes.Buffer
	if err := gitdiff.Apply(&out, bytes.NewReader(before), files[0]); err != nil {
		t.Fatalf("%v\n%s", err, patch)
	}
	return out.String()
}

// A comment may stand on exactly the lines that a hunk shows of a side, and a line that moves is the same line.
func TestLinesOfHunks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before, after := texts(t)
		c := change{old: "f", new: "f", before: before, after: after}
		c.diff()
		old, new := strings.Split(string(before), "\n"), strings.Split(string(after), "\n")
		for _, h := range c.hunks {
			for line := range len(new) + 3 {
				at := h.find(line, true)
				if inside := line >= h.newStart && line < h.newStart+h.newLines && h.newLines > 0; inside != (at >= 0) {
					t.Fatalf("line %d in %s: %d", line, h.header(), at)
				}
				if at >= 0 && h.lines[at][1:] != new[line-1] {
					t.Fatalf("line %d is %q, want %q", line, h.lines[at], new[line-1])
				}
			}
		}
		for line := 1; line <= newlines(string(before)); line++ {
			if to, same := moved(before, after, line); same && old[line-1] != new[to-1] {
				t.Fatalf("line %d %q moved to %d %q", line, old[line-1], to, new[to-1])
			}
		}
	})
}

// The best common ancestor, where a branch was merged back and went on.
func TestMergeBaseAfterMerge(t *testing.T) {
	s, who := newStore(nil), &user{1, "octo"}
	write := func(name string, parents ...string) string {
		return s.commit(map[string][]byte{"name": []byte(name)}, parents, who, name, time.Unix(0, 0))
	}
	root := write("root")
	side := write("side", root)
	main := write("main", root)
	merged := write("merged", main, side)
	later := write("later", side)
	other := write("other")
	for _, c := range []struct{ a, b, want string }{
		{merged, later, side}, {main, side, root}, {merged, side, side}, {merged, other, ""}, {root, root, root},
	} {
		if got := s.mergeBase(c.a, c.b); got != c.want {
			t.Errorf("merge base of %s and %s: %q, want %q", s.commits[c.a].message, s.commits[c.b].message, got, c.want)
		}
	}
	if list := s.between(later, merged); len(list) != 2 || list[0].message != "main" || list[1].message != "merged" {
		t.Errorf("commits between: %v", list)
	}
}

func FuzzSuggestion(f *testing.F) {
	f.Add("```suggestion\na\n```")
	f.Add("````suggestion\n```\n````")
	f.Fuzz(func(t *testing.T, body string) {
		if text, found := Suggestion(body); found && len(text) > len(body) {
			t.Errorf("%q holds %q", body, text)
		}
	})
}
