package document

import (
	"bytes"
	"sort"
	"unicode/utf8"
)

// byteOrderMark may open a file; columns of its first line start behind it.
const byteOrderMark = "\uFEFF"

// breakAt is the length of the line break at p, 0 where there is none. YAML knows more breaks than Git does.
func breakAt(src []byte, p int) int {
	if p >= len(src) {
		return 0
	}
	switch src[p] {
	case '\n':
		return 1
	case '\r':
		if p+1 < len(src) && src[p+1] == '\n' {
			return 2
		}
		return 1
	case 0xC2: // U+0085, next line
		if p+1 < len(src) && src[p+1] == 0x85 {
			return 2
		}
	case 0xE2: // U+2028 and U+2029, line and paragraph separator
		if p+2 < len(src) && src[p+1] == 0x80 && (src[p+2] == 0xA8 || src[p+2] == 0xA9) {
			return 3
		}
	}
	return 0
}

// lineEnd is the offset of the first break at or behind p, or the end of the file.
func lineEnd(src []byte, p int) int {
	for p < len(src) && breakAt(src, p) == 0 {
		p++
	}
	return p
}

// places turns the parser's line and column, which count runes, into byte offsets.
// It remembers the last answer: nodes come in order, so one long line costs one pass.
type places struct {
	src    []byte
	starts []int  // of each line as YAML counts them
	wide   []bool // whether a line holds more than ASCII

	line, column, offset int
}

func newPlaces(src []byte) *places {
	p := &places{src: src}
	at := 0
	if bytes.HasPrefix(src, []byte(byteOrderMark)) {
		at = len(byteOrderMark)
	}
	p.open(at)
	for at < len(src) {
		if n := breakAt(src, at); n > 0 {
			at += n
			p.open(at)
			continue
		}
		if src[at] >= utf8.RuneSelf {
			p.wide[len(p.wide)-1] = true
		}
		at++
	}
	return p
}

func (p *places) open(at int) {
	p.starts = append(p.starts, at)
	p.wide = append(p.wide, false)
}

// find returns the offset of a 1-based line and a 1-based column in runes; what lies outside the file becomes its end.
func (p *places) find(line, column int) int {
	line, column = line-1, column-1
	if line < 0 || line >= len(p.starts) {
		return len(p.src)
	}
	if !p.wide[line] {
		return min(p.starts[line]+column, len(p.src))
	}
	if line != p.line || column < p.column || p.offset < p.starts[line] {
		p.line, p.column, p.offset = line, 0, p.starts[line]
	}
	for p.column < column && p.offset < len(p.src) {
		_, size := utf8.DecodeRune(p.src[p.offset:])
		p.offset += size
		p.column++
	}
	return p.offset
}

// columnOf is the 0-based column of an offset in bytes.
func (p *places) columnOf(at int) int {
	return at - p.starts[max(sort.SearchInts(p.starts, at+1)-1, 0)]
}
