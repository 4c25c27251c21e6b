package shell

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/symbolic"
)

// value is what a word or variable holds.
type value struct {
	symbolic.Value
	// written is how a person calls it: the text, or the variable that a word consists of.
	written string
	// text is where it stands as text in a script, for documents; nil where it does not.
	text *text
	// answer is the command that wrote it.
	answer *command
	span   source.Span
}

// parameter is a value that is only known when the script runs, by the name of the variable that holds it.
func (r *run) parameter(name string) symbolic.Value {
	switch name {
	case "AWS_REGION", "AWS_DEFAULT_REGION":
		return pseudo("AWS::Region")
	case "AWS_ACCOUNT_ID", "AWS_ACCOUNT":
		return pseudo("AWS::AccountId")
	}
	r.params[name] = true
	return symbolic.Value{{Kind: symbolic.Parameter, Text: name, Stack: r.file}}
}

func pseudo(name string) symbolic.Value { return symbolic.Value{{Kind: symbolic.Pseudo, Text: name}} }

func unknown(reason string) symbolic.Value {
	return symbolic.Value{{Kind: symbolic.Unknown, Text: reason}}
}

// word evaluates a word.
func (r *run) word(w *syntax.Word) value {
	if w == nil {
		return value{}
	}
	v := value{span: r.span(w)}
	parts := w.Parts
	if len(parts) == 1 {
		if q, ok := parts[0].(*syntax.DblQuoted); ok && len(q.Parts) == 1 {
			parts = q.Parts
		}
	}
	if len(parts) == 1 { // a word that is a variable is what that holds
		switch part := parts[0].(type) {
		case *syntax.ParamExp:
			held := r.variable(part)
			held.span = v.span
			if held.written == "" {
				held.written = part.Param.Value
			}
			return held
		case *syntax.CmdSubst:
			out := r.substitution(part)
			out.span = v.span
			return out
		}
	}
	var all []symbolic.Value
	for _, part := range w.Parts {
		all = append(all, r.part(part, false))
	}
	v.Value = symbolic.Concat(all...)
	v.written = v.Value.String()
	v.text = r.textOf(w)
	return v
}

func (r *run) part(part syntax.WordPart, quoted bool) symbolic.Value {
	switch part := part.(type) {
	case *syntax.Lit:
		return symbolic.Text(unescaped(part.Value, quoted))
	case *syntax.SglQuoted:
		return symbolic.Text(part.Value)
	case *syntax.DblQuoted:
		var all []symbolic.Value
		for _, inner := range part.Parts {
			all = append(all, r.part(inner, true))
		}
		return symbolic.Concat(all...)
	case *syntax.ParamExp:
		return r.variable(part).Value
	case *syntax.CmdSubst:
		return r.substitution(part).Value
	}
	return unknown("an expansion that is not followed")
}

func unescaped(s string, quoted bool) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	if quoted {
		return strings.NewReplacer("\\\n", "", `\"`, `"`, `\$`, `$`, "\\`", "`", `\\`, `\`).Replace(s)
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			if i++; s[i] == '\n' {
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// variable is what a variable holds. What nothing sets is known when the script runs.
func (r *run) variable(p *syntax.ParamExp) value {
	if p.Param == nil || p.Length || p.Excl || p.Index != nil {
		return value{Value: unknown("an expansion that is not followed")}
	}
	name := p.Param.Value
	v, set := r.lookup(name)
	if !set {
		v = value{Value: r.parameter(name), written: name}
		if strings.Trim(name, "0123456789@*#?$!-_") == "" {
			v = value{Value: unknown("a parameter of the script")}
		}
	}
	switch {
	case p.Exp != nil:
		return r.modified(p, v, set)
	case p.Slice != nil || p.Repl != nil:
		return value{Value: unknown("an expansion that is not followed")}
	}
	return v
}

func (r *run) modified(p *syntax.ParamExp, v value, set bool) value {
	switch p.Exp.Op {
	case syntax.DefaultUnset, syntax.DefaultUnsetOrNull, syntax.AssignUnset, syntax.AssignUnsetOrNull:
		if positional := strings.Trim(p.Param.Value, "0123456789") == ""; !set && positional && len(r.frames) > 0 {
			return r.word(p.Exp.Word) // whoever calls the function gives no such argument
		}
		return v // what the script is given: its default may be something else
	case syntax.ErrorUnset, syntax.ErrorUnsetOrNull:
		return v
	}
	return value{Value: unknown("an expansion that is not followed")}
}

// known is the text that a value certainly is.
func (v value) known() string {
	text, _ := v.Value.Known()
	return text
}

// name is how a person calls a value: its text where that is known, else as it is written.
func (v value) name() string {
	if text, ok := v.Value.Known(); ok {
		return text
	}
	return v.written
}
