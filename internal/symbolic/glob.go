package symbolic

import (
	"strings"
	"unicode/utf8"
)

// plain answers where both sides are text and nothing else, which most are: without a table.
func plain(pattern, value Value) (answer Answer, ok bool) {
	p, okP := literal(pattern)
	v, okV := literal(value)
	if !okP || !okV || v != "*" && strings.ContainsFunc(v, special) {
		return No, false
	}
	if glob(p, v) {
		return Yes, true
	}
	return No, true
}

// special letters of a value need more than glob: wildcards, and those of more than one byte.
func special(r rune) bool { return r == '*' || r == '?' || r >= utf8.RuneSelf }

// glob matches bytes: on a mismatch it lets the last star take in one more, which suffices.
func glob(p, s string) bool {
	star, resume := -1, 0
	i, j := 0, 0
	for j < len(s) {
		switch {
		case i < len(p) && p[i] == '*':
			star, resume = i, j
			i++
		case i < len(p) && (p[i] == '?' || p[i] == s[j]):
			i, j = i+1, j+1
		case star >= 0:
			resume++
			i, j = star+1, resume
		default:
			return false
		}
	}
	return strings.Trim(p[i:], "*") == ""
}
