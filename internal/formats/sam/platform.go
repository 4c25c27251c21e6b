package sam

import (
	"path"
	"strings"

	"github.com/parebot/pare/internal/cloudformation"
	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// xray is the policy that the transform attaches for tracing in the partition aws.
const xray = "AWSXrayWriteOnlyAccess"

// platform reads what a function makes the platform do, and gives the implicit role what the transform gives it for that.
func (r *reader) platform(f function) {
	p := f.props
	basic := "AWSLambdaBasicExecutionRole"
	if p.Get("DurableConfig") != nil {
		basic = "AWSLambdaBasicDurableExecutionRolePolicy"
	}
	r.framework(f, basic, "logs", r.at(f.Resource))
	if n := p.Get("Tracing"); n != nil && r.Default(n) != "Disabled" {
		r.framework(f, xray, "Tracing", n.Whole) // also for PassThrough, which needs none of it
	}
	if f.fn.VPC != nil {
		r.framework(f, "AWSLambdaVPCAccessExecutionRole", "VpcConfig", f.fn.VPC.Span)
	}
	if queue := p.Get("DeadLetterQueue"); queue != nil {
		r.destination(f, queue, "TargetArn", "DeadLetterQueue", "dead-letter queue")
	}
	to := p.Get("EventInvokeConfig").Get("DestinationConfig")
	r.destination(f, to.Get("OnSuccess"), "Destination", "EventInvokeConfig/OnSuccess", "on success")
	r.destination(f, to.Get("OnFailure"), "Destination", "EventInvokeConfig/OnFailure", "on failure")
}

// framework attaches a managed policy that the transform adds, with the line that makes it do so as the cause.
func (r *reader) framework(f function, name, key string, cause source.Span) {
	if f.role != nil {
		r.attached(f.role, f.ID, name, key, cause)
	}
}

// attached attaches a managed policy to a role that the transform makes for the resource with this ID.
func (r *reader) attached(role *stack.Role, id, name, key string, cause source.Span) {
	b := cloudformation.Branch{Node: &document.Node{Span: cause, Whole: cause}, When: role.When, Path: id + "/" + key}
	policy, found := r.Tables.Managed(name)
	if !found {
		r.Opaque(role, b, stack.Framework, name, "the text of "+name+" is not known")
		return
	}
	r.Expanded(role, b, stack.Framework, policy.Name, policy.Statements, nil)
}

// sends is what the transform grants for a destination of a Type: without a Type it grants nothing.
const sends = `
SQS         sqs:SendMessage       ${Target}
SNS         sns:Publish           ${Target}
Lambda      lambda:InvokeFunction ${Target}
EventBridge events:PutEvents      ${Target}
S3Bucket    s3:PutObject          ${Target}/*
S3Bucket    s3:ListBucket         ${Target}
S3          s3:PutObject          ${Target}/*
S3          s3:ListBucket         ${Target}
`

// kinds of destinations in the words of a stack.
var kinds = map[string]string{"SQS": "sqs", "SNS": "sns", "Lambda": "lambda", "EventBridge": "events", "S3Bucket": "s3", "S3": "s3"}

// destination reads a dead-letter queue or a destination, and what the transform grants for it.
func (r *reader) destination(f function, n *document.Node, property, key, reason string) {
	if n == nil {
		return
	}
	typ := r.String(n.Get("Type"))
	target := n.Get(property)
	r.Destination(f.fn, target, kinds[typ], reason)
	if target == nil { // the transform makes a queue or a topic of its own
		made := r.madeTarget(f.ID, path.Base(key), typ)
		f.fn.Destinations = append(f.fn.Destinations, stack.Destination{Kind: kinds[typ], Target: made, Span: n.Whole, Reason: reason})
		r.grants(f, rows(sends, typ), key, n.Whole, map[string]symbolic.Set{"Target": made})
		return
	}
	r.grants(f, rows(sends, typ), key, n.Whole, map[string]symbolic.Set{"Target": r.Eval(target)})
}

// madeTarget is the ARN of what the transform makes for a destination that names none.
func (r *reader) madeTarget(function, condition, typ string) symbolic.Set {
	id, _ := madeFor(function, condition, typ)
	if arn := r.Arn(id); arn != nil {
		return symbolic.Certain(arn)
	}
	return symbolic.Any("the transform makes this " + typ)
}

// grants gives the implicit role statements that the transform writes itself.
func (r *reader) grants(f function, statements []serviceref.Statement, key string, cause source.Span, values map[string]symbolic.Set) {
	if f.role == nil || len(statements) == 0 {
		return
	}
	b := cloudformation.Branch{Node: &document.Node{Span: cause, Whole: cause}, When: f.role.When, Path: f.ID + "/" + key}
	r.Expanded(f.role, b, stack.Framework, "", statements, values)
}

// rows are the lines of a table that start with name, as statements: actions with commas between them, then resources likewise.
func rows(table, name string) (all []serviceref.Statement) {
	for line := range strings.Lines(table) {
		if f := strings.Fields(line); len(f) == 3 && f[0] == name {
			all = append(all, serviceref.Statement{
				Effect: "Allow", Actions: strings.Split(f[1], ","), Resources: strings.Split(f[2], ","),
			})
		}
	}
	return all
}
