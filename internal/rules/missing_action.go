package rules

import (
	"fmt"

	"github.com/parebot/pare/internal/access"
	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// missingAction tells of needs that the role does not allow, each for itself: to add a permission is a decision. What would escalate
// privilege or hand out credentials, and what has no resource that is known, is described and not suggested.
func missingAction(f Facts) (all []Judgement) {
	for _, c := range f.Comparisons {
		for _, u := range c.Users {
			for _, n := range u.Missing {
				all = append(all, missingJudgement(c, u, n))
			}
		}
	}
	return all
}

func missingJudgement(c access.Comparison, u access.User, n access.Need) Judgement {
	resource := access.Pattern(n.Resource)
	j := Judgement{
		Severity: finding.Medium, Confidence: finding.Likely, Kind: finding.Adds, Subject: u.Function.ID, Place: placeOf(u, n),
		Message: missingMessage(u, n), Because: n.Because, Key: []string{u.Function.ID, n.Action, n.Resource.String()}, Stack: c.Role.Stack,
	}
	if n.Kind == finding.FromPlatform {
		j.Severity, j.Confidence = finding.Low, finding.Certain
	}
	switch {
	case grave(n.Action) != "":
		j.Kind, j.Instead = finding.Tells, "This action gives more than it names, so it is for a person to add."
	case n.Scope == finding.ScopeUnknown:
		j.Kind, j.Instead = finding.Tells, "Which resource it is on could not be told: "+reasonOf(n.Resource)+"."
	default:
		j.Change = &stack.Change{Add: &stack.AddStatements{Role: c.Role.ID, Statements: []iam.Statement{{
			Effect: iam.Allow, Actions: []iam.Term{{Value: symbolic.Text(n.Action)}}, Resources: []iam.Term{{Value: resource}},
		}}}}
	}
	return j
}

// placeOf is the line that needs it.
func placeOf(u access.User, n access.Need) source.Span {
	if len(n.Because) == 0 {
		return firstLine(u.Function.Span)
	}
	return firstLine(n.Because[0].Span)
}

func missingMessage(u access.User, n access.Need) string {
	on := ""
	if n.Scope != finding.StarOnly && n.Scope != finding.ScopeUnknown {
		on = fmt.Sprintf(" on `%s`", n.Resource)
	}
	if n.Kind == finding.FromPlatform {
		return fmt.Sprintf("Lambda needs `%s`%s to run `%s`, and its role does not allow it.", n.Action, on, u.Function.ID)
	}
	return fmt.Sprintf("`%s` needs `%s`%s, and its role does not allow it: the call will fail with AccessDenied.", u.Function.ID, n.Action, on)
}

// reasonOf is why a part of a value is not known.
func reasonOf(v symbolic.Value) string {
	for _, p := range v {
		switch p.Kind {
		case symbolic.Unknown:
			return p.Text
		case symbolic.Event:
			return "it comes with the event"
		case symbolic.Env, symbolic.Apply:
			return "it is computed when the code runs"
		}
	}
	return "the code does not name it"
}
