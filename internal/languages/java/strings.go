package java

import (
	"strconv"
	"strings"

	"github.com/parebot/pare/internal/languages/jvm"
	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// str lowers a string literal or a text block.
func (l *lowerer) str(n parse.Node) program.Expr {
	text := n.Text()
	if inner, ok := strings.CutPrefix(text, `"""`); ok {
		return &program.Text{At: l.at(n), Value: unescape(textBlock(strings.TrimSuffix(inner, `"""`)))}
	}
	return &program.Text{At: l.at(n), Value: unescape(strings.TrimSuffix(strings.TrimPrefix(text, `"`), `"`))}
}

// textBlock takes off what all lines of a text block begin with, and blanks at their ends.
func textBlock(text string) string {
	_, text, _ = strings.Cut(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	lines := strings.Split(text, "\n")
	least := -1
	for i, line := range lines {
		indented := len(line) - len(strings.TrimLeft(line, " \t"))
		if (indented < len(line) || i == len(lines)-1) && (least < 0 || indented < least) {
			least = indented
		}
	}
	for i, line := range lines {
		lines[i] = strings.TrimRight(line[min(max(least, 0), len(line)):], " \t")
	}
	return strings.Join(lines, "\n")
}

// simpleEscapes are the escapes of one letter.
var simpleEscapes = map[byte]string{'n': "\n", 't': "\t", 'r': "\r", 'b': "\b", 'f': "\f", 's': " ", '"': `"`, '\'': "'", '\\': `\`, '\n': ""}

// unescape resolves the escapes of a literal; one that Java does not know stays as it is written.
func unescape(text string) string {
	if !strings.Contains(text, `\`) {
		return text
	}
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' || i+1 == len(text) {
			b.WriteByte(text[i])
			continue
		}
		i++
		if s, ok := simpleEscapes[text[i]]; ok {
			b.WriteString(s)
			continue
		}
		r, size := numeric(text[i:])
		if size == 0 {
			b.WriteString(text[i-1 : i+1])
			continue
		}
		b.WriteRune(r)
		i += size - 1
	}
	return b.String()
}

// numeric reads uXXXX or up to three octal digits; size 0 where there is neither.
func numeric(text string) (r rune, size int) {
	if text[0] == 'u' {
		start := len(text) - len(strings.TrimLeft(text, "u"))
		if len(text) < start+4 {
			return 0, 0
		}
		n, err := strconv.ParseUint(text[start:start+4], 16, 32)
		if err != nil {
			return 0, 0
		}
		return rune(n), start + 4
	}
	for size < 3 && size < len(text) && text[size] >= '0' && text[size] <= '7' {
		r = r*8 + rune(text[size]-'0')
		size++
	}
	return r, size
}

// formatted lowers String.format("...", a) and "...".formatted(a) with a literal template to the parts that it is made of; other calls
// stay what they are.
func (l *lowerer) formatted(n parse.Node, c *program.Call) program.Expr {
	member, ok := c.Function.(*program.Member)
	if !ok {
		return c
	}
	args := c.Args
	template, ok := member.X.(*program.Text)
	name, isName := member.X.(*program.Name)
	if isName && name.ID == "String" && member.Name == "join"+program.Method && len(args) > 2 {
		return joined(l.at(n), args)
	}
	if isName && name.ID == "String" && member.Name == "format"+program.Method {
		if len(args) > 1 {
			if _, first := args[0].Value.(*program.Text); !first { // a locale
				args = args[1:]
			}
		}
		if len(args) > 0 {
			template, ok = args[0].Value.(*program.Text)
			args = args[1:]
		}
	} else if member.Name != "formatted"+program.Method {
		return c
	}
	if !ok {
		return c
	}
	values := make([]program.Expr, len(args))
	for i, a := range args {
		values[i] = a.Value
	}
	return &program.Build{At: l.at(n), Parts: jvm.Format(l.at(n), template.Value, values)}
}

// joined is String.join(separator, a, b): the others with the first between them.
func joined(at program.At, args []program.Arg) program.Expr {
	b := &program.Build{At: at}
	for i, a := range args[1:] {
		if i > 0 {
			b.Parts = append(b.Parts, args[0].Value)
		}
		b.Parts = append(b.Parts, a.Value)
	}
	return b
}
