package flow

import (
	"slices"
	"strings"

	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/source"
)

func (r *run) callExpr(s *scope, x *program.Call) value {
	fn := r.callee(s, x)
	args := r.arguments(s, x.Args)
	for _, t := range x.Types {
		args.types = append(args.types, r.eval(s, t))
	}
	var all value
	if slices.ContainsFunc(fn.things, func(t thing) bool { n, ok := t.(native); return ok && n.Do == Super }) {
		return r.super(s, args)
	}
	for _, t := range meant(fn.things, args) {
		all = union(all, r.apply(s, t, args, x.Span()))
	}
	if fn.empty() || len(fn.text) > 0 {
		all = union(all, r.callUnknown("a function that is not known", args, x.Span()))
	}
	return all
}

// call calls everything that fn may be.
func (r *run) call(fn value, args arguments, place source.Span) value {
	var all value
	for _, t := range meant(fn.things, args) {
		all = union(all, r.apply(r.scopeInHand(), t, args, place))
	}
	return all
}

// scopeInHand is the scope of the function that is running, for what is made on its behalf.
func (r *run) scopeInHand() *scope {
	if f := r.frame(); f != nil {
		return f.scope
	}
	return &scope{vars: make(map[string]value)}
}

func (r *run) arguments(s *scope, given []program.Arg) (args arguments) {
	for _, a := range given {
		v := r.eval(s, a.Value)
		switch {
		case len(given) == 1 && isTuple(v):
			args.positional = append(args.positional, together(v)...)
		case a.Rest == program.Many:
			r.spreadPositional(&args, v, a.Value.Span())
		case a.Rest == program.Named:
			r.spreadNamed(&args, v, a.Value.Span())
		case a.Name != "":
			args.named = append(args.named, entry{name: a.Name, value: v})
		case args.spread:
			args.rest = union(args.rest, v)
		default:
			args.positional = append(args.positional, v)
		}
	}
	return args
}

func (r *run) spreadPositional(args *arguments, v value, place source.Span) {
	if l, ok := onlyList(v); ok && !args.spread {
		args.positional = append(args.positional, l.items...)
		if l.rest.empty() {
			return
		}
		args.rest = union(args.rest, l.rest)
	} else {
		args.rest = union(args.rest, r.items(v, place))
	}
	args.spread = true
}

func onlyList(v value) (*list, bool) {
	if len(v.things) != 1 || len(v.text) > 0 {
		return nil, false
	}
	l, ok := v.things[0].(*list)
	return l, ok
}

func (r *run) spreadNamed(args *arguments, v value, place source.Span) {
	for _, t := range v.things {
		d, ok := t.(*dict)
		if !ok {
			args.open = args.open || t != none
			continue
		}
		for _, e := range d.entries {
			e.maybe = e.maybe || len(v.things) > 1
			args.name(e)
		}
		args.open = args.open || d.open || !d.rest.empty()
		r.hand(d.rest, "a call, under a name that is not known", place)
	}
	args.open = args.open || len(v.text) > 0
}

// name adds a named argument; one of before stays possible.
func (a *arguments) name(e entry) {
	for i := range a.named {
		if a.named[i].name == e.name {
			a.named[i].value = union(a.named[i].value, e.value)
			a.named[i].maybe = a.named[i].maybe && e.maybe
			return
		}
	}
	a.named = append(a.named, e)
}

// apply calls one thing.
func (r *run) apply(s *scope, t thing, args arguments, place source.Span) value {
	if r.steps += args.weight(); !r.step(place) {
		return value{}
	}
	switch t := t.(type) {
	case *function:
		return r.invoke(t, args, place)
	case *bound:
		return r.applyBound(s, t, args, place)
	case *class:
		return r.construct(s, t, args, place)
	case *instance:
		return r.callMethod(t, r.special.Invoke, args, place)
	case object:
		return r.callObject(t, args, place)
	case native:
		return r.callNative(s, t, args, place)
	case wrapped:
		return r.call(t.fn, args, place)
	case above:
		return r.constructAbove(t, args, place)
	case foreign:
		return r.callForeign(t, args, place)
	case constant, dressed:
		return value{}
	case overflow:
		r.missing("", place, reasonOverflow)
	}
	return r.callUnknown("a function that is not known", args, place)
}

func (r *run) applyBound(s *scope, b *bound, args arguments, place source.Span) value {
	all := arguments{
		self: args.self, types: args.types, positional: append(b.args.positional[:len(b.args.positional):len(b.args.positional)], args.positional...),
		rest: union(b.args.rest, args.rest), open: b.args.open || args.open, spread: b.args.spread || args.spread,
		named: slices.Clone(args.named),
	}
	if !b.args.self.empty() {
		all.self = b.args.self
	}
	for _, e := range b.args.named {
		if !slices.ContainsFunc(args.named, func(other entry) bool { return other.name == e.name }) {
			all.named = append(all.named, e)
		}
	}
	var result value
	for _, t := range meant(b.fn.things, all) {
		result = union(result, r.apply(s, t, all, place))
	}
	return result
}

