package ruby

import (
	"path"
	"strings"

	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

func (l *lowerer) receiver(n parse.Node) program.Expr { return l.expr(n.Field("receiver")) }

// call lowers a call of a method.
func (l *lowerer) call(n parse.Node) program.Expr {
	method := n.Field("method")
	if method.Kind() == "super" {
		return l.super(n)
	}
	if !n.Field("receiver").Exists() {
		return l.ownCall(n, method)
	}
	name := method.Text()
	if name == "" {
		name = "call" // f.(x)
	}
	if made, ok := l.recordOf(n, ""); ok {
		return made
	}
	x := &program.Call{At: l.at(n)}
	switch name {
	case "parse_file", "load_file":
		if n.Field("receiver").Text() == "Rack::Builder" { // an application's file is code
			x.Function, x.Args = l.name(method, nameRequire), l.callArguments(n)
			return x
		}
	case "extend", "include", "prepend":
		if mixed := l.mixed(n, name); mixed != nil {
			return mixed
		}
	case "class":
		x.Function = l.name(method, nameClass)
		x.Args = []program.Arg{{Value: l.receiver(n)}}
		return x
	case "then", "yield_self", "tap", "freeze", "dup", "clone", "itself":
		return l.universal(n, method, name)
	case "bind_call": // on an object, which comes before the arguments
		if args := l.callArguments(n); len(args) > 0 {
			x.Function, x.Args = &program.Member{At: l.at(n), X: l.receiver(n), Name: "call"}, args[1:]
			return x
		}
	case "send", "public_send", "__send__", "try", "method", "public_method", "instance_method", "public_instance_method":
		return l.dynamic(n, l.receiver(n), name)
	case "instance_variable_get", "instance_variable_set", "const_get", "class_variable_get":
		return l.reflected(n, l.receiver(n), name)
	case "constantize", "safe_constantize":
		x.Function = l.name(method, nameClassOf)
		x.Args = []program.Arg{{Value: l.receiver(n)}}
		return x
	case "instance_eval", "class_eval", "module_eval", "instance_exec", "class_exec":
		if !n.Field("block").Exists() {
			x.Function = l.name(method, nameEval)
			x.Args = l.callArguments(n)
			return x
		}
	}
	if scope := n.Field("receiver"); isConstant(name) && !n.Field("arguments").Exists() && n.Field("operator").Text() == "::" {
		return &program.Member{At: l.at(n), X: l.expr(scope), Name: name}
	}
	x.Function = &program.Member{At: l.at(n), X: l.receiver(n), Name: name}
	x.Args = l.callArguments(n)
	return x
}

// universal lowers a method that every object has.
func (l *lowerer) universal(n, method parse.Node, name string) program.Expr {
	of := nameSame
	switch name {
	case "then", "yield_self":
		of = nameThen
	case "tap":
		of = nameTap
	}
	args := append([]program.Arg{{Value: l.receiver(n)}}, l.callArguments(n)...)
	return &program.Call{At: l.at(n), Function: l.name(method, of), Args: args}
}

// ownCall lowers a call without a receiver: of a method of self, of the file, or of the language.
func (l *lowerer) ownCall(n, method parse.Node) program.Expr {
	name := method.Text()
	switch name {
	case "lambda", "proc":
		if block := n.Field("block"); block.Exists() {
			return l.closure(block, block.Field("parameters"), block.Field("body"), name == "proc")
		}
	case "send", "public_send", "__send__", "method":
		return l.dynamic(n, l.self(method), name)
	case "instance_variable_get", "instance_variable_set", "const_get":
		return l.reflected(n, l.self(method), name)
	case "format", "sprintf":
		if x := l.format(n); x != nil {
			return x
		}
	case "block_given?", "binding":
		return &program.Sequence{At: l.at(n)}
	case "new":
		if l.inClass() {
			return &program.Call{At: l.at(n), Function: &program.Member{At: l.at(n), X: l.name(n, "self"), Name: name}, Args: l.callArguments(n)}
		}
	}
	return &program.Call{At: l.at(n), Function: l.name(method, name), Args: l.callArguments(n)}
}

// self is what the code in hand runs on; outside of classes it has the methods of all files.
func (l *lowerer) self(n parse.Node) program.Expr {
	if l.within() == ofFile {
		return &program.Call{At: l.at(n), Function: l.name(n, nameFile)}
	}
	return l.name(n, "self")
}

func (l *lowerer) format(n parse.Node) program.Expr {
	args := l.array(n.Field("arguments")).(*program.List).Items
	if len(args) == 0 {
		return nil
	}
	template, ok := args[0].(*program.Text)
	if !ok {
		return nil
	}
	return l.formatted(n, template.Value, args[1:])
}

// dynamic lowers send and method: a member by a name that is a value.
func (l *lowerer) dynamic(n parse.Node, of program.Expr, how string) program.Expr {
	args := l.callArguments(n)
	if len(args) == 0 || args[0].Name != "" || args[0].Rest != program.One {
		return l.opaque(n, "a method is called whose name is not known", append(valuesOf(args), of)...)
	}
	member := &program.Call{At: l.at(n), Function: l.name(n, nameMember), Args: []program.Arg{{Value: of}, args[0]}}
	if strings.HasSuffix(how, "method") {
		return member
	}
	return &program.Call{At: l.at(n), Function: member, Args: args[1:]}
}

// reflected lowers instance_variable_get and const_get; of a name that is not known they give any member.
func (l *lowerer) reflected(n parse.Node, of program.Expr, how string) program.Expr {
	args := l.callArguments(n)
	if len(args) == 0 {
		return l.sequence(n)
	}
	if how == "const_get" && l.ofProgram(n.Field("receiver")) {
		return &program.Call{At: l.at(n), Function: l.name(n, nameClassOf), Args: args[:1]}
	}
	if name, ok := args[0].Value.(*program.Text); ok {
		member := of
		for _, step := range strings.Split(name.Value, "::") {
			member = &program.Member{At: l.at(n), X: member, Name: step}
		}
		if strings.HasSuffix(how, "_set") && len(args) > 1 {
			return &program.Assigned{At: l.at(n), Target: member, Value: args[1].Value}
		}
		return member
	}
	return &program.Call{At: l.at(n), Function: l.name(n, nameMember), Args: []program.Arg{{Value: of}, args[0]}}
}

// ofProgram says that a constant is looked up in the whole program, as far as is told.
func (l *lowerer) ofProgram(receiver parse.Node) bool {
	switch strings.TrimPrefix(receiver.Text(), "::") {
	case "", "Object", "Kernel", "Module", "self.class":
		return true
	}
	return receiver.Kind() == "self"
}

func valuesOf(args []program.Arg) (parts []program.Expr) {
	for _, a := range args {
		parts = append(parts, a.Value)
	}
	return parts
}

// callArguments are the arguments of a call and its block.
func (l *lowerer) callArguments(n parse.Node) []program.Arg {
	args := l.arguments(n.Field("arguments"))
	if block := n.Field("block"); block.Exists() {
		args = append(args, program.Arg{Name: nameBlock, Value: l.blockOf(block)})
	}
	return args
}

// arguments lowers the list of arguments. Pairs whose key is a name are named ones; others at the end are one hash.
func (l *lowerer) arguments(n parse.Node) (args []program.Arg) {
	var pairs []parse.Node
	for child := range n.Children() {
		switch child.Kind() {
		case "pair":
			if key := child.Field("key"); key.Kind() == "hash_key_symbol" || key.Kind() == "simple_symbol" {
				args = append(args, program.Arg{Name: symbol(key), Value: l.pairValue(child)})
			} else {
				pairs = append(pairs, child)
			}
		case "hash_splat_argument":
			args = append(args, program.Arg{Rest: program.Named, Value: l.splat(child, nameNamed)})
		case "splat_argument":
			args = append(args, program.Arg{Rest: program.Many, Value: l.splat(child, nameRest)})
		case "forward_argument":
			args = append(args, program.Arg{Rest: program.Many, Value: l.name(child, nameRest)}, program.Arg{Rest: program.Named, Value: l.name(child, nameNamed)},
				program.Arg{Name: nameBlock, Value: l.name(child, nameBlock)})
		case "block_argument":
			args = append(args, program.Arg{Name: nameBlock, Value: l.blockArgument(child)})
		default:
			args = append(args, program.Arg{Value: l.expr(child)})
		}
	}
	if len(pairs) > 0 {
		args = append(args, program.Arg{Value: l.pairs(n, pairs)})
	}
	return args
}

// blockArgument is what is given as a block: &block, &:name, &method(:name).
func (l *lowerer) blockArgument(n parse.Node) program.Expr {
	inner := n.First()
	if inner.Kind() != "simple_symbol" {
		return l.splat(n, nameBlock)
	}
	item := program.Param{Name: "item"}
	member := &program.Member{At: l.at(n), X: l.name(n, item.Name), Name: symbol(inner)}
	result := &program.Return{At: l.at(n), Value: &program.Call{At: l.at(n), Function: member}}
	return &program.Function{At: l.at(n), Params: []program.Param{item}, Body: []program.Stmt{result}}
}

// super lowers a call of the method above: without an argument list it is given all that the method was.
func (l *lowerer) super(n parse.Node) program.Expr {
	above := &program.Call{At: l.at(n), Function: l.name(n, nameSuper)}
	name := l.methodName(n)
	x := &program.Call{At: l.at(n), Function: &program.Member{At: l.at(n), X: above, Name: name}}
	if n.Kind() == "call" {
		x.Args = l.callArguments(n)
	} else {
		x.Args = l.sameArguments(n)
	}
	return x
}

// directive lowers what looks like a call and is a statement: require, include, attr_reader, private and the like.
func (l *lowerer) directive(n parse.Node) ([]program.Stmt, bool) {
	if n.Kind() == "identifier" {
		if class := l.class(); class != nil {
			switch n.Text() {
			case "module_function":
				class.ofClass = true
				return nil, true
			case "private", "public", "protected":
				return nil, true
			}
		}
		return nil, false
	}
	name := n.Field("method").Text()
	if n.Field("receiver").Exists() {
		return l.requiredEach(n)
	}
	args := n.Field("arguments")
	switch name {
	case "require", "require_relative", "load":
		if i := l.required(n, name, args.First()); i != nil {
			return []program.Stmt{i}, true
		}
	case "autoload":
		var last parse.Node
		for arg := range args.Children() {
			last = arg
		}
		if i := l.required(n, "require", last); i != nil {
			return []program.Stmt{i}, true
		}
	}
	if class := l.class(); class != nil {
		return l.classDirective(n, class, name, args)
	}
	return nil, false
}

func (l *lowerer) classDirective(n parse.Node, class *frame, name string, args parse.Node) (body []program.Stmt, done bool) {
	switch name {
	case "include", "prepend":
		if args.First().Text() == "Singleton" {
			return []program.Stmt{l.instanceMethod(n)}, true
		}
		return l.told(n, name, args), true
	case "extend":
		if args.First().Kind() == "self" {
			class.ofClass = true
		}
		return l.told(n, name, args), true
	case "attr_reader", "attr_accessor", "attr_writer", "attr":
		for arg := range args.Children() {
			if name != "attr_writer" {
				body = append(body, l.reader(arg, symbol(arg)))
			}
			if name == "attr_accessor" || name == "attr_writer" {
				body = append(body, l.writer(arg, symbol(arg)))
			}
		}
		return body, true
	case "alias_method":
		first := args.First()
		for arg := range args.Children() {
			if arg.Start() != first.Start() {
				return []program.Stmt{l.alias(n, symbol(first), symbol(arg))}, true
			}
		}
	case "refine":
		if n.Field("block").Exists() {
			return []program.Stmt{l.refined(n)}, true
		}
	case "define_method", "define_singleton_method":
		if first := args.First(); first.Kind() == "simple_symbol" && n.Field("block").Exists() {
			fn := l.blockOf(n.Field("block")).(*program.Function)
			fn.Receiver, fn.Implicit, fn.Block = "self", true, false
			return []program.Stmt{l.define(n, first, symbol(first), fn, class.ofClass || name != "define_method")}, true
		}
	case "delegate", "def_delegators", "def_delegator", "def_instance_delegators", "def_instance_delegator":
		body = l.delegated(strings.Replace(name, "_instance", "", 1), args)
		return body, len(body) > 0
	}
	return l.visible(n, name, args)
}

// visible lowers "private def name": the definition counts, whatever it is handed to.
func (l *lowerer) visible(n parse.Node, name string, args parse.Node) (body []program.Stmt, done bool) {
	for arg := range args.Children() {
		switch arg.Kind() {
		case "method", "singleton_method":
			own := arg.Kind() == "singleton_method" || l.class().ofClass || name == "module_function"
			body = append(body, l.method(arg, own))
			done = true
		case "call":
			if arg.Field("method").Text() == "attr_reader" || arg.Field("method").Text() == "attr_accessor" {
				inner, ok := l.directive(arg)
				body = append(body, inner...)
				done = done || ok
			}
		}
	}
	return body, done
}

// instanceMethod is what a class has that includes Singleton: its one instance.
func (l *lowerer) instanceMethod(n parse.Node) program.Stmt {
	make := &program.Call{At: l.at(n), Function: &program.Member{At: l.at(n), X: l.name(n, "self"), Name: "new"}}
	fn := &program.Function{At: l.at(n), Name: "instance", Receiver: "self", Body: []program.Stmt{&program.Return{At: l.at(n), Value: make}}}
	return l.define(n, n, "instance", fn, true)
}

// required lowers a require of a name that can be told; nil of any other.
func (l *lowerer) required(n parse.Node, how string, arg parse.Node) *program.Import {
	name, here, ok := l.pathOf(arg)
	if !ok {
		return nil
	}
	i := &program.Import{At: l.at(n), Module: name, As: "file " + name}
	if how == "require_relative" || here || strings.HasPrefix(name, "./") || strings.HasPrefix(name, "../") {
		i.Level = 1
	}
	i.Module = strings.TrimSuffix(path.Clean(i.Module), ".rb")
	return i
}

// requiredEach lowers a require of every file of a pattern: Dir["lib/*.rb"].each { |file| require file }.
func (l *lowerer) requiredEach(n parse.Node) ([]program.Stmt, bool) {
	block := n.Field("block")
	if !block.Exists() {
		return nil, false
	}
	param, inner := block.Field("parameters").First(), block.Field("body").First()
	how := inner.Field("method").Text()
	if how != "require" && how != "require_relative" && how != "load" || inner.Field("arguments").First().Text() != param.Text() || param.Text() == "" {
		return nil, false
	}
	of := n
	for of.Kind() == "call" && of.Field("receiver").Text() != "Dir" {
		of = of.Field("receiver")
	}
	pattern := of.Field("arguments").First()
	if of.Kind() == "element_reference" && of.Field("object").Text() == "Dir" {
		for key := range of.Children() {
			pattern = key
		}
	}
	name, here, ok := l.pathOf(pattern)
	if !ok || !strings.Contains(name, "*") {
		return nil, false
	}
	i := &program.Import{At: l.at(n), Module: strings.TrimSuffix(path.Clean(name), ".rb"), As: "files " + name}
	if here {
		i.Level = 1
	}
	return []program.Stmt{i}, true
}

// pathOf is the path that an expression is; here says that it starts from the file's own folder.
func (l *lowerer) pathOf(n parse.Node) (name string, here, ok bool) {
	switch n.Kind() {
	case "string":
		text, ok := l.str(n).(*program.Text)
		if !ok {
			return l.interpolatedPath(n)
		}
		return text.Value, false, true
	case "call":
		receiver, method := n.Field("receiver").Text(), n.Field("method").Text()
		if receiver != "File" || method != "join" && method != "expand_path" && method != "dirname" {
			return "", false, false
		}
		return l.fileCall(n, method)
	case "binary":
		left, here, ok := l.pathOf(n.Field("left"))
		right, _, also := l.pathOf(n.Field("right"))
		return left + right, here, ok && also && n.Field("operator").Text() == "+"
	case "identifier", "file":
		if n.Text() == "__dir__" || n.Text() == "__FILE__" {
			return ".", true, true
		}
	}
	return "", false, false
}

// interpolatedPath is "#{__dir__}/name".
func (l *lowerer) interpolatedPath(n parse.Node) (name string, here, ok bool) {
	for part := range n.Children() {
		switch {
		case part.Kind() == "string_content":
			name += part.Text()
		case name == "" && part.First().Text() == "__dir__":
			name, here = ".", true
		default:
			return "", false, false
		}
	}
	return name, here, true
}

// fileCall is the path that File.join, File.expand_path or File.dirname give.
func (l *lowerer) fileCall(n parse.Node, method string) (name string, here, ok bool) {
	var parts []string
	for arg := range n.Field("arguments").Children() {
		part, from, ok := l.pathOf(arg)
		if !ok {
			return "", false, false
		}
		here = here || from
		if arg.Text() == "__FILE__" && method == "expand_path" {
			part = "DUMMY"
		}
		parts = append(parts, part)
	}
	if method == "expand_path" && len(parts) == 2 { // the first, from the second
		parts[0], parts[1] = parts[1], parts[0]
	}
	if len(parts) == 0 {
		return "", false, false
	}
	return path.Join(parts...), here, true
}

// methodName is the name of the method that the code in hand stands in.
func (l *lowerer) methodName(n parse.Node) string {
	for i := len(l.frames) - 1; i >= 0; i-- {
		if f := l.frames[i]; f.kind == ofMethod || f.kind == ofClassMethod {
			return f.method
		}
	}
	return "initialize"
}

// sameArguments are the parameters of the method in hand, handed on.
func (l *lowerer) sameArguments(n parse.Node) (args []program.Arg) {
	for i := len(l.frames) - 1; i >= 0; i-- {
		f := l.frames[i]
		if f.kind != ofMethod && f.kind != ofClassMethod {
			continue
		}
		for _, p := range f.params {
			a := program.Arg{Value: l.name(n, p.Name), Rest: p.Rest}
			if p.Named {
				a.Name = p.Name
			}
			args = append(args, a)
		}
		break
	}
	return args
}
