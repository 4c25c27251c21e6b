package terraform

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// managed is an aws_iam_policy with its statements.
type managed struct {
	statements []statement
	when       []symbolic.Condition
}

// policy reads aws_iam_policy, for those that attach it.
func (s *scope) policy(b *block) {
	s.r.policies[s.id(b)] = &managed{s.policyAt(b.attribute("policy"), s.id(b)+"/policy", 0), s.exists(b)}
}

// role reads aws_iam_role with what stands in it.
func (s *scope) role(b *block) {
	role := &stack.Role{ID: s.id(b), Span: s.r.span(b.Range()), Arn: symbolic.Value{s.part(b, "arn")}, When: s.exists(b)}
	s.r.stack.Roles = append(s.r.stack.Roles, role)
	s.r.roles[role.ID] = role
	for i, inline := range nested(b.Body, "inline_policy") {
		s.grants(role, s.policyAt(exprOf(inline, "policy"), role.ID+"/inline_policy/"+number(i), 0), stack.Inline, "", role.When)
	}
	if x := b.attribute("managed_policy_arns"); x != nil {
		s.managedList(role, x, role.ID+"/managed_policy_arns", role.When)
	}
	if x := b.attribute("permissions_boundary"); x != nil {
		v := s.value(x)
		role.Boundary = &v
	}
	s.trust(role, b.attribute("assume_role_policy"))
}

// trust reads who may assume a role. A principal other than Lambda is a user of the role whose needs are not read.
func (s *scope) trust(role *stack.Role, x hclsyntax.Expression) {
	for _, st := range s.policyAt(x, role.ID+"/assume_role_policy", 0) {
		if st.opaque != "" {
			role.Elsewhere = append(role.Elsewhere, source.Note{Span: st.cause, Text: "who may assume the role is not known: " + st.opaque})
			continue
		}
		role.Trust.Statements = append(role.Trust.Statements, st.Statement)
		for _, p := range st.Principals {
			if text, ok := p.Value.Known(); st.Effect != iam.Deny && !(p.Kind == "Service" && ok && isLambda(text)) {
				role.Elsewhere = append(role.Elsewhere, source.Note{Span: st.cause, Text: p.Value.String() + " may assume the role too"})
			}
		}
	}
}

func isLambda(principal string) bool {
	return principal == "lambda.amazonaws.com" || principal == "edgelambda.amazonaws.com"
}

// rolePolicy reads aws_iam_role_policy.
func (s *scope) rolePolicy(b *block) {
	for _, in := range s.instances(b) {
		all := in.policyAt(b.attribute("policy"), s.id(b)+"/policy", 0)
		in.attach(b, b.attribute("role"), func(role *stack.Role, when []symbolic.Condition) {
			in.grants(role, all, stack.Inline, "", when)
		})
	}
}

// attachment reads aws_iam_role_policy_attachment and aws_iam_policy_attachment.
func (s *scope) attachment(b *block) {
	for _, in := range s.instances(b) {
		give := func(role *stack.Role, when []symbolic.Condition) {
			in.managedPolicy(role, in.eval(b.attribute("policy_arn")), s.id(b)+"/policy_arn"+in.instanceKey(), when)
		}
		if x := b.attribute("role"); x != nil {
			in.attach(b, x, give)
		}
		for _, item := range in.eval(b.attribute("roles")).items {
			in.attachTo(b, item, give)
		}
	}
}

// attachments reads aws_iam_role_policy_attachments_exclusive.
func (s *scope) attachments(b *block) {
	s.attach(b, b.attribute("role_name"), func(role *stack.Role, when []symbolic.Condition) {
		s.managedList(role, b.attribute("policy_arns"), s.id(b)+"/policy_arns", when)
	})
}

// attach finds the roles that an argument names. A role of elsewhere keeps the grants for whoever links the stacks.
func (s *scope) attach(b *block, x hclsyntax.Expression, give func(*stack.Role, []symbolic.Condition)) {
	s.attachTo(b, s.eval(x), give)
}

func (s *scope) attachTo(b *block, v val, give func(*stack.Role, []symbolic.Condition)) {
	exists := s.exists(b)
	for _, c := range v.asText() {
		if !symbolic.Compatible(exists, c.When) {
			continue
		}
		when := append(slices.Clone(exists), c.When...)
		if role := s.r.roleOf(c.Value); role != nil {
			give(role, without(when, role.When))
			continue
		}
		var holder stack.Role
		give(&holder, when)
		s.r.stack.Attached = append(s.r.stack.Attached, &stack.Attachment{Policy: s.id(b), Name: c.Value, Grants: holder.Grants, Span: s.r.span(b.DefRange())})
	}
}

// without leaves out the conditions that hold anyhow.
func without(when, anyhow []symbolic.Condition) (rest []symbolic.Condition) {
	for _, c := range when {
		if !slices.Contains(anyhow, c) && !slices.Contains(rest, c) {
			rest = append(rest, c)
		}
	}
	return rest
}

// managedList attaches each policy of a list.
func (s *scope) managedList(role *stack.Role, x hclsyntax.Expression, key string, when []symbolic.Condition) {
	v := s.eval(x)
	for i, item := range v.items {
		s.managedPolicy(role, item, key+"/"+number(i), when)
	}
	if v.more != "" || v.kind != list && !v.isNull() {
		s.grant(role, statement{key: key, cause: v.at, opaque: "which policies are attached is not known"}, stack.Managed, "")
	}
}

