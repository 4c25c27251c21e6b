package serverless

import (
	"strings"

	"github.com/parebot/pare/internal/cloudformation"
	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// grants are the statements that the framework writes into the shared role, one cause a line.
const grants = `
logs    logs:CreateLogStream,logs:CreateLogGroup,logs:TagResource arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/lambda/${Name}:*
logs    logs:PutLogEvents arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/lambda/${Name}:*:*
plugin  logs:CreateLogStream,logs:CreateLogGroup,logs:PutLogEvents arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/lambda/${Name}:*:*
onError sns:Publish ${Target}
key     kms:Decrypt ${Target}
tracing xray:PutTraceSegments,xray:PutTelemetryRecords *
files   elasticfilesystem:ClientMount,elasticfilesystem:ClientWrite ${Target}
`

const vpcPolicy = "AWSLambdaVPCAccessExecutionRole"

// logs grants the log groups of the functions: those of the service's own names by one pattern, each other by itself.
func (s *service) logs() {
	prefix := s.name + "-" + s.stage
	common := false
	for _, f := range s.functions {
		if isSet(f.node.Get("disableLogs")) {
			continue
		}
		if strings.HasPrefix(f.name, prefix) {
			common = true
			continue
		}
		s.grant(s.shared, "logs", f.key+"/logs", f.span, "Name", s.spelled(f.name))
	}
	if common {
		s.grant(s.shared, "logs", "logs", s.span(), "Name", symbolic.Join(s.spelled(prefix), symbolic.Certain(symbolic.Text("*"))))
	}
}

// logsOf grants one function its own log group.
func (s *service) logsOf(f *function, role *stack.Role) {
	row := "plugin"
	if f.node.Get("iam") != nil {
		row = "logs"
	}
	s.grant(role, row, f.key+"/logs", f.span, "Name", s.spelled(f.name))
}

// grant gives a role what the table has under a name.
func (s *service) grant(role *stack.Role, name, key string, cause source.Span, variable string, value symbolic.Set) {
	if role == nil {
		return
	}
	b := cloudformation.Branch{Node: &document.Node{Span: cause, Whole: cause}, When: role.When, Path: role.ID + "/" + key}
	s.Expanded(role, b, stack.Framework, "", rows(grants, name), map[string]symbolic.Set{variable: value})
}

// rows are the lines of a table that start with name, as statements: actions with commas between them, then a resource.
func rows(table, name string) (all []serviceref.Statement) {
	for line := range strings.Lines(table) {
		if f := strings.Fields(line); len(f) == 3 && f[0] == name {
			all = append(all, serviceref.Statement{Effect: "Allow", Actions: strings.Split(f[1], ","), Resources: []string{f[2]}})
		}
	}
	return all
}

// platform reads what a function makes the platform do. The framework grants it to the shared role, also where the function has another.
func (s *service) platform(f *function) {
	if n := f.node.Get("onError"); isSet(n) {
		s.Destination(f.fn, n, "", "dead-letter queue")
		if n.Kind == document.String && n.Tag == "" {
			s.grant(s.shared, "onError", f.key+"/onError", n.Whole, "Target", s.Eval(n))
		}
		if f.fn.Role.ID == normal(f.key)+roleID && f.node.Get("iam") == nil {
			s.grant(s.Role(f.fn.Role.ID), "onError", f.key+"/onError", n.Whole, "Target", s.Eval(n))
		}
	}
	if n := s.own(f, "kmsKeyArn", "awsKmsKeyArn"); n != nil && n.Kind == document.String && n.Tag == "" {
		s.grant(s.shared, "key", f.key+"/kmsKeyArn", n.Whole, "Target", s.Eval(n))
	}
	if n := s.tracing(f); n != nil {
		s.grant(s.shared, "tracing", f.key+"/tracing", n.Whole, "", nil)
	}
	if n := f.node.Get("fileSystemConfig"); n != nil {
		s.grant(s.shared, "files", f.key+"/fileSystemConfig", n.Whole, "Target", s.Eval(n.Get("arn")))
	}
	s.network(f)
}

// network attaches the policy for network interfaces.
func (s *service) network(f *function) {
	role := s.Role(f.fn.Role.ID)
	n := f.node.Get("vpc")
	if n == nil {
		n = s.provider.Get("vpc")
	}
	if n == nil || role == nil || !role.Implicit {
		return
	}
	policy, found := s.Tables.Managed(vpcPolicy)
	if !found {
		return
	}
	b := cloudformation.Branch{Node: &document.Node{Span: n.Whole, Whole: n.Whole}, When: role.When, Path: role.ID + "/" + f.key + "/vpc"}
	s.Expanded(role, b, stack.Framework, policy.Name, policy.Statements, nil)
}
