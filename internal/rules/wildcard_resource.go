package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/access"
	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// wildcardResource tells of actions that are allowed on more resources than they are needed on. Actions that accept * only are right
// with it; in one statement with others, they stay there and the others get a statement of their own. A wildcard behind the name of one
// resource is no finding.
func wildcardResource(f Facts) (all []Judgement) {
	for _, c := range causes(f) {
		if c.origin() == stack.Managed {
			continue
		}
		var wide []access.Judged
		for _, j := range c.cells {
			if j.Use == access.Broad && access.Wide(j.ResourcePattern()) && scoped(j.Keep) {
				wide = append(wide, j)
			}
		}
		if c.origin() == stack.Framework {
			if len(wide) > 0 {
				all = append(all, frameworkJudgement(f, c, wide))
			}
			continue
		}
		if len(wide) > 0 {
			all = append(all, wideJudgement(f, c, wide))
		} else if vague := c.vague(f.Tables); len(vague) > 0 {
			all = append(all, vagueJudgement(f, c, vague))
		}
	}
	return all
}

// scoped reports whether a need of these names its resource.
func scoped(needs []access.Need) bool {
	return slices.ContainsFunc(needs, func(n access.Need) bool { return n.Scope == finding.Exact || n.Scope == finding.Pattern })
}

func wideJudgement(f Facts, c cause, wide []access.Judged) Judgement {
	needs := kept(wide)
	j := Judgement{
		Severity: wideSeverity(f, wide), Confidence: finding.Likely, Kind: finding.Removes, Subject: c.subject(), Place: c.span,
		Message: wideMessage(c, wide, needs), Because: c.evidence(needs), Stack: c.role.Stack, Cause: c.key(),
		Key: c.identity(append(patterns(wide), texts(c.grants[0].Statement.Resources))...),
	}
	if restricted(c.grants[0].Statement) {
		j.Severity = lower(j.Severity, 1)
	}
	j.Change, j.Instead = c.replacement()
	return j
}

// resources are the resource patterns of cells, each once.
func resources(cells []access.Judged) (names []string) {
	for _, j := range cells {
		names = append(names, j.ResourcePattern().String())
	}
	return unique(names)
}

func wideMessage(c cause, wide []access.Judged, needs []access.Need) string {
	var needed, alone []string
	on := resources(wide)
	for _, n := range beside(needs) {
		needed = append(needed, resource(n, c.users, c.role.Stack).String())
	}
	for _, j := range c.cells {
		if slices.ContainsFunc(j.Keep, func(n access.Need) bool { return n.Scope == finding.StarOnly }) && isStar(j.ResourcePattern()) {
			alone = append(alone, j.ActionPattern().String())
		}
	}
	actions := actionsOf(needs)
	if !slices.ContainsFunc(wide, func(j access.Judged) bool { return !starred(j) }) {
		return fmt.Sprintf("What %s %s is on %s, not on %s.", c.whom(), c.needs(), list(unique(needed)), list(on))
	}
	message := fmt.Sprintf("%s %s allowed on %s; %s %s %s on %s.", list(actions), is(actions), list(on),
		c.whom(), c.needs(), them(actions), list(unique(needed)))
	if len(alone) > 0 {
		message += fmt.Sprintf(" %s %s `*` alone and %s in a statement of %s own.", list(unique(alone)), verb(len(unique(alone)) > 1, "accept"), stays(alone), its(alone))
	}
	return message
}

// beside are the certain needs without the log's, where there are others: its resource says nothing of the function.
func beside(needs []access.Need) []access.Need {
	others := slices.DeleteFunc(slices.Clone(needs), func(n access.Need) bool { return access.Logging(n.Action) || n.Optional })
	if len(others) == 0 {
		return needs
	}
	return others
}

func is(names []string) string    { return pick(names, "is", "are") }
func them(names []string) string  { return pick(names, "it", "them") }
func stays(names []string) string { return pick(unique(names), "stays", "stay") }
func its(names []string) string   { return pick(unique(names), "its", "their") }

func pick(names []string, one, several string) string {
	if len(names) == 1 {
		return one
	}
	return several
}

// secretive are the services whose resources hold what others should not read or change.
var secretive = []string{"s3", "dynamodb", "secretsmanager", "ssm", "kms", "sqs", "sns", "kinesis", "rds-data", "lambda", "sts", "iam", "states"}

