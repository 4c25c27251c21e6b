package ruby

import (
	"strings"

	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// delegated lowers what makes methods that another object answers: "def_delegators :@client, :get, :put", "def_delegator :@client, :get, :read"
// and "delegate :get, :put, to: :client".
func (l *lowerer) delegated(name string, args parse.Node) (body []program.Stmt) {
	to, methods := "", []parse.Node(nil)
	for arg := range args.Children() {
		switch {
		case arg.Kind() == "pair" && symbol(arg.Field("key")) == "to":
			to = named(arg.Field("value"))
		case arg.Kind() == "pair":
		case name != "delegate" && to == "":
			to = named(arg)
		default:
			methods = append(methods, arg)
		}
	}
	if to == "" {
		return nil
	}
	if name == "def_delegator" && len(methods) > 1 {
		return append(body, l.delegate(methods[1], to, named(methods[0])))
	}
	for _, method := range methods {
		body = append(body, l.delegate(method, to, named(method)))
	}
	return body
}

// delegate is a method named as n says that hands all it is given to a method of another object.
func (l *lowerer) delegate(n parse.Node, to, method string) program.Stmt {
	var object program.Expr = l.fieldNamed(n, to)
	if !strings.HasPrefix(to, "@") {
		object = &program.Call{At: l.at(n), Function: object}
	}
	params := []program.Param{
		{Name: nameRest, Rest: program.Many}, {Name: nameNamed, Rest: program.Named}, {Name: nameBlock, Named: true, Default: l.none(n)},
	}
	call := &program.Call{At: l.at(n), Function: &program.Member{At: l.at(n), X: object, Name: method}, Args: []program.Arg{
		{Value: l.name(n, nameRest), Rest: program.Many}, {Value: l.name(n, nameNamed), Rest: program.Named}, {Name: nameBlock, Value: l.name(n, nameBlock)},
	}}
	return l.accessor(n, 1, named(n), params, &program.Return{At: l.at(n), Value: call})
}

// named is the name that a symbol or a string gives.
func named(n parse.Node) string { return strings.Trim(symbol(n), `"'`) }
