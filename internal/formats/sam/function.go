package sam

import (
	"strings"

	"github.com/parebot/pare/internal/cloudformation"
	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// reader adds to the plain resources what the transform makes.
type reader struct {
	*cloudformation.Reader
	globals *document.Node
}

// function is one AWS::Serverless::Function while it is read.
type function struct {
	*cloudformation.Resource
	props *document.Node // its own with Globals
	fn    *stack.Function
	role  *stack.Role // the implicit role, nil where it has another
}

// announce makes known the logical IDs that the transform adds, before anything refers to them.
func (r *reader) announce() {
	r.Generate("ServerlessRestApi", "AWS::ApiGateway::RestApi")
	r.Generate("ServerlessHttpApi", "AWS::ApiGatewayV2::Api")
	for _, res := range r.Resources {
		switch res.Written {
		case "AWS::Serverless::Function":
			r.Generate(res.ID+"Role", "AWS::IAM::Role")
			r.Generate(res.ID+"Url", "AWS::Lambda::Url")
			r.announceEvents(res)
			r.announceDestinations(res)
		case "AWS::Serverless::StateMachine":
			r.Generate(res.ID+"Role", "AWS::IAM::Role")
		}
	}
	r.announceAliases()
}

// announceAliases comes last: what an alias stands for is told by the function's name, which may refer to anything.
func (r *reader) announceAliases() {
	for _, res := range r.Resources {
		if alias := r.aliasOf(res); res.Written == "AWS::Serverless::Function" && alias != "" {
			r.Generate(alias, "AWS::Lambda::Alias")
			qualifier := symbolic.Text(":" + strings.TrimPrefix(alias, res.ID+"Alias"))
			r.Means(alias, symbolic.Concat(symbolic.Value{r.Attribute(res.ID, "Arn")}, qualifier))
		}
	}
}

// announceDestinations makes known the queues and topics that the transform makes of destinations which name none.
func (r *reader) announceDestinations(res *cloudformation.Resource) {
	to := merge(r.globals, res.Properties).Get("EventInvokeConfig").Get("DestinationConfig")
	for _, condition := range []string{"OnSuccess", "OnFailure"} {
		if n := to.Get(condition); n != nil && n.Get("Destination") == nil {
			id, typ := madeFor(res.ID, condition, r.String(n.Get("Type")))
			r.Generate(id, typ)
		}
	}
}

// madeFor is the queue or topic that the transform makes for a destination; both "" for other types.
func madeFor(function, condition, typ string) (id, cfn string) {
	switch typ {
	case "SQS":
		return function + "EventInvokeConfig" + condition + "Queue", "AWS::SQS::Queue"
	case "SNS":
		return function + "EventInvokeConfig" + condition + "Topic", "AWS::SNS::Topic"
	}
	return "", ""
}

// announceEvents makes known the rules that the transform makes of events.
func (r *reader) announceEvents(res *cloudformation.Resource) {
	events := res.Properties.Get("Events")
	if events == nil {
		return
	}
	for _, p := range events.Pairs {
		switch r.String(p.Value.Get("Type")) {
		case "Schedule", "CloudWatchEvent", "EventBridgeRule":
			r.Generate(res.ID+p.Key.Value, "AWS::Events::Rule")
		case "ScheduleV2":
			r.Generate(res.ID+p.Key.Value, "AWS::Scheduler::Schedule")
			r.Generate(res.ID+p.Key.Value+"Role", "AWS::IAM::Role")
		case "IoTRule":
			r.Generate(res.ID+p.Key.Value, "AWS::IoT::TopicRule")
		case "SNS":
			r.Generate(res.ID+p.Key.Value+"Queue", "AWS::SQS::Queue")
		}
	}
}

// aliasOf is the logical ID of the alias that AutoPublishAlias makes, "" where there is none.
func (r *reader) aliasOf(res *cloudformation.Resource) string {
	name := r.Default(merge(r.globals, res.Properties).Get("AutoPublishAlias"))
	if name == "" {
		return ""
	}
	return res.ID + "Alias" + name
}

func (r *reader) functions() {
	for _, res := range r.Resources {
		if res.Written != "AWS::Serverless::Function" {
			continue
		}
		f := function{Resource: res, props: merge(r.globals, res.Properties)}
		f.fn = r.Describe(res, f.props)
		f.fn.Code = r.code(f)
		f.fn.Tracing = r.Tracing(f.props.Get("Tracing"))
		r.AddFunction(f.fn)
		r.role(&f)
		r.platform(f)
		r.triggers(f)
		r.url(f)
	}
}

// role is the role of a function: the one that Role names, else the one that the transform makes, with its Policies.
// Where Role depends on a condition the transform makes one for the other case.
func (r *reader) role(f *function) {
	given := f.props.Get("Role")
	set := r.Eval(given)
	if len(set) > 0 {
		f.fn.Role = r.RoleRef(given)
	}
	when, possible := r.without(set, f.When)
	if !possible {
		return
	}
	f.role = r.implicit(f.Resource, when)
	r.Trust(f.role, f.props.Get("AssumeRolePolicyDocument"))
	r.Bound(f.role, f.props.Get("PermissionsBoundary"))
	r.policies(f.role, f.props.Get("Policies"), f.ID+"/Policies", when)
	if len(set) == 0 {
		f.fn.Role = stack.RoleRef{ID: f.role.ID, Span: r.at(f.Resource)}
		return
	}
	f.role.Elsewhere = append(f.role.Elsewhere, source.Note{Span: given.Whole, Text: "a condition chooses whether " + f.ID + " uses this role"})
}

// without is when a function has no role of its own: always where none is given, and where one is given under a single condition, when that does not hold.
func (r *reader) without(given symbolic.Set, when []symbolic.Condition) ([]symbolic.Condition, bool) {
	if len(given) == 0 {
		return when, true
	}
	if len(given) > 1 || len(given[0].When) != 1 {
		return nil, false
	}
	opposite := given[0].When[0]
	opposite.Not = !opposite.Not
	if !symbolic.Compatible(when, []symbolic.Condition{opposite}) {
		return nil, false
	}
	return append(append([]symbolic.Condition{}, when...), opposite), true
}

// implicit is the role that the transform makes for one resource.
func (r *reader) implicit(res *cloudformation.Resource, when []symbolic.Condition) *stack.Role {
	role := &stack.Role{ID: res.ID + "Role", Implicit: true, Span: res.Span, When: when}
	role.Arn = symbolic.Value{r.Attribute(role.ID, "Arn")}
	r.AddRole(role)
	return role
}

// at is the line that makes a resource what it is: what the framework adds unasked is reported there.
func (r *reader) at(res *cloudformation.Resource) source.Span { return res.Node.Get("Type").Whole }

// stateMachines reads the roles that the transform makes for state machines: what those need is not read.
func (r *reader) stateMachines() {
	for _, res := range r.Resources {
		if res.Written != "AWS::Serverless::StateMachine" || res.Properties.Get("Role") != nil {
			continue
		}
		role := r.implicit(res, res.When)
		r.policies(role, res.Properties.Get("Policies"), res.ID+"/Policies", res.When)
		if n := res.Properties.Get("Tracing").Get("Enabled"); n != nil && r.Default(n) != "false" {
			r.attached(role, res.ID, xray, "Tracing", n.Whole)
		}
		role.Elsewhere = append(role.Elsewhere, source.Note{Span: r.at(res), Text: "the state machine " + res.ID + " runs with this role"})
	}
}
