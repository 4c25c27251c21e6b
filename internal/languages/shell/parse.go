package shell

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// Limits of what is parsed. The parser recurses on whatever nests, and a stack that overflows cannot be recovered from.
const (
	// MaxFileSize is in bytes. Scripts that people write are far smaller.
	MaxFileSize = 512 << 10
	// MaxDepth is how deep brackets may lie in one another.
	MaxDepth = 200
	// maxCompound is how many compound commands more may begin than end. Their words stand in comments and texts too.
	maxCompound = 4000
	// maxRun is how many operators and prefixes may follow one another in one command.
	maxRun = 2000
	// maxRepairs is how many lines that cannot be read are left out before the file is given up.
	maxRepairs = 10
)

// Errors of parsing.
var (
	ErrTooLarge = errors.New("the script is larger than is parsed")
	ErrTooDeep  = errors.New("the script is nested deeper than is parsed")
)

// parse reads a script. broken are the offsets of lines that could not be read: they are left out.
func parse(src []byte) (file *syntax.File, broken []int, err error) {
	if len(src) > MaxFileSize {
		return nil, nil, fmt.Errorf("parsing %d bytes: %w", len(src), ErrTooLarge)
	}
	if tooDeep(src) {
		return nil, nil, fmt.Errorf("parsing %d bytes: %w", len(src), ErrTooDeep)
	}
	text := src
	for range maxRepairs {
		file, err = syntax.NewParser(syntax.Variant(syntax.LangBash)).Parse(bytes.NewReader(text), "")
		at, ok := place(err)
		if err == nil || !ok || at >= len(text) {
			return file, broken, err
		}
		text, broken = withoutLine(text, at), append(broken, at)
	}
	return nil, broken, err
}

// place is the offset of a syntax error.
func place(err error) (int, bool) {
	var syntaxError syntax.ParseError
	if errors.As(err, &syntaxError) {
		return int(syntaxError.Pos.Offset()), true
	}
	var other syntax.LangError
	if errors.As(err, &other) {
		return int(other.Pos.Offset()), true
	}
	return 0, false
}

// withoutLine blanks the line around an offset.
func withoutLine(src []byte, at int) []byte {
	start := bytes.LastIndexByte(src[:at], '\n') + 1
	end := len(src)
	if i := bytes.IndexByte(src[at:], '\n'); i >= 0 {
		end = at + i
	}
	out := bytes.Clone(src)
	for i := start; i < end; i++ {
		out[i] = ' '
	}
	return out
}

// openers and closers are the words that begin and end compound commands.
var (
	openers = map[string]bool{"if": true, "while": true, "until": true, "for": true, "case": true, "select": true, "function": true}
	closers = map[string]bool{"fi": true, "done": true, "esac": true}
	repeats = map[string]bool{"!": true, "time": true, "coproc": true, "elif": true}
)

// tooDeep says that brackets or compound commands may lie deeper in one another than is parsed, or that more operators follow one another. It counts what stands in strings and comments too: what people write is far from the limits.
func tooDeep(src []byte) bool {
	depth, brackets, run, word := 0, 0, 0, 0
	for i := 0; i <= len(src); i++ {
		c := byte('\n')
		if i < len(src) {
			c = src[i]
		}
		if c >= 'a' && c <= 'z' || c == '!' {
			word++
			continue
		}
		switch w := src[i-word : i]; {
		case word > 9:
		case openers[string(w)]:
			depth++
		case closers[string(w)]:
			depth = max(depth-1, 0)
		case repeats[string(w)]:
			run++
		}
		word = 0
		switch c {
		case '(', '{', '[', '`':
			brackets++
			run++
		case ')', '}', ']':
			brackets = max(brackets-1, 0)
		case '|', '&', '+', '-', '~', '*', '?', '=', '<', '^', '%', ',':
			run++
		case '\n':
			if i == 0 || strings.IndexByte(`\|&`, src[i-1]) < 0 {
				run = 0
			}
		}
		if brackets > MaxDepth || depth > maxCompound || run > maxRun {
			return true
		}
	}
	return false
}
