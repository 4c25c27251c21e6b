package ruby

import (
	"strconv"
	"strings"

	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// Names that no source can have: what the language itself does.
const (
	nameSDK     = "Aws"
	nameBlock   = "&block"
	nameRest    = "*rest"
	nameNamed   = "**named"
	nameUnused  = "unused variable"
	nameClass   = "class of"
	nameSuper   = "super"
	nameMember  = "public_send"
	nameEval    = "instance_eval text"
	nameRun     = "subshell"
	nameRequire = "require"
	nameThen    = "then of"
	nameTap     = "tap of"
	nameSame    = "same of"
	nameFile    = "all files"
	nameOwn     = "method of the class"
	nameInclude = "mixin"
	nameTold    = "told of a mixin"
	nameClassOf = "class named"
	nameExposed = "called by the language"
)

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
	if x := l.atom(n); x != nil {
		return x
	}
	if x := l.operator(n); x != nil {
		return x
	}
	switch n.Kind() {
	case "call":
		return l.call(n)
	case "element_reference":
		return l.element(n)
	case "super":
		return l.super(n)
	case "yield":
		return &program.Call{At: l.at(n), Function: l.name(n, nameBlock), Args: l.arguments(n.First())}
	case "assignment", "operator_assignment":
		return l.assigned(n)
	case "lambda":
		return l.lambda(n)
	case "parenthesized_statements", "begin":
		return l.part(n)
	case "if", "unless", "if_modifier", "unless_modifier", "case", "case_match", "while", "until", "for", "while_modifier", "until_modifier",
		"rescue_modifier", "return", "next", "break", "redo", "retry", "method", "singleton_method", "class", "module", "singleton_class":
		return l.statements(n)
	case "splat_argument":
		return &program.List{At: l.at(n), Items: []program.Expr{&program.Spread{At: l.at(n), X: l.expr(n.First())}}}
	case "right_assignment_list", "array", "argument_list":
		return l.array(n)
	case "hash":
		return l.hash(n)
	}
	return l.opaque(n, "this syntax is not read: "+n.Kind(), l.children(n)...)
}

// part lowers statements in parentheses or within begin and end: one is an expression.
func (l *lowerer) part(n parse.Node) program.Expr {
	only, count := parse.Node{}, 0
	for child := range n.Children() {
		only = child
		count++
	}
	if count == 0 {
		return l.none(n)
	}
	if count == 1 && !branching[only.Kind()] && only.Kind() != "ensure" {
		return l.expr(only)
	}
	return l.statements(n)
}

// statements lowers statements that are a part of an expression: a function that is called where it stands, with the variables around.
func (l *lowerer) statements(n parse.Node) program.Expr {
	f := &frame{kind: ofPart}
	l.push(f)
	body := l.statement(n, l.returned)
	l.pop()
	fn := &program.Function{At: l.at(n), Body: body, Block: true, Locals: f.locals}
	return &program.Call{At: l.at(n), Function: fn}
}

// atom lowers names and literals; nil where n is none.
func (l *lowerer) atom(n parse.Node) program.Expr {
	switch n.Kind() {
	case "identifier":
		return l.identifier(n)
	case "constant":
		return l.name(n, n.Text())
	case "scope_resolution":
		scope := n.Field("scope")
		if !scope.Exists() {
			return l.name(n, n.Field("name").Text())
		}
		return &program.Member{At: l.at(n), X: l.expr(scope), Name: n.Field("name").Text()}
	case "instance_variable", "class_variable":
		return l.variableOfSelf(n)
	case "global_variable":
		return l.global(n, n.Text())
	case "self":
		return l.name(n, "self")
	case "nil":
		return l.none(n)
	case "true":
		return &program.Constant{At: l.at(n), Kind: program.True}
	case "false":
		return &program.Constant{At: l.at(n), Kind: program.False}
	case "integer":
		if value, err := strconv.Atoi(strings.ReplaceAll(n.Text(), "_", "")); err == nil {
			return number(l.at(n), value)
		}
		return &program.Constant{At: l.at(n), Kind: program.Number}
	case "float", "rational", "complex":
		return &program.Constant{At: l.at(n), Kind: program.Number}
	case "string", "heredoc_beginning", "delimited_symbol", "bare_string", "bare_symbol":
		return l.str(n)
	case "string_content", "escape_sequence", "heredoc_content":
		return &program.Text{At: l.at(n), Value: n.Text()}
	case "simple_symbol", "hash_key_symbol", "character":
		return &program.Text{At: l.at(n), Value: symbol(n)}
	case "chained_string":
		return &program.Build{At: l.at(n), Parts: l.children(n)}
	case "string_array", "symbol_array":
		return l.words(n)
	case "regex", "range", "encoding", "line", "pattern":
		return l.sequence(n)
	case "file":
		return &program.Text{At: l.at(n), Value: l.file}
	case "subshell":
		return &program.Call{At: l.at(n), Function: l.name(n, nameRun), Args: []program.Arg{{Value: l.str(n)}}}
	case "interpolation", "parenthesized":
		return l.value(n)
	}
	return nil
}

