package flow

import (
	"slices"

	"github.com/parebot/pare/internal/source"
)

// Extender is what a language has whose programs add methods to types that are defined elsewhere.
type Extender interface {
	// Added are the modules that hold methods of that name which are added to types.
	Added(name string) []Module
}

// added is the methods of a name that the program adds to what t is, called on t; none where t has one of its own.
func (r *run) added(t thing, name string, place source.Span) (all value) {
	if r.hasOwn(t, name) {
		return value{}
	}
	for _, f := range r.addedNamed(name, place) {
		if r.extends(f, t) {
			all = union(all, r.boundTo(t, things(f)))
		}
	}
	return all
}

// addedToText is the methods of a name that the program adds to texts, or to everything, called on one.
func (r *run) addedToText(text value, name string, place source.Span) (all value) {
	if _, own := r.lang.Method(OfText, name); own {
		return value{}
	}
	for _, f := range r.addedNamed(name, place) {
		if r.extends(f, plain{}) {
			at := site{kind: "bound " + text.key() + " " + f.key()}
			if r.made[at] == nil {
				r.made[at] = &bound{id: r.id(), fn: things(f), args: arguments{positional: []value{text}}}
			}
			all = union(all, things(r.made[at]))
		}
	}
	return all
}

// addedNamed are the methods of a name that the program adds to types.
func (r *run) addedNamed(name string, place source.Span) (all []*function) {
	lang, ok := r.lang.(Extender)
	if !ok {
		return nil
	}
	modules := lang.Added(name)
	if len(modules) == 0 {
		return nil
	}
	for _, m := range modules {
		r.load(m, nil, place)
	}
	for _, c := range r.classes {
		for _, member := range c.attrs.vars[name].things {
			if f, ok := member.(*function); ok && f.code.Extends {
				all = append(all, f)
			}
		}
	}
	return all
}

// hasOwn says that a value has a method of that name itself, as far as is known.
func (r *run) hasOwn(t thing, name string) bool {
	shape := OfData
	switch t := t.(type) {
	case *instance:
		return !r.attribute(t.of, name, nil).empty() && !isForeign(r.attribute(t.of, name, nil))
	case object:
		return !t.of.Data && len(r.idioms.Member(t.of, name).Unknown) == 0
	case *class, *module, native, overflow:
		return true
	case *list, pieces:
		shape = OfList
	case *dict:
		shape = OfDict
	}
	_, ok := r.lang.Method(shape, name)
	return ok
}

// extends says whether the type that a function adds a method to is that of t.
func (r *run) extends(f *function, t thing) bool {
	if len(f.code.Params) == 0 || f.code.Params[0].Type == nil {
		return len(f.code.Params) > 0
	}
	for _, typ := range r.eval(f.outer, f.code.Params[0].Type).things {
		switch typ := typ.(type) {
		case *class:
			if i, ok := t.(*instance); !ok || !slices.Contains(lineage(i.of, make(map[*class]bool)), thing(typ)) {
				return false
			}
		case object:
			o, ok := t.(object)
			return ok && (o.of.Service == typ.of.Service || o.of.Data)
		}
	}
	return true
}
