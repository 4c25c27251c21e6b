package terraform

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// reader fills the stack of one folder.
type reader struct {
	*files
	stack    *stack.Stack
	tables   *serviceref.Tables
	root     *scope
	scopes   []*scope
	called   map[string]int             // how often, by folder
	lambdas  map[string]*stack.Function // by ID
	roles    map[string]*stack.Role     // by ID
	policies map[string]*managed        // of aws_iam_policy, by ID
	made     map[string]*registryLambda // by the address of the module
	holders  map[string]string          // the role that first had a grant, by key
	sets     map[*document.Node]symbolic.Set
	places   map[string]place // of what can be edited, by the key of its grant
	steps    int
	noted    map[source.Note]bool
	all      bool // the budget is spent, and that was said
}

func newReader(tree source.Tree, dir string) *reader {
	r := &reader{
		called: make(map[string]int), lambdas: make(map[string]*stack.Function),
		stack: &stack.Stack{File: path.Join(dir, whole), Format: Name}, tables: serviceref.Embedded(),
		roles: make(map[string]*stack.Role), policies: make(map[string]*managed), places: make(map[string]place),
		made: make(map[string]*registryLambda), holders: make(map[string]string), sets: make(map[*document.Node]symbolic.Set), noted: make(map[source.Note]bool),
	}
	r.files = &files{tree: tree, lines: make(map[string]*source.Lines), folders: make(map[string]*folder), note: r.problem}
	return r
}

func (r *reader) problem(at source.Span, format string, args ...any) {
	n := source.Note{Span: at, Text: fmt.Sprintf(format, args...)}
	if !r.noted[n] {
		r.noted[n] = true
		r.stack.Problems = append(r.stack.Problems, n)
	}
}

// full says once that the budget is spent.
func (r *reader) full(at source.Span) {
	if !r.all {
		r.all = true
		r.problem(at, "the templates of this folder hold more than is evaluated")
	}
}

// read reads the folder with the modules that it calls.
func (r *reader) read() {
	r.root = r.open(path.Dir(r.stack.File), "", nil, nil)
	r.each((*scope).policy, "aws_iam_policy")
	r.each((*scope).role, "aws_iam_role")
	r.registry()
	r.each((*scope).lambda, "aws_lambda_function")
	for _, s := range r.scopes {
		for _, b := range s.resources {
			if !s.absent(b) {
				s.block(b)
			}
		}
	}
	r.afterwards()
	r.stack.Also, r.stack.Unnamed = append(r.stack.Also, sortedKeys(r.lines)...), r.unnamed()
	byPlace := func(a, b source.Span) int { return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Start, b.Start)) }
	slices.SortStableFunc(r.stack.Functions, func(a, b *stack.Function) int { return byPlace(a.Span, b.Span) })
	slices.SortStableFunc(r.stack.Roles, func(a, b *stack.Role) int { return byPlace(a.Span, b.Span) })
	slices.SortStableFunc(r.stack.Triggers, func(a, b *stack.Trigger) int { return byPlace(a.Span, b.Span) })
}

// open is a module as it is called, with those that it calls itself.
func (r *reader) open(dir, prefix string, outer *scope, call *block) *scope {
	s := &scope{
		r: r, folder: r.folder(dir), prefix: prefix, outer: outer, call: call,
		children: make(map[string]*scope), done: make(map[string]val), running: make(map[string]bool),
	}
	if outer != nil {
		s.when = outer.exists(call)
	}
	r.scopes = append(r.scopes, s)
	r.called[dir]++
	for _, b := range s.calls {
		source, _ := literal(b.Body.Attributes["source"])
		dir := localModule(s.folder.path, source)
		switch {
		case dir == "" || len(filesOf(r.tree, dir)) == 0:
		case s.within(dir):
			r.problem(r.span(b.DefRange()), "the module %s calls itself", b.Labels[0])
		case strings.Count(prefix, "module.") >= MaxModuleDepth || len(r.scopes) >= MaxModules:
			r.problem(r.span(b.DefRange()), "modules call modules more often than is followed")
		default:
			s.children[b.Labels[0]] = r.open(dir, prefix+"module."+b.Labels[0]+".", s, b)
		}
	}
	return s
}

// within says that a module is one of those that lead here.
func (s *scope) within(dir string) bool {
	for at := s; at != nil; at = at.outer {
		if at.folder.path == dir {
			return true
		}
	}
	return false
}

// child is a module that this one calls, nil where its files are not in the repository.
func (s *scope) child(name string) *scope { return s.children[name] }

// each runs f for every resource of a type.
func (r *reader) each(f func(*scope, *block), typ string) {
	for _, s := range r.scopes {
		for _, b := range s.resources {
			if b.Type == "resource" && b.typ() == typ && !s.absent(b) {
				f(s, b)
			}
		}
	}
}

// block reads what refers to functions and roles, by its type.
func (s *scope) block(b *block) {
	if b.Type == "data" {
		s.other(b)
		return
	}
	switch b.typ() {
	case "aws_iam_role", "aws_iam_policy", "aws_lambda_function":
	case "aws_iam_role_policy":
		s.rolePolicy(b)
	case "aws_iam_role_policy_attachment", "aws_iam_policy_attachment":
		s.attachment(b)
	case "aws_iam_role_policy_attachments_exclusive":
		s.attachments(b)
	case "aws_lambda_permission":
		s.permission(b)
	case "aws_lambda_function_url":
		s.url(b)
	case "aws_lambda_event_source_mapping":
		s.mapping(b)
	case "aws_lambda_function_event_invoke_config":
		s.invokeConfig(b)
	default:
		s.other(b)
		s.usesRoles(b)
	}
}

// roleOf is the role of this stack that a name, an ARN or an attribute of it means.
func (r *reader) roleOf(v symbolic.Value) *stack.Role {
	for depth, at := 0, v; len(at) == 1 && depth < 8; depth, at = depth+1, at[0].Form {
		if role := r.roles[at[0].Text]; at[0].Kind == symbolic.Attribute && role != nil {
			return role
		}
	}
	text := v.Expand().Key()
	for _, role := range r.stack.Roles {
		if name := r.nameOfRole(role); len(name) > 0 && (name.Expand().Key() == text || role.Arn.Expand().Key() == text) {
			return role
		}
	}
	return nil
}

// nameOfRole is what a role is called; empty where only AWS knows.
func (r *reader) nameOfRole(role *stack.Role) symbolic.Value {
	if len(role.Arn) != 1 {
		return nil
	}
	form := role.Arn[0].Form
	if len(form) == 0 || form[len(form)-1].Kind == symbolic.Attribute && len(form[len(form)-1].Form) == 0 {
		return nil
	}
	if last := form[len(form)-1]; last.Kind == symbolic.Attribute {
		return last.Form
	}
	return nil
}
