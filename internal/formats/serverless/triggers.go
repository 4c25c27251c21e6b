package serverless

import (
	"strconv"
	"strings"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// events reads what may make a function run.
func (s *service) events(f *function) {
	for _, e := range s.eventsOf(f) {
		for _, p := range permissionFacts(e.kind) {
			s.permission(e, p, s.targetOf(e))
		}
		if polls := facts()[[2]string{"poll", e.kind}]; polls != nil {
			s.poll(e, polls[0])
		}
		if assumes := facts()[[2]string{"assume", e.kind}]; assumes != nil {
			t := s.trigger(e, s.id(assumes[0][0], e), stack.Assumed, s.target(f))
			t.Arn = symbolic.Certain(symbolic.Value{s.Attribute(t.ID, "Arn")})
			s.scheduled(f, e.span)
			s.give(f, "scheduler", s.key(e), e.span, s.spelled(f.name))
		}
		switch e.typ {
		case "websocket", "cloudFront":
			s.give(f, e.typ, s.key(e), e.span, nil)
		}
		s.authorizer(e)
	}
}

// key is the end of the keys of what an event grants.
func (s *service) key(e event) string { return e.key + "/events/" + strconv.Itoa(e.i-1) }

// target is what permissions and mappings name: the alias, where concurrency is provisioned for one.
func (s *service) target(f *function) symbolic.Set {
	if s.targets[f] == nil {
		s.targets[f] = s.newTarget(f)
	}
	return s.targets[f]
}

func (s *service) newTarget(f *function) symbolic.Set {
	arn := symbolic.Value{s.Attribute(f.id, "Arn")}
	for _, alias := range []struct{ property, name string }{{"provisionedConcurrency", "provisioned"}, {"snapStart", "snapstart"}} {
		if isSet(f.node.Get(alias.property)) {
			return symbolic.Certain(symbolic.Concat(arn, symbolic.Text(":"+alias.name)))
		}
	}
	return symbolic.Certain(arn)
}

// targetOf is what the permission of an event names: CloudFront wants a version, whose number only AWS knows.
func (s *service) targetOf(e event) symbolic.Set {
	if e.typ != "cloudFront" {
		return s.target(e.function)
	}
	arn := symbolic.Value{s.Attribute(e.id, "Arn")}
	version := symbolic.Value{{Kind: symbolic.Unknown, Text: "the version that is published"}}
	return symbolic.Certain(symbolic.Concat(arn, symbolic.Text(":"), version))
}

func (s *service) trigger(e event, id string, kind stack.TriggerKind, target symbolic.Set) *stack.Trigger {
	function := e.key
	if own := s.targets[e.function]; len(own) == 0 || len(target) == 0 || &own[0] != &target[0] {
		function = s.FunctionOf(target)
	}
	t := &stack.Trigger{ID: id, Kind: kind, Function: function, Target: target, Generated: true, When: e.when, Span: e.span}
	s.Stack.Triggers = append(s.Stack.Triggers, t)
	s.triggers[id] = t
	return t
}

// permission adds a statement of a function's policy. Events of one function that make the same share it.
func (s *service) permission(e event, p permissionFact, target symbolic.Set) {
	id := s.id(p.id, e)
	if t := s.triggers[id]; t != nil {
		if e.typ == "cloudwatchLog" {
			t.Arn = s.arn(e, p.arn)
		}
		return
	}
	t := s.trigger(e, id, stack.Permission, target)
	t.Source, t.Action, t.Principal = p.as, invokeFunction, s.arn(e, p.principal)
	if p.arn != "-" {
		t.Arn = s.arn(e, p.arn)
	}
	if p.from != "" {
		t.From = s.arn(e, p.from)
	}
	t.Settable = !p.fixed
	if p.account {
		t.SourceAccount = pseudos["account"]
	}
	if p.token != "" {
		t.EventToken = s.Eval(e.value.Get(p.token))
	}
	if enabled := e.value.Get("enabled"); p.token != "" && enabled != nil && !isSet(enabled) {
		t.Action = certain("lambda:DisableInvokeFunction")
	}
	s.extend(t)
}

// extend applies what resources.extensions says of a permission.
func (s *service) extend(t *stack.Trigger) {
	p := s.extension(t.ID)
	for _, row := range []struct {
		name string
		set  *symbolic.Set
	}{
		{"SourceArn", &t.Arn}, {"SourceAccount", &t.SourceAccount}, {"Principal", &t.Principal}, {"EventSourceToken", &t.EventToken},
		{"Action", &t.Action}, {"FunctionUrlAuthType", &t.URLAuthType}, {"AuthType", &t.AuthType}, {"PrincipalOrgID", &t.OrgID},
	} {
		if n := p.Get(row.name); n != nil {
			*row.set = s.Eval(n)
		}
	}
}

func certain(text string) symbolic.Set { return symbolic.Certain(symbolic.Text(text)) }

// arn writes an ARN as events.txt has it.
func (s *service) arn(e event, form string) symbolic.Set {
	var sets []symbolic.Set
	for {
		before, rest, found := strings.Cut(form, "{")
		if before != "" {
			sets = append(sets, certain(before))
		}
		name, after, closed := strings.Cut(rest, "}")
		if !found || !closed {
			return joined(sets)
		}
		sets = append(sets, s.part(e, name))
		form = after
	}
}

// pseudos are what CloudFormation knows by itself, by their names in events.txt.
var pseudos = map[string]symbolic.Set{
	"partition": pseudo("AWS::Partition"), "region": pseudo("AWS::Region"), "account": pseudo("AWS::AccountId"),
}

func pseudo(name string) symbolic.Set {
	return symbolic.Certain(symbolic.Value{{Kind: symbolic.Pseudo, Text: name}})
}

var invokeFunction = certain("lambda:InvokeFunction")

// part is one variable of an ARN.
func (s *service) part(e event, name string) symbolic.Set {
	attribute := func(id, attr string) symbolic.Set { return symbolic.Certain(symbolic.Value{s.Attribute(id, attr)}) }
	generated := func() string {
		for _, fact := range facts()[[2]string{"resource", e.kind}] {
			return s.id(fact[0], e)
		}
		return ""
	}
	switch name {
	case "partition", "region", "account":
		return pseudos[name]
	case "RestApi":
		return s.api("ApiGatewayRestApi", s.provider.Get("apiGateway").Get("restApiId"))
	case "WebsocketsApi":
		return s.api("WebsocketsApi", s.provider.Get("apiGateway").Get("websocketApiId"))
	case "HttpApi":
		return s.api("HttpApi", s.provider.Get("httpApi").Get("id"))
	case "rule.Arn", "pool.Arn":
		return attribute(generated(), "Arn")
	case "rule", "targetGroup", "distribution":
		return attribute(generated(), "Ref")
	case "bucketName":
		return s.Eval(s.bucket(e))
	case "rulePath":
		return s.rulePath(e)
	case "logGroups":
		return s.logGroupsOf(e)
	case "unknown":
		return symbolic.Any("the identifier is looked up at deployment")
	}
	return s.Eval(e.value.Get(name))
}

// api is the identifier of an API: of one that the provider names, else of the one that the framework makes.
func (s *service) api(id string, given *document.Node) symbolic.Set {
	switch {
	case s.apis[id] != nil:
	case isSet(given):
		s.apis[id] = s.Eval(given)
	default:
		s.apis[id] = symbolic.Certain(symbolic.Value{s.Attribute(id, "Ref")})
	}
	return s.apis[id]
}

// rulePath is the name of a rule behind that of its bus, unless that is the default one.
func (s *service) rulePath(e event) symbolic.Set {
	name := s.Eval(e.value.Get("name"))
	if len(name) == 0 {
		name = symbolic.Join(s.spelled(e.name), certain("-rule-"+strconv.Itoa(e.i)))
	}
	bus := e.value.Get("eventBus")
	if bus == nil {
		return name
	}
	set := s.Eval(bus)
	if i := strings.Index(bus.Value, "/"); strings.HasPrefix(bus.Value, "arn") && i >= 0 {
		set = s.spelled(bus.Value[i+1:])
	}
	return symbolic.Join(set, certain("/"), name)
}

// logGroupsOf is the one pattern that the framework writes for all log groups of a function: what their names begin with in common.
func (s *service) logGroupsOf(e event) symbolic.Set {
	var names []string
	for _, other := range s.eventsOf(e.function) {
		if other.typ == "cloudwatchLog" && other.i <= e.i {
			names = append(names, s.scalar(other.value.Get("logGroup")))
		}
	}
	common := names[0]
	for _, name := range names[1:] {
		i := 0
		for i < len(common) && i < len(name) && common[i] == name[i] {
			i++
		}
		common = common[:i]
	}
	if strings.Count(common, mark)%2 == 1 {
		common = common[:strings.LastIndex(common, mark)]
	}
	if len(names) > 1 && !strings.HasSuffix(common, "*") {
		common += "*"
	}
	return s.spelled(common)
}
