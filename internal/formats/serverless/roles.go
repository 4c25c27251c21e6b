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
	} else if n := s.sharedStatements(); isSet(n) && len(s.functions) > 0 && !slices.ContainsFunc(s.functions, s.takesOver) {
		s.problem(n.Whole, "these statements count for nothing: no function runs with the role that the framework makes of them")
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

// takesOver says whether a function has the statements of the provider in a role of its own.
func (s *service) takesOver(f *function) bool {
	return s.namedRole(f) == nil && s.hasOwn(f) && s.inherits(f)
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
	if s.perFunctionMode() {
		return false
	}
	used := func(f *function) bool { return s.namedRole(f) == nil && !s.hasOwn(f) }
	if !slices.ContainsFunc(s.functions, used) && slices.ContainsFunc(s.functions, s.inherits) {
		return false // the framework makes it, and nothing uses it: its statements are read where a function takes them over
	}
	return slices.ContainsFunc(s.functions, func(f *function) bool { return s.namedRole(f) == nil })
}

// hasOwn says whether a function gets a role of its own.
func (s *service) hasOwn(f *function) bool {
	role := f.node.Get("iam").Get("role")
	legacy := f.node.Get("iamRoleStatements")
	plugin := slices.Contains(s.plugins, perFunction)
	modern := s.perFunctionMode() || role.Get("statements") != nil || role.Get("managedPolicies") != nil
	switch {
	case modern:
		return true
	case legacy == nil:
		return false
	case !plugin && !s.isV4():
		s.problem(legacy.Whole, "these statements count for nothing: the service does not use the plugin "+perFunction)
		return false
	}
	return true
}

// perFunctionMode says whether every function has a role of its own: version 4 can be asked for that.
func (s *service) perFunctionMode() bool {
	return s.scalar(s.provider.Get("iam").Get("role").Get("mode")) == "perFunction"
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
		s.made[id] = true
		return known
	}
	role := &stack.Role{ID: id, Span: at, Arn: symbolic.Value{s.Attribute(id, "Arn")}}
	s.made[id] = true
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
	s.bound(s.shared, s.pluginSettings().Get("iamGlobalPermissionsBoundary"), role.Get("permissionsBoundary"), role.Get("permissionBoundary"), s.provider.Get("rolePermissionsBoundary"))
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
		before := len(role.Grants)
		s.Statement(role, b)
		for _, g := range role.Grants[before:] {
			g.Shared = g.Shared || hasAlias(b.Node)
		}
	}
}

// hasAlias says whether a value has the bytes of another in it: an edit of it would be an edit of that.
func hasAlias(n *document.Node) bool {
	return n.Alias != nil || slices.ContainsFunc(n.Items, hasAlias) ||
		slices.ContainsFunc(n.Pairs, func(p document.Pair) bool { return p.Merged || hasAlias(p.Value) })
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

// ownRole reads the role that one function has for itself: of what the shared role grants it has the statements, where it is told to.
func (s *service) ownRole(f *function) {
	id := normal(f.key) + roleID
	given := f.node.Get("iam").Get("role")
	name := s.roleName(f.key)
	for _, n := range []*document.Node{given.Get("name"), f.node.Get("iamRoleStatementsName")} {
		if isSet(n) {
			name = n
		}
	}
	s.announceRole(id, name)
	role := s.role(id, f.span)
	role.When = f.when.When
	f.fn.Role = stack.RoleRef{ID: id, Span: f.span}
	s.grant(role, "own-logs", f.key+"/logs", f.span, s.groupOf(f))
	if s.inherits(f) {
		s.statements(role, s.sharedStatements())
	}
	if own := given.Get("statements"); own != nil {
		s.statements(role, own)
	} else {
		s.statements(role, f.node.Get("iamRoleStatements"))
	}
	if s.perFunctionMode() {
		s.managed(role, s.provider.Get("iam").Get("role").Get("managedPolicies"))
	}
	s.managed(role, given.Get("managedPolicies"))
	s.bound(role, given.Get("permissionsBoundary"), f.node.Get("iamPermissionsBoundary"), s.pluginSettings().Get("iamGlobalPermissionsBoundary"),
		s.provider.Get("iam").Get("role").Get("permissionsBoundary"), s.provider.Get("rolePermissionsBoundary"))
}

// bound sets the first boundary that is given.
func (s *service) bound(role *stack.Role, all ...*document.Node) {
	for _, n := range all {
		if isSet(n) {
			s.Bound(role, n)
			return
		}
	}
}

func (s *service) pluginSettings() *document.Node {
	custom := s.walk(s.root, []string{"custom", perFunction}, s.root)
	return s.resolve(custom)
}

// inherits says whether a function's own role has the statements of the provider too: the nearest setting counts.
func (s *service) inherits(f *function) bool {
	for _, n := range []*document.Node{
		f.node.Get("iam").Get("inheritStatements"), f.node.Get("iamRoleStatementsInherit"), s.pluginSettings().Get("defaultInherit"),
	} {
		if n != nil {
			return isSet(n)
		}
	}
	return s.perFunctionMode()
}
