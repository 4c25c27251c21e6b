package flow

import (
	"slices"

	"github.com/parebot/pare/internal/program"
)

// prepare makes the collection that a field of a record holds before anything was put into it, where the language's SDK has it there from
// the start: a dictionary where two arguments are added, else a list.
func (r *run) prepare(s *scope, x program.Expr, arguments int) {
	m, ok := x.(*program.Member)
	if !ok {
		return
	}
	for _, t := range r.eval(s, m.X).things {
		d, ok := t.(*dict)
		if !ok || d.of == nil {
			continue
		}
		field := r.idioms.Member(d.of, m.Name).Field
		if _, there := d.get(field); there || field == "" {
			continue
		}
		if arguments == 2 {
			inner := r.make(s, "prepared "+d.key(), m.Span(), newDict).(*dict)
			inner.clear(r.region)
			d.add(entry{name: field, value: things(inner)}) // it is there in any case, whatever branch this is
			r.version++
			continue
		}
		l := r.make(s, "prepared "+d.key(), m.Span(), func(id int) thing { return &list{id: id} }).(*list)
		l.items, l.rest = nil, value{}
		d.add(entry{name: field, value: things(l)})
		r.version++
	}
}

// adds says that a method adds to what it is called on.
func (r *run) adds(method string) bool { return slices.Contains(r.special.Adding, method) }
