package sam

import (
	"slices"
	"strconv"
	"strings"

	"github.com/parebot/pare/internal/cloudformation"
	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// connection is one connector between two resources.
type connection struct {
	id                  string
	source, destination end
	permissions         []stack.Value
	node                *document.Node
	span                source.Span
	when                []symbolic.Condition
}

// end of a connector: a resource of the template, or what is told of one elsewhere.
type end struct {
	id, typ                   string
	arn, name, api, qualifier symbolic.Set
	role                      *document.Node // the name of its role, where the resource is elsewhere
}

// connectors reads both ways to write one: as a resource, and as Connectors of the resource that is the source.
func (r *reader) connectors() {
	for _, res := range r.Resources {
		if res.Written == "AWS::Serverless::Connector" {
			r.connect(connection{id: res.ID, source: r.end(res.Properties.Get("Source")), node: res.Properties, span: res.Span, when: res.When})
		}
		embedded := res.Node.Get("Connectors")
		if embedded == nil {
			continue
		}
		for _, p := range embedded.Pairs {
			from := r.end(&document.Node{Kind: document.Map, Pairs: []document.Pair{{Key: text("Id"), Value: text(res.ID)}}})
			r.connect(connection{id: res.ID + p.Key.Value, source: from, node: p.Value.Get("Properties"), span: p.Span, when: res.When})
		}
	}
}

func text(s string) *document.Node { return &document.Node{Kind: document.String, Value: s} }

// connect reads the destinations of a connector: one, or a list.
func (r *reader) connect(c connection) {
	c.permissions = r.Strings(c.node.Get("Permissions"))
	for i, b := range r.Items(c.node.Get("Destination"), "", c.when) {
		one := c
		one.destination, one.when = r.end(b.Node), b.When
		if i > 0 {
			one.id += "/" + strconv.Itoa(i)
		}
		r.connectOne(one)
	}
}

// end reads Id, or Type with what else is given.
func (r *reader) end(n *document.Node) end {
	e := end{typ: deployed(r.String(n.Get("Type"))), arn: r.Eval(n.Get("Arn")), name: r.Eval(n.Get("Name")), role: n.Get("RoleName")}
	e.api, e.qualifier = r.Eval(n.Get("ResourceId")), r.Eval(n.Get("Qualifier"))
	res := r.Resource(r.String(n.Get("Id")))
	if res == nil {
		return e
	}
	e.id, e.typ = res.ID, res.Type
	e.name = symbolic.Certain(symbolic.Value{r.Attribute(res.ID, "Name")})
	e.api = symbolic.Certain(symbolic.Value{r.Attribute(res.ID, apiAttribute(res.Type))})
	if arn := r.Arn(res.ID); arn != nil {
		e.arn = symbolic.Certain(arn)
	}
	if len(e.qualifier) == 0 {
		e.qualifier = literal("*")
	}
	return e
}

// deployed is the type that the transform makes of one of SAM.
func deployed(typ string) string {
	switch typ {
	case "AWS::Serverless::Function":
		return "AWS::Lambda::Function"
	case "AWS::Serverless::StateMachine":
		return "AWS::StepFunctions::StateMachine"
	case "AWS::Serverless::Api":
		return "AWS::ApiGateway::RestApi"
	case "AWS::Serverless::HttpApi":
		return "AWS::ApiGatewayV2::Api"
	case "AWS::Serverless::SimpleTable":
		return "AWS::DynamoDB::Table"
	}
	return typ
}

// apiAttribute gives the ID of an API.
func apiAttribute(typ string) string {
	if typ == "AWS::AppSync::GraphQLApi" {
		return "ApiId"
	}
	return "Ref"
}

func (r *reader) connectOne(c connection) {
	var statements []serviceref.Statement
	role := r.connected(c.source, c.destination)
	for _, category := range c.permissions {
		made, known := r.Tables.Connection(c.source.typ, c.destination.typ, category.Set[0].Value.String())
		switch {
		case !known:
			r.unknownConnector(c)
			return
		case made.Invocation != nil:
			r.pushed(c, *made.Invocation)
		case !made.BySource:
			role = r.connected(c.destination, c.source)
		}
		statements = append(statements, made.Statements...)
	}
	if role == nil || len(statements) == 0 {
		return // the role is elsewhere
	}
	r.Expanded(role, c.branch(), stack.Connector, c.id, statements, map[string]symbolic.Set{
		"Source.Arn": c.source.arn, "Destination.Arn": c.destination.arn, "Destination.Name": c.destination.name,
	})
}

// branch is the place of the connector in the template.
func (c connection) branch() cloudformation.Branch {
	return cloudformation.Branch{Node: &document.Node{Span: c.span, Whole: c.span}, When: c.when, Path: c.id}
}

// unknownConnector says what is not known, of the role of the function that the connector is for.
func (r *reader) unknownConnector(c connection) {
	why := "what a connector grants from " + c.source.typ + " to " + c.destination.typ + " is not known"
	for _, e := range []end{c.source, c.destination} {
		if fn := r.Function(e.id); fn != nil && r.Role(fn.Role.ID) != nil {
			r.Opaque(r.Role(fn.Role.ID), c.branch(), stack.Connector, c.id, why)
			return
		}
	}
	r.Problem(c.span, "%s", why)
}

// connected is the role of this template that one end of a connector acts with, nil where it is elsewhere.
func (r *reader) connected(e, other end) *stack.Role {
	res := r.Resource(e.id)
	if res == nil {
		return r.roleNamed(e.role)
	}
	switch res.Type {
	case "AWS::Lambda::Function":
		if fn := r.Function(e.id); fn != nil {
			return r.Role(fn.Role.ID)
		}
	case "AWS::StepFunctions::StateMachine":
		if role := r.roleNamed(res.Properties.Get("Role")); role != nil {
			return role
		}
		if role := r.Role(e.id + "Role"); role != nil && role.Implicit {
			return role
		}
		return r.roleNamed(res.Properties.Get("RoleArn"))
	case "AWS::AppSync::DataSource":
		return r.roleNamed(res.Properties.Get("ServiceRoleArn"))
	case "AWS::Events::Rule":
		return r.targetRole(res, other)
	}
	return nil
}

// targetRole is the role with which a rule calls the target that is the other end.
func (r *reader) targetRole(rule *cloudformation.Resource, other end) *stack.Role {
	for _, target := range r.Items(rule.Properties.Get("Targets"), "", rule.When) {
		for _, choice := range r.Eval(target.Node.Get("Arn")) {
			if slices.ContainsFunc(other.arn, func(c symbolic.Choice) bool { return c.Value.Expand().Key() == choice.Value.Expand().Key() }) {
				return r.roleNamed(target.Node.Get("RoleArn"))
			}
		}
	}
	return nil
}

func (r *reader) roleNamed(n *document.Node) *stack.Role {
	for _, choice := range r.Eval(n) {
		if role := r.RoleOf(choice.Value); role != nil {
			return role
		}
	}
	return nil
}

// pushed is the permission that a connector makes.
func (r *reader) pushed(c connection, made serviceref.Invocation) {
	id := r.FunctionOf(c.destination.arn)
	if id == "" {
		return
	}
	values := map[string]symbolic.Set{"Source.Arn": c.source.arn, "Source.ResourceId": c.source.api, "Source.Qualifier": c.source.qualifier}
	service, _, _ := strings.Cut(made.Principal, ".")
	t := &stack.Trigger{
		ID: c.id, Kind: stack.Permission, Function: id, Source: service, Generated: true, When: c.when, Span: c.span,
		Target: c.destination.arn, Principal: literal(made.Principal), Action: literal(made.Action), Arn: r.filled(made.Arn, values),
	}
	if made.Account != "" {
		t.SourceAccount = r.filled(made.Account, values)
	}
	r.Stack.Triggers = append(r.Stack.Triggers, t)
}

// filled writes a form of the tables with the values of this template.
func (r *reader) filled(form string, values map[string]symbolic.Set) symbolic.Set {
	var sets []symbolic.Set
	for i, field := range strings.Split(form, "${") {
		name, rest, variable := strings.Cut(field, "}")
		switch {
		case i == 0 || !variable:
			sets = append(sets, literal(field))
			continue
		case strings.HasPrefix(name, "AWS::"):
			sets = append(sets, symbolic.Certain(symbolic.Value{{Kind: symbolic.Pseudo, Text: name}}))
		case len(values[name]) > 0:
			sets = append(sets, values[name])
		default:
			sets = append(sets, symbolic.Any("the connector does not give "+name))
		}
		sets = append(sets, literal(rest))
	}
	return symbolic.Join(sets...)
}
