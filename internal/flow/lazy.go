package flow

import (
	"slices"
	"strings"

	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/source"
)

// Chooser is what a language has whose imports of all names may lead out of the repository: which of the modules a name is of.
type Chooser interface {
	// Choose gives the path of a name that nothing in the repository has, among the modules that all names are imported of, in order;
	// "" where it is of none.
	Choose(modules []string, name string) (path string)
}

// awaited is what a name means that a lazy import of its module may bring: one that names it, else one of all names.
func (r *run) awaited(m *module, x *program.Name) value {
	if v, done := m.found[x.ID]; done {
		return v
	}
	v := r.named(m, x)
	if v.empty() {
		v = r.amongAll(m, x)
	}
	if m.found == nil {
		m.found = make(map[string]value)
	}
	if lasting(v) {
		m.found[x.ID] = v
	}
	return v
}

// lasting says that v is what its name means whenever it is asked for: classes, what is not in the repository.
func lasting(v value) bool {
	return len(v.text) == 0 && len(v.things) > 0 && !slices.ContainsFunc(v.things, func(t thing) bool {
		switch t.(type) {
		case *class, *function, foreign, object, native:
			return false
		}
		return true
	})
}

// named is what an import brings that states the name. A method may be imported by the name that fields have too.
func (r *run) named(m *module, x *program.Name) value {
	bare := strings.TrimSuffix(x.ID, program.Method)
	for _, i := range m.lazy {
		at := slices.IndexFunc(i.Names, func(n program.Imported) bool { return n.As == x.ID || n.As == bare })
		if at < 0 {
			continue
		}
		name := i.Names[at].Name + strings.TrimPrefix(x.ID, i.Names[at].As)
		if v, there := r.ofModule(m, i, name); there {
			return v
		}
		return r.external(strings.Join(slices.DeleteFunc([]string{i.Module, i.Of, name}, func(s string) bool { return s == "" }), "."))
	}
	return value{}
}

// amongAll is what an import of all names brings.
func (r *run) amongAll(m *module, x *program.Name) value {
	var all value // several where conditions of the build choose among them
	var outside []string
	for _, i := range m.lazy {
		if !i.All {
			continue
		}
		if v, there := r.ofModule(m, i, x.ID); !there {
			outside = append(outside, strings.TrimSuffix(i.Module+"."+i.Of, "."))
		} else if all = union(all, v); !all.empty() && !r.special.Reexports {
			return all
		}
	}
	if !all.empty() {
		return all
	}
	if chooser, ok := r.lang.(Chooser); ok {
		if path := chooser.Choose(outside, x.ID); path != "" {
			if path == x.ID { // the first step of a path that is written in full
				r.importedAt(path, x.Span())
			}
			return r.external(path)
		}
	}
	return value{}
}

// ofModule is a name of the module of an import, or of a class in it; there is false where the module is not in the repository.
func (r *run) ofModule(m *module, i *program.Import, name string) (v value, there bool) {
	first := name
	if i.Of != "" {
		first = i.Of
	}
	asked := &program.Import{At: i.At, Module: i.Module, Level: i.Level, Names: []program.Imported{{Name: first, As: first}}, All: i.All}
	found := r.lang.Find(m.name, asked)
	if len(found) == 0 {
		place, known := r.externs[i.Module]
		if !known {
			place = i.Span()
		}
		r.externs[i.Module] = place
		return value{}, false
	}
	for _, step := range found {
		v = r.moduleMember(r.load(step, nil, i.Span()), first, i.Span())
	}
	if i.Of != "" {
		for _, part := range strings.Split(name, ".") {
			v = r.member(v, part, i.Span())
		}
	}
	return v, true
}

// reexported is a name that a module does not have itself, and imports of where it has it from. Modules may import of one another in a circle.
func (r *run) reexported(m *module, name string, place source.Span) value {
	key := "\x00" + m.key() + "\x00" + name
	if r.seeking[key] {
		return value{}
	}
	r.seeking[key] = true
	v := r.awaited(m, &program.Name{At: program.At{Place: place}, ID: name})
	delete(r.seeking, key)
	return v
}
