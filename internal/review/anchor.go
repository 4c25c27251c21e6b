package review

import (
	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/source"
)

// anchor finds the lines of the diff that a finding's comment can stand on: those of its suggestion, else its own, else a line of its
// evidence (a call that this change adds). GitHub takes lines of one hunk only.
func anchor(f finding.Finding, diff source.Diff) (anchored, bool) {
	if s := f.Suggestion; s != nil && inHunk(diff, s.File, s.StartLine, s.EndLine) && touched(diff, s.File, s.StartLine, s.EndLine) {
		return anchored{f, s.File, s.StartLine, s.EndLine, true}, true
	}
	if inHunk(diff, f.File, f.Line, f.EndLine) && touched(diff, f.File, f.Line, f.EndLine) {
		return anchored{f, f.File, f.Line, f.EndLine, false}, true
	}
	if touched(diff, f.File, f.Line, f.Line) {
		return anchored{f, f.File, f.Line, f.Line, false}, true
	}
	for _, b := range f.Because {
		if touched(diff, b.File, b.Line, b.Line) {
			return anchored{f, b.File, b.Line, b.Line, false}, true
		}
	}
	return anchored{}, false
}

// inHunk reports whether the lines start..end of the head lie in one hunk.
func inHunk(diff source.Diff, file string, start, end int) bool {
	for _, h := range hunks(diff, file) {
		if start >= h.NewStart && end < h.NewStart+h.NewLines {
			return true
		}
	}
	return false
}

// touched reports whether one of the lines start..end is new: Pare does not comment on lines that the change did not touch.
func touched(diff source.Diff, file string, start, end int) bool {
	for _, h := range hunks(diff, file) {
		for _, line := range h.Added {
			if line >= start && line <= end {
				return true
			}
		}
	}
	return false
}

func hunks(diff source.Diff, file string) []source.Hunk {
	for _, d := range diff {
		if d.Path == file && file != "" {
			return d.Hunks
		}
	}
	return nil
}