// callMethod calls a method that the language calls unasked; an instance without it gives itself.
func (r *run) callMethod(i *instance, name string, args arguments, place source.Span) value {
	f := value{}
	if name != "" {
		f = r.bind(r.attribute(i.of, name, nil), things(i), i.of, place)
	}
	if f.empty() {
		return things(i)
	}
	return r.call(f, args, place)
}

// callObject calls a value of the SDK.
func (r *run) callObject(o object, args arguments, place source.Span) value {
	effect := r.idioms.Call(o.of, sdkArguments(args))
	if effect.Fill != nil {
		args = r.filled(effect.Fill, args, place)
		effect = r.idioms.Call(o.of, sdkArguments(args))
	}
	if effect.Run {
		r.runFunctions(args, place)
	}
	r.feed(effect.Feed, args, place)
	v := r.record(effect, place)
	if made := r.loaded(effect, args, place); !made.empty() {
		v = made
	}
	r.fillRecord(v, effect, args)
	if effect.Callback {
		r.callBack(args, v, place)
	}
	if effect.First && len(args.positional) > 0 {
		v = union(v, args.positional[0])
	}
	return v
}

// loaded is what a call gives of the class that is its first argument.
func (r *run) loaded(effect sdk.Effect, args arguments, place source.Span) value {
	if !effect.Loads || len(args.positional) == 0 {
		return value{}
	}
	made := r.instances(args.positional[0], false)
	switch {
	case made.empty():
		return made
	case effect.Lists:
		return r.listAt(r.scopeInHand(), place, nil, made)
	}
	return union(made, things(none)) // there may be none
}

func sdkArguments(args arguments) sdk.Arguments {
	all := sdk.Arguments{Open: args.open}
	for _, t := range args.types {
		all.Types = append(all.Types, given(t, 0))
	}
	for _, v := range args.positional {
		all.Positional = append(all.Positional, given(v, 0))
	}
	for _, e := range args.named {
		all.Named = append(all.Named, sdk.Field{Name: e.name, Value: given(e.value, 0), Maybe: e.maybe})
	}
	if args.spread {
		all.Open = true
	}
	return all
}

// runFunctions calls the functions among arguments, as code that takes callbacks does.
func (r *run) runFunctions(args arguments, place source.Span) {
	for _, v := range args.all() {
		for _, t := range v.things {
			switch t.(type) {
			case *function, *bound:
				r.apply(r.scopeInHand(), t, arguments{rest: data(reasonCaller), spread: true, open: true}, place)
			}
		}
	}
}

// callForeign calls something that is not in the repository. What it gives is of it, or wraps a function that it was given.
func (r *run) callForeign(f foreign, args arguments, place source.Span) value {
	r.outside(f, args.all()...)
	result := r.external(f.path + "()")
	if r.special.NamedClasses {
		result = union(result, r.handNamed(args, place))
	}
	for _, v := range args.all() {
		r.hand(v, f.path, place)
		for _, t := range v.things {
			switch t := t.(type) {
			case *class:
				if len(args.positional) == 1 && len(args.named) == 0 {
					result = union(result, r.classGiven(t))
				}
			case *function, *bound:
				if len(args.positional) == 1 && len(args.named) == 0 {
					result = union(result, things(t))
				}
			}
		}
	}
	return result
}

// classGiven is what code that cannot be read makes of a class: as a decorator a class, else in some languages an instance (a container
// that is asked for one).
func (r *run) classGiven(c *class) value {
	if r.special.Declared { // nothing decorates there, and the type that is declared tells what is made
		return value{}
	}
	if r.special.Exports != "" && r.decorating == 0 {
		return r.instanceOf(c)
	}
	return things(c)
}

func (r *run) callUnknown(what string, args arguments, place source.Span) value {
	for _, v := range args.all() {
		r.hand(v, what, place)
	}
	if r.spent {
		return value{}
	}
	result := data("what a call of " + what + " gives")
	// An unknown decorator gives the function back in some form.
	if len(args.positional) == 1 && len(args.named) == 0 {
		for _, t := range args.positional[0].things {
			switch t.(type) {
			case *function:
				result = union(result, things(t))
			case *class:
				if !r.special.Declared {
					result = union(result, things(t))
				}
			}
		}
	}
	return result
}

// maxHandDepth is how deep containers are looked into that are handed to code which cannot be read.
const maxHandDepth = 3

// hand notes what code that cannot be read is given: functions may be called, SDK values used.
func (r *run) hand(v value, to string, place source.Span) { r.handDeep(v, to, place, 0) }

func (r *run) handDeep(v value, to string, place source.Span, depth int) {
	if depth > maxHandDepth {
		return
	}
	r.escape(v)
	for _, t := range v.things {
		switch t := t.(type) {
		case object:
			if !r.lang.Own(to) {
				for _, u := range r.idioms.Handed(t.of, to) {
					r.missing(u.Service, place, u.Reason)
				}
			}
		case *list:
			r.handDeep(t.any(), to, place, depth+1)
		case *dict:
			r.handDeep(t.any(), to, place, depth+1)
		case foreign: // it may be called there, unless it is spelt like a constant
			if name := lastName(t.path); name != strings.ToUpper(name) && !r.lang.Own(to) {
				r.outside(t)
			}
		}
	}
}
