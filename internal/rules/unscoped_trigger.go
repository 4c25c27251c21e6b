package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// unscopedTrigger tells of permissions that let an AWS service invoke the function without saying for whose resource: then anybody's
// bucket, topic or API may make it run. A bucket name says nothing of the account, since it can be claimed again; S3 needs the account too.
func unscopedTrigger(f Facts) (all []Judgement) {
	for _, s := range f.Estate.Stacks {
		for _, t := range s.Triggers {
			if t.Kind != stack.Permission {
				continue
			}
			principal, ok := service(t.Principal)
			if !ok || len(t.OrgID) > 0 {
				continue
			}
			open := len(t.SourceAccount) == 0 && len(t.EventToken) == 0 && (len(t.Arn) == 0 || anybodys(t.Arn))
			bucket := !open && principal == "s3.amazonaws.com" && len(t.SourceAccount) == 0
			if open && !accepts(principal) || bucket {
				all = append(all, triggerJudgement(s, t, principal, bucket))
			}
		}
	}
	return all
}

// service is the AWS service that a principal names, whichever way it is written.
func service(set symbolic.Set) (string, bool) {
	if len(set) != 1 {
		return "", false
	}
	text := strings.ReplaceAll(set[0].Value.Expand().String(), "${AWS::URLSuffix}", "amazonaws.com")
	text = strings.ReplaceAll(text, ".${AWS::Region}.", ".")
	ours := strings.HasSuffix(text, ".amazonaws.com") || strings.HasSuffix(text, ".amazonaws.com.cn") || strings.HasSuffix(text, ".amazon.com")
	return strings.TrimSuffix(text, ".cn"), ours
}

// anybodys reports whether a source ARN has wildcards where the account should be, or is nothing but a wildcard.
func anybodys(arns symbolic.Set) bool {
	return slices.ContainsFunc(arns, func(c symbolic.Choice) bool {
		text, ok := c.Value.Known()
		if !ok {
			return false
		}
		fields := fieldsOf(text)
		if len(fields) < 6 {
			return hasWildcard(text)
		}
		return hasWildcard(fields[4]) || fields[4] == "" && fields[2] != "s3" && hasWildcard(fields[5])
	})
}

// sender is one service that invokes functions, and how its permission is closed.
type sender struct {
	principal string
	// property closes it: SourceAccount where the service is known to send it (the ARN would make a circle, or is not known), EventToken
	// for Alexa, SourceArn for the rest.
	property string
	// of is the type of the resource whose ARN the SourceArn is, where a template has exactly one of them; with Form the ARN is spelled out.
	of   []string
	form string
}

// senders are the services with a way of their own. Behind the table stands SourceArn.
var senders = []sender{
	{principal: "s3.amazonaws.com", property: "SourceAccount"},
	{principal: "config.amazonaws.com", property: "SourceAccount"},
	{principal: "ses.amazonaws.com", property: "SourceAccount"},
	{principal: "secretsmanager.amazonaws.com", property: "SourceAccount"},
	{principal: "iot.amazonaws.com", property: "SourceAccount"},
	{principal: "logs.amazonaws.com", property: "SourceAccount"},
	{principal: "lambda.alarms.cloudwatch.amazonaws.com", property: "SourceAccount"},
	{principal: "alexa-appkit.amazon.com", property: "EventSourceToken"},
	{principal: "alexa-connectedhome.amazon.com", property: "EventSourceToken"},
	{principal: "elasticloadbalancing.amazonaws.com", property: "SourceArn"},
	{principal: "apigateway.amazonaws.com", property: "SourceArn", form: "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Ref}/*",
		of: []string{"AWS::ApiGateway::RestApi", "AWS::ApiGatewayV2::Api", "AWS::Serverless::Api", "AWS::Serverless::HttpApi"}},
	{principal: "sns.amazonaws.com", property: "SourceArn", of: []string{"AWS::SNS::Topic"}},
	{principal: "events.amazonaws.com", property: "SourceArn", of: []string{"AWS::Events::Rule"}},
	{principal: "cognito-idp.amazonaws.com", property: "SourceArn", of: []string{"AWS::Cognito::UserPool"}},
}

func senderOf(principal string) sender {
	for _, s := range senders {
		if s.principal == principal {
			return s
		}
	}
	return sender{principal: principal, property: "SourceArn"}
}

// accepts lists the services that invoke for the stack's own account and send no source: a macro, replication of Lambda@Edge.
func accepts(principal string) bool {
	return slices.Contains([]string{"cloudformation.amazonaws.com", "replicator.lambda.amazonaws.com", "edgelambda.amazonaws.com"}, principal)
}

