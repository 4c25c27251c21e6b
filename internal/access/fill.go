package access

import (
	"slices"
	"strings"

	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/symbolic"
)

// filled is one resource that a call touches.
type filled struct {
	value   symbolic.Value
	scope   finding.Scope
	when    []symbolic.Condition
	certain bool // false: the call may touch it, or another
}

// resources are what an action of a call is needed on: the first of the bindings whose arguments are all given. Bindings before it whose
// arguments may be given are possible too. Without bindings the action has no resource.
func (w *worker) resources(a serviceref.Authorization, args given) (list []filled) {
	if len(a.Resources) == 0 {
		return []filled{{value: symbolic.Text("*"), scope: finding.StarOnly, certain: true}}
	}
	for i, b := range a.Resources {
		switch has := args.has(b); {
		case has == symbolic.Yes || has == symbolic.No && i == len(a.Resources)-1:
			return append(list, w.fill(b, args)...)
		case has == symbolic.May && i == len(a.Resources)-1:
			found := w.fill(b, args)
			return append(list, found...)
		case has == symbolic.May:
			for _, f := range w.fill(b, args) {
				f.certain = false
				list = append(list, f)
			}
		}
	}
	return list
}

// has reports whether all arguments of a binding are given.
func (g given) has(b serviceref.Binding) symbolic.Answer {
	answer := symbolic.Yes
	for _, path := range b.Arguments() {
		_, one := g.lookup(path)
		answer = min(answer, one)
	}
	return answer
}

// fill writes the ARN of a binding with the arguments of a call.
func (w *worker) fill(b serviceref.Binding, args given) (list []filled) {
	if b.Arn == "*" {
		return []filled{{value: symbolic.Text("*"), scope: finding.StarOnly, certain: true}}
	}
	head, name, tail := cutVariable(b.Arn)
	primary := w.argument(b, name, args)
	if b.Whole != "" {
		primary = w.argument(serviceref.Binding{Variables: map[string]string{"whole": b.Whole}}, "whole", args)
	}
	if name == "" && b.Whole == "" {
		primary = symbolic.Certain(nil)
	}
	for _, c := range called(primary, name != "" || b.Whole != "") {
		list = append(list, w.spell(b, args, head, tail, c)...)
	}
	return list
}

// called leaves out empty names where a name is wanted: nothing is called so, and a call with it fails whatever the role allows. It is the
// fallback of code that reads a setting which is always there.
func called(set symbolic.Set, wanted bool) symbolic.Set {
	if !wanted {
		return set
	}
	kept := slices.DeleteFunc(slices.Clone(set), func(c symbolic.Choice) bool {
		text, known := c.Value.Known()
		return known && text == ""
	})
	if len(kept) == 0 && len(set) > 0 {
		return symbolic.Any("the name is empty")
	}
	return kept
}

// spell writes the ARN for one value of its first variable. A value that is an ARN itself stands for all before it.
func (w *worker) spell(b serviceref.Binding, args given, head, tail string, c symbolic.Choice) (list []filled) {
	v, isArn := w.normal(b, c.Value)
	set := symbolic.Certain(v)
	if !isArn {
		set = symbolic.Join(w.text(b, head, args), set)
	} else if tail == anySuffix || b.Whole != "" {
		tail = ""
	}
	set = symbolic.Join(symbolic.Set{{When: c.When}}, set, w.text(b, tail, args))
	for _, r := range set {
		whole := slashed(r.Value)
		list = append(list, filled{value: w.fold(whole), scope: scope(v, whole, b), when: r.When, certain: true})
	}
	return list
}

// anySuffix is what Secrets Manager puts behind the name of a secret: a hyphen and six characters.
const anySuffix = "-??????"

// scope says how well a resource is known, by the value that names it and by the whole.
func scope(name, whole symbolic.Value, b serviceref.Binding) finding.Scope {
	blank := len(name) > 0 && !slices.ContainsFunc(name, func(p symbolic.Part) bool { return !(symbolic.Value{p}).HasUnknown() })
	switch {
	case blank:
		return finding.ScopeUnknown
	case whole.HasUnknown() || strings.ContainsAny(b.Arn, "*"):
		return finding.Pattern
	}
	return finding.Exact
}

// cutVariable cuts an ARN form at its first variable that an argument fills.
func cutVariable(arn string) (head, name, tail string) {
	rest := arn
	for {
		before, after, ok := strings.Cut(rest, "${")
		if !ok {
			return arn, "", ""
		}
		name, after, _ := strings.Cut(after, "}")
		if _, pseudo := pseudos[name]; !pseudo {
			return arn[:len(arn)-len(rest)] + before, name, after
		}
		rest = after
	}
}

// pseudos are the variables of ARN forms that are the caller's own.
var pseudos = map[string]string{"Partition": "AWS::Partition", "Region": "AWS::Region", "Account": "AWS::AccountId"}

// text fills in a piece of an ARN form.
func (w *worker) text(b serviceref.Binding, form string, args given) symbolic.Set {
	out := symbolic.Certain(nil)
	for form != "" {
		before, after, ok := strings.Cut(form, "${")
		out = symbolic.Join(out, symbolic.Certain(symbolic.Text(before)))
		if !ok {
			break
		}
		var name string
		name, form, _ = strings.Cut(after, "}")
		out = symbolic.Join(out, w.argument(b, name, args))
	}
	return out
}

// argument is the value of one variable of an ARN form.
func (w *worker) argument(b serviceref.Binding, name string, args given) symbolic.Set {
	if pseudo, ok := pseudos[name]; ok {
		return symbolic.Certain(symbolic.Value{{Kind: symbolic.Pseudo, Text: pseudo}})
	}
	path, ok := b.Variables[name]
	if text, fixed := strings.CutPrefix(path, "="); fixed {
		return symbolic.Certain(symbolic.Text(text))
	}
	if !ok {
		path = name
	}
	if set, answer := args.lookup(path); answer == symbolic.Yes {
		return set
	}
	return symbolic.Any("no argument tells " + name)
}
