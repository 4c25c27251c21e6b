package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/access"
	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// missingAction tells of needs that the role does not allow, each for itself: to add a permission is a decision. What one feature of the
// platform needs is one decision. What would escalate privilege or hand out credentials, and what has no resource that is known, is
// described and not suggested.
func missingAction(f Facts) (all []Judgement) {
	for _, c := range f.Comparisons {
		for _, u := range c.Users {
			for _, needs := range decisions(u.Missing) {
				all = append(all, missingJudgement(c, u, needs))
			}
		}
	}
	return all
}

// decisions puts together what is added together: the platform's needs for one reason; and one action of one call, whichever of the
// values that could not be told it is on, or that are written alike.
func decisions(missing []access.Need) (groups [][]access.Need) {
	type decision struct {
		action, resource string
		reason           source.Note
	}
	at := make(map[decision]int)
	for _, n := range missing {
		if len(n.Because) > 0 {
			key := decision{reason: n.Because[0]}
			if n.Kind != finding.FromPlatform {
				key.action = n.Action
			}
			if n.Kind != finding.FromPlatform && n.Scope != finding.ScopeUnknown {
				key.resource = n.Resource.String()
			}
			if i, ok := at[key]; ok {
				groups[i] = append(groups[i], n)
				continue
			}
			at[key] = len(groups)
		}
		groups = append(groups, []access.Need{n})
	}
	return groups
}

// missingJudgement is about needs with one reason.
func missingJudgement(c access.Comparison, u access.User, needs []access.Need) Judgement {
	n := needs[0]
	j := Judgement{
		Severity: finding.Medium, Confidence: finding.Likely, Kind: finding.Adds, Subject: u.Function.ID, Place: placeOf(u, n),
		Message: missingMessage(u, needs), Because: n.Because, Key: []string{u.Function.ID, n.Action, n.Resource.String()}, Stack: c.Role.Stack,
	}
	if n.Kind == finding.FromPlatform {
		j.Severity, j.Confidence = finding.Low, finding.Certain
	}
	if on := elsewhereOnly(c, n); on != "" {
		j.Severity, j.Confidence = finding.Low, finding.Possible
		j.Message = fmt.Sprintf("`%s` calls `%s`. Its role allows it on %s, and AWS lists no resource that it can be limited to: the call may fail with AccessDenied.", u.Function.ID, n.Action, on)
	}
	switch {
	case slices.ContainsFunc(needs, func(n access.Need) bool { return grave(n.Action) }):
		j.Kind, j.Instead = finding.Tells, "This action gives more than it names, so it is for a person to add."
	case slices.ContainsFunc(needs, func(n access.Need) bool { return n.Scope == finding.ScopeUnknown }):
		j.Kind, j.Instead = finding.Tells, "Which resource it is on could not be told: "+reasonOf(n.Resource)+"."
	default:
		j.Change = &stack.Change{Add: &stack.AddStatements{Role: c.Role.ID, Statements: additions(c, needs)}}
	}
	return j
}

// elsewhereOnly is where a role allows an action by its name that has no resource, "" where it does not. The list of those is not
// complete: whoever wrote that may have seen it work.
func elsewhereOnly(c access.Comparison, n access.Need) string {
	if n.Scope != finding.StarOnly {
		return ""
	}
	for _, s := range access.Granted(c.Role).Statements {
		for _, a := range s.Actions {
			if s.Effect == iam.Allow && strings.EqualFold(literal(a.Value), n.Action) && len(s.Resources) > 0 {
				return quoted(s.Resources)
			}
		}
	}
	return ""
}

// additions are the statements that allow needs.
func additions(c access.Comparison, needs []access.Need) []iam.Statement {
	var users []string
	for _, u := range c.Users {
		users = append(users, u.Function.ID)
	}
	var cells []access.Cell
	for _, n := range needs {
		cells = append(cells, access.Cell{Action: symbolic.Text(n.Action), Resource: resource(n, users, c.Role.Stack)})
	}
	return access.Group(cells)
}

// placeOf is the line that needs it.
func placeOf(u access.User, n access.Need) source.Span {
	if len(n.Because) == 0 {
		return firstLine(u.Function.Span)
	}
	return firstLine(n.Because[0].Span)
}

func missingMessage(u access.User, needs []access.Need) string {
	var on []string
	for _, n := range needs {
		if n.Scope != finding.StarOnly && n.Scope != finding.ScopeUnknown {
			on = append(on, n.Resource.String())
		}
	}
	where := ""
	if len(on) > 0 {
		where = " on " + list(unique(on))
	}
	actions := list(actionsOf(needs))
	if needs[0].Kind == finding.FromPlatform {
		return fmt.Sprintf("Lambda needs %s%s for `%s`, and its role does not allow it.", actions, where, u.Function.ID)
	}
	return fmt.Sprintf("`%s` needs %s%s, and its role does not allow it: the call will fail with AccessDenied.", u.Function.ID, actions, where)
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
