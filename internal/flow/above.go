package flow

import "github.com/parebot/pare/internal/source"

// above is the constructor of a base that is a type of the SDK's: what it makes, an instance of a class below it also is.
type above struct{ of object }

func (a above) key() string { return "above " + a.of.key() }

// aboveConstructor is what a base of the SDK's has under a name: its constructor.
func aboveConstructor(base object, name, construct string) value {
	if name == "" || name != construct {
		return value{}
	}
	return things(above{base})
}

// constructAbove makes the part of an instance that is of the SDK. The instance is the first argument.
func (r *run) constructAbove(a above, args arguments, place source.Span) value {
	if len(args.positional) == 0 {
		return value{}
	}
	self := args.positional[0]
	args.self, args.positional = value{}, args.positional[1:]
	made := r.callObject(a.of, args, place)
	for _, t := range self.things {
		if i, ok := t.(*instance); ok {
			r.grow(&i.above, made)
		}
	}
	return things(none)
}
