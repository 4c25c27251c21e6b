package cdk

import (
	"strings"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/symbolic"
)

// uses notes that something runs with a role which is not read.
func (a *app) uses(role string, at source.Span, why string) {
	a.users[role] = append(a.users[role], source.Note{Span: at, Text: why})
}

// url gives a function an address of its own.
func (a *app) url(c *construct, d doing) {
	if c == nil {
		return
	}
	auth := "AWS_IAM"
	g, ok := d.properties().get("authType")
	if ok && constant(g) == "NONE" {
		auth = "NONE"
	}
	a.add(a.fresh(c.id+"/FunctionUrl"), "AWS::Lambda::Url", d.at, mapping(d.at,
		"TargetFunctionArn", a.blueprint.attribute(c.id, "Arn", d.at), "AuthType", scalar(auth, d.at)))
	if auth == "NONE" {
		a.add(a.fresh(c.id+"/invoke-function-url"), "AWS::Lambda::Permission", d.at, mapping(d.at,
			"FunctionName", a.blueprint.attribute(c.id, "Arn", d.at), "Principal", scalar("*", d.at), "Action", scalar("lambda:InvokeFunctionUrl", d.at), "FunctionUrlAuthType", scalar("NONE", d.at)))
		a.add(a.fresh(c.id+"/invoke-function"), "AWS::Lambda::Permission", d.at, mapping(d.at,
			"FunctionName", a.blueprint.attribute(c.id, "Arn", d.at), "Principal", scalar("*", d.at), "Action", scalar("lambda:InvokeFunction", d.at), "InvokedViaFunctionUrl", scalar("true", d.at)))
	}
}

// permission is a statement of a function's own policy.
func (a *app) permission(c *construct, d doing) {
	if c == nil {
		return
	}
	p := d.properties()
	principal, _ := p.get("principal")
	who := symbolic.Any("a principal that is not followed")
	for _, o := range principal.Objects {
		if rec, ok := a.names.made(o); ok {
			first, _ := rec.args.At(0, "service")
			if rec.name == "aws_iam.AnyPrincipal" || rec.name == "aws_iam.StarPrincipal" {
				who = certain("*")
			} else if len(first.Text) > 0 {
				who = first.Text
			}
		}
	}
	action := a.property(p, "action", d.at)
	if action == nil {
		action = scalar("lambda:InvokeFunction", d.at)
	}
	a.add(a.fresh(c.id+"/Permission"), "AWS::Lambda::Permission", d.at, mapping(d.at,
		"FunctionName", a.blueprint.attribute(c.id, "Arn", d.at), "Principal", a.text(who, d.at), "Action", action,
		"SourceArn", a.property(p, "sourceArn", d.at), "SourceAccount", a.property(p, "sourceAccount", d.at)))
}

// invokedBy is grantInvoke: a service gets a statement of the function's policy, a role one of its own.
func (a *app) invokedBy(c *construct, d doing) bool {
	to, _ := d.args.At(0, "grantee")
	for _, o := range to.Objects {
		rec, ok := a.names.made(o)
		if ok && rec.name == "aws_iam.ServicePrincipal" {
			first, _ := rec.args.At(0, "service")
			if text, known := only(first.Text); known {
				a.permit(c, text, nil, d.at)
			}
			return true
		}
	}
	return false
}

// senders are the classes of what a source of events is told that leads to a function, and the service that then invokes it.
var senders = []struct{ class, principal string }{
	{"LambdaDestination", "s3.amazonaws.com"},
	{"LambdaSubscription", "sns.amazonaws.com"},
	{"LambdaFunction", "events.amazonaws.com"},
	{"LambdaIntegration", "apigateway.amazonaws.com"},
	{"HttpLambdaIntegration", "apigateway.amazonaws.com"},
	{"WebSocketLambdaIntegration", "apigateway.amazonaws.com"},
	{"HttpLambdaAuthorizer", "apigateway.amazonaws.com"},
}

