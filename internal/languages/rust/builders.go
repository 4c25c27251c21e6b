package rust

import (
	"maps"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/symbolic"
)

// openMark is behind the name of a builder that may have more arguments than it tells.
const openMark = " ..."

// operationOf is the operation that a value belongs to.
func operationOf(o *sdk.Object) string {
	name, _, _ := strings.Cut(o.Name, ".")
	return strings.TrimSuffix(name, openMark)
}

// step calls a method of a builder: it makes the call, or gives the builder with one argument more.
func (i *idioms) step(o *sdk.Object, args sdk.Arguments) sdk.Effect {
	kind, rest, _ := strings.Cut(o.Name, ".")
	at := strings.LastIndexByte(rest, '.')
	of, method := o.As(kind, rest[:at]), rest[at+1:]
	switch kind {
	case kindPaginator:
		return i.paginatorStep(of, method)
	case kindShape:
		if operation, ok := strings.CutSuffix(strings.TrimSuffix(of.Name, openMark), "Input"); ok && method == "send_with" {
			return i.sendWith(of, operation, args)
		}
		if method == "build" || strings.HasPrefix(method, "get_") {
			return sdk.Gives(of)
		}
		return sdk.Gives(i.with(of, i.shapeMember(of, method), args))
	}
	switch method {
	case "send", "wait", "send_with_plugins":
		return i.sent(of, "")
	case "presigned", "presign":
		return i.sent(of, method)
	case "into_paginator":
		return sdk.Gives(of.As(kindPaginator, of.Name))
	case "config_override":
		if own, others := whose(args); others {
			of.Foreign = true
			if own {
				return sdk.Gives(o.As(kind, rest[:at]), of)
			}
		}
		return sdk.Gives(of)
	case "customize", "mutate_request", "map_request", "request_id", "interceptor", "runtime_plugin", "disable_payload_signing":
		return sdk.Gives(of)
	case "as_input":
		return sdk.Plain("the input of a request")
	}
	member, ok := i.member(of, method)
	if !ok {
		if strings.HasPrefix(method, "get_") || len(args.Positional) == 0 {
			return sdk.Gives(of)
		}
		of.Name = strings.TrimSuffix(of.Name, openMark) + openMark
		return sdk.Gives(of)
	}
	return sdk.Gives(i.with(of, member, args))
}

func (i *idioms) paginatorStep(of *sdk.Object, method string) sdk.Effect {
	if method == "send" {
		return i.sent(of, "")
	}
	return sdk.Gives(of)
}

// sendWith sends an operation's input that was made without a client.
func (i *idioms) sendWith(of *sdk.Object, operation string, args sdk.Arguments) sdk.Effect {
	found, ok := i.tables.OperationOf(serviceref.Rust, of.Service, operation)
	if !ok {
		return sdk.NotFollowed(of, of.Service+" has no operation "+operation+" that is known")
	}
	request := &sdk.Object{Kind: kindBuilder, Service: of.Service, Name: found, Arguments: make(map[string]symbolic.Set)}
	for path, set := range of.Arguments {
		first, below := path, ""
		if at := strings.IndexAny(path, ".["); at >= 0 {
			first, below = path[:at], path[at:]
		}
		if name, ok := i.member(request, first); ok {
			first = name
		}
		request.Arguments[first+below] = set
	}
	for _, g := range args.Positional {
		for _, c := range g.Objects {
			request.Foreign = request.Foreign || c.Kind == kindClient && c.Foreign
		}
	}
	return i.sent(request, "")
}

// sent is the call that a builder makes, and its response.
func (i *idioms) sent(of *sdk.Object, via string) sdk.Effect {
	operation := operationOf(of)
	e := sdk.Gives(&sdk.Object{Kind: kindResponse, Service: of.Service, Name: operation, Foreign: of.Foreign, Data: true, Arguments: whole(of.Arguments)})
	if !of.Foreign {
		call := sdk.Call{Service: of.Service, Operation: operation, Via: via, Open: strings.HasSuffix(of.Name, openMark), Arguments: maps.Clone(of.Arguments)}
		e.Calls = []sdk.Call{call}
	}
	return e
}

// whole are the arguments that are no parts of others: those that a response may tell again.
func whole(arguments map[string]symbolic.Set) map[string]symbolic.Set {
	kept := make(map[string]symbolic.Set)
	for path, set := range arguments {
		if !strings.ContainsAny(path, ".[") {
			kept[path] = set
		}
	}
	return kept
}

