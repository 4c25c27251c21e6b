package flow

import (
	"slices"
	"strconv"

	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/source"
)

// stated is v, which the language states to be of a type: where v is nothing that is known, it is an instance of the type.
func (r *run) stated(s *scope, v value, typ program.Expr) value {
	if typ == nil {
		return v
	}
	if !vague(v) {
		return r.dressedAs(s, v, typ)
	}
	made := r.instances(r.eval(s, typ), slices.ContainsFunc(v.things, isEvent))
	if made.empty() {
		return v
	}
	if v.has(none) {
		made = union(made, things(none))
	}
	return made
}

// vague says that nothing is known of v.
func vague(v value) bool {
	if len(v.text) > 0 {
		return false
	}
	for _, t := range v.things {
		switch t := t.(type) {
		case plain, event, foreign:
		case constant:
			if t != none {
				return false
			}
		default:
			return false
		}
	}
	return true
}

func isEvent(t thing) bool { _, ok := t.(event); return ok }

// instances are instances of what types may be: the SDK's own, and unless sdkOnly those of classes of the repository.
func (r *run) instances(types value, sdkOnly bool) (all value) {
	for _, t := range types.things {
		if v, ok := r.contained(t, sdkOnly); ok {
			all = union(all, v)
			continue
		}
		switch t := t.(type) {
		case object:
			if o := r.idioms.Instance(t.of); o != nil {
				all = union(all, things(objectOf(o)))
			}
		case *class:
			if sdkOnly {
				continue
			}
			for _, c := range r.kindsOf(t) {
				all = union(all, r.instanceOf(c))
			}
		case foreign:
			if !sdkOnly && len(r.lang.Outside(t.path, nil)) > 0 { // of a library that uses AWS by itself, once something of it is called
				all = union(all, things(foreign{t.path + "()"}))
			}
		}
	}
	return all
}

// kinds are a class and those below it, out of so many classes that were known.
type kinds struct {
	of    int
	found []*class
}

// kindsOf are a class and those that have it among their bases.
func (r *run) kindsOf(c *class) []*class {
	if known, ok := r.kinds[c]; ok && known.of == len(r.classes) {
		return known.found
	}
	r.loadBelow(c)
	found := []*class{c}
	for _, other := range r.classes {
		if other != c && (slices.Contains(lineage(other, make(map[*class]bool)), thing(c)) || r.implements(other, c)) {
			found = append(found, other)
		}
	}
	r.kinds[c] = kinds{len(r.classes), found}
	return found
}

// instanceOf is the instance of a class that somebody unknown makes and hands over: one for the class, its constructor run once.
func (r *run) instanceOf(c *class) value {
	if c.code.Wraps {
		return r.dress(c, data("a value of the type "+c.code.Name))
	}
	at := site{kind: "stated " + strconv.Itoa(c.id)}
	if t, ok := r.made[at]; ok {
		return things(t)
	}
	i := &instance{id: r.id(), of: c, fields: make(map[string]value), others: true}
	r.made[at] = i
	if f := r.attribute(c, r.special.Construct, nil); !f.empty() {
		unknown := arguments{rest: data(reasonCaller), spread: true, open: true}
		r.call(r.bind(f, things(i), c, c.code.Span()), unknown, c.code.Span())
	}
	return things(i)
}

// statedField is a field that has no value, by the type that its class states.
func (r *run) statedField(c *class, name string) value {
	for _, t := range lineage(c, make(map[*class]bool)) {
		if at, ours := t.(*class); ours && at.attrs.types[name] != nil {
			return r.unset(r.eval(at.attrs, at.attrs.types[name]))
		}
	}
	return value{}
}

// statedVariable is a variable that has no value, by its type.
func (r *run) statedVariable(s *scope, name string) value {
	for at := s; at != nil; at = at.outer {
		if typ := at.types[name]; typ != nil && !r.stating[typ] { // a field may be named like its type
			r.stating[typ] = true
			defer delete(r.stating, typ)
			return r.unset(r.eval(at, typ))
		}
	}
	return value{}
}

// declare notes variables without a value and what the language states of them.
func (s *scope) declare(stmt *program.Assign) {
	for _, target := range stmt.Targets {
		name, ok := target.(*program.Name)
		if !ok {
			continue
		}
		if stmt.Type != nil {
			if s.types == nil {
				s.types = make(map[string]program.Expr)
			}
			s.types[name.ID] = stmt.Type
		}
		if _, there := s.vars[name.ID]; !there && stmt.Declares {
			s.vars[name.ID] = value{}
		}
	}
}

