package cloudformation

import (
	"slices"
	"strings"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/symbolic"
)

// silent are the types whose references to a role make them no user of it: functions are read, policies are attached.
var silent = []string{
	"AWS::Lambda::Function", "AWS::IAM::Role", "AWS::IAM::Policy", "AWS::IAM::RolePolicy", "AWS::IAM::ManagedPolicy", "AWS::Lambda::Permission",
}

// otherUsers notes the resources that run with a role beside the functions: what they need is not read.
func (r *Reader) otherUsers() {
	for _, res := range r.Resources {
		if !slices.Contains(silent, res.Type) {
			r.uses(res, "", res.Properties)
		}
	}
}

// uses walks the properties and looks at those that hold a role by their name: RoleArn, ExecutionRoleArn, Roles.
func (r *Reader) uses(res *Resource, key string, n *document.Node) {
	if n == nil {
		return
	}
	key = strings.ToLower(key)
	if strings.HasSuffix(key, "role") || strings.HasSuffix(key, "rolearn") || strings.HasSuffix(key, "roles") {
		r.usesRole(res, n)
		return
	}
	for _, item := range n.Items {
		r.uses(res, "", item)
	}
	for _, p := range n.Pairs {
		r.uses(res, p.Key.Value, p.Value)
	}
}

func (r *Reader) usesRole(res *Resource, n *document.Node) {
	for _, choice := range r.Eval(n) {
		if role := r.RoleOf(choice.Value); role != nil {
			role.Elsewhere = append(role.Elsewhere, source.Note{Span: n.Whole, Text: res.ID + " (" + res.Written + ") uses the role too"})
		}
	}
}

// names lists the IDs of the resources that a value refers to, also within what its parts stand for.
func names(v symbolic.Value) (ids []string) {
	for _, p := range v {
		if p.Kind == symbolic.Attribute {
			ids = append(ids, p.Text)
		}
		ids = append(ids, names(p.Form)...)
	}
	return ids
}
