package document

import (
	"strings"
	"unicode/utf8"
)

// The parser tells where a value starts; the functions here find where it ends, from the text alone.

func blank(c byte) bool { return c == ' ' || c == '\t' }

// skipBlanks moves over blanks within a line.
func skipBlanks(src []byte, p int) int {
	for p < len(src) && blank(src[p]) {
		p++
	}
	return p
}

// skipSpace moves over blanks, line breaks and comments. A # opens a comment only where a blank or a break is before it.
func skipSpace(src []byte, p int) int {
	for p < len(src) {
		n := breakAt(src, p)
		switch {
		case n > 0:
			p += n
		case blank(src[p]):
			p++
		case src[p] == '#' && opensComment(src, p):
			p = lineEnd(src, p)
		default:
			return p
		}
	}
	return p
}

// opensComment says whether the # at p stands behind a blank, a break or nothing. Flow indicators need no blank for the parser.
func opensComment(src []byte, p int) bool {
	if p == 0 || blank(src[p-1]) || strings.IndexByte("\n\r,[]{}", src[p-1]) >= 0 {
		return true
	}
	r, _ := utf8.DecodeLastRune(src[:p])
	return strings.ContainsRune("\u0085\u2028\u2029"+byteOrderMark, r)
}

// wordEnd is the end of an anchor's or an alias's name.
func wordEnd(src []byte, p int) int {
	for p < len(src) {
		c := src[p]
		if c != '_' && c != '-' && (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z') {
			break
		}
		p++
	}
	return p
}

// tagEnd is the end of the tag that starts at p, "!Sub", "!!str", "!" or "!<tag:yaml.org,2002:str>"; p where there is none.
func tagEnd(src []byte, p int) int {
	if p >= len(src) || src[p] != '!' {
		return p
	}
	for p < len(src) && !blank(src[p]) && breakAt(src, p) == 0 && src[p] != '{' && src[p] != '}' {
		p++
	}
	return p
}

// quotedEnd is the offset behind the closing quote of the scalar that opens at p.
func quotedEnd(src []byte, p int) (end int, ok bool) {
	quote := src[p]
	for p++; p < len(src); p++ {
		switch {
		case src[p] == '\\' && quote == '"':
			p++
		case src[p] != quote:
		case quote == '\'' && p+1 < len(src) && src[p+1] == '\'':
			p++
		default:
			return p + 1, true
		}
	}
	return len(src), false
}

// plainEnd is the end of the plain scalar at p whose value is known. Within a line the value is the text itself; a line break
// with the blanks around it became one space, or the empty lines of it became breaks.
func plainEnd(src []byte, p int, value string) (end int, ok bool) {
	v := 0
	for v < len(value) {
		if next := foldEnd(src, p); next > p {
			p, v = next, foldedEnd(value, v)
			continue
		}
		if p >= len(src) || src[p] != value[v] {
			return p, false
		}
		p++
		v++
	}
	return p, true
}

// foldEnd is the end of the blanks at p if there is a line break among them, else p.
func foldEnd(src []byte, p int) int {
	end, broken := p, false
	for end < len(src) {
		n := breakAt(src, end)
		if n == 0 && !blank(src[end]) {
			break
		}
		broken = broken || n > 0
		end += max(n, 1)
	}
	if !broken {
		return p
	}
	return end
}

// foldedEnd is the end of what a fold became in the value.
func foldedEnd(value string, v int) int {
	for v < len(value) {
		n := breakAt([]byte(value[v:min(len(value), v+3)]), 0)
		if n == 0 && value[v] != ' ' {
			break
		}
		v += max(n, 1)
	}
	return v
}
