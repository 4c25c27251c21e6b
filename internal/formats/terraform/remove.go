package terraform

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// removeStatement takes a statement out of its policy; with the last one goes the resource that holds the policy for its role.
func (e *editor) removeStatement(p place, g *stack.Grant) error {
	file := p.node.Whole.File
	switch {
	case p.block != nil:
		b, _ := e.find(documentOf(g.Key))
		if b == nil || len(nested(b.Body, "statement")) < 2 {
			return cannot("it is the only statement of its document")
		}
		from, to := e.lines(file, p.node.Whole.Start, p.node.Whole.End)
		e.change(file, from, to, "")
		return nil
	case p.list != nil && len(p.list.Items) > 1:
		return e.removeItem(p.list, p.node, p.how)
	}
	id, _, _ := strings.Cut(g.Key, "/")
	b, in := e.find(id)
	if b == nil || b.typ() != "aws_iam_role_policy" {
		return cannot("it is the only statement of its policy")
	}
	return e.removeBlock(b, in)
}

func documentOf(key string) string {
	id, _, _ := strings.Cut(key, "/")
	return id
}

// removeItem takes one item out of a list of objects.
func (e *editor) removeItem(list, item *document.Node, how dialect) error {
	file := list.Whole.File
	at := -1
	for i, n := range list.Items {
		if n == item {
			at = i
		}
	}
	if at < 0 || !e.isLiteral(list) {
		return cannot("the list is made by an expression")
	}
	if at < len(list.Items)-1 {
		e.change(file, item.Whole.Start, list.Items[at+1].Whole.Start, "")
		return nil
	}
	e.change(file, list.Items[at-1].Whole.End, item.Whole.End, "")
	return nil
}

// removeBlock takes a resource out of its file, unless something names it.
func (e *editor) removeBlock(b *block, in *scope) error {
	if b.attribute("count") != nil || b.attribute("for_each") != nil {
		return cannot("%s is several", b.address)
	}
	for _, file := range filesOf(e.tree, in.folder.path) {
		if strings.Contains(string(e.src(file)), b.address) {
			return cannot("%s is named elsewhere in the module", b.address)
		}
	}
	r := b.Range()
	from, to := e.lines(b.file, r.Start.Byte, closeOf(b.Block))
	e.change(b.file, from, to, "")
	return nil
}

func closeOf(b *hclsyntax.Block) int { return b.CloseBraceRange.End.Byte }

// replaceManaged puts statements in the place of a managed policy that is attached.
func (e *editor) replaceManaged(role *stack.Role, g *stack.Grant, with []iam.Statement) error {
	id, step, _ := strings.Cut(entryOf(g.Key), "/")
	b, in := e.find(id)
	if b == nil {
		return cannot("the module attaches this")
	}
	if _, key, found := strings.Cut(step, "policy_arn/"); found && b.attribute("for_each") != nil {
		return e.dropInstance(b, in, key, role, with)
	}
	if strings.HasPrefix(step, "policy_arn") && b.typ() == "aws_iam_role_policy_attachment" {
		if len(with) == 0 {
			return e.removeBlock(b, in)
		}
		return e.inline(b, in, with)
	}
	if !strings.HasPrefix(step, "managed_policy_arns/") && !strings.HasPrefix(step, "policy_arns/") {
		return cannot("the policy is attached to several roles at once")
	}
	argument, index, _ := strings.Cut(step, "/")
	list := in.node(b.attribute(argument))
	i, ok := atoi(index)
	if !ok || list.Kind != document.List || i >= len(list.Items) || !e.isLiteral(list) {
		return cannot("the list of policies is made by an expression")
	}
	if err := e.dropFrom(list, i); err != nil {
		return err
	}
	if len(with) == 0 {
		return nil
	}
	return e.newPolicy(role, with)
}

