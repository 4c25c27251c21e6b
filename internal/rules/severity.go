package rules

import (
	"slices"
	"strings"

	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/symbolic"
)

// grave reports whether an action gives more than it names: other rights, credentials, or the power to let others in. What is stored is
// what most functions are for, so that does not count.
func grave(action string) bool {
	g := serviceref.Embedded().Grave(action)
	return g != "" && g != serviceref.Exfiltrates
}

// severityOf is how grave it is to hold actions without need: by the gravest of them.
func severityOf(actions []string, t *serviceref.Tables) finding.Severity {
	s := finding.Low
	for _, name := range actions {
		a, _ := t.Action(name)
		switch {
		case grave(name) || a.Level == serviceref.Permissions:
			return finding.High
		case a.Level == serviceref.Write || a.Level == serviceref.Tagging:
			s = finding.Medium
		}
	}
	return s
}

// whole are the services of which all actions together are as good as being their owner.
var whole = []struct {
	severity finding.Severity
	services []string
}{
	{finding.Critical, []string{"iam", "sts", "organizations", "lambda", "kms", "secretsmanager", "ssm", "cloudformation"}},
	{finding.High, []string{"s3", "dynamodb", "ec2", "sqs", "sns", "events", "logs", "execute-api", "cognito-idp", "states"}},
	{finding.Low, []string{"textract", "comprehend", "rekognition", "translate", "polly", "xray"}},
}

// patternSeverity is how grave a pattern of actions is: all of everything, all of a service, or a part of one.
func patternSeverity(pattern string, t *serviceref.Tables) finding.Severity {
	service, actions, ok := strings.Cut(caseless(pattern), ":")
	switch {
	case !ok && service == "*", service == "*":
		return finding.Critical
	case actions != "*":
		return severityOf(t.Expand(pattern), t)
	}
	for _, row := range whole {
		if slices.Contains(row.services, service) {
			return row.severity
		}
	}
	return finding.Medium
}

// restricting are condition keys that tie a permission to one place, caller or purpose. Keys in lower case.
var restricting = []string{
	"aws:sourcearn", "aws:sourceaccount", "aws:principalorgid", "aws:principalarn", "aws:sourcevpc", "aws:sourcevpce", "aws:resourceaccount",
	"aws:resourcetag/", "kms:viaservice", "iam:passedtoservice", "lambda:functionarn", "lambda:sourcefunctionarn", "dynamodb:leadingkeys",
	"s3:prefix", "cloudwatch:namespace", "ses:fromaddress", "kms:resourcealiases", "secretsmanager:resource/allowrotationlambdaarn",
}

// restricted reports whether a condition of a statement really narrows it. IfExists, negations and wildcards alone do not.
func restricted(s iam.Statement) bool {
	return slices.ContainsFunc(s.Conditions, func(c iam.Condition) bool {
		operator, key := caseless(c.Operator), caseless(c.Key)
		if strings.Contains(operator, "not") || strings.HasSuffix(operator, "ifexists") || strings.HasPrefix(operator, "forallvalues:") || operator == "null" {
			return false
		}
		if slices.ContainsFunc(c.Values, isStar) {
			return false
		}
		return slices.ContainsFunc(restricting, func(k string) bool { return key == k || strings.HasSuffix(k, "/") && strings.HasPrefix(key, k) })
	})
}

func isStar(v symbolic.Value) bool {
	text, ok := v.Known()
	return ok && text == "*"
}