// variableOfSelf reads @name or @@name.
func (l *lowerer) variableOfSelf(n parse.Node) program.Expr {
	if n.Kind() == "class_variable" && l.within() != ofFile {
		return l.name(n, n.Text())
	}
	return l.field(n)
}

// value is the one expression in n, or its statements.
func (l *lowerer) value(n parse.Node) program.Expr {
	return l.part(n)
}

// identifier is a variable, or a method that is called without arguments.
func (l *lowerer) identifier(n parse.Node) program.Expr {
	name := n.Text()
	switch {
	case l.isLocal(name):
		return l.variable(n, name)
	case name == "__FILE__":
		return &program.Text{At: l.at(n), Value: l.file}
	case name == "__method__", name == "block_given?":
		return &program.Sequence{At: l.at(n)}
	case name == "new" && l.inClass():
		return &program.Call{At: l.at(n), Function: &program.Member{At: l.at(n), X: l.name(n, "self"), Name: "new"}}
	}
	return &program.Call{At: l.at(n), Function: l.name(n, name)}
}

func number(at program.At, value int) program.Expr {
	kind := program.Number
	if value == 0 {
		kind = program.Zero
	}
	return &program.Constant{At: at, Kind: kind, Digits: strconv.Itoa(value)}
}

// operator lowers what has operands; nil where n has none.
func (l *lowerer) operator(n parse.Node) program.Expr {
	switch n.Kind() {
	case "binary":
		return l.binary(n)
	case "unary":
		operand := l.expr(n.Field("operand"))
		switch op := n.Field("operator").Text(); {
		case op == "!" || op == "not":
			return &program.Not{At: l.at(n), Operand: operand}
		case op == "-":
			if c, ok := operand.(*program.Constant); ok && c.Digits != "" {
				value, _ := strconv.Atoi(c.Digits) // digits are a number
				return number(l.at(n), -value)
			}
		case op == "defined?":
			return &program.Sequence{At: l.at(n)}
		}
		return &program.Sequence{At: l.at(n), Parts: []program.Expr{operand}}
	case "conditional":
		return &program.Conditional{
			At: l.at(n), Test: l.expr(n.Field("condition")), Then: l.expr(n.Field("consequence")), Else: l.expr(n.Field("alternative")),
		}
	}
	return nil
}

