package cdk

import (
	"path"
	"strings"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/symbolic"
)

// pollers are the event sources that the platform polls with the role of the function: class, and the method that grants it that.
var pollers = []struct{ class, method, arn string }{
	{"SqsEventSource", "grantConsumeMessages", "queueArn"},
	{"DynamoEventSource", "grantStreamRead", "tableStreamArn"},
	{"KinesisEventSource", "grantRead", "streamArn"},
	{"KinesisConsumerEventSource", "grantRead", "streamConsumerArn"},
}

// eventSource lets a source make a function run.
func (a *app) eventSource(c *construct, o *sdk.Object, at source.Span) {
	rec, ok := a.names.made(o)
	role := a.names.id(a.names.role(c.of))
	if !ok {
		a.unseen(role, at, "the event source is not followed")
		return
	}
	var from *sdk.Object
	for _, o := range rec.objects() {
		if from == nil && o.Kind == ofConstruct {
			from = o
		}
	}
	for _, poller := range pollers {
		if named(o, poller.class) {
			a.polls(c, rec, from, poller.method, poller.arn, at)
			return
		}
	}
	switch {
	case (named(o, "S3EventSource") || named(o, "S3EventSourceV2")) && from != nil:
		a.permit(c, "s3.amazonaws.com", a.names.arn(from), at, "SourceAccount", a.text(pseudo("account"), at))
	case named(o, "SnsEventSource") && from != nil:
		a.permit(c, "sns.amazonaws.com", a.names.arn(from), at)
	case named(o, "ApiEventSource"):
		a.permit(c, "apigateway.amazonaws.com", symbolic.Any("the API is not followed"), at)
	default:
		a.unseen(role, at, "what "+o.Name+" gives the role is not in the tables")
	}
}

// polls adds a mapping of events, and what the role needs to read them.
func (a *app) polls(c *construct, rec record, from *sdk.Object, method, arn string, at source.Span) {
	role := a.names.id(a.names.role(c.of))
	if from == nil {
		a.unseen(role, at, "the event source is not followed")
		return
	}
	before := len(a.grants[role])
	a.gives(role, from, method, sdk.Arguments{}, at)
	for i := range a.grants[role][before:] {
		a.grants[role][before+i].framework = true
	}
	k := kinds()[from.Name]
	set := a.names.attribute(from, k, arn, k.gives[arn])
	var failed *document.Node
	if g, ok := rec.properties().get("onFailure"); ok {
		a.sends(c, g, at)
		for _, o := range a.targets(g) {
			failed = mapping(at, "OnFailure", mapping(at, "Destination", a.text(a.names.arn(o), at)))
		}
	}
	a.add(a.fresh(c.id+"/"+ownName(a.names.id(from))), "AWS::Lambda::EventSourceMapping", at, mapping(at,
		"FunctionName", a.blueprint.attribute(c.id, "Ref", at), "EventSourceArn", a.text(set, at), "DestinationConfig", failed))
}

// fresh is an ID that no resource has yet.
func (a *app) fresh(id string) string {
	for n := 0; ; n++ {
		name := id
		if n > 0 {
			name += "-" + string(rune('1'+n%9)) + strings.Repeat("x", n/9)
		}
		if !a.ids[name] {
			a.ids[name] = true
			return name
		}
	}
}

// permit lets a service invoke a function. A construct that is no function of the app is none of ours.
func (a *app) permit(c *construct, principal string, arn symbolic.Set, at source.Span, more ...any) {
	if c == nil {
		return
	}
	service, _, _ := strings.Cut(principal, ".")
	if principal == "*" {
		service = "url"
	}
	entries := []any{
		"FunctionName", a.blueprint.attribute(c.id, "Arn", at), "Principal", scalar(principal, at), "Action", scalar("lambda:InvokeFunction", at), "SourceArn", a.text(arn, at),
	}
	a.add(a.fresh(c.id+"/Allow"+upper(service)), "AWS::Lambda::Permission", at, mapping(at, append(entries, more...)...))
}

