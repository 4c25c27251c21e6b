package document

// blockScalar is a literal or folded scalar on the way to its end.
type blockScalar struct {
	src    []byte
	keep   bool // "+": empty lines behind the text belong to it
	indent int  // columns of indentation that are not text; 0 until known
}

// blockScalarEnd is the end of the | or > scalar at p, without its last line break. parent is the column of the block
// that it stands in, -1 at the top: its text is indented deeper than that.
func blockScalarEnd(src []byte, p, parent int) int {
	b := blockScalar{src: src}
	end := b.header(p+1, parent)
	line := lineEnd(src, end)
	if end < len(src) && src[end] == '#' { // the parser asks for no blank before this comment, so it is part of the header
		end = line
	}
	if b.indent == 0 {
		b.indent = max(b.detect(line), parent+1, 1)
	}
	for n := breakAt(src, line); n > 0; n = breakAt(src, line) {
		text := line + n
		column := b.spaces(text, b.indent)
		empty := breakAt(src, text+column) > 0
		if text+column == len(src) || !empty && column < b.indent {
			break
		}
		line = lineEnd(src, text+column)
		if !empty || b.keep {
			end = line
		}
	}
	return end
}

// header reads the indicators behind | or >: chomping and indentation, in either order.
func (b *blockScalar) header(p, parent int) int {
	for ; p < len(b.src); p++ {
		switch c := b.src[p]; {
		case c == '+':
			b.keep = true
		case c >= '1' && c <= '9':
			b.indent = max(parent, 0) + int(c-'0')
		case c != '-':
			return p
		}
	}
	return p
}

// detect finds the indentation: that of the first line with text, or of a deeper empty line before it.
func (b *blockScalar) detect(line int) (deepest int) {
	for n := breakAt(b.src, line); n > 0; n = breakAt(b.src, line) {
		column := b.spaces(line+n, len(b.src))
		deepest = max(deepest, column)
		line += n + column
	}
	return deepest
}

// spaces counts the spaces at p, up to limit.
func (b *blockScalar) spaces(p, limit int) (n int) {
	for n < limit && p+n < len(b.src) && b.src[p+n] == ' ' {
		n++
	}
	return n
}
