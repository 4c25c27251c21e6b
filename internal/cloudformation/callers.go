package cloudformation

import (
	"slices"

	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// callers finds who runs functions with a role of this template: state machines, schedules, gateways. Such a role lets a service assume it
// and names a function in what it may invoke.
func (r *Reader) callers() {
	for _, role := range r.Stack.Roles {
		source := assumedBy(role)
		if source == "" {
			continue
		}
		for _, g := range role.Grants {
			if g.Statement.Effect != iam.Allow || !slices.ContainsFunc(g.Statement.Actions, invokes) {
				continue
			}
			for _, term := range g.Statement.Resources {
				r.caller(role, g, term, source)
			}
		}
	}
}

func (r *Reader) caller(role *stack.Role, g *stack.Grant, term iam.Term, source string) {
	target := symbolic.Set{{Value: term.Value, When: term.When}}
	id := r.FunctionOf(target)
	known := func(t *stack.Trigger) bool { return t.Kind == stack.Assumed && t.ID == role.ID && t.Function == id }
	if id == "" || slices.ContainsFunc(r.Stack.Triggers, known) {
		return
	}
	r.Stack.Triggers = append(r.Stack.Triggers, &stack.Trigger{
		ID: role.ID, Kind: stack.Assumed, Function: id, Target: target, Source: source, When: g.Statement.When, Span: g.Cause,
	})
}

// assumedBy is the service other than Lambda that may assume a role, "" where there is none.
func assumedBy(role *stack.Role) string {
	for _, s := range role.Trust.Statements {
		for _, p := range s.Principals {
			if p.Kind == "Service" && !isLambda(p) {
				if name := serviceOf(symbolic.Certain(p.Value)); name != "" {
					return name
				}
			}
		}
	}
	return ""
}

// invokes says that an action pattern allows to run a function.
func invokes(t iam.Term) bool {
	return iam.ActionMatches(t.Value, "lambda:InvokeFunction") == symbolic.Yes
}
