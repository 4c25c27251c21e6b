package access

import (
	"strings"

	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/symbolic"
)

// A managed policy has thousands of cells, and most have nothing to do with a need: what follows tells that early.

// matchAction is iam.ActionMatches, quick where the pattern is text.
func matchAction(pattern symbolic.Value, action string) symbolic.Answer {
	text, ok := text(pattern)
	if !ok {
		return iam.ActionMatches(pattern, action)
	}
	if glob(text, action) {
		return symbolic.Yes
	}
	return symbolic.No
}

// matchResource is symbolic.Match, quick where the pattern is *.
func matchResource(pattern, resource symbolic.Value) symbolic.Answer {
	if text, ok := text(pattern); ok && text == "*" {
		return symbolic.Yes
	}
	return symbolic.Match(pattern, resource)
}

// text is a value that is one literal as it stands.
func text(v symbolic.Value) (string, bool) {
	if len(v) == 1 && v[0].Kind == symbolic.Literal {
		return v[0].Text, true
	}
	return "", false
}

// glob matches * and ? without regard to case.
func glob(pattern, s string) bool {
	star, mark, i := -1, 0, 0
	p := 0
	for i < len(s) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, mark = p, i
			p++
		case p < len(pattern) && (pattern[p] == '?' || strings.EqualFold(pattern[p:p+1], s[i:i+1])):
			p++
			i++
		case star >= 0:
			mark++
			p, i = star+1, mark
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}
