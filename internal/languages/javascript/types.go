package javascript

import (
	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// annotation lowers the type behind a colon; nil where nothing is stated that a value could be made of.
func (l *lowerer) annotation(n parse.Node) program.Expr {
	if !n.Exists() {
		return nil
	}
	return l.typeOf(n.First())
}

// ofOneType are the generic types whose values are, or become, of the type that they are given.
var ofOneType = map[string]bool{
	"Promise": true, "Readonly": true, "Partial": true, "Required": true, "NonNullable": true, "Awaited": true, "Pick": true, "Omit": true,
	"InstanceType": true,
}

// typeOf lowers a type to the expression that names it; nil where it names nothing: a type of the language's own, a literal, a function.
func (l *lowerer) typeOf(n parse.Node) program.Expr {
	if !l.enter() {
		l.leave()
		return nil
	}
	defer l.leave()
	switch n.Kind() {
	case "type_identifier", "identifier":
		return l.name(n, n.Text())
	case "nested_type_identifier", "nested_identifier", "member_expression":
		return l.nested(n)
	case "generic_type":
		name := n.Field("name")
		if ofOneType[name.Text()] {
			return l.typeOf(n.Field("type_arguments").First())
		}
		return l.typeOf(name)
	case "union_type", "intersection_type":
		for child := range n.Children() {
			if stated := l.typeOf(child); stated != nil {
				return stated
			}
		}
	case "parenthesized_type", "readonly_type", "type_query":
		return l.typeOf(lastChild(n))
	}
	return nil
}

// nested lowers the name of a type within something: AWS.DynamoDB.DocumentClient.
func (l *lowerer) nested(n parse.Node) program.Expr {
	outer, name := n.First(), lastChild(n)
	x := l.typeOf(outer)
	if x == nil {
		return nil
	}
	return &program.Member{At: l.at(n), X: x, Name: name.Text()}
}

// typed lowers the statements that only TypeScript has.
func (l *lowerer) typed(n parse.Node) []program.Stmt {
	name := n.Field("name")
	switch n.Kind() {
	case "enum_declaration":
		return l.value(n, name, l.enum(n))
	case "internal_module", "module":
		return l.namespace(n, name)
	case "interface_declaration":
		return l.value(n, name, l.shape(n, name.Text(), n.Field("body")))
	case "type_alias_declaration":
		if shape := l.shapeAmong(n.Field("value")); shape.Exists() {
			return l.value(n, name, l.shape(n, name.Text(), shape))
		}
		if stated := l.typeOf(n.Field("value")); stated != nil {
			return l.value(n, name, stated)
		}
		return l.value(n, name, &program.Sequence{At: l.at(n)})
	case "import_alias":
		if stated := l.typeOf(lastChild(n)); stated != nil {
			return l.value(n, n.First(), stated)
		}
	}
	return nil
}

// shapeAmong is the object type in a type: alone, as the argument of a generic one, or one of several.
func (l *lowerer) shapeAmong(n parse.Node) parse.Node {
	if !l.enter() {
		l.leave()
		return parse.Node{}
	}
	defer l.leave()
	switch n.Kind() {
	case "object_type":
		return n
	case "generic_type":
		if ofOneType[n.Field("name").Text()] {
			return l.shapeAmong(n.Field("type_arguments").First())
		}
	case "union_type", "intersection_type", "parenthesized_type":
		for child := range n.Children() {
			if shape := l.shapeAmong(child); shape.Exists() {
				return shape
			}
		}
	}
	return parse.Node{}
}

// shape lowers an interface or object type to a class of the fields and methods whose types it names. Where it names none, an instance of it
// would tell nothing, and it is only a name.
func (l *lowerer) shape(n parse.Node, name string, body parse.Node) program.Expr {
	c := &program.Class{At: l.at(n), Name: name}
	for child := range n.Children() {
		if child.Kind() == "extends_type_clause" || child.Kind() == "extends_clause" {
			for base := range child.Children() {
				if stated := l.typeOf(base); stated != nil {
					c.Promises = append(c.Promises, stated)
				}
			}
		}
	}
	for child := range body.Children() {
		member := child.Field("name")
		switch child.Kind() {
		case "property_signature":
			if stated := l.annotation(child.Field("type")); stated != nil {
				target := l.name(member, l.memberName(member))
				c.Body = append(c.Body, &program.Assign{At: l.at(child), Targets: []program.Expr{target}, Type: stated, Declares: true})
			}
		case "method_signature":
			if result := l.annotation(child.Field("return_type")); result != nil {
				f := &program.Function{At: l.at(child), Name: l.memberName(member), Receiver: receiver, Result: result}
				c.Body = append(c.Body, l.methodNamed(member, f.Name, f))
			}
		}
	}
	if len(c.Body)+len(c.Promises) == 0 {
		return &program.Sequence{At: l.at(n)}
	}
	return c
}

// value declares a name for something.
func (l *lowerer) value(n, name parse.Node, x program.Expr) []program.Stmt {
	l.declare(name.Text())
	return []program.Stmt{&program.Assign{At: l.at(n), Targets: []program.Expr{l.name(name, name.Text())}, Value: x, Declares: true}}
}

// enum lowers an enumeration to an object. What has no text is a number.
func (l *lowerer) enum(n parse.Node) program.Expr {
	d := &program.Dict{At: l.at(n)}
	for child := range n.Field("body").Children() {
		e := program.Entry{Key: l.key(child), Value: &program.Constant{At: l.at(child), Kind: program.Number}}
		if child.Kind() == "enum_assignment" {
			e = program.Entry{Key: l.key(child.Field("name")), Value: l.expr(child.Field("value"))}
		}
		d.Entries = append(d.Entries, e)
	}
	return d
}

// namespace lowers a namespace to an object of what it exports.
func (l *lowerer) namespace(n, name parse.Node) []program.Stmt {
	if name.Kind() != "identifier" || !n.Field("body").Exists() {
		return nil
	}
	d := &program.Dict{At: l.at(n)}
	body := l.value(n, name, d)
	for child := range n.Field("body").Children() {
		declaration := child.Field("declaration")
		if child.Kind() != "export_statement" || !declaration.Exists() {
			body = append(body, l.statement(child)...)
			continue
		}
		body = append(body, l.statement(declaration)...)
		for _, x := range l.namesOf(declaration) {
			target := &program.Member{At: x.At, X: l.name(name, name.Text()), Name: x.ID}
			body = append(body, &program.Assign{At: x.At, Targets: []program.Expr{target}, Value: x})
		}
	}
	return body
}

// namesOf are the names that a declaration declares.
func (l *lowerer) namesOf(n parse.Node) (names []*program.Name) {
	if name := n.Field("name"); name.Exists() {
		return []*program.Name{l.name(name, name.Text())}
	}
	for child := range n.Children() {
		if name := child.Field("name"); name.Kind() == "identifier" {
			names = append(names, l.name(name, name.Text()))
		}
	}
	return names
}
