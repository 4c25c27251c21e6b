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
		return l.value(n, name, &program.Sequence{At: l.at(n)})
	case "type_alias_declaration":
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