// managedPolicy attaches a policy by its ARN: one of AWS, one of this stack, or one whose text is not known.
func (s *scope) managedPolicy(role *stack.Role, v val, key string, when []symbolic.Condition) {
	for _, c := range v.asText() {
		if symbolic.Compatible(when, c.When) {
			s.managedBy(role, c.Value, statement{key: key, cause: v.at}, append(slices.Clone(when), without(c.When, role.When)...))
		}
	}
}

func (s *scope) managedBy(role *stack.Role, arn symbolic.Value, at statement, when []symbolic.Condition) {
	if len(arn) == 1 && arn[0].Kind == symbolic.Attribute {
		if own := s.r.policies[arn[0].Text]; own != nil {
			s.grants(role, own.statements, stack.Customer, arn[0].Text, append(slices.Clone(when), without(own.when, role.When)...))
			return
		}
	}
	name, known := arn.Known()
	if policy, found := s.r.tables.Managed(name); known && found {
		for i, written := range policy.Statements {
			st := statement{Statement: awsStatement(written, at.cause, when), key: at.key + "#" + number(i), cause: at.cause}
			s.grant(role, st, stack.Managed, policy.Name)
		}
		return
	}
	origin := stack.Customer
	at.opaque = "the text of the policy " + arn.String() + " is not in this stack"
	if known && strings.Contains(name, ":iam::aws:policy/") {
		origin, at.opaque = stack.Managed, "there is no AWS managed policy "+name+" in the tables"
	}
	s.grant(role, at, origin, arn.String())
}

// awsStatement is a statement of the tables, with the place that causes it.
func awsStatement(written serviceref.Statement, at source.Span, when []symbolic.Condition) iam.Statement {
	terms := func(patterns []string) (all []iam.Term) {
		for _, p := range patterns {
			all = append(all, iam.Term{Value: symbolic.Text(p), Span: at})
		}
		return all
	}
	st := iam.Statement{
		Effect: iam.Effect(written.Effect), Actions: terms(written.Actions), NotActions: terms(written.NotActions),
		Resources: terms(written.Resources), NotResources: terms(written.NotResources), When: when, Span: at,
	}
	for _, operator := range sortedKeys(written.Conditions) {
		for _, key := range sortedKeys(written.Conditions[operator]) {
			c := iam.Condition{Operator: operator, Key: key, Span: at}
			for _, text := range written.Conditions[operator][key] {
				c.Values = append(c.Values, symbolic.Text(text))
			}
			st.Conditions = append(st.Conditions, c)
		}
	}
	return st
}

func (s *scope) grants(role *stack.Role, all []statement, origin stack.Origin, name string, when []symbolic.Condition) {
	for _, st := range all {
		st.When = append(slices.Clone(without(when, role.When)), st.When...)
		s.grant(role, st, origin, name)
	}
}

// grant gives a role one statement. Lines that a second role has too, or that a module has which is called twice, are shared.
func (s *scope) grant(role *stack.Role, st statement, origin stack.Origin, name string) {
	if len(role.Grants) >= MaxGrants {
		st = statement{key: st.key, cause: st.cause, opaque: "this role has more statements than are read"}
		if role.Grants[len(role.Grants)-1].Opaque == st.opaque {
			return
		}
	}
	g := &stack.Grant{
		Key: st.key, Role: role.ID, Statement: st.Statement, Origin: origin, Name: name, Cause: st.cause, Opaque: st.opaque,
		Shared: s.r.calledTwice(st.cause.File),
	}
	if holder, ok := s.r.holders[g.Key]; ok && holder != role.ID {
		g.Shared = true
		for _, other := range s.r.stack.Roles {
			for _, same := range other.Grants {
				same.Shared = same.Shared || same.Key == g.Key
			}
		}
	}
	s.r.holders[g.Key] = role.ID
	role.Grants = append(role.Grants, g)
	if g.Opaque != "" {
		role.Elsewhere = append(role.Elsewhere, source.Note{Span: st.cause, Text: g.Opaque})
	}
}

// MaxGrants bounds the statements of one role.
const MaxGrants = 1000

// calledTwice says that a file is of a module that is called more than once.
func (r *reader) calledTwice(file string) bool {
	return r.called[folderOf(file)] > 1
}

// usesRoles notes that a resource which is no function runs with a role.
func (s *scope) usesRoles(b *block) {
	if strings.HasPrefix(b.typ(), "aws_iam_") && b.typ() != "aws_iam_instance_profile" {
		return
	}
	s.usesIn(b.address, b.Body)
}

func (s *scope) usesIn(address string, body *hclsyntax.Body) {
	for _, name := range sortedKeys(body.Attributes) {
		if strings.HasSuffix(name, "role") || strings.HasSuffix(name, "role_arn") || strings.HasSuffix(name, "roles") {
			s.uses(address, body.Attributes[name].Expr)
		}
	}
	for _, b := range body.Blocks {
		s.usesIn(address, b.Body)
	}
}

func (s *scope) uses(address string, x hclsyntax.Expression) {
	for _, c := range s.eval(x).asText() {
		if role := s.r.roleOf(c.Value); role != nil {
			role.Elsewhere = append(role.Elsewhere, source.Note{Span: s.r.span(x.Range()), Text: s.prefix + address + " uses the role too"})
		}
	}
}

// strangers notes roles that are handed to modules whose files are not in the repository.
func (s *scope) strangers() {
	for _, b := range s.calls {
		name := b.Labels[0]
		if s.children[name] != nil || s.r.made[s.prefix+"module."+name] != nil {
			continue
		}
		for _, argument := range sortedKeys(b.Body.Attributes) {
			s.uses("module."+name, b.Body.Attributes[argument].Expr)
		}
	}
}