// deadLetters is where events go that a function could not handle.
func (a *app) deadLetters(c *construct, p properties) *document.Node {
	at := c.at
	for _, name := range []string{"deadLetterQueue", "deadLetterTopic"} {
		g, ok := p.get(name)
		if !ok {
			continue
		}
		for _, o := range g.Objects {
			return a.deadLetter(c, o, at)
		}
		a.unseen(a.names.id(a.names.role(c.of)), at, "where the function sends what it could not handle is not followed")
	}
	if !strings.EqualFold(p.text("deadLetterQueueEnabled"), "true") {
		return nil
	}
	queue := below(c.of, "aws_sqs.Queue", "DeadLetterQueue")
	id := a.names.id(queue)
	if !a.ids[id] {
		a.ids[id] = true
		a.add(id, "AWS::SQS::Queue", at, mapping(at))
	}
	return a.deadLetter(c, queue, at)
}

// deadLetter lets a function send to a queue or a topic, and is what its configuration says of it.
func (a *app) deadLetter(c *construct, to *sdk.Object, at source.Span) *document.Node {
	role, action := a.names.id(a.names.role(c.of)), "sqs:SendMessage"
	if classOf(to.Name) == "aws_sns.Topic" {
		action = "sns:Publish"
	}
	arn := a.names.arn(to)
	if arn == nil {
		a.unseen(role, at, "where the function sends what it could not handle is not followed")
		return nil
	}
	a.grants[role] = append(a.grants[role], grant{at: at, framework: true, node: statement(at, scalar(action, at), a.text(arn, at))})
	return mapping(at, "TargetArn", a.text(arn, at))
}

// sends gives a function what it needs to send what it leaves to a destination.
func (a *app) sends(c *construct, g sdk.Given, at source.Span) {
	role := a.names.id(a.names.role(c.of))
	before := len(a.grants[role])
	if len(a.targets(g)) == 0 {
		a.unseen(role, at, "where the function sends events is not followed")
	}
	for _, o := range a.targets(g) {
		switch classOf(o.Name) {
		case "aws_sqs.Queue":
			a.gives(role, o, "grantSendMessages", sdk.Arguments{}, at)
		case "aws_sns.Topic":
			a.gives(role, o, "grantPublish", sdk.Arguments{}, at)
		case isFunction, "aws_lambda.Alias", "aws_lambda.Version":
			a.gives(role, o, "grantInvoke", sdk.Arguments{}, at)
		case "aws_events.EventBus":
			a.gives(role, o, "grantPutEventsTo", sdk.Arguments{}, at)
		default:
			a.unseen(role, at, "what a destination needs of the role is not in the tables")
		}
	}
	for i := range a.grants[role][before:] {
		a.grants[role][before+i].framework = true
	}
}

// targets are the constructs that destinations lead to: SqsDestination(queue), or the queue itself.
func (a *app) targets(g sdk.Given) (all []*sdk.Object) {
	for _, o := range g.Objects {
		if o.Kind == ofConstruct {
			all = append(all, o)
			continue
		}
		if rec, ok := a.names.made(o); ok {
			all = append(all, a.targets(sdk.Given{Objects: rec.objects()})...)
		}
	}
	return all
}

// destinations are where the platform sends what a function has done.
func (a *app) destinations(c *construct, p properties) {
	entries := []any{}
	for _, name := range []string{"onSuccess", "onFailure"} {
		g, ok := p.get(name)
		if !ok {
			continue
		}
		a.sends(c, g, c.at)
		for _, o := range a.targets(g) {
			entries = append(entries, upper(name), mapping(c.at, "Destination", a.text(a.names.arn(o), c.at)))
			break
		}
	}
	if len(entries) > 0 {
		a.add(path.Join(c.id, "EventInvokeConfig"), "AWS::Lambda::EventInvokeConfig", c.at, mapping(c.at,
			"FunctionName", a.blueprint.attribute(c.id, "Ref", c.at), "DestinationConfig", mapping(c.at, entries...)))
	}
}
