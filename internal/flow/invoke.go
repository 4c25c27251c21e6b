package flow

import (
	"slices"

	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/symbolic"
)

// memo is what one function gives for one set of arguments.
type memo struct {
	result  value
	version int // of the run when it was finished
	running bool
	used    bool // its result was used while it was running
	runs    int  // how often it has run
	context int
}

// invoke runs a function, unless it has run with these arguments and nothing has changed since.
func (r *run) invoke(f *function, args arguments, place source.Span) value {
	active := 0
	for _, frame := range r.frames {
		if frame.fn == f {
			active++
		}
	}
	switch {
	case len(r.frames) >= maxFrames:
		r.missing("", place, "calls are nested deeper than is followed")
		return data("a call that is not followed")
	case active >= maxActive || r.contexts[f] >= maxContexts:
		args = args.widened()
	}
	if r.contexts[f] >= 2*maxContexts {
		args = r.merged(f, args)
	}
	key := f.key() + args.key()
	m := r.memo[key]
	if m == nil {
		m = &memo{version: -1, context: r.id()}
		r.memo[key] = m
		r.contexts[f]++
	}
	switch {
	case m.running:
		m.used = true
		return m.result
	case active > maxActive:
		return union(m.result, data("a function that calls itself again and again"))
	case m.version == r.version || m.runs > maxRuns:
		return m.result
	}
	r.settle(f, m, args, place)
	return m.result
}

// settle runs a function, again while it uses its own result and that still grows.
func (r *run) settle(f *function, m *memo, args arguments, place source.Span) {
	m.running = true
	for range maxRounds {
		m.used = false
		m.runs++
		result := r.body(f, m, args, place)
		grown := !same(union(m.result, result), m.result)
		m.result = union(m.result, result)
		if !m.used || !grown || r.spent {
			break
		}
	}
	m.running = false
	m.version = r.version
}

// widened is the arguments with every string unknown, so that runs with different ones are one run.
func (a arguments) widened() arguments {
	wide := arguments{self: a.self, types: a.types, rest: a.rest.widened(), open: a.open, spread: a.spread}
	for _, v := range a.positional {
		wide.positional = append(wide.positional, v.widened())
	}
	for _, e := range a.named {
		e.value = e.value.widened()
		wide.named = append(wide.named, e)
	}
	return wide
}

func (v value) widened() value {
	wide := value{}
	for _, t := range v.things {
		switch t.(type) {
		case event, digits, pieces, plain:
			t = plain{reasonContexts}
		}
		wide = union(wide, things(t))
	}
	if len(v.text) > 0 {
		wide.text = symbolic.Any(reasonContexts)
	}
	return wide
}

const reasonContexts = "a function is called in more ways than are told apart"

// body runs a function's body once.
func (r *run) body(f *function, m *memo, args arguments, place source.Span) value {
	r.started[f] = true
	s := &scope{kind: ofFunction, vars: make(map[string]value), outer: f.outer, locals: f.code.Locals, context: m.context}
	if f.outer != nil {
		s.module = f.outer.module
	}
	fr := &frame{fn: f, scope: s, site: place}
	switch {
	case f.code.Receiver != "":
		fr.self = args.self
		s.vars[f.code.Receiver] = args.self
	case len(args.positional) > 0:
		fr.self = args.positional[0]
	}
	s.fn, s.self = f, args.self
	r.frames = append(r.frames, fr)
	if f.code.Folds {
		args = r.folded(s, f, args)
	}
	r.bindParams(s, f, r.apart(f, args))
	ended := r.block(s, f.code.Body)
	r.frames = r.frames[:len(r.frames)-1]
	if f.code.Generator {
		return r.listAt(s, f.code.Span(), nil, without(fr.yielded, false))
	}
	if !ended {
		fr.result = union(fr.result, things(none))
	}
	return r.stated(s, fr.result, f.code.Result)
}

