package flow

import (
	"strings"

	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/source"
)

// A language whose modules say what they export (Special.Exports) keeps that in one variable of the module. What a module that imports
// another gets of it is a member of that variable's value, and not one of the module's other variables.

// link is a name of a module that was still running when it was imported: what it means is looked up when it is used.
type link struct {
	of   *module
	name string
}

func (l link) key() string { return "link " + l.of.key() + " " + l.name }

// resolved is v with what its links mean by now.
func (r *run) resolved(v value, place source.Span) value {
	for _, t := range v.things {
		if _, ok := t.(link); ok {
			return r.followed(v, place)
		}
	}
	return v
}

func (r *run) followed(v value, place source.Span) value {
	all := textValue(v.text)
	for _, t := range v.things {
		l, ok := t.(link)
		if !ok {
			all = union(all, things(t))
			continue
		}
		if found := r.exported(l.of, l.name, place); !found.has(t) {
			all = union(all, found)
		}
	}
	return all
}

// importExports is imports for a language whose modules say what they export.
func (r *run) importExports(s *scope, m *module, x *program.Import) {
	switch {
	case x.All:
		s.module.stars = append(s.module.stars, m)
	case len(x.Names) > 0:
		for _, name := range x.Names {
			r.put(s, name.As, r.importedExport(m, name.Name, x))
		}
	default:
		r.put(s, x.As, r.exports(m))
	}
}

func (r *run) importedExport(m *module, name string, x *program.Import) value {
	v := r.exported(m, name, x.Span())
	switch {
	case !v.empty():
		return v
	case m.loading:
		return things(link{m, name})
	case r.spent:
		return value{}
	}
	r.missing("", x.Span(), "the module "+strings.Repeat(".", x.Level)+x.Module+" has nothing named "+name)
	return data("a name that its module does not have")
}

// exports is what a module gives as a whole. While it runs, or where it hands on all names of others, that is looked up name by name.
func (r *run) exports(m *module) value {
	if m.loading || len(m.stars) > 0 || len(m.outer) > 0 {
		return things(m)
	}
	return r.resolved(m.scope.vars[r.special.Exports], source.Span{})
}

// exported is what a module exports under a name, itself or of others. Modules may hand on each other's names in a circle.
func (r *run) exported(m *module, name string, place source.Span) value {
	asked := link{m, name}
	if r.exporting[asked] {
		return value{}
	}
	r.exporting[asked] = true
	defer delete(r.exporting, asked)
	var all value
	for _, t := range m.scope.vars[r.special.Exports].things {
		all = union(all, r.ownExport(t, name, place))
	}
	if all = r.resolved(all, place); !all.empty() {
		return all
	}
	if name == "default" && len(m.stars) == 0 {
		return m.scope.vars[r.special.Exports]
	}
	for _, star := range m.stars {
		if v := r.exported(star, name, place); !v.empty() {
			return v
		}
	}
	return r.ofOuter(m, name)
}

// ownExport is what a module's exports have under a name by themselves: functions have methods too, which nobody imports.
func (r *run) ownExport(t thing, name string, place source.Span) value {
	switch t := t.(type) {
	case *dict:
		v, _ := t.get(name)
		return union(v, t.rest)
	case *function, *bound:
		return r.attached[t.key()+"."+name]
	case *class:
		return r.bindToClass(r.attribute(t, name, nil), t, place)
	case object, foreign:
		if name == "default" {
			return value{}
		}
	}
	return r.thingMember(t, name, place)
}

// noteGlobals keeps which module gives names a value that all modules see.
func (r *run) noteGlobals(m *module, code *program.Module) {
	for _, name := range code.Globals {
		r.globals[name] = append(r.globals[name], m)
	}
}

// global is what a name means that some module has given a value without declaring it.
func (r *run) global(name string) (all value) {
	for _, m := range r.globals[name] {
		all = union(all, m.scope.vars[name])
	}
	return all
}

// interop is a module as the helpers of compilers make it: what is no module of ES is under default.
func (r *run) interop(s *scope, v value, place source.Span) value {
	var all value
	for _, t := range v.things {
		switch t := t.(type) {
		case *dict:
			if _, there := t.get("default"); there {
				break
			}
			d := r.make(s, "interop", place, newDict).(*dict)
			d.clear(r.region)
			r.spreadInto(d, things(t))
			r.setNamed(d, entry{name: "default", value: things(t)})
			all = union(all, things(d))
			continue
		case *function, *bound, *class, *instance:
			d := r.make(s, "interop", place, newDict).(*dict)
			d.clear(r.region)
			r.setNamed(d, entry{name: "default", value: things(t)})
			all = union(all, things(d))
			continue
		}
		all = union(all, things(t))
	}
	return all
}

// ofOuter is a name of one of the modules outside of the repository that a module hands on all names of.
func (r *run) ofOuter(m *module, name string) value {
	for _, path := range m.outer {
		if o := r.idioms.Import(path + "." + name); o != nil {
			return things(objectOf(o))
		}
	}
	if len(m.outer) > 0 {
		return r.external(m.outer[0] + "." + name)
	}
	return value{}
}

// exportedFunctions hands what a module exports to a caller who is not known.
func (r *run) exportedFunctions(m *module, place source.Span) {
	for _, t := range m.scope.vars[r.special.Exports].things {
		switch t := t.(type) {
		case *dict:
			for _, e := range t.entries {
				r.escapeDefined(m, r.member(things(t), e.name, place), place)
			}
		default:
			r.escapeDefined(m, things(t), place)
		}
	}
}

func (r *run) escapeDefined(m *module, v value, place source.Span) {
	for _, t := range v.things {
		switch t := t.(type) {
		case *function:
			if t.code.Span().File == m.name.File {
				r.escape(things(t))
			}
		case *bound:
			r.escape(things(t))
		case *class:
			if t.code.Span().File == m.name.File {
				r.methods(t, place)
			}
		case *instance:
			if t.of.code.Span().File == m.name.File {
				for _, name := range sortedNames(t.of.attrs.vars) {
					r.escape(r.member(things(t), name, place))
				}
			}
		case *dict:
			for _, e := range t.entries {
				for _, inner := range e.value.things {
					if f, ok := inner.(*function); ok {
						r.escape(r.bind(things(f), things(t), nil, place))
					}
				}
			}
		}
	}
}
