package flow

import (
	"strings"

	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/symbolic"
)

// callNative does what something of the language's own library does. A method's receiver is its first argument.
func (r *run) callNative(s *scope, n native, args arguments, place source.Span) value {
	if n.receiver != nil {
		args = args.with(*n.receiver)
	}
	first, _ := args.at(0, "")
	if leaves(n.Do) {
		r.runFunctions(args.behindFirst(), place)
	}
	if n.Do == Fill || n.Do == Get {
		defer r.unstarted(args.behindFirst())
	}
	switch n.Do {
	case Same, Second, Items, Pairs, Zip, NewList, NewDict, DefaultDict, Keys, Values, Entries, Element, Gather, Chain, Flatten:
		return r.container(s, n, first, args, place)
	case Get, Default, Put, Append, Extend, SetEntry:
		return r.change(n, first, args, place)
	case Operation, Split, Join, Path:
		return r.stringNative(n, first, args, place)
	case Partial, RunFirst, RunSecond, RunTarget, Map, Filter, Decorate, Context, Wraps, Factory:
		return r.runNative(s, n, first, args, place)
	case Each, Collect, FlatMap, Reduce, Select, Find, Tap, Then, Rescue, Dig, JoinedBy:
		return r.blocks(s, n, first, args, place)
	case CallOn, ApplyOn, BindTo:
		return r.called(s, n, first, args, place)
	case Promised:
		return r.promise(s, first, place)
	case Settle:
		second, _ := args.at(1, "")
		r.grow(&first.things[0].(*list).rest, second)
		return things(none)
	case Interop:
		return r.interop(s, first, place)
	case Iterated, Concat, Accumulate, Test, EachValue, From, FromPairs:
		return r.arrays(s, n, first, args, place)
	case Merge:
		return r.merge(first, args)
	case Named, Rounds, Applied, Packed, Together:
		return r.byName(s, n, first, args, place)
	case Property, Static, OfClass, Own:
		return things(wrapped{n.Do, first})
	case Mediate:
		sent, _ := args.at(1, "")
		return union(r.mediate(n.Op, sent, place), data("what a mediator gives"))
	case Host:
		r.host(args.types, n.Op)
		return data("a host")
	case Provide, Obtain:
		if n.receiver != nil {
			args.positional = args.positional[1:]
		}
		if n.Do == Obtain {
			return r.obtain(args)
		}
		r.provide(args)
		return data("a container")
	case SetField, AddField:
		return r.setField(n, args, place)
	case Words:
		return r.words(s, n, args, place)
	case Command:
		return r.commanded(s, first, args, place)
	case Present, OrElse, Fill, Inside, Inspect, Invoke:
		return r.optional(s, n, first, args, place)
	case Serve:
		return r.serve(first, n.Op == "last", place)
	case Channel:
		return r.channel(s, place)
	case Decoded:
		return decoded(args)
	case Exposed:
		return r.exposed(first)
	case Appended:
		return r.appended(s, first, args, place)
	case Ranged:
		return r.ranged(s, first, n.Op, place)
	case MapOf:
		return r.mapOf(s, n, args, place)
	case Reference:
		return r.reference(first, args, place)
	case OnValue:
		return r.onValue(first, args, place)
	case LetOn:
		second, _ := args.at(1, "")
		result := r.call(second, arguments{self: first, positional: []value{first}}, place)
		if n.Op == "same" {
			return first
		}
		return result
	case Include:
		second, _ := args.at(1, "")
		return r.include(first, second, args.positional[min(2, len(args.positional)):]...)
	case Stepped:
		d := r.make(s, "dict", place, newDict).(*dict)
		r.grow(&d.rest, r.element(first, place))
		return things(d)
	case Extracted:
		return r.extracted(s, n.Op, first)
	case Included:
		return r.included(first, args, place)
	case Record, Namespace:
		return r.recordClass(s, n, args, place)
	}
	return r.reflect(s, n, first, args, place)
}

// leaves says that a meaning is about its first argument alone. A function behind that (what compares, revives or replaces) is called there
// too.
func leaves(do Meaning) bool {
	switch do {
	case Same, Items, Element, Keys, Values, Entries, Operation, Split:
		return true
	}
	return false
}

// unstarted lets what a function is handed to call it, where that has not been followed: what gives a value where there is none.
func (r *run) unstarted(args arguments) {
	for _, v := range args.all() {
		for _, t := range v.things {
			if f, ok := t.(*function); ok && !r.started[f] {
				r.escape(things(t))
			}
		}
	}
}

