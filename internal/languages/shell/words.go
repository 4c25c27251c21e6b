package shell

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/parebot/pare/internal/program"
)

func (l *lowerer) words(words []*syntax.Word) (all []program.Expr) {
	for _, w := range words {
		all = append(all, l.word(w))
	}
	return all
}

// literals are the words as text, "" for those that are expanded.
func literals(words []*syntax.Word) []string {
	all := make([]string, len(words))
	for i, w := range words {
		all[i] = literal(w.Parts)
	}
	return all
}

// literal is the text of a word without expansions; "" if it has any.
func literal(parts []syntax.WordPart) string {
	text := ""
	for _, part := range parts {
		switch part := part.(type) {
		case *syntax.Lit:
			text += unescaped(part.Value)
		case *syntax.SglQuoted:
			text += part.Value
		case *syntax.DblQuoted:
			inner := literal(part.Parts)
			if inner == "" && len(part.Parts) > 0 {
				return ""
			}
			text += inner
		default:
			return ""
		}
	}
	return text
}

// unescaped is a literal without its backslashes, and without the ends of lines that they stand before.
func unescaped(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
			if s[i] == '\n' {
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// quotedLiteral is a literal within double quotes, where a backslash only escapes a few characters.
func quotedLiteral(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	return strings.NewReplacer("\\\n", "", `\"`, `"`, `\$`, `$`, "\\`", "`", `\\`, `\`).Replace(s)
}

// isQuoted says that a word is one word whatever it expands to.
func isQuoted(w *syntax.Word) bool {
	for _, part := range w.Parts {
		switch part.(type) {
		case *syntax.ParamExp, *syntax.CmdSubst:
			return false
		}
	}
	return true
}

// isArray says that a word is all the items of an array, or of the arguments.
func isArray(w *syntax.Word) bool {
	if len(w.Parts) != 1 {
		return false
	}
	part := w.Parts[0]
	if q, ok := part.(*syntax.DblQuoted); ok && len(q.Parts) == 1 {
		part = q.Parts[0]
	}
	p, ok := part.(*syntax.ParamExp)
	if !ok || p.Param == nil || p.Length || p.Excl {
		return false
	}
	if p.Param.Value == "@" || p.Param.Value == "*" {
		return true
	}
	index, ok := p.Index.(*syntax.Word)
	return ok && (index.Lit() == "@" || index.Lit() == "*")
}

// word lowers a word to its value. One that only expands a variable is the variable, whatever that holds.
func (l *lowerer) word(w *syntax.Word) program.Expr {
	if w == nil {
		return nil
	}
	return l.joinedParts(w, w.Parts, false)
}

func (l *lowerer) joinedParts(n syntax.Node, parts []syntax.WordPart, quoted bool) program.Expr {
	var all []program.Expr
	for _, part := range parts {
		all = append(all, l.part(part, quoted))
	}
	switch {
	case len(all) == 0:
		return &program.Text{At: l.at(n)}
	case len(all) == 1:
		return all[0]
	}
	return &program.Build{At: l.at(n), Parts: all}
}

func (l *lowerer) part(part syntax.WordPart, quoted bool) program.Expr {
	switch part := part.(type) {
	case *syntax.Lit:
		if quoted {
			return &program.Text{At: l.at(part), Value: quotedLiteral(part.Value)}
		}
		return &program.Text{At: l.at(part), Value: unescaped(part.Value)}
	case *syntax.SglQuoted:
		return &program.Text{At: l.at(part), Value: part.Value}
	case *syntax.DblQuoted:
		return l.joinedParts(part, part.Parts, true)
	case *syntax.ParamExp:
		return l.expansion(part)
	case *syntax.CmdSubst:
		return l.substitution(part)
	case *syntax.ProcSubst:
		l.block(part.Stmts)
	}
	return l.unknown(part)
}

// substitution is what commands write.
func (l *lowerer) substitution(c *syntax.CmdSubst) program.Expr {
	if len(c.Stmts) == 1 {
		return l.output(c.Stmts[0])
	}
	var last program.Expr = l.unknown(c)
	for _, s := range c.Stmts {
		last = l.output(s)
	}
	if len(c.Stmts) > 1 {
		return l.unknown(c, last)
	}
	return last
}

// expansion is the value of a variable, with what is done to it.
func (l *lowerer) expansion(p *syntax.ParamExp) program.Expr {
	if p.Param == nil {
		return l.unknown(p)
	}
	name := p.Param.Value
	if name == "*" {
		name = "@"
	}
	var x program.Expr = &program.Name{At: l.at(p), ID: name}
	switch {
	case p.Length, p.Width, p.IsSet, strings.ContainsAny(name, "#?$!-") && len(name) == 1:
		return l.unknown(p)
	case p.Excl:
		return l.native(p, "named", x)
	case p.Index != nil:
		x = l.element(p, x)
	}
	switch {
	case p.Repl != nil:
		return l.replaced(p, x)
	case p.Slice != nil:
		return l.unknown(p, x)
	case p.Exp != nil:
		return l.modified(p, x)
	}
	return x
}

// element is an item of an array; all of them where the index says so.
func (l *lowerer) element(p *syntax.ParamExp, x program.Expr) program.Expr {
	index, ok := p.Index.(*syntax.Word)
	if !ok {
		return l.native(p, "element", x)
	}
	if text := literal(index.Parts); text == "@" || text == "*" {
		return x
	}
	return &program.Index{At: l.at(p), X: x, Key: l.key(index)}
}

// key is an index: a number, or a name of an associative array.
func (l *lowerer) key(w *syntax.Word) program.Expr {
	if text := literal(w.Parts); text != "" && strings.Trim(text, "0123456789") == "" {
		kind := program.Number
		if text == "0" {
			kind = program.Zero
		}
		return &program.Constant{At: l.at(w), Kind: kind, Digits: text}
	}
	return l.word(w)
}

func (l *lowerer) modified(p *syntax.ParamExp, x program.Expr) program.Expr {
	operand := l.word(p.Exp.Word)
	if operand == nil {
		operand = &program.Text{At: l.at(p)}
	}
	switch p.Exp.Op {
	case syntax.DefaultUnset, syntax.DefaultUnsetOrNull, syntax.AssignUnset, syntax.AssignUnsetOrNull:
		return l.native(p, "or-else", x, operand)
	case syntax.AlternateUnset, syntax.AlternateUnsetOrNull:
		return operand
	case syntax.ErrorUnset, syntax.ErrorUnsetOrNull:
		return x
	case syntax.LowerAll:
		return l.native(p, "lower", x)
	case syntax.UpperAll:
		return l.native(p, "upper", x)
	case syntax.RemSmallPrefix, syntax.RemLargePrefix:
		if !isPattern(p.Exp.Word) {
			return l.native(p, "removeprefix", x, operand)
		}
	case syntax.RemSmallSuffix, syntax.RemLargeSuffix:
		if !isPattern(p.Exp.Word) {
			return l.native(p, "removesuffix", x, operand)
		}
	}
	return l.unknown(p, x, operand)
}

func (l *lowerer) replaced(p *syntax.ParamExp, x program.Expr) program.Expr {
	from, to := l.word(p.Repl.Orig), l.word(p.Repl.With)
	if p.Repl.All && p.Repl.Orig != nil && !isPattern(p.Repl.Orig) && to != nil {
		return l.native(p, "replace", x, from, to)
	}
	return l.unknown(p, x, from, to)
}
