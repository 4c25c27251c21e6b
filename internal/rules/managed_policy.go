package rules

import (
	"fmt"
	"slices"

	"github.com/parebot/pare/internal/access"
	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/stack"
)

// accepted are the managed policies that hold little more than what the platform needs of every function that uses the feature.
var accepted = []string{
	"AWSLambdaBasicExecutionRole", "AWSLambdaVPCAccessExecutionRole", "AWSXRayDaemonWriteAccess", "AWSXrayWriteOnlyAccess",
	"CloudWatchLambdaInsightsExecutionRolePolicy", "CloudWatchLambdaApplicationSignalsExecutionRolePolicy",
	"AWSLambdaBasicDurableExecutionRolePolicy",
}

// polling are those that hold what the platform needs to poll one kind of source, of every source: SAM attaches them itself.
var polling = []string{"AWSLambdaDynamoDBExecutionRole", "AWSLambdaKinesisExecutionRole", "AWSLambdaSQSQueueExecutionRole", "AWSLambdaMSKExecutionRole"}

// managedPolicy tells of AWS managed policies that grant more than is needed, by their text and never by their name.
// Where the needs could not all be told it says so: nothing is suggested that may drop one.
func managedPolicy(f Facts) (all []Judgement) {
	for _, c := range causes(f) {
		if c.origin() != stack.Managed || slices.Contains(accepted, c.grants[0].Name) {
			continue
		}
		if but := c.but(); len(but) > 0 {
			all = append(all, allButJudgement(c, but))
			continue
		}
		unsettled := c.those(access.Unsettled)
		if len(unsettled)+len(c.those(access.Unused))+len(c.those(access.Broad)) == 0 {
			continue
		}
		all = append(all, managedJudgement(f, c, unsettled))
	}
	return all
}

// but are the actions that an allow statement of the policy leaves out, where it allows all others.
func (c cause) but() []iam.Term {
	for _, g := range c.grants {
		if g.Statement.Effect != iam.Deny && len(g.Statement.NotActions) > 0 {
			return g.Statement.NotActions
		}
	}
	return nil
}

// allButJudgement is for a policy that allows whatever it does not name: there is no list of it that could be compared.
func allButJudgement(c cause, but []iam.Term) Judgement {
	j := Judgement{
		Severity: finding.Critical, Confidence: finding.Certain, Kind: finding.Tells, Subject: c.subject(), Place: c.span, Because: c.evidence(nil),
		Message: fmt.Sprintf("%s grants every action of every service but %s.", c.policy(), quoted(but)), Key: c.identity(), Stack: c.role.Stack, Cause: c.key(),
		Instead: "To say what is allowed takes the list of all that is needed: `pare policy` prints it.",
	}
	j.Because[0].Text = "the function that has this policy"
	return j
}

func managedJudgement(f Facts, c cause, unsettled []access.Judged) Judgement {
	granted, needs := allowed(c.cells, f.Tables), kept(c.cells)
	j := Judgement{
		Severity: managedSeverity(f, c, granted), Confidence: finding.Certain, Kind: finding.Removes, Subject: c.subject(), Place: c.span,
		Because: c.evidence(needs), Key: c.identity(), Stack: c.role.Stack, Cause: c.key(),
	}
	if len(unsettled) > 0 {
		j.Kind = finding.Tells
		j.Message = fmt.Sprintf("%s grants %s%s.", c.policy(), actions(patterns(c.cells), len(granted)), everywhere(c))
		j.Instead = "Which of them are needed could not be told: " + reasons(unsettled) + "."
		return j
	}
	sure, maybe := apart(needs)
	j.Message = fmt.Sprintf("%s %s %s of the %d actions that %s grants%s.", c.who(), c.needs(), some(len(sure)), len(granted), c.policy(), everywhere(c))
	if all := actions(patterns(c.cells), 0); all != "0 actions" {
		j.Message = fmt.Sprintf("%s grants %s%s; %s %s %s.", c.policy(), all, everywhere(c), c.whom(), c.needs(), some(len(sure)))
	}
	j.Message += inDoubt(maybe)
	j.Change, j.Instead = c.replacement()
	return j
}

func some(n int) string {
	if n == 0 {
		return "none"
	}
	return fmt.Sprint(n)
}

// everywhere says on what a policy grants its actions, where that is on everything.
func everywhere(c cause) string {
	for _, j := range c.cells {
		if !isStar(j.ResourcePattern()) {
			return ""
		}
	}
	return " on every resource"
}

// managedSeverity is by what the policy's text allows: to be administrator, to write, or to read.
func managedSeverity(f Facts, c cause, granted []string) finding.Severity {
	if slices.Contains(polling, c.grants[0].Name) {
		return finding.Low
	}
	for _, p := range patterns(c.cells) {
		if patternSeverity(p, f.Tables) == finding.Critical && (p == "*" || caseless(p) == "iam:*") {
			return finding.Critical
		}
	}
	switch severityOf(granted, f.Tables) {
	case finding.Low:
		return secretsIn(granted)
	default:
		return finding.High
	}
}

// secretsIn is the severity of a policy that only reads: high where it reads secrets.
func secretsIn(granted []string) finding.Severity {
	for _, a := range []string{"kms:Decrypt", "secretsmanager:GetSecretValue", "ssm:GetParameter"} {
		if slices.Contains(granted, a) {
			return finding.High
		}
	}
	return finding.Medium
}
