package java

import (
	"slices"

	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// annotated says whether a declaration has an annotation of one of these names.
func annotated(n parse.Node, names ...string) bool {
	for child := range childOf(n, "modifiers").Children() {
		if path := pathOf(child.Field("name")); len(path) > 0 && slices.Contains(names, path[len(path)-1]) {
			return true
		}
	}
	return false
}

// marks are what the annotations of a class say, as variables of it: "@Name.argument".
func (l *lowerer) marks(n parse.Node) (body []program.Stmt) {
	for child := range childOf(n, "modifiers").Children() {
		path := pathOf(child.Field("name"))
		if len(path) == 0 {
			continue
		}
		for pair := range child.Field("arguments").Children() {
			argument, value := "value", pair
			if pair.Kind() == "element_value_pair" {
				argument, value = pair.Field("key").Text(), pair.Field("value")
			}
			target := l.name(pair, "@"+path[len(path)-1]+"."+argument)
			body = append(body, &program.Assign{At: l.at(pair), Targets: []program.Expr{target}, Value: l.expr(value), Declares: true})
		}
	}
	return body
}

// lombok writes the methods that Lombok's annotations ask for: accessors, and a builder, which is the instance itself.
func (l *lowerer) lombok(n parse.Node, m *members) (body []program.Stmt) {
	reads := annotated(n, "Data", "Getter", "Value")
	writes := annotated(n, "Data", "Setter")
	builds := annotated(n, "Builder", "SuperBuilder", "With")
	for _, field := range m.fields {
		if field.Kind() != "field_declaration" || isStatic(field) {
			continue
		}
		for declarator := range field.FieldAll("declarator") {
			name := declarator.Field("name").Text()
			if (reads || annotated(field, "Getter")) && !hasMethod(m, "get"+capital(name)) {
				body = append(body, l.getter(declarator, "get"+capital(name), name), l.getter(declarator, "is"+capital(name), name))
			}
			if writes || annotated(field, "Setter") {
				body = append(body, l.setter(declarator, "set"+capital(name), name))
			}
			if builds {
				body = append(body, l.setter(declarator, name, name), l.setter(declarator, "with"+capital(name), name))
			}
		}
	}
	if builds {
		made := &program.Call{At: l.at(n), Function: l.name(n, "<blank>")}
		blank := &program.Class{At: l.spot(n), Name: l.own().name, Bases: []program.Expr{l.path(n, len(l.classes)-1)}}
		blank.Body = []program.Stmt{l.assigned(n, constructor, l.newConstructor(n), make(map[string]bool))}
		f := &program.Function{At: l.spot(n), Name: "builder" + program.Method, Implicit: true, Body: []program.Stmt{
			&program.Assign{At: l.at(n), Targets: []program.Expr{l.name(n, "<blank>")}, Value: blank, Declares: true},
			&program.Return{At: l.at(n), Value: made},
		}}
		self := l.name(n, l.own().self)
		body = append(body, l.assigned(n, f.Name, f, make(map[string]bool)), l.small(n, "build", true, self), l.small(n, "toBuilder", true, self))
	}
	return body
}

func (l *lowerer) setter(n parse.Node, name, field string) program.Stmt {
	f := &program.Function{At: l.spot(n), Name: name + program.Method, Implicit: true, Exact: true, Receiver: l.own().self, Params: []program.Param{{Name: "<value>"}}}
	f.Body = []program.Stmt{l.setOwn(n, field, l.name(n, "<value>")), &program.Return{At: l.at(n), Value: l.name(n, l.own().self)}}
	return l.assigned(n, f.Name, f, make(map[string]bool))
}

// lombokConstructor is one that sets fields, where an annotation asks for it: those that are final and have no value, or all.
func (l *lowerer) lombokConstructor(n parse.Node, m *members, fields []program.Stmt) program.Stmt {
	all := annotated(n, "AllArgsConstructor", "Value", "Builder")
	if !all && !annotated(n, "RequiredArgsConstructor", "Data") {
		return nil
	}
	f := l.newConstructor(n)
	f.Body = fields
	for _, field := range m.fields {
		if field.Kind() != "field_declaration" || isStatic(field) {
			continue
		}
		for declarator := range field.FieldAll("declarator") {
			name := declarator.Field("name").Text()
			if declarator.Field("value").Exists() || !all && !childOf(field, "modifiers").Has("final") && !annotated(field, "NonNull") {
				continue
			}
			f.Params = append(f.Params, program.Param{Name: name, Type: l.typed(field.Field("type"))})
			f.Body = append(f.Body, l.setOwn(declarator, name, l.name(declarator, name)))
		}
	}
	return l.assigned(n, constructor, f, make(map[string]bool))
}
