package terraform

import (
	"path"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// registryLambda is a call of terraform-aws-modules/lambda, the module of the public registry that makes a function with its role. What it
// makes of its arguments is known; its files need not be in the repository.
type registryLambda struct {
	scope    *scope
	block    *block
	address  string
	function symbolic.Part
	role     symbolic.Part
}

// registry reads the calls of that module, when all of them are known: one may name what another makes.
func (r *reader) registry() {
	var all []*registryLambda
	for _, s := range r.scopes {
		for _, b := range s.calls {
			if text, ok := literal(b.Body.Attributes["source"]); ok && isRegistryLambda(text) {
				m := s.registryLambda(b)
				r.made[m.address] = m
				all = append(all, m)
			}
		}
	}
	for _, m := range all {
		m.read()
	}
}

func isRegistryLambda(text string) bool {
	text = strings.TrimPrefix(text, "registry.terraform.io/")
	return text == "terraform-aws-modules/lambda/aws" || strings.Contains(text, "terraform-aws-modules/terraform-aws-lambda")
}

func (s *scope) registryLambda(b *block) *registryLambda {
	m := &registryLambda{scope: s, block: b, address: s.prefix + "module." + b.Labels[0]}
	m.function = symbolic.Part{
		Kind: symbolic.Attribute, Text: m.address, Attr: "arn", Stack: s.r.stack.File, Type: "AWS::Lambda::Function",
		Form: symbolic.Concat(symbolic.Text("arn:aws:lambda:"), region(), symbolic.Text(":"), account(), symbolic.Text(":function:"), m.name()),
	}
	m.role = symbolic.Part{Kind: symbolic.Attribute, Text: m.address + ".aws_iam_role.lambda", Attr: "arn", Stack: s.r.stack.File, Type: "AWS::IAM::Role"}
	return m
}

func (m *registryLambda) attribute(name string) hclsyntax.Expression { return m.block.attribute(name) }

// name is the function's physical name.
func (m *registryLambda) name() symbolic.Value {
	if set := m.scope.eval(m.attribute("function_name")).asText(); len(set) == 1 {
		return set[0].Value
	}
	return symbolic.Value{{Kind: symbolic.Attribute, Text: m.address, Attr: "function_name", Stack: m.scope.r.stack.File, Type: "AWS::Lambda::Function"}}
}

// output is one of the module's outputs.
func (m *registryLambda) output(x hclsyntax.Expression, name string) val {
	switch name {
	case "lambda_function_arn", "this_lambda_function_arn", "lambda_function_arn_static":
		return part(m.function)
	case "lambda_function_name", "this_lambda_function_name":
		return textOf(symbolic.Certain(m.name()))
	case "lambda_role_arn", "this_lambda_role_arn":
		return part(m.role)
	case "lambda_role_name", "this_lambda_role_name":
		p := m.role
		p.Attr = "name"
		return part(p)
	case "lambda_layer_arn", "lambda_layer_layer_arn", "this_lambda_layer_arn", "this_lambda_layer_layer_arn":
		return part(symbolic.Part{Kind: symbolic.Attribute, Text: m.address, Attr: name, Stack: m.scope.r.stack.File, Type: "AWS::Lambda::LayerVersion"})
	}
	return m.scope.opaque(x, "the output "+name+" of the module is not known here")
}

// on is an argument that turns something on.
func (m *registryLambda) on(name string, otherwise bool) bool {
	if m.attribute(name) == nil {
		return otherwise
	}
	text, ok := m.scope.eval(m.attribute(name)).certain()
	return !ok || text == "true"
}

func (m *registryLambda) read() {
	s := m.scope
	if !m.on("create", true) || !m.on("create_function", true) || m.on("create_layer", false) {
		return
	}
	fn := &stack.Function{
		ID: m.function.Text, Span: s.r.span(m.block.Range()), When: s.exists(m.block), Arn: symbolic.Value{m.function},
		Name: symbolic.Certain(m.name()), Runtime: s.eval(m.attribute("runtime")).usual(), Handler: s.eval(m.attribute("handler")).usual(),
		Env: s.environment(m.attribute("environment_variables")), OwnLogGroup: !m.on("use_existing_cloudwatch_log_group", false),
	}
	fn.Code = m.code()
	for _, item := range s.eval(m.attribute("layers")).items {
		fn.Layers = append(fn.Layers, s.layer(item))
	}
	s.r.addFunction(fn)
	if m.on("create_role", true) {
		fn.Role = stack.RoleRef{ID: m.role.Text, Span: fn.Span}
		m.makeRole(fn)
	} else {
		fn.Role = s.roleRef(m.attribute("lambda_role"))
	}
	m.triggers(fn)
}

func (m *registryLambda) code() stack.Code {
	s := m.scope
	code := stack.Code{Span: s.r.span(m.block.DefRange())}
	if dir := m.imageSource(); dir != "" {
		code.Image = dir
		return code
	}
	for _, name := range []string{"source_path", "local_existing_package"} {
		v := s.eval(m.attribute(name))
		if v.kind == list && len(v.items) > 0 {
			v = v.items[0]
		}
		if v.kind == object {
			v, _ = v.get("path")
		}
		text := v.usual()
		if dir, ok := s.place(text); ok && text != "" {
			code.Dir, code.Span = dir, v.at
			if strings.Contains(lastStep(dir), ".") && s.r.tree.Hash(dir) != "" {
				code.Dir = folderOf(dir)
			}
			return code
		}
	}
	if v := s.value(m.attribute("image_uri")); len(v.Set) > 0 {
		code.Image, code.Span = printed(v.Set), v.Span
		return code
	}
	code.Remote = "the module " + m.address + " does not say where the code is"
	return code
}

// imageSource is the folder that the image is built of: what the registry's module for images is given, which image_uri names, or the function's
// own source. It is "" where the function is none, or the folder has no Dockerfile.
func (m *registryLambda) imageSource() string {
	image := m.attribute("image_uri")
	if image == nil {
		return ""
	}
	sources := []hclsyntax.Expression{m.attribute("source_path")}
	if t, ok := image.(*hclsyntax.ScopeTraversalExpr); ok {
		for _, b := range m.scope.calls {
			if text, _ := literal(b.Body.Attributes["source"]); strings.Contains(text, "modules/docker-build") && names(t.Traversal, "module", b.Labels[0]) {
				sources = append([]hclsyntax.Expression{b.attribute("source_path")}, sources...)
			}
		}
	}
	for _, x := range sources {
		if x == nil {
			continue
		}
		if dir, ok := m.scope.place(m.scope.eval(x).usual()); ok && m.scope.r.tree.Hash(path.Join(dir, "Dockerfile")) != "" {
			return dir
		}
	}
	return ""
}

// names says that a traversal begins with these two steps.
func names(t hcl.Traversal, first, second string) bool {
	if len(t) < 2 || t.RootName() != first {
		return false
	}
	step, ok := t[1].(hcl.TraverseAttr)
	return ok && step.Name == second
}

func lastStep(dir string) string { return dir[strings.LastIndexByte(dir, '/')+1:] }

// makeRole is the role that the module makes, with what it adds to it.
func (m *registryLambda) makeRole(fn *stack.Function) {
	s := m.scope
	role := &stack.Role{ID: m.role.Text, Span: fn.Span, Arn: symbolic.Value{m.role}, Implicit: true, When: fn.When}
	s.r.stack.Roles = append(s.r.stack.Roles, role)
	s.r.roles[role.ID] = role
	if m.on("attach_cloudwatch_logs_policy", true) {
		actions := []string{"logs:CreateLogStream", "logs:PutLogEvents"}
		if m.on("attach_create_log_group_permission", true) {
			actions = append(actions, "logs:CreateLogGroup")
		}
		group := symbolic.Concat(symbolic.Text("arn:aws:logs:"), region(), symbolic.Text(":"), account(), symbolic.Text(":log-group:/aws/lambda/"), m.name(), symbolic.Text(":*"))
		m.framework(role, "logs", actions, group)
	}
	m.policies(role)
	for _, add := range registryAdditions {
		if m.on(add.argument, false) {
			m.framework(role, add.argument, add.actions, symbolic.Text("*"))
		}
	}
}

// registryAdditions are what the module adds where an argument asks for it.
var registryAdditions = []struct {
	argument string
	actions  []string
}{
	{"attach_tracing_policy", []string{"xray:PutTraceSegments", "xray:PutTelemetryRecords"}},
	{"attach_network_policy", []string{
		"ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DeleteNetworkInterface", "ec2:AssignPrivateIpAddresses", "ec2:UnassignPrivateIpAddresses",
	}},
}

func (m *registryLambda) framework(role *stack.Role, name string, actions []string, resource symbolic.Value) {
	at := m.scope.r.span(m.block.DefRange())
	st := iam.Statement{Effect: iam.Allow, Resources: []iam.Term{{Value: resource, Span: at}}, Span: at}
	for _, a := range actions {
		st.Actions = append(st.Actions, iam.Term{Value: symbolic.Text(a), Span: at})
	}
	m.scope.grant(role, statement{Statement: st, key: m.address + "/" + name, cause: at}, stack.Framework, name)
}

// policies are those that the module's arguments attach.
func (m *registryLambda) policies(role *stack.Role) {
	s := m.scope
	if m.on("attach_policy_statements", false) {
		m.statements(role)
	}
	if m.on("attach_policy_json", false) {
		s.grants(role, s.policyAt(m.attribute("policy_json"), m.address+"/policy_json", 0), stack.Inline, "", nil)
	}
	if m.on("attach_policy_jsons", false) {
		s.grants(role, s.others(m.attribute("policy_jsons"), m.address+"/policy_jsons", 0), stack.Inline, "", nil)
	}
	if m.on("attach_policy", false) {
		s.managedPolicy(role, s.eval(m.attribute("policy")), m.address+"/policy", nil)
	}
	if m.on("attach_policies", false) {
		s.managedList(role, m.attribute("policies"), m.address+"/policies", nil)
	}
	if m.on("attach_dead_letter_policy", false) || m.on("attach_async_event_policy", false) {
		at := s.r.span(m.block.DefRange())
		s.grant(role, statement{key: m.address + "/async", cause: at, opaque: "the module grants what dead letters and destinations need"}, stack.Framework, "async")
	}
}

// statements are the argument policy_statements: a map or a list of statements in the words of a statement block.
func (m *registryLambda) statements(role *stack.Role) {
	s := m.scope
	v := s.eval(m.attribute("policy_statements"))
	items := v.items
	for _, f := range v.fields {
		items = append(items, f.val)
	}
	for i, item := range items {
		renamed := val{kind: object, at: item.at}
		for _, e := range elements {
			if found, ok := item.get(e[0]); ok {
				renamed.fields = append(renamed.fields, field{e[1], found})
			}
		}
		if _, ok := item.get("condition"); ok {
			renamed.more = "its conditions are not read"
		}
		key := m.address + "/policy_statements/" + number(i)
		read := s.statement(s.nodeOf(renamed), nil, key, 0)
		delete(s.r.places, key)
		s.grants(role, read, stack.Inline, "", nil)
	}
	if v.more != "" {
		s.grant(role, statement{key: m.address + "/policy_statements", cause: v.at, opaque: v.more}, stack.Inline, "")
	}
}

// triggers are allowed_triggers, event_source_mapping and the function's URL.
func (m *registryLambda) triggers(fn *stack.Function) {
	s := m.scope
	add := func(id string, kind stack.TriggerKind, v val) *stack.Trigger {
		t := &stack.Trigger{ID: m.address + "/" + id, Kind: kind, Function: fn.ID, Target: symbolic.Certain(fn.Arn), When: fn.When, Span: v.at, Generated: true}
		s.r.stack.Triggers = append(s.r.stack.Triggers, t)
		return t
	}
	for _, f := range s.eval(m.attribute("allowed_triggers")).fields {
		t := add("allowed_triggers/"+f.name, stack.Permission, f.val)
		t.Action = symbolic.Certain(symbolic.Text("lambda:InvokeFunction"))
		service, _ := f.val.get("service")
		if principal, ok := f.val.get("principal"); ok {
			t.Principal = principal.asText()
		} else if name := service.usual(); name != "" {
			t.Principal = symbolic.Certain(symbolic.Text(name + ".amazonaws.com"))
		}
		arn, _ := f.val.get("source_arn")
		account, _ := f.val.get("source_account")
		t.Arn, t.SourceAccount, t.Source = arn.asText(), account.asText(), principalService(t.Principal)
	}
	for _, f := range s.eval(m.attribute("event_source_mapping")).fields {
		t := add("event_source_mapping/"+f.name, stack.Poller, f.val)
		arn, _ := f.val.get("event_source_arn")
		t.Arn = arn.asText()
		t.Source = serviceOf(t.Arn)
	}
	if m.on("create_lambda_function_url", false) {
		t := add("url", stack.URL, val{at: s.r.span(m.block.DefRange())})
		t.Source, t.AuthType = "url", symbolic.Certain(symbolic.Text("NONE"))
		if x := m.attribute("authorization_type"); x != nil {
			t.AuthType = s.eval(x).asText()
		}
	}
}
