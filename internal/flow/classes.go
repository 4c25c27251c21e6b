package flow

import (
	"slices"
	"strconv"

	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/source"
)

// classOf is a class as a value: its body has run.
func (r *run) classOf(s *scope, x *program.Class) value {
	c := r.make(s, "class", x.Span(), func(id int) thing { return &class{id: id, code: x} }).(*class)
	if c.attrs == nil {
		c.attrs = &scope{kind: ofClass, vars: make(map[string]value), outer: s, module: s.module, context: s.context}
	}
	if c.attrs.class == nil {
		c.attrs.class = c
		r.classes = append(r.classes, c)
	}
	c.attrs.outer, c.bases, c.ahead, c.fields, c.promises = s, nil, nil, nil, false
	for _, before := range x.Ahead {
		c.ahead = append(c.ahead, r.eval(s, before))
	}
	for _, base := range x.Bases {
		v := r.eval(s, base)
		c.bases, c.promises = append(c.bases, v), c.promises || !holdsClass(v)
	}
	for _, promise := range x.Promises {
		for _, t := range r.eval(s, promise).things {
			promised, ours := t.(*class)
			if ours && promised != c {
				c.bases = append(c.bases, things(promised))
			}
			c.promises = c.promises || !ours
		}
	}
	for _, stmt := range x.Body {
		if a, ok := stmt.(*program.Assign); ok && len(a.Targets) == 1 {
			if name, ok := a.Targets[0].(*program.Name); ok && !isDefinition(a.Value) {
				c.fields = append(c.fields, name.ID)
			}
		}
	}
	if x.Itself != "" {
		c.attrs.vars[x.Itself] = things(c)
	}
	r.block(c.attrs, x.Body)
	for _, name := range sortedNames(c.attrs.vars) {
		r.own(c, c.attrs.vars[name])
	}
	return r.decorated(s, things(c), x.Decorators)
}

func isDefinition(x program.Expr) bool {
	switch x.(type) {
	case *program.Function, *program.Class:
		return true
	}
	return false
}

// own tells the functions in v of which class they are.
func (r *run) own(c *class, v value) {
	for _, t := range v.things {
		switch t := t.(type) {
		case *function:
			if t.owner == nil {
				t.owner = c
			}
		case wrapped:
			r.own(c, t.fn)
		}
	}
}

// construct makes an instance and runs what initialises it.
func (r *run) construct(s *scope, c *class, args arguments, place source.Span) value {
	if c.code.Wraps {
		of, _ := args.at(0, "")
		return r.dress(c, of)
	}
	kind := "instance " + strconv.Itoa(c.id)
	i := r.make(s, kind, place, func(id int) thing { return &instance{id: id, of: c, fields: make(map[string]value)} }).(*instance)
	r.fillTypes(i, c, args)
	made := things(i)
	if f := r.attribute(c, r.special.New, nil); !f.empty() {
		given := r.call(f, args.with(things(c)), place)
		made = union(without(given, false), made)
	}
	if f := r.attribute(c, r.special.Construct, nil); !f.empty() {
		r.call(r.bind(f, things(i), c, place), args, place)
	} else {
		r.setFields(i, c, args)
	}
	r.escapeMethods(c, i, place)
	r.escapeAsked(c, i, place)
	r.escapeUnasked(c, i, place)
	return made
}

// fillTypes makes the types that a generic class is given members of the instance, where its methods find them.
func (r *run) fillTypes(i *instance, c *class, args arguments) {
	for n, name := range c.code.Types {
		if n < len(args.types) {
			r.setMember(things(i), name, args.types[n], c.code.Span())
		}
	}
}

// setFields gives an instance of a class without a constructor of its own its fields, in the order in which the class declares them.
func (r *run) setFields(i *instance, c *class, args arguments) {
	declared := r.declaredFields(c)
	for n, v := range args.positional {
		if n < len(declared) {
			r.setMember(things(i), declared[n], v, c.code.Span())
		} else {
			r.grow(&i.any, v)
		}
	}
	r.grow(&i.any, args.rest)
	for _, e := range args.named {
		r.setMember(things(i), e.name, e.value, c.code.Span())
	}
}

// declaredFields are the fields that a class and its bases declare, those of the outermost base first.
func (r *run) declaredFields(c *class) (names []string) {
	order := lineage(c, make(map[*class]bool))
	for n := len(order) - 1; n >= 0; n-- {
		if at, ok := order[n].(*class); ok {
			for _, name := range at.fields {
				if !slices.Contains(names, name) {
					names = append(names, name)
				}
			}
		}
	}
	return names
}

// escapeMethods lets a library call the methods of an instance whose class extends one of the library's.
func (r *run) escapeMethods(c *class, i *instance, place source.Span) {
	order := lineage(c, make(map[*class]bool))
	extends := false
	for _, t := range order {
		if f, ok := t.(foreign); ok && !r.lang.Own(f.path) {
			r.outside(f)
			extends = true
		}
		if n, ok := t.(native); ok && n.Do == RunTarget {
			extends = true
		}
	}
	if !extends {
		return
	}
	for _, t := range order {
		if at, ok := t.(*class); ok {
			for _, name := range sortedNames(at.attrs.vars) {
				for _, member := range at.attrs.vars[name].things {
					if f, ok := member.(*function); ok && name != r.special.Construct {
						r.escape(r.method(f, things(i)))
					}
				}
			}
		}
	}
}

// super is the instance in hand, seen behind the class that the running method belongs to.
func (r *run) super(s *scope, args arguments) value {
	for i := len(r.frames) - 1; i >= 0; i-- {
		f := r.frames[i]
		if f.fn.owner != nil && (f.scope == s || isWithin(s, f.scope)) {
			return things(parent{f.fn.owner, f.self})
		}
	}
	return data("a base that is not known")
}

func isWithin(s, outer *scope) bool {
	for at := s; at != nil; at = at.outer {
		if at == outer {
			return true
		}
	}
	return false
}
