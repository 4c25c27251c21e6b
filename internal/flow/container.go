package flow

import (
	"github.com/parebot/pare/internal/source"
)

// provide notes what a container of the program's objects is told to give for a type: for the first of the types that the call is given,
// what the second makes, or what stands among the arguments: an object, or a function that makes one. Types may be arguments too.
func (r *run) provide(args arguments) {
	var types, given value
	for _, v := range args.positional {
		switch {
		case holdsClass(v) && len(args.types) == 0 && types.empty():
			types = v
		default:
			given = union(given, value{things: v.things})
		}
	}
	if len(args.types) > 0 {
		types = args.types[0]
	}
	if len(args.types) > 1 {
		given = union(given, args.types[1])
	}
	if types.empty() { // an object is of its own class
		for _, t := range given.things {
			if i, ok := t.(*instance); ok {
				types = union(types, things(i.of))
			}
		}
	}
	for _, t := range types.things {
		kept := r.provided[t.key()]
		if given.empty() {
			given = things(t)
		}
		r.grow(&kept, given)
		r.provided[t.key()] = kept
	}
}

func holdsClass(v value) bool {
	for _, t := range v.things {
		if _, ok := t.(*class); ok {
			return true
		}
	}
	return false
}

// obtain is what a container gives for a type: what it was told to, else an instance.
func (r *run) obtain(args arguments) value {
	types := append(args.types[:len(args.types):len(args.types)], args.positional...)
	for _, v := range types {
		if made := r.instances(v, false); !made.empty() {
			return made
		}
	}
	return data("what a container gives")
}

// contained is what a container was told to give for a type; ok is false where it was told nothing.
func (r *run) contained(t thing, sdkOnly bool) (v value, ok bool) {
	key := t.key()
	providers, told := r.provided[key]
	if _, isClass := t.(*class); isClass && sdkOnly || !told || r.obtaining[key] {
		return value{}, false
	}
	r.obtaining[key] = true
	defer delete(r.obtaining, key)
	for _, provider := range providers.things {
		switch provider := provider.(type) {
		case *class:
			v = union(v, r.instanceOf(provider))
		case object:
			if o := r.idioms.Instance(provider.of); o != nil {
				v = union(v, things(objectOf(o)))
			} else {
				v = union(v, things(provider))
			}
		case *function, *bound:
			v = union(v, r.call(things(provider), arguments{rest: data(reasonCaller), spread: true, open: true}, source.Span{}))
		default:
			v = union(v, things(provider))
		}
	}
	return v, !v.empty()
}