// dropInstance takes one item out of the list of for_each, which attaches a policy for each.
func (e *editor) dropInstance(b *block, in *scope, key string, role *stack.Role, with []iam.Statement) error {
	x := b.attribute("for_each")
	if call, ok := x.(*hclsyntax.FunctionCallExpr); ok && call.Name == "toset" && len(call.Args) == 1 {
		x = call.Args[0]
	}
	list := in.node(x)
	i := slices.IndexFunc(list.Items, func(item *document.Node) bool { return item.Value == key })
	if list.Kind != document.List || i < 0 || !e.isLiteral(list) {
		return cannot("%s is several", b.address)
	}
	if err := e.dropFrom(list, i); err != nil || len(with) == 0 {
		return err
	}
	return e.newPolicy(role, with)
}

// dropFrom takes one item out of a list of strings.
func (e *editor) dropFrom(list *document.Node, i int) error {
	file := list.Whole.File
	switch {
	case len(list.Items) == 1:
		e.change(file, list.Span.Start, list.Span.End, "[]")
	case e.oneALine(list):
		src := string(e.src(file))
		start := strings.LastIndexByte(src[:list.Items[i].Whole.Start], '\n') + 1
		end := list.Items[i].Whole.End
		e.change(file, start, end+strings.IndexByte(src[end:], '\n')+1, "")
	case i+1 < len(list.Items):
		e.change(file, list.Items[i].Whole.Start, list.Items[i+1].Whole.Start, "")
	default:
		e.change(file, list.Items[i-1].Whole.End, list.Items[i].Whole.End, "")
	}
	return nil
}

// inline turns the attachment of a managed policy into a policy of the role's own.
func (e *editor) inline(b *block, in *scope, with []iam.Statement) error {
	role := b.attribute("role")
	if role == nil || b.attribute("count") != nil || b.attribute("for_each") != nil {
		return cannot("%s is several", b.address)
	}
	for _, file := range filesOf(e.tree, in.folder.path) {
		if strings.Contains(string(e.src(file)), b.address) {
			return cannot("%s is named elsewhere in the module", b.address)
		}
	}
	r := role.Range()
	text, err := e.policyBlock(in, b.Labels[1], string(e.src(b.file)[r.Start.Byte:r.End.Byte]), with)
	if err != nil {
		return err
	}
	e.change(b.file, b.Range().Start.Byte, closeOf(b.Block), text)
	return nil
}

// policyBlock writes aws_iam_role_policy with statements.
func (e *editor) policyBlock(in *scope, label, role string, with []iam.Statement) (string, error) {
	for in.byAddress["aws_iam_role_policy."+label] != nil {
		label += "_pared"
	}
	var all []string
	for _, st := range with {
		text, err := e.statementText(place{how: asObject, scope: in}, st, "      ")
		if err != nil {
			return "", err
		}
		all = append(all, "      "+text)
	}
	return "resource \"aws_iam_role_policy\" \"" + label + "\" {\n  role = " + role + "\n  policy = jsonencode({\n    Version = \"2012-10-17\"\n    Statement = [\n" +
		strings.Join(all, ",\n") + ",\n    ]\n  })\n}", nil
}

// newPolicy writes a policy of its own for a role, behind the role.
func (e *editor) newPolicy(role *stack.Role, with []iam.Statement) error {
	b, in := e.find(role.ID)
	switch {
	case b == nil:
		return cannot("a module makes the role %s", role.ID)
	case e.calledTwice(b.file):
		return cannot("the module of the role is called more than once")
	case b.attribute("for_each") != nil:
		return cannot("%s is several", b.address)
	}
	index := ""
	if b.attribute("count") != nil {
		index = "[0]"
	}
	text, err := e.policyBlock(in, b.Labels[1], b.address+index+".id", with)
	if err != nil {
		return err
	}
	e.change(b.file, closeOf(b.Block), closeOf(b.Block), "\n\n"+text)
	return nil
}

