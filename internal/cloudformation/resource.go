package cloudformation

import (
	"strings"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// other reads a resource of any other type.
func (r *Reader) other(res *Resource) {
	out := &stack.Resource{
		ID: res.ID, Type: res.Type, Span: res.Span, When: res.When, Arn: r.Arn(res.ID),
		Ref: symbolic.Value{r.Attribute(res.ID, "Ref")}, Name: r.Eval(r.nameProperty(res)),
	}
	out.Key, out.Encryption = r.encryption(res)
	for _, property := range passed[res.Type] {
		out.Passes = symbolic.Union(out.Passes, r.Eval(res.Properties.Get(property)))
	}
	r.Stack.Resources = append(r.Stack.Resources, out)
}

// passed are the properties that hold the roles which whoever runs a resource passes on.
var passed = map[string][]string{"AWS::ECS::TaskDefinition": {"TaskRoleArn", "ExecutionRoleArn"}}

// encryption finds the key that the tables say a type takes. A key that AWS manages needs no permission of a role.
func (r *Reader) encryption(res *Resource) (symbolic.Set, stack.Encryption) {
	known, ok := r.Tables.Type(res.Type)
	if !ok || known.KeyProperty == "" {
		return nil, stack.EncryptionUnknown
	}
	key := symbolic.Set{}
	managed := true
	for _, n := range r.at(res.Properties, strings.Split(known.KeyProperty, ".")) {
		for _, choice := range r.Eval(n) {
			key = append(key, choice)
			text, literal := choice.Value.Known()
			managed = managed && literal && strings.Contains(text, "alias/aws/")
		}
	}
	if managed {
		return nil, stack.EncryptionNone
	}
	return key, stack.EncryptionCustomer
}

// at walks down property names, through lists and conditions.
func (r *Reader) at(n *document.Node, steps []string) (all []*document.Node) {
	for _, b := range r.Items(n, "", nil) {
		if len(steps) == 0 {
			all = append(all, b.Node)
		} else if next := b.Node.Get(steps[0]); next != nil {
			all = append(all, r.at(next, steps[1:])...)
		}
	}
	return all
}
