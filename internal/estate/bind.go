package estate

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// bind gives parameters and imports the Form that they have in this repository. The parts themselves stay: the template in which
// they stand can name them and no others, so what is suggested there is still written with them.
// What before has bound with the same values is taken from there.
func bind(stacks []*stack.Stack, before *binding) *binding {
	b := &binder{exports: exports(stacks), parameters: make(map[string]map[string]symbolic.Value)}
	done := &binding{given: stacks, bound: slices.Clone(stacks), with: make([]string, len(stacks))}
	parents := parents(stacks)
	b.outputs = outputs(stacks, parents)
	outside := printed(b.exports) + printed(b.outputs)
	for _, i := range fromTheTop(stacks, parents) {
		s := stacks[i]
		if p := parents[s.File]; len(p) == 1 {
			b.parameters[s.File] = b.given(p[0])
		}
		done.with[i] = outside + printed(b.parameters[s.File])
		if before != nil && i < len(before.given) && before.given[i] == s && before.with[i] == done.with[i] {
			done.bound[i] = before.bound[i]
		} else {
			done.bound[i] = b.stack(s)
		}
	}
	return done
}

// binding is what bind has made of the stacks that it was given, and with which values.
type binding struct {
	given, bound []*stack.Stack
	with         []string
}

// printed tells maps of values apart.
func printed(values map[string]symbolic.Value) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(values)) {
		fmt.Fprintf(&b, "%q=%q/%q;", name, values[name].Key(), values[name].Expand().Key())
	}
	return b.String()
}

// binder holds what is known of parameters and imports.
type binder struct {
	parameters map[string]map[string]symbolic.Value // by template, by name
	exports    map[string]symbolic.Value            // by name
	outputs    map[string]symbolic.Value            // of nested stacks, see output
}

// exports are the values of all exports whose name is told by exactly one output.
func exports(stacks []*stack.Stack) map[string]symbolic.Value {
	values, twice := make(map[string]symbolic.Value), make(map[string]bool)
	for _, s := range stacks {
		for _, x := range s.Exports {
			if len(x.Name) != 1 || len(x.Value) != 1 || len(x.Value[0].When) > 0 {
				continue
			}
			name := x.Name[0].Value.String()
			twice[name] = values[name] != nil
			values[name] = x.Value[0].Value
		}
	}
	for name, more := range twice {
		if more {
			delete(values, name)
		}
	}
	return values
}

// parents lists by template the places that deploy it as a nested stack. A template that is deployed at several places
// has several values for its parameters; then they stay opaque.
func parents(stacks []*stack.Stack) map[string][]*stack.Nested {
	by := make(map[string][]*stack.Nested)
	for _, s := range stacks {
		for _, n := range s.Nested {
			if n.File != "" && n.File != s.File {
				by[n.File] = append(by[n.File], n)
			}
		}
	}
	return by
}

// fromTheTop orders stacks so that each comes after the one that deploys it. Those in a circle come last, as they are.
func fromTheTop(stacks []*stack.Stack, parents map[string][]*stack.Nested) (order []int) {
	done, placed := make(map[string]bool), make([]bool, len(stacks))
	for len(order) < len(stacks) {
		before := len(order)
		for i, s := range stacks {
			waits := slices.ContainsFunc(parents[s.File], func(n *stack.Nested) bool { return !done[n.Span.File] && n.Span.File != "" })
			if !waits && !placed[i] {
				order, done[s.File], placed[i] = append(order, i), true, true
			}
		}
		if len(order) == before {
			for i := range stacks {
				if !placed[i] {
					order, placed[i] = append(order, i), true
				}
			}
		}
	}
	return order
}

// given are the values that a nested stack's parameters have, where each has exactly one.
func (b *binder) given(n *stack.Nested) map[string]symbolic.Value {
	values := make(map[string]symbolic.Value)
	for name, v := range n.Parameters {
		if len(v.Set) == 1 && len(v.Set[0].When) == 0 && !v.Set[0].Value.HasUnknown() {
			if value, room := b.value(v.Set[0].Value), maxBound; fits(value, &room) {
				values[name] = value
			}
		}
	}
	return values
}

// maxBound is how many parts, forms within forms counted, the value of a parameter may have; a larger one stays opaque. A template that
// hands on its parameter twice to one that does the same, and so on, doubles them each time.
const maxBound = 1000

func fits(v symbolic.Value, room *int) bool {
	for _, p := range v {
		if *room--; *room < 0 || !fits(p.Form, room) {
			return false
		}
		for _, arg := range p.Args {
			if !fits(arg, room) {
				return false
			}
		}
	}
	return true
}

// value gives the parts of v the forms that they lack. It returns v itself where there is nothing to give.
func (b *binder) value(v symbolic.Value) symbolic.Value {
	var out symbolic.Value
	for i, p := range v {
		if q, changed := b.part(p); changed {
			if out == nil {
				out = slices.Clone(v)
			}
			out[i] = q
		}
	}
	if out == nil {
		return v
	}
	return out
}

func (b *binder) part(p symbolic.Part) (symbolic.Part, bool) {
	var form symbolic.Value
	switch {
	case p.Kind == symbolic.Parameter && len(p.Form) == 0:
		form = b.parameters[p.Stack][p.Text]
	case p.Kind == symbolic.Import && len(p.Form) == 0:
		form = b.exports[p.Text]
	case p.Kind == symbolic.Attribute && len(p.Form) == 0:
		form = b.outputs[output(p.Stack, p.Text, p.Attr)]
	case len(p.Form) > 0:
		form = b.value(p.Form)
		if same(form, p.Form) {
			return p, false
		}
	}
	changed := len(form) > 0
	if changed {
		p.Form = form
	}
	cloned := false
	for i, arg := range p.Args {
		if bound := b.value(arg); !same(bound, arg) {
			if !cloned {
				p.Args = slices.Clone(p.Args)
			}
			p.Args[i], changed, cloned = bound, true, true
		}
	}
	return p, changed
}

// same reports whether value returned what it was given.
func same(a, b symbolic.Value) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}
