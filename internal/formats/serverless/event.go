package serverless

import (
	"strconv"
	"strings"

	"github.com/parebot/pare/internal/cloudformation"
	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/symbolic"
)

// event is one entry of the events of a function.
type event struct {
	*function
	typ   string         // as it is written
	kind  string         // its name in events.txt: stream.dynamodb for a stream
	value *document.Node // a map; what may be written as one text is the property that it means
	span  source.Span
	when  []symbolic.Condition
	n, i  int
}

// texts is for each event that may be one text the property that it then gives.
var texts = map[string]string{
	"http": "path", "httpApi": "path", "websocket": "route", "s3": "bucket", "sns": "topicName", "schedule": "rate", "sqs": "arn",
	"stream": "arn", "cloudwatchLog": "logGroup", "alexaSkill": "appId", "alexaSmartHome": "appId",
}

// eventsOf lists the events of a function. Those of a schedule with several rates are one each.
func (s *service) eventsOf(f *function) []event {
	if !f.listed {
		f.listed, f.all = true, s.listEvents(f)
	}
	return f.all
}

func (s *service) listEvents(f *function) (all []event) {
	count := make(map[string]int)
	for i, b := range s.Items(f.node.Get("events"), "", f.when.When) {
		e, ok := s.event(f, b)
		if !ok {
			continue
		}
		times := 1
		if rates := e.value.Get("rate"); e.typ == "schedule" && rates != nil && rates.Kind == document.List {
			times = len(rates.Items)
		}
		for range times {
			count[e.typ]++
			e.n, e.i = count[e.typ], i+1
			all = append(all, e)
		}
	}
	return all
}

func (s *service) event(f *function, b cloudformation.Branch) (event, bool) {
	e := event{function: f, span: b.Node.Whole, when: b.When, value: object(b.Node.Whole)}
	switch {
	case b.Node.Kind == document.String && !strings.Contains(b.Node.Value, mark):
		e.typ = b.Node.Value
	case b.Node.Kind == document.Map && len(b.Node.Pairs) > 0 && !isFunction(b.Node):
		p := b.Node.Pairs[0]
		e.typ = p.Key.Value
		e.value = asMap(e.typ, p.Value)
	default:
		s.problem(b.Node.Whole, "an event of "+f.key+" is not known: "+s.shown(b.Node.Value))
		return e, false
	}
	if !knownEvent(e.typ) {
		s.problem(e.span, "what events of the type "+e.typ+" generate is not known")
		return e, false
	}
	e.kind = s.kind(e)
	return e, true
}

// asMap writes an event that is one text, or one function of CloudFormation, as the map that it means.
func asMap(typ string, n *document.Node) *document.Node {
	if n.Kind == document.Map && !isFunction(n) {
		return n
	}
	property := texts[typ]
	if typ == "sns" && (isFunction(n) || strings.HasPrefix(n.Value, "arn:")) {
		property = "arn"
	}
	return object(n.Whole, entry{property, n})
}

// kind tells the variants of an event apart.
func (s *service) kind(e event) string {
	switch {
	case e.typ == "sns" && isSet(e.value.Get("arn")):
		return "sns.arn"
	case (e.typ == "s3" || e.typ == "cognitoUserPool") && isSet(e.value.Get("existing")):
		return e.typ + ".existing"
	case e.typ == "schedule" && s.scalar(e.value.Get("method")) == "scheduler":
		return "scheduler"
	case e.typ == "stream" && s.streamType(e) == "dynamodb":
		return "stream.dynamodb"
	case e.typ == "stream" && isSet(e.value.Get("consumer")):
		return "stream.consumer"
	case e.typ == "stream":
		return "stream.kinesis"
	}
	return e.typ
}

func (s *service) streamType(e event) string {
	if typ := s.scalar(e.value.Get("type")); typ != "" {
		return typ
	}
	return cloudformation.SourceOf(s.Eval(e.value.Get("arn")))
}

// id writes a logical ID as events.txt has it.
func (s *service) id(form string, e event) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(form, "{")
		b.WriteString(before)
		name, after, closed := strings.Cut(rest, "}")
		if !found || !closed {
			return b.String()
		}
		b.WriteString(s.idPart(name, e))
		form = after
	}
}

// idPart is one variable in braces of a logical ID.
func (s *service) idPart(name string, e event) string {
	switch name {
	case "fn":
		return normal(e.key)
	case "n":
		return strconv.Itoa(e.n)
	case "i":
		return strconv.Itoa(e.i)
	case "Source":
		return alphanumeric(s.usual(nameOfSource(e.value.Get("arn"))))
	case "Name", "Bus":
		return normal(s.usual(s.property(e, map[string]string{"Name": "name", "Bus": "eventBus"}[name])))
	case "Listener":
		return alphanumeric(s.usual(listener(e.value.Get("listenerArn"))))
	case "TopicName":
		return alphanumeric(s.usual(s.property(e, "topicName")))
	}
	return alphanumeric(s.usual(s.property(e, strings.ToLower(name[:1])+name[1:])))
}