// bindParams gives the parameters their arguments.
func (r *run) bindParams(s *scope, f *function, args arguments) {
	for i, name := range f.code.Types {
		if i < len(args.types) {
			s.vars[name] = args.types[i]
		}
	}
	position := 0
	taken := make(map[string]bool)
	for _, p := range f.code.Params {
		switch p.Rest {
		case program.Many:
			items := args.positional[min(position, len(args.positional)):]
			s.vars[p.Name] = r.listAt(s, f.code.Span(), items, args.rest)
			continue
		case program.Named:
			s.vars[p.Name] = r.restOf(s, f, args, taken)
			continue
		}
		at := position
		if p.Named {
			at = len(args.positional)
		} else {
			position++
		}
		taken[p.Name] = true
		otherwise := f.defaults[p.Name]
		if r.special.LateDefaults && p.Default != nil && !certain(p, at, args) {
			otherwise = r.eval(s, p.Default)
		}
		s.vars[p.Name] = r.stated(s, argumentOf(p, at, args, otherwise), p.Type)
	}
}

// certain says that a parameter is given an argument, whatever else the call may give.
func certain(p program.Param, at int, args arguments) bool {
	return at < len(args.positional) || slices.ContainsFunc(args.named, func(e entry) bool { return e.name == p.Name && !e.maybe })
}

func argumentOf(p program.Param, at int, args arguments, otherwise value) value {
	if at < len(args.positional) {
		return args.positional[at]
	}
	for _, e := range args.named {
		if e.name == p.Name {
			if e.maybe {
				return union(e.value, otherwise)
			}
			return e.value
		}
	}
	v := otherwise
	if args.spread && !p.Named {
		v = union(v, args.rest)
	}
	if args.open {
		v = union(v, data(reasonCaller))
	}
	return v
}

// restOf is the dictionary of the named arguments that no parameter takes.
func (r *run) restOf(s *scope, f *function, args arguments, taken map[string]bool) value {
	d := r.make(s, "named", f.code.Span(), newDict).(*dict)
	d.clear(r.region)
	d.open = args.open
	for _, e := range args.named {
		if !taken[e.name] {
			d.add(e)
		}
	}
	r.version++
	return things(d)
}

// closure is a function as a value, with its decorators applied.
func (r *run) closure(s *scope, x *program.Function) value {
	outer := s
	for at := s; at != nil; at = at.outer {
		at.shared = true
	}
	for outer.kind == ofClass && outer.outer != nil {
		outer = outer.outer
	}
	f := r.make(s, "function", x.Span(), func(id int) thing { return &function{id: id, code: x, outer: outer} }).(*function)
	if f.outer != outer {
		f.outer = outer
		r.version++
	}
	f.defaults = make(map[string]value)
	for _, p := range x.Params {
		if p.Default != nil && !r.special.LateDefaults {
			f.defaults[p.Name] = r.eval(s, p.Default)
		}
	}
	return r.decorated(s, things(f), x.Decorators)
}

// decorated applies decorators, the last first.
func (r *run) decorated(s *scope, v value, decorators []program.Expr) value {
	for i := len(decorators) - 1; i >= 0; i-- {
		decorator := r.eval(s, decorators[i])
		args := arguments{positional: []value{v}}
		var result value
		r.decorating++
		for _, t := range decorator.things {
			result = union(result, r.apply(s, t, args, decorators[i].Span()))
		}
		r.decorating--
		if decorator.empty() || len(decorator.text) > 0 {
			result = r.callUnknown("a decorator that is not known", args, decorators[i].Span())
		}
		if hasFunction(result) {
			v = result
		} else {
			v = union(v, result)
		}
	}
	return v
}

// hasFunction says that v can be called as what was decorated could.
func hasFunction(v value) bool {
	for _, t := range v.things {
		switch t.(type) {
		case *function, *bound, *class, wrapped, *instance, native:
			return true
		}
	}
	return false
}
