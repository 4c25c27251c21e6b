package golang

import (
	"strings"

	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// call lowers a call. Of Go's own functions those are taken apart that take types or make strings.
func (l *lowerer) call(n parse.Node) program.Expr {
	function, arguments := n.Field("function"), childrenOf(n.Field("arguments"))
	if function.Kind() == "identifier" && l.resolve(function.Text()) == function.Text() {
		if x := l.builtin(n, function.Text(), arguments); x != nil {
			return x
		}
	}
	for function.Kind() == "parenthesized_expression" && isType(function.First()) { // (*T)(x)
		if len(arguments) == 1 {
			return l.conversion(n, function.First(), arguments[0])
		}
		function = function.First()
	}
	call := &program.Call{At: l.at(n), Function: l.expr(function)}
	for _, a := range arguments {
		arg := program.Arg{Value: l.expr(a)}
		if a.Kind() == "variadic_argument" {
			arg.Rest = program.Many
		}
		call.Args = append(call.Args, arg)
	}
	if x := l.formatted(n, call); x != nil {
		return x
	}
	return call
}

func isType(n parse.Node) bool {
	return n.Kind() == "unary_expression" && n.Has("*") || strings.HasSuffix(n.Kind(), "_type")
}

// builtin lowers a call of one of Go's own functions; nil where the name is none that makes something.
func (l *lowerer) builtin(n parse.Node, name string, arguments []parse.Node) program.Expr {
	if len(arguments) == 0 {
		return nil
	}
	switch name {
	case "make":
		switch arguments[0].Kind() {
		case "map_type":
			return &program.Dict{At: l.at(n)}
		case "channel_type":
			return l.own(n, ownChannel)
		}
		return &program.List{At: l.at(n)}
	case "new":
		if typ := l.typeExpr(arguments[0]); typ != nil {
			return &program.Dict{At: l.at(n), Type: typ}
		}
		return &program.Sequence{At: l.at(n)}
	}
	if ownTypes[name] && len(arguments) == 1 {
		return l.expr(arguments[0])
	}
	return nil
}

// formatted lowers fmt.Sprintf with a literal format, and the like; nil where the call is none.
func (l *lowerer) formatted(n parse.Node, call *program.Call) program.Expr {
	m, ok := call.Function.(*program.Member)
	if !ok || len(call.Args) == 0 {
		return nil
	}
	of, ok := m.X.(*program.Name)
	if !ok || of.ID != "fmt" || call.Args[len(call.Args)-1].Rest != program.One {
		return nil
	}
	format, isText := call.Args[0].Value.(*program.Text)
	switch {
	case m.Name == "Sprintf" && isText:
		return l.format(n, format.Value, call.Args[1:])
	case m.Name == "Sprint" && len(call.Args) == 1:
		return call.Args[0].Value
	}
	return nil
}

// format is the parts of a formatted string. Verbs that print a value as it is keep it; others give any text.
func (l *lowerer) format(n parse.Node, text string, args []program.Arg) program.Expr {
	b := &program.Build{At: l.at(n)}
	add := func(s string) {
		if s != "" {
			b.Parts = append(b.Parts, &program.Text{At: l.at(n), Value: s})
		}
	}
	for {
		before, after, found := strings.Cut(text, "%")
		add(before)
		if !found || after == "" {
			return b
		}
		verb := strings.TrimLeft(after, "+-# 0123456789.[]*")
		plain := len(verb) == len(after)
		text = verb
		if verb == "" {
			return b
		}
		text = verb[1:]
		switch {
		case verb[0] == '%':
			add("%")
		case len(args) == 0:
			b.Parts = append(b.Parts, &program.Sequence{At: l.at(n)})
		default:
			value := args[0].Value
			args = args[1:]
			if !plain || !strings.ContainsRune("svd", rune(verb[0])) {
				value = &program.Sequence{At: l.at(n), Parts: []program.Expr{value}}
			}
			b.Parts = append(b.Parts, value)
		}
	}
}
