package csharp

import (
	"slices"
	"strings"

	"github.com/parebot/pare/internal/flow"
	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// initial lowers a value that something of a stated type is given: "new()" and "[...]" are of that type.
func (l *lowerer) initial(n parse.Node, typ program.Expr) program.Expr {
	if !l.enter() {
		l.leave()
		return l.opaque(n, reasonDeep)
	}
	defer l.leave()
	switch n.Kind() {
	case "implicit_object_creation_expression":
		if typ != nil {
			return l.made(n, typ, n.Field("type"))
		}
	case "initializer_expression":
		return l.collection(n)
	}
	return l.expr(n)
}

// making lowers what makes objects, arrays and collections; nil where n does not.
func (l *lowerer) making(n parse.Node) program.Expr {
	switch n.Kind() {
	case "object_creation_expression":
		typ := n.Field("type")
		if typ.Kind() == "array_type" {
			return l.array(n)
		}
		return l.made(n, l.typeOrName(typ), typ)
	case "implicit_object_creation_expression":
		return l.inferred(n)
	case "implicit_array_creation_expression", "array_creation_expression", "stackalloc_expression", "implicit_stackalloc_expression":
		return l.array(n)
	case "anonymous_object_creation_expression":
		return l.anonymous(n)
	case "initializer_expression", "element_binding_expression", "collection_expression":
		return l.collection(n)
	case "with_expression":
		return l.with(n)
	}
	return nil
}

func (l *lowerer) typeOrName(n parse.Node) program.Expr {
	if typ := l.typeOf(n); typ != nil {
		return typ
	}
	return &program.Name{At: l.at(n), ID: n.Text()}
}

// made lowers "new T(a) { B = c }".
func (l *lowerer) made(n parse.Node, typ program.Expr, written parse.Node) program.Expr {
	initializer := n.Field("initializer")
	if !initializer.Exists() {
		initializer = childOf(n, "initializer_expression")
	}
	arguments := n.Field("arguments")
	if !arguments.Exists() {
		arguments = childOf(n, "argument_list")
	}
	fresh := &program.Call{At: l.at(n), Function: typ, Args: l.arguments(arguments), Types: l.typesIn(written)}
	name, isName := typ.(*program.Name)
	if isName && (library()[name.ID].Do == flow.NewList || library()[name.ID].Do == flow.NewDict) {
		fresh.Args = contents(fresh.Args)
	}
	switch {
	case isName && lazy[name.ID]:
		return l.lazily(n, fresh, written)
	case !initializer.First().Exists():
		return fresh
	case isCollection(initializer):
		return l.collection(initializer)
	}
	return l.filled(n, fresh, initializer)
}

// contents leaves out of what a collection is made with what says how large it is to be and how it compares.
func contents(args []program.Arg) []program.Arg {
	return slices.DeleteFunc(args, func(a program.Arg) bool {
		if m, ok := a.Value.(*program.Member); ok {
			root, ok := m.X.(*program.Name)
			return ok && strings.HasSuffix(root.ID, "Comparer")
		}
		_, isConstant := a.Value.(*program.Constant)
		return isConstant
	})
}

// lazy are types whose Value is what a function gives that they are made with.
var lazy = map[string]bool{"Lazy": true, "ThreadLocal": true, "AsyncLocal": true, "AsyncLazy": true}

// lazily lowers one to what it holds. Without a function it makes what it holds itself.
func (l *lowerer) lazily(n parse.Node, fresh *program.Call, written parse.Node) program.Expr {
	value := &program.Call{At: fresh.At}
	if len(fresh.Args) > 0 {
		value.Function = fresh.Args[0].Value
	} else if held := l.typeOf(childOf(written, "type_argument_list").First()); held != nil {
		value.Function = held
	} else {
		return fresh
	}
	return &program.Dict{At: l.at(n), Entries: []program.Entry{{Key: &program.Text{At: fresh.At, Value: "Value"}, Value: value}}}
}

// isCollection says that an initialiser lists items or pairs.
func isCollection(initializer parse.Node) bool {
	return initializer.First().Kind() != "assignment_expression"
}

// filled lowers the members that an initialiser sets.
func (l *lowerer) filled(n parse.Node, x program.Expr, initializer parse.Node) program.Expr {
	f := &program.Filled{At: l.at(n), X: x}
	for child := range initializer.Children() {
		left := child.Field("left")
		switch {
		case child.Kind() != "assignment_expression":
			f.Entries = append(f.Entries, program.Entry{Key: &program.Text{At: l.at(child), Value: ""}, Value: l.expr(child)})
		case left.Kind() == "element_binding_expression":
			f.Entries = append(f.Entries, program.Entry{Key: l.entryKey(left), Value: l.initial(child.Field("right"), nil)})
		default:
			key := &program.Text{At: l.at(left), Value: identifier(left)}
			f.Entries = append(f.Entries, program.Entry{Key: key, Value: l.initial(child.Field("right"), nil)})
		}
	}
	return f
}

// entryKey lowers "[key]" of an initialiser.
func (l *lowerer) entryKey(n parse.Node) program.Expr {
	argument := n.First()
	if argument.Kind() == "argument" {
		argument = lastOf(argument)
	}
	return &program.Build{At: l.at(n), Parts: []program.Expr{l.expr(argument)}} // never the name of a member
}

// inferred lowers "new(a) { B = c }" whose type is not at hand: a record of what it is given.
func (l *lowerer) inferred(n parse.Node) program.Expr {
	initializer := childOf(n, "initializer_expression")
	if initializer.First().Exists() && isCollection(initializer) {
		return l.collection(initializer)
	}
	if initializer.First().Field("left").Kind() == "element_binding_expression" {
		return l.collection(initializer)
	}
	made := &program.Call{At: l.at(n), Function: &program.Name{At: l.at(n), ID: builtinRecord}, Args: l.arguments(childOf(n, "argument_list"))}
	if !initializer.First().Exists() {
		return made
	}
	return l.filled(n, made, initializer)
}

// array lowers an array with its items; one without may hold anything that is put in later.
func (l *lowerer) array(n parse.Node) program.Expr {
	initializer := n.Field("initializer")
	if !initializer.Exists() {
		initializer = childOf(n, "initializer_expression")
	}
	if !initializer.Exists() {
		return &program.List{At: l.at(n)}
	}
	return l.list(initializer)
}

func (l *lowerer) list(n parse.Node) *program.List {
	list := &program.List{At: l.at(n)}
	for child := range n.Children() {
		if child.Kind() == "argument" {
			child = lastOf(child)
		}
		if child.Kind() == "range_expression" || child.Kind() == "spread_element" { // .. xs
			list.Items = append(list.Items, &program.Spread{At: l.at(child), X: l.expr(lastOf(child))})
			continue
		}
		list.Items = append(list.Items, l.initial(child, nil))
	}
	return list
}

// collection lowers items "{ a, b }", entries "{ { k, v } }" and "{ [k] = v }", and members "{ A = b }".
func (l *lowerer) collection(n parse.Node) program.Expr {
	first := n.First()
	switch {
	case first.Kind() == "assignment_expression", first.Kind() == "initializer_expression" && count(first) == 2:
		return l.entries(n)
	}
	return l.list(n)
}

func count(n parse.Node) (children int) {
	for range n.Children() {
		children++
	}
	return children
}

func (l *lowerer) entries(n parse.Node) program.Expr {
	d := &program.Dict{At: l.at(n)}
	for child := range n.Children() {
		left := child.Field("left")
		switch {
		case left.Kind() == "element_binding_expression":
			d.Entries = append(d.Entries, program.Entry{Key: l.entryKey(left), Value: l.initial(child.Field("right"), nil)})
		case left.Exists():
			key := &program.Text{At: l.at(left), Value: identifier(left)}
			d.Entries = append(d.Entries, program.Entry{Key: key, Value: l.initial(child.Field("right"), nil)})
		default:
			d.Entries = append(d.Entries, program.Entry{Key: l.expr(child.First()), Value: l.initial(lastOf(child), nil)})
		}
	}
	return d
}

// anonymous lowers "new { A = b, c.D }".
func (l *lowerer) anonymous(n parse.Node) program.Expr {
	d := &program.Dict{At: l.at(n)}
	var nodes []parse.Node
	for token := range n.Tokens() {
		switch token.Kind() {
		case "new", "{", "}":
		case ",":
			d.Entries = append(d.Entries, l.anonymousEntry(nodes)...)
			nodes = nil
		default:
			nodes = append(nodes, token)
		}
	}
	d.Entries = append(d.Entries, l.anonymousEntry(nodes)...)
	return d
}

func (l *lowerer) anonymousEntry(nodes []parse.Node) []program.Entry {
	switch len(nodes) {
	case 1:
		return []program.Entry{{Key: &program.Text{At: l.at(nodes[0]), Value: lastName(nodes[0])}, Value: l.expr(nodes[0])}}
	case 3:
		return []program.Entry{{Key: &program.Text{At: l.at(nodes[0]), Value: identifier(nodes[0])}, Value: l.expr(nodes[2])}}
	}
	return nil
}

// with lowers "r with { A = b }": what r is, with the member set too.
func (l *lowerer) with(n parse.Node) program.Expr {
	f := &program.Filled{At: l.at(n), X: l.expr(n.First())}
	for child := range n.Children() {
		if child.Kind() == "with_initializer" {
			name := child.First()
			key := &program.Text{At: l.at(name), Value: identifier(name)}
			f.Entries = append(f.Entries, program.Entry{Key: key, Value: l.initial(lastOf(child), nil)})
		}
	}
	return f
}
