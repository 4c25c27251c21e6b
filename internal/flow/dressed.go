package flow

import (
	"slices"

	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/source"
)

// dressed stands beside a value of a named type that has methods: it is what they are looked up in, and nothing else.
type dressed struct {
	of *class
	as value // the value, without its dress
}

func (d dressed) key() string { return "dressed " + d.of.key() + " " + d.as.key() }

// dress gives a value the methods of a class that only wraps it, in place of those that it had.
func (r *run) dress(c *class, v value) value {
	bare := textValue(v.text)
	for _, t := range v.things {
		if _, ok := t.(dressed); !ok {
			bare = union(bare, things(t))
		}
	}
	if !hasMethods(c) {
		return bare
	}
	whole := union(bare, things(dressed{c, bare}))
	r.escapeDressed(c, whole)
	return whole
}

// escapeDressed lets the language's own library call the methods of a named type that it asks for, on the first value of the type.
func (r *run) escapeDressed(c *class, v value) {
	key := "unasked " + c.key()
	if r.escapes[key] {
		return
	}
	r.escapes[key] = true
	for _, name := range sortedNames(c.attrs.vars) {
		if member := c.attrs.vars[name]; slices.ContainsFunc(member.things, isUnasked) {
			r.escape(r.bind(member, v, c, c.code.Span()))
		}
	}
}

// dressedAs is a value that is known, with the methods of the type that the language states it to be of.
func (r *run) dressedAs(s *scope, v value, typ program.Expr) value {
	if !r.special.Zeros || v.empty() {
		return v
	}
	for _, t := range r.eval(s, typ).things {
		if c, ok := t.(*class); ok && c.code.Wraps {
			return r.dress(c, v)
		}
	}
	return v
}

// dressedMember is a method of the type that a value was given, bound to the value.
func (r *run) dressedMember(v value, name string, place source.Span) (all value) {
	for _, t := range v.things {
		if d, ok := t.(dressed); ok {
			all = union(all, r.bind(r.attribute(d.of, name, nil), union(d.as, things(d)), d.of, place))
		}
	}
	return all
}
