package serverless_test

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// facts are what a function is, who may do what, and who may invoke which function, a line each, sorted: the same for a service and
// what is compiled of it.
func facts(s *stack.Stack) []string {
	logical := make(map[string]string) // a function's logical ID, by its ID
	for _, fn := range s.Functions {
		logical[fn.ID] = fn.Arn[0].Text
	}
	var all []string
	for _, fn := range s.Functions {
		id := logical[fn.ID]
		all = append(all, fmt.Sprintf("%s is %s %s %s as %s", id, expanded(fn.Name), fn.Runtime, fn.Handler, roleOf(fn.Role)))
		for _, name := range slices.Sorted(maps.Keys(fn.Env)) {
			all = append(all, fmt.Sprintf("%s has %s=%s", id, name, expanded(fn.Env[name].Set)))
		}
		for _, l := range fn.Layers {
			all = append(all, id+" has the layer "+expanded(l.Arn))
		}
		for _, c := range fn.When {
			all = append(all, id+" when "+c.Name)
		}
		for _, d := range fn.Destinations {
			all = append(all, fmt.Sprintf("%s sends %s to %s %s", id, d.Reason, d.Kind, expanded(d.Target)))
		}
		for _, turned := range []bool{fn.Tracing != nil, fn.VPC != nil, fn.EnvKey != nil, len(fn.FileSystems) > 0, fn.OwnLogGroup} {
			all = append(all, fmt.Sprintf("%s %v", id, turned))
		}
	}
	for _, r := range s.Roles {
		if r.Boundary != nil {
			all = append(all, r.ID+" is bounded by "+expanded(r.Boundary.Set))
		}
		for _, g := range r.Grants {
			all = append(all, granted(r.ID, g)...)
		}
	}
	for _, t := range s.Triggers {
		if strings.Contains(t.ID, "Custom") || t.Kind == stack.Assumed {
			continue // made at deployment, by a function of the framework; or no trigger of plain CloudFormation, where a role tells it
		}
		all = append(all, invoked(t, logical))
	}
	for i, line := range all {
		line = strings.ReplaceAll(line, "${sls:stage}", "dev")
		line = strings.ReplaceAll(line, "us-east-1", "${AWS::Region}")
		line = version.ReplaceAllString(line, ":VERSION p")
		all[i] = group.ReplaceAllString(line, "targetgroup/NAME/")
	}
	all = slices.DeleteFunc(all, func(line string) bool {
		return strings.Contains(line, "IamRoleCustomResources") || strings.Contains(line, "CustomDashresource")
	})
	slices.Sort(all)
	return slices.Compact(all)
}

// version is that of a function: its logical ID is a hash of the code.
var version = regexp.MustCompile(`:(\$\{[A-Za-z]*LambdaVersion[A-Za-z0-9.]*\}|\*) p`)

// group is the name of a target group, which is a hash too.
var group = regexp.MustCompile(`targetgroup/[^/]*/`)

func roleOf(r stack.RoleRef) string {
	if r.ID != "" {
		return r.ID
	}
	return expanded(r.External)
}

// granted is one grant: the name of a managed policy, which is AWS's text, else each action on each resource.
func granted(role string, g *stack.Grant) (all []string) {
	switch {
	case g.Opaque != "":
		return []string{role + " has what is not known: " + g.Name}
	case g.Name != "":
		return []string{role + " has " + g.Name}
	}
	s := g.Statement
	tail := ""
	for _, c := range s.Conditions {
		tail += fmt.Sprintf(" if %s %s %s", c.Operator, c.Key, values(c.Values))
	}
	for _, action := range append(slices.Clone(s.Actions), s.NotActions...) {
		for _, resource := range append(slices.Clone(s.Resources), s.NotResources...) {
			all = append(all, fmt.Sprintf("%s %s %s on %s%s", role, s.Effect, term(action), term(resource), tail))
		}
	}
	return all
}

func term(t iam.Term) string { return t.Value.Expand().String() }

// values are sorted: their order means nothing.
func values(list []symbolic.Value) string {
	var all []string
	for _, v := range list {
		all = append(all, v.Expand().String())
	}
	slices.Sort(all)
	return strings.Join(slices.Compact(all), ",")
}

func expanded(set symbolic.Set) string {
	var all []symbolic.Value
	for _, c := range set {
		if !slices.ContainsFunc(c.When, func(c symbolic.Condition) bool { return c.Not && strings.HasSuffix(c.Name, " is dev") }) {
			all = append(all, c.Value) // what the packager is asked for is the stage dev
		}
	}
	return values(all)
}

// invoked is one way in which a function is made to run.
func invoked(t *stack.Trigger, logical map[string]string) string {
	text := fmt.Sprintf("%s: %s is invoked by %s", t.ID, logical[t.Function], t.Kind)
	for _, p := range []struct {
		name string
		set  symbolic.Set
	}{
		{"target", t.Target}, {"principal", t.Principal}, {"action", t.Action}, {"arn", t.Arn}, {"account", t.SourceAccount},
		{"token", t.EventToken}, {"urlauth", t.URLAuthType}, {"viaurl", t.ViaURL}, {"auth", t.AuthType},
	} {
		if len(p.set) > 0 {
			text += " " + p.name + "=" + expanded(p.set)
		}
	}
	return text
}
