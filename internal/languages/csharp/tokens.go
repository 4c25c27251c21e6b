package csharp

import "strings"

// tokens walks the words and signs of C# source without comments, texts and directives: enough to see what a file declares, at a
// fraction of a parser's cost. Words are identifiers and keywords; every other character is a token of its own.
func tokens(src string, each func(word string)) {
	for i := 0; i < len(src); {
		switch c := src[i]; {
		case c == ' ' || c == '\t' || c == '\r' || c == '\n':
			i++
		case c == '#' && lineStart(src, i), strings.HasPrefix(src[i:], "//"):
			i = lineEnd(src, i)
		case strings.HasPrefix(src[i:], "/*"):
			i = behind(src, i+2, "*/")
		case c == '"' || c == '$' || c == '@' && i+1 < len(src) && (src[i+1] == '"' || src[i+1] == '$'):
			i = behindText(src, i, 0)
		case c == '\'':
			i = behindQuote(src, i+1, '\'')
		case isLetter(c):
			end := i
			for end < len(src) && isLetter(src[end]) {
				end++
			}
			each(src[i:end])
			i = end
		default:
			each(src[i : i+1])
			i++
		}
	}
}

func isLetter(c byte) bool {
	return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c >= 0x80
}

func lineStart(src string, i int) bool {
	return strings.TrimSpace(src[strings.LastIndexByte(src[:i], '\n')+1:i]) == ""
}

func lineEnd(src string, i int) int {
	if n := strings.IndexByte(src[i:], '\n'); n >= 0 {
		return i + n
	}
	return len(src)
}

// behind is the offset behind the next end, or the end of the source.
func behind(src string, i int, end string) int {
	if i <= len(src) {
		if n := strings.Index(src[i:], end); n >= 0 {
			return i + n + len(end)
		}
	}
	return len(src)
}

// behindQuote is the offset behind the quote that ends a plain text, or its line.
func behindQuote(src string, i int, quote byte) int {
	for ; i < len(src) && src[i] != '\n'; i++ {
		switch src[i] {
		case '\\':
			i++
		case quote:
			return i + 1
		}
	}
	return min(i, len(src))
}

// maxTexts is how deep texts lie in the code within texts.
const maxTexts = 8

// behindText is the offset behind a text that begins at i with its signs: "…", @"…", $"…{code}…", $@"…", """…""".
func behindText(src string, i, depth int) int {
	verbatim, interpolated := false, false
	for ; i < len(src) && (src[i] == '$' || src[i] == '@'); i++ {
		verbatim, interpolated = verbatim || src[i] == '@', interpolated || src[i] == '$'
	}
	quotes := 0
	for i+quotes < len(src) && src[i+quotes] == '"' {
		quotes++
	}
	switch {
	case quotes == 0:
		return i
	case quotes == 2:
		return i + 2
	case quotes > 2:
		return behind(src, i+quotes, strings.Repeat(`"`, quotes))
	case !interpolated && !verbatim:
		return behindQuote(src, i+1, '"')
	}
	return behindParts(src, i+1, verbatim, interpolated, depth)
}

// behindParts is the offset behind a text that is verbatim or holds code.
func behindParts(src string, i int, verbatim, interpolated bool, depth int) int {
	for i < len(src) {
		switch c := src[i]; {
		case c == '"' && verbatim && strings.HasPrefix(src[i:], `""`), c == '\\' && !verbatim, c == '{' && strings.HasPrefix(src[i:], "{{"):
			i += 2
		case c == '"', c == '\n' && !verbatim:
			return i + 1
		case c == '{' && interpolated && depth < maxTexts:
			i = behindCode(src, i+1, depth)
		default:
			i++
		}
	}
	return len(src)
}

// behindCode is the offset behind the brace that ends code within a text.
func behindCode(src string, i, depth int) int {
	for open := 1; i < len(src) && src[i] != '\n'; {
		switch src[i] {
		case '"', '$', '@':
			if next := behindText(src, i, depth+1); next > i {
				i = next
				continue
			}
		case '{':
			open++
		case '}':
			if open--; open == 0 {
				return i + 1
			}
		}
		i++
	}
	return min(i, len(src))
}
