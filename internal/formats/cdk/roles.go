package cdk

import (
	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/symbolic"
)

// draft is a role while it is put together.
type draft struct {
	id       string
	at       source.Span
	implicit bool
	trust    *document.Node
	more     []any // further properties
	managed  []*document.Node
}

// role puts a role that the app declares in the drafts.
func (a *app) role(c *construct) {
	p := c.properties()
	d := a.draft(c.id, c.at)
	d.trust = a.trusts(p, c.at)
	d.more = []any{"RoleName", a.property(p, "roleName", c.at), "Path", a.property(p, "path", c.at)}
	if g, ok := p.get("managedPolicies"); ok {
		a.policies(c.id, g, c.at)
	}
	if g, ok := p.get("inlinePolicies"); ok {
		a.statements(c.id, g, c.at)
	}
	if p.open {
		a.unseen(c.id, c.at, "the role may be given more than is seen here")
	}
	if c.many {
		a.unseen(c.id, c.at, "this line makes several roles, which are not told apart")
	}
}

func (a *app) draft(id string, at source.Span) *draft {
	for _, d := range a.drafts {
		if d.id == id {
			return d
		}
	}
	d := &draft{id: id, at: at}
	a.drafts = append(a.drafts, d)
	return d
}

// policies attaches the managed policies among a value.
func (a *app) policies(role string, g sdk.Given, at source.Span) {
	found := objects(g)
	if len(found) == 0 && (len(texts(g)) > 0 || len(g.Items) > 0) {
		a.unseen(role, at, "the managed policy is not followed")
	}
	for _, o := range found {
		a.policy(role, o, at)
	}
}

func (a *app) policy(role string, o *sdk.Object, at source.Span) {
	rec, ok := a.names.made(o)
	place := at
	if o.Place.Line > 0 {
		place = o.Place
	}
	name, _ := rec.args.At(0, "managed_policy_name")
	switch {
	case ok && last(rec.name) == "fromAwsManagedPolicyName" && known(name.Text):
		text, _ := only(name.Text)
		a.managed(role, text, place)
	case ok && o.Kind == ofConstruct && classOf(o.Name) == "aws_iam.ManagedPolicy":
		d := a.draft(role, at)
		d.managed = append(d.managed, a.text(a.names.arn(o), at))
	default:
		a.unseen(role, place, "the managed policy is not followed")
	}
}

// managed attaches a policy of AWS by its name with its path.
func (a *app) managed(role, name string, at source.Span) {
	d := a.draft(role, at)
	d.managed = append(d.managed, managedArn(name, at))
}

func managedArn(name string, at source.Span) *document.Node {
	return scalar("arn:aws:iam::aws:policy/"+name, at)
}

// trusts is who may assume a role.
func (a *app) trusts(p properties, at source.Span) *document.Node {
	g, _ := p.get("assumedBy")
	statements := list(at)
	for _, o := range a.principals(g.Objects) {
		rec, ok := a.names.made(o)
		principal := mapping(at, "AWS", a.text(symbolic.Any("a principal that is not followed"), at))
		first, _ := rec.args.At(0, "service")
		if ok && rec.name == "aws_iam.ServicePrincipal" && len(first.Text) == 1 {
			principal = mapping(at, "Service", a.text(first.Text, at))
		}
		statements.Items = append(statements.Items, mapping(at, "Effect", scalar("Allow", at), "Action", scalar("sts:AssumeRole", at), "Principal", principal))
	}
	if len(statements.Items) == 0 {
		unknown := mapping(at, "AWS", a.text(symbolic.Any("a principal that is not followed"), at))
		statements.Items = append(statements.Items, mapping(at, "Effect", scalar("Allow", at), "Action", scalar("sts:AssumeRole", at), "Principal", unknown))
	}
	return mapping(at, "Statement", statements)
}

// principals takes those apart that are several.
func (a *app) principals(all []*sdk.Object) (each []*sdk.Object) {
	for _, o := range all {
		if rec, ok := a.names.made(o); ok && rec.name == "aws_iam.CompositePrincipal" {
			each = append(each, rec.objects()...)
			continue
		}
		each = append(each, o)
	}
	return each
}

// attached gives roles the policies that are constructs of their own: Policy and ManagedPolicy.
func (a *app) attached(c *construct) {
	p := c.properties()
	g, _ := p.get("statements")
	whole, _ := p.get("document")
	nodes := a.nodesOf(append(objects(g), objects(whole)...), c.at)
	for _, d := range a.doings() {
		if d.do == "call" && d.name == "addStatements" && a.get(d.receiver) == c {
			nodes = append(nodes, a.nodesOf(d.objects(), d.at)...)
		}
	}
	roles := a.holders(c, p)
	if c.class == "aws_iam.ManagedPolicy" {
		a.customer(c, p, nodes, roles)
		return
	}
	for _, role := range roles {
		for _, n := range nodes {
			if n.Kind == document.Null {
				a.unseen(role, n.Whole, "the statement is not followed")
			} else {
				a.grants[role] = append(a.grants[role], grant{node: n, at: n.Whole})
			}
		}
		if p.open {
			a.unseen(role, c.at, "the policy may have more than is seen here")
		}
	}
}

// customer puts a managed policy of the app in the template.
func (a *app) customer(c *construct, p properties, nodes []*document.Node, roles []string) {
	kept := list(c.at)
	for _, n := range nodes {
		if n.Kind == document.Null {
			n = scalar("not followed", n.Whole)
		}
		kept.Items = append(kept.Items, n)
	}
	names := list(c.at)
	for _, role := range roles {
		names.Items = append(names.Items, a.blueprint.attribute(role, "Ref", c.at))
	}
	a.add(c.id, "AWS::IAM::ManagedPolicy", c.at, mapping(c.at,
		"ManagedPolicyName", a.property(p, "managedPolicyName", c.at), "PolicyDocument", mapping(c.at, "Statement", kept), "Roles", names))
}

// holders are the roles that a policy is attached to.
func (a *app) holders(c *construct, p properties) (roles []string) {
	g, _ := p.get("roles")
	roles, _ = a.rolesOf(sdk.Given{Objects: objects(g)})
	for _, d := range a.doings() {
		if d.do != "call" {
			continue
		}
		switch {
		case d.name == "attachToRole" && a.get(d.receiver) == c:
			more, _ := a.rolesOf(sdk.Given{Objects: d.objects()})
			roles = append(roles, more...)
		case d.name == "attachInlinePolicy":
			for _, o := range d.objects() {
				if a.get(o) == c {
					if role := a.roleOf(d.receiver, 0); role != "" {
						roles = append(roles, role)
					}
				}
			}
		}
	}
	return roles
}

// putRoles puts the drafts in the template, each with the statements that the app gives it.
func (a *app) putRoles() {
	for _, d := range a.drafts {
		var statements []*document.Node
		for _, g := range a.grants[d.id] {
			if g.node != nil {
				statements = append(statements, g.node)
			}
		}
		entries := append([]any{"AssumeRolePolicyDocument", d.trust}, d.more...)
		if len(statements) > 0 {
			entries = append(entries, "Policies", list(d.at, mapping(d.at, "PolicyDocument", mapping(d.at, "Statement", list(d.at, statements...)))))
		}
		if len(d.managed) > 0 {
			entries = append(entries, "ManagedPolicyArns", list(d.at, d.managed...))
		}
		a.add(d.id, "AWS::IAM::Role", d.at, mapping(d.at, entries...))
	}
}
