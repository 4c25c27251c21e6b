package flow

import (
	"slices"
	"strings"

	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/symbolic"
)

// optional is the natives of values that may be there or not, and of what holds one value or several.
func (r *run) optional(s *scope, n native, first value, args arguments, place source.Span) value {
	second, _ := args.at(1, "")
	switch n.Do {
	case Present:
		return present(first)
	case OrElse:
		if !maybeNone(first) {
			return first
		}
		return union(present(first), unlessEmpty(r.supplied(second, place), first))
	case Fill:
		if fn, _ := functionAmong(args); !fn.empty() && !isFunctions(second) { // a dictionary's: for a key
			filled := r.call(fn, arguments{positional: []value{second}}, place)
			for _, t := range first.things {
				if d, ok := t.(*dict); ok {
					r.within(func() { r.setEntry(d, second, filled) })
				}
			}
			return union(r.index(first, second, place), filled)
		}
		filled := r.supplied(second, place)
		for _, t := range first.things {
			if l, ok := t.(*list); ok {
				r.grow(&l.rest, filled)
			}
		}
		return union(r.element(first, place), filled)
	case Inside:
		return r.inside(s, first, second, place)
	case Inspect:
		r.inside(s, first, second, place)
		return first
	case Invoke:
		args.positional = args.positional[min(1, len(args.positional)):]
		return r.call(first, args, place)
	}
	return value{}
}

func isFunctions(v value) bool { return slices.ContainsFunc(v.things, isFunction) }

// unlessEmpty leaves the empty text out of a default: it names nothing where something else is.
func unlessEmpty(v, first value) value {
	if text, ok := v.known(); ok && text == "" && len(first.text) > 0 {
		return value{}
	}
	return v
}

// present is v without none.
func present(v value) value {
	if !v.has(none) {
		return v
	}
	return value{text: v.text, things: slices.DeleteFunc(slices.Clone(v.things), func(t thing) bool { return t == none })}
}

// maybeNone says that v may be none, as far as can be told: what is known in part only may be.
func maybeNone(v value) bool { return v.empty() || equalNone(v) != symbolic.No }

// supplied is a value, or what a function gives that makes it.
func (r *run) supplied(v value, place source.Span) value {
	if !slices.ContainsFunc(v.things, isFunction) {
		return v
	}
	return r.call(v, arguments{positional: []value{data(reasonCaller)}}, place)
}

// inside calls a function with each item of what holds several, or with the value itself, and gives the results in the same way.
func (r *run) inside(s *scope, of, fn value, place source.Span) value {
	one, all := textValue(of.text), value{}
	for _, t := range of.things {
		l, ok := t.(*list)
		switch {
		case ok && l.rest.empty() && len(l.items) <= maxUnrolled:
			results := make([]value, len(l.items))
			for i, item := range l.items {
				results[i] = r.call(fn, arguments{positional: []value{item}}, place)
			}
			all = union(all, r.listAt(s, place, results, value{}))
		case ok:
			all = union(all, r.listAt(s, place, nil, r.call(fn, arguments{positional: []value{l.any()}}, place)))
		case t != none:
			one = union(one, things(t))
		}
	}
	if !one.empty() {
		all = union(all, r.call(fn, arguments{positional: []value{one}}, place))
	}
	return all
}

// serve calls the functions that a program hands to the runtime, as the runtime does: with the event.
func (r *run) serve(handler value, last bool, place source.Span) value {
	for _, t := range handler.things {
		given := []value{things(event{}), data("the context of the invocation")}
		if f := codeOf(t); f != nil {
			given = given[:min(2, max(1, len(f.Params)))]
		}
		if last {
			slices.Reverse(given)
		}
		r.apply(r.scopeInHand(), t, arguments{positional: given}, place)
	}
	return things(none)
}

// codeOf is the code of a function or method; nil where it is none.
func codeOf(t thing) *program.Function {
	if b, ok := t.(*bound); ok && len(b.fn.things) == 1 {
		t = b.fn.things[0]
	}
	if f, ok := t.(*function); ok {
		return f.code
	}
	return nil
}

// include makes a class one of the bases of another, where that was defined without it. The methods of names are those that the base asks
// for: where it is not in the repository, whoever is handed an instance may call them.
func (r *run) include(into, base value, names ...value) value {
	for _, t := range into.things {
		c, ok := t.(*class)
		if i, of := t.(*instance); of { // one of its instances alone is not told apart
			c, ok = i.of, true
		}
		if !ok || slices.ContainsFunc(append(slices.Clone(c.bases), c.mixed...), func(v value) bool { return same(v, base) }) {
			continue
		}
		if len(names) > 0 && isForeign(base) {
			for _, name := range names {
				if text, ok := name.known(); ok {
					c.asked = append(c.asked, text)
				}
			}
			continue
		}
		c.mixed = append(c.mixed, base)
		clear(r.kinds)
		r.version++
	}
	return things(none)
}

