package java

import (
	"strconv"
	"strings"

	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// constructor is the name under which a class has its constructors.
const constructor = "<init>"

// definition lowers a class, interface, enum or record to the assignment of its name.
func (l *lowerer) definition(n parse.Node, local bool) program.Stmt {
	name := n.Field("name")
	value := l.class(n, name.Text(), l.bases(n), local)
	return &program.Assign{At: l.at(n), Targets: []program.Expr{l.name(name, name.Text())}, Value: value, Declares: true}
}

// localClass lowers a class in a function. What runs when it is first used runs where it stands.
func (l *lowerer) localClass(n parse.Node) []program.Stmt {
	before := l.starts
	l.starts = nil
	body := append([]program.Stmt{l.definition(n, true)}, l.starts...)
	l.starts = before
	return body
}

func (l *lowerer) bases(n parse.Node) (bases []program.Expr) {
	for child := range n.Children() {
		switch child.Kind() {
		case "superclass":
			bases = append(bases, l.base(child.First())...)
		case "super_interfaces", "extends_interfaces":
			for one := range childOf(child, "type_list", "interface_type_list").Children() {
				bases = append(bases, l.base(one)...)
			}
		}
	}
	return bases
}

// base is one that the class builds on, also where its name says nothing of a value: who implements Runnable is run.
func (l *lowerer) base(n parse.Node) []program.Expr {
	if x := l.typed(n); x != nil {
		return []program.Expr{x}
	}
	return []program.Expr{l.name(n, baseName(n))}
}

// members is what the body of a class holds, sorted by how it is lowered.
type members struct {
	nested, methods, constructors, fields, starts, compact []parse.Node
	constants                                              []parse.Node // of an enum
}

// class lowers the body that n has: nested classes and methods first, since all of them may be used by what follows; then constructors,
// the static fields and the static blocks in the order in which they stand.
func (l *lowerer) class(n parse.Node, name string, bases []program.Expr, local bool) *program.Class {
	c := &program.Class{At: l.at(n), Name: name, Bases: bases}
	if !l.enter() {
		l.leave()
		c.Body = []program.Stmt{l.do(n, l.opaque(n, reasonDeep))}
		return c
	}
	defer l.leave()
	l.classes = append(l.classes, &class{
		name: name, self: name + "@" + strconv.Itoa(n.Start()), parameters: make(map[string]bool), nested: make(map[string]bool), static: true, local: local,
	})
	defer func() { l.classes = l.classes[:len(l.classes)-1] }()
	l.parameterize(n)
	var m members
	body := n.Field("body")
	if n.Kind() == "object_creation_expression" || n.Kind() == "enum_constant" {
		body = childOf(n, "class_body")
	}
	c.Body = append(l.marks(n), l.sort(&m, body)...)
	for _, nested := range m.nested {
		l.own().nested[nested.Field("name").Text()] = true
	}
	for _, nested := range m.nested {
		c.Body = append(c.Body, l.definition(nested, false))
	}
	c.Body = append(c.Body, l.methods(n, &m)...)
	c.Body = append(c.Body, l.accessors(n, &m)...)
	c.Body = append(c.Body, l.declared(&m)...)
	extends := n.Field("superclass").Exists() || len(bases) > 0 && n.Kind() != "class_declaration" && n.Kind() != "interface_declaration"
	c.Body = append(c.Body, l.constructors(n, &m, extends)...)
	c.Body = append(c.Body, l.constants(n, &m)...)
	c.Body = append(c.Body, l.initialised(n, &m)...)
	return c
}

// sort puts each member of a body where it belongs, and lowers what is broken.
func (l *lowerer) sort(m *members, body parse.Node) (broken []program.Stmt) {
	for child := range body.Children() {
		if child.HoldsError() {
			broken = append(broken, l.broken(child)...)
		}
		switch child.Kind() {
		case "enum_body_declarations":
			broken = append(broken, l.sort(m, child)...)
		case "class_declaration", "interface_declaration", "enum_declaration", "record_declaration", "annotation_type_declaration":
			m.nested = append(m.nested, child)
		case "method_declaration":
			m.methods = append(m.methods, child)
		case "constructor_declaration":
			m.constructors = append(m.constructors, child)
		case "compact_constructor_declaration":
			m.compact = append(m.compact, child)
		case "field_declaration", "constant_declaration":
			m.fields = append(m.fields, child)
		case "static_initializer", "block":
			m.starts = append(m.starts, child)
		case "enum_constant":
			m.constants = append(m.constants, child)
		case "ERROR":
			broken = append(broken, l.block(child)...)
		}
	}
	return broken
}

func isStatic(n parse.Node) bool { return childOf(n, "modifiers").Has("static") }

// own is the class that is being lowered.
func (l *lowerer) own() *class {
	if len(l.classes) == 0 {
		return &class{self: "this", parameters: map[string]bool{}}
	}
	return l.classes[len(l.classes)-1]
}

// within lowers something that has an instance, or has none.
func (l *lowerer) within(static bool, lower func()) {
	c := l.own()
	before := c.static
	c.static = static
	lower()
	c.static = before
}

// methods lowers methods. Several of one name are told apart by how many arguments they take.
func (l *lowerer) methods(n parse.Node, m *members) (body []program.Stmt) {
	seen := make(map[string]bool)
	for _, method := range m.methods {
		code := method.Field("body")
		if !code.Exists() {
			continue // abstract
		}
		name := method.Field("name").Text() + program.Method
		l.parameterize(method)
		f := &program.Function{At: l.at(method), Name: name, Implicit: true, Exact: true, Receiver: l.own().self}
		static := isStatic(method)
		if static {
			f.Receiver = ""
		}
		l.within(static, func() {
			f.Params, f.Result = l.params(method.Field("parameters")), l.typed(method.Field("type"))
			f.Body = l.block(code)
		})
		body = append(body, l.assigned(method, name, f, seen))
	}
	return body
}

func (l *lowerer) assigned(n parse.Node, name string, f *program.Function, seen map[string]bool) program.Stmt {
	also := seen[name]
	seen[name] = true
	return &program.Assign{At: l.at(n), Targets: []program.Expr{l.name(n, name)}, Value: f, Declares: true, Also: also}
}

func (l *lowerer) params(n parse.Node) (params []program.Param) {
	for child := range n.Children() {
		switch child.Kind() {
		case "formal_parameter":
			params = append(params, program.Param{Name: child.Field("name").Text(), Type: l.typed(child.Field("type"))})
		case "spread_parameter":
			params = append(params, program.Param{Name: childOf(child, "variable_declarator").Field("name").Text(), Rest: program.Many})
		case "identifier":
			params = append(params, program.Param{Name: child.Text()})
		}
	}
	return params
}

// declared are the fields of an instance: their types. Their values are set by the constructors.
func (l *lowerer) declared(m *members) (body []program.Stmt) {
	for _, field := range m.fields {
		for declarator := range field.FieldAll("declarator") {
			body = append(body, &program.Assign{
				At: l.at(declarator), Targets: []program.Expr{l.name(declarator, declarator.Field("name").Text())}, Type: l.typed(field.Field("type")), Declares: true,
			})
		}
	}
	return body
}

// initialised is what runs when a class is first used: values of static fields and static blocks, in order. The fields of interfaces are static.
func (l *lowerer) initialised(n parse.Node, m *members) (body []program.Stmt) {
	all := n.Kind() == "interface_declaration" || n.Kind() == "annotation_type_declaration"
	for _, part := range inOrder(m.fields, m.starts) {
		switch {
		case part.Kind() == "static_initializer":
			body = append(body, l.block(childOf(part, "block"))...)
		case part.Kind() != "block" && (all || isStatic(part)):
			body = append(body, l.fieldValues(part, func(d parse.Node) program.Expr { return l.name(d, d.Field("name").Text()) })...)
		}
	}
	if len(body) == 0 {
		return nil
	}
	return []program.Stmt{l.start(n, "<start>", body)}
}

// start makes a method of what runs when a class is first used, and has it run once all classes of the file are defined.
func (l *lowerer) start(n parse.Node, name string, body []program.Stmt) program.Stmt {
	f := &program.Function{At: l.spot(n), Name: name, Implicit: true, Body: body}
	run := &program.Member{At: l.at(n), X: l.path(n, len(l.classes)-1), Name: name}
	l.starts = append(l.starts, l.do(n, &program.Call{At: l.at(n), Function: run}))
	return &program.Assign{At: l.at(n), Targets: []program.Expr{l.name(n, name)}, Value: f, Declares: true}
}

// path names the class at a depth from where the file, or the function that it stands in, begins.
func (l *lowerer) path(n parse.Node, depth int) program.Expr {
	c := l.classes[depth]
	if depth == 0 || c.local {
		return l.name(n, c.name)
	}
	return &program.Member{At: l.at(n), X: l.path(n, depth-1), Name: c.name}
}

func (l *lowerer) fieldValues(field parse.Node, target func(parse.Node) program.Expr) (body []program.Stmt) {
	for declarator := range field.FieldAll("declarator") {
		if value := declarator.Field("value"); value.Exists() {
			body = append(body, &program.Assign{
				At: l.at(declarator), Targets: []program.Expr{target(declarator)}, Value: l.expr(value), Type: l.typed(field.Field("type")),
			})
		}
	}
	return body
}

// inOrder is several lists of nodes as they stand in the file.
func inOrder(lists ...[]parse.Node) (all []parse.Node) {
	for _, list := range lists {
		for _, n := range list {
			at := len(all)
			for at > 0 && all[at-1].Start() > n.Start() {
				at--
			}
			all = append(all[:at:at], append([]parse.Node{n}, all[at:]...)...)
		}
	}
	return all
}

// constructors lowers a class's constructors. Each sets the fields that the class gives values, unless it calls another one of the class.
// A class without one has one without parameters; a record has one of its components.
func (l *lowerer) constructors(n parse.Node, m *members, extends bool) (body []program.Stmt) {
	var fields []program.Stmt
	l.within(false, func() { fields = l.instanceFields(m) })
	seen := make(map[string]bool)
	for _, c := range m.constructors {
		l.parameterize(c)
		f := l.newConstructor(c)
		l.within(false, func() {
			f.Params = l.params(c.Field("parameters"))
			code := c.Field("body")
			first := childOf(code, "explicit_constructor_invocation")
			switch {
			case !first.Exists():
				if extends {
					f.Body = append(f.Body, l.do(c, l.superCall(c, nil)))
				}
				f.Body = append(append(f.Body, fields...), l.block(code)...)
			case childOf(first, "this").Exists():
				f.Body = l.block(code)
			default:
				rest := l.block(code)
				f.Body = append(append(append(f.Body, rest[:1]...), fields...), rest[1:]...)
			}
		})
		body = append(body, l.assigned(c, constructor, f, seen))
	}
	if n.Kind() == "record_declaration" && len(m.constructors) == 0 {
		return append(body, l.recordConstructor(n, m, fields))
	}
	if made := l.lombokConstructor(n, m, fields); made != nil && len(m.constructors) == 0 {
		return append(body, made)
	}
	if len(m.constructors) == 0 && n.Kind() != "interface_declaration" && n.Kind() != "annotation_type_declaration" {
		f := l.newConstructor(n)
		if extends && n.Kind() != "enum_declaration" {
			rest := program.Arg{Value: l.name(n, "<given>"), Rest: program.Many}
			if n.Kind() == "object_creation_expression" || n.Kind() == "enum_constant" { // hands its arguments on
				f.Params = []program.Param{{Name: "<given>", Rest: program.Many}}
				f.Body = append(f.Body, l.do(n, l.superCall(n, []program.Arg{rest})))
			} else {
				f.Body = append(f.Body, l.do(n, l.superCall(n, nil)))
			}
		}
		f.Body = append(f.Body, fields...)
		body = append(body, l.assigned(n, constructor, f, seen))
	}
	return body
}

func (l *lowerer) newConstructor(n parse.Node) *program.Function {
	return &program.Function{At: l.spot(n), Name: constructor, Implicit: true, Exact: true, Receiver: l.own().self}
}

// superCall calls the constructor of the class above.
func (l *lowerer) superCall(n parse.Node, args []program.Arg) program.Expr {
	above := &program.Call{At: l.at(n), Function: l.name(n, "super")}
	return &program.Call{At: l.at(n), Function: &program.Member{At: l.at(n), X: above, Name: constructor}, Args: args}
}

// instanceFields set the fields of an instance that the class gives values, and are its blocks without a name, in order.
func (l *lowerer) instanceFields(m *members) (body []program.Stmt) {
	for _, part := range inOrder(m.fields, m.starts) {
		switch {
		case part.Kind() == "block":
			body = append(body, l.block(part)...)
		case part.Kind() == "field_declaration" && !isStatic(part):
			body = append(body, l.fieldValues(part, func(d parse.Node) program.Expr {
				return &program.Member{At: l.at(d), X: l.name(d, l.own().self), Name: d.Field("name").Text()}
			})...)
		}
	}
	return body
}

// recordConstructor gives the components of a record their values.
func (l *lowerer) recordConstructor(n parse.Node, m *members, fields []program.Stmt) program.Stmt {
	f := l.newConstructor(n)
	f.Params = l.params(n.Field("parameters"))
	l.within(false, func() {
		for _, c := range m.compact {
			f.Body = append(f.Body, l.block(childOf(c, "block"))...)
		}
	})
	for _, p := range f.Params {
		f.Body = append(f.Body, l.setOwn(n, p.Name, l.name(n, p.Name)))
	}
	f.Body = append(f.Body, fields...)
	return l.assigned(n, constructor, f, make(map[string]bool))
}

func (l *lowerer) setOwn(n parse.Node, field string, value program.Expr) program.Stmt {
	return &program.Assign{At: l.at(n), Targets: []program.Expr{&program.Member{At: l.at(n), X: l.name(n, l.own().self), Name: field}}, Value: value}
}

// constants lowers the constants of an enum: instances in static fields, which know their names, and the methods that every enum has.
func (l *lowerer) constants(n parse.Node, m *members) (body []program.Stmt) {
	if n.Kind() != "enum_declaration" {
		return nil
	}
	var all []program.Expr
	var declared []program.Stmt
	for _, c := range m.constants {
		name := c.Field("name")
		made := l.name(c, l.own().name)
		var of program.Expr = made
		if childOf(c, "class_body").Exists() {
			of = l.class(c, l.own().name+"."+name.Text(), []program.Expr{made}, true)
		}
		target := l.name(name, name.Text())
		constant := &program.Call{At: l.at(c), Function: of, Args: l.arguments(c.Field("arguments"))}
		body = append(body,
			&program.Assign{At: l.at(c), Targets: []program.Expr{target}, Value: constant},
			&program.Assign{At: l.at(c), Targets: []program.Expr{&program.Member{At: l.at(name), X: target, Name: "<name>"}}, Value: &program.Text{At: l.at(name), Value: name.Text()}},
		)
		all = append(all, l.name(c, name.Text()))
	}
	list := &program.List{At: l.at(n), Items: all}
	any := &program.Index{At: l.at(n), X: list, Key: &program.Sequence{At: l.at(n)}}
	own := &program.Member{At: l.at(n), X: l.name(n, l.own().self), Name: "<name>"}
	for _, c := range m.constants {
		declared = append(declared, &program.Assign{At: l.at(c), Targets: []program.Expr{l.name(c, c.Field("name").Text())}, Declares: true})
	}
	body = append(declared, l.start(n, "<constants>", body), l.small(n, "values", false, list), l.small(n, "valueOf", false, any), l.small(n, "name", true, own))
	if !hasMethod(m, "toString") {
		body = append(body, l.small(n, "toString", true, own))
	}
	return body
}

// small is a method that the language gives a class: it returns x.
func (l *lowerer) small(n parse.Node, name string, instance bool, x program.Expr) program.Stmt {
	f := &program.Function{At: l.spot(n), Name: name + program.Method, Implicit: true, Body: []program.Stmt{&program.Return{At: l.at(n), Value: x}}}
	if instance {
		f.Receiver = l.own().self
	}
	return l.assigned(n, f.Name, f, make(map[string]bool))
}

func hasMethod(m *members, name string) bool {
	for _, method := range m.methods {
		if method.Field("name").Text() == name {
			return true
		}
	}
	return false
}

// accessors are the methods that a record has for its components, and those that Lombok writes for the fields of a class.
func (l *lowerer) accessors(n parse.Node, m *members) (body []program.Stmt) {
	if n.Kind() == "record_declaration" {
		for _, p := range l.params(n.Field("parameters")) {
			if !hasMethod(m, p.Name) {
				body = append(body, l.getter(n, p.Name, p.Name))
			}
			body = append(body, &program.Assign{At: l.at(n), Targets: []program.Expr{l.name(n, p.Name)}, Type: p.Type, Declares: true})
		}
		return body
	}
	return l.lombok(n, m)
}

func (l *lowerer) getter(n parse.Node, name, field string) program.Stmt {
	return l.small(n, name, true, &program.Member{At: l.at(n), X: l.name(n, l.own().self), Name: field})
}

func capital(name string) string {
	if name == "" {
		return ""
	}
	return strings.ToUpper(name[:1]) + name[1:]
}
