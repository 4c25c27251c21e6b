package golang

import (
	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// variable is one declaration of variables or constants of a package, with the names that it has and those that it uses.
type variable struct {
	names []string
	uses  map[string]bool
	stmt  program.Stmt
}

// variables lowers a var or const declaration.
func (l *lowerer) variables(n parse.Node, constant bool) (all []variable) {
	var before parse.Node // a constant without a value has the one before it
	for spec := range n.Children() {
		switch spec.Kind() {
		case "var_spec_list":
			all = append(all, l.variables(spec, constant)...)
		case "var_spec", "const_spec":
			value := spec.Field("value")
			if constant && !value.Exists() {
				value = before
			}
			before = value
			all = append(all, l.variable(spec, value)...)
		}
	}
	return all
}

// variable lowers "a, b T = x, y". Values are lowered before the names are new.
func (l *lowerer) variable(spec, value parse.Node) (all []variable) {
	var values []program.Expr
	var uses []map[string]bool
	for x := range value.Children() {
		values = append(values, l.expr(x))
		uses = append(uses, make(map[string]bool))
		l.identifiers(x, uses[len(uses)-1])
	}
	var targets []program.Expr
	var called []string
	for _, name := range namesOf(spec) {
		targets = append(targets, l.fresh(name))
		called = append(called, name.Text())
	}
	typ := spec.Field("type")
	switch {
	case len(values) == 0:
		return append(all, variable{called, nil, l.zero(spec, targets, typ)})
	case len(values) == len(targets):
		for i, target := range targets {
			stmt := &program.Assign{At: l.at(spec), Targets: []program.Expr{target}, Value: values[i], Type: l.typeExpr(typ), Declares: true}
			all = append(all, variable{called[i : i+1], uses[i], stmt})
		}
		return all
	}
	target := &program.List{At: l.at(spec), Items: targets, Tuple: true}
	stmt := &program.Assign{At: l.at(spec), Targets: []program.Expr{target}, Value: values[0], Declares: true}
	return append(all, variable{called, uses[0], stmt})
}

// zero declares variables without a value. A string is empty and a list none where nobody else can set it; a record has fields; others
// have nothing that is known until they are set.
func (l *lowerer) zero(n parse.Node, targets []program.Expr, typ parse.Node) program.Stmt {
	stmt := &program.Assign{At: l.at(n), Targets: targets, Type: l.typeExpr(typ), Declares: true}
	if len(targets) != 1 {
		return stmt
	}
	alone := l.within() && !l.shared[n.Field("name").Text()] // nobody else sets it
	switch kind := typ.Kind(); {
	case kind == "slice_type" || kind == "map_type":
		stmt.Value = &program.Sequence{At: l.at(n)}
		if alone {
			stmt.Value = &program.Constant{At: l.at(n), Kind: program.None}
		}
	case kind == "type_identifier" && typ.Text() == "string" && alone:
		stmt.Value = &program.Text{At: l.at(n)}
	case stmt.Type != nil && kind != "pointer_type" && kind != "interface_type":
		stmt.Value = &program.Dict{At: l.at(n), Type: stmt.Type}
	}
	return stmt
}

// identifiers collects the names in an expression, but those of functions within it too: what they use is needed first.
func (l *lowerer) identifiers(n parse.Node, into map[string]bool) {
	if !l.enter() {
		l.leave()
		return
	}
	defer l.leave()
	if n.Kind() == "identifier" {
		into[n.Text()] = true
	}
	for child := range n.Children() {
		l.identifiers(child, into)
	}
}

// inNeed orders declarations: what another uses stands before it, else the order is kept.
func inNeed(all []variable) (body []program.Stmt) {
	by := make(map[string]int)
	for i, v := range all {
		for _, name := range v.names {
			by[name] = i
		}
	}
	done := make([]bool, len(all))
	var place func(i, depth int)
	place = func(i, depth int) {
		if done[i] || depth > MaxDepth {
			return
		}
		done[i] = true
		for _, name := range sortedNames(all[i].uses) {
			if other, ok := by[name]; ok {
				place(other, depth+1)
			}
		}
		body = append(body, all[i].stmt)
	}
	for i := range all {
		place(i, 0)
	}
	return body
}
