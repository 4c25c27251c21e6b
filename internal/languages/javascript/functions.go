package javascript

import (
	"regexp"
	"strings"

	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// receiver is what a function that is no arrow is called on.
const receiver = "this"

// definition lowers a function or class to the assignment of its name.
func (l *lowerer) definition(n parse.Node, decorators []program.Expr) (body []program.Stmt) {
	if !l.enter() {
		l.leave()
		return []program.Stmt{l.do(n, l.opaque(n, reasonDeep))}
	}
	defer l.leave()
	name := n.Field("name")
	l.declare(name.Text())
	s := &program.Assign{At: l.at(n), Targets: []program.Expr{l.name(name, name.Text())}, Declares: true}
	switch n.Kind() {
	case "class_declaration", "abstract_class_declaration":
		s.Value, body = l.classAndStatic(n, decorators, name.Text())
	default:
		s.Value = l.callable(n)
	}
	return append([]program.Stmt{s}, body...)
}

// callable lowers a function, or the class that it is used as.
func (l *lowerer) callable(n parse.Node) program.Expr {
	name := n.Field("name").Text()
	f := l.function(n)
	if f.Receiver == "" || f.Generator || !l.classes[name] && !constructs(name, n.Field("body")) {
		return f
	}
	f.Name = constructorName
	target := l.name(n.Field("name"), constructorName)
	return &program.Class{
		At: f.At, Name: name,
		Body: []program.Stmt{&program.Assign{At: f.At, Targets: []program.Expr{target}, Value: f, Declares: true}},
	}
}

// constructs says that a function is written to be called with new: its name begins like a class's, and it sets what it is called on.
func constructs(name string, body parse.Node) bool {
	return name != "" && name[0] >= 'A' && name[0] <= 'Z' && setsReceiver.MatchString(body.Text())
}

var (
	setsReceiver = regexp.MustCompile(`\bthis\s*\.\s*[\w$]+\s*=[^=]`)
	hasPrototype = regexp.MustCompile(`\b([A-Za-z_$][\w$]*)\.prototype\b`)
)

// constructors are the names of functions in a file that are used as classes, since their prototype is spoken of.
func constructors(root parse.Node) map[string]bool {
	text := root.Text()
	if !strings.Contains(text, ".prototype") {
		return nil
	}
	found := make(map[string]bool)
	for _, match := range hasPrototype.FindAllStringSubmatch(text, -1) {
		found[match[1]] = true
	}
	return found
}

// function lowers a function, arrow or method.
func (l *lowerer) function(n parse.Node) *program.Function {
	f := &program.Function{At: l.at(n), Name: n.Field("name").Text(), Result: l.annotation(n.Field("return_type")), Receiver: receiver}
	f.Generator = n.Kind() == "generator_function" || n.Kind() == "generator_function_declaration" || n.Kind() == "method_definition" && n.Has("*")
	if n.Kind() == "arrow_function" {
		f.Receiver = ""
	}
	l.open(f)
	defer l.close()
	if l.waits {
		l.scope.waits, f.Generator = true, false
		l.waits = false
	}
	var patterns, body []program.Stmt
	if one := n.Field("parameter"); one.Exists() {
		l.declare(one.Text())
		f.Params = []program.Param{{Name: one.Text()}}
	} else {
		f.Params, patterns = l.params(n.Field("parameters"))
	}
	if at := n.Field("body"); at.Kind() == "statement_block" {
		body = l.block(at)
	} else if at.Exists() {
		body = []program.Stmt{&program.Return{At: l.at(at), Value: l.expr(at)}}
	}
	f.Body = append(patterns, body...)
	return f
}

// params lowers parameters. One that is a pattern is taken apart when the function begins.
func (l *lowerer) params(n parse.Node) (params []program.Param, patterns []program.Stmt) {
	for child := range n.Children() {
		p, pattern := l.param(child)
		if pattern.Exists() {
			name := l.temporary(pattern)
			p.Name = name.ID
			patterns = append(patterns, &program.Assign{At: name.At, Targets: []program.Expr{l.pattern(pattern)}, Value: name, Type: p.Type, Declares: true})
		}
		if p.Name == receiver { // a type for what the function is called on
			continue
		}
		l.declare(p.Name)
		params = append(params, p)
	}
	return params, patterns
}

// param lowers one parameter; what it is called is left out where it is a pattern.
func (l *lowerer) param(n parse.Node) (p program.Param, pattern parse.Node) {
	target := n
	switch n.Kind() {
	case "required_parameter", "optional_parameter":
		target = n.Field("pattern")
		p.Default, p.Type = l.optional(n.Field("value")), l.annotation(n.Field("type"))
	case "assignment_pattern":
		target = n.Field("left")
		p.Default = l.expr(n.Field("right"))
	}
	if target.Kind() == "rest_pattern" {
		p.Rest, p.Type = program.Many, nil
		target = target.First()
	}
	switch target.Kind() {
	case "object_pattern", "array_pattern":
		return p, target
	}
	p.Name = target.Text()
	return p, parse.Node{}
}
