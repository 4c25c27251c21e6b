package flow

import (
	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/symbolic"
)

// entry is what a dictionary has under a key.
func (r *run) entry(d *dict, key value) value {
	all := d.rest
	if d.open {
		all = union(all, data("an entry that is not known"))
	}
	for _, choice := range key.asText() {
		name, ok := choice.Value.Known()
		if !ok {
			return union(all, d.any())
		}
		if v, ok := d.get(name); ok {
			all = union(all, v)
		}
	}
	return all
}

// setEntry gives a dictionary an entry.
func (r *run) setEntry(d *dict, key, v value) {
	for _, t := range key.things {
		switch t.(type) {
		case *class, *function, *bound, *instance:
			r.grow(&d.objects, things(t))
		}
	}
	for _, choice := range key.asText() {
		name, ok := choice.Value.Known()
		if !ok {
			r.grow(&d.rest, v)
			d.keys = bounded(symbolic.Union(d.keys, symbolic.Set{choice}))
			continue
		}
		r.setNamed(d, entry{name, v, len(key.asText()) > 1})
	}
}

func (r *run) setNamed(d *dict, e entry) {
	sure := d.region == r.region && !e.maybe
	i, there := d.at[e.name]
	if !there {
		e.maybe = !sure
		d.add(e)
		r.version++
		return
	}
	old := &d.entries[i]
	if !sure {
		e.value = union(old.value, e.value)
	}
	if !same(old.value, e.value) {
		r.version++
		old.value = e.value
	}
	old.maybe = old.maybe && !sure
}

// spreadInto sets all entries of v in a dictionary.
func (r *run) spreadInto(d *dict, v value) {
	for _, t := range v.things {
		from, ok := t.(*dict)
		if !ok {
			if t != none && !r.pairsInto(d, t) {
				d.open = true
			}
			continue
		}
		for _, e := range from.entries {
			if len(v.things) > 1 {
				e.maybe = true
			}
			r.setNamed(d, e)
		}
		if !from.rest.empty() {
			r.grow(&d.rest, from.rest)
			d.keys = bounded(symbolic.Union(d.keys, from.keys))
		}
		r.grow(&d.objects, from.objects)
		d.open = d.open || from.open
	}
	if len(v.text) > 0 {
		d.open = true
	}
}

// pairsInto sets the entries that a list of keys with their values holds; false where it is no such list.
func (r *run) pairsInto(d *dict, t thing) bool {
	l, ok := t.(*list)
	if !ok || !l.rest.empty() {
		return false
	}
	for _, item := range l.items {
		pair, ok := onlyList(item)
		if !ok || len(pair.items) != 2 || !pair.rest.empty() {
			return false
		}
		r.setEntry(d, pair.items[0], pair.items[1])
	}
	return true
}

func (r *run) setIndex(v, key, to value) {
	for _, t := range v.things {
		switch t := t.(type) {
		case *dict:
			r.setEntry(t, key, to)
		case *list:
			r.grow(&t.rest, to)
		case *instance, *class:
			if r.special.Fields {
				r.setFieldIndex(t, key, to, source.Span{})
			}
		}
	}
}

func (r *run) mergeDicts(left, right value, x *program.Binary, s *scope) value {
	d := r.dictAt(s, x)
	r.spreadInto(d, left)
	r.spreadInto(d, right)
	return things(d)
}

func (r *run) keysOf(d *dict) value {
	var all value
	for _, e := range d.entries {
		all = union(all, literal(e.name))
	}
	all = union(all, textValue(d.keys), d.objects)
	if d.open {
		all = union(all, data("a key that is not known"))
	}
	return all
}