// reflect is the natives that look at the program itself or at the world around it.
func (r *run) reflect(s *scope, n native, first value, args arguments, place source.Span) value {
	switch n.Do {
	case Variable:
		if len(args.positional) == 0 && !args.spread { // no name: all of them
			return things(native{Native: Native{Do: Environment}})
		}
		return r.variable(first)
	case Member:
		return r.memberByName(first, args, place)
	case SetMember:
		return r.setByName(first, args, place)
	case Evaluate:
		r.missing("", place, "text is run as code")
	case Import:
		return r.importByName(s, first, args, place)
	case Execute:
		if n.Op != "" {
			first = literal(n.Op)
		}
		r.execute(first, place)
	case Globals:
		return things(s.module)
	case TypeOf:
		return typeOf(first)
	case Pure:
		r.runFunctions(args, place)
	case Concealed:
		return things(none)
	}
	return data("a value of the language's own library")
}

func typeOf(v value) value {
	var all value
	for _, t := range v.things {
		switch t := t.(type) {
		case *instance:
			all = union(all, things(t.of))
		case *class: // what a method of the class itself runs on
			all = union(all, things(t))
		}
	}
	if all.empty() {
		return data("a type")
	}
	return all
}

// memberByName is getattr: a name that is not known may be any member of an SDK value.
func (r *run) memberByName(of value, args arguments, place source.Span) value {
	name, _ := args.at(1, "")
	otherwise, _ := args.at(2, "")
	all := otherwise
	for _, choice := range name.asText() {
		if text, ok := choice.Value.Known(); ok {
			all = union(all, r.member(of, text, place))
			continue
		}
		for _, t := range of.things {
			all = union(all, r.anyMember(t, place))
		}
	}
	return all
}

func (r *run) anyMember(t thing, place source.Span) value {
	switch t := t.(type) {
	case object:
		if !t.of.Foreign {
			r.missing(t.of.Service, place, "the name of the operation is not known")
		}
		return data("a member whose name is not known")
	case *instance:
		var all value
		for _, base := range lineage(t.of, make(map[*class]bool)) {
			if c, ok := base.(*class); ok {
				for _, name := range sortedNames(c.attrs.vars) {
					all = union(all, r.bind(c.attrs.vars[name], things(t), t.of, place))
				}
			}
		}
		return all
	case *class:
		var all value
		for _, name := range sortedNames(t.attrs.vars) {
			all = union(all, r.bindToClass(t.attrs.vars[name], t, place))
		}
		return all
	case *module:
		return r.moduleIndex(t, data("a name that is not known"), place)
	}
	return data("a member whose name is not known")
}

func (r *run) setByName(of value, args arguments, place source.Span) value {
	name, _ := args.at(1, "")
	v, _ := args.at(2, "")
	if text, ok := name.known(); ok {
		r.setMember(of, text, v, place)
		return things(none)
	}
	for _, t := range of.things {
		if i, ok := t.(*instance); ok {
			r.grow(&i.any, v)
		}
	}
	return things(none)
}

// importByName is an import whose module is a value.
func (r *run) importByName(s *scope, name value, args arguments, place source.Span) value {
	var all value
	for _, choice := range name.asText() {
		text, ok := choice.Value.Known()
		if !ok {
			r.missing("", place, "the module that is imported here is not known")
			continue
		}
		inner := &scope{kind: ofModule, vars: make(map[string]value), module: s.module}
		r.imports(inner, importNamed(text, place))
		all = union(all, inner.vars["module"])
	}
	return all
}

// importNamed is the statement that does what a function does that is given the name of a module.
func importNamed(text string, place source.Span) *program.Import {
	level := len(text) - len(strings.TrimLeft(text, "."))
	return &program.Import{At: program.At{Place: place}, Module: text[level:], Level: level, As: "module"}
}

// execute is another program that runs with the function's credentials.
func (r *run) execute(command value, place source.Span) {
	if l, ok := onlyList(command); ok && len(l.items) > 0 {
		command = l.items[0]
	}
	text, ok := command.known()
	if !ok {
		text, ok = beginning(command)
	}
	if !ok {
		r.missing("", place, "another program is run, and which one is not known")
		return
	}
	words := strings.Fields(text)
	if len(words) > 0 && harmless[words[0][strings.LastIndexByte(words[0], '/')+1:]] && !strings.ContainsAny(text, "|;&`$") {
		return
	}
	r.missing("", place, "another program is run: "+text)
}

// beginning is the literal text that a command certainly begins with, if that names the program: what follows are its arguments.
func beginning(command value) (text string, ok bool) {
	if len(command.things) > 0 || len(command.text) != 1 || len(command.text[0].Value) == 0 {
		return "", false
	}
	first := command.text[0].Value[0]
	if first.Kind != symbolic.Literal || !strings.ContainsAny(strings.TrimLeft(first.Text, " "), " \t") {
		return "", false
	}
	for _, part := range command.text[0].Value[1:] {
		if part.Kind == symbolic.Literal && strings.ContainsAny(part.Text, "|;&`$") {
			return "", false
		}
	}
	return first.Text, true
}

