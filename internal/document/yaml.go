package document

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// yaml reads the file as YAML. The parser gives values and where they start; their ends are found in the text.
func (r *reading) yaml() {
	if bytes.HasPrefix(r.src, []byte("\xFE\xFF")) || bytes.HasPrefix(r.src, []byte("\xFF\xFE")) {
		r.failed = true
		r.problem(0, 0, "this file is UTF-16; only UTF-8 is read")
		return
	}
	if strings.HasPrefix(string(r.src[:min(len(r.src), 6)]), byteOrderMark+byteOrderMark) {
		r.failed = true
		r.problem(0, 0, "this file begins with two byte order marks") // columns would not be where an editor shows them
		return
	}
	b := &builder{reading: r, places: newPlaces(r.src), anchors: make(map[*yaml.Node]*anchored)}
	decoder := yaml.NewDecoder(bytes.NewReader(r.src))
	for {
		doc, err := decode(decoder)
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			r.failed = true
			r.syntax(err)
			return
		}
		for _, content := range doc.Content {
			r.finish(b.node(content, frame{indent: -1}))
		}
	}
}

// decode reads the next document. The parser is not ours: should it panic, that is a file which cannot be read.
func decode(d *yaml.Decoder) (doc yaml.Node, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the parser gave up: %v", p)
		}
	}()
	err = d.Decode(&doc)
	return doc, err
}

// grammar is how messages start that come from the parser's grammar and not from its scanner: it counts their lines from 0.
var grammar = []string{
	"did not find expected ',' or ", "did not find expected '-' indicator", "did not find expected key", "did not find expected node content",
	"did not find expected <", "found duplicate %", "found incompatible YAML document", "found undefined tag handle",
}

// syntax notes a parser's error at the line that it names: that of the collection which it could not finish, if it is in one.
func (r *reading) syntax(err error) {
	text := strings.TrimPrefix(err.Error(), "yaml: ")
	line := 1
	if rest, ok := strings.CutPrefix(text, "line "); ok {
		number, message, _ := strings.Cut(rest, ": ")
		if n, err := strconv.Atoi(number); err == nil {
			line, text = n, message
		}
		if slices.ContainsFunc(grammar, func(start string) bool { return strings.HasPrefix(text, start) }) {
			line++
		}
	}
	start := r.lines.Start(line)
	if strings.HasPrefix(text, "unknown anchor") {
		start = r.unknownAlias(text)
	}
	r.problem(start, lineEnd(r.src, start), "this cannot be read as YAML: "+text)
}

// unknownAlias finds the alias that the parser's message names without its line.
func (r *reading) unknownAlias(text string) int {
	_, name, _ := strings.Cut(text, "'")
	name, _, found := strings.Cut(name, "'")
	if !found {
		return 0
	}
	for at := 0; at < len(r.src); at++ {
		if r.src[at] == '*' && string(r.src[at+1:wordEnd(r.src, at+1)]) == name {
			return at
		}
	}
	return 0
}
