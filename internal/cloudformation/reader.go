package cloudformation

import (
	"cmp"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// Reader fills a stack from a template. A format that makes resources of its own (SAM) reads those itself between Begin and Finish.
type Reader struct {
	*Template
	Stack *stack.Stack

	policies  map[string][]statement     // of AWS::IAM::ManagedPolicy, by logical ID
	attached  map[string][]*stack.Grant  // what they have given to roles so far
	roles     map[string]*stack.Role     // by logical ID
	rolesBy   map[string]*stack.Role     // by the keys of name and ARN
	functions map[string]*stack.Function // by logical ID
	byLiteral map[string]string          // physical name of a function -> its ID
	patterns  map[string]symbolic.Set    // of managed policies, as this template calls them
	expanded  int                        // patterns that policies by name stand for so far
}

// NewReader starts the stack of a template.
func NewReader(t *Template, format string) *Reader {
	s := &stack.Stack{File: t.File, Format: format, Parameters: t.parameters}
	return &Reader{
		Template: t, Stack: s, policies: make(map[string][]statement), attached: make(map[string][]*stack.Grant),
		roles: make(map[string]*stack.Role), rolesBy: make(map[string]*stack.Role),
		functions: make(map[string]*stack.Function), byLiteral: make(map[string]string), patterns: make(map[string]symbolic.Set),
	}
}

// Begin reads what others refer to: managed policies, roles, plain functions.
func (r *Reader) Begin() {
	for _, res := range r.Resources {
		if res.Type == "AWS::IAM::ManagedPolicy" {
			r.policies[res.ID] = r.document(res.Properties.Get("PolicyDocument"), res.ID+"/PolicyDocument", res.When)
		}
	}
	for _, res := range r.Resources {
		if res.Type == "AWS::IAM::Role" {
			r.role(res)
		}
	}
	for _, res := range r.Resources {
		if res.Written == "AWS::Lambda::Function" {
			r.plainFunction(res)
		}
	}
}

// Finish reads all other resources, which refer to functions and roles, and puts everything in the order of the file.
func (r *Reader) Finish() *stack.Stack {
	slices.SortStableFunc(r.Stack.Functions, func(a, b *stack.Function) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
	for _, res := range r.Resources {
		r.resource(res)
	}
	r.attach()
	r.notifications()
	r.callers()
	r.logGroups()
	r.otherUsers()
	r.exports()
	slices.SortStableFunc(r.Stack.Roles, func(a, b *stack.Role) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
	slices.SortStableFunc(r.Stack.Triggers, func(a, b *stack.Trigger) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
	r.Stack.Problems = r.Problems
	return r.Stack
}

// resource reads one that is neither function nor role, by its type.
func (r *Reader) resource(res *Resource) {
	switch res.Written {
	case "AWS::Lambda::Function", "AWS::Serverless::Function", "AWS::IAM::Role":
	case "AWS::Lambda::Permission":
		r.permission(res)
	case "AWS::Lambda::Url":
		r.url(res)
	case "AWS::Lambda::EventSourceMapping":
		r.mapping(res)
	case "AWS::Lambda::EventInvokeConfig":
		r.invokeConfig(res)
	case "AWS::CloudFormation::Stack":
		r.Nest(res, res.Properties.Get("TemplateURL"))
	case "AWS::Serverless::Application":
		r.Nest(res, res.Properties.Get("Location"))
	default:
		r.other(res)
	}
}

// AddRole makes a role known by its ID, its name and its ARN.
func (r *Reader) AddRole(role *stack.Role) {
	r.Stack.Roles = append(r.Stack.Roles, role)
	r.roles[role.ID] = role
	name := symbolic.Value{r.Attribute(role.ID, "Ref")}
	r.rolesBy[name.Expand().Key()], r.rolesBy[role.Arn.Expand().Key()] = role, role
}

// AddFunction makes a function known by its ID and its name.
func (r *Reader) AddFunction(fn *stack.Function) {
	r.Stack.Functions = append(r.Stack.Functions, fn)
	r.functions[fn.ID] = fn
	if len(fn.Name) == 1 {
		r.byLiteral[fn.Name[0].Value.Expand().String()] = fn.ID
	}
}

// Known makes a function known by another logical ID than its own: a framework's users call it by a key.
func (r *Reader) Known(id string, fn *stack.Function) { r.functions[id] = fn }

// Role finds a role of this stack by its ID, nil where there is none.
func (r *Reader) Role(id string) *stack.Role { return r.roles[id] }

// Function finds a function of this stack by its ID, nil where there is none.
func (r *Reader) Function(id string) *stack.Function { return r.functions[id] }

// Value is a property with its place.
func (r *Reader) Value(n *document.Node) stack.Value {
	v := stack.Value{Set: r.Eval(n)}
	if n != nil {
		v.Span = n.Whole
	}
	return v
}

// String is a property that is known for certain; "" where it is absent or depends on something.
func (r *Reader) String(n *document.Node) string {
	set := r.Eval(n)
	if len(set) != 1 {
		return ""
	}
	text, _ := set[0].Value.Known()
	return text
}

// Default is a property as a person who deploys without settings gets it: like String, and defaults of parameters count.
// It explains (a runtime), and never proves.
func (r *Reader) Default(n *document.Node) string {
	if text := r.String(n); text != "" {
		return text
	}
	set := r.Eval(n)
	if len(set) != 1 {
		return ""
	}
	text := ""
	for _, p := range set[0].Value {
		switch {
		case p.Kind == symbolic.Literal:
			text += p.Text
		case p.Kind == symbolic.Parameter && p.Default != "":
			text += p.Default
		default:
			return ""
		}
	}
	return text
}

// Strings is a list of strings by item, each with its place and conditions.
func (r *Reader) Strings(n *document.Node) (all []stack.Value) {
	for _, b := range r.Items(n, "", nil) {
		set := symbolic.Set{}
		for _, choice := range r.Eval(b.Node) {
			if when, possible := both(b.When, choice.When); possible {
				set = append(set, symbolic.Choice{Value: choice.Value, When: when})
			}
		}
		if len(set) > 0 {
			all = append(all, stack.Value{Set: set, Span: b.Node.Whole})
		}
	}
	return all
}

// Present is the first branch of a property that is there, as a note of what it turns on; nil where there is none.
func (r *Reader) Present(n *document.Node, text string) *source.Note {
	for _, b := range r.Branches(n, "", nil) {
		if b.Node.Kind != document.Null {
			return &source.Note{Span: b.Node.Whole, Text: text}
		}
	}
	return nil
}

// exports reads the outputs that other stacks may import.
func (r *Reader) exports() {
	outputs := r.Root.Get("Outputs")
	if outputs == nil {
		return
	}
	r.Stack.Outputs = make(map[string]symbolic.Set, len(outputs.Pairs))
	for _, p := range outputs.Pairs {
		e := &stack.Export{Value: r.Eval(p.Value.Get("Value")), Span: p.Span}
		if p.Value.Get("Condition") == nil {
			r.Stack.Outputs[p.Key.Value] = e.Value
		}
		if name := p.Value.Get("Export").Get("Name"); name != nil {
			e.Name = r.Eval(name)
			r.Stack.Exports = append(r.Stack.Exports, e)
		}
	}
}

// Nest reads a stack that this one deploys. Only a path of this repository leads to its template.
func (r *Reader) Nest(res *Resource, location *document.Node) {
	n := &stack.Nested{ID: res.ID, Span: res.Span, Parameters: make(map[string]stack.Value)}
	if text := r.String(location); text != "" && !strings.Contains(text, "://") {
		if file, ok := r.Path(text); ok {
			n.File = file
		} else {
			r.Problem(location.Whole, "the template of %s lies outside the repository", res.ID)
		}
	}
	if parameters := res.Properties.Get("Parameters"); parameters != nil {
		for _, p := range parameters.Pairs {
			n.Parameters[p.Key.Value] = r.Value(p.Value)
		}
	}
	r.Stack.Nested = append(r.Stack.Nested, n)
}
