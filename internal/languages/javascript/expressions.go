package javascript

import (
	"strings"

	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// optional lowers an expression that may be left out.
func (l *lowerer) optional(n parse.Node) program.Expr {
	if !n.Exists() {
		return nil
	}
	return l.expr(n)
}

// expr lowers an expression.
func (l *lowerer) expr(n parse.Node) program.Expr {
	if !l.enter() {
		l.leave()
		return l.opaque(n, reasonDeep)
	}
	defer l.leave()
	switch n.Kind() {
	case "identifier", "shorthand_property_identifier", "this", "super", "import", "type_identifier":
		l.use(n.Text())
		return l.name(n, n.Text())
	case "member_expression":
		return l.member(n)
	case "call_expression":
		return l.call(n)
	case "new_expression":
		return &program.Call{At: l.at(n), Function: l.expr(n.Field("constructor")), Args: l.args(n.Field("arguments"))}
	case "string", "template_string", "number", "true", "false", "null", "undefined", "regex":
		return l.literal(n)
	case "object":
		return l.object(n)
	case "array":
		return l.array(n)
	case "arrow_function":
		return l.function(n)
	case "function_expression", "function", "generator_function":
		return l.callable(n)
	case "class":
		return l.class(n, nil)
	case "subscript_expression":
		return &program.Index{At: l.at(n), X: l.expr(n.Field("object")), Key: l.expr(n.Field("index"))}
	}
	return l.operation(n)
}

// operation lowers operators and what stands around expressions.
func (l *lowerer) operation(n parse.Node) program.Expr {
	switch n.Kind() {
	case "parenthesized_expression", "await_expression", "non_null_expression", "instantiation_expression":
		return l.expr(n.First())
	case "as_expression", "satisfies_expression":
		return l.stated(n, n.First(), lastChild(n))
	case "type_assertion":
		return l.stated(n, lastChild(n), n.First().First())
	case "binary_expression":
		return l.binary(n)
	case "unary_expression":
		return l.unary(n)
	case "ternary_expression":
		return &program.Conditional{At: l.at(n), Test: l.expr(n.Field("condition")), Then: l.expr(n.Field("consequence")), Else: l.expr(n.Field("alternative"))}
	case "assignment_expression":
		target := l.target(n.Field("left"))
		return &program.Assigned{At: l.at(n), Target: target, Value: l.named(n.Field("right"), target)}
	case "augmented_assignment_expression":
		return &program.Assigned{At: l.at(n), Target: l.target(n.Field("left")), Value: l.augmented(n)}
	case "sequence_expression":
		return l.inOrder(n)
	case "yield_expression":
		if l.scope.waits && n.First().Exists() {
			return l.expr(n.First())
		}
		return &program.Yield{At: l.at(n), Value: l.optional(n.First()), From: n.Has("*")}
	case "spread_element":
		return &program.Spread{At: l.at(n), X: l.expr(n.First())}
	case "ERROR":
		return l.opaque(n, reasonSyntax, l.parts(n)...)
	case "":
		return l.opaque(n, reasonSyntax)
	}
	return &program.Sequence{At: l.at(n), Parts: l.parts(n)} // update_expression, meta_property, elements
}

// parts lowers all children of a node that is not followed as a whole.
func (l *lowerer) parts(n parse.Node) (parts []program.Expr) {
	for child := range n.Children() {
		switch child.Kind() {
		case "jsx_text", "jsx_closing_element", "property_identifier", "type_arguments", "statement_block":
			continue
		}
		parts = append(parts, l.expr(child))
	}
	return parts
}

// inOrder lowers "a, b": all are evaluated, the last is the value.
func (l *lowerer) inOrder(n parse.Node) program.Expr {
	parts := l.parts(n)
	if len(parts) == 0 {
		return l.opaque(n, reasonSyntax)
	}
	return &program.Index{
		At: l.at(n), X: &program.List{At: l.at(n), Items: parts},
		Key: &program.Constant{At: l.at(n), Kind: program.Number, Digits: itoa(len(parts) - 1)},
	}
}

func lastChild(n parse.Node) (last parse.Node) {
	for child := range n.Children() {
		last = child
	}
	return last
}

func (l *lowerer) stated(n, x, of parse.Node) program.Expr {
	value := l.expr(x)
	if stated := l.typeOf(of); stated != nil {
		return &program.Stated{At: l.at(n), X: value, Type: stated}
	}
	return value
}

// member lowers X.Name; module.exports is a variable of the module.
func (l *lowerer) member(n parse.Node) program.Expr {
	object, property := n.Field("object"), n.Field("property").Text()
	if property == "exports" && object.Kind() == "identifier" && object.Text() == "module" {
		l.assigns(exportsName)
		return l.name(n, exportsName)
	}
	if property == "main" && object.Kind() == "identifier" && object.Text() == "require" { // the runtime is, and no file of the function
		return &program.Constant{At: l.at(n), Kind: program.None}
	}
	x := l.expr(object)
	if object.Kind() == "super" {
		x = &program.Call{At: l.at(object), Function: x}
	}
	return &program.Member{At: l.at(n), X: x, Name: property}
}

// call lowers a call. What super calls is the constructor of the class above.
func (l *lowerer) call(n parse.Node) program.Expr {
	function := n.Field("function")
	if c := l.coroutine(n, function); c != nil {
		return c
	}
	c := &program.Call{At: l.at(n), Function: l.expr(function)}
	if function.Kind() == "super" {
		base := &program.Call{At: l.at(function), Function: c.Function}
		c.Function = &program.Member{At: l.at(function), X: base, Name: constructorName}
	}
	if arguments := n.Field("arguments"); arguments.Kind() == "template_string" { // a tag
		c.Args = []program.Arg{{Value: l.literal(arguments)}}
	} else {
		c.Args = l.args(arguments)
	}
	if function.Kind() == "import" {
		return l.asModule(n, c)
	}
	return c
}

func (l *lowerer) args(n parse.Node) (args []program.Arg) {
	for child := range n.Children() {
		if child.Kind() == "spread_element" {
			args = append(args, program.Arg{Value: l.expr(child.First()), Rest: program.Many})
		} else {
			args = append(args, program.Arg{Value: l.expr(child)})
		}
	}
	return args
}

// signs are operators under the names that they have in a program.
var signs = map[string]string{"===": "==", "!==": "!=", "&&": "and", "||": "or", "??": "or", "instanceof": "in"}

// maxChain is how many operators in a row are read.
const maxChain = 2000

// binary lowers "a + b + c", however many there are.
func (l *lowerer) binary(n parse.Node) program.Expr {
	var chain []parse.Node
	for n.Kind() == "binary_expression" && len(chain) < maxChain {
		chain = append(chain, n)
		n = n.Field("left")
	}
	var x program.Expr
	if n.Kind() == "binary_expression" {
		x = l.opaque(n, reasonDeep)
	} else {
		x = l.expr(n)
	}
	for i := len(chain) - 1; i >= 0; i-- {
		x = l.operator(chain[i], x, l.expr(chain[i].Field("right")))
	}
	return x
}

func (l *lowerer) operator(n parse.Node, left, right program.Expr) program.Expr {
	op := n.Field("operator").Kind()
	if known := signs[op]; known != "" {
		op = known
	}
	switch op {
	case "and", "or":
		return &program.Either{At: l.at(n), Op: op, Left: left, Right: right}
	case "%": // of numbers
		return &program.Sequence{At: l.at(n), Parts: []program.Expr{left, right}}
	}
	return &program.Binary{At: l.at(n), Op: op, Left: left, Right: right}
}

func (l *lowerer) augmented(n parse.Node) program.Expr {
	return l.operatorOf(n, strings.TrimSuffix(n.Field("operator").Kind(), "="), l.expr(n.Field("left")), l.expr(n.Field("right")))
}

func (l *lowerer) operatorOf(n parse.Node, op string, left, right program.Expr) program.Expr {
	switch op {
	case "&&":
		return &program.Either{At: l.at(n), Op: "and", Left: left, Right: right}
	case "||", "??":
		return &program.Either{At: l.at(n), Op: "or", Left: left, Right: right}
	}
	return &program.Binary{At: l.at(n), Op: op, Left: left, Right: right}
}

func (l *lowerer) unary(n parse.Node) program.Expr {
	operand := l.expr(n.Field("argument"))
	switch n.Field("operator").Kind() {
	case "!":
		return &program.Not{At: l.at(n), Operand: operand}
	case "-":
		if c, ok := operand.(*program.Constant); ok && c.Digits != "" {
			return &program.Constant{At: l.at(n), Kind: program.Number, Digits: "-" + c.Digits}
		}
	case "void":
		return &program.Index{
			At: l.at(n), X: &program.List{At: l.at(n), Items: []program.Expr{operand, &program.Constant{At: l.at(n), Kind: program.None}}},
			Key: &program.Constant{At: l.at(n), Kind: program.Number, Digits: "1"},
		}
	}
	return &program.Sequence{At: l.at(n), Parts: []program.Expr{operand}}
}