// trigger is a method of a source of events that leads to functions.
func (a *app) trigger(d doing) {
	for _, o := range d.objects() {
		a.sender(d.receiver, o, d.record, d.at)
	}
	class := classOf(d.receiver.Name)
	if class == "aws_cognito.UserPool" && d.name == "addTrigger" {
		for _, o := range d.objects() {
			a.permit(a.functionOf(o, 0), "cognito-idp.amazonaws.com", a.names.arn(d.receiver), d.at)
		}
	}
}

// sources are what a construct's own properties say of functions that it makes run.
func (a *app) sources(c *construct) {
	for _, o := range c.objects() {
		a.sender(c.of, o, c.record, c.at)
	}
	p := c.properties()
	switch {
	case strings.HasSuffix(c.name, ".LambdaRestApi"):
		g, _ := p.get("handler")
		for _, o := range g.Objects {
			a.permit(a.functionOf(o, 0), "apigateway.amazonaws.com", a.execution(c.of, "/*/*"), c.at)
		}
	case c.class == "aws_cognito.UserPool":
		g, _ := p.get("lambdaTriggers")
		for _, o := range objects(g) {
			a.permit(a.functionOf(o, 0), "cognito-idp.amazonaws.com", a.names.arn(c.of), c.at)
		}
	case c.class == "aws_lambda.EventSourceMapping":
		a.mapped(c, p)
	case c.class == "aws_lambda.FunctionUrl":
		g, _ := p.get("function")
		for _, o := range g.Objects {
			a.url(a.functionOf(o, 0), c.doing)
		}
	}
}

func (a *app) mapped(c *construct, p properties) {
	g, _ := p.get("target")
	arn, _ := p.get("eventSourceArn")
	for _, o := range g.Objects {
		if fn := a.functionOf(o, 0); fn != nil {
			a.add(c.id, "AWS::Lambda::EventSourceMapping", c.at, mapping(c.at,
				"FunctionName", a.blueprint.attribute(fn.id, "Ref", c.at), "EventSourceArn", a.text(arn.Text, c.at)))
		}
	}
}

// sender lets the service behind a source of events invoke the function that an object leads to.
func (a *app) sender(from, o *sdk.Object, rec record, at source.Span) {
	made, ok := a.names.made(o)
	if !ok || o.Kind != ofValue {
		return
	}
	for _, s := range senders {
		if !named(o, s.class) || s.class == "LambdaDestination" && !strings.HasPrefix(o.Name, "aws_s3_notifications.") {
			continue
		}
		for _, target := range made.objects() {
			fn := a.functionOf(target, 0)
			if fn == nil {
				continue
			}
			if s.principal == "s3.amazonaws.com" {
				a.permit(fn, s.principal, a.names.arn(from), at, "SourceAccount", a.text(pseudo("account"), at))
				continue
			}
			a.permit(fn, s.principal, a.sourceArn(from, rec, s.principal), at)
		}
		return
	}
}

// sourceArn is the ARN of what makes a function run.
func (a *app) sourceArn(from *sdk.Object, rec record, principal string) symbolic.Set {
	if principal != "apigateway.amazonaws.com" {
		if arn := a.names.arn(from); arn != nil {
			return arn
		}
		return symbolic.Any("the source of the events is not followed")
	}
	switch classOf(from.Name) {
	case "aws_apigateway.Resource":
		verb, _ := rec.args.At(0, "httpMethod")
		text, known := only(verb.Text)
		if !known || text == "ANY" {
			text = "*"
		}
		return a.execution(from, "/*/"+text+argument(from, byRoute))
	case "aws_apigatewayv2.HttpApi", "aws_apigatewayv2.WebSocketApi", "aws_apigateway.RestApi":
		return a.execution(from, "/*/*")
	}
	return symbolic.Any("the API is not followed")
}

// execution is the ARN by which API Gateway invokes for an API.
func (a *app) execution(api *sdk.Object, path string) symbolic.Set {
	id := symbolic.Value{{Kind: symbolic.Attribute, Text: a.names.id(api), Attr: "Ref"}}
	return symbolic.Join(certain("arn:aws:execute-api:"), pseudo("region"), certain(":"), pseudo("account"), certain(":"), symbolic.Certain(id), certain(path))
}
