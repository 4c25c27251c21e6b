package chalice

import (
	"errors"
	"path"
	"strings"

	"github.com/parebot/pare/internal/cloudformation"
	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// generated is Chalice's own name for the role whose policy it makes from the code.
const generated = "default-role"

// Why a policy is not known.
const (
	reasonGenerated = "Chalice makes the policy of this role from the code when it deploys (autogen_policy): it is not in the repository"
	reasonAbsent    = "the policy file is not in the repository"
)

// role is the role of a function: one that is there already, the one with the generated policy, or one with a policy that is written. Chalice makes
// a role per function of a written policy; the functions of one file share its statements, so they are one role here.
func (d *deployment) role(f function) stack.RoleRef {
	if !d.is(f.name, "manage_iam_role", true) {
		ref := stack.RoleRef{External: symbolic.Any("iam_role_arn does not say which role"), Span: d.place(f.name)}
		if n := d.lookup(f.name, "iam_role_arn"); n != nil {
			ref.External, ref.Span = symbolic.Certain(symbolic.Text(n.Value)), n.Whole
		}
		return ref
	}
	id := d.roleID(f.name)
	if d.roles[id] == nil {
		role := d.generatedRole(f)
		if id != generated {
			role = d.writtenRole(id, d.policyFile(f.name), d.place(f.name))
		}
		d.roles[id] = role
		d.Roles = append(d.Roles, role)
	}
	return stack.RoleRef{ID: id, Span: d.place(f.name)}
}

// roleID is what a role is called: as its policy file is.
func (d *deployment) roleID(name string) string {
	if d.is(name, "autogen_policy", true) {
		return generated
	}
	return strings.TrimSuffix(strings.TrimPrefix(d.policyFile(name), path.Join(d.dir, folder)+"/"), ".json")
}

// policyFile is the file with a function's policy: the one that is named, else the stage's. Chalice 0 had policy.json for its only stage.
func (d *deployment) policyFile(name string) string {
	if named := d.text(name, "iam_policy_file"); named != "" {
		return path.Join(d.dir, folder, named)
	}
	file := path.Join(d.dir, folder, "policy-"+d.stage+".json")
	if old := path.Join(d.dir, folder, "policy.json"); d.stage == usual && d.tree.Hash(file) == "" && d.tree.Hash(old) != "" {
		return old
	}
	return file
}

// writtenRole reads a policy file.
func (d *deployment) writtenRole(id, file string, at source.Span) *stack.Role {
	role := &stack.Role{ID: id, Span: at}
	src, err := d.tree.Read(file)
	switch {
	case errors.Is(err, source.ErrTooLarge):
		d.problem(top(file), "this policy file is too large to be read")
		d.opaque(role, at, file, "the policy file is too large to be read")
		return role
	case err != nil || strings.HasPrefix(file, ".."):
		d.opaque(role, at, file, reasonAbsent)
		return role
	}
	d.Also = append(d.Also, file)
	t := template(d.tree, id, file, src)
	if t == nil {
		_, problems := document.Read(file, src)
		if d.Problems = append(d.Problems, problems...); len(problems) == 0 {
			d.problem(top(file), "this is no policy document")
		}
		d.opaque(role, at, file, "the policy file could not be read")
		return role
	}
	r := cloudformation.NewReader(t, Name)
	r.Begin()
	d.Problems = append(d.Problems, r.Problems...)
	return r.Role(id)
}

// template makes of a policy file a template with one role that has it. nil where the file is no JSON.
func template(tree source.Tree, id, file string, src []byte) *cloudformation.Template {
	docs, problems := document.Read(file, src)
	if len(docs) != 1 || docs[0].Kind != document.Map || len(problems) > 0 && docs[0].Get("Statement") == nil {
		return nil
	}
	policy := docs[0]
	at := policy.Whole
	entry := mapping(at, "PolicyDocument", policy)
	list := &document.Node{Kind: document.List, Style: document.Flow, Items: []*document.Node{entry}, Span: at, Whole: at}
	role := mapping(at, "Type", text("AWS::IAM::Role", at))
	role.Pairs = append(role.Pairs, mapping(at, "Properties", mapping(at, "Policies", list)).Pairs...)
	root := mapping(at, "Resources", mapping(at, id, role))
	t := cloudformation.Assemble(tree, file, src, root, nil)
	t.Problems = append(t.Problems, problems...)
	return t
}

func text(s string, at source.Span) *document.Node {
	return &document.Node{Kind: document.String, Style: document.DoubleQuoted, Value: s, Span: at, Whole: at}
}

func mapping(at source.Span, key string, value *document.Node) *document.Node {
	pair := document.Pair{Key: text(key, at), Value: value, Span: at}
	return &document.Node{Kind: document.Map, Style: document.Flow, Pairs: []document.Pair{pair}, Span: at, Whole: at}
}

// generatedRole is the role whose policy nobody has written: what the code needs, which Chalice works out by names, is not known here.
func (d *deployment) generatedRole(f function) *stack.Role {
	at := d.place(f.name)
	if n := d.lookup(f.name, "autogen_policy"); n != nil {
		at = n.Whole
	}
	role := &stack.Role{ID: generated, Span: at, Implicit: true}
	d.opaque(role, at, "autogen_policy", reasonGenerated)
	role.Unwritten = &role.Elsewhere[0]
	return role
}

// opaque gives a role a policy whose text is not known.
func (d *deployment) opaque(role *stack.Role, at source.Span, name, why string) {
	role.Grants = append(role.Grants, &stack.Grant{
		Key: role.ID + "/" + path.Base(name), Role: role.ID, Origin: stack.Framework, Name: path.Base(name), Cause: at, Opaque: why,
	})
	role.Elsewhere = append(role.Elsewhere, source.Note{Span: at, Text: why})
}

// generate gives the generated role what Chalice adds for the platform: for all functions, and for what its poller or its WebSocket asks for.
func (d *deployment) generate(fn *stack.Function, f function) {
	role := d.roles[fn.Role.ID]
	if role == nil || role.ID != generated {
		return
	}
	d.adds(role, "logs", fn.Span)
	if fn.VPC != nil {
		d.adds(role, "vpc", fn.VPC.Span)
	}
	if fn.Tracing != nil {
		d.adds(role, "tracing", fn.Tracing.Span)
	}
	h := f.handlers[0]
	switch {
	case h.event.Kind == string(stack.Poller):
		d.adds(role, h.event.Source, h.span)
	case strings.HasPrefix(h.event.Function, "websocket_"):
		d.adds(role, "websocket", h.span)
	}
}

// adds gives a role the statement that Chalice adds for a purpose, once.
func (d *deployment) adds(role *stack.Role, purpose string, cause source.Span) {
	written, known := d.tables.ChaliceStatement(purpose)
	key := role.ID + "/" + purpose
	for _, g := range role.Grants {
		known = known && g.Key != key
	}
	if known {
		role.Grants = append(role.Grants, &stack.Grant{
			Key: key, Role: role.ID, Origin: stack.Framework, Statement: statement(written, cause), Cause: cause,
		})
	}
}

func statement(written serviceref.Statement, at source.Span) iam.Statement {
	s := iam.Statement{Effect: iam.Effect(written.Effect), Span: at}
	for _, a := range written.Actions {
		s.Actions = append(s.Actions, iam.Term{Value: symbolic.Text(a), Span: at})
	}
	for _, r := range written.Resources {
		s.Resources = append(s.Resources, iam.Term{Value: symbolic.Text(r), Span: at})
	}
	return s
}
