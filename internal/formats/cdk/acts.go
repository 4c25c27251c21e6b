package cdk

import (
	"slices"
	"strconv"
	"strings"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
)

func number(n int) string { return strconv.Itoa(n) }

// quiet are the methods of functions and roles that give them nothing.
var quiet = []string{
	"addEnvironment", "addLayers", "addAlias", "addVersion", "applyRemovalPolicy", "toString", "addMetadata", "addDependency", "addTag", "attachInlinePolicy",
	"connections", "invalidateVersionBasedOn", "timeout", "architecture", "runtime", "logGroup", "isBoundToVpc", "permissionsNode", "deadLetterQueue", "roleId",
	"grantPrincipal", "resourceArnsForGrantInvoke", "principalAccount", "policyFragment", "assumeRoleAction", "env", "addAutoScaling", "latestVersion", "lambda", "edgeArn",
	"addFunctionUrl", "addPermission", "configureAsyncInvoke", "deadLetterTopic", "withoutPolicyUpdates", "customizeRoles", "construct",
}

// act does what one call does.
func (a *app) act(d doing) {
	o := d.receiver
	if o.Kind != ofConstruct {
		return
	}
	class := classOf(o.Name)
	switch {
	case class == isFunction && a.ofFunction(d):
	case class == "aws_iam.Role" && a.ofRole(d):
	case strings.HasPrefix(d.name, "grant"):
		a.give(d)
	case class == isFunction || class == "aws_iam.Role":
		if !slices.Contains(quiet, d.name) && !strings.HasPrefix(d.name, "metric") {
			a.unseen(a.roleOf(o, 0), d.at, "what "+d.name+" does is not in the tables")
		}
	default:
		a.trigger(d)
		a.given(d)
	}
}

// ofFunction is what a method of a function does to its role; false for what is none of these.
func (a *app) ofFunction(d doing) bool {
	c, role := a.get(d.receiver), a.roleOf(d.receiver, 0)
	switch d.name {
	case "addToRolePolicy":
		a.statements(role, arguments(d), d.at)
	case "addEventSource":
		if c != nil {
			for _, o := range d.objects() {
				a.eventSource(c, o, d.at)
			}
		}
	case "addEventSourceMapping":
		if c != nil {
			g, _ := d.properties().get("eventSourceArn")
			a.add(a.fresh(c.id+"/Mapping"), "AWS::Lambda::EventSourceMapping", d.at, mapping(d.at,
				"FunctionName", a.blueprint.attribute(c.id, "Ref", d.at), "EventSourceArn", a.text(g.Text, d.at)))
		}
	case "configureAsyncInvoke":
		if c != nil {
			a.destinations(c, d.properties())
		}
	case "addFunctionUrl":
		a.url(c, d)
	case "addPermission":
		a.permission(c, d)
	case "grantInvoke", "grantInvokeUrl":
		return a.invokedBy(c, d)
	default:
		return false
	}
	return true
}

// arguments are those of a call as one value.
func arguments(d doing) sdk.Given {
	var all sdk.Given
	all.Items = append(all.Items, d.args.Positional...)
	for _, f := range d.args.Named {
		all.Items = append(all.Items, f.Value)
	}
	return all
}

// ofRole is what a method of a role does to it; false for what is none of these.
func (a *app) ofRole(d doing) bool {
	role := a.names.id(d.receiver)
	switch d.name {
	case "addToPolicy", "addToPrincipalPolicy":
		a.statements(role, arguments(d), d.at)
	case "addManagedPolicy":
		a.policies(role, arguments(d), d.at)
	default:
		return false
	}
	return true
}

// given looks at what is given to a construct that is neither function nor role: a role has a user more.
func (a *app) given(d doing) {
	for _, o := range d.objects() {
		if o.Kind == ofConstruct && classOf(o.Name) == "aws_iam.Role" {
			a.uses(a.names.id(o), d.at, d.name+" of "+argument(d.receiver, byPath)+" is given the role")
		}
	}
}

// nameProperty is the property of CloudFormation that names a resource.
func nameProperty(k kind) string {
	known, _ := serviceref.Embedded().Type(k.resource)
	return known.NameProperty
}

// keyed is the property of CloudFormation that has the key of a resource.
func keyed(k kind, key *document.Node) []any {
	known, _ := serviceref.Embedded().Type(k.resource)
	if known.KeyProperty == "" || key == nil {
		return nil
	}
	steps := strings.Split(known.KeyProperty, ".")
	for i := len(steps) - 1; i > 0; i-- {
		key = mapping(key.Whole, steps[i], key)
	}
	return []any{steps[0], key}
}
