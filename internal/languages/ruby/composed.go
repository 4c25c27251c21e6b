package ruby

import (
	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// composed lowers "first >> second": a function that calls the one with what the other gives. Both are evaluated where they stand, as those
// of a shift of numbers are.
func (l *lowerer) composed(n parse.Node, first, second program.Expr) program.Expr {
	at := func(width int) program.At {
		return program.At{Place: l.lines.Span(n.Start(), min(n.Start()+width, n.End()))}
	}
	const one, other = "first function", "second function"
	call := func(name string, args ...program.Arg) program.Expr {
		return &program.Call{At: l.at(n), Function: &program.Member{At: l.at(n), X: l.name(n, name), Name: "call"}, Args: args}
	}
	given := call(one, program.Arg{Value: l.name(n, nameRest), Rest: program.Many}, program.Arg{Value: l.name(n, nameNamed), Rest: program.Named})
	inner := &program.Function{
		At: at(1), Params: []program.Param{{Name: nameRest, Rest: program.Many}, {Name: nameNamed, Rest: program.Named}},
		Body: []program.Stmt{&program.Return{At: l.at(n), Value: call(other, program.Arg{Value: given})}},
	}
	outer := &program.Function{
		At: at(2), Params: []program.Param{{Name: one}, {Name: other}}, Body: []program.Stmt{&program.Return{At: l.at(n), Value: inner}},
	}
	return &program.Call{At: l.at(n), Function: outer, Args: []program.Arg{{Value: first}, {Value: second}}}
}

// refined lowers "refine Type do": methods that a type of Ruby's own is given. Whatever has a value of the type may call them.
func (l *lowerer) refined(n parse.Node) program.Stmt {
	c := &program.Class{At: l.at(n), Name: n.Field("arguments").First().Text()}
	l.classBody(c, n.Field("block").Field("body"))
	return l.exposed(n, c)
}

// exposed makes an instance of a class whose methods are called on values that are not told apart by their types.
func (l *lowerer) exposed(n parse.Node, class program.Expr) program.Stmt {
	made := &program.Call{At: l.at(n), Function: &program.Member{At: l.at(n), X: class, Name: "new"}}
	return l.do(n, &program.Call{At: l.at(n), Function: l.name(n, nameExposed), Args: []program.Arg{{Value: made}}})
}
