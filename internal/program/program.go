// Package program is source code in one neutral form, whatever its language: each part with its Span, nothing of a parser's own.
//
// A language's folder below languages lowers into it; flow runs it. What a language cannot lower becomes Opaque, which names the reason
// and keeps the parts that could be read: code is never dropped silently. The form keeps what matters for following values
// (names, calls, members, containers, strings, scopes, branches, the types that a language states) and gives up the rest: numbers have no value.
package program

import "github.com/parebot/pare/internal/source"

// Module is one file.
type Module struct {
	File string
	Body []Stmt
	Size int // how many parts it has
	// Globals are names that the code gives a value without declaring them, which all modules see.
	Globals []string
}

// At is where a part stands in its file.
type At struct{ Place source.Span }

// Span gives the place.
func (a At) Span() source.Span { return a.Place }

// Expr is an expression: one of the types in expressions.go.
type Expr interface{ Span() source.Span }

// Stmt is a statement: one of the types in statements.go.
type Stmt interface{ Span() source.Span }

// Param is a parameter of a function.
type Param struct {
	Name    string
	Default Expr // nil: it must be given
	Rest    Rest // it takes what is left over
	Named   bool // it can be given by name only
	Type    Expr // what the language states it to be; nil where it states nothing
}

// Rest says of a parameter or an argument that it stands for several.
type Rest int

// The kinds of rest.
const (
	One   Rest = iota
	Many       // *args, ...rest
	Named      // **kwargs
)

// Arg is an argument of a call.
type Arg struct {
	Name  string // "" where it is given by position
	Value Expr
	Rest  Rest // the value is spread: its items or its entries are the arguments
}
