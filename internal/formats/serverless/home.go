package serverless

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/parebot/pare/internal/cloudformation"
	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// homes are the lists that new statements of the framework's roles go into. Roles of the resources have their own.
func (s *service) homes(read *stack.Stack, file string) map[string]cloudformation.Home {
	all := make(map[string]cloudformation.Home)
	for _, role := range read.Roles {
		if s.Resource(role.ID) != nil && s.Resource(role.ID).Node != nil && role.ID != roleID {
			continue
		}
		if list, ok := listOf(role); ok {
			all[role.ID] = cloudformation.Home{Key: list, Reason: s.serves(read, role, list)}
			continue
		}
		all[role.ID] = s.newHome(role)
	}
	return all
}

// listOf is the list that holds statements of this role and of no other.
func listOf(role *stack.Role) (key string, ok bool) {
	for _, g := range role.Grants {
		i := strings.LastIndexByte(g.Key, '/')
		if g.Origin != stack.Inline || g.Shared || i < 0 || strings.Contains(g.Key, "Fn::If") {
			continue
		}
		if _, err := strconv.Atoi(g.Key[i+1:]); err == nil {
			key, ok = g.Key[:i], true
		}
	}
	return key, ok
}

// serves says why statements in a list would be granted to others too: roles of functions may take over the provider's.
func (s *service) serves(read *stack.Stack, role *stack.Role, list string) string {
	for _, other := range read.Roles {
		for _, g := range other.Grants {
			if other != role && strings.HasPrefix(g.Key, list+"/") {
				return "the statements of " + role.ID + " are those of " + other.ID + " too"
			}
		}
	}
	return ""
}

// newHome is where the first statement of a role goes.
func (s *service) newHome(role *stack.Role) cloudformation.Home {
	if role.ID == roleID {
		if s.root.Get("provider").Get("iamRoleStatements") != nil {
			return cloudformation.Home{Key: "self/provider", Steps: []string{"iamRoleStatements"}}
		}
		for _, f := range s.functions {
			if s.inherits(f) && s.hasOwn(f) {
				return cloudformation.Home{Reason: "statements of the provider would be granted to the role of " + f.key + " too"}
			}
		}
		return cloudformation.Home{Key: "self/provider", Steps: []string{"iam", "role", "statements"}}
	}
	for _, f := range s.functions {
		if normal(f.key)+roleID != role.ID {
			continue
		}
		steps := []string{"iamRoleStatements"}
		if f.node.Get("iamRoleStatements") == nil && (s.isV4() || f.node.Get("iam") != nil) {
			steps = []string{"iam", "role", "statements"}
		}
		return cloudformation.Home{Key: s.place(f.node), Steps: steps}
	}
	return cloudformation.Home{Reason: "the role " + role.ID + " is not written here"}
}

// homeFile is the file that the statements of a role stand in.
func homeFile(s *stack.Stack, id string) string {
	role := roleOf(s, id)
	if role == nil {
		return s.File
	}
	list, ok := listOf(role)
	for _, g := range role.Grants {
		if ok && strings.HasPrefix(g.Key, list+"/") && g.Cause.File != "" {
			return g.Cause.File
		}
	}
	if role.Span.File != "" {
		return role.Span.File
	}
	return s.File
}

// kept leaves an empty list where a function's own statements would go: without any the function would run with the shared role.
func kept(tree source.Tree, s *stack.Stack, file string, c *stack.ReplaceGrants, edits source.Edits) (source.Edits, error) {
	g := grantOf(s, c)
	i := strings.LastIndexByte(g.Key, '/')
	if len(c.With) > 0 || c.Role == roleID || i < 0 || roleOf(s, c.Role).Span.File != s.File || g.Origin != stack.Inline {
		return edits, nil
	}
	src, err := tree.Read(file)
	if err != nil {
		return nil, fmt.Errorf("reading the service: %w", err)
	}
	docs, _ := document.Read(file, src)
	if len(docs) == 0 {
		return edits, nil
	}
	key, steps, _ := strings.Cut(g.Key[:i], "/")
	n := docs[0]
	name := key
	for _, step := range strings.Split(steps, "/") {
		if n == nil {
			return edits, nil
		}
		name = step
		if at, err := strconv.Atoi(step); err == nil && n.Kind == document.List && at < len(n.Items) {
			n = n.Items[at]
			continue
		}
		n = n.Get(step)
	}
	if n == nil || n.Kind != document.List || len(n.Items) != 1 || name != "iamRoleStatements" && name != "statements" {
		return edits, nil
	}
	start := n.Whole.Start
	for start > 0 && strings.IndexByte(" \t\r\n", src[start-1]) >= 0 {
		start--
	}
	if start == 0 || src[start-1] != ':' {
		return source.Edits{{File: file, Start: n.Whole.Start, End: n.Whole.End, Text: "[]"}}, nil
	}
	return source.Edits{{File: file, Start: start, End: n.Whole.End, Text: " []"}}, nil
}

// settingFile is the file that a property of a trigger is set in: what stands with a function is where the function is.
func settingFile(s *stack.Stack, c *stack.SetTrigger) string {
	for _, t := range s.Triggers {
		if t.ID == c.Trigger && t.Kind == stack.URL && t.Span.File != "" {
			return t.Span.File
		}
	}
	return s.File
}

// setting is where a property of a trigger is set: the authorizer of a URL with its function, what else the framework generates by an extension.
func (s *service) setting(trigger, property string) (cloudformation.Setting, bool) {
	for _, f := range s.functions {
		if trigger == normal(f.key)+"LambdaFunctionUrl" && property == "AuthType" {
			return cloudformation.Setting{Key: s.place(f.node), Steps: []string{"url", "authorizer"}, Value: "aws_iam", For: symbolic.Text("AWS_IAM")}, true
		}
	}
	resources := s.root.Get("resources")
	if strings.Contains(trigger, "Custom") || resources != nil && resources.Kind != document.Map && resources.Kind != document.List {
		return cloudformation.Setting{}, false // made at deployment, or the resources stand in another file
	}
	return cloudformation.Setting{Key: "self", Steps: []string{"resources", "extensions", trigger, "Properties", property}}, true
}
