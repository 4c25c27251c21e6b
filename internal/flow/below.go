package flow

import (
	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/sdk"
)

// Descendants is what a language has whose programs name a class and mean one below it, which nothing imports: interfaces whose
// implementation somebody else makes.
type Descendants interface {
	// Below are the modules that hold classes below the one of that name in that file.
	Below(file, name string) []Module
}

// loadBelow loads the modules that hold classes below c.
func (r *run) loadBelow(c *class) {
	if d, ok := r.lang.(Descendants); ok {
		for _, m := range d.Below(c.code.Span().File, c.code.Name) {
			r.load(m, nil, c.code.Span())
		}
	}
}

// filledIn is a value whose members are set: the entries of an object initialiser.
func (r *run) filledIn(s *scope, x *program.Filled) value {
	v := r.eval(s, x.X)
	for _, e := range x.Entries {
		given := r.eval(s, e.Value)
		if name, ok := e.Key.(*program.Text); ok {
			r.setMember(v, name.Value, given, x.Span())
			continue
		}
		r.setIndex(v, r.eval(s, e.Key), given)
		for _, t := range v.things {
			if f, ok := t.(foreign); ok {
				r.hand(given, f.path, x.Span())
			}
		}
	}
	return v
}

// fillRecord puts the arguments that a record is made with into its fields.
func (r *run) fillRecord(made value, e sdk.Effect, args arguments) {
	if e.Make == nil {
		return
	}
	for _, t := range made.things {
		d, ok := t.(*dict)
		if !ok {
			continue
		}
		for i, name := range e.Fills {
			if v, given := args.at(i, ""); given && name != "" {
				r.setNamed(d, entry{name: name, value: v})
			}
		}
	}
}
