package ruby

import (
	"strings"

	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// definition lowers a method, class or module to the assignment of its name.
func (l *lowerer) definition(n parse.Node, end last) []program.Stmt {
	var body []program.Stmt
	switch n.Kind() {
	case "method":
		body = []program.Stmt{l.method(n, l.class() != nil && l.class().ofClass)}
	case "singleton_method":
		if n.Field("object").Kind() == "self" && !l.inClass() {
			body = []program.Stmt{l.method(n, false)}
		} else {
			body = []program.Stmt{l.method(n, true)}
		}
	case "class", "module":
		body = []program.Stmt{l.classOf(n)}
		if name := n.Field("name"); constants()[name.Text()] && !l.inClass() && n.Kind() == "class" {
			body = append(body, l.exposed(n, l.name(name, name.Text()))) // one of Ruby's own, opened again
		}
	case "singleton_class":
		return l.singleton(n)
	case "alias":
		return []program.Stmt{l.alias(n, n.Field("name").Text(), n.Field("alias").Text())}
	default:
		return nil
	}
	if end != nil {
		body = append(body, end(n, &program.Text{At: l.at(n), Value: n.Field("name").Text()}))
	}
	return body
}

// method lowers "def name": of the class itself where own is set.
func (l *lowerer) method(n parse.Node, own bool) program.Stmt {
	name := n.Field("name").Text()
	f := &frame{kind: ofMethod, method: name}
	if own {
		f.kind = ofClassMethod
	}
	l.push(f)
	fn := &program.Function{At: l.at(n), Name: name, Receiver: "self", Implicit: true, Folds: true}
	var prelude []program.Stmt
	fn.Params, prelude = l.params(n.Field("parameters"))
	fn.Params = append(fn.Params, program.Param{Name: nameBlock, Named: true, Default: l.none(n)})
	f.params = fn.Params
	body := n.Field("body")
	switch {
	case body.Kind() == "body_statement":
		fn.Body = l.block(body, l.returned)
	case body.Exists():
		fn.Body = l.statement(body, l.returned)
	}
	fn.Body = append(append(prelude, l.prelude(f, fn.At)...), fn.Body...)
	fn.Locals = f.locals
	l.pop()
	return l.define(n, n.Field("name"), name, fn, own)
}

// define gives a method its name. A class and its instances may both have a method of one name.
func (l *lowerer) define(n, at parse.Node, name string, fn *program.Function, own bool) program.Stmt {
	a := &program.Assign{At: l.at(n), Targets: []program.Expr{l.name(at, name)}, Value: fn}
	class := l.class()
	if class == nil {
		return a
	}
	key, other := name, "."+name
	if own {
		fn.Decorators = []program.Expr{l.name(at, nameOwn)}
		key, other = other, key
	}
	a.Also = class.made[other]
	class.made[key] = true
	return a
}

// params lowers the parameters of a method or block; what takes one apart stands in the prelude.
func (l *lowerer) params(n parse.Node) (params []program.Param, prelude []program.Stmt) {
	for child := range n.Children() {
		name := child.Field("name")
		p := program.Param{Name: name.Text()}
		if child.Kind() == "identifier" && child.Text() != "" {
			p.Name = child.Text()
		}
		switch child.Kind() {
		case "optional_parameter":
			p.Default = l.expr(child.Field("value"))
		case "keyword_parameter":
			p.Named = true
			if value := child.Field("value"); value.Exists() {
				p.Default = l.expr(value)
			}
		case "splat_parameter":
			p.Rest = program.Many
			if p.Name == "" {
				p.Name = nameRest
			}
		case "hash_splat_parameter":
			p.Rest = program.Named
			if p.Name == "" {
				p.Name = nameNamed
			}
		case "forward_parameter":
			params = append(params, program.Param{Name: nameRest, Rest: program.Many}, program.Param{Name: nameNamed, Rest: program.Named})
			continue
		case "block_parameter":
			if p.Name != "" {
				l.frame().names[p.Name] = true
				prelude = append(prelude, &program.Assign{At: l.at(child), Targets: []program.Expr{l.name(child, p.Name)}, Value: l.name(child, nameBlock)})
			}
			continue
		case "destructured_parameter":
			p.Name = "part " + child.Text()
			for _, inner := range namesIn(child) {
				l.frame().names[inner] = true
			}
			prelude = append(prelude, &program.Assign{At: l.at(child), Targets: []program.Expr{l.target(child)}, Value: l.name(child, p.Name)})
		case "hash_splat_nil":
			continue
		}
		if p.Name == "" {
			continue
		}
		l.frame().names[p.Name] = true
		params = append(params, p)
	}
	return params, prelude
}

func namesIn(n parse.Node) (names []string) {
	for child := range n.Children() {
		if child.Kind() == "identifier" {
			names = append(names, child.Text())
		} else {
			names = append(names, namesIn(child)...)
		}
	}
	return names
}

// classOf lowers a class or module. One that is there already is opened again.
func (l *lowerer) classOf(n parse.Node) program.Stmt {
	c := &program.Class{At: l.at(n), Opens: true}
	if base := n.Field("superclass"); base.Exists() {
		c.Bases = append(c.Bases, l.base(base.First()))
	}
	name := n.Field("name")
	target := l.expr(name)
	if scoped, ok := target.(*program.Member); ok {
		c.Name = scoped.Name
	} else {
		c.Name = name.Text()
	}
	l.classBody(c, n.Field("body"))
	if at, ok := target.(*program.Name); ok && at.ID == nameSDK && !l.inClass() { // what is added to the SDK's own module is not in its place
		target = l.name(name, nameSDK+" opened")
	}
	return &program.Assign{At: l.at(n), Targets: []program.Expr{target}, Value: c}
}

// base is a class's parent: a name, or a class that is made where it stands.
func (l *lowerer) base(n parse.Node) program.Expr {
	if made, ok := l.recordOf(n, ""); ok {
		return made
	}
	if made, ok := l.delegator(n); ok {
		return made
	}
	return l.expr(n)
}

func (l *lowerer) classBody(c *program.Class, body parse.Node) {
	f := &frame{kind: ofClass, made: make(map[string]bool)}
	c.Itself = "self"
	l.push(f)
	if body.Exists() {
		c.Body = append(c.Body, l.block(body, nil)...)
	}
	c.Bases = append(c.Bases, l.mixins(body)...)
	c.Ahead = l.prepended(body)
	l.pop()
}

// mixins are the modules that a class includes.
func (l *lowerer) mixins(body parse.Node) (bases []program.Expr) {
	for child := range body.Children() {
		switch method := child.Field("method").Text(); {
		case child.Kind() != "call" || child.Field("receiver").Exists():
		case method == "include" || method == "prepend" || method == "extend":
			for arg := range child.Field("arguments").Children() {
				if arg.Kind() == "self" {
					continue
				}
				module := l.expr(arg)
				if method != "prepend" {
					bases = append(bases, module)
				}
				if method != "extend" { // what such a module adds to the class itself, by convention
					bases = append(bases, &program.Member{At: l.at(arg), X: module, Name: "ClassMethods"})
				}
			}
		}
	}
	return bases
}

// prepended are the modules whose methods come before the class's own: the last of them first.
func (l *lowerer) prepended(body parse.Node) (ahead []program.Expr) {
	for child := range body.Children() {
		if child.Kind() != "call" || child.Field("receiver").Exists() || child.Field("method").Text() != "prepend" {
			continue
		}
		var modules []program.Expr
		for arg := range child.Field("arguments").Children() {
			modules = append(modules, l.expr(arg))
		}
		ahead = append(modules, ahead...)
	}
	return ahead
}

// singleton lowers "class << self": its methods are the class's own.
func (l *lowerer) singleton(n parse.Node) []program.Stmt {
	class := l.class()
	if class == nil {
		return []program.Stmt{l.do(n, l.opaque(n, "methods of one object are not read"))}
	}
	before := class.ofClass
	class.ofClass = true
	body := l.block(n.Field("body"), nil)
	class.ofClass = before
	return body
}

func (l *lowerer) alias(n parse.Node, name, of string) program.Stmt {
	a := &program.Assign{At: l.at(n), Targets: []program.Expr{l.name(n, name)}, Value: l.name(n, of)}
	if class := l.class(); class != nil {
		class.made[name] = true
	}
	return a
}

// reader lowers attr_reader: a method that gives the field.
func (l *lowerer) reader(n parse.Node, name string) program.Stmt {
	body := &program.Return{At: l.at(n), Value: l.fieldNamed(n, "@"+name)}
	return l.accessor(n, 1, name, nil, body)
}

// writer lowers attr_writer.
func (l *lowerer) writer(n parse.Node, name string) program.Stmt {
	body := &program.Assign{At: l.at(n), Targets: []program.Expr{l.fieldNamed(n, "@"+name)}, Value: l.name(n, "value")}
	return l.accessor(n, 2, name+"=", []program.Param{{Name: "value"}}, body)
}

func (l *lowerer) fieldNamed(n parse.Node, name string) program.Expr {
	return &program.Member{At: l.at(n), X: l.name(n, "self"), Name: name}
}

// accessor is a method that stands nowhere: it gets a place of its own within n.
func (l *lowerer) accessor(n parse.Node, spot int, name string, params []program.Param, body program.Stmt) program.Stmt {
	at := program.At{Place: l.lines.Span(n.Start(), min(n.Start()+spot, n.End()))}
	fn := &program.Function{At: at, Name: name, Receiver: "self", Params: params, Body: []program.Stmt{body}}
	own := l.class() != nil && l.class().ofClass
	return l.define(n, n, name, fn, own)
}

// madeClass lowers "Name = Struct.new(:a, :b) do ... end", and of Data and Class.
func (l *lowerer) madeClass(left, right parse.Node) (program.Stmt, bool) {
	if left.Kind() != "constant" && left.Kind() != "scope_resolution" {
		return nil, false
	}
	class, ok := l.recordOf(right, left.Text())
	if !ok {
		return nil, false
	}
	return &program.Assign{At: l.at(left), Targets: []program.Expr{l.expr(left)}, Value: class}, true
}

// recordOf is a class that Struct, Data or Class makes: with a constructor and accessors for its fields.
func (l *lowerer) recordOf(n parse.Node, name string) (*program.Class, bool) {
	made := n.Field("receiver").Text() + "." + n.Field("method").Text()
	if made != "Struct.new" && made != "Data.define" && made != "Class.new" || n.Kind() != "call" {
		return nil, false
	}
	c := &program.Class{At: l.at(n), Name: name}
	f := &frame{kind: ofClass, made: make(map[string]bool)}
	l.push(f)
	defer l.pop()
	construct := &program.Function{At: l.at(n), Name: "initialize", Receiver: "self"}
	for arg := range n.Field("arguments").Children() {
		if made == "Class.new" {
			c.Bases = append(c.Bases, l.expr(arg))
		}
		if arg.Kind() != "simple_symbol" {
			continue
		}
		field := symbol(arg)
		construct.Params = append(construct.Params, program.Param{Name: field, Default: l.none(arg)})
		construct.Body = append(construct.Body, &program.Assign{
			At: l.at(arg), Targets: []program.Expr{l.fieldNamed(arg, "@"+field)}, Value: l.name(arg, field),
		})
		c.Body = append(c.Body, l.reader(arg, field), l.writer(arg, field))
	}
	if made != "Class.new" {
		c.Body = append(c.Body, l.define(n, n, construct.Name, construct, false))
		c.Body = append(c.Body, l.recordMethods(n, construct.Params)...)
	}
	if block := n.Field("block"); block.Exists() {
		inner := block.Field("body")
		c.Body = append(c.Body, l.block(inner, nil)...)
		c.Bases = append(c.Bases, l.mixins(inner)...)
		c.Ahead = l.prepended(inner)
	}
	return c, true
}

// recordMethods are the methods by which a record's fields are reached without their names.
func (l *lowerer) recordMethods(n parse.Node, fields []program.Param) []program.Stmt {
	list := &program.List{At: l.at(n)}
	for _, f := range fields {
		list.Items = append(list.Items, l.fieldNamed(n, "@"+f.Name))
	}
	read := &program.Call{At: l.at(n), Function: l.name(n, nameMember), Args: []program.Arg{{Value: l.name(n, "self")}, {Value: l.name(n, "key")}}}
	index := l.accessor(n, 1, "[]", []program.Param{{Name: "key"}}, &program.Return{At: l.at(n), Value: &program.Call{At: l.at(n), Function: read}})
	items := l.accessor(n, 2, "to_a", nil, &program.Return{At: l.at(n), Value: list})
	block := []program.Param{{Name: nameBlock, Named: true, Default: l.none(n)}}
	each := &program.Call{
		At: l.at(n), Function: &program.Member{At: l.at(n), X: list, Name: "each"}, Args: []program.Arg{{Name: nameBlock, Value: l.name(n, nameBlock)}},
	}
	return []program.Stmt{index, items, l.accessor(n, 3, "each", block, l.do(n, each))}
}

// lambda lowers "-> (a) { }": a function of its own, whose return leaves it.
func (l *lowerer) lambda(n parse.Node) program.Expr {
	return l.closure(n, n.Field("parameters"), n.Field("body").Field("body"), false)
}

// blockOf lowers the block of a call.
func (l *lowerer) blockOf(n parse.Node) program.Expr {
	return l.closure(n, n.Field("parameters"), n.Field("body"), true)
}

func (l *lowerer) closure(n, params, body parse.Node, isBlock bool) program.Expr {
	f := &frame{kind: ofBlock}
	l.push(f)
	fn := &program.Function{At: l.at(n), Block: isBlock, Folds: true}
	var prelude []program.Stmt
	fn.Params, prelude = l.params(params)
	if !params.Exists() {
		fn.Params = l.numbered(body)
	}
	if !isBlock {
		fn.Params = append(fn.Params, program.Param{Name: nameBlock, Named: true, Default: l.none(n)})
		f.kind = ofBlock
	}
	fn.Body = append(prelude, l.body(body, n, l.returned)...)
	fn.Body = append(l.prelude(f, fn.At), fn.Body...)
	fn.Locals = f.locals
	l.pop()
	return fn
}

// numbered are the parameters of a block that names none: it, or _1 and _2.
func (l *lowerer) numbered(body parse.Node) (params []program.Param) {
	text := body.Text()
	for _, name := range []string{"_1", "_2"} {
		if strings.Contains(text, name) {
			params = append(params, program.Param{Name: name})
		}
	}
	if len(params) == 0 && strings.Contains(text, "it") {
		params = append(params, program.Param{Name: "it"})
	}
	for _, p := range params {
		if !l.isLocal(p.Name) {
			l.frame().names[p.Name] = true
		}
	}
	return params
}
