package githubtest

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/aymanbagabas/go-udiff"

	"github.com/parebot/pare/internal/source"
)

// GitHub's limits of one file's diff; beyond them there is no patch.
const (
	patchContext = 3
	patchLines   = 20_000
	patchBytes   = 500 << 10
)

// change is one changed file of a pull request. Old and new are its paths; one is empty where it was added or removed.
type change struct {
	old, new       string
	before, after  []byte
	hunks          []hunk
	added, removed int
}

// hunk is a run of lines with their marks, as a unified diff has them.
type hunk struct {
	oldStart, oldLines, newStart, newLines int
	lines                                  []string // each with its mark and without its newline
}

// path is the name under which the file is listed.
func (c change) path() string {
	if c.new == "" {
		return c.old
	}
	return c.new
}

func (c change) status() string {
	switch {
	case c.old == "":
		return "added"
	case c.new == "":
		return "removed"
	case c.old != c.new:
		return "renamed"
	}
	return "modified"
}

// changes compares two commits, sorted by path. The caller does not change them.
func changes(s *store, base, head string) []change {
	key := [2]string{base, head}
	list, known := s.diffs[key]
	if !known {
		list = compared(s, base, head)
		s.diffs[key] = list
	}
	return list
}

func compared(s *store, base, head string) (list []change) {
	from, to := s.commits[base].files, s.commits[head].files
	for _, f := range source.Compare(from, to) {
		c := change{old: f.OldPath, new: f.Path, before: from[f.OldPath], after: to[f.Path]}
		if !binary(c.before) && !binary(c.after) {
			c.diff()
		}
		list = append(list, c)
	}
	return list
}

// binary is Git's guess: a NUL among the first 8,000 bytes.
func binary(src []byte) bool { return bytes.IndexByte(src[:min(len(src), 8000)], 0) >= 0 }

func (c *change) diff() {
	before, after := string(c.before), string(c.after)
	diff, err := udiff.ToUnifiedDiff("", "", before, udiff.Lines(before, after), patchContext)
	if err != nil {
		return // never: the edits are of these bytes
	}
	lines, size := 0, 0
	for _, h := range diff.Hunks {
		next := hunk{oldStart: h.FromLine, newStart: h.ToLine}
		for _, l := range h.Lines {
			c.count(&next, l)
			size += len(l.Content)
		}
		lines += len(next.lines)
		next.settle()
		c.hunks = append(c.hunks, next)
	}
	if lines > patchLines || size > patchBytes {
		c.hunks = nil
	}
}

func (c *change) count(h *hunk, l udiff.Line) {
	mark := " "
	switch l.Kind {
	case udiff.Delete:
		mark = "-"
		c.removed++
		h.oldLines++
	case udiff.Insert:
		mark = "+"
		c.added++
		h.newLines++
	default:
		h.oldLines++
		h.newLines++
	}
	text, whole := strings.CutSuffix(l.Content, "\n")
	h.lines = append(h.lines, mark+text)
	if !whole {
		h.lines = append(h.lines, `\ No newline at end of file`)
	}
}

// settle makes Git's numbers: a side without lines starts at the line before.
func (h *hunk) settle() {
	if h.oldLines == 0 {
		h.oldStart--
	}
	if h.newLines == 0 {
		h.newStart--
	}
}

func (h hunk) header() string {
	return "@@ -" + span(h.oldStart, h.oldLines) + " +" + span(h.newStart, h.newLines) + " @@"
}

func span(start, lines int) string {
	if lines == 1 {
		return fmt.Sprint(start)
	}
	return fmt.Sprintf("%d,%d", start, lines)
}

// patch is the text that GitHub sends: hunks without file headers and without a last newline.
func (c change) patch() string {
	var list []string
	for _, h := range c.hunks {
		list = append(list, h.header()+c.section(h))
		list = append(list, h.lines...)
	}
	return strings.Join(list, "\n")
}

// section is what Git writes after a header: the last line before the hunk that begins with a letter.
func (c change) section(h hunk) string {
	lines := strings.Split(string(c.before), "\n")
	for i := min(h.oldStart-2, len(lines)-1); i >= 0; i-- {
		if l := lines[i]; l != "" && (l[0] == '_' || l[0] == '$' || l[0]|32 >= 'a' && l[0]|32 <= 'z') {
			return " " + strings.TrimRight(l[:min(len(l), 80)], " \t\r")
		}
	}
	return ""
}

// find tells where in a hunk a line of one side stands, -1 where it does not.
func (h hunk) find(line int, right bool) int {
	old, new := h.oldStart, h.newStart
	if h.oldLines == 0 {
		old++
	}
	if h.newLines == 0 {
		new++
	}
	for i, l := range h.lines {
		mark := l[0]
		if right && mark != '-' && mark != '\\' && new == line || !right && mark != '+' && mark != '\\' && old == line {
			return i
		}
		if mark == ' ' || mark == '-' {
			old++
		}
		if mark == ' ' || mark == '+' {
			new++
		}
	}
	return -1
}

// moved follows a line from one version of a file to a later one; false where it was changed or removed.
func moved(before, after []byte, line int) (int, bool) {
	shift, at := 0, 1
	old := string(before)
	pos := 0
	for _, e := range udiff.Lines(old, string(after)) {
		at += strings.Count(old[pos:e.Start], "\n")
		pos = e.End
		gone := newlines(old[e.Start:e.End])
		if line < at {
			break
		}
		if line < at+gone {
			return 0, false
		}
		at += gone
		shift += newlines(e.New) - gone
	}
	return line + shift, true
}

// newlines counts lines; a last one without a newline is one.
func newlines(text string) int {
	n := strings.Count(text, "\n")
	if text != "" && !strings.HasSuffix(text, "\n") {
		n++
	}
	return n
}
