package python

import (
	"strconv"
	"strings"

	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// str lowers a string literal: Text, or Build where it interpolates.
func (l *lowerer) str(n parse.Node) program.Expr {
	prefix := strings.ToLower(n.First().Text())
	raw := strings.Contains(prefix, "r")
	var parts []program.Expr
	for child := range n.Children() {
		switch child.Kind() {
		case "string_content":
			parts = append(parts, &program.Text{At: l.at(child), Value: contentOf(child, raw)})
		case "interpolation":
			parts = append(parts, l.interpolation(child))
		}
	}
	switch len(parts) {
	case 0:
		return &program.Text{At: l.at(n)}
	case 1:
		if text, ok := parts[0].(*program.Text); ok {
			return &program.Text{At: l.at(n), Value: text.Value}
		}
	}
	return &program.Build{At: l.at(n), Parts: parts}
}

// interpolation is the expression in braces; a format or conversion changes its text in a way that is not followed.
func (l *lowerer) interpolation(n parse.Node) program.Expr {
	x := l.expr(n.Field("expression"))
	conversion := n.Field("type_conversion").Text()
	if n.Field("format_specifier").Exists() || conversion != "" && conversion != "!s" {
		return &program.Sequence{At: l.at(n), Parts: []program.Expr{x}}
	}
	return x
}

// contentOf is the text of a string's content with its escapes resolved.
func contentOf(n parse.Node, raw bool) string {
	text, start := n.Text(), n.Start()
	var b strings.Builder
	at := 0
	for escape := range n.Tokens() {
		from, to := escape.Start()-start, escape.End()-start
		if from < at {
			continue
		}
		b.WriteString(text[at:from])
		switch {
		case escape.Kind() == "escape_interpolation":
			b.WriteString(text[from : from+1])
		case raw || escape.Kind() != "escape_sequence":
			b.WriteString(text[from:to])
		default:
			b.WriteString(unescape(text[from:to]))
		}
		at = to
	}
	b.WriteString(text[at:])
	return strings.ReplaceAll(b.String(), "\r\n", "\n")
}

// simpleEscapes are the escapes of one letter.
var simpleEscapes = map[string]string{
	`\\`: `\`, `\'`: `'`, `\"`: `"`, `\a`: "\a", `\b`: "\b", `\f`: "\f", `\n`: "\n", `\r`: "\r", `\t`: "\t", `\v`: "\v", "\\\n": "", "\\\r\n": "",
}

// unescape resolves one escape sequence; one that Python does not know stays as it is written.
func unescape(escape string) string {
	if s, ok := simpleEscapes[escape]; ok {
		return s
	}
	digits, radix := escape[1:], 8
	if strings.ContainsAny(escape[1:2], "xuU") {
		digits, radix = escape[2:], 16
	}
	r, err := strconv.ParseInt(digits, radix, 32)
	if err != nil {
		return escape
	}
	return string(rune(r))
}

// percent lowers "template" % value.
func (l *lowerer) percent(n parse.Node, template *program.Text, right parse.Node) program.Expr {
	value := l.expr(right)
	values := []program.Expr{value}
	if list, ok := value.(*program.List); ok && right.Kind() == "tuple" {
		values = list.Items
	}
	b := builder{at: l.at(n)}
	text := template.Value
	for {
		i := strings.IndexByte(text, '%')
		if i < 0 || i+1 == len(text) {
			b.text(text)
			return b.build()
		}
		b.text(text[:i])
		text = text[i+1:]
		switch {
		case text[0] == '%':
			b.text("%")
		case text[0] == 's' && len(values) > 0:
			b.parts = append(b.parts, values[0])
			values = values[1:]
		case text[0] == '(' && strings.Contains(text, ")s"):
			name, rest, _ := strings.Cut(text[1:], ")s")
			key := &program.Text{At: b.at, Value: name}
			b.parts = append(b.parts, &program.Index{At: b.at, X: value, Key: key})
			text = "s" + rest
		default: // numbers, widths: any text
			b.parts = append(b.parts, &program.Sequence{At: b.at, Parts: values[:min(1, len(values))]})
			values = values[min(1, len(values)):]
			text = strings.TrimLeft(text, "-+ #.*0123456789hlL")
			if text == "" {
				return b.build()
			}
		}
		text = text[1:]
	}
}

// braces lowers "template".format(args).
func (l *lowerer) braces(n parse.Node, template *program.Text, args []program.Arg) program.Expr {
	b := builder{at: l.at(n)}
	text, next := template.Value, 0
	for text != "" {
		i := strings.IndexAny(text, "{}")
		if i < 0 {
			b.text(text)
			break
		}
		b.text(text[:i])
		if text[i:i+1] == "}" || strings.HasPrefix(text[i:], "{{") {
			b.text(text[i : i+1])
			text = text[min(i+2, len(text)):]
			continue
		}
		field, rest, _ := strings.Cut(text[i+1:], "}")
		if field == "" {
			field = strconv.Itoa(next)
			next++
		}
		b.parts = append(b.parts, formatField(b.at, field, args))
		text = rest
	}
	return b.build()
}

// formatField finds the argument that a field of a format template names. A field with attribute, index, conversion or format
// is any text; so is one that no argument is found for.
func formatField(at program.At, field string, args []program.Arg) program.Expr {
	position := 0
	for _, a := range args {
		if a.Rest != program.One {
			break
		}
		if a.Name == field || a.Name == "" && strconv.Itoa(position) == field {
			return a.Value
		}
		if a.Name == "" {
			position++
		}
	}
	unknown := &program.Sequence{At: at}
	for _, a := range args {
		unknown.Parts = append(unknown.Parts, a.Value)
	}
	return unknown
}

// builder collects the parts of a Build.
type builder struct {
	at    program.At
	parts []program.Expr
}

func (b *builder) text(s string) {
	if s != "" {
		b.parts = append(b.parts, &program.Text{At: b.at, Value: s})
	}
}

func (b *builder) build() program.Expr { return &program.Build{At: b.at, Parts: b.parts} }
