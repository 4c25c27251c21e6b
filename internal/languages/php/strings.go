package php

import (
	"strconv"
	"strings"

	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// str lowers a string literal: Text, or Build where it interpolates.
func (l *lowerer) str(n parse.Node) program.Expr {
	raw := n.Kind() == "string" || n.Kind() == "nowdoc"
	body := n
	if value := n.Field("value"); value.Exists() {
		body = value
	}
	var parts []program.Expr
	var text strings.Builder
	flush := func() {
		if text.Len() > 0 {
			parts = append(parts, l.text(n, text.String()))
			text.Reset()
		}
	}
	heredoc, end := n.Kind() == "heredoc" || n.Kind() == "nowdoc", -1
	for child := range body.Children() {
		if heredoc && end >= 0 { // line breaks are no nodes
			text.WriteString(n.Text()[end-n.Start() : child.Start()-n.Start()])
		}
		end = child.End()
		switch child.Kind() {
		case "string_content", "string_value", "nowdoc_string":
			text.WriteString(l.content(child, raw))
		case "escape_sequence":
			text.WriteString(unescape(child.Text(), raw))
		default:
			flush()
			parts = append(parts, l.expr(child))
		}
	}
	flush()
	if heredoc {
		parts = outdented(parts, n.Text())
	}
	switch len(parts) {
	case 0:
		return l.text(n, "")
	case 1:
		if t, ok := parts[0].(*program.Text); ok {
			return l.text(n, t.Value)
		}
	}
	return &program.Build{At: l.at(n), Parts: parts}
}

// outdented takes the indentation of a heredoc's last line from all of its lines.
func outdented(parts []program.Expr, text string) []program.Expr {
	last := text[strings.LastIndexByte(text, '\n')+1:]
	indent := last[:len(last)-len(strings.TrimLeft(last, " \t"))]
	for i, part := range parts {
		t, ok := part.(*program.Text)
		if !ok || indent == "" {
			continue
		}
		value := strings.ReplaceAll(t.Value, "\n"+indent, "\n")
		if i == 0 {
			value = strings.TrimPrefix(value, indent)
		}
		parts[i] = &program.Text{At: t.At, Value: value}
	}
	return parts
}

// content is the text of a string's content with the escapes in it resolved.
func (l *lowerer) content(n parse.Node, raw bool) string {
	text, start := n.Text(), n.Start()
	var b strings.Builder
	at := 0
	for escape := range n.Tokens() {
		from, to := escape.Start()-start, escape.End()-start
		if from < at || escape.Kind() != "escape_sequence" {
			continue
		}
		b.WriteString(text[at:from] + unescape(text[from:to], raw))
		at = to
	}
	b.WriteString(text[at:])
	return b.String()
}

// simpleEscapes are the escapes of one letter.
var simpleEscapes = map[string]string{
	`\n`: "\n", `\t`: "\t", `\r`: "\r", `\v`: "\v", `\e`: "\x1b", `\f`: "\f", `\\`: `\`, `\$`: "$", `\"`: `"`,
}

// unescape resolves one escape sequence; one that PHP does not know stays as it is written.
func unescape(escape string, raw bool) string {
	if raw {
		if escape == `\\` || escape == `\'` {
			return escape[1:]
		}
		return escape
	}
	if s, ok := simpleEscapes[escape]; ok {
		return s
	}
	digits, radix := escape[1:], 8
	if strings.HasPrefix(digits, "x") || strings.HasPrefix(digits, "u{") {
		digits, radix = strings.Trim(digits[1:], "{}"), 16
	}
	if r, err := strconv.ParseInt(digits, radix, 32); err == nil {
		return string(rune(r))
	}
	return escape
}

// formatted lowers sprintf. What is neither %s nor its position is any text.
func (l *lowerer) formatted(n parse.Node, template string, args []program.Expr) program.Expr {
	b := &program.Build{At: l.at(n)}
	add := func(s string) {
		if s != "" {
			b.Parts = append(b.Parts, &program.Text{At: b.At, Value: s})
		}
	}
	next := 0
	for {
		before, rest, found := strings.Cut(template, "%")
		add(before)
		if !found || rest == "" {
			return b
		}
		if rest[0] == '%' {
			add("%")
			template = rest[1:]
			continue
		}
		position := next
		if at, after, ok := strings.Cut(rest, "$"); ok {
			if one, err := strconv.Atoi(at); err == nil {
				position, rest, next = one-1, after, next-1
			}
		}
		next++
		letter := strings.TrimLeft(rest, "0123456789.-+ '*")
		if letter == "" {
			return b
		}
		if letter[0] == 's' && len(letter) == len(rest) && position >= 0 && position < len(args) {
			b.Parts = append(b.Parts, args[position])
		} else {
			b.Parts = append(b.Parts, &program.Sequence{At: b.At, Parts: args[min(max(position, 0), len(args)):min(max(position, 0)+1, len(args))]})
		}
		template = letter[1:]
	}
}
