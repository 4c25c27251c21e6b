package formats_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// printStack is a stack as a reader of the tests wants to see it: a line a fact, the line of the template first.
func printStack(s *stack.Stack) string {
	var b strings.Builder
	line := func(at int, format string, args ...any) {
		fmt.Fprintf(&b, "%3d %s\n", at, strings.TrimRight(fmt.Sprintf(format, args...), " "))
	}
	for _, fn := range s.Functions {
		line(fn.Span.Line, "function %s %s %s%s", fn.ID, fn.Runtime, fn.Handler, when(fn.When))
		printFunction(line, fn)
	}
	for _, r := range s.Roles {
		line(r.Span.Line, "role %s%s%s", r.ID, map[bool]string{true: " implicit"}[r.Implicit], when(r.When))
		for _, g := range r.Grants {
			if g.Origin == stack.Framework {
				continue // printed below, by name: the statements are AWS's
			}
			text := g.Opaque
			if g.Opaque == "" {
				text = printStatement(g.Statement)
			}
			line(g.Cause.Line, "  %s %s: %s [%s]%s", g.Origin, g.Name, text, g.Key, map[bool]string{true: " shared"}[g.Shared])
		}
		printFramework(line, r)
		for _, n := range r.Elsewhere {
			line(n.Span.Line, "  elsewhere: %s", n.Text)
		}
	}
	for _, t := range s.Triggers {
		line(t.Span.Line, "trigger %s %s %s of %s%s%s", t.ID, t.Kind, t.Source, t.Function, properties(t), when(t.When))
	}
	for _, r := range s.Resources {
		line(r.Span.Line, "resource %s %s arn=%s ref=%s %s%s", r.ID, r.Type, r.Arn.Expand(), r.Ref.Expand(), r.Encryption, when(r.When))
	}
	for _, n := range s.Nested {
		line(n.Span.Line, "nested %s %s", n.ID, n.File)
	}
	for _, e := range s.Exports {
		line(e.Span.Line, "export %s = %s", printSet(e.Name), printSet(e.Value))
	}
	for _, p := range s.Problems {
		line(p.Span.Line, "problem: %s", p.Text)
	}
	return b.String()
}

func printFunction(line func(int, string, ...any), fn *stack.Function) {
	c := fn.Code
	line(c.Span.Line, "  code dir=%s image=%s remote=%s inline=%q build=%s", c.Dir, c.Image, c.Remote, c.Inline, c.BuildMethod)
	line(fn.Role.Span.Line, "  role %s%s%s", fn.Role.ID, printSet(fn.Role.External), when(fn.Role.When))
	for _, name := range slices.Sorted(maps.Keys(fn.Env)) {
		line(fn.Env[name].Span.Line, "  env %s=%s", name, printSet(fn.Env[name].Set))
	}
	for _, l := range fn.Layers {
		line(l.Span.Line, "  layer %s%s", l.Dir, printSet(l.Arn))
	}
	for _, d := range fn.Destinations {
		line(d.Span.Line, "  %s %s %s", d.Reason, d.Kind, printSet(d.Target))
	}
	if fn.OwnLogGroup {
		line(fn.Span.Line, "  its log group is a resource")
	}
}

func printFramework(line func(int, string, ...any), r *stack.Role) {
	seen := make(map[string]bool)
	for _, g := range r.Grants {
		key, _, _ := strings.Cut(g.Key, "#")
		if g.Origin != stack.Framework || g.Name != "" && seen[key+g.Name] {
			continue
		}
		seen[key+g.Name] = true
		text := g.Name
		if text == "" {
			text = printStatement(g.Statement)
		}
		line(g.Cause.Line, "  framework %s [%s]", text, key)
	}
}

func printStatement(s iam.Statement) string {
	text := fmt.Sprintf("%s %s on %s", s.Effect, printTerms(s.Actions), printTerms(s.Resources))
	for _, c := range s.Conditions {
		var values []string
		for _, v := range c.Values {
			values = append(values, v.String())
		}
		text += fmt.Sprintf(" if %s %s %s", c.Operator, c.Key, strings.Join(values, ","))
	}
	return text + when(s.When)
}

func printTerms(terms []iam.Term) string {
	var all []string
	for _, t := range terms {
		all = append(all, t.Value.String()+when(t.When))
	}
	return strings.Join(all, ",")
}

func properties(t *stack.Trigger) string {
	var b strings.Builder
	for _, p := range []struct {
		name string
		set  symbolic.Set
	}{
		{"target", t.Target}, {"principal", t.Principal}, {"action", t.Action}, {"arn", t.Arn}, {"from", t.From}, {"account", t.SourceAccount},
		{"token", t.EventToken}, {"urlauth", t.URLAuthType}, {"viaurl", t.ViaURL}, {"auth", t.AuthType},
	} {
		if len(p.set) > 0 {
			fmt.Fprintf(&b, " %s=%s", p.name, printSet(p.set))
		}
	}
	return b.String()
}

func printSet(set symbolic.Set) string {
	var all []string
	for _, c := range set {
		text := c.Value.String()
		for _, p := range c.Value {
			if p.Kind == symbolic.Unknown {
				text += " (" + p.Text + ")"
			}
		}
		all = append(all, text+when(c.When))
	}
	return strings.Join(all, "|")
}

func when(conditions []symbolic.Condition) string {
	var all []string
	for _, c := range conditions {
		all = append(all, map[bool]string{true: "!"}[c.Not]+c.Name)
	}
	if len(all) == 0 {
		return ""
	}
	return " when " + strings.Join(all, "&")
}