// also is what a target already is.
func (s *scope) also(target program.Expr) value {
	if name, ok := target.(*program.Name); ok {
		return s.vars[name.ID]
	}
	return value{}
}

// literalOf is a literal of a record type: a record of the SDK's, or an instance of a class of the repository.
func (r *run) literalOf(s *scope, x *program.Dict, keys, values []value) value {
	for _, t := range r.eval(s, x.Type).things {
		switch t := t.(type) {
		case object:
			if r.special.Zeros && len(values) == 0 && r.idioms.Instance(t.of) != nil {
				return value{}
			}
			d := r.newRecord(t.of, x.Span())
			r.setAll(d, x, keys, values)
			return things(d)
		case *class:
			if t.code.Interface || t.code.Wraps && len(values) == 0 {
				return value{}
			}
			var args arguments
			for i, e := range x.Entries {
				if name, ok := keys[i].known(); ok {
					args.named = append(args.named, entry{name: name, value: values[i]})
				} else if e.Key == nil {
					args.rest, args.spread = union(args.rest, values[i]), true
				}
			}
			return r.construct(s, t, args, x.Span())
		case foreign:
			if r.special.Zeros && len(values) == 0 {
				return r.external(t.path + "()")
			}
		}
	}
	return value{}
}

// unset is what a variable or a field of a type has where nothing that is seen sets it: an instance of the type, or none.
func (r *run) unset(types value) value {
	made := r.instances(types, false)
	for _, t := range types.things {
		if f, ok := t.(foreign); ok && r.special.Zeros {
			made = union(made, r.external(f.path+"()"))
		}
	}
	if made.empty() {
		return made
	}
	return union(made, things(none))
}

func (r *run) setAll(d *dict, x *program.Dict, keys, values []value) {
	for i, e := range x.Entries {
		if e.Key == nil {
			r.spreadInto(d, values[i])
		} else {
			r.setEntry(d, keys[i], values[i])
		}
	}
}

// meant leaves out of functions of one name those that do not take so many arguments.
func meant(fns []thing, args arguments) []thing {
	if len(fns) < 2 || args.spread {
		return fns
	}
	kept := make([]thing, 0, len(fns))
	for _, t := range fns {
		if takes(t, len(args.positional)+len(args.named)) {
			kept = append(kept, t)
		}
	}
	if len(kept) == 0 {
		return fns
	}
	return kept
}

// takes says whether a function may be called with n arguments; one that is not Exact always may.
func takes(t thing, n int) bool {
	if b, ok := t.(*bound); ok && len(b.fn.things) == 1 && len(b.args.positional) == 0 {
		t = b.fn.things[0]
	}
	f, ok := t.(*function)
	if !ok || !f.code.Exact {
		return true
	}
	least := 0
	for _, p := range f.code.Params {
		if p.Rest != program.One {
			return n >= least
		}
		if p.Default == nil {
			least++
		}
	}
	return least <= n && n <= len(f.code.Params)
}

// runFiles runs the code of a module's files. Several are one scope, in which any may use what another defines: they are gone through
// once before it counts.
func (r *run) runFiles(m *module, first *program.Module, place source.Span) {
	all := []*program.Module{first}
	for _, file := range m.name.Files {
		if code := r.parsed(file, place); code != nil {
			all = append(all, code)
		}
	}
	for _, code := range slices.Backward(all) {
		r.expect(m.name, code)
	}
	run := func() {
		for _, code := range all {
			r.noteGlobals(m, code)
			r.block(m.scope, code.Body)
		}
	}
	if len(all) > 1 || r.special.Declared {
		r.rehearse(run, r.steps < MaxSteps/4)
		for n := 0; r.special.Zeros && len(all) > 1 && n < maxRounds && r.steps < MaxSteps/4; n++ { // variables of one file may need those of another that need those of a third
			before := m.scope.print()
			if r.rehearse(run, r.steps < MaxSteps/4); m.scope.print() == before {
				break
			}
		}
	}
	run()
}

// rehearse runs something for what it defines: its calls and unknowns do not count, but those of modules that are loaded by it do, since
// their code runs once. What functions gave in it is not kept, so that they run again.
func (r *run) rehearse(f func(), forget bool) {
	before := r.rehearsing
	r.rehearsing = true
	f()
	r.rehearsing = before
	r.version++
	if r.special.Zeros && forget { // what functions gave while variables had no values yet is not what they give
		clear(r.memo)
		clear(r.contexts)
	}
}
