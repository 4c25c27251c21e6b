package php

import (
	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// enumerated lowers the cases of an enum, and the methods by which PHP gives them: from, tryFrom and cases. A case is an instance where the
// enum has methods, else the text that it stands for, which can be compared.
func (l *lowerer) enumerated(n, body parse.Node) (all []program.Stmt) {
	var cases, methods []parse.Node
	for member := range body.Children() {
		switch member.Kind() {
		case "enum_case":
			cases = append(cases, member)
		case "method_declaration", "use_declaration":
			methods = append(methods, member)
		}
	}
	for _, c := range cases {
		all = append(all, &program.Assign{At: l.at(c), Targets: []program.Expr{l.name(c, c.Field("name").Text())}, Value: l.caseOf(c, len(methods) > 0)})
	}
	list := &program.List{At: l.at(n)}
	for _, c := range cases {
		list.Items = append(list.Items, l.caseNamed(c))
	}
	return append(all,
		l.caseMethod(n, 1, "from", l.caseFor(n, cases)), l.caseMethod(n, 2, "tryFrom", l.caseFor(n, cases)), l.caseMethod(n, 3, "cases", list))
}

// caseOf is what a case is.
func (l *lowerer) caseOf(n parse.Node, instance bool) program.Expr {
	name := n.Field("name")
	value := l.optional(n.Field("value"))
	if !instance && value == nil {
		return l.text(n, name.Text())
	}
	if !instance {
		return value
	}
	filled := &program.Filled{At: l.at(n), X: &program.Call{At: l.at(n), Function: l.name(n, nameItself)}}
	filled.Entries = append(filled.Entries, program.Entry{Key: l.text(name, "name"), Value: l.text(name, name.Text())})
	if value != nil {
		filled.Entries = append(filled.Entries, program.Entry{Key: l.text(name, "value"), Value: value})
	}
	return filled
}

func (l *lowerer) caseNamed(n parse.Node) program.Expr {
	return &program.Member{At: l.at(n), X: l.name(n, l.class.name), Name: n.Field("name").Text()}
}

// caseFor is the case that a value stands for; nothing where there is none.
func (l *lowerer) caseFor(n parse.Node, cases []parse.Node) (found program.Expr) {
	found = l.none(n)
	for i := len(cases) - 1; i >= 0; i-- {
		c := cases[i]
		value := l.optional(c.Field("value"))
		if value == nil {
			continue
		}
		test := &program.Binary{At: l.at(c), Op: "==", Left: l.name(c, "$value"), Right: value}
		found = &program.Conditional{At: l.at(c), Test: test, Then: l.caseNamed(c), Else: found}
	}
	return found
}

// caseMethod is a method of the enum itself that stands nowhere: it gets a place of its own within n.
func (l *lowerer) caseMethod(n parse.Node, width int, name string, result program.Expr) program.Stmt {
	at := program.At{Place: l.lines.Span(n.Start(), min(n.Start()+width, n.End()))}
	fn := &program.Function{
		At: at, Name: name, Receiver: "$this", Params: []program.Param{{Name: "$value", Default: l.none(n)}},
		Body:       []program.Stmt{&program.Return{At: l.at(n), Value: result}},
		Decorators: []program.Expr{l.name(n, nameStatic)},
	}
	return &program.Assign{At: l.at(n), Targets: []program.Expr{l.name(n, name+program.Method)}, Value: fn}
}

// renamed lowers what a class says of its traits' methods: "a as b" gives one a second name, "T::a insteadof U" says whose is meant.
func (l *lowerer) renamed(n parse.Node) (body []program.Stmt) {
	var traits []parse.Node
	for trait := range n.Children() {
		if trait.Kind() == "name" || trait.Kind() == "qualified_name" {
			traits = append(traits, trait)
		}
	}
	for clause := range childOf(n, "use_list").Children() {
		method, as, of := clause.First(), parse.Node{}, traits
		for part := range clause.Children() {
			if part.Kind() == "name" && part.Start() != method.Start() {
				as = part
			}
		}
		if method.Kind() == "class_constant_access_expression" {
			var parts []parse.Node
			for part := range method.Children() {
				parts = append(parts, part)
			}
			if len(parts) < 2 {
				continue
			}
			of, method = parts[:1], parts[1]
		}
		if clause.Kind() == "use_instead_of_clause" {
			as = method
		} else if !as.Exists() { // it is made visible, or not
			continue
		}
		for i, trait := range of {
			body = append(body, &program.Assign{
				At: l.at(clause), Targets: []program.Expr{l.name(as, as.Text()+program.Method)}, Also: i > 0,
				Value: &program.Member{At: l.at(clause), X: l.classRef(trait), Name: method.Text() + program.Method},
			})
		}
	}
	return body
}