func triggerJudgement(s *stack.Stack, t *stack.Trigger, principal string, bucket bool) Judgement {
	j := Judgement{
		Severity: finding.High, Confidence: finding.Certain, Kind: finding.Restricts, Subject: functionOf(t), Place: t.Span,
		Message: fmt.Sprintf("`%s` may invoke `%s` for a resource of any account.", principal, functionOf(t)),
		Because: []source.Note{{Span: firstLine(t.Span), Text: "neither SourceArn nor SourceAccount"}},
		Key:     []string{t.ID, principal}, Stack: s,
	}
	if bucket {
		j.Severity = finding.Medium
		j.Message = fmt.Sprintf("Any account's bucket of this name can invoke `%s`: a bucket name that is deleted can be claimed by somebody else.", functionOf(t))
		j.Because[0].Text = "SourceArn without SourceAccount"
	}
	narrow(&j, s, t, senderOf(principal))
	return j
}

// narrow adds the change, or the words for what a person must decide.
func narrow(j *Judgement, s *stack.Stack, t *stack.Trigger, by sender) {
	account := symbolic.Value{{Kind: symbolic.Pseudo, Text: "AWS::AccountId"}}
	arn := by.arn(s)
	switch {
	case t.Generated && t.Settable && len(t.From) == 1:
		j.Confidence, j.Change = finding.Likely, set(t, "SourceArn", t.From[0].Value)
	case t.Generated && (!t.Settable || by.property == "EventSourceToken"):
		j.Instead = "The framework writes this permission from the event" + by.generated() + "."
	case by.property == "SourceAccount":
		j.Change = set(t, "SourceAccount", account)
	case arn != nil && !waits(s, t, arn):
		j.Confidence, j.Change = finding.Likely, set(t, "SourceArn", arn)
	case by.property == "EventSourceToken":
		j.Instead = "`EventSourceToken` with the skill's ID closes it."
	default:
		j.Instead = "`SourceArn` with the one that invokes closes it; which that is, the template does not tell."
	}
	if j.Change == nil {
		j.Kind = finding.Tells
	}
}

func (by sender) generated() string {
	if by.property == "EventSourceToken" {
		return "; with the ID of the skill it is for one skill alone"
	}
	return ""
}

func set(t *stack.Trigger, property string, v symbolic.Value) *stack.Change {
	return &stack.Change{Set: &stack.SetTrigger{Trigger: t.ID, Property: property, Value: v}}
}

// arn is the SourceArn where the template has exactly one resource that it can be.
func (by sender) arn(s *stack.Stack) symbolic.Value {
	var found []*stack.Resource
	for _, r := range s.Resources {
		if slices.Contains(by.of, r.Type) {
			found = append(found, r)
		}
	}
	if len(found) != 1 || len(found[0].When) > 0 {
		return nil
	}
	if by.form == "" {
		return found[0].Arn
	}
	if len(found[0].Ref) == 0 {
		return nil
	}
	return spelled(by.form, found[0].Ref)
}

// spelled writes an ARN form: ${Ref} is the resource, the other variables are the template's own.
func spelled(form string, ref symbolic.Value) (out symbolic.Value) {
	for form != "" {
		before, after, ok := strings.Cut(form, "${")
		out = symbolic.Concat(out, symbolic.Text(before))
		if !ok {
			break
		}
		var name string
		name, form, _ = strings.Cut(after, "}")
		if name == "Ref" {
			out = symbolic.Concat(out, ref)
		} else {
			out = symbolic.Concat(out, symbolic.Value{{Kind: symbolic.Pseudo, Text: name}})
		}
	}
	return out
}

// waits reports whether a permission that names the source would make a circle: AWS checks the permission when the source is made,
// so the source waits for it already. Sources that are subscribed apart from themselves do not.
func waits(s *stack.Stack, t *stack.Trigger, arn symbolic.Value) bool {
	for _, p := range arn {
		for _, r := range s.Resources {
			if p.Kind == symbolic.Attribute && p.Text == r.ID && slices.Contains([]string{"AWS::S3::Bucket", "AWS::Config::ConfigRule"}, r.Type) {
				return true
			}
		}
	}
	return false
}

// functionOf is the function that a trigger makes run, as people call it.
func functionOf(t *stack.Trigger) string {
	switch {
	case t.Function != "":
		return t.Function
	case len(t.Target) == 1:
		return t.Target[0].Value.String()
	}
	return t.ID
}
