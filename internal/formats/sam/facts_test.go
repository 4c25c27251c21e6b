package sam_test

import (
	"fmt"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// granted is one grant: the name of a managed policy, which is AWS's text, else the statement.
func granted(g *stack.Grant) string {
	switch {
	case g.Opaque != "":
		return "has what is not known: " + g.Name
	case g.Name != "" && (g.Origin == stack.Managed || g.Origin == stack.Framework):
		return "has " + g.Name
	}
	s := g.Statement
	actions := strings.ToLower(terms(s.Actions, s.NotActions)) // IAM does not tell sns:publish from sns:Publish
	text := fmt.Sprintf("%s %s on %s", s.Effect, actions, terms(s.Resources, s.NotResources))
	for _, c := range s.Conditions {
		text += fmt.Sprintf(" if %s %s %s", c.Operator, c.Key, values(c.Values))
	}
	return text
}

func terms(terms, not []iam.Term) string {
	var all []symbolic.Value
	for _, t := range terms {
		all = append(all, t.Value)
	}
	text := values(all)
	all = nil
	for _, t := range not {
		all = append(all, t.Value)
	}
	if len(all) > 0 {
		text += "not " + values(all)
	}
	return text
}

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
		all = append(all, c.Value)
	}
	return values(all)
}

// scheduled is the function that a role invokes for a schedule, "" for any other role: the translation has such a role, and the reader of
// SAM tells of it as a trigger.
func scheduled(r *stack.Role) string {
	for _, s := range r.Trust.Statements {
		for _, p := range s.Principals {
			if p.Value.String() == "scheduler.amazonaws.com" && len(r.Grants) == 1 {
				return names(r.Grants[0].Statement.Resources[0].Value)
			}
		}
	}
	return ""
}

// names is the first resource that a value names.
func names(v symbolic.Value) string {
	for _, p := range v {
		if p.Kind == symbolic.Attribute && p.Type == "AWS::Lambda::Function" {
			return p.Text
		}
		if id := names(p.Form); id != "" {
			return id
		}
	}
	return ""
}

// invoked is one way in which a function is made to run.
func invoked(t *stack.Trigger) string {
	if t.Kind == stack.Assumed {
		return bySchedule(t.Function)
	}
	text := fmt.Sprintf("%s is invoked by %s", t.Function, t.Kind)
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

func bySchedule(function string) string { return function + " is invoked by the role of a schedule" }
