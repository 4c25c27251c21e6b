package flow

import (
	"slices"
	"strings"

	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/source"
)

// Ambient is what a language has whose names need no import: a class is found by its name, or a library brings it.
type Ambient interface {
	// Ambient is what a name means that nothing in the program so far has: the module of the repository that defines it, or its path outside
	// of the repository. Neither: it means nothing.
	Ambient(name string) (inside Module, outside string)
}

// ambient is what a name means without an import. A module that defines it is loaded.
func (r *run) ambient(s *scope, x *program.Name) value {
	lang, ok := r.lang.(Ambient)
	if !ok {
		return value{}
	}
	inside, outside := lang.Ambient(x.ID)
	switch {
	case inside.File != "":
		if _, loaded := r.modules[moduleKey(inside)]; loaded {
			return value{}
		}
		r.load(inside, nil, x.Span())
		v, _ := s.lookup(x.ID)
		if v.empty() && s.module != nil {
			v = s.module.scope.vars[x.ID]
		}
		return v
	case outside != "":
		r.importedAt(outside, x.Span())
		return r.external(outside)
	}
	return value{}
}

// importedAt notes where something that is not in the repository is used first.
func (r *run) importedAt(path string, place source.Span) {
	first, _, _ := strings.Cut(path, ".")
	if _, known := r.externs[first]; !known {
		r.externs[first] = place
	}
}

func moduleKey(name Module) string { return name.File + "\x00" + name.Folder }

// scopeOf is the scope in which a module's code runs: its own, or that of the whole program.
func (r *run) scopeOf(m *module) *scope {
	if m.name.Shared && r.whole != nil {
		return r.whole
	}
	s := &scope{kind: ofModule, vars: make(map[string]value), shared: true, context: r.id(), module: m}
	if m.name.Shared {
		r.whole = s
	}
	return s
}

// reopen lets the body of a class add to the class that has its name already; false where there is none.
func (r *run) reopen(s *scope, target program.Expr, x *program.Class) bool {
	var there value
	switch target := target.(type) {
	case *program.Name:
		there = s.vars[target.ID]
	case *program.Member:
		there = r.eval(s, target)
	}
	for _, t := range there.things {
		c, ok := t.(*class)
		if !ok || c.code == x {
			continue
		}
		for _, base := range x.Bases {
			r.include(things(c), r.eval(s, base))
		}
		for _, before := range x.Ahead {
			if v := r.eval(s, before); !slices.ContainsFunc(c.ahead, func(other value) bool { return same(v, other) }) {
				c.ahead = append(c.ahead, v)
			}
		}
		r.block(c.attrs, x.Body)
		for _, name := range sortedNames(c.attrs.vars) {
			r.own(c, c.attrs.vars[name])
		}
		r.version++
		return true
	}
	return false
}

// invocation is what the runtime calls a handler with: by name where the language says so and the handler takes it so.
func (r *run) invocation(handler value) arguments {
	event, context := things(event{}), data("the context of the invocation")
	if r.special.EventName != "" && takesByName(handler, r.special.EventName) {
		return arguments{named: []entry{{name: r.special.EventName, value: event}, {name: r.special.ContextName, value: context}}}
	}
	return arguments{positional: []value{event, context}}
}

func takesByName(v value, name string) bool {
	for _, t := range v.things {
		switch t := t.(type) {
		case *bound:
			if takesByName(t.fn, name) {
				return true
			}
		case wrapped:
			if takesByName(t.fn, name) {
				return true
			}
		case *function:
			for _, p := range t.code.Params {
				if p.Named && p.Name == name || p.Rest == program.Named {
					return true
				}
			}
		}
	}
	return false
}
