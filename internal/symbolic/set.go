package symbolic

import "slices"

// MaxChoices bounds what Join makes: beyond it a string may be anything, and says why.
const MaxChoices = 64

// Certain is the Set of a string that is v, always.
func Certain(v Value) Set { return Set{{Value: v}} }

// Nothing is the Set of a string that does not exist: a property that is absent.
func Nothing() Set { return nil }

// Any is the Set of a string that may be anything, and why.
func Any(reason string) Set { return Certain(Value{{Kind: Unknown, Text: reason}}) }

// Join is every concatenation of one choice of each set, under the conditions of all of them; choices that exclude each other make none.
// A set that is empty makes the whole empty: a string of which a part does not exist does not exist.
func Join(sets ...Set) Set {
	joined := Certain(nil)
	var certain []Value // neighbours that are one text each: they are joined at once
	for _, set := range sets {
		if len(set) == 1 && len(set[0].When) == 0 {
			certain = append(certain, set[0].Value)
			continue
		}
		if len(joined)*len(set) > MaxChoices {
			return Any("more than 64 possible values")
		}
		joined, certain = joined.followed(certain).times(set), certain[:0]
	}
	return joined.followed(certain)
}

// followed is times of one text, which is given in pieces.
func (s Set) followed(pieces []Value) Set {
	if len(pieces) == 0 || len(s) == 0 {
		return s
	}
	text := Concat(pieces...)
	if len(s) == 1 && len(s[0].When) == 0 && len(s[0].Value) == 0 {
		return Certain(text)
	}
	return s.times(Certain(text))
}

func (s Set) times(other Set) Set {
	out := make(Set, 0, len(s)*len(other))
	for _, a := range s {
		for _, b := range other {
			if Compatible(a.When, b.When) {
				out = append(out, Choice{Value: Concat(a.Value, b.Value), When: both(a.When, b.When)})
			}
		}
	}
	return Union(out)
}

// Union is every choice of every set, each once: one that another of the same value implies is left out, and
// a value that holds under a condition and under its opposite holds always.
func Union(sets ...Set) Set {
	if out, ok := unionOfFew(sets); ok {
		return out
	}
	var out Set
	at := make(map[string][]int) // indices in out, by key
	for _, set := range sets {
		for _, c := range set {
			key := c.Value.Key()
			if i := slices.IndexFunc(at[key], func(i int) bool { return Implies(c.When, out[i].When) }); i >= 0 {
				continue
			}
			if i := slices.IndexFunc(at[key], func(i int) bool { return complete(c.When, out[i].When) }); i >= 0 {
				out[at[key][i]].When = nil
				continue
			}
			at[key] = append(at[key], len(out))
			out = append(out, c)
		}
	}
	return out
}

// unionOfFew does the same without an index, for choices that hold always and of which there are only a few.
func unionOfFew(sets []Set) (out Set, ok bool) {
	for _, set := range sets {
		for _, c := range set {
			if len(c.When) > 0 || len(out) > fewChoices {
				return nil, false
			}
			if !slices.ContainsFunc(out, func(o Choice) bool { return o.Value.same(c.Value) }) {
				out = append(out, c)
			}
		}
	}
	return out, true
}

const fewChoices = 4
