package ruby

import (
	"strconv"
	"strings"

	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// heredocsOf finds the body of each heredoc by the place where its value stands: bodies follow in the order of these.
func heredocsOf(root parse.Node) map[int]parse.Node {
	all := make(map[int]parse.Node)
	var begun []int
	var walk func(n parse.Node, depth int)
	walk = func(n parse.Node, depth int) {
		switch n.Kind() {
		case "heredoc_beginning":
			begun = append(begun, n.Start())
		case "heredoc_body":
			if len(begun) > 0 {
				all[begun[0]] = n
				begun = begun[1:]
			}
		}
		if depth > 4*MaxDepth {
			return
		}
		for child := range n.Tokens() {
			walk(child, depth+1)
		}
	}
	walk(root, 0)
	return all
}

// str lowers a string literal, a symbol, a heredoc: Text, or Build where it interpolates.
func (l *lowerer) str(n parse.Node) program.Expr {
	raw := strings.HasPrefix(n.Text(), "'") || strings.HasPrefix(n.Text(), "%q")
	body := n
	if n.Kind() == "heredoc_beginning" {
		body = l.heredocs[n.Start()]
		raw = strings.Contains(n.Text(), "'")
		if !body.Exists() {
			return l.opaque(n, reasonSyntax)
		}
	}
	var parts []program.Expr
	var text strings.Builder
	flush := func() {
		if text.Len() > 0 {
			parts = append(parts, &program.Text{At: l.at(n), Value: text.String()})
			text.Reset()
		}
	}
	for child := range body.Children() {
		switch child.Kind() {
		case "string_content", "heredoc_content":
			text.WriteString(plainContent(child.Text(), raw && body == n))
		case "escape_sequence":
			text.WriteString(unescape(child.Text(), raw))
		case "interpolation":
			flush()
			parts = append(parts, l.value(child))
		}
	}
	flush()
	parts = outdented(parts, n.Text())
	switch len(parts) {
	case 0:
		return &program.Text{At: l.at(n)}
	case 1:
		if t, ok := parts[0].(*program.Text); ok {
			return &program.Text{At: l.at(n), Value: t.Value}
		}
	}
	return &program.Build{At: l.at(n), Parts: parts}
}

// plainContent is the text of a string's content: in one quote, a backslash stands before itself and before the quote only.
func plainContent(text string, raw bool) string {
	if !raw {
		return text
	}
	return strings.NewReplacer(`\\`, `\`, `\'`, `'`).Replace(text)
}

// outdented takes the line break before a heredoc's text and, of <<~, the indentation away.
func outdented(parts []program.Expr, beginning string) []program.Expr {
	if !strings.HasPrefix(beginning, "<<") {
		return parts
	}
	least := -1
	for _, part := range parts {
		t, ok := part.(*program.Text)
		if !ok || !strings.HasPrefix(beginning, "<<~") {
			continue
		}
		for i, line := range strings.Split(t.Value, "\n") {
			if indent := len(line) - len(strings.TrimLeft(line, " \t")); i > 0 && strings.TrimSpace(line) != "" && (least < 0 || indent < least) {
				least = indent
			}
		}
	}
	for i, part := range parts {
		if t, ok := part.(*program.Text); ok {
			value := t.Value
			if least > 0 {
				value = strings.ReplaceAll(value, "\n"+strings.Repeat(" ", least), "\n")
			}
			if i == 0 {
				value = strings.TrimPrefix(value, "\n")
			}
			if i == len(parts)-1 {
				value = strings.TrimRight(value, " \t")
			}
			parts[i] = &program.Text{At: t.At, Value: value}
		}
	}
	return parts
}

// simpleEscapes are the escapes of one letter.
var simpleEscapes = map[string]string{
	`\n`: "\n", `\t`: "\t", `\s`: " ", `\r`: "\r", `\0`: "\x00", `\a`: "\a", `\b`: "\b", `\e`: "\x1b", `\f`: "\f", `\v`: "\v", "\\\n": "",
}

// unescape resolves one escape sequence.
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
	if len(escape) > 2 && (escape[1] == 'u' || escape[1] == 'x') {
		if r, err := strconv.ParseInt(strings.Trim(escape[2:], "{}"), 16, 32); err == nil {
			return string(rune(r))
		}
	}
	return strings.TrimPrefix(escape, `\`)
}

// symbol is the text of a symbol.
func symbol(n parse.Node) string { return strings.TrimSuffix(strings.TrimPrefix(n.Text(), ":"), ":") }

// words lowers %w[a b] and %i[a b].
func (l *lowerer) words(n parse.Node) program.Expr {
	list := &program.List{At: l.at(n)}
	for word := range n.Children() {
		list.Items = append(list.Items, l.str(word))
	}
	return list
}

// formatted lowers a template of format or of % with its arguments. What is neither %s nor named is any text.
func (l *lowerer) formatted(n parse.Node, template string, args []program.Expr) program.Expr {
	b := &program.Build{At: l.at(n)}
	add := func(s string) {
		if s != "" {
			b.Parts = append(b.Parts, &program.Text{At: b.At, Value: s})
		}
	}
	named := func(name string) {
		if len(args) == 1 {
			b.Parts = append(b.Parts, &program.Index{At: b.At, X: args[0], Key: &program.Text{At: b.At, Value: name}})
			return
		}
		b.Parts = append(b.Parts, &program.Sequence{At: b.At, Parts: args})
	}
	next := 0
	for {
		before, rest, found := strings.Cut(template, "%")
		add(before)
		if !found || rest == "" {
			return b
		}
		end := strings.IndexByte(rest, map[byte]byte{'{': '}', '<': '>'}[rest[0]])
		switch {
		case rest[0] == '%':
			add("%")
			template = rest[1:]
			continue
		case end > 0 && (rest[0] == '{' || rest[0] == '<'):
			named(rest[1:end])
			if template = rest[end+1:]; rest[0] == '<' {
				template = strings.TrimPrefix(strings.TrimLeft(template, "0123456789.-+ #"), firstLetter(template))
			}
			continue
		}
		flags := strings.TrimLeft(rest, "0123456789.-+ #*")
		switch {
		case flags == "":
			return b
		case flags[0] == 's' && len(flags) == len(rest) && next < len(args):
			b.Parts = append(b.Parts, args[next])
		default:
			b.Parts = append(b.Parts, &program.Sequence{At: b.At, Parts: args[min(next, len(args)):min(next+1, len(args))]})
		}
		next++
		template = flags[1:]
	}
}

func firstLetter(s string) string {
	if s = strings.TrimLeft(s, "0123456789.-+ #"); s == "" {
		return ""
	}
	return s[:1]
}
