package analysis

import (
	"github.com/parebot/pare/internal/estate"
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// triggersNarrow shows that nobody may make a function run after the change who could not before: the resource policies of all
// functions, as one policy whose resources are the functions.
func (p *proposer) triggersNarrow(after *estate.Estate) iam.Verdict {
	var was, is iam.Policy
	for i, s := range after.Stacks {
		before, then := invocation(p.estate.Stacks[i]), invocation(s)
		if !samePolicy(before, then) {
			was.Statements = append(was.Statements, before.Statements...)
			is.Statements = append(is.Statements, then.Statements...)
		}
	}
	return iam.Subset(is, was)
}

// invocation is who may invoke what in one stack.
func invocation(s *stack.Stack) (all iam.Policy) {
	for _, t := range s.Triggers {
		all.Statements = append(all.Statements, statements(s, t)...)
	}
	return all
}

// statements is a permission or URL as Lambda's resource policy has it. Pollers and roles are no statements of it.
func statements(s *stack.Stack, t *stack.Trigger) []iam.Statement {
	switch t.Kind {
	case stack.Permission:
		return []iam.Statement{{
			Effect: iam.Allow, Actions: terms(t.Action), Resources: []iam.Term{target(s, t)},
			Principals: principals(t.Principal), Conditions: conditions(t), When: t.When,
		}}
	case stack.URL:
		return []iam.Statement{{
			Effect: iam.Allow, Actions: []iam.Term{{Value: symbolic.Text("lambda:InvokeFunctionUrl")}}, Resources: []iam.Term{target(s, t)},
			Principals: []iam.Principal{{Kind: "*", Value: symbolic.Text("*")}}, Conditions: conditions(t), When: t.When,
		}}
	}
	return nil
}

func target(s *stack.Stack, t *stack.Trigger) iam.Term {
	if t.Function != "" {
		return iam.Term{Value: symbolic.Text(s.File + "#" + t.Function)}
	}
	if len(t.Target) == 1 {
		return iam.Term{Value: t.Target[0].Value}
	}
	return iam.Term{Value: symbolic.Text("*")}
}

func terms(set symbolic.Set) []iam.Term {
	list := make([]iam.Term, 0, len(set))
	for _, c := range set {
		list = append(list, iam.Term{Value: c.Value, When: c.When})
	}
	return list
}

func principals(set symbolic.Set) []iam.Principal {
	list := make([]iam.Principal, 0, len(set))
	for _, c := range set {
		kind := "AWS"
		if text, ok := c.Value.Known(); ok && text == "*" {
			kind = "*"
		} else if isService(c.Value) {
			kind = "Service"
		}
		list = append(list, iam.Principal{Kind: kind, Value: c.Value})
	}
	return list
}

// isService reports whether a principal ends as the names of AWS services do.
func isService(v symbolic.Value) bool {
	pattern := symbolic.Text("*.amazonaws.com")
	return symbolic.Match(pattern, v) == symbolic.Yes || symbolic.Match(symbolic.Text("*.amazon.com"), v) == symbolic.Yes
}

// conditions are those that Lambda's AddPermission can express.
func conditions(t *stack.Trigger) []iam.Condition {
	var list []iam.Condition
	for _, c := range []struct {
		operator, key string
		set           symbolic.Set
	}{
		{"ArnLike", "AWS:SourceArn", t.Arn},
		{"StringEquals", "AWS:SourceAccount", t.SourceAccount},
		{"StringEquals", "aws:PrincipalOrgID", t.OrgID},
		{"StringEquals", "lambda:EventSourceToken", t.EventToken},
		{"StringEquals", "lambda:FunctionUrlAuthType", signed(t)},
		{"Bool", "lambda:InvokedViaFunctionUrl", t.ViaURL},
	} {
		if len(c.set) == 0 {
			continue
		}
		values := make([]symbolic.Value, 0, len(c.set))
		for _, choice := range c.set {
			values = append(values, choice.Value)
		}
		list = append(list, iam.Condition{Operator: c.operator, Key: c.key, Values: values})
	}
	return list
}

// signed is the auth type that a caller must have. A URL with NONE asks for nothing, so it is no condition of the URL itself.
func signed(t *stack.Trigger) symbolic.Set {
	if t.Kind != stack.URL {
		return t.URLAuthType
	}
	var set symbolic.Set
	for _, c := range t.AuthType {
		if text, ok := c.Value.Known(); !ok || text != "NONE" {
			set = append(set, c)
		}
	}
	return set
}
