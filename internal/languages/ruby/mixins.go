package ruby

import (
	"strings"

	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// told lowers what including a module runs: the hook by which the module is told of the class that takes it.
func (l *lowerer) told(n parse.Node, how string, args parse.Node) (body []program.Stmt) {
	for arg := range args.Children() {
		if arg.Kind() == "self" {
			continue
		}
		body = append(body, l.do(arg, &program.Call{At: l.at(arg), Function: l.name(n, nameTold), Args: []program.Arg{
			{Value: l.name(n, "self")}, {Value: l.expr(arg)}, {Value: &program.Text{At: l.at(arg), Value: hooks[how]}},
		}}))
	}
	return body
}

// hooks are the methods of a module that Ruby calls where a class takes it.
var hooks = map[string]string{"include": "included", "prepend": "prepended", "extend": "extended"}

// mixed lowers "base.extend(Macros)": a module that is given to a class, or an object, that is there already. Lists have a prepend of their
// own, so that one counts only on a class.
func (l *lowerer) mixed(n parse.Node, how string) program.Expr {
	args, to := n.Field("arguments"), n.Field("receiver")
	if how == "prepend" && !isConstant(to.Text()) && to.Kind() != "self" && to.Text() != "base" {
		return nil
	}
	all := &program.Sequence{At: l.at(n)}
	receiver := l.expr(to)
	for arg := range args.Children() {
		if arg.Kind() != "constant" && arg.Kind() != "scope_resolution" {
			return nil
		}
		module := l.expr(arg)
		all.Parts = append(all.Parts,
			&program.Call{At: l.at(arg), Function: l.name(n, nameInclude), Args: []program.Arg{{Value: receiver}, {Value: module}}},
			&program.Call{At: l.at(arg), Function: l.name(n, nameTold), Args: []program.Arg{
				{Value: receiver}, {Value: module}, {Value: &program.Text{At: l.at(arg), Value: hooks[how]}},
			}})
	}
	return all
}

// delegators are the classes of Ruby's own library whose instances hand on what they do not have to the object that they are made of.
var delegators = map[string]bool{"SimpleDelegator": true, "Delegator": true}

// delegator lowers SimpleDelegator, or DelegateClass(Type), as the class that it is; false of any other.
func (l *lowerer) delegator(n parse.Node) (program.Expr, bool) {
	if !delegators[strings.TrimPrefix(n.Text(), "::")] && n.Field("method").Text() != "DelegateClass" {
		return nil, false
	}
	const held = "@object"
	object := l.fieldNamed(n, held)
	rest := []program.Param{
		{Name: "name"}, {Name: nameRest, Rest: program.Many}, {Name: nameNamed, Rest: program.Named}, {Name: nameBlock, Named: true, Default: l.none(n)},
	}
	handed := &program.Call{At: l.at(n), Function: l.name(n, nameMember), Args: []program.Arg{{Value: object}, {Value: l.name(n, "name")}}}
	call := &program.Call{At: l.at(n), Function: handed, Args: []program.Arg{
		{Value: l.name(n, nameRest), Rest: program.Many}, {Value: l.name(n, nameNamed), Rest: program.Named}, {Name: nameBlock, Value: l.name(n, nameBlock)},
	}}
	l.push(&frame{kind: ofClass, made: make(map[string]bool)})
	defer l.pop()
	set := func() program.Stmt {
		return &program.Assign{At: l.at(n), Targets: []program.Expr{object}, Value: l.name(n, "object")}
	}
	return &program.Class{At: l.at(n), Name: "Delegator", Body: []program.Stmt{
		l.accessor(n, 1, "initialize", []program.Param{{Name: "object"}}, set()),
		l.accessor(n, 2, "__setobj__", []program.Param{{Name: "object"}}, set()),
		l.accessor(n, 3, "__getobj__", nil, &program.Return{At: l.at(n), Value: object}),
		l.accessor(n, 4, "method_missing", rest, &program.Return{At: l.at(n), Value: call}),
	}}, true
}