func (l *lowerer) binary(n parse.Node) program.Expr {
	op := n.Field("operator").Text()
	left := l.expr(n.Field("left"))
	right := n.Field("right")
	switch op {
	case "||", "or":
		return &program.Either{At: l.at(n), Op: "or", Left: left, Right: l.expr(right)}
	case "&&", "and":
		return &program.Either{At: l.at(n), Op: "and", Left: left, Right: l.expr(right)}
	case ">>":
		return l.composed(n, left, l.expr(right))
	case "<<":
		if method := n.Field("left").Field("method").Text(); method == "method" || method == "lambda" || n.Field("left").Kind() == "lambda" {
			return l.composed(n, l.expr(right), left)
		}
		return &program.Call{At: l.at(n), Function: &program.Member{At: l.at(n), X: left, Name: op}, Args: []program.Arg{{Value: l.expr(right)}}}
	case "%":
		if template, ok := left.(*program.Text); ok {
			value := l.expr(right)
			args := []program.Expr{value}
			if list, ok := value.(*program.List); ok {
				args = list.Items
			}
			return l.formatted(n, template.Value, args)
		}
	case "==":
		if isScript(n.Field("left"), right) || isScript(right, n.Field("left")) {
			return &program.Constant{At: l.at(n), Kind: program.False}
		}
	case "===", "=~", "!~", "<=>":
		return &program.Sequence{At: l.at(n), Parts: []program.Expr{left, l.expr(right)}}
	}
	return &program.Binary{At: l.at(n), Op: op, Left: left, Right: l.expr(right)}
}

// isScript says that a comparison asks whether the file is the one that was started.
func isScript(file, started parse.Node) bool {
	return (file.Text() == "__FILE__") && (started.Text() == "$0" || started.Text() == "$PROGRAM_NAME")
}

func (l *lowerer) element(n parse.Node) program.Expr {
	x := &program.Index{At: l.at(n), X: l.expr(n.Field("object"))}
	var keys []program.Expr
	var pairs []parse.Node
	object := n.Field("object").Start()
	for key := range n.Children() {
		switch {
		case key.Start() == object:
		case key.Kind() == "pair" || key.Kind() == "hash_splat_argument":
			pairs = append(pairs, key)
		default:
			keys = append(keys, l.expr(key))
		}
	}
	if len(pairs) > 0 {
		keys = append(keys, l.pairs(n, pairs))
	}
	if len(keys) == 1 {
		x.Key = keys[0]
	} else {
		x.Key = &program.Sequence{At: l.at(n), Parts: keys}
	}
	return x
}

// array lowers a list. Pairs without braces at its end are one hash.
func (l *lowerer) array(n parse.Node) program.Expr {
	list := &program.List{At: l.at(n)}
	var pairs []parse.Node
	for item := range n.Children() {
		switch item.Kind() {
		case "splat_argument":
			list.Items = append(list.Items, &program.Spread{At: l.at(item), X: l.expr(item.First())})
		case "pair", "hash_splat_argument":
			pairs = append(pairs, item)
		default:
			list.Items = append(list.Items, l.expr(item))
		}
	}
	if len(pairs) > 0 {
		list.Items = append(list.Items, l.pairs(n, pairs))
	}
	return list
}

func (l *lowerer) hash(n parse.Node) program.Expr {
	var pairs []parse.Node
	for item := range n.Children() {
		pairs = append(pairs, item)
	}
	return l.pairs(n, pairs)
}

func (l *lowerer) pairs(n parse.Node, nodes []parse.Node) program.Expr {
	d := &program.Dict{At: l.at(n)}
	for _, item := range nodes {
		switch item.Kind() {
		case "pair":
			d.Entries = append(d.Entries, program.Entry{Key: l.expr(item.Field("key")), Value: l.pairValue(item)})
		case "hash_splat_argument":
			d.Entries = append(d.Entries, program.Entry{Value: l.splat(item, nameNamed)})
		default:
			d.Entries = append(d.Entries, program.Entry{Value: l.expr(item)})
		}
	}
	return d
}

// pairValue is the value of a pair; one that is left out is the variable or method of the key's name.
func (l *lowerer) pairValue(pair parse.Node) program.Expr {
	if value := pair.Field("value"); value.Exists() {
		return l.expr(value)
	}
	key := pair.Field("key")
	if name := symbol(key); l.isLocal(name) {
		return l.variable(key, name)
	}
	return &program.Call{At: l.at(key), Function: l.name(key, symbol(key))}
}

// splat is what is spread; what a method spreads without a name is what it was given.
func (l *lowerer) splat(n parse.Node, otherwise string) program.Expr {
	if inner := n.First(); inner.Exists() {
		return l.expr(inner)
	}
	return l.name(n, otherwise)
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