// harmless are programs that do not use AWS.
var harmless = map[string]bool{
	"cat": true, "chmod": true, "cp": true, "date": true, "df": true, "du": true, "echo": true, "ffmpeg": true, "ffprobe": true, "find": true,
	"gunzip": true, "gzip": true, "head": true, "ls": true, "mkdir": true, "mv": true, "ps": true, "pwd": true, "rm": true, "tail": true,
	"tar": true, "uname": true, "unzip": true, "wc": true, "which": true, "whoami": true, "zip": true,
}

// runNative calls functions that the library is given.
func (r *run) runNative(s *scope, n native, first value, args arguments, place source.Span) value {
	switch n.Do {
	case Partial:
		return r.partial(s, first, args, place)
	case RunFirst, RunSecond:
		skip := 1
		if n.receiver != nil {
			skip++
		}
		if n.Do == RunSecond {
			skip++
		}
		fn, _ := args.at(skip-1, "")
		args.positional = args.positional[min(skip, len(args.positional)):]
		return r.listAt(s, place, nil, r.call(fn, args, place))
	case RunTarget:
		return r.runTarget(s, args, place)
	case Map, Filter:
		return r.mapped(s, n, args, place)
	case Factory:
		return r.fromFactory(args, place)
	case Wraps:
		return things(native{Native: Native{Do: Decorate}})
	}
	if hasFunction(first) { // Decorate
		return first
	}
	return things(native{Native: n.Native})
}

// fromFactory is the value of a field that is described by its default or by what makes it.
func (r *run) fromFactory(args arguments, place source.Span) value {
	var all value
	for _, e := range args.named {
		switch e.name {
		case "default_factory":
			all = union(all, r.call(e.value, arguments{}, place))
		case "default":
			all = union(all, e.value)
		}
	}
	return union(all, data("a field of a class"))
}

func (r *run) partial(s *scope, fn value, args arguments, place source.Span) value {
	args.positional = args.positional[min(1, len(args.positional)):]
	b := r.make(s, "partial "+fn.key()+args.key(), place, func(id int) thing { return &bound{id: id} }).(*bound)
	b.fn, b.args = fn, args
	return things(b)
}

// runTarget is a thread or process that is made with a target and its arguments.
func (r *run) runTarget(s *scope, args arguments, place source.Span) value {
	var target value
	var inner arguments
	for _, e := range args.named {
		switch e.name {
		case "target":
			target = e.value
		case "args":
			r.spreadPositional(&inner, e.value, place)
		case "kwargs":
			r.spreadNamed(&inner, e.value, place)
		}
	}
	r.call(target, inner, place)
	return data("a thread")
}

func (r *run) mapped(s *scope, n native, args arguments, place source.Span) value {
	if n.receiver != nil {
		args.positional = args.positional[1:]
	}
	fn, _ := args.at(0, "")
	var inner arguments
	for _, v := range args.positional[min(1, len(args.positional)):] {
		inner.positional = append(inner.positional, r.items(v, place))
	}
	result := r.call(fn, inner, place)
	if n.Do == Filter && len(inner.positional) > 0 {
		result = inner.positional[0]
	}
	return r.listAt(s, place, nil, result)
}

// stringNative is an operation on strings.
func (r *run) stringNative(n native, first value, args arguments, place source.Span) value {
	switch n.Do {
	case Split:
		p := pieces{of: first, op: n.Op}
		p.separator, _ = args.at(1, "sep")
		if isOnly(p.separator, none) {
			p.separator = value{}
		}
		if limit, ok := args.at(2, "maxsplit"); ok {
			if count, ok := limit.number(); ok {
				p.limit = atoiText(count)
			}
		}
		return things(p)
	case Join:
		return r.joined(first, args, place)
	case Path:
		return r.pathJoined(args)
	}
	operands := make([]symbolic.Set, 0, len(args.positional))
	for _, v := range args.positional[min(1, len(args.positional)):] {
		operands = append(operands, v.asText())
	}
	return textValue(operate(n.Op, first.asText(), operands...))
}

func (r *run) joined(separator value, args arguments, place source.Span) value {
	items, _ := args.at(1, "")
	l, ok := onlyList(items)
	if !ok || !l.rest.empty() {
		return textValue(symbolic.Any("how many strings are joined is not known"))
	}
	var sets []symbolic.Set
	for i, item := range l.items {
		if i > 0 {
			sets = append(sets, separator.asText())
		}
		sets = append(sets, item.asText())
	}
	return textValue(symbolic.Join(sets...))
}

func (r *run) pathJoined(args arguments) value {
	var sets []symbolic.Set
	for i, item := range args.positional {
		if i > 0 {
			sets = append(sets, symbolic.Certain(symbolic.Text("/")))
		}
		sets = append(sets, item.asText())
	}
	if args.spread {
		sets = append(sets, symbolic.Any("how many strings are joined is not known"))
	}
	return textValue(symbolic.Join(sets...))
}
