package javascript

import (
	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// statement lowers one statement; some make several, some none.
func (l *lowerer) statement(n parse.Node) []program.Stmt {
	switch n.Kind() {
	case "expression_statement":
		return l.expression(n.First())
	case "lexical_declaration", "variable_declaration":
		return l.declaration(n)
	case "return_statement":
		return []program.Stmt{&program.Return{At: l.at(n), Value: l.optional(n.First())}}
	case "throw_statement":
		return []program.Stmt{&program.Raise{At: l.at(n), Value: l.optional(n.First())}}
	case "break_statement", "continue_statement":
		return []program.Stmt{&program.Jump{At: l.at(n)}}
	case "function_declaration", "generator_function_declaration", "class_declaration", "abstract_class_declaration":
		return l.definition(n, nil)
	case "import_statement":
		return l.imports(n)
	case "export_statement":
		return l.exports(n)
	case "empty_statement", "debugger_statement", "hash_bang_line", "comment", "function_signature", "ambient_declaration", "statement_identifier":
		return nil
	}
	return l.control(n)
}

// control lowers statements that hold others.
func (l *lowerer) control(n parse.Node) []program.Stmt {
	switch n.Kind() {
	case "if_statement":
		return []program.Stmt{l.branch(n)}
	case "switch_statement":
		return l.choice(n)
	case "for_statement", "while_statement", "do_statement":
		return l.loop(n)
	case "for_in_statement":
		return []program.Stmt{l.each(n)}
	case "try_statement":
		return []program.Stmt{l.try(n)}
	case "statement_block", "ERROR", "program", "class_static_block", "else_clause":
		return l.block(n) // the Opaque of an ERROR is made by broken; what could be read in it runs
	case "labeled_statement", "with_statement":
		return l.body(n.Field("body"))
	case "interface_declaration", "type_alias_declaration", "enum_declaration", "internal_module", "module", "import_alias":
		return l.typed(n)
	}
	return l.expression(n)
}

// body lowers what a statement does, which may be a block or one statement.
func (l *lowerer) body(n parse.Node) []program.Stmt {
	if !n.Exists() {
		return nil
	}
	if n.Kind() == "statement_block" {
		return l.block(n)
	}
	if !l.enter() {
		l.leave()
		return []program.Stmt{l.do(n, l.opaque(n, reasonDeep))}
	}
	defer l.leave()
	return l.statement(n)
}

// expression lowers an expression that is a statement.
func (l *lowerer) expression(n parse.Node) (body []program.Stmt) {
	for n.Kind() == "parenthesized_expression" {
		n = n.First()
	}
	switch n.Kind() {
	case "":
		return nil
	case "assignment_expression", "augmented_assignment_expression":
		return []program.Stmt{l.assignment(n)}
	case "sequence_expression":
		for child := range n.Children() {
			body = append(body, l.do(child, l.expr(child)))
		}
		return body
	case "internal_module":
		return l.typed(n)
	}
	return []program.Stmt{l.do(n, l.expr(n))}
}

// assignment lowers "a = b = value" and "a += value".
func (l *lowerer) assignment(n parse.Node) program.Stmt {
	targets := []program.Expr{l.target(n.Field("left"))}
	value := n.Field("right")
	if n.Kind() == "augmented_assignment_expression" {
		return &program.Assign{At: l.at(n), Targets: targets, Value: l.augmented(n)}
	}
	for value.Kind() == "assignment_expression" && len(targets) < MaxDepth {
		targets = append(targets, l.target(value.Field("left")))
		value = value.Field("right")
	}
	return &program.Assign{At: l.at(n), Targets: targets, Value: l.named(value, targets[0])}
}

// declaration lowers "const a = b, {c} = d". Without a value a variable is undefined.
func (l *lowerer) declaration(n parse.Node) (body []program.Stmt) {
	for child := range n.Children() {
		if child.Kind() != "variable_declarator" {
			continue
		}
		name, value := child.Field("name"), child.Field("value")
		s := &program.Assign{At: l.at(child), Targets: []program.Expr{l.pattern(name)}, Type: l.annotation(child.Field("type")), Declares: true}
		switch {
		case value.Exists():
			s.Value = l.named(value, s.Targets[0])
		default:
			s.Value = &program.Constant{At: l.at(child), Kind: program.None}
		}
		body = append(body, s)
	}
	return body
}

// named lowers a value that is given to a name: a function or class without a name of its own gets it.
func (l *lowerer) named(n parse.Node, target program.Expr) program.Expr {
	x := l.expr(n)
	name, ok := target.(*program.Name)
	if !ok {
		return x
	}
	switch x := x.(type) {
	case *program.Function:
		if x.Name == "" {
			x.Name = name.ID
		}
	case *program.Class:
		if x.Name == "" {
			x.Name = name.ID
		}
	}
	return x
}
