package serviceref

import (
	"slices"
	"strings"
)

// bind finds which arguments of a call name the resources of an action. Rows kept by hand come first; then arguments are matched to
// the variables of the ARNs by their names. One action gives several authorizations where it needs several resources at once
// (ec2:AttachVolume: the instance and the volume). only limits the resource types, where a row says so.
func (t *Tables) bind(op Operation, c call, name string, only []string) []Authorization {
	action, _ := t.Action(name)
	if rows, ok := t.facts.rows(op, name); ok {
		return []Authorization{{Action: name, Resources: t.written(rows, action)}}
	}
	if action.Star {
		return []Authorization{{Action: name}}
	}
	types := action.Resources
	if only != nil {
		types = slices.DeleteFunc(slices.Clone(types), func(r ResourceType) bool { return !slices.Contains(only, r.Name) })
	}
	found := t.matches(op, c, types)
	if len(found) == 0 {
		return []Authorization{{Action: name, Resources: []Binding{unbound(types)}}}
	}
	return together(name, types, found)
}

// written fills the ARN forms of rows in, from the types of the action they are for.
func (t *Tables) written(rows []row, action Action) []Binding {
	var all []Binding
	for _, r := range rows {
		if b, ok := r.binding(action); ok {
			all = append(all, b)
		}
	}
	return all
}

// match is a binding of one resource type, whole if each variable of its ARN has an argument.
type match struct {
	Binding
	whole    bool
	required bool
}

// matches are the bindings of an action's types: only whole ones if there are any, those with most arguments first.
func (t *Tables) matches(op Operation, c call, types []ResourceType) []match {
	var all []match
	for _, r := range types {
		if b, ok := t.facts.clientRow(op.Client, r, c); ok {
			all = append(all, match{Binding: b, whole: true, required: r.Required})
			continue
		}
		for _, arn := range r.Arns {
			if m, ok := mechanical(op, c, r, arn); ok {
				all = append(all, m)
			}
		}
	}
	if slices.ContainsFunc(all, func(m match) bool { return m.whole }) {
		all = slices.DeleteFunc(all, func(m match) bool { return !m.whole })
	}
	slices.SortStableFunc(all, func(a, b match) int { return len(b.Arguments()) - len(a.Arguments()) })
	return all
}

// together sorts matches into those that are alternatives and those that are needed at once: two required types whose arguments
// are not a part of one another's. A required type that no argument names may be needed too (the instance that RunInstances makes).
func together(action string, types []ResourceType, found []match) []Authorization {
	needs := []Authorization{{Action: action, Resources: []Binding{found[0].Binding}}}
	for _, m := range found[1:] {
		if i := slices.IndexFunc(needs, func(n Authorization) bool { return !m.required || alternative(n, m) }); i >= 0 {
			needs[i].Resources = append(needs[i].Resources, m.Binding)
			continue
		}
		needs = append(needs, Authorization{Action: action, Resources: []Binding{m.Binding}})
	}
	for _, r := range types {
		named := slices.ContainsFunc(found, func(m match) bool { return m.Type == r.Name })
		if r.Required && !named {
			needs = append(needs, Authorization{Action: action, Resources: []Binding{unbound([]ResourceType{r})}, Optional: true})
		}
	}
	return needs
}

func alternative(n Authorization, m match) bool {
	arguments := m.Arguments()
	return slices.ContainsFunc(n.Resources, func(b Binding) bool {
		other := b.Arguments()
		return b.Type == m.Type || within(arguments, other) || within(other, arguments)
	})
}

func within(part, whole []string) bool {
	return !slices.ContainsFunc(part, func(s string) bool { return !slices.Contains(whole, s) })
}

// unbound is any resource of these types: the ARN of one, what the ARNs have in common of several.
func unbound(types []ResourceType) Binding {
	if len(types) == 1 && len(types[0].Arns) > 0 {
		return Binding{Type: types[0].Name, Arn: types[0].Arns[0]}
	}
	shared, first := []string(nil), true
	for _, r := range types {
		for _, arn := range r.Arns {
			parts := strings.SplitN(arn, ":", 6)
			if first {
				shared, first = parts, false
			}
			shared = agree(shared, parts)
		}
	}
	if len(shared) < 5 {
		return Binding{Arn: "*"}
	}
	return Binding{Arn: strings.Join(shared[:5], ":") + ":${Resource}"}
}

// agree keeps what two ARNs have in common, a variable where they differ; nil where they are of different services.
func agree(a, b []string) []string {
	if len(a) < 5 || len(b) < 5 || a[2] != b[2] {
		return nil
	}
	a = slices.Clone(a)
	for i, name := range []string{"arn", "${Partition}", a[2], "${AnyRegion}", "${AnyAccount}"} {
		if a[i] != b[i] {
			a[i] = name
		}
	}
	return a
}

// variables lists the variables of an ARN that the caller does not know by itself.
func variables(arn string) []string {
	var names []string
	for rest := arn; ; {
		_, after, ok := strings.Cut(rest, "${")
		if !ok {
			return names
		}
		name, tail, _ := strings.Cut(after, "}")
		if name != "Partition" && name != "Region" && name != "Account" {
			names = append(names, name)
		}
		rest = tail
	}
}
