package kotlin

import (
	"strconv"

	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

func (l *lowerer) newConstructor(n parse.Node) *program.Function {
	return &program.Function{At: l.spot(n), Name: constructor, Implicit: true, Exact: true, Receiver: l.own().self}
}

// constructors lowers the primary constructor, which sets the properties, and those beside it, which call it.
func (l *lowerer) constructors(n parse.Node, m members, above parse.Node) (body []program.Stmt) {
	primary := l.newConstructor(n)
	pop := l.push(newScope())
	primary.Params = l.classParams(childOf(childOf(n, "primary_constructor"), "class_parameters"))
	if above.Exists() {
		primary.Body = append(primary.Body, l.do(above, l.superCall(above, l.arguments(above))))
	}
	for i, by := range delegates(n) {
		primary.Body = append(primary.Body, l.setOwn(by, delegate(i), l.expr(lastOf(by))))
	}
	for parameter := range childOf(childOf(n, "primary_constructor"), "class_parameters").Children() {
		if parameter.Has("val") || parameter.Has("var") {
			name := childOf(parameter, "identifier").Text()
			primary.Body = append(primary.Body, l.setOwn(parameter, name, l.name(parameter, name)))
		}
	}
	var fields []program.Stmt
	for _, part := range inOrder(m.properties, m.starts) {
		if part.Kind() == "anonymous_initializer" {
			fields = append(fields, l.block(childOf(part, "block"))...)
			continue
		}
		if p := l.property(part); p.value != nil && len(p.getter) == 0 {
			fields = append(fields, &program.Assign{At: l.at(part), Targets: []program.Expr{l.ownField(part, p.name)}, Value: p.value, Type: p.typ})
		}
	}
	pop()
	hasPrimary := childOf(n, "primary_constructor").Exists() || len(m.constructors) == 0
	primary.Body = append(primary.Body, fields...)
	also := false
	add := func(f *program.Function) {
		body = append(body, &program.Assign{At: l.at(n), Targets: []program.Expr{l.name(n, constructor)}, Value: f, Declares: true, Also: also})
		also = true
	}
	if hasPrimary && !n.Has("interface") {
		add(primary)
	}
	for _, c := range m.constructors {
		add(l.secondary(c, fields))
	}
	return body
}

func (l *lowerer) ownField(n parse.Node, field string) program.Expr {
	return &program.Member{At: l.at(n), X: l.name(n, l.own().self), Name: field}
}

func (l *lowerer) setOwn(n parse.Node, field string, value program.Expr) program.Stmt {
	return &program.Assign{At: l.at(n), Targets: []program.Expr{l.ownField(n, field)}, Value: value}
}

// delegates are the interfaces of a class whose methods another object has for it: "Store by files".
func delegates(n parse.Node) (all []parse.Node) {
	for specifier := range childOf(n, "delegation_specifiers").Children() {
		if child := specifier.First(); child.Kind() == "explicit_delegation" {
			all = append(all, child)
		}
	}
	return all
}

// delegate names the field that holds such an object.
func delegate(i int) string { return "<by " + strconv.Itoa(i) + ">" }

// superCall calls the constructor of the class above.
func (l *lowerer) superCall(n parse.Node, args []program.Arg) program.Expr {
	above := &program.Call{At: l.at(n), Function: l.name(n, "super")}
	return &program.Call{At: l.at(n), Function: &program.Member{At: l.at(n), X: above, Name: constructor}, Args: args}
}

// classParams are the parameters of the primary constructor.
func (l *lowerer) classParams(n parse.Node) (params []program.Param) {
	for parameter := range n.Children() {
		p := program.Param{Name: childOf(parameter, "identifier").Text(), Type: l.typed(childOf(parameter, "user_type", "nullable_type"))}
		if parameter.Has("=") {
			p.Default = l.expr(lastOf(parameter))
		}
		l.variable(p.Name)
		params = append(params, p)
	}
	return params
}

// secondary lowers "constructor(...) : this(...) { }". Without a call of another one it sets the properties itself.
func (l *lowerer) secondary(n parse.Node, fields []program.Stmt) *program.Function {
	f := l.newConstructor(n)
	f.At = l.at(n)
	defer l.push(newScope())()
	f.Params = l.params(childOf(n, "function_value_parameters"))
	call := childOf(n, "constructor_delegation_call")
	switch {
	case call.Has("this"):
		own := &program.Member{At: l.at(call), X: l.name(call, l.own().self), Name: constructor}
		f.Body = append(f.Body, l.do(call, &program.Call{At: l.at(call), Function: own, Args: l.arguments(call)}))
	case call.Exists():
		f.Body = append(f.Body, l.do(call, l.superCall(call, l.arguments(call))))
		fallthrough
	default:
		f.Body = append(f.Body, fields...)
	}
	f.Body = append(f.Body, l.block(childOf(n, "block"))...)
	return f
}

// copied is the function that a data class has to make another instance, with some properties of its own.
func (l *lowerer) copied(n parse.Node) program.Stmt {
	f := &program.Function{At: l.spot(n), Name: "copy" + program.Method, Implicit: true, Receiver: l.own().self}
	made := &program.Call{At: l.at(n), Function: l.classAt(n, l.depthOf(l.own()))}
	for parameter := range childOf(childOf(n, "primary_constructor"), "class_parameters").Children() {
		name := childOf(parameter, "identifier").Text()
		f.Params = append(f.Params, program.Param{Name: name, Default: &program.Constant{At: l.at(n), Kind: program.None}})
		value := &program.Either{At: l.at(n), Op: "or", Left: l.name(n, name), Right: l.ownField(n, name)}
		made.Args = append(made.Args, program.Arg{Value: value})
	}
	f.Body = []program.Stmt{&program.Return{At: l.at(n), Value: made}}
	return &program.Assign{At: l.at(n), Targets: []program.Expr{l.name(n, f.Name)}, Value: f, Declares: true}
}

// constants lowers the constants of an enum: instances in variables of the class, which know their names, and what every enum has.
func (l *lowerer) constants(n parse.Node, m members) (body []program.Stmt) {
	if len(m.entries) == 0 {
		return nil
	}
	var start []program.Stmt
	var all []program.Expr
	for _, c := range m.entries {
		name := childOf(c, "identifier")
		target := l.name(name, name.Text())
		of := l.classAt(c, l.depthOf(l.own()))
		if childOf(c, "class_body").Exists() {
			inner := l.class(c, "", true)
			inner.Bases = []program.Expr{of}
			inner.Body = withoutConstructor(inner.Body)
			of = inner
		}
		made := &program.Call{At: l.at(c), Function: of, Args: l.arguments(c)}
		body = append(body, &program.Assign{At: l.at(c), Targets: []program.Expr{target}, Declares: true})
		start = append(start,
			&program.Assign{At: l.at(c), Targets: []program.Expr{target}, Value: made},
			&program.Assign{At: l.at(c), Targets: []program.Expr{&program.Member{At: l.at(name), X: target, Name: "name"}}, Value: &program.Text{At: l.at(name), Value: name.Text()}},
		)
		all = append(all, l.name(c, name.Text()))
	}
	list := &program.List{At: l.at(n), Items: all}
	body = append(body, &program.Assign{At: l.at(n), Targets: []program.Expr{l.name(n, "entries")}, Declares: true})
	start = append(start, &program.Assign{At: l.at(n), Targets: []program.Expr{l.name(n, "entries")}, Value: list})
	add := func(name string, x program.Expr) {
		f := &program.Function{At: l.spot(n), Name: name, Implicit: true, Body: []program.Stmt{&program.Return{At: l.at(n), Value: x}}}
		body = append(body, &program.Assign{At: l.at(n), Targets: []program.Expr{l.name(n, name)}, Value: f, Declares: true})
	}
	add("values"+program.Method, list)
	add("valueOf"+program.Method, &program.Index{At: l.at(n), X: list, Key: &program.Sequence{At: l.at(n)}})
	return append(body, l.start(n, "<constants>", start))
}

// withoutConstructor leaves a class the constructor of the one above it.
func withoutConstructor(body []program.Stmt) (kept []program.Stmt) {
	for _, stmt := range body {
		if a, ok := stmt.(*program.Assign); ok {
			if name, ok := a.Targets[0].(*program.Name); ok && name.ID == constructor {
				continue
			}
		}
		kept = append(kept, stmt)
	}
	return kept
}
