package source

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestHunks(t *testing.T) {
	for _, c := range []struct {
		name, old, new string
		want           []Hunk
	}{
		{name: "the same", old: "a\n", new: "a\n"},
		{name: "a new file", new: "a\nb\n", want: []Hunk{{OldStart: 0, OldLines: 0, NewStart: 1, NewLines: 2, Added: []int{1, 2}}}},
		{name: "a file that went", old: "a\nb\n", want: []Hunk{{OldStart: 1, OldLines: 2}}},
		{name: "only the last newline", old: "a\nb", new: "a\nb\n", want: []Hunk{{OldStart: 1, OldLines: 2, NewStart: 1, NewLines: 2, Added: []int{2}}}},
		{name: "two that are near are one", old: "a\n1\n2\n3\n4\n5\n6\nb\n", new: "A\n1\n2\n3\n4\n5\n6\nB\n",
			want: []Hunk{{OldStart: 1, OldLines: 8, NewStart: 1, NewLines: 8, Added: []int{1, 8}}}},
		{name: "two that are far are two", old: "a\n1\n2\n3\n4\n5\n6\n7\nb\n", new: "A\n1\n2\n3\n4\n5\n6\n7\nB\nC\n",
			want: []Hunk{{OldStart: 1, OldLines: 4, NewStart: 1, NewLines: 4, Added: []int{1}}, {OldStart: 6, OldLines: 4, NewStart: 6, NewLines: 5, Added: []int{9, 10}}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, Hunks([]byte(c.old), []byte(c.new))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestHunksTellTheChange makes the new file from the old one and the hunks: outside of them the lines are the old ones, moved.
func TestHunksTellTheChange(t *testing.T) {
	file := rapid.SliceOfN(rapid.SampledFrom([]string{"a\n", "b\n", "c\n", "d\n", "e\n"}), 0, 40)
	rapid.Check(t, func(t *rapid.T) {
		old, new := file.Draw(t, "old"), file.Draw(t, "new")
		at, moved := 0, 0 // 0-based line of old, and by how much lines have moved
		for _, h := range Hunks([]byte(strings.Join(old, "")), []byte(strings.Join(new, ""))) {
			start, newStart := h.OldStart-1, h.NewStart-1
			if h.OldLines == 0 {
				start++
			}
			if h.NewLines == 0 {
				newStart++
			}
			if start+moved != newStart {
				t.Fatalf("hunk %+v starts %d lines off", h, newStart-start-moved)
			}
			for ; at < start; at++ {
				if old[at] != new[at+moved] {
					t.Fatalf("line %d changed outside of every hunk", at+1)
				}
			}
			at += h.OldLines
			moved += h.NewLines - h.OldLines
			for _, added := range h.Added {
				if added < h.NewStart || added >= h.NewStart+h.NewLines {
					t.Fatalf("line %d is not within %+v", added, h)
				}
			}
		}
		if at+moved > len(new) || strings.Join(old[at:], "") != strings.Join(new[at+moved:], "") {
			t.Fatalf("what is behind the last hunk changed")
		}
	})
}

// TestParsePatchOfGit reads what git writes: the same hunks as Hunks finds.
func TestParsePatchOfGit(t *testing.T) {
	git, err := exec.LookPath("git")
	if err != nil {
		t.Skip("there is no git here")
	}
	for i, c := range [][2]string{{"", "a\nb\n"}, {"a\n", ""}, {"a\nb", "a\nb\n"}, {"a\n1\n2\n3\n4\n5\n6\n7\nb\n", "A\n1\n2\n3\n4\n5\n6\n7\nB\nC"}, {"x\ny\nz\n", "x\nz\n"}, {"-\n+\n@@ -1 +1 @@\n", "+\n@@ -1 +1 @@\n\\ x\n"}} {
		dir := t.TempDir()
		for j, name := range []string{"old", "new"} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(c[j]), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		cmd := exec.Command(git, "diff", "--no-index", "--no-color", "old", "new")
		cmd.Dir = dir
		out, _ := cmd.Output() // exit code 1 says that there is a difference
		start := strings.Index(string(out), "\n@@ ")
		if start < 0 {
			t.Fatalf("case %d: git wrote %q", i, out)
		}
		hunks, err := ParsePatch(string(out[start+1:]))
		if err != nil {
			t.Fatalf("case %d: %v", i, err)
		}
		if diff := cmp.Diff(hunks, Hunks([]byte(c[0]), []byte(c[1]))); diff != "" {
			t.Errorf("case %d, git against ours:\n%s", i, diff)
		}
	}
}

func TestParsePatchRefuses(t *testing.T) {
	for _, patch := range []string{"a", "@@ -1 +1 @@", "@@ -1 +1 @@\n a\n b", "@@ -1,2 +1,2 @@\n a", "@@ -1 +1\n a", "@@ -x +1 @@\n a", "@@ 1 +1 @@\n a", "@@ -1 +1 @@\n*a",
		"@@ -1,99999999999 +1 @@\n a", "@@ -1,0 +1 @@\n-a"} {
		if hunks, err := ParsePatch(patch); !errors.Is(err, ErrPatch) {
			t.Errorf("%q reads as %+v, %v", patch, hunks, err)
		}
	}
}

func FuzzParsePatch(f *testing.F) {
	f.Add("@@ -1,3 +1,4 @@ func\n a\n-b\n+c\n+d\n e\n\\ No newline at end of file")
	f.Add("@@ -0,0 +1 @@\n+a")
	f.Fuzz(func(t *testing.T, patch string) {
		hunks, err := ParsePatch(patch)
		if err != nil {
			return
		}
		for _, h := range hunks {
			if len(h.Added) > h.NewLines {
				t.Errorf("%+v adds more lines than it has", h)
			}
			for _, line := range h.Added {
				if line < h.NewStart || line >= h.NewStart+h.NewLines {
					t.Errorf("line %d is not within %+v", line, h)
				}
			}
		}
	})
}

func TestCompare(t *testing.T) {
	text := func(name string, lines int) []byte {
		var b strings.Builder
		for i := range lines {
			fmt.Fprintf(&b, "%s %d\n", name, i)
		}
		return []byte(b.String())
	}
	base := Files{
		"same": text("same", 3), "changed": []byte("a\n"), "gone": text("gone", 3),
		"old/moved.yaml": text("moved", 9), "old/edited.yaml": text("edited", 9), "old/other.yaml": text("other", 9),
		"binary": {0, 1}, "one/x": text("x", 5), "two/x": text("y", 5),
	}
	head := Files{
		"same": text("same", 3), "changed": []byte("b\n"), "come": text("come", 2),
		"new/name.yaml": text("moved", 9), "new/edited.yaml": append(text("edited", 9), "more\n"...), "new/other.yaml": text("rewritten", 9),
		"binary": {0, 2}, "three/x": text("y", 5), "four/x": text("x", 5),
	}
	want := Diff{
		{Path: "binary", OldPath: "binary"},
		{Path: "changed", OldPath: "changed", Hunks: []Hunk{{1, 1, 1, 1, []int{1}}}},
		{Path: "come", Hunks: []Hunk{{0, 0, 1, 2, []int{1, 2}}}},
		{Path: "four/x", OldPath: "one/x"},
		{OldPath: "gone", Hunks: []Hunk{{1, 3, 0, 0, nil}}},
		{Path: "new/edited.yaml", OldPath: "old/edited.yaml", Hunks: []Hunk{{7, 3, 7, 4, []int{10}}}},
		{Path: "new/name.yaml", OldPath: "old/moved.yaml"},
		{Path: "new/other.yaml", Hunks: []Hunk{{0, 0, 1, 9, []int{1, 2, 3, 4, 5, 6, 7, 8, 9}}}},
		{OldPath: "old/other.yaml", Hunks: []Hunk{{1, 9, 0, 0, nil}}},
		{Path: "three/x", OldPath: "two/x"},
	}
	if diff := cmp.Diff(want, Compare(base, head)); diff != "" {
		t.Error(diff)
	}
	if got := Compare(base, base); got != nil {
		t.Errorf("a tree differs from itself: %v", got)
	}
}
