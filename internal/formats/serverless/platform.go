package serverless

import (
	"slices"
	"strings"

	"github.com/parebot/pare/internal/cloudformation"
	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

const vpcPolicy = "AWSLambdaVPCAccessExecutionRole"

// logs grants the log groups of the functions: those of the service's own names by one pattern, each other by itself.
func (s *service) logs() {
	prefix := s.name + "-" + s.stage
	common := false
	for _, f := range s.functions {
		usual := strings.HasPrefix(f.name, prefix) && s.logGroup(f) == nil
		switch off := isSet(f.node.Get("disableLogs")); {
		case usual && off:
			s.deny(f)
		case usual:
			common = true
		case !off:
			s.grant(s.shared, "logs", f.key+"/logs", f.span, s.groupOf(f))
		}
	}
	if common {
		s.grant(s.shared, "logs", "logs", s.span(), symbolic.Join(s.spelled("/aws/lambda/"+prefix), certain("*")))
	}
}

// logGroup is the log group that version 4 of the framework lets a function or the provider name.
func (s *service) logGroup(f *function) *document.Node {
	for _, n := range []*document.Node{f.node.Get("logs").Get("logGroup"), s.provider.Get("logs").Get("lambda").Get("logGroup")} {
		if isSet(n) {
			return n
		}
	}
	return nil
}

func (s *service) groupOf(f *function) symbolic.Set {
	if n := s.logGroup(f); n != nil {
		return s.Eval(n)
	}
	return s.spelled("/aws/lambda/" + f.name)
}

// deny keeps a function without logs from the pattern that lets all others write theirs.
func (s *service) deny(f *function) {
	statement := serviceref.Statement{
		Effect: "Deny", Actions: []string{"logs:PutLogEvents"},
		Resources: []string{"arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:${Group}:*"},
	}
	at := f.node.Get("disableLogs").Whole
	b := cloudformation.Branch{Node: &document.Node{Span: at, Whole: at}, Path: roleID + "/" + f.key + "/disableLogs"}
	s.Expanded(s.shared, b, stack.Framework, "", []serviceref.Statement{statement}, map[string]symbolic.Set{"Group": s.groupOf(f)})
}

// pluginWrites are the grants that the plugin for roles per function writes into them.
var pluginWrites = []string{"sqs", "stream.dynamodb", "stream.kinesis", "onError"}

// give grants what the framework does for something of one function: to the shared role, also where the function has another; version 4
// to the function's own, where it has one.
func (s *service) give(f *function, row, key string, cause source.Span, target symbolic.Set) {
	own := s.Role(f.fn.Role.ID)
	if own == nil || own.ID != normal(f.key)+roleID {
		own = nil
	}
	if !s.isV4() || own == nil {
		s.grant(s.shared, row, key, cause, target)
	}
	if row == "stream.consumer" && !s.isV4() {
		row = "stream.kinesis" // the plugin knows no consumers
	}
	if own != nil && (s.isV4() || slices.Contains(pluginWrites, row)) {
		s.grant(own, row, key, cause, target)
	}
}

// grantKey tells grants apart that one line gives a role.
type grantKey struct {
	role, row string
	cause     source.Span
}

// grant gives a role what events.txt has under a name.
func (s *service) grant(role *stack.Role, row, key string, cause source.Span, target symbolic.Set) {
	if role == nil || !s.made[role.ID] {
		return
	}
	once := grantKey{role.ID, row, cause}
	if s.given[once] && len(target) == 0 {
		return // another function has the same from the same line
	}
	s.given[once] = true
	b := cloudformation.Branch{Node: &document.Node{Span: cause, Whole: cause}, When: role.When, Path: role.ID + "/" + key}
	s.Expanded(role, b, stack.Framework, "", grantFacts(row), map[string]symbolic.Set{"Target": target, "Group": target})
}

// scheduled notes that EventBridge Scheduler assumes the role of a function too. The framework grants what it does with it to the shared
// role; the roles that the plugin makes have the trust and not the grant.
func (s *service) scheduled(f *function, at source.Span) {
	role := s.Role(f.fn.Role.ID)
	if role == nil || !s.made[role.ID] {
		return
	}
	role.Trust.Statements = append(role.Trust.Statements, iam.Statement{
		Effect: iam.Allow, Actions: []iam.Term{{Value: symbolic.Text("sts:AssumeRole"), Span: at}}, Span: at,
		Principals: []iam.Principal{{Kind: "Service", Value: symbolic.Text("scheduler.amazonaws.com"), Span: at}},
	})
	if role != s.shared && !s.isV4() {
		role.Elsewhere = append(role.Elsewhere, source.Note{Span: at, Text: "EventBridge Scheduler runs " + f.key + " with this role"})
	}
}

// platform reads what a function makes the platform do.
func (s *service) platform(f *function) {
	if n := f.node.Get("onError"); isSet(n) {
		s.Destination(f.fn, n, "", "dead-letter queue")
		if !isFunction(n) || s.Role(f.fn.Role.ID) != s.shared {
			s.give(f, "onError", f.key+"/onError", n.Whole, s.Eval(n))
		}
	}
	if n := s.own(f, "kmsKeyArn", "awsKmsKeyArn"); n != nil && !isFunction(n) {
		s.give(f, "key", f.key+"/kmsKeyArn", n.Whole, s.Eval(n))
	}
	if n := s.tracing(f); n != nil {
		s.give(f, "tracing", f.key+"/tracing", n.Whole, nil)
	}
	if n := f.node.Get("fileSystemConfig"); n != nil {
		s.give(f, "files", f.key+"/fileSystemConfig", n.Whole, s.Eval(n.Get("arn")))
	}
	s.network(f)
	for _, name := range []string{"onSuccess", "onFailure"} {
		if n := f.node.Get("destinations").Get(name); isSet(n) {
			s.destination(f, n, map[string]string{"onSuccess": "on success", "onFailure": "on failure"}[name])
		}
	}
}

// kinds of destinations in the words of a stack.
var kinds = map[string]string{"function": "lambda", "sqs": "sqs", "sns": "sns", "eventBus": "events"}

// destination reads where what a function has done or could not do is sent: another function by its key, an ARN, or an ARN with its type.
func (s *service) destination(f *function, n *document.Node, reason string) {
	arn, typ := n, ""
	if n.Kind == document.Map && !isFunction(n) {
		arn, typ = n.Get("arn"), s.scalar(n.Get("type"))
	}
	target := s.Eval(arn)
	if n.Kind == document.String && !strings.Contains(n.Value, ":") && !strings.Contains(n.Value, mark) {
		typ, target = "function", symbolic.Certain(symbolic.Value{s.Attribute(functionID(n.Value), "Arn")})
	}
	if typ == "" {
		typ = map[string]string{"lambda": "function", "sqs": "sqs", "sns": "sns", "events": "eventBus"}[cloudformation.SourceOf(target)]
	}
	f.fn.Destinations = append(f.fn.Destinations, stack.Destination{Kind: kinds[typ], Target: target, Span: n.Whole, Reason: reason})
	if s.namedRole(f) == nil {
		s.give(f, "to."+typ, f.key+"/destinations/"+reason, n.Whole, target)
	}
}

// network attaches the policy for network interfaces.
func (s *service) network(f *function) {
	role := s.Role(f.fn.Role.ID)
	n := f.node.Get("vpc")
	if n == nil || role != s.shared && !isSet(n) {
		n = s.provider.Get("vpc")
	}
	if n == nil || role == nil || !s.made[role.ID] {
		return
	}
	policy, found := s.Tables.Managed(vpcPolicy)
	if !found {
		return
	}
	b := cloudformation.Branch{Node: &document.Node{Span: n.Whole, Whole: n.Whole}, When: role.When, Path: role.ID + "/vpc"}
	if slices.ContainsFunc(role.Grants, func(g *stack.Grant) bool { return strings.HasPrefix(g.Key, b.Path+"#") }) {
		return
	}
	s.Expanded(role, b, stack.Framework, policy.Name, policy.Statements, nil)
}
