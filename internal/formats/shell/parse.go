package shell

import (
	"bytes"
	"errors"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// Limits of what is parsed. The parser recurses on whatever nests, and a stack that overflows cannot be recovered from.
const (
	maxFileSize = 512 << 10
	maxBrackets = 200
	maxCompound = 4000 // compound commands that begin and do not end: their words stand in texts too
	maxRun      = 2000 // operators that follow one another
)

// Errors of parsing.
var (
	errTooLarge = errors.New("the script is larger than is read")
	errTooDeep  = errors.New("the script is nested deeper than is read")
)

func parse(src []byte) (*syntax.File, error) {
	if len(src) > maxFileSize {
		return nil, errTooLarge
	}
	if tooDeep(src) {
		return nil, errTooDeep
	}
	return syntax.NewParser(syntax.Variant(syntax.LangBash)).Parse(bytes.NewReader(src), "")
}

// tooDeep counts brackets, compound commands and operators wherever they stand.
func tooDeep(src []byte) bool {
	brackets, compound, run := 0, 0, 0
	for line := range strings.Lines(string(src)) {
		for _, word := range strings.FieldsFunc(line, func(c rune) bool { return (c < 'a' || c > 'z') && c != '!' }) {
			switch word {
			case "if", "while", "until", "for", "case", "select", "function":
				compound++
			case "fi", "done", "esac":
				compound = max(compound-1, 0)
			case "!", "time", "coproc", "elif":
				run++
			}
		}
		for _, c := range line {
			switch {
			case strings.ContainsRune("({[`", c):
				brackets, run = brackets+1, run+1
			case strings.ContainsRune(")}]", c):
				brackets = max(brackets-1, 0)
			case strings.ContainsRune("|&+-~*?=<^%,", c):
				run++
			}
			if brackets > maxBrackets || compound > maxCompound || run > maxRun {
				return true
			}
		}
		if end := strings.TrimRight(line, "\r\n"); end == "" || strings.IndexByte(`\|&`, end[len(end)-1]) < 0 {
			run = 0
		}
	}
	return false
}
