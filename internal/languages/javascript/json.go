package javascript

import (
	"bytes"
	"encoding/json"

	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/source"
)

// lowerJSON lowers a file of data to a module that exports it. A part stands where it begins: nobody calls anything there.
func lowerJSON(file string, src []byte) *program.Module {
	at := program.At{Place: source.NewSpan(file, src, 0, len(src))}
	lines := source.NewLines(file, src)
	decoder := json.NewDecoder(bytes.NewReader(src))
	decoder.UseNumber()
	j := &jsonReader{lines: lines, decoder: decoder}
	value, ok := j.value(0)
	if !ok {
		value = &program.Opaque{At: at, Reason: "the data could not be read"}
	}
	targets := []program.Expr{&program.Name{At: at, ID: exportsName}}
	return &program.Module{File: file, Body: []program.Stmt{&program.Assign{At: at, Targets: targets, Value: value, Declares: true}}, Size: j.size}
}

// maxData is how many parts of a file of data are kept.
const maxData = 100_000

type jsonReader struct {
	at      program.At // of the part in hand
	lines   *source.Lines
	decoder *json.Decoder
	size    int
}

func (j *jsonReader) value(depth int) (program.Expr, bool) {
	token, err := j.decoder.Token()
	end := int(j.decoder.InputOffset())
	j.at = program.At{Place: j.lines.Span(max(0, end-1), end)}
	if j.size++; err != nil || depth > MaxDepth || j.size > maxData {
		return nil, false
	}
	switch token := token.(type) {
	case string:
		return &program.Text{At: j.at, Value: token}, true
	case bool:
		if token {
			return &program.Constant{At: j.at, Kind: program.True}, true
		}
		return &program.Constant{At: j.at, Kind: program.False}, true
	case json.Number:
		return &program.Constant{At: j.at, Kind: program.Number}, true
	case json.Delim:
		return j.container(token, depth)
	}
	return &program.Constant{At: j.at, Kind: program.None}, true
}

func (j *jsonReader) container(open json.Delim, depth int) (program.Expr, bool) {
	list, dict := &program.List{At: j.at}, &program.Dict{At: j.at}
	for j.decoder.More() {
		var key program.Expr
		ok := true
		if open == '{' {
			if key, ok = j.value(depth + 1); !ok {
				return nil, false
			}
		}
		value, ok := j.value(depth + 1)
		if !ok {
			return nil, false
		}
		list.Items, dict.Entries = append(list.Items, value), append(dict.Entries, program.Entry{Key: key, Value: value})
	}
	if _, err := j.decoder.Token(); err != nil {
		return nil, false
	}
	if open == '{' {
		return dict, true
	}
	return list, true
}
