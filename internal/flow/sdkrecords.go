package flow

import (
	"slices"
	"strconv"

	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/source"
)

// newRecord is an empty record of a type of the SDK's, as it is made at a place.
func (r *run) newRecord(of *sdk.Object, place source.Span) *dict {
	d := r.make(r.scopeInHand(), "record "+of.Key(), place, newDict).(*dict)
	d.clear(r.region)
	d.of = of
	r.version++
	return d
}

// owned is what a variable has that is about to be changed: where that is a record by value, a copy of its own.
func (r *run) owned(s *scope, x program.Expr, v value) value {
	name, ok := x.(*program.Name)
	if !ok || !slices.ContainsFunc(v.things, byValue) {
		return v
	}
	all := textValue(v.text)
	for i, t := range v.things {
		if byValue(t) {
			t = r.copied(t.(*dict), x.Span(), i)
		}
		all = union(all, things(t))
	}
	r.assign(s, name, all)
	return all
}

func byValue(t thing) bool { d, ok := t.(*dict); return ok && d.of != nil && d.of.Value }

func (r *run) copied(from *dict, place source.Span, n int) *dict {
	d := r.make(r.scopeInHand(), "copy "+strconv.Itoa(n), place, newDict).(*dict)
	if d == from {
		return d
	}
	d.clear(r.region)
	d.of, d.keys, d.rest, d.objects, d.open = from.of, from.keys, from.rest, from.objects, from.open
	for _, e := range from.entries {
		d.add(e)
	}
	r.version++
	return d
}

// effect does what reading a member of t does, and gives its value.
func (r *run) effect(t thing, e sdk.Effect, place source.Span) value {
	v := r.record(e, place)
	if e.Bound {
		v = r.boundTo(t, v)
	}
	if e.Self {
		v = union(v, things(method(Native{Do: Same}, things(t))))
	}
	if n, ok := r.lang.Method(OfData, e.Method); ok && e.Method != "" {
		v = union(v, things(method(n, things(t))))
	}
	d, isRecord := t.(*dict)
	if !isRecord {
		return v
	}
	if e.Field != "" {
		v = union(v, r.entry(d, literal(e.Field)))
	}
	if e.Setter != "" {
		n := Native{Do: SetField, Op: e.Setter}
		if e.Adds {
			n.Do = AddField
		}
		setter := method(n, things(t))
		setter.fill = e.Fill
		v = union(v, things(setter))
	}
	return v
}

// boundTo makes methods of SDK values that get what they were read of as their first argument.
func (r *run) boundTo(t thing, methods value) value {
	at := site{kind: "bound " + t.key() + " " + methods.key()}
	made, ok := r.made[at]
	if !ok {
		made = &bound{id: r.id(), fn: methods, args: arguments{positional: []value{things(t)}}}
		r.made[at] = made
	}
	return things(made)
}

// dictMember is a member of a dictionary or a record.
func (r *run) dictMember(d *dict, name string, place source.Span) value {
	if d.of != nil {
		return r.effect(d, r.idioms.Member(d.of, name), place)
	}
	if !r.special.Fields {
		return r.methodOf(OfDict, things(d), name)
	}
	if v, ok := d.get(name); ok {
		return r.bind(union(v, d.rest), things(d), nil, place)
	}
	if n, ok := r.lang.Method(OfDict, name); ok {
		if n.Read {
			return r.callNative(r.scopeInHand(), method(n, things(d)), arguments{}, place)
		}
		return things(method(n, things(d)))
	}
	v := d.rest
	if d.open {
		v = union(v, data("an entry that is not known"))
	}
	return r.bind(v, things(d), nil, place)
}

// setField gives a field of a record its value: the argument, or a list of several. Added ones are items, or an entry of two.
func (r *run) setField(n native, args arguments, place source.Span) value {
	if n.fill != nil {
		args = r.filled(n.fill, args, place)
	}
	self, given := args.positional[0], args.positional[1:]
	for _, t := range self.things {
		d, ok := t.(*dict)
		if !ok {
			continue
		}
		switch {
		case n.Do == AddField:
			r.addToField(d, n.Op, given, place)
		case len(given) == 1:
			r.setNamed(d, entry{name: n.Op, value: given[0]})
		case len(given) == 0:
			r.setNamed(d, entry{name: n.Op, value: args.rest})
		default:
			r.setNamed(d, entry{name: n.Op, value: r.listAt(r.scopeInHand(), place, given, args.rest)})
		}
	}
	return self
}

func (r *run) addToField(d *dict, field string, given []value, place source.Span) {
	fresh := func() value {
		if len(given) == 2 {
			inner := r.make(r.scopeInHand(), "field "+field+d.key(), place, newDict).(*dict)
			inner.clear(r.region)
			return things(inner)
		}
		return things(r.make(r.scopeInHand(), "field "+field+d.key(), place, func(id int) thing { return &list{id: id} }))
	}
	into, there := d.get(field)
	if !there {
		into = fresh()
		r.setNamed(d, entry{name: field, value: into})
	}
	for _, t := range into.things {
		switch t := t.(type) {
		case *list:
			if len(given) > 0 && !slices.ContainsFunc(t.items, func(v value) bool { return same(v, given[0]) }) {
				t.items = append(t.items, given[0])
				r.version++
			}
		case *dict:
			if len(given) == 2 {
				r.setEntry(t, given[0], given[1])
			}
		}
	}
}

// filled calls the functions among arguments with new records to fill, and puts these in their place.
func (r *run) filled(of *sdk.Object, args arguments, place source.Span) arguments {
	positional := slices.Clone(args.positional)
	for i, v := range positional {
		if !slices.ContainsFunc(v.things, isFunction) {
			continue
		}
		record := things(r.newRecord(of, argumentPlace(place, i)))
		for _, t := range v.things {
			if isFunction(t) {
				r.apply(r.scopeInHand(), t, arguments{self: record, positional: []value{record}}, place)
			}
		}
		positional[i] = record
	}
	args.positional = positional
	return args
}

// argumentPlace is a place of its own for what is made for an argument behind the first.
func argumentPlace(place source.Span, position int) source.Span {
	if position > 1 {
		place.File += "\x00" + strconv.Itoa(position)
	}
	return place
}

func isFunction(t thing) bool {
	switch t.(type) {
	case *function, *bound:
		return true
	}
	return false
}
