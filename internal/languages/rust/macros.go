package rust

import (
	"strings"

	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// maxMacros is how deep macros may lie in one another: each level is parsed again.
const maxMacros = 12

// reparsed parses a piece of the file as the arguments of a call, or as the items of an array. ok is false where it is no such thing.
func (l *lowerer) reparsed(text string, start int, before, after string, lower func(list parse.Node)) bool {
	root, err := grammar().Parse([]byte(before + text + after))
	if err != nil || root.HoldsError() || l.nested >= maxMacros {
		return false
	}
	list := root
	for list.Exists() && list.Kind() != "arguments" && list.Kind() != "array_expression" && list.Kind() != "declaration_list" {
		list = deeper(list)
	}
	moved := l.moved
	l.moved, l.nested = start+moved-len(before), l.nested+1
	lower(list)
	l.moved, l.nested = moved, l.nested-1
	return list.Exists()
}

// deeper is the last child of a node that is made for parsing.
func deeper(n parse.Node) parse.Node {
	if body := n.Field("body"); body.Exists() {
		return body
	}
	return lastOf(n)
}

// tokens is the text between the brackets of a macro, and where it starts.
func tokens(n parse.Node) (text string, start int) {
	tree := lastOf(n)
	text = tree.Text()
	if len(text) < 2 || tree.Kind() != "token_tree" {
		return "", n.End()
	}
	return text[1 : len(text)-1], tree.Start() + 1
}

// macro lowers the use of a macro as an expression: Rust's own and widely used ones by what they do, others by their arguments.
func (l *lowerer) macro(n parse.Node) program.Expr {
	name := n.Field("macro")
	last := name.Text()[strings.LastIndexByte(name.Text(), ':')+1:]
	if l.macros[last] {
		return l.opaque(n, "a macro of the program's own is not read: "+last)
	}
	if last == "json" || last == "doc" || last == "bson" {
		if tree := lastOf(n); tree.Kind() == "token_tree" {
			return l.json(inBrackets(tree))
		}
	}
	if last == "select" {
		return l.selects(n)
	}
	args, ok := l.macroArgs(n)
	if !ok {
		if text, _ := tokens(n); silent()[last] || l.nested < maxMacros && !mayCall(text) {
			return l.unknown(n)
		}
		return l.opaque(n, "what a macro is given could not be read: "+last)
	}
	switch last {
	case "format", "format_args", "concat":
		if template, ok := firstText(args); ok && last != "concat" {
			return l.format(n, template, args[1:])
		}
		return &program.Build{At: l.at(n), Parts: valuesOf(args)}
	case "vec", "join", "try_join", "matches", "smallvec":
		return &program.List{At: l.at(n), Items: valuesOf(args)}
	case "hashmap", "btreemap":
		return l.native(n, "dictionary", &program.List{At: l.at(n), Items: valuesOf(args)})
	case "dbg":
		if len(args) == 1 {
			return args[0].Value
		}
	case "panic", "unreachable", "todo", "unimplemented", "bail", "exit":
		l.emit(&program.Raise{At: l.at(n), Value: l.unknown(n, valuesOf(args)...)})
	}
	return l.unknown(n, valuesOf(args)...)
}

// mayCall says that a text may hold a call of the SDK, which is sent or waited for.
func mayCall(text string) bool {
	for _, word := range []string{".send", ".await", ".presigned", ".wait(", "aws_", "fn ", "|"} {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}

func firstText(args []program.Arg) (*program.Text, bool) {
	if len(args) == 0 {
		return nil, false
	}
	t, ok := args[0].Value.(*program.Text)
	return t, ok
}

func valuesOf(args []program.Arg) (values []program.Expr) {
	for _, a := range args {
		values = append(values, a.Value)
	}
	return values
}

// macroArgs lowers what a macro is given, as far as it is expressions with commas between them.
func (l *lowerer) macroArgs(n parse.Node) (args []program.Arg, ok bool) {
	text, start := tokens(n)
	if strings.TrimSpace(text) == "" {
		return nil, true
	}
	lower := func(list parse.Node) {
		for child := range list.Children() {
			args = append(args, l.macroArg(child))
		}
	}
	if l.reparsed(text, start, "fn f(){x(", ")}", lower) || l.reparsed(text, start, "fn f(){[", "]}", lower) {
		return args, true
	}
	clean, changed := loggable(text)
	if at := strings.Index(text, "biased;"); at >= 0 {
		clean, changed = text[:at]+strings.Repeat(" ", len("biased;"))+text[at+len("biased;"):], true
	}
	return args, changed && l.reparsed(clean, start, "fn f(){x(", ")}", lower)
}

// selects lowers select!, whose arms each may run: "pattern = future, if condition => value".
func (l *lowerer) selects(n parse.Node) program.Expr {
	var arms []parse.Node
	stmt := &program.If{At: l.at(n)}
	flush := func() {
		if len(arms) > 0 {
			body := l.collect(func() { l.do(arms[0], l.pieces(arms)) })
			stmt.Cases = append(stmt.Cases, program.Case{Test: l.unknown(arms[0]), Body: body})
		}
		arms = nil
	}
	for _, token := range inBrackets(lastOf(n)) {
		switch token.Text() {
		case "=>", ",", ";", "biased":
			flush()
		case "=", "if": // what stands before is a pattern
			arms = nil
		default:
			arms = append(arms, token)
		}
	}
	flush()
	l.emit(stmt)
	return l.unknown(n)
}

// macroArg lowers "value" or "name = value".
func (l *lowerer) macroArg(n parse.Node) program.Arg {
	if left := n.Field("left"); n.Kind() == "assignment_expression" && left.Kind() == "identifier" {
		return program.Arg{Name: left.Text(), Value: l.expr(n.Field("right"))}
	}
	return program.Arg{Value: l.expr(n)}
}

// loggable blanks the marks that log macros allow before values: %x, ?x, target: "y".
func loggable(text string) (string, bool) {
	b := []byte(text)
	changed, start := false, true
	for i := range b {
		switch c := b[i]; {
		case start && (c == '%' || c == '?'):
			b[i], changed = ' ', true
		case c == ',' || c == '=':
			start = true
			continue
		case c == ' ' || c == '\n' || c == '\t' || c == '\r':
			continue
		}
		start = false
	}
	if rest, ok := strings.CutPrefix(strings.TrimSpace(text), "target:"); ok {
		at := strings.Index(text, rest)
		return strings.Repeat(" ", at) + string(b[at:]), true
	}
	return string(b), changed
}

// macroItem lowers a macro that stands where items stand: the statics of lazy_static and thread_local.
func (l *lowerer) macroItem(n parse.Node) {
	name := n.Field("macro").Text()
	switch last := name[strings.LastIndexByte(name, ':')+1:]; last {
	case "lazy_static", "thread_local":
		text, start := tokens(n)
		text = strings.ReplaceAll(text, "static ref ", "static     ")
		lower := func(list parse.Node) { *l.out = append(*l.out, l.items(list, true)...) }
		if !l.reparsed(text, start, "mod m{", "}", lower) {
			l.do(n, l.opaque(n, "what a macro is given could not be read: "+last))
		}
	default:
		l.do(n, l.macro(n))
	}
}
