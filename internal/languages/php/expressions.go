package php

import (
	"strconv"
	"strings"

	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// Names that no source can have: what the language itself does.
const (
	nameSuper         = "parent"
	nameClass         = "class of"
	nameClassNamed    = "class named"
	nameMember        = "member of"
	nameStatic        = "static method"
	nameValues        = "values of"
	namePairs         = "pairs of"
	nameFunctionNamed = "function named"
	nameRun           = "subshell"
	nameEval          = "text as code"
	nameRequire       = "require"
	nameOperation     = "text "
	nameConstant      = "const "
	nameItself        = "class itself"
)

// optional lowers an expression that may be left out.
func (l *lowerer) optional(n parse.Node) program.Expr {
	if !n.Exists() {
		return nil
	}
	return l.expr(n)
}

// expr lowers one expression.
func (l *lowerer) expr(n parse.Node) program.Expr {
	if !l.enter() {
		l.leave()
		return l.opaque(n, reasonDeep)
	}
	defer l.leave()
	if n.Broken() {
		return l.opaque(n, reasonSyntax)
	}
	for _, lower := range []func(parse.Node) program.Expr{l.atom, l.operator, l.access, l.rest} {
		if x := lower(n); x != nil {
			return x
		}
	}
	return l.opaque(n, "this syntax is not read: "+n.Kind(), l.children(n)...)
}

// atom lowers names and literals; nil where n is none.
func (l *lowerer) atom(n parse.Node) program.Expr {
	switch n.Kind() {
	case "variable_name":
		return l.variable(n)
	case "name", "qualified_name":
		return l.constant(n)
	case "string", "encapsed_string", "heredoc", "nowdoc":
		return l.str(n)
	case "string_content", "string_value", "nowdoc_string":
		return l.text(n, n.Text())
	case "integer":
		return number(l.at(n), n.Text())
	case "float":
		return &program.Constant{At: l.at(n), Kind: program.Number}
	case "boolean":
		if strings.EqualFold(n.Text(), "true") {
			return &program.Constant{At: l.at(n), Kind: program.True}
		}
		return &program.Constant{At: l.at(n), Kind: program.False}
	case "null":
		return l.none(n)
	case "parenthesized_expression", "by_ref", "error_suppression_expression", "argument", "variadic_unpacking", "clone_expression":
		return l.expr(n.First())
	case "shell_command_expression":
		return &program.Call{At: l.at(n), Function: l.name(n, nameRun), Args: []program.Arg{{Value: l.str(n)}}}
	case "dynamic_variable_name", "sequence_expression", "print_intrinsic", "exit_statement", "update_expression", "instanceof_expression":
		return l.sequence(n)
	}
	return nil
}

// variable reads a variable; those that PHP fills itself stand for the environment, or for what was sent.
func (l *lowerer) variable(n parse.Node) program.Expr {
	switch n.Text() {
	case "$_GET", "$_POST", "$_REQUEST", "$_COOKIE", "$_FILES", "$_SESSION", "$http_response_header", "$argv", "$argc":
		return &program.Sequence{At: l.at(n)}
	}
	return l.name(n, n.Text())
}

// constant is a constant by its name. Those of the language that matter are the file's own place and classes.
func (l *lowerer) constant(n parse.Node) program.Expr {
	switch name := strings.ToUpper(n.Text()); name {
	case "__DIR__":
		return l.text(n, l.folder())
	case "__FILE__":
		return l.text(n, "/"+l.file)
	case "__CLASS__":
		if l.class != nil {
			return l.text(n, l.class.name)
		}
	case "DIRECTORY_SEPARATOR":
		return l.text(n, "/")
	case "PHP_EOL":
		return l.text(n, "\n")
	case "STATIC", "SELF", "PARENT":
		return l.relative(n, strings.ToLower(name))
	}
	return l.name(n, nameConstant+l.names.function(n.Text()))
}

func number(at program.At, text string) program.Expr {
	value, err := strconv.Atoi(strings.ReplaceAll(text, "_", ""))
	switch {
	case err != nil:
		return &program.Constant{At: at, Kind: program.Number}
	case value == 0:
		return &program.Constant{At: at, Kind: program.Zero, Digits: "0"}
	}
	return &program.Constant{At: at, Kind: program.Number, Digits: strconv.Itoa(value)}
}

// operator lowers what has operands; nil where n has none.
func (l *lowerer) operator(n parse.Node) program.Expr {
	switch n.Kind() {
	case "binary_expression":
		return l.binary(n)
	case "unary_op_expression":
		argument := n.Field("argument")
		if !argument.Exists() {
			argument = n.First()
		}
		x := l.expr(argument)
		if n.Has("!") {
			return &program.Not{At: l.at(n), Operand: x}
		}
		if c, ok := x.(*program.Constant); ok && c.Digits != "" && n.Has("-") {
			return number(l.at(n), "-"+c.Digits)
		}
		return &program.Sequence{At: l.at(n), Parts: []program.Expr{x}}
	case "conditional_expression":
		test := l.expr(n.Field("condition"))
		otherwise := l.expr(n.Field("alternative"))
		if then := n.Field("body"); then.Exists() {
			return &program.Conditional{At: l.at(n), Test: test, Then: l.expr(then), Else: otherwise}
		}
		return &program.Either{At: l.at(n), Op: "or", Left: test, Right: otherwise}
	case "assignment_expression", "reference_assignment_expression":
		value := l.expr(n.Field("right"))
		return &program.Assigned{At: l.at(n), Target: l.target(n.Field("left")), Value: value}
	case "augmented_assignment_expression":
		return l.augmented(n)
	case "cast_expression":
		return l.expr(n.Field("value"))
	case "match_expression":
		return l.match(n)
	}
	return nil
}

func (l *lowerer) binary(n parse.Node) program.Expr {
	op := strings.ToLower(n.Field("operator").Text())
	if op == "." {
		return l.joined(n)
	}
	left, right := l.expr(n.Field("left")), n.Field("right")
	switch op {
	case "??", "||", "or", "xor":
		return &program.Either{At: l.at(n), Op: "or", Left: left, Right: l.expr(right)}
	case "&&", "and":
		return &program.Either{At: l.at(n), Op: "and", Left: left, Right: l.expr(right)}
	case "===":
		op = "=="
	case "!==", "<>":
		op = "!="
	case "instanceof":
		return &program.Sequence{At: l.at(n), Parts: []program.Expr{left}}
	case "+":
		if right.Kind() == "array_creation_expression" || n.Field("left").Kind() == "array_creation_expression" {
			op = "|"
		}
	}
	return &program.Binary{At: l.at(n), Op: op, Left: left, Right: l.expr(right)}
}

// joined lowers "a" . "b" . "c", which nests to the left, into one string.
func (l *lowerer) joined(n parse.Node) program.Expr {
	var parts []parse.Node
	at := n
	for at.Kind() == "binary_expression" && at.Field("operator").Text() == "." {
		parts = append(parts, at.Field("right"))
		at = at.Field("left")
	}
	b := &program.Build{At: l.at(n), Parts: []program.Expr{l.expr(at)}}
	for i := len(parts) - 1; i >= 0; i-- {
		b.Parts = append(b.Parts, l.expr(parts[i]))
	}
	texts := ""
	for _, part := range b.Parts {
		t, ok := part.(*program.Text)
		if !ok {
			return b
		}
		texts += t.Value
	}
	return l.text(n, texts)
}

func (l *lowerer) augmented(n parse.Node) program.Expr {
	before, after := l.expr(n.Field("left")), l.expr(n.Field("right"))
	var value program.Expr
	switch op := strings.TrimSuffix(n.Field("operator").Text(), "="); op {
	case ".":
		value = &program.Build{At: l.at(n), Parts: []program.Expr{before, after}}
	case "??":
		value = &program.Either{At: l.at(n), Op: "or", Left: before, Right: after}
	default:
		value = &program.Binary{At: l.at(n), Op: op, Left: before, Right: after}
	}
	return &program.Assigned{At: l.at(n), Target: before, Value: value}
}

// match is the value of the first arm that holds.
func (l *lowerer) match(n parse.Node) program.Expr {
	condition := n.Field("condition")
	value := l.expr(condition)
	_, isTrue := value.(*program.Constant)
	result := l.none(n)
	var arms []parse.Node
	for arm := range n.Field("body").Children() {
		arms = append(arms, arm)
	}
	for i := len(arms) - 1; i >= 0; i-- {
		given := l.expr(arms[i].Field("return_expression"))
		if arms[i].Kind() == "match_default_expression" {
			result = given
			continue
		}
		var test program.Expr
		for one := range arms[i].Field("conditional_expressions").Children() {
			x := l.expr(one)
			if !isTrue {
				x = l.equals(one, value, x)
			}
			if test == nil {
				test = x
			} else {
				test = &program.Either{At: l.at(one), Op: "or", Left: test, Right: x}
			}
		}
		result = &program.Conditional{At: l.at(arms[i]), Test: test, Then: given, Else: result}
	}
	return result
}

// access lowers what reads a part of something; nil where n does not.
func (l *lowerer) access(n parse.Node) program.Expr {
	switch n.Kind() {
	case "member_access_expression", "nullsafe_member_access_expression":
		return l.memberOf(n, l.expr(n.Field("object")), n.Field("name"), "")
	case "member_call_expression", "nullsafe_member_call_expression":
		return l.callOf(n, l.memberOf(n, l.expr(n.Field("object")), n.Field("name"), program.Method))
	case "scoped_call_expression":
		return l.callOf(n, l.memberOf(n, l.classRef(n.Field("scope")), n.Field("name"), program.Method))
	case "scoped_property_access_expression":
		return &program.Member{At: l.at(n), X: l.classRef(n.Field("scope")), Name: n.Field("name").Text()}
	case "class_constant_access_expression":
		return l.classConstant(n)
	case "subscript_expression":
		return l.subscript(n)
	}
	return nil
}

// memberOf is a member by its name, or by one that is a value.
func (l *lowerer) memberOf(n parse.Node, of program.Expr, name parse.Node, suffix string) program.Expr {
	if name.Kind() == "name" {
		return &program.Member{At: l.at(n), X: of, Name: name.Text() + suffix}
	}
	value := l.expr(name)
	if suffix != "" {
		value = &program.Build{At: l.at(name), Parts: []program.Expr{value, l.text(name, suffix)}}
	}
	return &program.Call{At: l.at(n), Function: l.name(n, nameMember), Args: []program.Arg{{Value: of}, {Value: value}}}
}

// callOf is a call of something; with "..." for its arguments it is the function itself.
func (l *lowerer) callOf(n parse.Node, fn program.Expr) program.Expr {
	args := n.Field("arguments")
	if has(args, "variadic_placeholder") {
		return fn
	}
	return &program.Call{At: l.at(n), Function: fn, Args: l.arguments(args)}
}

func (l *lowerer) classConstant(n parse.Node) program.Expr {
	var parts []parse.Node
	for child := range n.Children() {
		parts = append(parts, child)
	}
	if len(parts) < 2 {
		return l.sequence(n)
	}
	if strings.EqualFold(parts[1].Text(), "class") {
		if name, ok := l.classRef(parts[0]).(*program.Name); ok && name.ID != "$this" {
			return l.text(n, name.ID)
		}
		return &program.Sequence{At: l.at(n)}
	}
	if l.top() && l.class != nil && (parts[0].Text() == "self" || parts[0].Text() == "static") {
		return l.name(n, parts[1].Text()) // within the class's own body
	}
	return &program.Member{At: l.at(n), X: l.classRef(parts[0]), Name: parts[1].Text()}
}

// subscript is X[Key]. What a web server puts into $_SERVER is none of the environment.
func (l *lowerer) subscript(n parse.Node) program.Expr {
	var parts []parse.Node
	for child := range n.Children() {
		parts = append(parts, child)
	}
	if len(parts) < 2 { // $x[], as a target
		return &program.Index{At: l.at(n), X: l.expr(parts[0]), Key: &program.Constant{At: l.at(n), Kind: program.Number}}
	}
	key := l.expr(parts[1])
	if parts[1].Kind() == "name" { // "$x[key]" within a string
		key = l.text(parts[1], parts[1].Text())
	}
	if t, ok := key.(*program.Text); ok && parts[0].Text() == "$_SERVER" && ofServer(t.Value) {
		return &program.Sequence{At: l.at(n)}
	}
	return &program.Index{At: l.at(n), X: l.expr(parts[0]), Key: key}
}

func ofServer(name string) bool {
	for _, prefix := range []string{"HTTP_", "REQUEST_", "SERVER_", "REMOTE_", "SCRIPT_", "QUERY_", "PHP_", "DOCUMENT_", "CONTENT_", "PATH_", "GATEWAY_", "argv", "argc"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// rest lowers calls, arrays, closures and what is rare; nil where n is none of them.
func (l *lowerer) rest(n parse.Node) program.Expr {
	switch n.Kind() {
	case "function_call_expression":
		return l.call(n)
	case "object_creation_expression":
		return l.create(n)
	case "array_creation_expression", "list_literal":
		return l.array(n)
	case "anonymous_function_creation_expression", "anonymous_function", "arrow_function":
		fn, _ := l.function(n, false)
		return fn
	case "require_expression", "require_once_expression", "include_expression", "include_once_expression":
		file := l.expr(n.First())
		if strings.HasPrefix(n.Kind(), "include") || l.asked > 0 {
			file = &program.Build{At: l.at(n), Parts: []program.Expr{l.text(n, mayBeMissing), file}}
		}
		return &program.Call{At: l.at(n), Function: l.name(n, nameRequire), Args: []program.Arg{{Value: file}}}
	case "yield_expression":
		l.frame().generator = true
		value := n.First()
		if value.Kind() == "array_element_initializer" {
			for part := range value.Children() {
				value = part
			}
		}
		return &program.Yield{At: l.at(n), Value: l.optional(value), From: n.Has("from")}
	case "throw_expression":
		return l.sequence(n)
	}
	return nil
}

// target lowers what is assigned to.
func (l *lowerer) target(n parse.Node) program.Expr {
	switch n.Kind() {
	case "list_literal", "array_creation_expression":
		return l.listTarget(n)
	case "by_ref", "array_element_initializer":
		return l.target(n.First())
	}
	return l.expr(n)
}

// listTarget takes an array apart by position; what is taken by key is any of its entries.
func (l *lowerer) listTarget(n parse.Node) program.Expr {
	list := &program.List{At: l.at(n)}
	keyed := n.Has("=>")
	for child := range n.Children() {
		if keyed && (child.Kind() == "string" || child.Kind() == "encapsed_string" || child.Kind() == "integer") {
			continue
		}
		list.Items = append(list.Items, l.target(child))
	}
	return list
}

// array lowers a list, or a map where one of its entries has a key; an empty one may become either.
func (l *lowerer) array(n parse.Node) program.Expr {
	var entries []program.Entry
	keyed := false
	for child := range n.Children() {
		var parts []parse.Node
		for part := range child.Children() {
			parts = append(parts, part)
		}
		switch {
		case child.Kind() != "array_element_initializer" || len(parts) == 0:
			entries = append(entries, program.Entry{Value: l.expr(child)})
		case parts[0].Kind() == "variadic_unpacking":
			entries = append(entries, program.Entry{Value: &program.Spread{At: l.at(child), X: l.expr(parts[0])}})
		case len(parts) > 1:
			keyed = true
			entries = append(entries, program.Entry{Key: l.expr(parts[0]), Value: l.expr(parts[len(parts)-1])})
		default:
			entries = append(entries, program.Entry{Value: l.expr(parts[0])})
		}
	}
	if keyed || len(entries) == 0 {
		return l.mapOf(n, entries)
	}
	list := &program.List{At: l.at(n)}
	for _, e := range entries {
		list.Items = append(list.Items, e.Value)
	}
	return list
}

func (l *lowerer) mapOf(n parse.Node, entries []program.Entry) program.Expr {
	d := &program.Dict{At: l.at(n)}
	for i, e := range entries {
		if spread, ok := e.Value.(*program.Spread); ok && e.Key == nil {
			e.Value = spread.X
		} else if e.Key == nil {
			e.Key = l.text(n, strconv.Itoa(i))
		}
		d.Entries = append(d.Entries, e)
	}
	return d
}

func (l *lowerer) children(n parse.Node) (parts []program.Expr) {
	for child := range n.Children() {
		parts = append(parts, l.expr(child))
	}
	return parts
}

func (l *lowerer) sequence(n parse.Node) program.Expr {
	return &program.Sequence{At: l.at(n), Parts: l.children(n)}
}
