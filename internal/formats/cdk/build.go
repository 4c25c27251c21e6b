package cdk

import (
	"slices"
	"strings"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

// build puts all that the app makes in the template.
func (a *app) build() {
	for _, c := range a.order {
		if c.class == "aws_iam.Role" && !c.imported() {
			a.role(c)
		}
	}
	for _, c := range a.order {
		if !c.imported() {
			a.place(c)
		}
	}
	for _, d := range a.doings() {
		_, isConstruct := pathOf(d.record)
		switch {
		case d.do == "new" && !isConstruct:
			a.value(d)
		case d.do == "static" && !isConstruct:
			a.byStatic(d)
		}
		if d.do == "call" {
			a.act(d)
		}
	}
	a.unknowns()
	a.putRoles()
}

// place puts one construct in the template, by its class.
func (a *app) place(c *construct) {
	switch {
	case plainType(c.class) != "":
		a.plain(c, plainType(c.class))
	case c.class == isFunction:
		a.function(c)
	case c.class == "aws_iam.Role":
	case c.class == "aws_iam.Policy" || c.class == "aws_iam.ManagedPolicy":
		a.attached(c)
	case c.class == "aws_lambda.Alias" || c.class == "aws_lambda.Version":
		if fn := a.functionOf(c.of, 0); fn != nil {
			a.add(c.id, kinds()[c.class].resource, c.at, mapping(c.at, "FunctionName", a.blueprint.attribute(fn.id, "Ref", c.at)))
		}
	case kinds()[c.of.Name].resource != "":
		a.resource(c)
		a.sources(c)
	default:
		a.sources(c)
		a.other(c.doing, c.id)
	}
}

// resource is a construct that is one resource: its name and its key are what matters of it.
func (a *app) resource(c *construct) {
	k, p := kinds()[c.of.Name], c.properties()
	var entries []any
	if k.name != "" {
		name := k.name
		if property := nameProperty(k); property != "" {
			entries = append(entries, property, a.property(p, name, c.at))
		}
	}
	if key := a.names.key(c.of); key != nil {
		if id := a.names.id(key); a.constructs[id] == nil && !a.ids[id] {
			a.ids[id] = true
			a.add(id, "AWS::KMS::Key", c.at, mapping(c.at))
		}
		entries = append(entries, keyed(k, a.text(a.names.arn(key), c.at))...)
	}
	if k.class == "aws_lambda.LayerVersion" {
		entries = append(entries, "Content", a.content(p, c.at))
	}
	a.add(c.id, k.resource, c.at, mapping(c.at, entries...))
}

// content is the folder of a layer, as a path from that of the settings.
func (a *app) content(p properties, at source.Span) *document.Node {
	g, _ := p.get("code")
	if entry, ok := p.get("entry"); ok {
		if dir, known := a.path(entry.Text); known {
			return scalar(a.relative(dir), at)
		}
	}
	for _, o := range g.Objects {
		if rec, ok := a.names.made(o); ok && last(rec.name) == "fromAsset" {
			first, _ := rec.args.At(0, "path")
			if dir, known := a.path(first.Text); known {
				return scalar(a.relative(dir), at)
			}
		}
	}
	return nil
}

// relative is a path of the tree as one from the folder of the settings.
func (a *app) relative(dir string) string {
	if a.dir == "." {
		return dir
	}
	return strings.Repeat("../", strings.Count(a.dir, "/")+1) + dir
}

// other is a construct whose class is in no table. It runs with the roles that it is given, so they have a user that is not read.
func (a *app) other(d doing, id string) {
	for _, o := range d.objects() {
		if o.Kind == ofConstruct && classOf(o.Name) == "aws_iam.Role" {
			a.uses(a.names.id(o), d.at, id+" ("+d.class()+") uses the role too")
		}
	}
}

// value is what is no construct, and all the same is given functions and roles: actions of pipelines, tasks, targets.
func (a *app) value(d doing) {
	if !named(&sdk.Object{Name: d.class()}, "LambdaInvokeAction") {
		a.other(d, d.class())
		return
	}
	for _, role := range a.rolesAmong(d.objects()) { // so that the function can tell the pipeline how it went
		a.grants[role] = append(a.grants[role], grant{at: d.at, framework: true, node: statement(d.at,
			list(d.at, scalar("codepipeline:PutJobSuccessResult", d.at), scalar("codepipeline:PutJobFailureResult", d.at)), scalar("*", d.at))})
	}
}

// byStatic is what a static method does to the functions and roles that it is given: Grant gives statements; most others only look at them.
func (a *app) byStatic(d doing) {
	p := d.properties()
	grantee, _ := p.get("grantee")
	actions, _ := p.get("actions")
	resources, _ := p.get("resourceArns")
	switch name := last(d.name); {
	case strings.HasPrefix(d.name, "aws_iam.Grant.") && len(texts(actions)) > 0 && len(texts(resources)) > 0:
		roles, known := a.rolesOf(grantee)
		if !known || p.open {
			a.everywhere(d.at, d.name+" is given something that is not followed")
		}
		for _, role := range roles {
			a.grants[role] = append(a.grants[role], grant{at: d.at, method: name, node: statement(d.at, a.blueprint.texts(texts(actions), d.at), a.blueprint.texts(texts(resources), d.at))})
		}
	case strings.HasPrefix(name, "grant") || strings.HasPrefix(name, "add") || strings.HasPrefix(d.name, "aws_iam."):
		for _, role := range a.rolesAmong(d.objects()) {
			a.unseen(role, d.at, "what "+d.name+" does is not in the tables")
		}
	}
}

// deep are the objects that something is given, and those that the values among them were made with.
func (a *app) deep(all []*sdk.Object, steps int) (found []*sdk.Object) {
	for _, o := range all {
		found = append(found, o)
		if rec, ok := a.names.made(o); ok && o.Kind == ofValue && steps < maxSteps {
			found = append(found, a.deep(rec.objects(), steps+1)...)
		}
	}
	return found
}

// unknowns are what the code does that is not seen: constructs that it hands to code which is not read.
func (a *app) unknowns() {
	for _, u := range a.result.Unknown {
		rec, ok := a.names.of(u.Reason)
		switch {
		case u.Service == service && ok:
			if role := a.roleOf(rec.receiver, 0); role != "" {
				a.unseen(role, u.Span, rec.name+" is given the construct, and its code is not read")
			}
		case u.Service == service, u.Service == "" && !aside(u.Reason):
			a.everywhere(u.Span, u.Reason)
		}
	}
}

// aside says of something unknown that it concerns calls of AWS, and no construct: what a module that is not here does with one is told by
// what it is handed, and a program that the app runs makes none.
func aside(reason string) bool {
	return slices.ContainsFunc([]string{"is not in this repository", "is not in the repository", "another program is run", "uses AWS", "use AWS"}, func(text string) bool {
		return strings.Contains(reason, text)
	})
}

// finish tells what of the roles is not seen, and what of them nobody has written.
func (a *app) finish(s *stack.Stack) {
	s.Also = a.result.Files
	byCause := make(map[source.Span]grant)
	for _, d := range a.drafts {
		for _, g := range a.grants[d.id] {
			if g.node != nil {
				byCause[g.node.Whole] = g
			}
		}
	}
	first := make(map[source.Span]string)
	for _, role := range s.Roles {
		for _, g := range role.Grants {
			a.origin(role, g, byCause)
			if was, seen := first[g.Cause]; seen && was != role.ID {
				g.Shared = true
			}
			first[g.Cause] = role.ID
		}
		a.notSeen(role)
	}
	for _, role := range s.Roles {
		for _, g := range role.Grants {
			g.Shared = g.Shared || first[g.Cause] != role.ID
		}
	}
}

// origin says of a grant how it came to be.
func (a *app) origin(role *stack.Role, g *stack.Grant, byCause map[source.Span]grant) {
	d := a.draft(role.ID, role.Span)
	role.Implicit = d.implicit
	made := byCause[g.Cause]
	switch {
	case g.Origin == stack.Managed && d.implicit && g.Cause == d.at:
		g.Origin = stack.Framework
	case made.framework:
		g.Origin = stack.Framework
	case made.method != "":
		g.Origin, g.Name = stack.Template, made.method
	}
}

// notSeen adds what a role may have that is not seen.
func (a *app) notSeen(role *stack.Role) {
	said := make(map[string]bool)
	for _, g := range a.grants[role.ID] {
		if g.why == "" || said[g.why] {
			continue
		}
		said[g.why] = true
		role.Grants = append(role.Grants, &stack.Grant{
			Key: role.ID + "/unseen/" + number(len(said)-1), Role: role.ID, Origin: stack.Inline, Cause: g.at, Opaque: g.why,
		})
		role.Elsewhere = append(role.Elsewhere, source.Note{Span: g.at, Text: g.why})
	}
	role.Elsewhere = append(role.Elsewhere, a.users[role.ID]...)
}

// rolesAmong are those of functions, and roles, among what something is given.
func (a *app) rolesAmong(all []*sdk.Object) (roles []string) {
	for _, o := range all {
		if role := a.roleOf(o, 0); role != "" {
			roles = append(roles, role)
		}
	}
	return roles
}
