package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/access"
	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/stack"
)

// wildcardAction tells of patterns of actions that allow more than is needed of them. Where the needs could not all be told, it says
// that, and suggests nothing. A pattern of which nothing is needed is for unused-action.
func wildcardAction(f Facts) (all []Judgement) {
	for _, c := range causes(f) {
		if c.origin() == stack.Managed || c.origin() == stack.Framework {
			continue
		}
		var wild []access.Judged
		for _, j := range c.cells {
			if j.Use == access.Broad && starred(j) || j.Use == access.Unsettled && starred(j) {
				wild = append(wild, j)
			}
		}
		if len(wild) > 0 {
			all = append(all, wildJudgement(f, c, wild))
		}
		if j, ok := allBut(c); ok {
			all = append(all, j)
		}
	}
	return all
}

func starred(j access.Judged) bool { return strings.ContainsAny(literal(j.ActionPattern()), "*?") }

func wildJudgement(f Facts, c cause, wild []access.Judged) Judgement {
	needs := kept(wild)
	j := Judgement{
		Severity: finding.Info, Confidence: finding.Certain, Kind: finding.Removes, Subject: c.subject(), Place: c.span,
		Because: c.evidence(needs), Key: c.identity(append(patterns(wild), texts(c.grants[0].Statement.Resources))...),
		Stack: c.role.Stack, Cause: c.key(),
	}
	for _, p := range patterns(wild) {
		j.Severity = gravest(j.Severity, patternSeverity(p, f.Tables))
	}
	if restricted(c.grants[0].Statement) {
		j.Severity = lower(j.Severity, 1)
	}
	j.Message = fmt.Sprintf("%s %s %s", list(patterns(wild)), verb(len(patterns(wild)) > 1, "allow"), actions(patterns(wild), len(allowed(wild, f.Tables))))
	if unsettled := withReason(wild); len(unsettled) > 0 {
		j.Kind = finding.Tells
		j.Message += "."
		j.Instead = "Which of them are needed could not be told: " + reasons(unsettled) + "."
		return j
	}
	sure, maybe := apart(needs)
	j.Message += fmt.Sprintf("; %s %s %d: %s.", c.whom(), c.needs(), len(sure), list(sure))
	j.Message += inDoubt(maybe)
	j.Change, j.Instead = c.replacement()
	return j
}

// apart are the actions of needs that are certain, and those of the others.
func apart(needs []access.Need) (sure, maybe []string) {
	var certain []access.Need
	for _, n := range needs {
		if !n.Optional || access.Logging(n.Action) {
			certain = append(certain, n)
		}
	}
	sure = actionsOf(certain)
	return sure, slices.DeleteFunc(actionsOf(needs), func(a string) bool { return slices.Contains(sure, a) })
}

// inDoubt names what a suggestion keeps without being certain of it.
func inDoubt(maybe []string) string {
	if len(maybe) == 0 {
		return ""
	}
	return fmt.Sprintf(" Kept in doubt, since something unknown may need it: %s.", list(maybe))
}

func withReason(cells []access.Judged) (list []access.Judged) {
	for _, j := range cells {
		if j.Use == access.Unsettled {
			list = append(list, j)
		}
	}
	return list
}

// allBut tells of a statement that allows all actions but some, or on all resources but some. To publish text messages with everything
// but topics is the documented way.
func allBut(c cause) (Judgement, bool) {
	s := c.grants[0].Statement
	sms := len(s.NotResources) > 0 && len(s.Actions) == 1 && strings.EqualFold(literal(s.Actions[0].Value), "sns:Publish")
	if s.Effect == iam.Deny || len(s.NotActions)+len(s.NotResources) == 0 || sms {
		return Judgement{}, false
	}
	j := Judgement{
		Severity: finding.High, Confidence: finding.Certain, Kind: finding.Tells, Subject: c.subject(), Place: c.span,
		Message: fmt.Sprintf("This statement allows every action of every service but %s.", quoted(s.NotActions)),
		Because: c.evidence(nil), Key: c.identity("not", texts(s.NotActions), texts(s.NotResources)), Stack: c.role.Stack, Cause: c.key(),
		Instead: "To say what is allowed takes the list of all that is needed: `pare policy` prints it.",
	}
	j.Because[0].Text = "the function that has this permission"
	if len(s.NotActions) == 0 {
		j.Severity = finding.Medium
		j.Message = fmt.Sprintf("This statement allows its actions on every resource but %s.", quoted(s.NotResources))
	}
	return j, true
}
