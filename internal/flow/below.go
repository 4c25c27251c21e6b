package flow

import (
	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/source"
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
		} else {
			r.setIndex(v, r.eval(s, e.Key), given)
		}
		r.handFilled(v, given, e, x.Span())
	}
	return v
}

// handFilled notes what is put into something that is not followed: under a key of what is not in the repository, into a record of the
// SDK's, which holds data only.
func (r *run) handFilled(v, given value, e program.Entry, place source.Span) {
	_, isMember := e.Key.(*program.Text)
	for _, t := range v.things {
		switch t := t.(type) {
		case foreign:
			if !isMember {
				r.hand(given, t.path, place)
			}
		case *dict:
			if t.of != nil {
				r.hand(given, "a record", place)
			}
		}
	}
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
