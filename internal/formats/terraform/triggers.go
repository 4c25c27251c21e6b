package terraform

import (
	"cmp"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

func folderOf(file string) string { return path.Dir(file) }

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

// trigger starts one of a function that an argument names.
func (s *scope) trigger(b *block, kind stack.TriggerKind, function hclsyntax.Expression) *stack.Trigger {
	target := s.eval(function).asText()
	t := &stack.Trigger{ID: s.id(b), Kind: kind, Function: s.r.functionOf(target), Target: target, When: s.exists(b), Span: s.r.span(b.Range())}
	s.r.stack.Triggers = append(s.r.stack.Triggers, t)
	return t
}

// permission reads aws_lambda_permission.
func (s *scope) permission(b *block) {
	for _, in := range s.instances(b) {
		t := in.trigger(b, stack.Permission, b.attribute("function_name"))
		set := func(name string) symbolic.Set { return in.eval(b.attribute(name)).asText() }
		t.Principal, t.Action, t.Arn, t.SourceAccount = set("principal"), set("action"), set("source_arn"), set("source_account")
		t.OrgID, t.EventToken, t.URLAuthType = set("principal_org_id"), set("event_source_token"), set("function_url_auth_type")
		t.ViaURL = set("invoked_via_function_url")
		t.Source = principalService(t.Principal)
	}
}

// url reads aws_lambda_function_url.
func (s *scope) url(b *block) {
	t := s.trigger(b, stack.URL, b.attribute("function_name"))
	t.Source, t.AuthType = "url", s.eval(b.attribute("authorization_type")).asText()
}

// mapping reads aws_lambda_event_source_mapping.
func (s *scope) mapping(b *block) {
	t := s.trigger(b, stack.Poller, b.attribute("function_name"))
	t.Arn = s.eval(b.attribute("event_source_arn")).asText()
	t.Source = serviceOf(t.Arn)
	if len(nested(b.Body, "self_managed_event_source")) > 0 {
		t.Source = "selfmanagedkafka"
	}
	for _, c := range t.Arn {
		t.Consumer = t.Consumer || strings.Contains(c.Value.String(), "/consumer/") || len(c.Value) == 1 && c.Value[0].Type == "AWS::Kinesis::StreamConsumer"
		t.Encrypted = s.r.keyOf(c.Value)
	}
	if fn := s.r.lambdas[t.Function]; fn != nil {
		if x := at(b.Body, "destination_config", "on_failure", "destination_arn"); x != nil {
			s.destination(fn, x, "on failure")
		}
	}
}

// keyOf is the customer key of a resource that an ARN names.
func (r *reader) keyOf(v symbolic.Value) *stack.Value {
	for _, p := range v {
		b, in := r.find(p.Text)
		if p.Kind != symbolic.Attribute || b == nil {
			continue
		}
		if key, state := in.encryption(b, types()[b.typ()]); state == stack.EncryptionCustomer {
			return &stack.Value{Set: key, Span: r.span(b.DefRange())}
		}
	}
	return nil
}

// invokeConfig reads aws_lambda_function_event_invoke_config.
func (s *scope) invokeConfig(b *block) {
	fn := s.r.lambdas[s.r.functionOf(s.eval(b.attribute("function_name")).asText())]
	if fn == nil {
		return
	}
	for _, way := range []string{"on_success", "on_failure"} {
		if x := at(b.Body, "destination_config", way, "destination"); x != nil {
			s.destination(fn, x, strings.ReplaceAll(way, "_", " "))
		}
	}
}

// functionOf is the function of this stack that a name, an ARN, a version or an alias means; "" where it is none of them.
func (r *reader) functionOf(target symbolic.Set) string {
	for _, c := range target {
		if id := r.functionIn(c.Value, 0); id != "" {
			return id
		}
		name := c.Value.Expand().String()
		if _, after, isArn := strings.Cut(name, ":function:"); isArn {
			name = after
		}
		name, _, _ = strings.Cut(name, ":")
		for _, fn := range r.stack.Functions {
			if len(fn.Name) == 1 && name != "" && fn.Name[0].Value.Expand().String() == name && !fn.Name[0].Value.HasUnknown() {
				return fn.ID
			}
		}
	}
	return ""
}

// functionIn is the function that a value refers to, also through an alias.
func (r *reader) functionIn(v symbolic.Value, depth int) string {
	for _, p := range v {
		if p.Kind != symbolic.Attribute || depth > 4 {
			continue
		}
		if r.lambdas[p.Text] != nil {
			return p.Text
		}
		if b, in := r.find(p.Text); b != nil && b.typ() == "aws_lambda_alias" {
			for _, c := range in.eval(b.attribute("function_name")).asText() {
				if id := r.functionIn(c.Value, depth+1); id != "" {
					return id
				}
			}
		}
	}
	return ""
}

// principalService is the service that a principal names: "s3" of s3.amazonaws.com, "" of an account.
func principalService(principal symbolic.Set) string {
	if len(principal) == 0 {
		return ""
	}
	name, rest, found := strings.Cut(principal[0].Value.String(), ".")
	if !found || !strings.Contains(rest, "amazon") {
		return ""
	}
	return name
}

// afterwards reads what needs all functions and roles to be known.
func (r *reader) afterwards() {
	for _, s := range r.scopes {
		s.strangers()
		for _, at := range s.broken {
			r.unread(at)
		}
	}
	groups := make(map[string]bool)
	for _, res := range r.stack.Resources {
		if res.Type == "AWS::Logs::LogGroup" {
			groups[res.ID] = true
			for _, c := range res.Name {
				groups[c.Value.Expand().Key()] = true
			}
		}
	}
	for _, fn := range r.stack.Functions {
		for _, c := range fn.Name {
			name := symbolic.Concat(symbolic.Text("/aws/lambda/"), c.Value)
			fn.OwnLogGroup = fn.OwnLogGroup || groups[name.Expand().Key()]
		}
		for _, c := range fn.LogGroup {
			for _, p := range c.Value {
				fn.OwnLogGroup = fn.OwnLogGroup || groups[p.Text]
			}
		}
		r.logsByName(fn, groups)
	}
	for _, s := range r.scopes {
		if s.outer == nil {
			r.outputs(s)
		}
	}
}

// unread notes for every role that a file which cannot be read may grant it more.
func (r *reader) unread(at source.Span) {
	for _, role := range r.stack.Roles {
		why := "this file cannot be read, and may grant more"
		role.Grants = append(role.Grants, &stack.Grant{Key: "unread/" + at.File, Role: role.ID, Origin: stack.Inline, Cause: at, Opaque: why, Shared: true})
		role.Elsewhere = append(role.Elsewhere, source.Note{Span: at, Text: why})
	}
}

// logsByName finds a log group named after the function's own attribute: "/aws/lambda/${aws_lambda_function.f.function_name}".
func (r *reader) logsByName(fn *stack.Function, groups map[string]bool) {
	if len(fn.Arn) != 1 {
		return
	}
	b, in := r.find(fn.ID)
	if b == nil {
		return
	}
	name := symbolic.Concat(symbolic.Text("/aws/lambda/"), symbolic.Value{in.part(b, "function_name")})
	fn.OwnLogGroup = fn.OwnLogGroup || groups[name.Expand().Key()]
}

// outputs are those of the root.
func (r *reader) outputs(s *scope) {
	r.stack.Outputs = make(map[string]symbolic.Set)
	for _, name := range sortedKeys(s.outputs) {
		r.stack.Outputs[name] = s.eval(s.outputs[name].attribute("value")).asText()
	}
	for _, name := range sortedKeys(s.variables) {
		b := s.variables[name]
		p := &stack.Parameter{Name: "var." + name, Type: s.written2(b.attribute("type")), Span: s.r.span(b.DefRange())}
		if x := b.attribute("default"); x != nil {
			p.Default, p.HasDefault = s.eval(x).usual(), true
		}
		r.stack.Parameters = append(r.stack.Parameters, p)
	}
}

func (s *scope) written2(x hclsyntax.Expression) string {
	if x == nil {
		return ""
	}
	return s.written(x)
}
