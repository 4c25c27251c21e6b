package flow

import (
	"slices"

	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/source"
)

// mapOf is a dictionary of keys and values that are given in turn, or of pairs.
func (r *run) mapOf(s *scope, n native, args arguments, place source.Span) value {
	d := r.make(s, "dict", place, newDict).(*dict)
	d.clear(r.region)
	r.version++
	d.open = args.spread
	given := args.positional
	if n.Op != "entries" {
		for i := 0; i+1 < len(given); i += 2 {
			r.setEntry(d, given[i], given[i+1])
		}
		return things(d)
	}
	for _, v := range append(slices.Clone(given), args.rest) {
		for _, t := range v.things {
			l, ok := t.(*list)
			if !ok || len(l.items) < 2 {
				d.open = true
				continue
			}
			r.setEntry(d, l.items[0], l.items[1])
		}
	}
	return things(d)
}

// reference calls what stands behind "T::f": a static method of the class, else that method of the first argument.
func (r *run) reference(of value, args arguments, place source.Span) value {
	if len(args.positional) < 2 {
		return data("a reference to a method")
	}
	named, _ := args.positional[1].known()
	args.positional = args.positional[2:]
	static := value{}
	for _, t := range of.things {
		switch t := t.(type) {
		case *class:
			for _, member := range r.attribute(t, named, nil).things {
				if f, ok := member.(*function); ok && f.code.Receiver == "" {
					static = union(static, things(f))
				}
			}
		case foreign:
			if n, ok := r.lang.External(t.path + "." + named); ok {
				static = union(static, things(native{Native: n}))
			}
		}
	}
	if !static.empty() {
		return r.call(static, args, place)
	}
	self := args.rest
	if len(args.positional) > 0 {
		self = args.positional[0]
		args.positional = args.positional[1:]
	}
	method := r.member(self, named, place)
	if method.empty() {
		method = r.member(of, named, place)
	}
	return r.call(method, args, place)
}

// onValue calls a function on a value that does not have it as a method; where that function is not in the repository, it is one that
// the SDK or the language adds to the value's own.
func (r *run) onValue(fn value, args arguments, place source.Span) value {
	if len(args.positional) < 3 {
		return data("a function that is called on a value")
	}
	self := args.positional[1]
	named, _ := args.positional[2].known()
	args.positional = args.positional[3:]
	if slices.ContainsFunc(fn.things, isFunction) {
		args.self = self
		return r.call(fn, args, place)
	}
	return r.call(r.member(self, named, place), args, place)
}

// Mark is what variables of a class begin with that say what its annotations do: an SDK that is given the class, or an instance, sees them
// as fields.
const Mark = "@"

// marks are what the annotations of a class say, and of those above it.
func marks(c *class) (fields []entry) {
	for _, t := range lineage(c, make(map[*class]bool)) {
		at, ours := t.(*class)
		if !ours {
			continue
		}
		for _, name := range sortedNames(at.attrs.vars) {
			if name[:min(1, len(name))] == Mark {
				fields = append(fields, entry{name: name, value: at.attrs.vars[name]})
			}
		}
	}
	return fields
}

// isMethodName says that a name is one of a method, in a language that names them apart from fields.
func isMethodName(name string) bool {
	return len(name) > len(program.Method) && name[len(name)-len(program.Method):] == program.Method
}
