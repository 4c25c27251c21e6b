package symbolic

// Substitute puts other values in the place of parts: by says what a part may be, or that it stays. Operations that waited for what
// is now known are done. What is put in is not substituted again.
func Substitute(v Value, by func(Part) (Set, bool)) Set {
	sets := make([]Set, 0, len(v))
	for _, p := range v {
		sets = append(sets, p.substitute(by))
	}
	return Join(sets...)
}

func (p Part) substitute(by func(Part) (Set, bool)) Set {
	if set, ok := by(p); ok {
		return set
	}
	if p.Kind != Apply {
		return Certain(Value{p})
	}
	args := []arguments{{}}
	for _, arg := range p.Args {
		args = choose(args, Substitute(arg, by))
		if len(args) > MaxChoices {
			return Any("more than 64 possible values")
		}
	}
	var out Set
	for _, a := range args {
		out = append(out, Choice{Value: Operate(p.Text, a.values...), When: a.when})
	}
	return Union(out)
}

// arguments are the operands of one operation, under the conditions of the choices that were made for them.
type arguments struct {
	values []Value
	when   []Condition
}

// choose adds each choice of one more operand to the operands so far.
func choose(so []arguments, set Set) (out []arguments) {
	for _, a := range so {
		for _, c := range set {
			if Compatible(a.when, c.When) {
				values := append(a.values[:len(a.values):len(a.values)], c.Value)
				out = append(out, arguments{values: values, when: both(a.when, c.When)})
			}
		}
	}
	return out
}