// wideSeverity: to write on everything of a service that holds data or secrets is high, to read is medium, to list is low. A wildcard
// in region or account alone is low.
func wideSeverity(f Facts, wide []access.Judged) finding.Severity {
	s := finding.Low
	for _, j := range wide {
		if placeOnly(j.ResourcePattern(), j.Keep) {
			continue
		}
		for _, n := range j.Keep {
			s = gravest(s, levelSeverity(f, n.Action))
		}
	}
	return s
}

func levelSeverity(f Facts, action string) finding.Severity {
	a, _ := f.Tables.Action(action)
	service, _, _ := cutAction(action)
	held := slices.Contains(secretive, service)
	switch {
	case grave(action), held && (a.Level == serviceref.Write || a.Level == serviceref.Permissions), service == "secretsmanager", action == "kms:Decrypt":
		return finding.High
	case a.Level == serviceref.List, len(action) > 0 && describes(action):
		return finding.Low
	}
	return finding.Medium
}

// placeOnly reports whether a pattern names the resource and leaves open only where it is.
func placeOnly(pattern symbolic.Value, needs []access.Need) bool {
	fields := fieldsOf(lettered(pattern))
	return len(fields) == 6 && !hasWildcard(fields[2]) && !hasWildcard(fields[5]) && len(needs) > 0
}

// lettered is a pattern with a letter for each expression that stands for one string, and * for what may be any.
func lettered(pattern symbolic.Value) string {
	var b strings.Builder
	for _, p := range pattern.Expand() {
		switch {
		case p.Kind == symbolic.Literal:
			b.WriteString(p.Text)
		case (symbolic.Value{p}).HasUnknown():
			b.WriteString("*")
		default:
			b.WriteString("x")
		}
	}
	return b.String()
}

// vague are the cells on * of actions that could be scoped, for which no narrower resource is known.
func (c cause) vague(t *serviceref.Tables) (cells []access.Judged) {
	for _, j := range c.cells {
		action, known := t.Action(literal(j.ActionPattern()))
		if j.Use == access.Unused || j.Use == access.Broad || !isStar(j.ResourcePattern()) || !known || action.Star || len(action.Resources) == 0 {
			continue
		}
		if slices.ContainsFunc(j.Keep, func(n access.Need) bool { return n.Scope == finding.StarOnly }) || access.Logging(action.Name) {
			continue
		}
		cells = append(cells, j)
	}
	return cells
}

// vagueJudgement tells of * where the code does not tell the resource: there is nothing to suggest but to name it.
func vagueJudgement(f Facts, c cause, cells []access.Judged) Judgement {
	names := patterns(cells)
	s := finding.Low
	for _, n := range names {
		s = gravest(s, lower(levelSeverity(f, n), 1))
	}
	if restricted(c.grants[0].Statement) {
		s = lower(s, 1)
	}
	j := Judgement{
		Severity: s, Confidence: finding.Likely, Kind: finding.Tells, Subject: c.subject(), Place: c.span, Stack: c.role.Stack,
		Message: fmt.Sprintf("%s %s allowed on `*`.", list(names), is(names)), Because: c.evidence(kept(cells)), Cause: c.key(),
		Key:     c.identity(append(names, "*")...),
		Instead: "Which resource " + c.whom() + " " + c.needs() + " could not be told, so nothing narrower is suggested.",
	}
	if r := reasons(cells); withReason(cells) != nil {
		j.Instead = "Nothing narrower is suggested: " + r + "."
	}
	return j
}

// frameworkJudgement tells of a policy that the framework attaches on everything for an event: it is no line that can be edited, but
// there is a way around it.
func frameworkJudgement(f Facts, c cause, wide []access.Judged) Judgement {
	j := wideJudgement(f, c, wide)
	j.Severity, j.Kind, j.Change = finding.Low, finding.Tells, nil
	j.Message = fmt.Sprintf("For this event the framework allows %s %s on %s.", c.whom(), list(actionsOf(kept(wide))), list(resources(wide)))
	j.Instead = "A role of the function's own, or an `AWS::Lambda::EventSourceMapping` with a connector, allows it on the source alone."
	return j
}
