package document

import (
	"bytes"
	"errors"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

// json reads the file as one JSON value. A YAML parser refuses tabs, surrogate pairs and long keys, which JSON has.
func (r *reading) json() {
	start := 0
	if bytes.HasPrefix(r.src, []byte(byteOrderMark)) {
		start = len(byteOrderMark)
	}
	j := jsonReader{
		reading: r, start: start,
		tokens: jsontext.NewDecoder(bytes.NewReader(r.src[start:]), jsontext.AllowDuplicateNames(true)),
	}
	n, err := j.value(0)
	if err == nil && !r.refused {
		_, err = j.tokens.ReadToken()
		if errors.Is(err, io.EOF) {
			err = nil
		} else if err == nil {
			err = errors.New("there is more behind the value")
		}
	}
	if err != nil {
		r.failed = true
		at := j.at()
		r.problem(at, lineEnd(r.src, at), "this cannot be read as JSON: "+cause(err))
		return
	}
	r.finish(n)
}

// cause is the reason of a syntax error without the library's own words about offsets, which the problem's place tells.
func cause(err error) string {
	var syntax *jsontext.SyntacticError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return "it ends too early"
	case errors.As(err, &syntax):
		return syntax.Err.Error()
	}
	return err.Error()
}

// jsonReader makes Nodes of a stream of tokens.
type jsonReader struct {
	*reading
	tokens *jsontext.Decoder
	start  int // of the text behind a byte order mark
}

// at is the offset behind the last token.
func (j *jsonReader) at() int { return j.start + int(j.tokens.InputOffset()) }

// value makes the next value; a value that a limit refuses ends the reading.
func (j *jsonReader) value(depth int) (*Node, error) {
	n := &Node{Style: Flow, inFlow: true, json: true}
	kind := j.tokens.PeekKind()
	if !j.admit(j.at(), depth) {
		return n, nil
	}
	if kind == '{' || kind == '[' {
		return n, j.collection(n, kind, depth)
	}
	raw, err := j.tokens.ReadValue()
	if err != nil {
		return n, err
	}
	j.spans(n, j.at()-len(raw), j.at()-len(raw), j.at())
	n.Value, n.Style = string(raw), Plain
	switch kind {
	case 'n':
		n.Kind = Null
	case 't', 'f':
		n.Kind = Bool
	case '0':
		n.Kind = Number
	default:
		n.Kind, n.Style = String, DoubleQuoted
		text, err := jsontext.AppendUnquote(nil, raw)
		n.Value = string(text)
		return n, err
	}
	return n, nil
}

// collection makes an object or an array.
func (j *jsonReader) collection(n *Node, kind jsontext.Kind, depth int) error {
	if _, err := j.tokens.ReadToken(); err != nil {
		return err
	}
	start := j.at() - 1
	n.Indent = start - j.lines.Start(j.lines.Line(start))
	n.Kind = List
	var pairs []Pair
	if kind == '{' {
		n.Kind = Map
	}
	for closing := j.tokens.PeekKind(); closing != '}' && closing != ']'; closing = j.tokens.PeekKind() {
		child, err := j.value(depth + 1)
		if err == nil && n.Kind == Map && !j.refused {
			key := child
			child, err = j.value(depth + 1)
			pairs = append(pairs, Pair{Key: key, Value: child, Span: j.lines.Span(key.Span.Start, child.Span.End)})
		} else {
			n.Items = append(n.Items, child)
		}
		if err != nil || j.refused {
			return err
		}
	}
	if _, err := j.tokens.ReadToken(); err != nil {
		return err
	}
	j.spans(n, start, start, j.at())
	j.settle(n, pairs)
	return nil
}
