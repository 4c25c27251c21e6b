package flow

import (
	"maps"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/symbolic"
)

func sortedNames(vars map[string]value) []string { return slices.Sorted(maps.Keys(vars)) }

// load gives a module, whose code has run. code is given where it stands in no file.
func (r *run) load(name Module, code *program.Module, place source.Span) *module {
	key := moduleKey(name)
	if m, ok := r.modules[key]; ok {
		return m
	}
	m := &module{name: name}
	m.scope = r.scopeOf(m)
	r.modules[key] = m
	if code == nil && name.File != "" {
		if code = r.parsed(name.File, place); code == nil {
			return m
		}
	}
	if code != nil {
		rehearsing := r.rehearsing
		m.loading, r.rehearsing = true, false
		r.runFiles(m, code, place)
		m.loading, r.rehearsing = false, rehearsing
	}
	return m
}

// parsed reads a module's file.
func (r *run) parsed(file string, place source.Span) *program.Module {
	if len(r.files) >= maxFiles {
		r.missing("", place, "the program has more files than are read")
		return nil
	}
	r.read(file)
	code, err := r.loader.Load(file)
	if err != nil {
		r.missing("", source.Span{File: file, Line: 1, EndLine: 1, Column: 1}, "this file could not be read: "+err.Error())
		return nil
	}
	return code
}

// imports brings modules or their names into scope.
func (r *run) imports(s *scope, x *program.Import) {
	if x.Lazy {
		s.module.lazy = append(s.module.lazy, x)
		return
	}
	found := r.lang.Find(s.module.name, x)
	if x.Inline {
		r.inlined(s, found, x)
		return
	}
	if len(found) == 0 {
		r.importExternal(s, x)
		return
	}
	var steps []*module
	for i, name := range found {
		steps = append(steps, r.load(name, nil, x.Span()))
		if i > 0 {
			r.attach(steps[i-1], lastName(name.Name), steps[i])
		}
	}
	last := steps[len(steps)-1]
	if r.special.Exports != "" {
		r.importExports(s, last, x)
		return
	}
	switch {
	case x.All:
		for _, name := range sortedNames(last.scope.vars) {
			if !strings.HasPrefix(name, "_") {
				r.put(s, name, last.scope.vars[name])
			}
		}
	case len(x.Names) > 0:
		for _, name := range x.Names {
			r.put(s, name.As, r.imported(last, name.Name, x))
		}
	case x.As != "" && r.special.Returned != "":
		r.put(s, x.As, union(last.scope.vars[r.special.Returned+last.name.File], things(uncertain)))
	case x.As != "":
		r.put(s, x.As, things(last))
	default:
		first, _, _ := strings.Cut(x.Module, ".")
		r.put(s, first, things(steps[0]))
	}
}

// inlined runs the code of a file in the scope of the module in hand: what it defines is everybody's.
func (r *run) inlined(s *scope, found []Module, x *program.Import) {
	if len(found) == 0 {
		r.missing("", x.Span(), "the file "+x.Module+" is not in the repository")
		return
	}
	for _, m := range found {
		key := "inline " + m.File
		if code := r.parsed(m.File, x.Span()); code != nil && !r.seeking[key] {
			r.seeking[key] = true
			r.block(s.module.scope, code.Body)
			delete(r.seeking, key)
		}
	}
}

// attach makes a module a member of the one that holds it, unless that has a variable of the name.
func (r *run) attach(outer *module, name string, inner *module) {
	if outer.scope.vars[name].empty() {
		outer.scope.set(name, things(inner))
		r.version++
	}
}

func lastName(dotted string) string { return dotted[strings.LastIndexByte(dotted, '.')+1:] }

func (r *run) imported(m *module, name string, x *program.Import) value {
	v := r.moduleMember(m, name, x.Span())
	switch {
	case !v.empty():
		return v
	case m.open:
		return things(foreign{x.Module + "." + name})
	case !m.loading && !r.spent:
		r.missing("", x.Span(), "the module "+strings.Repeat(".", x.Level)+x.Module+" has nothing named "+name)
	}
	return data("a name that its module does not have when it is imported")
}

// importExternal brings something into scope that is not in the repository.
func (r *run) importExternal(s *scope, x *program.Import) {
	if x.Level > 0 {
		r.missing("", x.Span(), "the module "+strings.Repeat(".", x.Level)+x.Module+" is not in the repository")
	}
	first, _, _ := strings.Cut(x.Module, ".")
	if _, known := r.externs[first]; !known && x.Level == 0 {
		r.externs[first] = x.Span()
	}
	if x.All && r.special.Exports != "" {
		s.module.outer = append(s.module.outer, x.Module)
		return
	}
	if x.All { // which names it gives is not known, so neither is their use
		r.outside(foreign{x.Module})
	}
	switch {
	case len(x.Names) > 0:
		for _, name := range x.Names {
			r.put(s, name.As, r.external(x.Module+"."+name.Name))
		}
	case x.As != "":
		if _, known := r.externs[x.Module]; !known {
			r.externs[x.Module] = x.Span()
		}
		r.put(s, x.As, r.external(x.Module))
	case x.All:
		s.module.open = true
	default:
		r.put(s, first, r.external(first))
	}
}

// importOf is where the module that a path leads through is imported first.
func (r *run) importOf(path string) (source.Span, bool) {
	for path != "" {
		if place, ok := r.externs[strings.TrimSuffix(path, "()")]; ok {
			return place, true
		}
		path = path[:max(strings.LastIndexByte(path, '.'), 0)]
	}
	return source.Span{}, false
}

// outside notes what something that is not in the repository may do with AWS by itself, since it is used: at the place of its module's import.
func (r *run) outside(f foreign, given ...value) {
	place, imported := r.importOf(f.path)
	if !imported || r.spent {
		return
	}
	texts := make([]symbolic.Set, len(given))
	for i, v := range given {
		texts[i] = v.text
	}
	for _, u := range r.lang.Outside(f.path, texts) {
		r.missing(u.Service, place, u.Reason)
	}
}
