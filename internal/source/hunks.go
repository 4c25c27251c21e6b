package source

import (
	"bytes"
	"strings"

	"github.com/aymanbagabas/go-udiff"
)

// hunkContext is how many unchanged lines stand around a change: what Git and GitHub show.
const hunkContext = 3

// stretch is one change between two files in whole lines, 0-based and half-open on both sides.
type stretch struct{ oldFrom, oldTo, newFrom, newTo int }

// Hunks compares two versions of a file by lines, as `git diff` does with three lines of context.
func Hunks(old, new []byte) []Hunk {
	changes := stretches(string(old), string(new))
	oldCount, newCount := lineCount(old), lineCount(new)
	var hunks []Hunk
	for len(changes) > 0 {
		n := 1
		for n < len(changes) && changes[n].oldFrom-changes[n-1].oldTo <= 2*hunkContext {
			n++
		}
		hunks = append(hunks, around(changes[:n], oldCount, newCount))
		changes = changes[n:]
	}
	return hunks
}

// around makes one hunk of neighbouring changes.
func around(changes []stretch, oldCount, newCount int) Hunk {
	first, last := changes[0], changes[len(changes)-1]
	lead := min(hunkContext, first.oldFrom)
	trail := min(hunkContext, oldCount-last.oldTo, newCount-last.newTo)
	h := Hunk{
		OldStart: first.oldFrom - lead + 1, OldLines: last.oldTo + trail - first.oldFrom + lead,
		NewStart: first.newFrom - lead + 1, NewLines: last.newTo + trail - first.newFrom + lead,
	}
	// Git writes the line before the hunk where a side has none.
	if h.OldLines == 0 {
		h.OldStart--
	}
	if h.NewLines == 0 {
		h.NewStart--
	}
	for _, c := range changes {
		for line := c.newFrom; line < c.newTo; line++ {
			h.Added = append(h.Added, line+1)
		}
	}
	return h
}

// stretches lists the changes in order, with the line numbers of both sides.
func stretches(old, new string) (changes []stretch) {
	var c stretch
	at := 0
	for _, e := range udiff.Lines(old, new) {
		same := strings.Count(old[at:e.Start], "\n")
		c.oldFrom, c.newFrom = c.oldTo+same, c.newTo+same
		c.oldTo = c.oldFrom + lineCount([]byte(old[e.Start:e.End]))
		c.newTo = c.newFrom + lineCount([]byte(e.New))
		at = e.End
		changes = append(changes, c)
	}
	return changes
}

// lineCount counts lines as diffs do: a last line without a newline is one.
func lineCount(src []byte) int {
	n := bytes.Count(src, []byte{'\n'})
	if len(src) > 0 && src[len(src)-1] != '\n' {
		n++
	}
	return n
}
