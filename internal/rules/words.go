package rules

import (
	"fmt"
	"strings"
)

// most is how many names a sentence lists.
const most = 6

// list names things in a sentence: `a`, `b` and `c`; beyond most of them the rest is counted.
func list(names []string) string {
	quoted := make([]string, 0, len(names))
	for _, n := range names {
		quoted = append(quoted, "`"+n+"`")
	}
	if len(quoted) > most {
		rest := len(quoted) - most + 1
		quoted = append(quoted[:most-1], fmt.Sprintf("%d more", rest))
	}
	if len(quoted) < 2 {
		return strings.Join(quoted, "")
	}
	last := len(quoted) - 1
	return strings.Join(quoted[:last], ", ") + " and " + quoted[last]
}

// count is a number and its noun: "1 action", "3 actions".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// verb is "needs" for one and "need" for several.
func verb(several bool, word string) string {
	if several {
		return word
	}
	return word + "s"
}

// actions counts what patterns allow: beyond a point a number says less than a word.
func actions(patterns []string, n int) string {
	for _, p := range patterns {
		if p == "*" || p == "*:*" {
			return "every action of every service"
		}
	}
	return count(n, "action")
}
