package flow

import (
	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/symbolic"
)

// Everywhere is what a language has some of whose methods belong to every value: to wait for it, to go on when it is there.
type Everywhere interface {
	// Anything is a method that a value has unless it has one of the name of its own.
	Anything(name string) (Native, bool)
}

// everywhere is the member of v that every value has; ok is false where there is no such.
func (r *run) everywhere(v value, name string, place source.Span) (all value, ok bool) {
	language, has := r.lang.(Everywhere)
	if !has {
		return value{}, false
	}
	n, ok := language.Anything(name)
	if !ok {
		return value{}, false
	}
	rest := textValue(v.text)
	for _, t := range v.things {
		if own := r.ownMember(t, name, place); own.empty() {
			rest = union(rest, things(t))
		} else {
			all = union(all, own)
		}
	}
	if !rest.empty() || v.empty() {
		all = union(all, things(method(n, rest)))
	}
	return all, true
}

func (r *run) ownMember(t thing, name string, place source.Span) value {
	switch t := t.(type) {
	case *dict:
		v, _ := t.get(name)
		return r.bind(v, things(t), nil, place)
	case *instance:
		if r.hasMember(t, name) {
			return r.instanceMember(t, name, place)
		}
	case *class:
		return r.bindToClass(r.attribute(t, name, nil), t, place)
	}
	return value{}
}

// takeApart gives the entries of v to the targets of a dictionary that stands on the left; one without a key takes the others.
func (r *run) takeApart(s *scope, target *program.Dict, v value) {
	var taken []string
	for _, e := range target.Entries {
		if e.Key == nil {
			r.assign(s, e.Value, r.others(s, target, v, taken))
			continue
		}
		key := r.eval(s, e.Key)
		name, known := key.known()
		if known {
			taken = append(taken, name)
			r.assign(s, e.Value, r.member(v, name, e.Key.Span()))
		} else {
			r.assign(s, e.Value, r.index(v, key, e.Key.Span()))
		}
	}
}

// others is v without the entries that were taken.
func (r *run) others(s *scope, target *program.Dict, v value, taken []string) value {
	var all value
	for _, t := range v.things {
		from, ok := t.(*dict)
		if !ok {
			all = union(all, things(t))
			continue
		}
		d := r.dictAt(s, target)
		r.spreadInto(d, things(from))
		for _, name := range taken {
			d.remove(name)
		}
		all = union(all, things(d))
	}
	return all
}

func (d *dict) remove(name string) {
	at, ok := d.at[name]
	if !ok {
		return
	}
	d.entries = append(d.entries[:at:at], d.entries[at+1:]...)
	d.at = make(map[string]int, len(d.entries))
	for i, e := range d.entries {
		d.at[e.name] = i
	}
}

// orDefault is v, or the default where v may not be there.
func (r *run) orDefault(s *scope, v value, otherwise program.Expr) value {
	if v.empty() || isOnly(v, none) {
		return r.eval(s, otherwise)
	}
	if equal(v, things(none)) == symbolic.No {
		return v
	}
	return union(without(v, false), r.eval(s, otherwise))
}

// fieldIndex is i[key] for a language in which that is a member.
func (r *run) fieldIndex(t thing, key value, place source.Span) value {
	if name, ok := key.known(); ok {
		return r.member(things(t), name, place)
	}
	all := r.anyMember(t, place)
	if i, ok := t.(*instance); ok {
		all = union(all, i.held())
	}
	return all
}

// setFieldIndex is t[key] = v likewise.
func (r *run) setFieldIndex(t thing, key, v value, place source.Span) {
	if name, ok := key.known(); ok {
		r.setMember(things(t), name, v, place)
		return
	}
	if i, ok := t.(*instance); ok {
		r.grow(&i.any, v)
	}
}

// setMethods gives a class the methods that an object has, and what another class has that stands for its methods.
func (r *run) setMethods(c *class, of value) {
	for _, t := range of.things {
		switch t := t.(type) {
		case *dict:
			r.setEntries(things(c), t)
		case *class, foreign:
			if !same(things(t), things(c)) {
				r.include(things(c), things(t))
			}
		}
	}
}

// callableMember is a method that a class has because it is a function too.
func (r *run) callableMember(c *class, name string) value {
	if name == r.special.Methods {
		return things(c)
	}
	if n, ok := r.lang.Method(OfFunction, name); ok && r.special.Fields {
		return things(method(n, things(c)))
	}
	return value{}
}

// functionMember is something that was set on a function, or a method of functions.
func (r *run) functionMember(t thing, name string) value {
	if v := r.attached[t.key()+"."+name]; !v.empty() {
		return v
	}
	if n, ok := r.lang.Method(OfFunction, name); ok {
		return things(method(n, things(t)))
	}
	return data("a member of a function")
}

// called is the natives that call a function on something.
func (r *run) called(s *scope, n native, fn value, args arguments, place source.Span) value {
	self, _ := args.at(1, "")
	rest := args
	rest.positional = args.positional[min(2, len(args.positional)):]
	switch n.Do {
	case CallOn:
		return r.call(r.onReceiver(fn, self), rest, place)
	case ApplyOn:
		given, _ := args.at(2, "")
		var spread arguments
		r.spreadPositional(&spread, given, place)
		return r.call(r.onReceiver(fn, self), spread, place)
	}
	on := r.onReceiver(fn, self) // BindTo
	if len(rest.positional) == 0 && !rest.spread {
		return on
	}
	return r.partial(s, on, rest.with(value{}), place)
}

// onReceiver makes methods of functions. What is a method already stays one of what it was.
func (r *run) onReceiver(fn, self value) value {
	all := textValue(fn.text)
	for _, t := range fn.things {
		if f, ok := t.(*function); ok && f.code.Receiver != "" {
			all = union(all, r.method(f, self))
		} else {
			all = union(all, things(t))
		}
	}
	return all
}

// promise is what a function gives to the function that it is handed: the value comes by a call.
func (r *run) promise(s *scope, fn value, place source.Span) value {
	l := r.make(s, "promise", place, func(id int) thing { return &list{id: id} }).(*list)
	settle := method(Native{Do: Settle}, things(l))
	r.call(fn, arguments{positional: []value{things(settle), things(native{Native: Native{Do: Pure}})}}, place)
	if l.rest.empty() {
		return data("what a function is told later")
	}
	return l.rest
}

// merge sets the entries of all arguments behind the first in the first.
func (r *run) merge(first value, args arguments) value {
	for _, from := range args.positional[min(1, len(args.positional)):] {
		for _, t := range first.things {
			switch t := t.(type) {
			case *dict:
				r.spreadInto(t, from)
			case *instance, *class, *function:
				for _, given := range from.things {
					if d, ok := given.(*dict); ok {
						r.setEntries(things(t), d)
					}
				}
			}
		}
	}
	return first
}

// callBack calls the functions among arguments with an error, and what came.
func (r *run) callBack(args arguments, v value, place source.Span) {
	for _, a := range args.all() {
		for _, t := range a.things {
			if isFunction(t) {
				r.apply(r.scopeInHand(), t, arguments{positional: []value{data("an error"), v}}, place)
			}
		}
	}
}
