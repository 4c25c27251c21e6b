package source

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

func TestApply(t *testing.T) {
	const src = "one two three"
	for _, c := range []struct {
		name  string
		edits []Edit
		want  string
		err   error
	}{
		{name: "nothing to do", want: src},
		{name: "in any order", edits: []Edit{{Start: 8, End: 13, Text: "3"}, {Start: 0, End: 3, Text: "1"}}, want: "1 two 3"},
		{name: "touching", edits: []Edit{{Start: 0, End: 4}, {Start: 4, End: 8}}, want: "three"},
		{name: "insertions at one place keep their order", edits: []Edit{{Start: 4, End: 4, Text: "a "}, {Start: 4, End: 4, Text: "b "}}, want: "one a b two three"},
		{name: "an insertion goes before a replacement", edits: []Edit{{Start: 4, End: 7, Text: "2"}, {Start: 4, End: 4, Text: "a "}}, want: "one a 2 three"},
		{name: "an insertion behind a replacement", edits: []Edit{{Start: 4, End: 7, Text: "2"}, {Start: 7, End: 7, Text: "nd"}}, want: "one 2nd three"},
		{name: "at the end", edits: []Edit{{Start: 13, End: 13, Text: "!"}}, want: src + "!"},
		{name: "overlap", edits: []Edit{{Start: 0, End: 5}, {Start: 4, End: 7}}, err: ErrOverlap},
		{name: "the same twice", edits: []Edit{{Start: 0, End: 3}, {Start: 0, End: 3}}, err: ErrOverlap},
		{name: "an insertion within a replacement", edits: []Edit{{Start: 0, End: 3}, {Start: 1, End: 1, Text: "x"}}, err: ErrOverlap},
		{name: "behind the end", edits: []Edit{{Start: 13, End: 14}}, err: ErrRange},
		{name: "before the start", edits: []Edit{{Start: -1, End: 1}}, err: ErrRange},
		{name: "backwards", edits: []Edit{{Start: 3, End: 1}}, err: ErrRange},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Apply([]byte(src), c.edits)
			if !errors.Is(err, c.err) || string(got) != c.want {
				t.Errorf("got %q, %v; want %q, %v", got, err, c.want, c.err)
			}
		})
	}
}

// FuzzApply holds Apply to its law: what it accepts changes the length by what was cut and what was put in, and leaves the
// bytes before the first and behind the last edit alone; what it refuses has an overlap or lies outside.
func FuzzApply(f *testing.F) {
	f.Add("one two three", 0, 3, "1", 4, 7, "2")
	f.Add("", 0, 0, "a", 0, 0, "b")
	f.Add("abc", 1, 2, "", 1, 1, "x")
	f.Add("abc", 2, 9, "", -1, 1, "x")
	f.Fuzz(func(t *testing.T, src string, s1, e1 int, t1 string, s2, e2 int, t2 string) {
		edits := []Edit{{Start: s1, End: e1, Text: t1}, {Start: s2, End: e2, Text: t2}}
		got, err := Apply([]byte(src), edits)
		outside := func(s, e int) bool { return s < 0 || e < s || e > len(src) }
		if outside(s1, e1) || outside(s2, e2) {
			if err == nil {
				t.Errorf("accepted %v outside of %d bytes", edits, len(src))
			}
			return
		}
		if apart := e1 <= s2 || e2 <= s1; apart != (err == nil) {
			t.Fatalf("apart %v, but error %v", apart, err)
		}
		if err != nil {
			return
		}
		if want := len(src) - (e1 - s1) - (e2 - s2) + len(t1) + len(t2); len(got) != want {
			t.Errorf("%d bytes, want %d", len(got), want)
		}
		if !strings.HasPrefix(string(got), src[:min(s1, s2)]) || !strings.HasSuffix(string(got), src[max(e1, e2):]) {
			t.Errorf("%q of %q changes bytes outside of %v", got, src, edits)
		}
		again, err := Apply([]byte(src), []Edit{edits[1], edits[0]})
		if s1 != s2 && (err != nil || !bytes.Equal(got, again)) {
			t.Errorf("the order of the edits changes %q to %q, %v", got, again, err)
		}
	})
}
