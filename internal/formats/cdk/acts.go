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
		a.ofValue(d)
		return
	}
	class := classOf(o.Name)
	invoked := class == isFunction || class == "aws_lambda.Alias" || class == "aws_lambda.Version"
	switch {
	case invoked && a.ofFunction(d):
	case class == "aws_iam.Role" && a.ofRole(d):
	case strings.HasPrefix(d.name, "grant"):
		a.give(d)
	case invoked || class == "aws_iam.Role":
		if !slices.Contains(quiet, d.name) && !strings.HasPrefix(d.name, "metric") {
			a.unseen(a.roleOf(o, 0), d.at, "what "+d.name+" does is not in the tables")
		}
	default:
		a.trigger(d)
		a.given(d)
	}
}

// ofValue is a method of a value: an aspect of the app's own may change every construct, an override what its construct is.
func (a *app) ofValue(d doing) {
	switch {
	case d.receiver.Name == "Aspects.of" && d.name == "add":
		for _, g := range d.args.Positional {
			if g.Unknown != "" {
				a.everywhere(d.at, "an aspect of the app's own may change any role")
			}
		}
	case d.receiver.Name == child && !strings.Contains(d.name, "Metadata") && !strings.HasPrefix(d.name, "cfn"):
		c := a.constructs[a.names.id(d.receiver)]
		if c == nil {
			return
		}
		if role := a.roleOf(c.of, 0); role != "" && !a.harmless(d) {
			a.unseen(role, d.at, d.name+" changes the resource in ways that are not read")
		}
	}
}

// harmless says that an override changes a property that gives nothing.
func (a *app) harmless(d doing) bool {
	g, _ := d.args.At(0, "propertyPath")
	text, known := only(g.Text)
	text = strings.TrimPrefix(text, "Properties.")
	return known && !slices.ContainsFunc([]string{"Role", "Polic", "ManagedPol", "AssumeRole", "Permissions", "Environment", "Code", "Handler", "Runtime"}, func(name string) bool {
		return strings.HasPrefix(text, name)
	}) || d.name == "overrideLogicalId" || d.name == "applyRemovalPolicy" || d.name == "addDependency" || d.name == "addDependsOn"
}

// ofFunction is what a method of a function does to its role; false for what is none of these.
func (a *app) ofFunction(d doing) bool {
	c, role := a.functionOf(d.receiver, 0), a.roleOf(d.receiver, 0)
	switch d.name {
	case "addToRolePolicy":
		a.statements(role, arguments(d), d.at)
	case "addEventSource":
		if len(d.objects()) == 0 {
			a.unseen(role, d.at, "the event source is not followed")
		}
		for _, o := range d.objects() {
			if c != nil {
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
	if strings.HasSuffix(d.name, "ResourcePolicy") || strings.HasSuffix(d.name, "AccessPolicies") {
		for _, role := range a.rolesAmong(a.deep(d.objects(), 0)) {
			a.unseen(role, d.at, "a policy of "+argument(d.receiver, byPath)+" names the role, and is not read")
		}
		return
	}
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
