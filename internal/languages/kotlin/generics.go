package kotlin

import (
	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// generic lowers a call with types, "f<T>(x)", that the grammar takes for two comparisons; nil where n is none. In Kotlin such signs are
// always a call.
func (l *lowerer) generic(n parse.Node) program.Expr {
	less, args := n.Field("left"), n.Field("right")
	if n.Field("operator").Kind() != ">" || less.Field("operator").Kind() != "<" || args.Kind() != "parenthesized_expression" || n.HoldsError() {
		return nil
	}
	return l.genericOf(n, less.Field("left"), less.Field("right"), args)
}

// genericOf calls f, the last operand of what stands before the types.
func (l *lowerer) genericOf(n, f, typ, args parse.Node) program.Expr {
	switch {
	case f.Kind() == "binary_expression":
		called := l.genericOf(n, f.Field("right"), typ, args)
		return l.operated(n, f.Field("operator").Kind(), l.expr(f.Field("left")), called)
	case f.Kind() == "unary_expression" && f.Has("!"):
		return &program.Not{At: l.at(n), Operand: l.genericOf(n, f.Field("argument"), typ, args)}
	}
	given := program.Arg{Value: l.expr(args.First())}
	if args.First().Kind() == "spread_expression" {
		given.Rest = program.Many
	}
	switch f.Kind() {
	case "navigation_expression":
		return l.method(n, l.expr(head(f)), memberName(f), []program.Arg{given})
	case "identifier":
		if constant := l.constantOf(n, f, typ, []program.Arg{given}); constant != nil {
			return constant
		}
		return l.plainCall(n, f, []program.Arg{given})
	}
	return &program.Call{At: l.at(n), Function: l.expr(f), Args: []program.Arg{given}}
}

// ofConstants are functions that give constants of the enumeration whose type they are given, by the method of the class that gives them.
var ofConstants = map[string]string{"enumValueOf": "valueOf", "enumValues": "values", "enumEntries": "values"}

// constantOf lowers "enumValueOf<T>(name)"; nil where the call is of another function.
func (l *lowerer) constantOf(n, f, typ parse.Node, args []program.Arg) program.Expr {
	method := ofConstants[f.Text()]
	if method == "" || !typ.Exists() {
		return nil
	}
	of := l.typed(typ)
	switch typ.Kind() {
	case "identifier":
		of = l.classNamed(typ, typ.Text())
	case "navigation_expression":
		of = l.expr(typ)
	}
	if of == nil {
		return nil
	}
	return l.method(n, of, method, args)
}
