package kotlin

import (
	"strings"

	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// property is one "val x: T = value", "val x by lazy { }" or "val x get() = value".
type property struct {
	name   string
	typ    program.Expr
	value  program.Expr
	getter []program.Stmt // what reading it does, where that is code
	setter parse.Node     // what setting it does, where that is code
}

func (l *lowerer) property(n parse.Node) property {
	p := property{}
	behind := false
	for child := range n.Tokens() {
		switch child.Kind() {
		case "variable_declaration":
			p.name = childOf(child, "identifier").Text()
			p.typ = l.typed(childOf(child, "user_type", "nullable_type"))
		case "=":
			behind = true
		case "property_delegate":
			p.getter, p.value = l.delegate(child)
		case "getter":
			if body := childOf(child, "function_body"); body.Exists() {
				p.getter = l.functionBody(body)
			}
		case "setter":
			p.setter = child
		case "modifiers", "val", "var", "multi_variable_declaration", "type_constraints":
		default:
			if behind {
				p.value = l.expr(child)
				behind = false
			}
		}
	}
	return p
}

// delegate is what reading a property gives that something else keeps: what lazy is given runs when the property is read.
func (l *lowerer) delegate(n parse.Node) (getter []program.Stmt, value program.Expr) {
	x := l.expr(n.First())
	if call, ok := x.(*program.Call); ok {
		if name, ok := call.Function.(*program.Name); ok && name.ID == "lazy"+program.Method && len(call.Args) > 0 {
			made := &program.Call{At: l.at(n), Function: call.Args[len(call.Args)-1].Value}
			return []program.Stmt{&program.Return{At: l.at(n), Value: made}}, nil
		}
	}
	return nil, x
}

// properties are the fields of an instance with their types, and the functions that read and set them as Java knows them. Their values
// are set by the constructors.
func (l *lowerer) properties(n parse.Node, m members) (body []program.Stmt) {
	for parameter := range childOf(childOf(n, "primary_constructor"), "class_parameters").Children() {
		if parameter.Has("val") || parameter.Has("var") {
			name := childOf(parameter, "identifier").Text()
			p := property{name: name, typ: l.typed(childOf(parameter, "user_type", "nullable_type"))}
			body = append(body, &program.Assign{At: l.at(parameter), Targets: []program.Expr{l.name(parameter, name)}, Type: p.typ, Declares: true})
			body = append(body, l.getters(parameter, p, true)...)
		}
	}
	for _, node := range m.properties {
		p := l.property(node)
		if len(p.getter) == 0 {
			body = append(body, &program.Assign{At: l.at(node), Targets: []program.Expr{l.name(node, p.name)}, Type: p.typ, Declares: true})
		}
		body = append(body, l.getters(node, p, true)...)
	}
	return body
}

// getters are the functions by which a property is read and set.
func (l *lowerer) getters(n parse.Node, p property, instance bool) (body []program.Stmt) {
	if p.name == "" {
		return nil
	}
	add := func(name string, params []program.Param, code []program.Stmt, decorators ...program.Expr) {
		f := &program.Function{At: l.spot(n), Name: name, Implicit: true, Exact: true, Params: params, Body: code, Decorators: decorators}
		if c := l.own(); c != nil && instance {
			f.Receiver = c.self
		}
		body = append(body, &program.Assign{At: l.at(n), Targets: []program.Expr{l.name(n, name)}, Value: f, Declares: true})
	}
	var own program.Expr = l.name(n, p.name)
	if instance {
		own = &program.Member{At: l.at(n), X: l.self(n), Name: p.name}
	}
	get := []program.Stmt{&program.Return{At: l.at(n), Value: own}}
	if len(p.getter) > 0 {
		get = p.getter
		add(p.name, nil, get, l.name(n, "<property>"))
	}
	upper := strings.ToUpper(p.name[:1]) + p.name[1:]
	add("get"+upper+program.Method, nil, get)
	if instance && n.Has("var") {
		set := &program.Assign{At: l.at(n), Targets: []program.Expr{own}, Value: l.name(n, "<value>")}
		add("set"+upper+program.Method, []program.Param{{Name: "<value>"}}, []program.Stmt{set})
	}
	if code := childOf(p.setter, "function_body"); code.Exists() {
		add("<set "+p.name+">", []program.Param{{Name: childOf(p.setter, "identifier").Text()}}, l.functionBody(code))
		body[len(body)-1].(*program.Assign).Value.(*program.Function).Unasked = true
	}
	return body
}

// variables lowers "val x = value" and "val (a, b) = value" in a function or at the top of a file.
func (l *lowerer) variables(n parse.Node) []program.Stmt {
	if several := childOf(n, "multi_variable_declaration"); several.Exists() {
		value := l.expr(lastOf(n))
		return []program.Stmt{&program.Assign{At: l.at(n), Targets: []program.Expr{l.apart(several)}, Value: value, Declares: true}}
	}
	p := l.property(n)
	if len(l.scopes) > 0 {
		l.variable(p.name)
	}
	if len(p.getter) > 0 {
		made := &program.Function{At: l.spot(n), Body: p.getter}
		p.value = &program.Call{At: l.at(n), Function: made}
	}
	a := &program.Assign{At: l.at(n), Targets: []program.Expr{l.name(n, p.name)}, Value: p.value, Type: p.typ, Declares: true}
	body := []program.Stmt{a}
	if len(l.scopes) == 0 {
		p.getter = nil
		body = append(body, l.getters(n, p, false)...)
	}
	return body
}

// apart is what takes a value apart.
func (l *lowerer) apart(n parse.Node) program.Expr {
	list := &program.List{At: l.at(n)}
	for child := range n.Children() {
		name := childOf(child, "identifier").Text()
		l.variable(name)
		list.Items = append(list.Items, l.name(child, name))
	}
	return list
}
