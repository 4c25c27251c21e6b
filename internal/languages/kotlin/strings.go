package kotlin

import (
	"strconv"
	"strings"

	"github.com/parebot/pare/internal/languages/jvm"
	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// str lowers a string literal: Text, or Build where it interpolates. The grammar leaves "$name" in the text of short strings.
func (l *lowerer) str(n parse.Node) program.Expr {
	raw := n.Kind() == "multiline_string_literal"
	quote := `"`
	if raw {
		quote = `"""`
	}
	text, start := n.Text(), n.Start()
	end := max(len(text)-len(quote), len(quote))
	var parts []program.Expr
	at := min(len(quote), len(text))
	for child := range n.Children() {
		if child.Kind() != "interpolation" {
			continue
		}
		parts = append(parts, l.pieces(n, text[at:max(child.Start()-start, at)], raw)...)
		parts = append(parts, l.interpolated(child))
		at = child.End() - start
	}
	if at < end && end <= len(text) {
		parts = append(parts, l.pieces(n, text[at:end], raw)...)
	}
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

func (l *lowerer) interpolated(n parse.Node) program.Expr {
	if x := n.First(); x.Exists() {
		return l.expr(x)
	}
	return l.opaque(n, reasonSyntax)
}

// pieces is text with the names in it that stand behind a dollar.
func (l *lowerer) pieces(n parse.Node, text string, raw bool) (parts []program.Expr) {
	plain := ""
	flush := func() {
		if plain != "" {
			value := plain
			if !raw {
				value = unescape(plain)
			}
			parts = append(parts, &program.Text{At: l.at(n), Value: value})
		}
		plain = ""
	}
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '\\' && !raw && i+1 < len(text):
			plain += text[i : i+2]
			i++
		case text[i] == '$' && i+1 < len(text) && isLetter(text[i+1]):
			end := i + 1
			for end < len(text) && (isLetter(text[end]) || text[end] >= '0' && text[end] <= '9') {
				end++
			}
			flush()
			if name := text[i+1 : end]; name == "this" {
				parts = append(parts, l.thisAt(n, len(l.scopes)-1))
			} else {
				parts = append(parts, l.name(n, name))
			}
			i = end - 1
		default:
			plain += text[i : i+1]
		}
	}
	flush()
	return parts
}

func isLetter(c byte) bool { return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// simpleEscapes are the escapes of one letter.
var simpleEscapes = map[byte]string{'n': "\n", 't': "\t", 'r': "\r", 'b': "\b", '"': `"`, '\'': "'", '\\': `\`, '$': "$"}

// unescape resolves the escapes of a literal; one that Kotlin does not know stays as it is written.
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
		s, ok := simpleEscapes[text[i]]
		if text[i] == 'u' && i+4 < len(text) {
			if r, err := strconv.ParseUint(text[i+1:i+5], 16, 32); err == nil {
				s, ok = string(rune(r)), true
				i += 4
			}
		}
		if !ok {
			s = text[i-1 : i+1]
		}
		b.WriteString(s)
	}
	return b.String()
}

// formatted lowers "template".format(args) to the parts that it is made of.
func (l *lowerer) formatted(at program.At, template *program.Text, args []program.Arg) program.Expr {
	values := make([]program.Expr, len(args))
	for i, a := range args {
		values[i] = a.Value
	}
	return &program.Build{At: at, Parts: jvm.Format(at, template.Value, values)}
}
