package analysis

import (
	"slices"

	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// An edit changes few roles, and an unchanged one proves itself. What follows recognises those, places aside, without a key or an
// automaton: it is asked for every role of the repository and every finding.

func sameRole(a, b *stack.Role) bool {
	return a == b || slices.EqualFunc(a.Grants, b.Grants, sameGrant)
}

func sameGrant(a, b *stack.Grant) bool {
	return a == b || a.Opaque == b.Opaque && sameStatement(a.Statement, b.Statement)
}

func samePolicy(a, b iam.Policy) bool {
	return slices.EqualFunc(a.Statements, b.Statements, sameStatement)
}

func sameStatement(a, b iam.Statement) bool {
	return a.Effect == b.Effect && a.Partial == b.Partial && slices.Equal(a.When, b.When) &&
		sameTerms(a.Actions, b.Actions) && sameTerms(a.NotActions, b.NotActions) &&
		sameTerms(a.Resources, b.Resources) && sameTerms(a.NotResources, b.NotResources) &&
		samePrincipals(a.Principals, b.Principals) && samePrincipals(a.NotPrincipals, b.NotPrincipals) &&
		slices.EqualFunc(a.Conditions, b.Conditions, sameCondition)
}

func sameTerms(a, b []iam.Term) bool {
	return slices.EqualFunc(a, b, func(a, b iam.Term) bool { return slices.Equal(a.When, b.When) && sameValue(a.Value, b.Value) })
}

func samePrincipals(a, b []iam.Principal) bool {
	return slices.EqualFunc(a, b, func(a, b iam.Principal) bool {
		return a.Kind == b.Kind && slices.Equal(a.When, b.When) && sameValue(a.Value, b.Value)
	})
}

func sameCondition(a, b iam.Condition) bool {
	return a.Operator == b.Operator && a.Key == b.Key && slices.EqualFunc(a.Values, b.Values, sameValue)
}

// sameValue compares without following forms through each other twice: values that share their parts are the same.
func sameValue(a, b symbolic.Value) bool {
	if len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0]) {
		return true
	}
	return slices.EqualFunc(a, b, func(a, b symbolic.Part) bool {
		return a.Kind == b.Kind && a.Text == b.Text && a.Attr == b.Attr && a.Stack == b.Stack && a.Type == b.Type &&
			sameValue(a.Form, b.Form) && slices.EqualFunc(a.Args, b.Args, sameValue)
	})
}
