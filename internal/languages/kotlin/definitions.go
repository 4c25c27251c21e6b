package kotlin

import (
	"slices"
	"strconv"
	"strings"

	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// constructor is the name under which a class has its constructors.
const constructor = "<init>"

// push opens a scope; what it gives closes it.
func (l *lowerer) push(s *scope) (pop func()) {
	l.scopes = append(l.scopes, s)
	return func() { l.scopes = l.scopes[:len(l.scopes)-1] }
}

// own is the innermost class that is being lowered; nil outside of classes.
func (l *lowerer) own() *scope {
	for i := len(l.scopes) - 1; i >= 0; i-- {
		if l.scopes[i].class != "" {
			return l.scopes[i]
		}
	}
	return nil
}

// self is the instance in hand.
func (l *lowerer) self(n parse.Node) program.Expr {
	if c := l.own(); c != nil {
		return l.name(n, c.self)
	}
	return l.name(n, "this")
}

// function lowers "fun f(...)". One that is called on values which do not have it has a name of its own.
func (l *lowerer) function(n parse.Node, static bool) program.Stmt {
	name := n.Field("name").Text()
	receiver := extended(n)
	f := &program.Function{At: l.at(n), Name: name + program.Method, Implicit: true, Exact: true}
	target := f.Name
	s := newScope()
	switch c := l.own(); {
	case receiver.Exists():
		s.self = "this@" + name
		f.Receiver, target = s.self, extension(name)
	case c != nil && !static:
		f.Receiver = c.self
	}
	pop := l.push(s)
	defer pop()
	l.parameterize(n)
	f.Params = l.params(childOf(n, "function_value_parameters"))
	f.Result = l.resultOf(n)
	f.Body = l.functionBody(childOf(n, "function_body"))
	if c := l.own(); c != nil && !static && receiver.Exists() { // it has two receivers: the outer function is of the class
		outer := &program.Function{At: l.spot(n), Name: f.Name, Implicit: true, Receiver: c.self, Body: []program.Stmt{&program.Return{At: f.At, Value: f}}}
		f = outer
	}
	return &program.Assign{At: l.at(n), Targets: []program.Expr{l.name(n, target)}, Value: f, Declares: true}
}

// extended is the type of the values that a function is called on which is no method of theirs.
func extended(n parse.Node) parse.Node {
	var before parse.Node
	for child := range n.Tokens() {
		switch child.Kind() {
		case "user_type", "nullable_type", "parenthesized_type":
			before = child
		case ".":
			return before
		case "function_value_parameters":
			return parse.Node{}
		}
	}
	return parse.Node{}
}

func (l *lowerer) parameterize(n parse.Node) {
	for parameter := range childOf(n, "type_parameters").Children() {
		l.scopes[len(l.scopes)-1].types[childOf(parameter, "identifier").Text()] = true
	}
}

// resultOf is the type that a function states to give.
func (l *lowerer) resultOf(n parse.Node) program.Expr {
	behind := false
	for child := range n.Children() {
		if child.Kind() == "function_value_parameters" {
			behind = true
		} else if behind && (child.Kind() == "user_type" || child.Kind() == "nullable_type") {
			return l.typed(child)
		}
	}
	return nil
}

func (l *lowerer) functionBody(n parse.Node) []program.Stmt {
	if block := childOf(n, "block"); block.Exists() {
		return l.block(block)
	}
	if x := n.First(); x.Exists() {
		return l.tail(x)
	}
	return nil
}

// params lowers parameters; their names are variables of the function.
func (l *lowerer) params(n parse.Node) (params []program.Param) {
	rest := program.One
	for child := range n.Children() {
		switch child.Kind() {
		case "parameter_modifiers":
			if strings.Contains(child.Text(), "vararg") {
				rest = program.Many
			}
		case "parameter":
			name := childOf(child, "identifier").Text()
			params = append(params, program.Param{Name: name, Rest: rest, Type: l.typed(lastOf(child))})
			l.variable(name)
			rest = program.One
		default: // the default of the one before
			if len(params) > 0 {
				params[len(params)-1].Default = l.expr(child)
			}
		}
	}
	return params
}

// variable notes a name that the function in hand has.
func (l *lowerer) variable(name string) {
	if len(l.scopes) > 0 {
		l.scopes[len(l.scopes)-1].names[name] = true
	}
}

// members is what the body of a class holds, sorted by how it is lowered.
type members struct {
	nested, functions, properties, starts, constructors, entries, companions []parse.Node
}

func (l *lowerer) sort(body parse.Node) (m members, broken []program.Stmt) {
	for child := range body.Children() {
		if child.HoldsError() {
			broken = append(broken, l.broken(child)...)
		}
		switch child.Kind() {
		case "class_declaration", "object_declaration":
			m.nested = append(m.nested, child)
		case "function_declaration":
			m.functions = append(m.functions, child)
		case "property_declaration":
			m.properties = append(m.properties, child)
		case "anonymous_initializer":
			m.starts = append(m.starts, child)
		case "secondary_constructor":
			m.constructors = append(m.constructors, child)
		case "companion_object":
			m.companions = append(m.companions, child)
		case "enum_entry":
			m.entries = append(m.entries, child)
		case "ERROR":
			broken = append(broken, l.block(child)...)
		}
	}
	return m, broken
}

// definition lowers a class, interface, enum or object. An object is the one instance of its class.
func (l *lowerer) definition(n parse.Node, local bool) []program.Stmt {
	name := n.Field("name")
	var value program.Expr = l.class(n, name.Text(), local)
	if n.Kind() == "object_declaration" {
		value = &program.Call{At: l.at(n), Function: value}
	}
	target := l.name(name, name.Text())
	body := []program.Stmt{&program.Assign{At: l.at(n), Targets: []program.Expr{target}, Value: value, Declares: true}}
	if n.Kind() == "object_declaration" { // as Java names it
		instance := &program.Member{At: l.at(name), X: target, Name: "INSTANCE"}
		body = append(body, &program.Assign{At: l.at(n), Targets: []program.Expr{instance}, Value: target})
	}
	return body
}

// class lowers the body that n has: nested classes and functions first, since all of them may be used by what follows.
func (l *lowerer) class(n parse.Node, name string, local bool) *program.Class {
	c := &program.Class{At: l.at(n), Name: name}
	if !l.enter() {
		l.leave()
		c.Body = []program.Stmt{l.do(n, l.opaque(n, reasonDeep))}
		return c
	}
	defer l.leave()
	bases, above := l.bases(n)
	c.Bases = bases
	s := newScope()
	s.class, s.self, s.local = name, name+"@"+strconv.Itoa(n.Start()), local
	if name == "" {
		s.class = "<object>"
	}
	defer l.push(s)()
	l.parameterize(n)
	m, broken := l.sort(childOf(n, "class_body", "enum_class_body"))
	c.Body = append(l.marks(n), broken...)
	for _, nested := range m.nested {
		s.nested[nested.Field("name").Text()] = true
	}
	l.note(n, m, s)
	for _, nested := range m.nested {
		c.Body = append(c.Body, l.definition(nested, false)...)
	}
	c.Body = append(c.Body, l.functions(m.functions, false)...)
	c.Body = append(c.Body, l.properties(n, m)...)
	for i := range delegates(n) {
		c.Embeds = append(c.Embeds, delegate(i))
	}
	c.Body = append(c.Body, l.constructors(n, m, above)...)
	c.Body = append(c.Body, l.constants(n, m)...)
	for _, companion := range m.companions {
		c.Body = append(c.Body, l.companion(companion)...)
	}
	if n.Has("class") && strings.Contains(childOf(n, "modifiers").Text(), "data") {
		c.Body = append(c.Body, l.copied(n))
	}
	return c
}

// marks are what the annotations of a class say, as variables of it: "@Name.argument".
func (l *lowerer) marks(n parse.Node) (body []program.Stmt) {
	for child := range childOf(n, "modifiers").Children() {
		made := childOf(child, "constructor_invocation")
		if child.Kind() != "annotation" || !made.Exists() {
			continue
		}
		name := lastOf(childOf(made, "user_type")).Text()
		for _, a := range l.arguments(made) {
			if a.Name == "" {
				a.Name = "value"
			}
			target := l.name(child, "@"+name+"."+a.Name)
			body = append(body, &program.Assign{At: l.at(child), Targets: []program.Expr{target}, Value: a.Value, Declares: true})
		}
	}
	return body
}

// note notes the properties of a class, so that a call of one is told from a call of a function.
func (l *lowerer) note(n parse.Node, m members, s *scope) {
	for parameter := range childOf(childOf(n, "primary_constructor"), "class_parameters").Children() {
		s.names[childOf(parameter, "identifier").Text()] = true
	}
	for _, property := range m.properties {
		s.names[childOf(childOf(property, "variable_declaration"), "identifier").Text()] = true
	}
	for _, f := range m.functions {
		delete(s.names, f.Field("name").Text())
		if extended(f).Exists() {
			l.extensions[f.Field("name").Text()] = true
			l.within[f.Field("name").Text()] = true
		}
	}
}

// bases are the classes that a class extends, and the call of the constructor of the one above.
func (l *lowerer) bases(n parse.Node) (bases []program.Expr, above parse.Node) {
	for specifier := range childOf(n, "delegation_specifiers").Children() {
		child := specifier.First()
		switch child.Kind() {
		case "constructor_invocation":
			above = child
			child = child.First()
		case "explicit_delegation":
			child = child.First()
		}
		x := l.typed(child)
		if x == nil { // its name says nothing of a value, but who implements Iterable is iterated
			name, _, _ := strings.Cut(child.Text(), "<")
			x = l.name(child, name)
		}
		bases = append(bases, x)
	}
	return bases, above
}

// functions lowers functions; several of one name are told apart by how many arguments they take.
func (l *lowerer) functions(nodes []parse.Node, static bool) (body []program.Stmt) {
	seen := make(map[string]bool)
	for _, n := range nodes {
		if !childOf(n, "function_body").Exists() {
			continue // abstract
		}
		stmt := l.function(n, static)
		if a, ok := stmt.(*program.Assign); ok {
			id := a.Targets[0].(*program.Name).ID
			a.Also = seen[id]
			seen[id] = true
			if f, ok := a.Value.(*program.Function); ok {
				f.Unasked = isOperator(n) && id != "invoke"+program.Method
			}
		}
		body = append(body, stmt)
	}
	return body
}

// isOperator says that a function is called by a sign of the language: a[k] = v, k in a, a += b.
func isOperator(n parse.Node) bool {
	return slices.Contains(strings.Fields(childOf(n, "modifiers").Text()), "operator")
}

// companion lowers a class's companion: its members are the class's own.
func (l *lowerer) companion(n parse.Node) (body []program.Stmt) {
	m, broken := l.sort(childOf(n, "class_body"))
	s := l.own()
	for _, nested := range m.nested {
		s.nested[nested.Field("name").Text()] = true
		body = append(body, l.definition(nested, false)...)
	}
	body = append(append(body, broken...), l.functions(m.functions, true)...)
	var start []program.Stmt
	for _, part := range inOrder(m.properties, m.starts) {
		if part.Kind() == "anonymous_initializer" {
			start = append(start, l.block(childOf(part, "block"))...)
			continue
		}
		p := l.property(part)
		body = append(body, &program.Assign{At: l.at(part), Targets: []program.Expr{l.name(part, p.name)}, Type: p.typ, Declares: true})
		body = append(body, l.getters(part, p, false)...)
		if p.value != nil {
			start = append(start, &program.Assign{At: l.at(part), Targets: []program.Expr{l.name(part, p.name)}, Value: p.value, Type: p.typ})
		}
	}
	start = append(start, &program.Assign{At: l.at(n), Targets: []program.Expr{l.name(n, "Companion")}, Value: l.classAt(n, l.depthOf(s))})
	body = append(body, &program.Assign{At: l.at(n), Targets: []program.Expr{l.name(n, "Companion")}, Declares: true})
	return append(body, l.start(n, "<start>", start))
}

func (l *lowerer) depthOf(s *scope) int {
	for i, other := range l.scopes {
		if other == s {
			return i
		}
	}
	return 0
}

// start makes a function of what runs when a class is first used, and has it run once all classes of the file are defined.
func (l *lowerer) start(n parse.Node, name string, body []program.Stmt) program.Stmt {
	f := &program.Function{At: l.spot(n), Name: name, Implicit: true, Body: body}
	run := &program.Member{At: l.at(n), X: l.classAt(n, l.depthOf(l.own())), Name: name}
	l.starts = append(l.starts, l.do(n, &program.Call{At: l.at(n), Function: run}))
	return &program.Assign{At: l.at(n), Targets: []program.Expr{l.name(n, name)}, Value: f, Declares: true}
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