// member is the operation's member that a method of its builder sets.
func (i *idioms) member(of *sdk.Object, method string) (string, bool) {
	want := letters(strings.TrimPrefix(method, "set_"))
	for _, name := range i.tables.Input(of.Service, operationOf(of)) {
		if got := letters(name); got == want || got == letters(method) {
			return name, true
		}
	}
	return "", false
}

func letters(name string) string { return strings.ToLower(strings.ReplaceAll(name, "_", "")) }

// shapeMember is the member that a method of a type's builder sets, spelt as the service does.
func (i *idioms) shapeMember(of *sdk.Object, method string) string {
	var b strings.Builder
	small := i.small(of.Service)
	for n, word := range strings.Split(strings.TrimPrefix(method, "set_"), "_") {
		if word == "" {
			continue
		}
		if n == 0 && small {
			b.WriteString(word)
			continue
		}
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String()
}

// small says that a service's members begin with a small letter: all of a service begin alike.
func (i *idioms) small(service string) bool {
	for _, operation := range i.tables.Operations(service) {
		if input := i.tables.Input(service, operation); len(input) > 0 {
			return input[0][0] >= 'a'
		}
	}
	return false
}

// with is a builder with one argument more. Two given values are an entry of a map; one is the argument itself, or one item of a list: which of
// the two is not told, so it is both.
func (i *idioms) with(of *sdk.Object, name string, args sdk.Arguments) *sdk.Object {
	next := of.As(of.Kind, of.Name)
	next.Arguments = maps.Clone(of.Arguments)
	if next.Arguments == nil {
		next.Arguments = make(map[string]symbolic.Set)
	}
	open := args.Open
	switch len(args.Positional) {
	case 0:
	case 1:
		open = set(next.Arguments, name, args.Positional[0]) || open
	default:
		open = entry(next.Arguments, name, args.Positional[0], args.Positional[1]) || open
	}
	if open && !strings.HasSuffix(next.Name, openMark) {
		next.Name += openMark
	}
	return next
}

func entry(into map[string]symbolic.Set, name string, key, value sdk.Given) (open bool) {
	into[name] = symbolic.Union(into[name], key.Text)
	for _, choice := range key.Text {
		if text, ok := choice.Value.Known(); ok {
			open = add(into, name+"."+text, value) || open
		} else {
			open = add(into, name+".*", value) || open
		}
	}
	return open
}

// set gives an argument its value.
func set(into map[string]symbolic.Set, name string, g sdk.Given) (open bool) {
	if g.None && len(g.Text) == 0 && len(g.Objects) == 0 && len(g.Items) == 0 && len(g.Fields) == 0 {
		return false
	}
	if isShape(g) {
		add(into, name+"[]", g)
	}
	return add(into, name, g)
}

// isShape says that a value is one of the API's types, which may be one item of a list.
func isShape(g sdk.Given) bool {
	return slices.ContainsFunc(g.Objects, func(o *sdk.Object) bool { return o.Kind == kindShape })
}

// add writes a value and its members below a path.
func add(into map[string]symbolic.Set, path string, g sdk.Given) (open bool) {
	shapes := false
	for _, o := range g.Objects {
		if o.Kind != kindShape {
			continue
		}
		shapes = true
		open = open || strings.HasSuffix(o.Name, openMark)
		names := symbolic.Set{}
		for below, value := range o.Arguments {
			into[path+"."+below] = symbolic.Union(into[path+"."+below], value)
			if !strings.ContainsAny(below, ".[") {
				names = symbolic.Union(names, symbolic.Certain(symbolic.Text(below)))
			}
		}
		into[path] = symbolic.Union(into[path], names)
	}
	if shapes {
		return open
	}
	flat := make(map[string]symbolic.Set)
	open = sdk.Flatten(flat, path, g)
	inner(flat, path, g)
	for below, value := range flat {
		into[below] = symbolic.Union(into[below], value)
	}
	return open
}

// inner writes the API's types among the items and entries of a value: what they have in place of any text.
func inner(into map[string]symbolic.Set, path string, g sdk.Given) {
	for _, item := range g.Items {
		if isShape(item) {
			delete(into, path+"[]")
			add(into, path+"[]", item)
		}
	}
	for _, f := range g.Fields {
		if isShape(f.Value) {
			delete(into, path+"."+f.Name)
			add(into, path+"."+f.Name, f.Value)
		}
	}
}

// wrapped is a variant of one of the API's types with what it holds.
func wrapped(o *sdk.Object, owner, variant string, args sdk.Arguments) *sdk.Object {
	shape := &sdk.Object{Kind: kindShape, Service: o.Service, Name: owner, Arguments: make(map[string]symbolic.Set)}
	if len(args.Positional) > 0 {
		set(shape.Arguments, variant, args.Positional[0])
	}
	return shape
}
