package flow

import (
	"strconv"

	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/symbolic"
)

func atoiText(n int) string { return strconv.Itoa(n) }

// container is the natives that make a container of another.
func (r *run) container(s *scope, n native, first value, args arguments, place source.Span) value {
	switch n.Do {
	case Same:
		return first
	case Second:
		second, _ := args.at(1, "")
		return second
	case Gather:
		return r.listAt(s, place, args.positional, args.rest)
	case Chain, Flatten:
		items := args.rest
		for _, v := range args.positional {
			items = union(items, r.items(v, place))
		}
		if n.Do == Flatten {
			items = r.items(items, place)
		}
		return r.listAt(s, place, nil, items)
	case DefaultDict:
		d := r.make(s, "dict", place, newDict).(*dict)
		r.grow(&d.rest, r.call(first, arguments{}, place))
		return things(d)
	case Items, NewList:
		r.runFunctions(args, place)
		if first.empty() {
			return r.listAt(s, place, nil, value{})
		}
		if l, ok := onlyList(first); ok && n.Do == NewList {
			return r.listAt(s, place, l.items, l.rest)
		}
		return r.listAt(s, place, nil, r.items(first, place))
	case Pairs:
		pair := r.listAt(s, inside(place), []value{data("a position"), r.items(first, place)}, value{})
		return r.listAt(s, place, nil, pair)
	case Zip:
		var row []value
		for _, v := range args.positional {
			row = append(row, r.items(v, place))
		}
		return r.listAt(s, place, nil, r.listAt(s, inside(place), row, value{}))
	case NewDict:
		d := r.make(s, "dict", place, newDict).(*dict)
		d.clear(r.region)
		d.open = args.open
		r.spreadInto(d, first)
		for _, e := range args.named {
			r.setNamed(d, e)
		}
		return things(d)
	case Element:
		return r.element(first, place)
	}
	return r.viewed(s, n, first, place)
}

// inside is a place of its own for what is made within something else that is made at place.
func inside(place source.Span) source.Span {
	place.End = place.Start
	return place
}

// viewed is a dictionary's keys, values or entries.
func (r *run) viewed(s *scope, n native, first value, place source.Span) value {
	var keys, values value
	for _, t := range first.things {
		switch t := t.(type) {
		case *dict:
			keys, values = union(keys, r.keysOf(t)), union(values, t.any())
			if t.open {
				values = union(values, data("an entry that is not known"))
			}
		case event:
			keys, values = union(keys, things(event{t.path + "[]"})), union(values, things(event{t.path + "[]"}))
		default:
			keys, values = union(keys, data("a key that is not known")), union(values, r.thingIndex(t, data("a key that is not known"), place))
		}
	}
	switch n.Do {
	case Keys:
		return r.listAt(s, place, nil, keys)
	case Values:
		return r.listAt(s, place, nil, values)
	}
	return r.listAt(s, place, nil, r.listAt(s, inside(place), []value{keys, values}, value{}))
}

// element is any one item, or the result of a future.
func (r *run) element(v value, place source.Span) value {
	var all value
	for _, t := range v.things {
		if d, ok := t.(*dict); ok {
			all = union(all, d.any())
		} else {
			all = union(all, r.thingItems(t, place))
		}
	}
	return all
}

// change is the natives that read or change entries and items.
func (r *run) change(n native, of value, args arguments, place source.Span) value {
	second, given := args.at(1, "")
	third, _ := args.at(2, "default")
	switch n.Do {
	case Get:
		return r.get(of, second, third, place)
	case Default:
		found := r.index(of, second, place)
		for _, t := range of.things {
			if d, ok := t.(*dict); ok {
				r.within(func() { r.setEntry(d, second, third) })
			}
		}
		return union(found, third)
	case Put:
		for _, t := range of.things {
			if d, ok := t.(*dict); ok {
				r.spreadInto(d, second)
				for _, e := range args.named {
					r.setNamed(d, e)
				}
			}
		}
	case SetEntry:
		for _, t := range of.things {
			if d, ok := t.(*dict); ok && given {
				r.setEntry(d, second, third)
			}
		}
		return r.index(of, second, place)
	case Append, Extend:
		if last := len(args.positional) - 1; n.Do == Append && last > 0 {
			second = args.positional[last] // of insert(position, item) too
		}
		if n.Do == Extend {
			second = r.items(second, place)
		}
		for _, t := range of.things {
			if l, ok := t.(*list); ok && given {
				r.grow(&l.rest, second)
			}
		}
	}
	return things(none)
}

// get is an entry by key. The default of an environment variable is what it is only where the variable is not set, so
// it is not a value of its own.
func (r *run) get(of, key, otherwise value, place source.Span) value {
	found := value{}
	if !of.empty() {
		found = r.index(value{things: of.things}, key, place)
	}
	if found.empty() {
		return union(otherwise, noneIfEmpty(otherwise))
	}
	for _, choice := range found.text {
		for _, part := range choice.Value {
			if part.Kind == symbolic.Env {
				return found
			}
		}
	}
	return union(found, otherwise)
}

func noneIfEmpty(v value) value {
	if v.empty() {
		return things(none)
	}
	return value{}
}
