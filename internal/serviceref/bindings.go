package serviceref

import (
	"slices"
	"strings"
)

// bind finds which arguments of a call name the resources of an action. Rows kept by hand come first; then arguments are matched to
// the variables of the ARNs by their names. One action gives several authorizations where it needs several resources at once. only
// limits the resource types, where a row says so.
func (t *Tables) bind(op Operation, c call, name string, only []string) []Authorization {
	action, _ := t.Action(name)
	if rows, ok := t.facts().rows(op, name); ok {
		return []Authorization{{Action: name, Resources: written(rows, action, only)}}
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
		return []Authorization{{Action: name, Resources: []Binding{c.onlyArn(unbound(types))}}}
	}
	return together(op, name, types, found)
}

// written fills the ARN forms of rows in, from the types of the action they are for.
func written(rows []row, action Action, only []string) []Binding {
	var all []Binding
	for _, r := range rows {
		if b, ok := r.binding(action); ok && (only == nil || slices.Contains(only, r.typ)) {
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

// matches are the bindings of an action's types: only whole ones if there are any.
func (t *Tables) matches(op Operation, c call, types []ResourceType) []match {
	var all []match
	for _, r := range types {
		if rows := t.facts().clientRows(op.Client, r, c); len(rows) > 0 {
			for _, b := range rows {
				all = append(all, match{Binding: b, whole: true, required: r.Required})
			}
			continue
		}
		for _, arn := range r.Arns {
			all = append(all, mechanical(op, c, r, arn)...)
		}
	}
	if slices.ContainsFunc(all, func(m match) bool { return m.whole }) {
		all = slices.DeleteFunc(all, func(m match) bool { return !m.whole })
	}
	return all
}

// group is the matches that are alternatives of one another.
type group struct {
	all      []match
	optional bool
}

// together sorts matches into those that are alternatives and those that are needed at once. Types that other arguments name are
// needed at once (ec2:AttachVolume: the instance and the volume), if the arguments are given. Of what the reference cannot tell, AWS
// may ask or not, so it is optional: a type that is not required beside one that is; a required type whose arguments another has too
// (glue's database beside its table); a required type that no argument names (the instance that ec2:RunInstances makes).
func together(op Operation, action string, types []ResourceType, found []match) []Authorization {
	slices.SortStableFunc(found, func(a, b match) int { return a.rank(op) - b.rank(op) })
	var groups []group
	for _, m := range found {
		if i := slices.IndexFunc(groups, m.alternative); i >= 0 {
			groups[i].all = append(groups[i].all, m)
			continue
		}
		beside := slices.ContainsFunc(groups, m.beside)
		groups = append(groups, group{all: []match{m}, optional: len(groups) > 0 && (!m.required || beside)})
	}
	var needs []Authorization
	for i, g := range groups {
		n := Authorization{Action: action, Resources: g.bindings(), Optional: g.optional}
		if i > 0 {
			n.When = given(g.all[0].Arguments(), false)
		}
		needs = append(needs, n)
	}
	return append(needs, leftOver(action, types, groups)...)
}

// leftOver are the required types that no argument names, or not always: AWS may ask for a default.
func leftOver(action string, types []ResourceType, groups []group) []Authorization {
	var needs []Authorization
	for _, r := range types {
		i := slices.IndexFunc(groups, func(g group) bool {
			return slices.ContainsFunc(g.all, func(m match) bool { return m.Type == r.Name })
		})
		if !r.Required || i == 0 {
			continue
		}
		n := Authorization{Action: action, Resources: []Binding{unbound([]ResourceType{r})}, Optional: true}
		if i > 0 {
			n.When = given(groups[i].all[0].Arguments(), true)
		}
		needs = append(needs, n)
	}
	return needs
}

// given tests that all arguments are given, or that the first is not.
func given(arguments []string, not bool) []Test {
	if not && len(arguments) > 0 {
		arguments = arguments[:1]
	}
	var tests []Test
	for _, argument := range arguments {
		tests = append(tests, Test{Argument: argument, Not: not})
	}
	return tests
}

// rank has first the type that the operation is named after, then required types, then those with most arguments.
func (m match) rank(op Operation) int {
	rank := -len(m.Arguments())
	if !strings.Contains(strings.ToLower(op.Name), stem(m.Type)) {
		rank += 200
	}
	if !m.required {
		rank += 100
	}
	return rank
}

// alternative says that a group holds the match's type, or one with the same arguments, or with some of them where one of the two
// is not required (dynamodb:Query: the index or the table).
func (m match) alternative(g group) bool {
	return slices.ContainsFunc(g.all, func(other match) bool {
		a, b := m.Arguments(), other.Arguments()
		nested := within(a, b) || within(b, a)
		return m.Type == other.Type || slices.Equal(a, b) || nested && !(m.required && other.required)
	})
}

func (m match) beside(g group) bool {
	return slices.ContainsFunc(g.all, func(other match) bool {
		a, b := m.Arguments(), other.Arguments()
		return within(a, b) || within(b, a)
	})
}

// bindings has those with most arguments first; several types that one argument holds the whole ARN of are one.
func (g group) bindings() []Binding {
	slices.SortStableFunc(g.all, func(a, b match) int { return len(b.Arguments()) - len(a.Arguments()) })
	var all []Binding
	for _, m := range g.all {
		all = append(all, m.Binding)
	}
	first := all[0]
	if len(all) == 1 || first.Whole == "" || slices.ContainsFunc(all, func(b Binding) bool { return b.Whole != first.Whole }) {
		return all
	}
	var types []ResourceType
	for _, b := range all {
		types = append(types, ResourceType{Arns: []string{b.Arn}})
	}
	whole := unbound(types)
	whole.Whole = first.Whole
	return []Binding{whole}
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
