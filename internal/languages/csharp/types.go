package csharp

import (
	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// typeKinds are the declarations of types.
var typeKinds = map[string]bool{
	"class_declaration": true, "struct_declaration": true, "record_declaration": true, "record_struct_declaration": true,
	"interface_declaration": true, "enum_declaration": true,
}

// Names that no C# code can have.
const (
	receiver        = "this"
	constructor     = ".ctor"
	builtinBase     = "<base>"
	builtinGet      = "<property>"
	builtinJoin     = "<join>"
	builtinRecord   = "<record>" // a record whose type is to be inferred
	builtinReflect  = "<reflect>"
	builtinInstance = "<instance>"
	indexer         = "this[]"
)

// typ is a type that is being lowered.
type typ struct {
	name    string
	class   *program.Class
	partial bool
	derived bool           // it has bases
	fields  []program.Stmt // what sets its fields before its constructors run
	statics []program.Stmt // what sets its static fields
	seen    map[string]bool
	primary []program.Param // of its primary constructor
	made    bool            // it has a constructor
	base    []program.Arg   // that the primary constructor gives its base
}

// typeDeclaration lowers a type to the assignment of its name. A second one of the same name in a file differs in its type parameters.
func (l *lowerer) typeDeclaration(n parse.Node) program.Stmt {
	if !l.enter() {
		l.leave()
		return l.do(n, l.opaque(n, reasonDeep))
	}
	defer l.leave()
	name := n.Field("name")
	target := &program.Name{At: l.at(name), ID: identifier(name)}
	a := &program.Assign{At: l.at(n), Targets: []program.Expr{target}, Declares: true}
	if n.Kind() == "enum_declaration" {
		a.Value = l.enum(n)
		return a
	}
	t := &typ{
		name: target.ID, partial: modified(n, "partial"), seen: make(map[string]bool),
		class: &program.Class{At: l.at(n), Name: target.ID, Decorators: l.attributes(n)},
	}
	t.class.Opens, t.class.Types = t.partial, typeParameters(n)
	a.Value, a.Also = t.class, l.types[t.name] && !t.partial
	l.types[t.name] = true
	functions := l.functions
	l.functions = nil
	l.bases(n, t)
	l.primary(n, t)
	l.members(n.Field("body"), t)
	l.construct(n, t)
	l.functions = functions
	return a
}

// bases lowers what a type extends and implements.
func (l *lowerer) bases(n parse.Node, t *typ) {
	for child := range childOf(n, "base_list").Children() {
		switch child.Kind() {
		case "argument_list":
			t.base = l.arguments(child)
			continue
		case "primary_constructor_base_type":
			t.base = l.arguments(childOf(child, "argument_list"))
			child = child.Field("type")
		}
		if base := l.typeOf(child); base != nil {
			t.class.Bases = append(t.class.Bases, base)
			t.derived = true
		}
	}
}

// primary makes fields of the parameters of a primary constructor: all members may use them.
func (l *lowerer) primary(n parse.Node, t *typ) {
	list := childOf(n, "parameter_list")
	if !list.Exists() {
		return
	}
	t.made = true
	t.primary, _ = l.params(list)
	f := &program.Function{
		At: l.at(list), Name: constructor, Receiver: receiver, Implicit: true, Exact: true, Params: t.primary,
	}
	for _, p := range t.primary {
		name := &program.Name{At: f.At, ID: p.Name}
		t.declare(&program.Assign{At: f.At, Targets: []program.Expr{name}, Type: p.Type, Declares: true})
		f.Body = append(f.Body, &program.Assign{At: f.At, Targets: []program.Expr{l.field(f.At, p.Name)}, Value: name})
	}
	f.Body = append(f.Body, l.setFields(f.At, t), l.callBase(f.At, t.base))
	t.define(f)
}

// field is this.name.
func (l *lowerer) field(at program.At, name string) program.Expr {
	return &program.Member{At: at, X: &program.Name{At: at, ID: receiver}, Name: name}
}

// setFields is the call of what sets the fields that have a value.
func (l *lowerer) setFields(at program.At, t *typ) program.Stmt {
	return &program.Do{At: at, X: &program.Call{At: at, Function: l.field(at, ".fields "+t.name)}}
}

// callBase is the call of the constructor of the type's base.
func (l *lowerer) callBase(at program.At, args []program.Arg) program.Stmt {
	base := &program.Call{At: at, Function: &program.Name{At: at, ID: builtinBase}}
	return &program.Do{At: at, X: &program.Call{At: at, Function: &program.Member{At: at, X: base, Name: constructor}, Args: args}}
}

// construct ends a type: what sets its fields is a method of its own, which each constructor calls first.
func (l *lowerer) construct(n parse.Node, t *typ) {
	at := l.at(n.Field("name")) // a function is told from others by its place: each that is made up here has one of its own
	if n.Kind() != "interface_declaration" {
		t.setter(l.at(n), ".fields "+t.name, receiver, t.fields)
	}
	if !t.made && n.Kind() != "interface_declaration" && (len(t.fields) > 0 || t.derived) {
		f := &program.Function{At: at, Name: constructor, Receiver: receiver, Implicit: true, Exact: !t.partial}
		f.Body = []program.Stmt{l.setFields(at, t)}
		if t.derived && !t.partial {
			f.Body = append(f.Body, l.callBase(at, nil))
		}
		t.define(f)
	}
	if hasAttribute(n, "LambdaStartup") {
		l.statics = append(l.statics, l.configure(at, t))
	}
	if len(t.statics) > 0 {
		name := ".statics " + t.name
		t.setter(program.At{Place: l.lines.Span(n.End()-1, n.End())}, name, "", t.statics)
		function := &program.Member{At: at, X: &program.Name{At: at, ID: t.name}, Name: name}
		l.statics = append(l.statics, &program.Do{At: at, X: &program.Call{At: at, Function: function}})
	}
}

// configure is what the runtime does with a class that fills the container before any handler is made.
func (l *lowerer) configure(at program.At, t *typ) program.Stmt {
	call := func(x program.Expr, args ...program.Arg) *program.Call {
		return &program.Call{At: at, Function: x, Args: args}
	}
	startup := call(&program.Name{At: at, ID: t.name})
	services := call(&program.Name{At: at, ID: "ServiceCollection"})
	return &program.Do{At: at, X: &program.Sequence{At: at, Parts: []program.Expr{
		call(&program.Member{At: at, X: startup, Name: "ConfigureServices"}, program.Arg{Value: services}),
		call(&program.Member{At: at, X: startup, Name: "ConfigureHostBuilder"}),
	}}}
}

// setter adds a method that sets fields. Each part of a partial type has one.
func (t *typ) setter(at program.At, name, receiver string, body []program.Stmt) {
	f := &program.Function{At: at, Name: name, Receiver: receiver, Implicit: true, Body: body}
	t.declare(&program.Assign{At: at, Targets: []program.Expr{&program.Name{At: at, ID: name}}, Value: f, Declares: true, Also: t.partial})
}

// define adds a method; one of several of its name takes as many arguments as it says.
func (t *typ) define(f *program.Function) {
	name := &program.Name{At: f.At, ID: f.Name}
	t.class.Body = append(t.class.Body, &program.Assign{
		At: f.At, Targets: []program.Expr{name}, Value: f, Declares: true, Also: t.seen[f.Name] || t.partial && f.Name == constructor,
	})
	t.seen[f.Name] = true
}

func (t *typ) declare(a *program.Assign) { t.class.Body = append(t.class.Body, a) }

// enum lowers an enumeration: its members are their names, as they print.
func (l *lowerer) enum(n parse.Node) program.Expr {
	c := &program.Class{At: l.at(n), Name: identifier(n.Field("name"))}
	for child := range n.Field("body").Children() {
		if name := child.Field("name"); name.Exists() {
			text := &program.Text{At: l.at(name), Value: identifier(name)}
			c.Body = append(c.Body, &program.Assign{At: text.At, Targets: []program.Expr{&program.Name{At: text.At, ID: text.Value}}, Value: text, Declares: true})
		}
	}
	return c
}

// telling are the attributes of a type that tell what the SDK does with it; the others are for somebody else.
var telling = map[string]bool{"DynamoDBTable": true, "DynamoDBTableAttribute": true}

// attributes lowers the attributes of a type that tell something.
func (l *lowerer) attributes(n parse.Node) (decorators []program.Expr) {
	for list := range n.Children() {
		if list.Kind() != "attribute_list" {
			continue
		}
		for child := range list.Children() {
			if name := child.Field("name"); telling[lastName(name)] {
				x := &program.Call{At: l.at(child), Function: l.expr(name)}
				for argument := range childOf(child, "attribute_argument_list").Children() {
					if value := lastOf(argument); value.Kind() != "assignment_expression" {
						x.Args = append(x.Args, program.Arg{Value: l.expr(value)})
					}
				}
				decorators = append(decorators, x)
			}
		}
	}
	return decorators
}

// hasAttribute says that a declaration has an attribute of one of the names.
func hasAttribute(n parse.Node, names ...string) bool {
	for list := range n.Children() {
		if list.Kind() != "attribute_list" {
			continue
		}
		for child := range list.Children() {
			for _, name := range names {
				if written := lastName(child.Field("name")); written == name || written == name+"Attribute" {
					return true
				}
			}
		}
	}
	return false
}

// typeParameters are the names of the types that a generic declaration is given.
func typeParameters(n parse.Node) (names []string) {
	for child := range childOf(n, "type_parameter_list").Children() {
		if name := child.Field("name"); name.Exists() {
			names = append(names, identifier(name))
		}
	}
	return names
}

// holding are generic types that are, for who uses them, what they hold.
var holding = map[string]bool{"Task": true, "ValueTask": true, "Nullable": true}

// typeOf lowers a type where it tells what a value is: nil for the language's own, for lists, and where it is to be inferred.
func (l *lowerer) typeOf(n parse.Node) program.Expr {
	switch n.Kind() {
	case "identifier":
		if n.Text() == "var" || n.Text() == "dynamic" {
			return nil
		}
		return &program.Name{At: l.at(n), ID: identifier(n)}
	case "qualified_name", "alias_qualified_name":
		return l.member(n)
	case "nullable_type":
		return l.typeOf(n.Field("type"))
	case "generic_name":
		if holding[bareName(n)] {
			return l.typeOf(childOf(n, "type_argument_list").First())
		}
		return &program.Name{At: l.at(n), ID: bareName(n)}
	case "type":
		return l.typeOf(n.First())
	}
	return nil
}
