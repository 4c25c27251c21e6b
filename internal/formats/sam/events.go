package sam

import (
	"regexp"
	"strings"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// event is one entry of Events of a function.
type event struct {
	function
	name  string
	typ   string
	props *document.Node
	span  source.Span
	when  []symbolic.Condition
}

// triggers reads the events of a function.
func (r *reader) triggers(f function) {
	for _, events := range r.Branches(f.props.Get("Events"), "", f.When) {
		for _, p := range events.Node.Pairs {
			for _, b := range r.Branches(p.Value, "", events.When) {
				e := event{f, p.Key.Value, r.String(b.Node.Get("Type")), b.Node.Get("Properties"), p.Span, b.When}
				r.event(e)
			}
		}
	}
}

func (r *reader) event(e event) {
	switch e.typ {
	case "SQS", "Kinesis", "DynamoDB", "MSK", "MQ", "SelfManagedKafka", "DocumentDB":
		r.poller(e)
	case "ScheduleV2":
		t := r.trigger(e, stack.Assumed)
		t.Arn = symbolic.Certain(symbolic.Value{r.Attribute(e.ID+e.name, "Arn")})
	case "":
		r.Problem(e.span, "the event %s of %s has no Type that is known", e.name, e.ID)
	default:
		r.push(e)
	}
}

func (r *reader) trigger(e event, kind stack.TriggerKind) *stack.Trigger {
	t := &stack.Trigger{
		ID: e.ID + "/" + e.name, Kind: kind, Function: e.ID, Target: r.target(e.function), Source: strings.ToLower(e.typ),
		Generated: true, When: e.when, Span: e.span,
	}
	r.Stack.Triggers = append(r.Stack.Triggers, t)
	return t
}

// target is what permissions and mappings name: the alias, where one is published.
func (r *reader) target(f function) symbolic.Set {
	if alias := r.aliasOf(f.Resource); alias != "" {
		return symbolic.Certain(symbolic.Value{r.Attribute(alias, "Ref")})
	}
	return symbolic.Certain(symbolic.Value{r.Attribute(f.ID, "Ref")})
}

// push reads an event whose source invokes the function: the transform makes a permission for it.
func (r *reader) push(e event) {
	if e.typ == "SNS" && r.queued(e) {
		return
	}
	p, known := pushOf(e.typ)
	if !known {
		r.Problem(e.span, "events of the type %s are not known", e.typ)
		return
	}
	t := r.trigger(e, stack.Permission)
	t.Action = symbolic.Certain(symbolic.Text("lambda:InvokeFunction"))
	t.Principal = symbolic.Certain(symbolic.Text(p.principal))
	if p.arn != "" {
		t.Arn = r.sourceArn(e, p.arn)
	}
	if p.account {
		t.SourceAccount = symbolic.Certain(symbolic.Value{{Kind: symbolic.Pseudo, Text: "AWS::AccountId"}})
	}
	if e.typ == "S3" {
		t.From = r.arnOf(e.props.Get("Bucket"))
	}
	if p.token != "" {
		t.EventToken = r.Eval(e.props.Get(p.token))
	}
}

// queued reads a subscription of a topic through a queue that the transform makes, or that is named.
func (r *reader) queued(e event) bool {
	n := e.props.Get("SqsSubscription")
	if n == nil || r.String(n) == "false" {
		return false
	}
	t := r.trigger(e, stack.Poller)
	t.Source, t.Arn = "sqs", r.Eval(n.Get("QueueArn"))
	if len(t.Arn) == 0 {
		t.Arn = symbolic.Certain(symbolic.Value{r.Attribute(e.ID+e.name+"Queue", "Arn")}) // the transform makes it
	}
	r.framework(e.function, "AWSLambdaSQSQueueExecutionRole", "Events/"+e.name, e.span)
	return true
}

// pathVariable is a variable of a route: the permission has a star for it.
var pathVariable = regexp.MustCompile(`\{[^{}]+\}`)

// sourceArn writes the SourceArn of a permission as the transform does.
func (r *reader) sourceArn(e event, form string) symbolic.Set {
	var sets []symbolic.Set
	for _, field := range strings.SplitAfter(form, "}") {
		text, name, variable := strings.Cut(field, "{")
		sets = append(sets, symbolic.Certain(symbolic.Text(text)))
		if variable {
			sets = append(sets, r.field(e, strings.TrimSuffix(name, "}")))
		}
	}
	return symbolic.Join(sets...)
}

// field is one variable of a SourceArn.
func (r *reader) field(e event, name string) symbolic.Set {
	switch name {
	case "partition", "region", "account":
		pseudo := map[string]string{"partition": "AWS::Partition", "region": "AWS::Region", "account": "AWS::AccountId"}[name]
		return symbolic.Certain(symbolic.Value{{Kind: symbolic.Pseudo, Text: pseudo}})
	case "rule.Arn", "rule":
		attr := map[string]string{"rule.Arn": "Arn", "rule": "Ref"}[name]
		return symbolic.Certain(symbolic.Value{r.Attribute(e.ID+e.name, attr)})
	case "RestApiId", "ApiId":
		return r.api(e, name)
	case "route":
		return symbolic.Certain(symbolic.Text(r.route(e)))
	case "UserPool.Arn":
		return r.arnOf(e.props.Get("UserPool"))
	}
	if set := r.Eval(e.props.Get(name)); len(set) > 0 {
		return set
	}
	return symbolic.Any("the event does not give " + name)
}

// api is the ID of the API of an event: the one that it names, or the implicit one.
func (r *reader) api(e event, property string) symbolic.Set {
	n := e.props.Get(property)
	if n != nil && n.Kind == document.String && n.Tag == "" && r.Resource(n.Value) != nil {
		return symbolic.Certain(symbolic.Value{r.Attribute(n.Value, "Ref")})
	}
	if set := r.Eval(n); len(set) > 0 {
		return set
	}
	implicit := map[string]string{"RestApiId": "ServerlessRestApi", "ApiId": "ServerlessHttpApi"}[property]
	return symbolic.Certain(symbolic.Value{r.Attribute(implicit, "Ref")})
}

// route is METHOD/path with stars for what varies; * for the default route.
func (r *reader) route(e event) string {
	path, method := r.Default(e.props.Get("Path")), strings.ToUpper(r.Default(e.props.Get("Method")))
	if path == "" || path == "$default" {
		return "*"
	}
	if path == "/$default" && method == "ANY" {
		return "$default"
	}
	if method == "ANY" || method == "*" || method == "X-AMAZON-APIGATEWAY-ANY-METHOD" || method == "" {
		method = "*"
	}
	if len(path) > 1 {
		path = strings.TrimSuffix(path, "/")
	}
	path = pathVariable.ReplaceAllString(path, "*")
	return method + "/" + strings.TrimPrefix(path, "/")
}

// arnOf is the ARN of a resource that a reference names.
func (r *reader) arnOf(n *document.Node) symbolic.Set {
	set := r.Eval(n)
	if len(set) == 1 && len(set[0].Value) == 1 && set[0].Value[0].Kind == symbolic.Attribute && set[0].Value[0].Attr == "Ref" {
		return symbolic.Certain(symbolic.Value{r.Attribute(set[0].Value[0].Text, "Arn")})
	}
	return set
}
