package rules

import (
	"slices"
	"strings"
)

// trials are the names of folders whose templates are deployed to try something, if they are deployed at all.
var trials = []string{"test", "tests", "example", "examples", "sandbox"}

// trial is by how many steps a judgement is less grave for where its template lies.
func trial(j Judgement) int {
	file := j.Place.File
	if j.Stack != nil {
		file = j.Stack.File
	}
	folders := strings.Split(file, "/")
	if slices.ContainsFunc(folders[:len(folders)-1], func(f string) bool { return slices.Contains(trials, strings.ToLower(f)) }) {
		return 1
	}
	return 0
}
