package cloudformation

import (
	"slices"
	"strings"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// role reads AWS::IAM::Role with its inline and attached policies.
func (r *Reader) role(res *Resource) {
	role := &stack.Role{ID: res.ID, Span: res.Span, Arn: r.Arn(res.ID), When: res.When}
	r.AddRole(role)
	p := res.Properties
	for _, entry := range r.Items(p.Get("Policies"), res.ID+"/Policies", res.When) {
		r.Document(role, entry.Node.Get("PolicyDocument"), entry.Path+"/PolicyDocument", entry.When)
		if entry.Node.Get("PolicyDocument") == nil {
			r.Opaque(role, entry, stack.Inline, "", "the policy is not written here")
		}
	}
	for _, entry := range r.Items(p.Get("ManagedPolicyArns"), res.ID+"/ManagedPolicyArns", res.When) {
		r.ManagedPolicy(role, entry)
	}
	r.Trust(role, p.Get("AssumeRolePolicyDocument"))
	r.Bound(role, p.Get("PermissionsBoundary"))
}

// Trust reads who may assume a role. A principal other than Lambda is a user of the role whose needs are not read.
func (r *Reader) Trust(role *stack.Role, doc *document.Node) {
	if doc == nil {
		return
	}
	for _, s := range r.document(doc, role.ID+"/AssumeRolePolicyDocument", nil) {
		if s.opaque != "" {
			role.Elsewhere = append(role.Elsewhere, source.Note{Span: s.cause, Text: "who may assume the role is not known: " + s.opaque})
			continue
		}
		role.Trust.Statements = append(role.Trust.Statements, s.Statement)
		if s.Effect == iam.Deny {
			continue
		}
		for _, p := range s.Principals {
			if !isLambda(p) {
				role.Elsewhere = append(role.Elsewhere, source.Note{Span: s.cause, Text: p.Value.String() + " may assume the role too"})
			}
		}
	}
}

func isLambda(p iam.Principal) bool {
	text, known := p.Value.Known()
	return p.Kind == "Service" && known && slices.Contains([]string{"lambda.amazonaws.com", "edgelambda.amazonaws.com"}, text)
}

// Bound reads the permissions boundary.
func (r *Reader) Bound(role *stack.Role, n *document.Node) {
	if v := r.Value(n); len(v.Set) > 0 {
		role.Boundary = &v
	}
}

// attach reads the policies that are resources of their own and name the roles that they belong to.
func (r *Reader) attach() {
	for _, res := range r.Resources {
		switch res.Type {
		case "AWS::IAM::Policy", "AWS::IAM::ManagedPolicy":
			r.attachTo(res, r.Strings(res.Properties.Get("Roles")))
		case "AWS::IAM::RolePolicy":
			r.attachTo(res, r.Strings(res.Properties.Get("RoleName")))
		}
	}
}

func (r *Reader) attachTo(res *Resource, roles []stack.Value) {
	for _, name := range roles {
		for _, choice := range name.Set {
			role := r.RoleOf(choice.Value)
			when, possible := both(res.When, choice.When)
			switch {
			case !possible:
			case role == nil:
				r.foreign(res, choice)
			case res.Type == "AWS::IAM::ManagedPolicy":
				r.customer(role, res.ID, choice.When)
			default:
				r.Document(role, res.Properties.Get("PolicyDocument"), res.ID+"/PolicyDocument", when)
				r.share(role, res, len(roles) > 1 || len(name.Set) > 1)
			}
		}
	}
}

// foreign keeps a policy for a role of another stack, for whoever links the stacks.
func (r *Reader) foreign(res *Resource, name symbolic.Choice) {
	var holder stack.Role
	if res.Type == "AWS::IAM::ManagedPolicy" {
		r.customer(&holder, res.ID, name.When)
	} else if when, possible := both(res.When, name.When); possible {
		r.Document(&holder, res.Properties.Get("PolicyDocument"), res.ID+"/PolicyDocument", when)
	}
	r.Stack.Attached = append(r.Stack.Attached, &stack.Attachment{Policy: res.ID, Name: name.Value, Grants: holder.Grants, Span: res.Span})
}

func (r *Reader) share(role *stack.Role, res *Resource, shared bool) {
	for _, g := range role.Grants {
		if strings.HasPrefix(g.Key, res.ID+"/") {
			g.Shared = g.Shared || shared
		}
	}
}

// RoleOf is the role of this stack that a name or an ARN means, nil where it is none of them.
func (r *Reader) RoleOf(v symbolic.Value) *stack.Role {
	if len(v) == 1 && v[0].Kind == symbolic.Attribute {
		return r.Role(v[0].Text)
	}
	return r.rolesBy[v.Expand().Key()]
}

// RoleRef is the role that a function runs with. Where a condition chooses, one role of this stack stands under its condition;
// two of them are told apart by nobody here, so both have a user that is not known.
func (r *Reader) RoleRef(n *document.Node) stack.RoleRef {
	ref := stack.RoleRef{External: r.Eval(n)}
	if n != nil {
		ref.Span = n.Whole
	}
	var local []*stack.Role
	for _, choice := range ref.External {
		if role := r.RoleOf(choice.Value); role != nil {
			local = append(local, role)
			ref.ID, ref.When = role.ID, choice.When
		}
	}
	if len(local) == 1 {
		ref.External = nil
		return ref
	}
	ref.ID, ref.When = "", nil
	for _, role := range local {
		role.Elsewhere = append(role.Elsewhere, source.Note{Span: ref.Span, Text: "a condition chooses whether this function uses the role"})
	}
	return ref
}
