package javascript

import (
	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

const constructorName = "constructor"

// The decorators that stand for words of the syntax.
const (
	wordStatic = "static method"
	wordGet    = "get accessor"
	// wordInterop is a function: a module as import() gives it.
	wordInterop = "module of"
)

// classBody is a class that is being lowered.
type classBody struct {
	body        []program.Stmt
	name        string         // of the class, where it has one
	fields      []program.Stmt // that each instance is given
	static      []program.Stmt // that run once the class is there
	constructor *program.Function
}

// class lowers a class as an expression: what it does once it is there is done in its body.
func (l *lowerer) class(n parse.Node, decorators []program.Expr) *program.Class {
	c, static := l.classAndStatic(n, decorators, "")
	c.Body = append(c.Body, static...)
	return c
}

// classAndStatic lowers a class, and apart from it what it does once it is there, which may speak of it by its name. Fields are set when an
// instance is made, so they belong to the constructor; a class without one has that of the class above.
func (l *lowerer) classAndStatic(n parse.Node, decorators []program.Expr, name string) (*program.Class, []program.Stmt) {
	c := &program.Class{At: l.at(n), Name: n.Field("name").Text(), Decorators: append(decorators, l.decorators(n)...)}
	for child := range n.Children() {
		if child.Kind() == "class_heritage" {
			c.Bases, c.Promises = l.bases(child)
		}
	}
	b := &classBody{name: name}
	var pending []program.Expr
	for child := range n.Field("body").Children() {
		if child.Kind() == "decorator" {
			pending = append(pending, l.expr(child.First()))
			continue
		}
		l.inClass(b, child, pending)
		pending = nil
	}
	if b.constructor == nil {
		b.constructor = l.madeConstructor(n, len(c.Bases) > 0)
		b.body = append(b.body, l.methodNamed(n, constructorName, b.constructor))
	}
	b.constructor.Body = withFields(b.constructor.Body, b.fields)
	c.Body = b.body
	return c, b.static
}

func (l *lowerer) decorators(n parse.Node) (decorators []program.Expr) {
	for decorator := range n.FieldAll("decorator") {
		decorators = append(decorators, l.expr(decorator.First()))
	}
	return decorators
}

// bases are the class that a class extends, and the interfaces that it says it has.
func (l *lowerer) bases(n parse.Node) (bases, promises []program.Expr) {
	for child := range n.Children() {
		switch child.Kind() {
		case "extends_clause":
			for base := range child.FieldAll("value") {
				bases = append(bases, l.expr(base))
			}
		case "implements_clause":
			for promise := range child.Children() {
				if stated := l.typeOf(promise); stated != nil {
					promises = append(promises, stated)
				}
			}
		default:
			bases = append(bases, l.expr(child))
		}
	}
	return bases, promises
}

// inClass lowers one part of a class's body.
func (l *lowerer) inClass(b *classBody, n parse.Node, decorators []program.Expr) {
	switch n.Kind() {
	case "method_definition":
		l.method(b, n, decorators)
	case "field_definition", "public_field_definition":
		l.field(b, n)
	case "class_static_block":
		b.static = append(b.static, l.block(n.Field("body"))...)
	case "ERROR":
		b.static = append(b.static, l.do(n, l.opaque(n, reasonSyntax)))
	}
}

func (l *lowerer) method(b *classBody, n parse.Node, decorators []program.Expr) {
	if !n.Field("body").Exists() {
		return
	}
	name := n.Field("name")
	f := l.function(n)
	if name.Text() == constructorName {
		b.constructor = f
		f.Body = append(l.parameterFields(n), f.Body...)
	}
	f.Decorators = decorators
	switch {
	case n.Has("static"):
		f.Decorators = append([]program.Expr{l.name(name, wordStatic)}, f.Decorators...)
	case n.Has("get"):
		f.Decorators = append([]program.Expr{l.name(name, wordGet)}, f.Decorators...)
	case n.Has("set"): // what it is given is kept under its own name as well
		f.Unasked = true
		b.body = append(b.body, l.methodNamed(name, "<set "+name.Text()+">", f))
		return
	}
	if name.Kind() == "computed_property_name" { // [Symbol.iterator]
		f.Unasked = true
		b.static = append(b.static, l.do(name, l.expr(name.First())))
		b.body = append(b.body, l.methodNamed(name, "<"+name.Text()+">", f))
		return
	}
	b.body = append(b.body, l.methodNamed(name, l.memberName(name), f))
}

func (l *lowerer) methodNamed(n parse.Node, name string, f *program.Function) program.Stmt {
	return &program.Assign{At: l.at(n), Targets: []program.Expr{l.name(n, name)}, Value: f, Declares: true}
}

// memberName is how a member is named where it is defined: "a" and 'a' are the same.
func (l *lowerer) memberName(n parse.Node) string {
	if n.Kind() == "string" {
		return unquoted(n)
	}
	return n.Text()
}

// field lowers a field: of the class, or of each instance.
func (l *lowerer) field(b *classBody, n parse.Node) {
	name := n.Field("name")
	if !name.Exists() {
		name = n.Field("property")
	}
	value, stated := l.optional(n.Field("value")), l.annotation(n.Field("type"))
	if n.Has("static") {
		if value != nil {
			b.static = append(b.static, &program.Assign{At: l.at(n), Targets: []program.Expr{l.staticTarget(b, name)}, Value: value, Type: stated, Declares: b.name == ""})
		}
		return
	}
	if value == nil && stated == nil || name.Kind() == "computed_property_name" {
		return
	}
	if isLiteral(value) { // it belongs to the class, so that one below may have another
		b.body = append(b.body, &program.Assign{At: l.at(n), Targets: []program.Expr{l.name(name, l.memberName(name))}, Value: value, Declares: true})
		return
	}
	if value == nil {
		value = &program.Constant{At: l.at(n), Kind: program.None}
	}
	target := &program.Member{At: l.at(name), X: l.name(name, receiver), Name: l.memberName(name)}
	b.fields = append(b.fields, &program.Assign{At: l.at(n), Targets: []program.Expr{target}, Value: value, Type: stated})
}

func isLiteral(x program.Expr) bool {
	switch x := x.(type) {
	case *program.Text:
		return true
	case *program.Constant:
		return x.Kind != program.None
	}
	return false
}

// staticTarget is a field of the class: a name in its body, or a member of it behind that.
func (l *lowerer) staticTarget(b *classBody, name parse.Node) program.Expr {
	if b.name == "" {
		return l.name(name, l.memberName(name))
	}
	return &program.Member{At: l.at(name), X: l.name(name, b.name), Name: l.memberName(name)}
}

// madeConstructor is the constructor of a class that does not write one.
func (l *lowerer) madeConstructor(n parse.Node, extends bool) *program.Function {
	f := &program.Function{At: l.at(n), Name: constructorName, Receiver: receiver}
	if !extends {
		return f
	}
	f.Params = []program.Param{{Name: "#rest", Rest: program.Many}}
	above := &program.Member{At: f.At, X: &program.Call{At: f.At, Function: l.name(n, "super")}, Name: constructorName}
	f.Body = []program.Stmt{l.do(n, &program.Call{At: f.At, Function: above, Args: []program.Arg{{Value: l.name(n, "#rest"), Rest: program.Many}}})}
	return f
}

// withFields puts the fields of an instance into a constructor: behind the call of the one above.
func withFields(body, fields []program.Stmt) []program.Stmt {
	if len(fields) == 0 {
		return body
	}
	at := 0
	for i, s := range body {
		if isSuper(s) {
			at = i + 1
			break
		}
	}
	all := append([]program.Stmt{}, body[:at]...)
	return append(append(all, fields...), body[at:]...)
}

func isSuper(s program.Stmt) bool {
	do, ok := s.(*program.Do)
	if !ok {
		return false
	}
	call, ok := do.X.(*program.Call)
	if !ok {
		return false
	}
	m, ok := call.Function.(*program.Member)
	if !ok || m.Name != constructorName {
		return false
	}
	above, ok := m.X.(*program.Call)
	if !ok {
		return false
	}
	name, ok := above.Function.(*program.Name)
	return ok && name.ID == "super"
}

// parameterFields are the fields that parameters of a constructor make: private readonly client: S3Client.
func (l *lowerer) parameterFields(n parse.Node) (fields []program.Stmt) {
	for child := range n.Field("parameters").Children() {
		name := child.Field("pattern")
		if name.Kind() != "identifier" || !child.Has("readonly") && !child.Has("accessibility_modifier") && !child.Has("override_modifier") {
			continue
		}
		target := &program.Member{At: l.at(name), X: l.name(name, receiver), Name: name.Text()}
		fields = append(fields, &program.Assign{At: l.at(child), Targets: []program.Expr{target}, Value: l.name(name, name.Text())})
	}
	return fields
}
