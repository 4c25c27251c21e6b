package serverless

import (
	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// poll reads an event whose source Lambda polls with the function's role, and what the framework grants for it.
func (s *service) poll(e event, f fact) {
	t := s.trigger(e, s.id(f[0], e), stack.Poller, s.target(e.function))
	t.Source, t.Arn = f[1], s.Eval(e.value.Get("arn"))
	s.give(e.function, e.kind, s.key(e), e.span, t.Arn)
	if e.kind == "stream.consumer" {
		s.consumer(e, t)
	}
	t.Encrypted = s.KeyOf(t.Arn)
	s.secrets(e)
	if to := e.value.Get("destinations").Get("onFailure"); isSet(to) {
		s.failed(e, to)
	}
}

// consumer is a stream's consumer with a throughput of its own: one that is given, or one that the framework registers.
func (s *service) consumer(e event, t *stack.Trigger) {
	t.Consumer = true
	n := e.value.Get("consumer")
	if isTrue(n) {
		id := consumerID(e)
		if len(t.Arn) == 1 {
			name := symbolic.Text("/consumer/" + e.key + nameOfSource(e.value.Get("arn")) + "Consumer:")
			at := symbolic.Value{{Kind: symbolic.Unknown, Text: "the time of the registration"}}
			s.Means(id, symbolic.Concat(t.Arn[0].Value, name, at))
		}
		n = ref(id, e.span)
	}
	t.Arn = s.Eval(n)
	s.give(e.function, "consumer", s.key(e)+"/consumer", e.span, t.Arn)
}

// secretsOf are the properties of an event that name secrets which the framework lets the function read.
var secretsOf = map[string][]string{
	"activemq": {"basicAuthArn"}, "rabbitmq": {"basicAuthArn"},
	"kafka": {"saslPlainAuth", "saslScram256Auth", "saslScram512Auth", "clientCertificateTlsAuth", "serverRootCaCertificate"},
}

// secrets grants what a source asks for to be let in: its secrets, and the network of the function.
func (s *service) secrets(e event) {
	from, network := e.value, e.typ == "activemq" || e.typ == "rabbitmq" || e.typ == "msk"
	if e.typ == "kafka" {
		from = e.value.Get("accessConfigurations")
		network = from.Get("vpcSubnet") != nil || from.Get("vpcSecurityGroup") != nil
	}
	for _, property := range secretsOf[e.typ] {
		for _, b := range s.Items(from.Get(property), "", nil) {
			s.give(e.function, "secret", s.key(e)+"/"+property+b.Path, b.Node.Whole, s.Eval(b.Node))
		}
	}
	if network {
		s.give(e.function, "network", s.key(e)+"/network", e.span, nil)
	}
}

// failed reads where records of a stream go that the function could not handle.
func (s *service) failed(e event, n *document.Node) {
	arn, kind := n, ""
	if n.Kind == document.Map && !isFunction(n) {
		arn, kind = n.Get("arn"), s.scalar(n.Get("type"))
	}
	before := len(e.fn.Destinations)
	s.Destination(e.fn, arn, kind, "on failure")
	row := "failed.sqs"
	if len(e.fn.Destinations) > before && e.fn.Destinations[before].Kind == "sns" {
		row = "failed.sns"
	}
	s.give(e.function, row, s.key(e)+"/onFailure", n.Whole, s.Eval(arn))
}
