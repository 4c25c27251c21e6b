package csharp

import (
	"strconv"
	"strings"

	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// str lowers a string literal: Text, or Build where it interpolates.
func (l *lowerer) str(n parse.Node) program.Expr {
	switch n.Kind() {
	case "verbatim_string_literal":
		text := strings.TrimSuffix(strings.TrimSuffix(strings.TrimPrefix(n.Text(), `@"`), "u8"), `"`)
		return &program.Text{At: l.at(n), Value: strings.ReplaceAll(text, `""`, `"`)}
	case "raw_string_literal":
		return &program.Text{At: l.at(n), Value: unindented(childOf(n, "raw_string_content").Text())}
	case "interpolated_string_expression":
		return l.interpolated(n)
	case "character_literal":
		text := n.Text()
		return &program.Text{At: l.at(n), Value: unescaped(text[min(1, len(text)):max(1, len(text)-1)])}
	}
	return &program.Text{At: l.at(n), Value: l.content(n)}
}

// content is the text between the quotes of a plain literal.
func (l *lowerer) content(n parse.Node) string {
	var b strings.Builder
	for child := range n.Children() {
		switch child.Kind() {
		case "escape_sequence":
			b.WriteString(unescaped(child.Text()))
		case "string_literal_content":
			b.WriteString(child.Text())
		}
	}
	return b.String()
}

// interpolated lowers $"a{b,3:N2}c". A format changes the text of the value, so that it is not known.
func (l *lowerer) interpolated(n parse.Node) program.Expr {
	verbatim, raw := strings.Contains(n.Text()[:min(3, len(n.Text()))], "@"), strings.HasPrefix(strings.TrimLeft(n.Text(), "$@"), `"""`)
	b := &program.Build{At: l.at(n)}
	for child := range n.Children() {
		switch child.Kind() {
		case "string_content", "interpolated_string_text", "interpolated_verbatim_string_text":
			text := child.Text()
			switch {
			case verbatim:
				text = strings.ReplaceAll(text, `""`, `"`)
			case !raw:
				text = unescaped(text)
			}
			b.Parts = append(b.Parts, &program.Text{At: l.at(child), Value: strings.NewReplacer("{{", "{", "}}", "}").Replace(text)})
		case "escape_sequence":
			b.Parts = append(b.Parts, &program.Text{At: l.at(child), Value: unescaped(child.Text())})
		case "interpolation":
			b.Parts = append(b.Parts, l.interpolation(child))
		}
	}
	return b
}

func (l *lowerer) interpolation(n parse.Node) program.Expr {
	var x program.Expr
	for child := range n.Children() {
		switch child.Kind() {
		case "interpolation_brace":
		case "interpolation_format_clause", "interpolation_alignment_clause":
			if x != nil {
				x = &program.Sequence{At: l.at(n), Parts: []program.Expr{x}}
			}
		default:
			if x == nil {
				x = l.expr(child)
			}
		}
	}
	if x == nil {
		return l.opaque(n, reasonSyntax)
	}
	return x
}

// unindented is a raw string over several lines without the indentation of its last.
func unindented(text string) string {
	if !strings.Contains(text, "\n") {
		return text
	}
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	indent := lines[len(lines)-1]
	if strings.TrimSpace(indent) != "" || len(lines) < 2 {
		return text
	}
	for i := range lines {
		lines[i] = strings.TrimPrefix(lines[i], indent)
	}
	return strings.Join(lines[1:len(lines)-1], "\n")
}

var escapes = strings.NewReplacer(`\n`, "\n", `\r`, "\r", `\t`, "\t", `\0`, "\x00", `\"`, `"`, `\'`, "'", `\\`, `\`)

// unescaped reads escapes in a literal.
func unescaped(text string) string {
	if !strings.Contains(text, `\`) {
		return text
	}
	if len(text) > 2 && (text[1] == 'u' || text[1] == 'x' || text[1] == 'U') && text[0] == '\\' {
		if code, err := strconv.ParseInt(text[2:], 16, 32); err == nil {
			return string(rune(code))
		}
	}
	return escapes.Replace(text)
}

// format lowers string.Format("{0}/{1:d}", a, b); nil where the template is no literal.
func (l *lowerer) format(at program.At, args []program.Arg) program.Expr {
	if len(args) == 0 {
		return nil
	}
	template, ok := args[0].Value.(*program.Text)
	if !ok || args[0].Name != "" {
		return nil
	}
	b := &program.Build{At: at}
	rest := strings.NewReplacer("{{", "\x01", "}}", "\x02").Replace(template.Value)
	literal := func(text string) {
		if text != "" {
			text = strings.NewReplacer("\x01", "{", "\x02", "}").Replace(text)
			b.Parts = append(b.Parts, &program.Text{At: template.At, Value: text})
		}
	}
	for {
		before, after, found := strings.Cut(rest, "{")
		literal(before)
		if !found {
			return b
		}
		field, behind, _ := strings.Cut(after, "}")
		b.Parts = append(b.Parts, formatField(at, field, args[1:]))
		rest = behind
	}
}

// formatField is what stands for "{n}": the argument; with a format or without an argument any text.
func formatField(at program.At, field string, args []program.Arg) program.Expr {
	n, err := strconv.Atoi(strings.TrimSpace(field))
	if err == nil && n >= 0 && n < len(args) && args[n].Rest == program.One {
		return args[n].Value
	}
	unknown := &program.Sequence{At: at}
	for _, a := range args {
		unknown.Parts = append(unknown.Parts, a.Value)
	}
	return unknown
}