// property is a property of an event as a text. The name of a topic that is given by its ARN ends it.
func (s *service) property(e event, name string) string {
	n := e.value.Get(name)
	if name == "topicName" && n == nil {
		return nameOfSource(e.value.Get("arn"))
	}
	return s.scalar(n)
}

// nameOfSource is the name of a source as logical IDs have it: what a function of CloudFormation refers to, else the last part of the ARN.
func nameOfSource(n *document.Node) string {
	if n == nil {
		return ""
	}
	if isFunction(n) {
		arg := n
		if n.Tag == "" {
			arg = n.Pairs[0].Value
		}
		for arg.Kind == document.List && len(arg.Items) > 0 {
			last := arg.Items[len(arg.Items)-1]
			if name := n.Tag + firstKey(n); strings.HasSuffix(name, "GetAtt") {
				last = arg.Items[0]
			}
			arg = last
		}
		name, _, _ := strings.Cut(arg.Value, ".")
		return lastPart(name)
	}
	return lastPart(n.Value)
}

func firstKey(n *document.Node) string {
	if len(n.Pairs) == 0 {
		return ""
	}
	return n.Pairs[0].Key.Value
}

// lastPart is the name in an ARN: of a stream or cluster what follows the first slash, of others what follows the last colon.
func lastPart(arn string) string {
	if parts := strings.Split(arn, "/"); len(parts) > 1 {
		return parts[1]
	}
	return arn[strings.LastIndex(arn, ":")+1:]
}

// listener is how a load balancer's listener shows in logical IDs.
func listener(n *document.Node) string {
	if n == nil {
		return ""
	}
	if isFunction(n) {
		return nameOfSource(n)
	}
	if parts := strings.Split(n.Value, "/"); len(parts) > 3 {
		return parts[3]
	}
	return n.Value
}

// announceEvents makes known what the events of a function generate.
func (s *service) announceEvents(f *function) {
	for _, e := range s.eventsOf(f) {
		kinds := []string{e.kind}
		if e.typ == "eventBridge" && s.makesBus(e) {
			kinds = append(kinds, "eventBridge.bus")
		}
		for _, kind := range kinds {
			for _, fact := range facts()[[2]string{"resource", kind}] {
				s.generate(e, fact)
			}
		}
		if e.kind == "stream.consumer" && isTrue(e.value.Get("consumer")) {
			s.announceConsumer(e)
		}
	}
	for _, alias := range []struct{ property, id string }{{"provisionedConcurrency", "ProvConc"}, {"snapStart", "SnapStart"}} {
		if isSet(f.node.Get(alias.property)) {
			s.Generate(normal(f.key)+alias.id+"LambdaAlias", "AWS::Lambda::Alias")
		}
	}
}

func isTrue(n *document.Node) bool { return n != nil && n.Kind == document.Bool && n.Value == "true" }

func (s *service) generate(e event, f fact) {
	res := &cloudformation.Resource{ID: s.id(f[0], e), Type: f[1], Span: e.span, When: e.when}
	if name := s.nameOf(e, f[3]); name != nil && f[2] != "-" {
		res.Properties = object(e.span, entry{f[2], name})
	}
	s.Add(res)
}

// nameOf is the physical name of something that an event generates, nil where CloudFormation makes one.
func (s *service) nameOf(e event, form string) *document.Node {
	switch form {
	case "{bucketName}":
		return s.bucket(e)
	case "{topicName}":
		return e.value.Get("topicName")
	case "{name}":
		return e.value.Get("name")
	case "{pool}":
		return e.value.Get("pool")
	case "{eventBus}":
		return e.value.Get("eventBus")
	}
	return nil
}

// bucket is the name of the bucket of an event: the provider may describe it under the name that the event calls it by.
func (s *service) bucket(e event) *document.Node {
	n := e.value.Get("bucket")
	if name := s.provider.Get("s3").Get(s.scalar(n)).Get("name"); isSet(name) {
		return name
	}
	return n
}

// makesBus says whether the framework makes the bus of an event: one that is given by a plain name which is not that of the default bus.
func (s *service) makesBus(e event) bool {
	n := e.value.Get("eventBus")
	return n != nil && !isFunction(n) && n.Value != "default" && !strings.HasPrefix(n.Value, "arn")
}

// announceConsumer makes known the consumer that the framework registers with a stream.
func (s *service) announceConsumer(e event) {
	s.Generate(consumerID(e), "AWS::Kinesis::StreamConsumer")
}

// consumerID is the logical ID of that consumer.
func consumerID(e event) string {
	return normal(e.key+nameOfSource(e.value.Get("arn"))+"Consumer") + "StreamConsumer"
}
