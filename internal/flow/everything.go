package flow

import (
	"maps"
	"slices"

	"github.com/parebot/pare/internal/source"
)

// Everything as an Entry's Symbol stands for all functions of the file, and all methods of its classes: code without a template, of which
// nobody says where it starts.
const Everything = "*"

// everything hands all that a module defines to a caller who is not known; runEscaped then calls what nothing else calls.
func (r *run) everything(m *module) {
	place := source.Span{File: m.name.File, Line: 1, EndLine: 1, Column: 1}
	if r.special.Exports != "" {
		r.exportedFunctions(m, place)
	}
	for _, name := range slices.Sorted(maps.Keys(m.scope.vars)) {
		for _, t := range m.scope.vars[name].things {
			switch t := t.(type) {
			case *function:
				if t.code.Span().File == m.name.File {
					r.escape(things(t))
				}
			case *class:
				if t.code.Span().File == m.name.File {
					r.methods(t, place)
				}
			}
		}
	}
}

// methods makes an instance of a class and hands out its methods.
func (r *run) methods(c *class, place source.Span) {
	self := r.call(things(c), arguments{rest: data(reasonCaller), spread: true, open: true}, place)
	for _, name := range slices.Sorted(maps.Keys(c.attrs.vars)) {
		r.escape(r.member(self, name, place))
	}
}
