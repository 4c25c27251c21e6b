package flow

import (
	"strconv"

	"github.com/parebot/pare/internal/source"
)

// channel is what is put in at one end and taken out at the other: it keeps what it has for those that came before.
func (r *run) channel(s *scope, place source.Span) value {
	return things(r.make(s, "channel", place, func(id int) thing { return &list{id: id, channel: true} }))
}

// appended is a list with more items. It is the list itself, since whoever has that may see them; where there is none yet, one is made.
func (r *run) appended(s *scope, v value, args arguments, place source.Span) value {
	added := args.rest
	for _, item := range args.positional[min(1, len(args.positional)):] {
		added = union(added, item)
	}
	var lists, others value
	for _, t := range v.things {
		switch l, ok := t.(*list); {
		case ok:
			r.grow(&l.rest, added)
			lists = union(lists, things(l))
		case t != none:
			others = union(others, r.thingItems(t, place))
		}
	}
	if !lists.empty() && others.empty() {
		return lists
	}
	made := r.make(s, "appended", place, func(id int) thing { return &list{id: id} }).(*list)
	r.grow(&made.rest, union(added, others))
	return union(lists, things(made))
}

// decoded is what a decoder gives: an error. Records that it was given may have any field then.
func decoded(args arguments) value {
	for _, v := range args.all() {
		for _, t := range v.things {
			if d, ok := t.(*dict); ok {
				d.open = true
			}
		}
	}
	return data("what a decoder gives")
}

// exposed is what reflection makes of a value: whoever has it may call its functions and methods.
func (r *run) exposed(v value) value {
	r.escape(v)
	for _, t := range v.things {
		i, ok := t.(*instance)
		if !ok {
			continue
		}
		for _, name := range methodsOf(i.of, make(map[*class]bool)) {
			for _, member := range r.attribute(i.of, name, nil).things {
				if f, ok := member.(*function); ok {
					r.escape(r.method(f, things(i)))
				}
			}
		}
	}
	return data("what reflection gives")
}

// ranged is a list of pairs of what a loop over v gives: a key with its value, a position with the item. Of op "keys" it is the first of
// each alone; a channel gives its items.
func (r *run) ranged(s *scope, v value, op string, place source.Span) value {
	keys := op == "keys"
	if each, ok := exactItems(v); ok && !v.things[0].(*list).channel {
		items := make([]value, len(each))
		for i, item := range each {
			items[i] = things(digits{i})
			if !keys {
				items[i] = r.pair(s, place, strconv.Itoa(i), items[i], item)
			}
		}
		return r.listAt(s, place, items, value{})
	}
	var first, second value
	for _, t := range v.things {
		a, b := r.rangedThing(t, place)
		first, second = union(first, a), union(second, b)
	}
	if len(v.text) > 0 {
		first, second = union(first, data("a position")), union(second, data("a letter of a string"))
	}
	switch {
	case first.empty() && second.empty():
		return r.listAt(s, place, nil, value{})
	case keys:
		return r.listAt(s, place, nil, first)
	}
	return r.listAt(s, place, nil, r.pair(s, place, "", first, second))
}

func (r *run) pair(s *scope, place source.Span, which string, first, second value) value {
	l := r.make(s, "pair "+which, place, func(id int) thing { return &list{id: id, tuple: true} }).(*list)
	l.items = []value{first, second}
	return things(l)
}

// rangedThing is the keys and the values of a loop over one thing.
func (r *run) rangedThing(t thing, place source.Span) (keys, values value) {
	switch t := t.(type) {
	case *dict:
		if t.of == nil {
			return r.keysOf(t), t.any()
		}
	case *list:
		items := t.any()
		if t.channel || items.empty() {
			return items, value{}
		}
		return data("a position"), items
	case digits, constant, dressed:
		return data("a position"), value{}
	case *function, *bound: // an iterator: it calls what it is given with what there is
		r.apply(r.scopeInHand(), t, arguments{positional: []value{data("the body of a loop")}}, place)
		return data("what an iterator gives"), data("what an iterator gives")
	}
	return data("a key that is not known"), r.thingItems(t, place)
}
