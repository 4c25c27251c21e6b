package source

import (
	"bytes"
	"sort"
)

// Lines is where the lines of one file start. Building it costs one pass; each Span from it costs a binary search.
// A line ends behind "\n", as Git and GitHub count lines, whatever the file's own format holds for a line break.
type Lines struct {
	file   string
	size   int
	starts []int
}

// NewLines indexes src, which is the content of file.
func NewLines(file string, src []byte) *Lines {
	starts := make([]int, 1, 1+bytes.Count(src, []byte{'\n'}))
	for i, b := range src {
		if b == '\n' {
			starts = append(starts, i+1)
		}
	}
	return &Lines{file: file, size: len(src), starts: starts}
}

// Span names the bytes start..end. Ends outside the file are moved to its nearest end, and an end before start to start.
func (l *Lines) Span(start, end int) Span {
	start = min(max(start, 0), l.size)
	end = min(max(end, start), l.size)
	line := l.Line(start)
	return Span{
		File: l.file, Start: start, End: end,
		Line: line, EndLine: l.Line(max(start, end-1)), Column: start - l.starts[line-1] + 1,
	}
}

// Line is the 1-based line that holds the byte at offset.
func (l *Lines) Line(offset int) int {
	return max(1, sort.SearchInts(l.starts, offset+1))
}

// Start is the offset of the first byte of a 1-based line; a line behind the last one starts at the end of the file.
func (l *Lines) Start(line int) int {
	if line > len(l.starts) {
		return l.size
	}
	return l.starts[max(line, 1)-1]
}

// NewSpan names the bytes start..end of src. Use Lines where one file needs many spans.
func NewSpan(file string, src []byte, start, end int) Span {
	return NewLines(file, src).Span(start, end)
}
