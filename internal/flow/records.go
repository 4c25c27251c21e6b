package flow

import (
	"strings"

	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/source"
)

// recordClass is a class that the language's own library makes: of named fields in order (a namedtuple), or of whatever it is given.
func (r *run) recordClass(s *scope, n native, args arguments, place source.Span) value {
	c := r.make(s, "record", place, func(id int) thing {
		attrs := &scope{kind: ofClass, vars: make(map[string]value), outer: s, module: s.module, context: s.context}
		return &class{id: id, code: &program.Class{At: program.At{Place: place}}, attrs: attrs}
	}).(*class)
	if n.Do == Namespace {
		made := r.construct(s, c, args, place)
		for _, v := range append(args.positional, args.rest) { // a dictionary of fields
			for _, t := range v.things {
				if d, ok := t.(*dict); ok {
					r.setEntries(made, d)
				}
			}
		}
		return made
	}
	names, _ := args.at(1, "field_names")
	var known bool
	if c.fields, known = fieldNames(names); !known {
		c.fields = nil
	}
	return things(c)
}

// setEntries gives an instance a dictionary's entries as fields.
func (r *run) setEntries(of value, d *dict) {
	for _, e := range d.entries {
		r.setMember(of, e.name, e.value, source.Span{})
	}
	for _, t := range of.things {
		if i, ok := t.(*instance); ok {
			r.grow(&i.any, d.rest)
		}
	}
}

// fieldNames are the names in a text or in a list of texts.
func fieldNames(v value) (names []string, known bool) {
	if text, ok := v.known(); ok {
		return strings.Fields(strings.ReplaceAll(text, ",", " ")), true
	}
	l, ok := onlyList(v)
	if !ok || !l.rest.empty() {
		return nil, false
	}
	for _, item := range l.items {
		if pair, ok := onlyList(item); ok && len(pair.items) > 0 { // typing.NamedTuple: name and type
			item = pair.items[0]
		}
		name, ok := item.known()
		if !ok {
			return nil, false
		}
		names = append(names, name)
	}
	return names, true
}

// ordered is an instance's field at a position, where its class names its fields in order and does not say otherwise what an index gives.
func (r *run) ordered(i *instance, n int) value {
	declared := r.declaredFields(i.of)
	if n < 0 {
		n += len(declared)
	}
	if n < 0 || n >= len(declared) {
		return i.any
	}
	if v := union(i.fields[declared[n]], i.any); !v.empty() {
		return v
	}
	if v := r.statedField(i.of, declared[n]); !v.empty() || !i.others {
		return v
	}
	return data("a field that nothing which is seen sets")
}

// held is everything in an instance's fields.
func (i *instance) held() value {
	all := i.any
	for _, name := range sortedNames(i.fields) {
		all = union(all, i.fields[name])
	}
	return all
}
