package javascript

import (
	"strconv"
	"strings"

	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

func (l *lowerer) literal(n parse.Node) program.Expr {
	switch n.Kind() {
	case "string":
		text := n.Text()
		return &program.Text{At: l.at(n), Value: unescaped(text[1:max(1, len(text)-1)])}
	case "template_string":
		return l.template(n)
	case "true":
		return &program.Constant{At: l.at(n), Kind: program.True}
	case "false":
		return &program.Constant{At: l.at(n), Kind: program.False}
	case "null", "undefined":
		return &program.Constant{At: l.at(n), Kind: program.None}
	case "regex":
		return &program.Sequence{At: l.at(n)}
	}
	return l.number(n)
}

func (l *lowerer) number(n parse.Node) program.Expr {
	text := strings.ReplaceAll(strings.TrimSuffix(n.Text(), "n"), "_", "")
	c := &program.Constant{At: l.at(n), Kind: program.Number}
	if value, err := strconv.ParseInt(text, 0, 32); err == nil {
		c.Digits = strconv.FormatInt(value, 10)
		if value == 0 {
			c.Kind = program.Zero
		}
	}
	return c
}

// template lowers a template literal: the text between the places that are filled in is taken from the source.
func (l *lowerer) template(n parse.Node) program.Expr {
	b := &program.Build{At: l.at(n)}
	source, at := n.Text(), 1
	text := func(end int) {
		if end > at {
			b.Parts = append(b.Parts, &program.Text{At: l.at(n), Value: unescaped(source[at:end])})
		}
	}
	for child := range n.Children() {
		if child.Kind() != "template_substitution" {
			continue
		}
		text(child.Start() - n.Start())
		b.Parts = append(b.Parts, l.expr(child.First()))
		at = child.End() - n.Start()
	}
	text(len(source) - 1)
	switch {
	case len(b.Parts) == 0:
		return &program.Text{At: b.At}
	case len(b.Parts) == 1:
		if only, ok := b.Parts[0].(*program.Text); ok {
			return only
		}
	}
	return b
}

// escapes are the letters that stand for others behind a backslash.
var escapes = map[byte]string{'n': "\n", 't': "\t", 'r': "\r", 'b': "\b", 'f': "\f", 'v': "\v", '0': "\x00", '\n': ""}

// unescaped is the text that a literal's source stands for.
func unescaped(s string) string {
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		i++
		letter, known := escapes[s[i]]
		switch {
		case known:
			b.WriteString(letter)
		case s[i] == 'x' || s[i] == 'u':
			i += coded(&b, s[i:])
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

// coded writes the letter of a \x41, \u0041 or \u{41} and gives how many bytes behind the x or u belong to it.
func coded(b *strings.Builder, s string) int {
	digits := ""
	switch {
	case s[0] == 'x':
		digits = s[1:min(3, len(s))]
	case strings.HasPrefix(s, "u{"):
		digits, _, _ = strings.Cut(s[2:], "}")
	default:
		digits = s[1:min(5, len(s))]
	}
	code, err := strconv.ParseUint(digits, 16, 32)
	if err != nil {
		b.WriteByte(s[0])
		return 0
	}
	b.WriteRune(rune(code))
	if strings.HasPrefix(s, "u{") {
		return len(digits) + 2
	}
	return len(digits)
}

// object lowers an object literal. What a getter gives is read when the object is made.
func (l *lowerer) object(n parse.Node) program.Expr {
	d := &program.Dict{At: l.at(n)}
	for child := range n.Children() {
		switch child.Kind() {
		case "pair":
			d.Entries = append(d.Entries, program.Entry{Key: l.key(child.Field("key")), Value: l.expr(child.Field("value"))})
		case "spread_element":
			d.Entries = append(d.Entries, program.Entry{Value: l.expr(child.First())})
		case "method_definition":
			d.Entries = append(d.Entries, l.methodEntry(child))
		case "ERROR":
			d.Entries = append(d.Entries, program.Entry{Value: l.opaque(child, reasonSyntax, l.parts(child)...)})
		default:
			key := &program.Text{At: l.at(child), Value: child.Text()}
			d.Entries = append(d.Entries, program.Entry{Key: key, Value: l.expr(child)})
		}
	}
	return d
}

func (l *lowerer) methodEntry(n parse.Node) program.Entry {
	e := program.Entry{Key: l.key(n.Field("name"))}
	f := l.function(n)
	switch {
	case n.Has("get"):
		e.Value = &program.Call{At: l.at(n), Function: f}
	default:
		e.Value = f
	}
	return e
}

// key lowers what stands before the colon of an entry.
func (l *lowerer) key(n parse.Node) program.Expr {
	switch n.Kind() {
	case "computed_property_name":
		return l.expr(n.First())
	case "string":
		return l.literal(n)
	}
	return &program.Text{At: l.at(n), Value: n.Text()}
}

func (l *lowerer) array(n parse.Node) program.Expr {
	list := &program.List{At: l.at(n)}
	for child := range n.Children() {
		list.Items = append(list.Items, l.expr(child))
	}
	return list
}
