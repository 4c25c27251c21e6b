package shell

import (
	"bytes"
	"path"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// quoting is how a document stands in a script, which decides how a variable is written in it.
type quoting int

// The quotings.
const (
	inFile   quoting = iota // a file of its own: it has no variables
	inSingle                // 'single quotes': a variable closes and opens them
	inDouble                // "double quotes": a quote has a backslash before it
	inHere                  // a here-document
	inRaw                   // a here-document without variables
)

// text is a document's text in a file, from an offset on: blank where nothing of the document stands, with marks of the same length in place of what
// is expanded.
type text struct {
	file  string
	at    int
	bytes []byte
	how   quoting
	fills []stack.Replacement // what a command puts in the place of what is written
}

// marks are values that stand in a text as marks.
type marks struct{ values map[string]symbolic.Value }

// markSign begins a mark; nobody writes it in a policy.
const markSign = "¤"

// mark is a text of so many bytes that stands for a value; of any length where length is 0.
func (m *marks) mark(v symbolic.Value, length int) string {
	if m.values == nil {
		m.values = make(map[string]symbolic.Value)
	}
	n := len(m.values)
	name := markSign + string(letters[n/62%62]) + string(letters[n%62])
	switch {
	case length == 0:
		name = markSign + position(n) + markSign
	case length < len(name):
		name = (markSign + "--")[:max(length, len(markSign))]
		if old, taken := m.values[name]; taken && old.Key() != v.Key() { // too short to tell two apart
			v = unknown("a value that is not followed")
		}
	default:
		name += strings.Repeat("-", length-len(name))
	}
	m.values[name] = v
	return name
}

const letters = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

// value is what a text with marks stands for.
func (m *marks) value(text string) symbolic.Set {
	if !strings.Contains(text, markSign) {
		return symbolic.Certain(symbolic.Text(text))
	}
	var all []symbolic.Value
	for text != "" {
		i := strings.Index(text, markSign)
		if i != 0 {
			if i < 0 {
				i = len(text)
			}
			all = append(all, symbolic.Text(text[:i]))
			text = text[i:]
			continue
		}
		longest := ""
		for name := range m.values {
			if len(name) > len(longest) && strings.HasPrefix(text, name) {
				longest = name
			}
		}
		if longest == "" {
			longest = markSign
			all = append(all, unknown("a value that is not followed"))
		} else {
			all = append(all, m.values[longest])
		}
		text = text[len(longest):]
	}
	return symbolic.Certain(symbolic.Concat(all...))
}

// canvas is a part of the file in hand with everything blank but line ends.
func (r *run) canvas(from, to syntax.Pos, how quoting) *text {
	start, end := int(from.Offset()), int(to.Offset())
	t := &text{file: r.at, at: start, bytes: bytes.Clone(r.sources[r.at][start:end]), how: how}
	for i, c := range t.bytes {
		if c != '\n' && c != '\r' {
			t.bytes[i] = ' '
		}
	}
	return t
}

// keep puts what stands in the file on the canvas.
func (t *text) keep(src []byte, start, end int) { copy(t.bytes[start-t.at:end-t.at], src[start:end]) }

// textOf is the text of a word that is quoted; nil where it is none that a document may stand in.
func (r *run) textOf(w *syntax.Word) *text {
	if len(w.Parts) == 0 || !strings.ContainsAny(string(r.sources[r.at][w.Pos().Offset():w.End().Offset()]), "{[") {
		return nil
	}
	switch first := w.Parts[0].(type) {
	case *syntax.SglQuoted:
		t := r.canvas(w.Pos(), w.End(), inSingle)
		r.single(t, w.Parts)
		return t
	case *syntax.DblQuoted:
		if len(w.Parts) == 1 {
			t := r.canvas(w.Pos(), w.End(), inDouble)
			if r.double(t, first) {
				return t
			}
		}
	}
	return nil
}

// single puts the content of single quotes on the canvas; what stands between two of them is a value.
func (r *run) single(t *text, parts []syntax.WordPart) {
	src := r.sources[r.at]
	for i := 0; i < len(parts); i++ {
		if q, ok := parts[i].(*syntax.SglQuoted); ok {
			start, end := int(q.Left.Offset())+1, int(q.Right.Offset())
			t.keep(src, start, end)
			continue
		}
		var all []symbolic.Value
		first := i
		for ; i < len(parts); i++ {
			if _, ok := parts[i].(*syntax.SglQuoted); ok {
				break
			}
			all = append(all, r.part(parts[i], false))
		}
		i--
		start, end := int(parts[first].Pos().Offset())-1, int(parts[i].End().Offset())
		if i+1 < len(parts) { // with the quotes on both sides
			end++
		}
		r.put(t, symbolic.Concat(all...), start, end)
	}
}

// put writes a mark.
func (r *run) put(t *text, v symbolic.Value, start, end int) {
	if mark := r.marks.mark(v, end-start); len(mark) == end-start {
		copy(t.bytes[start-t.at:], mark)
	}
}

// double puts the content of double quotes on the canvas. A quote with its backslash is a quote with a blank on the side where it does not matter. It is
// false where there are other backslashes, for which there is no such way.
func (r *run) double(t *text, q *syntax.DblQuoted) bool {
	src, open := r.sources[r.at], false
	for _, part := range q.Parts {
		start, end := int(part.Pos().Offset()), int(part.End().Offset())
		if _, ok := part.(*syntax.Lit); !ok {
			r.put(t, r.part(part, true), start, end)
			continue
		}
		for i := start; i < end; i++ {
			if src[i] != '\\' {
				t.bytes[i-t.at] = src[i]
				continue
			}
			if i+1 >= end || src[i+1] != '"' {
				return false
			}
			pair := ` "`
			if open {
				pair = `" `
			}
			copy(t.bytes[i-t.at:], pair)
			open = !open
			i++
		}
	}
	return true
}

// hereText is the text of a here-document.
func (r *run) hereText(redirect *syntax.Redirect) *text {
	how := inHere
	if redirect.Word.Lit() == "" { // 'EOF'
		how = inRaw
	}
	t := r.canvas(redirect.Hdoc.Pos(), redirect.Hdoc.End(), how)
	src := r.sources[r.at]
	for _, part := range redirect.Hdoc.Parts {
		start, end := int(part.Pos().Offset()), int(part.End().Offset())
		if _, ok := part.(*syntax.Lit); ok {
			t.keep(src, start, end)
		} else {
			r.put(t, r.part(part, true), start, end)
		}
	}
	return t
}

// fromFile is the document in a file: one that the script has written, or one of the repository.
func (r *run) fromFile(v value) value {
	name := v.Value.String()
	for _, prefix := range []string{"file://", "fileb://"} {
		name = strings.TrimPrefix(name, prefix)
	}
	if t := r.written[name]; t != nil {
		return value{Value: unknown("a document"), text: t, span: v.span}
	}
	for _, dir := range []string{r.cwd, path.Dir(r.at), path.Dir(r.file), path.Dir(path.Dir(r.file)), "."} {
		file := path.Join(dir, name)
		if path.IsAbs(name) {
			file = name
		}
		if t := r.written[file]; t != nil {
			return value{Value: unknown("a document"), text: t, span: v.span}
		}
		if src, err := r.tree.Read(file); err == nil && !strings.HasPrefix(file, "..") {
			r.sources[file], r.lines[file] = src, source.NewLines(file, src)
			return value{Value: unknown("a document"), text: &text{file: file, bytes: src, how: inFile}, span: v.span}
		}
	}
	return value{Value: unknown("a file that is not in the repository"), span: v.span}
}

// document is the value of JSON that an option is given; nil where it is none.
func (r *run) document(v value) (*document.Node, *text) {
	if strings.HasPrefix(v.Value.String(), "file://") {
		v = r.fromFile(v)
	}
	if v.text == nil {
		return nil, nil
	}
	docs, problems := document.Read(v.text.file+".json", v.text.bytes) // YAML takes longer
	if v.text.at == 0 || len(docs) == 0 {
		docs, problems = document.Read(v.text.file, v.text.bytes)
	}
	if len(docs) != 1 || docs[0].Kind != document.Map && docs[0].Kind != document.List || len(problems) > 0 && docs[0].Get("Statement") == nil {
		return nil, nil
	}
	if v.text.at > 0 {
		r.move(docs[0], v.text)
	}
	return docs[0], v.text
}

// move makes places in a text places in its file.
func (r *run) move(n *document.Node, t *text) {
	if n == nil || n.Alias != nil {
		return
	}
	moved := func(s source.Span) source.Span { return r.lines[t.file].Span(s.Start+t.at, s.End+t.at) }
	n.Span, n.Whole = moved(n.Span), moved(n.Whole)
	for _, item := range n.Items {
		r.move(item, t)
	}
	for i := range n.Pairs {
		n.Pairs[i].Span = moved(n.Pairs[i].Span)
		r.move(n.Pairs[i].Key, t)
		r.move(n.Pairs[i].Value, t)
	}
}
