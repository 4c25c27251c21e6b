package flow

import (
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/symbolic"
)

// arrays is the natives that go through a list with a function, item and position apart.
func (r *run) arrays(s *scope, n native, first value, args arguments, place source.Span) value {
	second, _ := args.at(1, "")
	switch n.Do {
	case Iterated:
		return r.iterable(s, first, place)
	case Concat:
		return r.concat(s, args, place)
	case Accumulate:
		return r.accumulate(first, args, place)
	case Test:
		fn, _ := functionAmong(args)
		r.eachItem(s, n, first, fn, value{}, inside(place))
		return things(uncertain)
	case EachValue:
		r.eachValue(first, second, place)
		return things(none)
	case From:
		if second.empty() {
			return r.listAt(s, place, nil, r.items(first, place))
		}
		return things(r.eachItem(s, n, first, second, value{}, place))
	}
	return r.fromPairs(s, first, place)
}

// iterable is what a loop goes through.
func (r *run) iterable(s *scope, v value, place source.Span) value {
	if l, ok := onlyList(v); ok {
		return things(l)
	}
	all := textValue(v.text)
	for _, t := range v.things {
		if d, ok := t.(*dict); ok {
			all = union(all, r.viewed(s, native{Native: Native{Do: Entries}}, things(d), place))
		} else {
			all = union(all, things(t))
		}
	}
	return all
}

func (r *run) concat(s *scope, args arguments, place source.Span) value {
	for _, v := range args.positional {
		if isList(v) {
			return r.listAt(s, place, nil, r.concatItems(args, place))
		}
	}
	sets := make([]symbolic.Set, 0, len(args.positional))
	for _, v := range args.positional {
		sets = append(sets, v.asText())
	}
	return textValue(symbolic.Join(sets...))
}

func (r *run) concatItems(args arguments, place source.Span) (items value) {
	for _, v := range args.all() {
		for _, t := range v.things {
			if l, ok := t.(*list); ok {
				items = union(items, l.any())
			} else {
				items = union(items, things(t))
			}
		}
		items = union(items, textValue(v.text))
	}
	return items
}

// accumulate runs a reduction until what it gives no longer grows, or for a few rounds.
func (r *run) accumulate(first value, args arguments, place source.Span) value {
	fn, _ := args.at(1, "")
	kept, given := args.at(2, "")
	if !given {
		kept = r.items(first, place)
	}
	items := []value{r.items(first, place)}
	if each, ok := exactItems(first); ok {
		items = each
	}
	for _, item := range items {
		for range maxRounds {
			next := union(kept, r.call(fn, arguments{positional: []value{kept, item}}, place))
			if grown := !same(next, kept); !grown || len(items) > 1 {
				kept = next
				break
			}
			kept = next
		}
	}
	return kept
}

func (r *run) eachValue(of, fn value, place source.Span) {
	for _, t := range of.things {
		d, ok := t.(*dict)
		if !ok {
			r.call(fn, arguments{positional: []value{r.thingItems(t, place), data("a key")}}, place)
			continue
		}
		for _, e := range d.entries {
			r.call(fn, arguments{positional: []value{e.value, literal(e.name)}}, place)
		}
		if rest := union(d.rest, openEntry(d)); !rest.empty() {
			r.call(fn, arguments{positional: []value{rest, otherKeys(d)}}, place)
		}
	}
}

// fromPairs is the dictionary of a list of pairs.
func (r *run) fromPairs(s *scope, v value, place source.Span) value {
	d := r.make(s, "dict", place, newDict).(*dict)
	d.clear(r.region)
	r.version++
	for _, t := range v.things {
		l, ok := t.(*list)
		if !ok {
			r.spreadInto(d, things(t))
			continue
		}
		for _, item := range l.items {
			r.setPair(d, item, place)
		}
		if !l.rest.empty() {
			r.setPair(d, l.rest, place)
		}
	}
	return things(d)
}

func (r *run) setPair(d *dict, pair value, place source.Span) {
	zero, one := things(digits{0}), things(digits{1})
	r.setEntry(d, r.index(pair, zero, place), r.index(pair, one, place))
}
