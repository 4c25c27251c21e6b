package flow

import (
	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/sdk"
)

// implied is what a name means that stands for a member of the receiver, or of a class around; ok is false where a variable of a function
// around has the name, or nothing has it.
func (r *run) implied(s *scope, x *program.Name) (v value, ok bool) {
	for at := s; at != nil && at.kind != ofModule; at = at.outer {
		if at.kind == ofFunction {
			if v := at.vars[x.ID]; !v.empty() {
				return v, true
			}
		}
		if at.kind == ofClass && at.class != nil && r.special.Make != "" {
			has := r.bindToClass(r.attribute(at.class, x.ID, nil), at.class, x.Span())
			if !has.empty() && keeps(at.class, x.ID) {
				return has, true
			}
			v = union(v, has)
		}
		if at.fn == nil || !at.fn.code.Implicit {
			continue
		}
		member, sure := r.memberOfReceiver(at, x)
		if sure {
			return member, true
		}
		if v.empty() { // of a base that is not in the repository: something further out may have the name
			v = member
		}
	}
	return v, false
}

// memberOfReceiver is a member of what the function of a scope is called on, or of its class and those around that; sure says that it is
// not one that a base outside of the repository might have.
func (r *run) memberOfReceiver(s *scope, x *program.Name) (all value, sure bool) {
	for _, t := range s.self.things {
		switch t := t.(type) {
		case *instance:
			if r.hasMember(t, x.ID) {
				v := r.instanceMember(t, x.ID, x.Span())
				all, sure = union(all, v), sure || !v.empty() && (!t.fields[x.ID].empty() || keeps(t.of, x.ID))
			}
		case *class:
			all = union(all, r.bindToClass(r.attribute(t, x.ID, nil), t, x.Span()))
			sure = sure || keeps(t, x.ID)
		case *dict, object:
			if !isMethodName(x.ID) {
				v := r.memberOfSDK(t, x)
				all, sure = union(all, v), sure || !v.empty()
			}
		}
	}
	for c := s.fn.owner; c != nil && !sure; c = around(c) {
		v := r.bindToClass(r.attribute(c, x.ID, nil), c, x.Span())
		if v.empty() {
			v = r.statedField(c, x.ID)
		}
		if all.empty() || keeps(c, x.ID) {
			all = union(all, v)
		}
		sure = keeps(c, x.ID) && !v.empty()
	}
	return all, sure && !all.empty()
}

// keeps says that a class, or one of those above it in the repository, has something of that name.
func keeps(c *class, name string) bool {
	for _, t := range lineage(c, make(map[*class]bool)) {
		if at, ours := t.(*class); ours && (!at.attrs.vars[name].empty() || at.attrs.types[name] != nil) {
			return true
		}
	}
	return false
}

// memberOfSDK is a member of a record or another value of the SDK, if that certainly has it.
func (r *run) memberOfSDK(t thing, x *program.Name) value {
	of := (*sdk.Object)(nil)
	switch t := t.(type) {
	case *dict:
		of = t.of
	case object:
		of = t.of
	}
	if of == nil {
		return value{}
	}
	if e := r.idioms.Member(of, x.ID); len(e.Unknown) == 0 && !e.Plain {
		return r.effect(t, e, x.Span())
	}
	return value{}
}

// methodOfReceiver is a method of a value of the SDK that a function around is called on, whose name nothing else has.
func (r *run) methodOfReceiver(s *scope, x *program.Name) value {
	for at := s; at != nil && isMethodName(x.ID); at = at.outer {
		if at.fn == nil || !at.fn.code.Implicit {
			continue
		}
		for _, t := range at.self.things {
			if v := r.memberOfSDK(t, x); !v.empty() {
				return v
			}
		}
	}
	return value{}
}

// around is the class in whose body a class stands.
func around(c *class) *class {
	if c.attrs == nil || c.attrs.outer == nil {
		return nil
	}
	return c.attrs.outer.class
}

// hasMember says that an instance has a field of that name, set or declared, or a method.
func (r *run) hasMember(i *instance, name string) bool {
	if !i.fields[name].empty() || !r.attribute(i.of, name, nil).empty() {
		return true
	}
	for _, t := range lineage(i.of, make(map[*class]bool)) {
		if c, ours := t.(*class); ours {
			if _, declared := c.attrs.vars[name]; declared || c.attrs.types[name] != nil {
				return true
			}
		}
	}
	return false
}

// putOutside gives a name that is not declared in s itself its value where it is declared: in a function around, as a member of the
// receiver, in the module. It is false where s is to have it.
func (r *run) putOutside(s *scope, target *program.Name, v value) bool {
	for at := s; at != nil; at = at.outer {
		if at.kind == ofClass && at != s {
			continue
		}
		if _, there := at.vars[target.ID]; there {
			if at == s {
				return false
			}
			kept := at.vars[target.ID]
			r.grow(&kept, v)
			at.set(target.ID, kept)
			return true
		}
		if at.fn != nil && at.fn.code.Implicit && r.setImplied(at, target, v) {
			return true
		}
	}
	return false
}

// setImplied sets a member of the receiver, if that has it.
func (r *run) setImplied(s *scope, target *program.Name, v value) (done bool) {
	for _, t := range s.self.things {
		switch t := t.(type) {
		case *instance:
			if !r.hasMember(t, target.ID) {
				continue
			}
		case *class:
			if _, there := t.attrs.vars[target.ID]; !there {
				continue
			}
		case *dict:
			if t.of == nil {
				continue
			}
		default:
			continue
		}
		r.setMember(things(t), target.ID, v, target.Span())
		done = true
	}
	for c := s.fn.owner; c != nil && !done; c = around(c) {
		_, there := c.attrs.vars[target.ID]
		if there || c.attrs.types[target.ID] != nil {
			r.setMember(things(c), target.ID, v, target.Span())
			done = true
		}
	}
	return done
}

// declared makes the names of a target new in s.
func (r *run) declared(s *scope, target program.Expr) {
	switch target := target.(type) {
	case *program.Name:
		if _, there := s.vars[target.ID]; !there {
			s.vars[target.ID] = value{}
		}
	case *program.List:
		for _, item := range target.Items {
			r.declared(s, item)
		}
	case *program.Spread:
		r.declared(s, target.X)
	}
}
