package symbolic

import "slices"

// maxForms bounds how deep the forms of forms are followed. Real ones are three deep: an ARN, a name, a parameter.
const maxForms = 16

// maxExpanded bounds the parts that one Expand looks at: a form that has another twice, which has another twice, and so on.
const maxExpanded = 10_000

// Expand writes v in the simplest parts that are known: attributes and parameters become their forms, AWS::Partition becomes "aws"
// (a template is for the partition that it names), operations whose operand is known by that are done.
func (v Value) Expand() Value {
	steps := maxExpanded
	return v.expand(maxForms, &steps)
}

func (v Value) expand(depth int, steps *int) Value {
	if len(v) == 1 && v[0].Kind == Literal && v[0].Text != "" {
		return v
	}
	if !slices.ContainsFunc(v, Part.expands) {
		*steps -= len(v)
		return Concat(v)
	}
	out := make([]Value, 0, len(v))
	for i, p := range v {
		if !p.expands() {
			*steps--
			out = append(out, v[i:i+1:i+1])
			continue
		}
		out = append(out, p.expand(depth, steps))
	}
	return Concat(out...)
}

// expands says that a part may be written more simply.
func (p Part) expands() bool {
	return p.Kind == Apply || len(p.Form) > 0 || p.Kind == Pseudo && p.Text == "AWS::Partition"
}

func (p Part) expand(depth int, steps *int) Value {
	*steps--
	switch {
	case depth == 0 || *steps < 0:
		return Value{p}
	case p.Kind == Pseudo && p.Text == "AWS::Partition":
		return Text("aws")
	case p.Kind == Apply:
		return Operate(p.Text, p.Args...)
	case len(p.Form) > 0:
		return p.Form.expand(depth-1, steps)
	}
	return Value{p}
}

// Known returns the text of v where all of it is literal once expanded.
func (v Value) Known() (string, bool) {
	switch e := v.Expand(); {
	case len(e) == 0:
		return "", true
	case len(e) == 1 && e[0].Kind == Literal:
		return e[0].Text, true
	}
	return "", false
}

// HasUnknown reports whether a part of v may be any string at all: unknown, of the event, of an environment that was not
// substituted, or an operation on such. A template expression is not unknown: it is the same string wherever it stands.
func (v Value) HasUnknown() bool {
	for _, p := range v {
		if p.anything() {
			return true
		}
	}
	return false
}

func (p Part) anything() bool {
	return p.Kind == Unknown || p.Kind == Event || p.Kind == Env || p.Kind == Apply
}
