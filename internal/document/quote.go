package document

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/go-json-experiment/json/jsontext"
	"go.yaml.in/yaml/v3"
)

// Quote writes s as a YAML scalar that reads back as the string s, in a block and in flow text, with YAML's rules of
// 1.1 and of 1.2: plain where that is surely a string, else in single quotes, else in double quotes. Bytes that are no UTF-8 become U+FFFD.
func Quote(s string) string {
	switch {
	case plainly(s):
		return s
	case printable(s):
		return "'" + strings.ReplaceAll(s, "'", "''") + "'"
	}
	return escaped(s)
}

// QuoteLike writes s as Quote does, in the quotes that n has and as JSON where n stands in a file of JSON.
func QuoteLike(n *Node, s string) string {
	switch {
	case n.json:
		quoted, _ := jsontext.AppendQuote(nil, strings.ToValidUTF8(s, "\uFFFD"))
		return string(quoted)
	case n.Style == DoubleQuoted:
		return escaped(s)
	case n.Style == SingleQuoted && printable(s):
		return "'" + strings.ReplaceAll(s, "'", "''") + "'"
	}
	return Quote(s)
}

// otherWords are strings that YAML 1.1 takes for something else, beside those that the parser knows.
const otherWords = " y n yes no on off true false null ~ "

// plainly says whether s without quotes is the string s wherever it stands. It refuses more than YAML does.
func plainly(s string) bool {
	first := strings.IndexAny(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_/$.")
	return first == 0 && printable(s) && !strings.ContainsAny(s, ",[]{}?`") &&
		!strings.Contains(s, ": ") && !strings.Contains(s, " #") && !strings.HasSuffix(s, ":") && !strings.HasSuffix(s, " ") &&
		!strings.HasPrefix(s, "...") && !strings.Contains(otherWords, " "+strings.ToLower(s)+" ") && !numeric(s)
}

// numeric says whether s looks like a number, a date or a time of any YAML.
func numeric(s string) bool {
	n := yaml.Node{Kind: yaml.ScalarNode, Value: s}
	return n.ShortTag() != "!!str" || strings.ContainsAny(s[:1], "0123456789.") && strings.Trim(s, "0123456789abcdefABCDEFxXoO._:+-TZtz ") == ""
}

// printable says whether s is one line of characters that a YAML file may hold as they are.
func printable(s string) bool {
	for _, r := range s {
		if !unicode.IsPrint(r) || r == unicode.ReplacementChar {
			return false
		}
	}
	return true
}

// escaped writes s in double quotes.
func escaped(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case unicode.IsPrint(r):
			b.WriteRune(r)
		case r <= 0xFFFF:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			fmt.Fprintf(&b, `\U%08X`, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
