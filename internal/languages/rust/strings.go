package rust

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// text is the value of a string literal.
func text(n parse.Node) string {
	s := n.Text()
	if n.Kind() == "raw_string_literal" {
		s = strings.TrimLeft(s, "bcr")
		hashes := len(s) - len(strings.TrimLeft(s, "#"))
		return unquoted(s[hashes:max(hashes, len(s)-hashes)])
	}
	return unescaped(unquoted(strings.TrimLeft(s, "bc")))
}

// unquoted takes one quote off each end: more of them are part of a raw text.
func unquoted(s string) string { return strings.TrimSuffix(strings.TrimPrefix(s, `"`), `"`) }

// unescaped is the text of a literal with its escapes.
func unescaped(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		i++
		switch s[i] {
		case 'n':
			b.WriteByte('\n')
		case 't':
			b.WriteByte('\t')
		case 'r':
			b.WriteByte('\r')
		case '0':
			b.WriteByte(0)
		case '\n', '\r': // the line goes on
			for i+1 < len(s) && strings.IndexByte(" \t\r\n", s[i+1]) >= 0 {
				i++
			}
		case 'x', 'u':
			i += code(&b, s[i:])
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

// code writes the character of an escape by number, "x41" or "u{41}", and gives how many bytes stand behind its first.
func code(b *strings.Builder, s string) int {
	digits, length := "", 0
	switch {
	case s[0] == 'x' && len(s) >= 3:
		digits, length = s[1:3], 2
	case s[0] == 'u' && strings.Contains(s, "}"):
		length = strings.IndexByte(s, '}')
		digits = strings.TrimPrefix(s[1:length], "{")
	}
	if r, err := strconv.ParseInt(digits, 16, 32); err == nil && utf8.ValidRune(rune(r)) {
		b.WriteRune(rune(r))
	}
	return length
}

// format lowers format!("a {} b {name}", x): the template's holes are filled in order, by position or by name.
func (l *lowerer) format(n parse.Node, template *program.Text, args []program.Arg) program.Expr {
	build := &program.Build{At: l.at(n)}
	rest, next := template.Value, 0
	literal := func(s string) {
		if s != "" {
			build.Parts = append(build.Parts, &program.Text{At: template.At, Value: s})
		}
	}
	for {
		i := strings.IndexAny(rest, "{}")
		if i < 0 {
			literal(rest)
			return build
		}
		literal(rest[:i])
		if i+1 < len(rest) && rest[i+1] == rest[i] {
			literal(rest[i : i+1])
			rest = rest[i+2:]
			continue
		}
		end := strings.IndexByte(rest[i:], '}')
		if end < 0 || rest[i] == '}' {
			literal(rest[i:])
			return build
		}
		name, how, _ := strings.Cut(rest[i+1:i+end], ":")
		hole := l.hole(n, strings.TrimSpace(name), args, &next)
		if how != "" && how != "?" && how != "#?" {
			hole = l.unknown(n, hole)
		}
		build.Parts = append(build.Parts, hole)
		rest = rest[i+end+1:]
	}
}

// hole is what fills a hole of a template.
func (l *lowerer) hole(n parse.Node, name string, args []program.Arg, next *int) program.Expr {
	at, err := strconv.Atoi(name)
	if name == "" {
		at, err = *next, nil
		*next++
	}
	if err == nil {
		if at < len(args) {
			return args[at].Value
		}
		return l.unknown(n)
	}
	for _, a := range args {
		if a.Name == name {
			return a.Value
		}
	}
	made, _, _ := l.named(name)
	return &program.Name{At: l.at(n), ID: made}
}
