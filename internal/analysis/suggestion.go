package analysis

import (
	"bytes"
	"strings"

	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/source"
)

// suggestion turns edits into the replacement of whole lines that a review comment can offer; nil where they lie in several files,
// where the file could not be read, or where the lines in between would be too many to show.
func suggestion(tree source.Tree, edits source.Edits) *finding.Suggestion {
	if len(edits) == 0 {
		return nil
	}
	file, start, end := edits[0].File, edits[0].Start, edits[0].End
	for _, e := range edits[1:] {
		if e.File != file {
			return nil
		}
		start, end = min(start, e.Start), max(end, e.End)
	}
	src, err := tree.Read(file)
	if err != nil {
		return nil
	}
	start, end = wholeLines(src, start, end)
	text, err := source.Apply(src[start:end], within(edits, start))
	if err != nil {
		return nil
	}
	s := &finding.Suggestion{File: file, StartLine: 1 + bytes.Count(src[:start], []byte("\n")), Text: strings.TrimSuffix(string(text), "\n")}
	s.EndLine = s.StartLine + bytes.Count(bytes.TrimSuffix(src[start:end], []byte("\n")), []byte("\n"))
	if s.EndLine-s.StartLine >= MaxSuggestedLines {
		return nil
	}
	return s
}

// MaxSuggestedLines is how many lines one suggestion may replace; longer ones are a patch in the summary.
const MaxSuggestedLines = 120

// wholeLines widens a range to whole lines, their newline included. An edit that ends at the start of a line does not touch that line;
// an insertion at the start of a line is shown on the line before it, since a suggestion must replace something.
func wholeLines(src []byte, start, end int) (int, int) {
	if start == end && start > 0 && (start == len(src) || src[start-1] == '\n') {
		start--
	}
	start = bytes.LastIndexByte(src[:start], '\n') + 1
	if end > start && end <= len(src) && src[end-1] == '\n' {
		return start, end
	}
	if i := bytes.IndexByte(src[end:], '\n'); i >= 0 {
		return start, end + i + 1
	}
	return start, len(src)
}

func within(edits source.Edits, offset int) []source.Edit {
	moved := make([]source.Edit, 0, len(edits))
	for _, e := range edits {
		e.Start, e.End = e.Start-offset, e.End-offset
		moved = append(moved, e)
	}
	return moved
}