// included calls what a class of the repository has to do where another one takes it as a base.
func (r *run) included(by value, args arguments, place source.Span) value {
	of, _ := args.at(1, "")
	name, _ := args.at(2, "")
	text, _ := name.known()
	for _, t := range of.things {
		c, ok := t.(*class)
		if !ok {
			continue
		}
		if hook := r.attribute(c, text, nil); !hook.empty() && !isForeign(hook) {
			r.call(r.bindToClass(hook, c, place), arguments{positional: []value{by}}, place)
		}
	}
	return things(none)
}

// escapeAsked lets code that is not in the repository call the methods of an instance that its interfaces ask for.
func (r *run) escapeAsked(c *class, i *instance, place source.Span) {
	for _, t := range lineage(c, make(map[*class]bool)) {
		if at, ok := t.(*class); ok {
			for _, name := range at.asked {
				r.escape(r.bind(r.attribute(c, name, nil), things(i), c, place))
			}
		}
	}
}

// escapeUnasked lets the language call the methods of an instance that it calls where the program does not name them.
func (r *run) escapeUnasked(c *class, i *instance, place source.Span) {
	extends := r.buildsOn(c)
	for _, t := range lineage(c, make(map[*class]bool)) {
		at, ours := t.(*class)
		if !ours {
			continue
		}
		for _, name := range sortedNames(at.attrs.vars) {
			v := at.attrs.vars[name]
			bare := strings.TrimSuffix(name, program.Method)
			if r.special.Unasked != nil && r.special.Unasked(bare, extends) || slices.ContainsFunc(v.things, isUnasked) {
				r.escape(r.bind(v, things(i), c, place))
			}
		}
	}
}

// buildsOn says that a class has a base, or promises something, that is not in the repository.
func (r *run) buildsOn(c *class) bool {
	return slices.ContainsFunc(lineage(c, make(map[*class]bool)), func(t thing) bool {
		at, ours := t.(*class)
		return !ours || at.promises
	})
}

func isUnasked(t thing) bool {
	f, ok := t.(*function)
	return ok && f.code.Unasked
}

// callee is what a call calls. Where fields and methods have names of their own, a.b() is a method of an instance that has one.
func (r *run) callee(s *scope, call *program.Call) value {
	m, ok := call.Function.(*program.Member)
	if !ok || !r.special.Apart {
		return r.eval(s, call.Function)
	}
	if r.adds(m.Name) {
		r.prepare(s, m.X, len(call.Args))
	}
	var all value
	of := r.eval(s, m.X)
	if len(of.text) > 0 {
		if all = r.addedToText(textValue(of.text), m.Name, m.Span()); all.empty() {
			all = r.methodOf(OfText, textValue(of.text), m.Name)
		}
	}
	for _, t := range of.things {
		if i, ok := t.(*instance); ok {
			if method := r.attribute(i.of, m.Name, nil); !method.empty() {
				all = union(all, r.bind(method, things(i), i.of, m.Span()))
				continue
			}
		}
		if o, ok := t.(object); ok {
			if method := r.extension(o, m.Name, len(call.Args)); !method.empty() {
				all = union(all, r.bind(method, things(o), nil, m.Span()))
				continue
			}
		}
		if method := r.added(t, m.Name, m.Span()); !method.empty() {
			all = union(all, method)
			continue
		}
		all = union(all, r.thingMember(t, m.Name, m.Span()))
	}
	return all
}

// extension is a method that the program adds to a type of the SDK's. The type's own method of the name comes first where it fits: those of
// clients take no arguments.
func (r *run) extension(o object, name string, args int) value {
	added := r.attached[extensionPath(o.of, name)]
	if added.empty() || args > 0 || len(r.idioms.Member(o.of, name).Unknown) > 0 {
		return added
	}
	return value{}
}

func extensionPath(of *sdk.Object, name string) string {
	return "sdk " + of.Kind + " " + of.Service + "." + name
}

// words is a list of the words that texts hold, split at white space; what is not known for certain may be any number of words.
func (r *run) words(s *scope, n native, args arguments, place source.Span) value {
	var items []value
	rest := args.rest
	for _, v := range args.positional {
		text, known := v.known()
		switch l, isList := onlyList(v); {
		case isList:
			items, rest = append(items, l.items...), union(rest, l.rest)
		case known:
			for _, word := range strings.Fields(text) {
				items = append(items, literal(word))
			}
		case n.Op == "one":
			items = append(items, v)
		default:
			rest = union(rest, v)
		}
	}
	return r.listAt(s, place, items, rest)
}

// commanded calls functions and programs by name.
func (r *run) commanded(s *scope, name value, args arguments, place source.Span) value {
	args.positional = args.positional[min(1, len(args.positional)):]
	all, lost := value{}, len(name.things) > 0 || name.empty()
	for _, choice := range name.text {
		text, ok := choice.Value.Known()
		if !ok {
			lost = true
			continue
		}
		fn := r.name(s, &program.Name{At: program.At{Place: place}, ID: text[strings.LastIndexByte(text, '/')+1:] + program.Method})
		all = union(all, r.call(fn, args, place))
	}
	if lost {
		r.execute(data(reasonCaller), place)
		all = union(all, data("what another program writes"))
	}
	return all
}