// add gives a role statements that it does not have: widened ones that it has on the same resources, in its last policy, or in a new one.
func (e *editor) add(c *stack.AddStatements) error {
	role := e.roles[c.Role]
	if role == nil {
		return cannot("the role %s is not in this stack", c.Role)
	}
	var rest []iam.Statement
	var last *stack.Grant
	for _, g := range role.Grants {
		if p := e.places[g.Key]; g.Origin == stack.Inline && !g.Shared && g.Opaque == "" && p.node != nil && (p.block != nil || p.list != nil) && len(g.Statement.When) == 0 {
			last = g
		}
	}
	for _, st := range c.Statements {
		widened, err := e.widen(role, st)
		if err != nil {
			return err
		}
		if !widened {
			rest = append(rest, st)
		}
	}
	switch {
	case len(rest) == 0:
		return nil
	case last == nil:
		return e.newPolicy(role, rest)
	}
	for _, st := range rest {
		if err := e.insertBehind(e.places[last.Key], st); err != nil {
			return err
		}
	}
	return nil
}

// widen adds actions to a statement that the role has on the same resources.
func (e *editor) widen(role *stack.Role, st iam.Statement) (done bool, err error) {
	for _, g := range role.Grants {
		own := g.Statement
		plain := g.Origin == stack.Inline && !g.Shared && g.Opaque == "" && own.Effect == iam.Allow && len(own.Conditions)+len(st.Conditions)+len(own.NotActions)+len(own.NotResources)+len(own.When) == 0
		p := e.places[g.Key]
		if !plain || p.node == nil || len(st.Resources) == 0 || isEvery(st.Resources[0]) || !sameTerms(own.Resources, st.Resources) {
			continue
		}
		more := own
		more.Actions = append(append([]iam.Term{}, own.Actions...), lacking(st.Actions, own.Actions)...)
		return true, e.setTerms(p, "Action", own.Actions, more.Actions)
	}
	return false, nil
}

// properties of triggers, and the arguments that set them.
var properties = map[string]string{
	"SourceArn": "source_arn", "SourceAccount": "source_account", "PrincipalOrgID": "principal_org_id", "AuthType": "authorization_type",
	"FunctionUrlAuthType": "function_url_auth_type",
}

// set gives a trigger a property.
func (e *editor) set(c *stack.SetTrigger) error {
	b, in := e.find(c.Trigger)
	argument := properties[c.Property]
	switch {
	case b == nil:
		return cannot("a module makes this trigger")
	case argument == "":
		return cannot("Terraform has no argument for %s", c.Property)
	case e.calledTwice(b.file):
		return cannot("the module of the trigger is called more than once")
	case b.attribute("for_each") != nil:
		return cannot("%s is several", b.address)
	}
	text, err := e.express(place{how: asObject, scope: in}, c.Value, false)
	if err != nil {
		return err
	}
	if strings.Contains(text, "*") && !strings.Contains(symbolicText(c.Value), "*") {
		return cannot("the account and the region cannot be named here: the module has no data source for them")
	}
	if x := b.attribute(argument); x != nil {
		r := x.Range()
		e.change(b.file, r.Start.Byte, r.End.Byte, text)
		return nil
	}
	e.insertArgument(b, argument, text)
	return nil
}

func symbolicText(v symbolic.Value) (text string) {
	for _, p := range v {
		if p.Kind == symbolic.Literal {
			text += p.Text
		}
	}
	return text
}

// insertArgument writes an argument behind the last one of a block, lined up with those around it.
func (e *editor) insertArgument(b *block, name, text string) {
	last, column := b.OpenBraceRange.End.Byte, 0
	src := string(e.src(b.file))
	indent := e.indentAt(b.file, b.Range().Start.Byte) + "  "
	for _, a := range b.Body.Attributes {
		if end := a.Expr.Range().End.Byte; end > last {
			last = end
			start := strings.LastIndexByte(src[:a.NameRange.Start.Byte], '\n') + 1
			column = a.EqualsRange.Start.Byte - start - len(indent)
			indent = e.indentAt(b.file, a.NameRange.Start.Byte)
		}
	}
	pad := strings.Repeat(" ", max(1, column-len(name)))
	e.change(b.file, last, last, "\n"+indent+name+pad+"= "+text)
}
