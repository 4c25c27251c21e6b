package serverless

import (
	"slices"
	"strings"

	"github.com/parebot/pare/internal/cloudformation"
	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// perFunction is the plugin that gives functions with iamRoleStatements a role of their own.
const perFunction = "serverless-iam-roles-per-function"

// roles gives each function its role: one that it names, one of its own, or the one that all others share.
func (s *service) roles() {
	if s.sharesRole() {
		s.shared = s.role(roleID, s.span())
		s.sharedPolicies()
	}
	for _, f := range s.functions {
		switch given := s.namedRole(f); {
		case given != nil:
			f.fn.Role = s.RoleRef(given)
		case s.hasOwn(f):
			s.ownRole(f)
		case s.shared != nil:
			f.fn.Role = stack.RoleRef{ID: s.shared.ID, Span: s.span()}
		}
	}
}

// span is the line that stands for what the framework does unasked for all functions.
func (s *service) span() source.Span {
	if name := s.provider.Get("name"); name != nil {
		return name.Whole
	}
	return s.provider.Whole
}

// namedRole is the role that a function or the provider names: an ARN, a logical ID, or an expression.
func (s *service) namedRole(f *function) *document.Node {
	for _, n := range []*document.Node{f.node.Get("role"), f.node.Get("iam").Get("role"), s.provider.Get("iam").Get("role"), s.provider.Get("role")} {
		if n == nil || n.Kind == document.Map && !isFunction(n) || !isSet(n) {
			continue
		}
		if n.Kind == document.String && n.Tag == "" && !strings.Contains(n.Value, ":") && !strings.Contains(n.Value, mark) {
			return getAtt(n.Value, "Arn", n.Whole)
		}
		return n
	}
	return nil
}

// sharesRole says whether the framework makes its one role: unless another is given for all functions.
func (s *service) sharesRole() bool {
	if len(s.functions) == 0 {
		return false
	}
	return slices.ContainsFunc(s.functions, func(f *function) bool { return s.namedRole(f) == nil })
}

// hasOwn says whether a function gets a role of its own.
func (s *service) hasOwn(f *function) bool {
	if role := f.node.Get("iam").Get("role"); role != nil && role.Kind == document.Map {
		return true
	}
	if f.node.Get("iamRoleStatements") == nil {
		return false
	}
	own := slices.Contains(s.plugins, perFunction) || s.isV4()
	if !own {
		s.problem(f.node.Get("iamRoleStatements").Whole,
			"these statements count for nothing: the service does not use the plugin "+perFunction)
	}
	return own
}

// announceRole makes known a role that the framework makes.
func (s *service) announceRole(id string, name *document.Node) {
	s.Add(&cloudformation.Resource{ID: id, Type: "AWS::IAM::Role", Span: s.span(), Properties: object(s.span(), entry{"RoleName", name})})
}

// roleName is the name of the role for all functions, or for the one with this key.
func (s *service) roleName(key string) *document.Node {
	at := s.span()
	parts := []*document.Node{text(s.name, at), text(s.stage, at)}
	if key != "" {
		parts = append(parts, text(key, at))
	} else if name := s.provider.Get("iam").Get("role").Get("name"); isSet(name) {
		return name
	}
	parts = append(parts, ref("AWS::Region", at), text("lambdaRole", at))
	return object(at, entry{"Fn::Join", list(at, text("-", at), list(at, parts...))})
}

// role adds a role that the framework makes. One that resources has under the same ID is joined with it.
func (s *service) role(id string, at source.Span) *stack.Role {
	if known := s.Role(id); known != nil {
		return known
	}
	role := &stack.Role{ID: id, Span: at, Arn: symbolic.Value{s.Attribute(id, "Arn")}, Implicit: true}
	s.AddRole(role)
	return role
}

// sharedPolicies reads what the provider grants to the shared role.
func (s *service) sharedPolicies() {
	role := s.provider.Get("iam").Get("role")
	if extended := s.extension(roleID).Get("Policies"); extended != nil {
		for _, entry := range s.Items(extended, roleID+"/Policies", nil) {
			s.Document(s.shared, entry.Node.Get("PolicyDocument"), entry.Path+"/PolicyDocument", entry.When)
		}
	} else {
		s.logs()
		s.statements(s.shared, s.sharedStatements())
	}
	for _, n := range []*document.Node{role.Get("managedPolicies"), s.provider.Get("iamManagedPolicies")} {
		if n != nil {
			s.managed(s.shared, n)
			break
		}
	}
	s.managed(s.shared, s.extension(roleID).Get("ManagedPolicyArns"))
	for _, n := range []*document.Node{role.Get("permissionsBoundary"), role.Get("permissionBoundary"), s.provider.Get("rolePermissionsBoundary")} {
		if isSet(n) {
			s.Bound(s.shared, n)
			break
		}
	}
	s.Trust(s.shared, s.extension(roleID).Get("AssumeRolePolicyDocument"))
}

// sharedStatements are the statements of the provider, in the place that the framework has for them now or in the one that it had.
func (s *service) sharedStatements() *document.Node {
	if n := s.provider.Get("iam").Get("role").Get("statements"); isSet(n) {
		return n
	}
	return s.provider.Get("iamRoleStatements")
}

// extension is what resources.extensions says of the properties of something that the framework makes.
func (s *service) extension(id string) *document.Node {
	return s.Root.Get("extensions").Get(id).Get("Properties")
}

// statements gives a role the statements of a list. Each is called by where it is written.
func (s *service) statements(role *stack.Role, n *document.Node) {
	for _, b := range s.Items(n, "", nil) {
		if b.Node.Kind == document.Null {
			continue
		}
		b.Path = s.place(b.Node)
		s.Statement(role, b)
	}
}

// managed attaches the policies of a list.
func (s *service) managed(role *stack.Role, n *document.Node) {
	for _, b := range s.Items(n, "", nil) {
		if b.Node.Kind == document.Null {
			continue
		}
		b.Path = s.place(b.Node)
		s.ManagedPolicy(role, b)
	}
}

// ownRole reads the role that one function has for itself.
func (s *service) ownRole(f *function) {
	id := normal(f.key) + roleID
	s.announceRole(id, s.roleName(f.key))
	role := s.role(id, f.span)
	role.When = f.when.When
	f.fn.Role = stack.RoleRef{ID: id, Span: f.span}
	own := f.node.Get("iam").Get("role")
	if own == nil {
		s.pluginRole(f, role)
		return
	}
	s.logsOf(f, role)
	s.statements(role, own.Get("statements"))
	s.managed(role, own.Get("managedPolicies"))
	s.Bound(role, own.Get("permissionsBoundary"))
}

// pluginRole is a role as the plugin makes it: of the shared role it takes over the statements where it is told to.
func (s *service) pluginRole(f *function, role *stack.Role) {
	s.logsOf(f, role)
	settings := s.resolve(s.walk(s.root, []string{"custom"}, s.root)).Get(perFunction)
	inherit := isSet(settings.Get("defaultInherit"))
	if own := f.node.Get("iamRoleStatementsInherit"); own != nil {
		inherit = isSet(own)
	}
	if inherit {
		s.statements(role, s.sharedStatements())
	}
	s.statements(role, f.node.Get("iamRoleStatements"))
	for _, n := range []*document.Node{f.node.Get("iamPermissionsBoundary"), settings.Get("iamGlobalPermissionsBoundary")} {
		if isSet(n) {
			s.Bound(role, n)
			break
		}
	}
}
