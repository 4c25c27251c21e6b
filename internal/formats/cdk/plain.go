package cdk

import (
	"slices"
	"strings"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/symbolic"
)

// plainTypes are the constructs that are resources of CloudFormation to the letter, of those that concern functions and roles: the name that
// the CDK has for the service in its module, and CloudFormation's.
var plainTypes = map[string]string{"aws_lambda": "Lambda", "aws_iam": "IAM"}

// plainType is the type of a construct that is a resource to the letter, "" for all others.
func plainType(class string) string {
	module, name, _ := strings.Cut(class, ".")
	bare, ok := strings.CutPrefix(name, "Cfn")
	if service := plainTypes[module]; ok && service != "" && bare != "" {
		return "AWS::" + service + "::" + bare
	}
	return ""
}

// plainProperty is what a property of a construct gives that is a resource to the letter: ref, attrArn.
func (r *recorder) plainProperty(o *sdk.Object, name string) (symbolic.Set, bool) {
	if o.Kind != ofConstruct || !strings.HasPrefix(last(o.Name), "Cfn") {
		return nil, false
	}
	attr, ok := strings.CutPrefix(name, "attr")
	switch {
	case name == "ref":
		attr = "Ref"
	case !ok || attr == "":
		return nil, false
	}
	return symbolic.Certain(symbolic.Value{{Kind: symbolic.Attribute, Text: r.id(o), Attr: attr}}), true
}

// plain puts a resource in the template with the properties that the code gives it, whose names begin with a capital there.
func (a *app) plain(c *construct, typ string) {
	p := c.properties()
	properties := mapping(c.at)
	clear := !p.open && !c.many
	for _, f := range p.fields {
		n, whole := a.capital(f.Value, c.at, f.Name)
		clear = clear && whole && !f.Maybe
		if n != nil {
			properties.Pairs = append(properties.Pairs, document.Pair{Key: scalar(upper(f.Name), c.at), Value: n, Span: c.at})
		}
	}
	a.add(c.id, typ, c.at, properties)
	switch typ {
	case "AWS::IAM::Role":
		if !clear {
			a.unseen(c.id, c.at, "not all of what the role is given is followed")
		}
	case "AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy":
		if !clear {
			a.everywhere(c.at, "not all of what a policy is given is followed")
		}
	}
}

// capital is a value with the names of its fields as CloudFormation has them. Documents of the policy language and variables keep theirs.
// whole is false where something of it is not known.
func (a *app) capital(g sdk.Given, at source.Span, name string) (n *document.Node, whole bool) {
	if len(g.Objects) > 0 {
		return a.documentOf(g, at)
	}
	whole = !g.Open && g.Unknown == "" && len(g.Values) == 0
	switch {
	case len(g.Fields) > 0:
		n = mapping(at)
		seen := make(map[string]bool)
		for _, f := range g.Fields {
			key := f.Name
			if !strings.HasSuffix(name, "Document") && name != "variables" {
				key = upper(key)
			}
			under := f.Name
			if strings.HasSuffix(name, "Document") {
				under = name
			}
			value, known := a.capital(f.Value, at, under)
			whole = whole && known && !f.Maybe && !seen[key]
			seen[key] = true
			n.Pairs = append(n.Pairs, document.Pair{Key: scalar(key, at), Value: value, Span: at})
		}
		return n, whole
	case len(g.Items) > 0 && len(g.Items[0].Fields) > 0:
		item, known := a.capital(g.Items[0], at, name)
		return list(at, item), whole && known
	case len(g.Items) > 0:
		return a.blueprint.texts(texts(g), at), whole
	case len(g.Text) > 0:
		return a.text(g.Text, at), whole && !slices.ContainsFunc(g.Text, func(c symbolic.Choice) bool { return c.Value.HasUnknown() })
	}
	return a.text(symbolic.Any("a value that is not followed this deep"), at), false
}

// documentOf is a policy document that the app makes.
func (a *app) documentOf(g sdk.Given, at source.Span) (n *document.Node, whole bool) {
	n, whole = list(at), true
	for _, s := range a.nodesOf(g.Objects, at) {
		whole = whole && s.Kind != document.Null
		n.Items = append(n.Items, s)
	}
	return mapping(at, "Statement", n), whole
}
