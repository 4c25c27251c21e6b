package access

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parebot/pare/internal/estate"
	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

const file = "template.yaml"

// tables are opened once: they are read only.
var tables = serviceref.Embedded()

// TestCompare holds the comparison of one function against one role, a case a line of what is needed and granted.
// Values are written as reports print them: ${Orders.Arn}, ${env:NAME}, ${event:PATH}; ${?} is unknown.
func TestCompare(t *testing.T) {
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := printed(c.run())
			if diff := cmp.Diff(strings.Join(lines(c.want), "\n"), got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

type comparing struct {
	name   string
	calls  []sdk.Call
	gaps   []sdk.Unknown
	env    map[string]string
	grants []string // "Allow ACTION,ACTION RESOURCE,RESOURCE"
	with   func(*stack.Stack)
	want   string
}

func (c comparing) run() []Comparison {
	s := shop()
	fn := s.Functions[0]
	for name, value := range c.env {
		fn.Env[name] = stack.Value{Set: symbolic.Certain(written(value))}
	}
	for i, g := range c.grants {
		s.Roles[0].Grants = append(s.Roles[0].Grants, grant(i, g))
	}
	if c.with != nil {
		c.with(s)
	}
	e := estate.Link([]*stack.Stack{s}, source.Files{})
	code := map[string]Code{file + "#Create": {Calls: c.calls, Unknown: c.gaps}}
	return Compare(e, code, tables)
}

// shop is a stack of one function, with a resource of each kind that calls name in different ways.
func shop() *stack.Stack {
	s := &stack.Stack{File: file}
	s.Functions = []*stack.Function{{ID: "Create", Env: map[string]stack.Value{}, Role: stack.RoleRef{ID: "CreateRole"}}}
	s.Roles = []*stack.Role{{ID: "CreateRole", Implicit: true}}
	for _, r := range []struct{ id, typ, attr, arn string }{
		{"Orders", "AWS::DynamoDB::Table", "Arn", "arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/"},
		{"Audit", "AWS::DynamoDB::Table", "Arn", "arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/"},
		{"Files", "AWS::S3::Bucket", "Arn", "arn:aws:s3:::"},
		{"Jobs", "AWS::SQS::Queue", "Arn", "arn:aws:sqs:${AWS::Region}:${AWS::AccountId}:"},
	} {
		ref := symbolic.Part{Kind: symbolic.Attribute, Text: r.id, Attr: "Ref", Stack: file, Type: r.typ}
		named := ref
		if r.id == "Jobs" {
			named.Attr = "QueueName"
		}
		arn := symbolic.Part{Kind: symbolic.Attribute, Text: r.id, Attr: r.attr, Stack: file, Type: r.typ, Form: symbolic.Concat(written(r.arn), symbolic.Value{named})}
		s.Resources = append(s.Resources, &stack.Resource{ID: r.id, Type: r.typ, Arn: symbolic.Value{arn}, Ref: symbolic.Value{ref}, Encryption: stack.EncryptionNone})
	}
	return s
}

func grant(i int, line string) *stack.Grant {
	f := strings.Fields(line)
	s := iam.Statement{Effect: iam.Effect(f[0])}
	for _, a := range strings.Split(f[1], ",") {
		s.Actions = append(s.Actions, iam.Term{Value: symbolic.Text(a)})
	}
	for _, r := range strings.Split(f[2], ",") {
		s.Resources = append(s.Resources, iam.Term{Value: written(r)})
	}
	return &stack.Grant{Key: fmt.Sprint(i), Role: "CreateRole", Statement: s, Origin: stack.Inline, Cause: source.Span{File: file, Start: i, End: i + 1, Line: i + 1}}
}

// value1 reads a value as it is printed.
func written(text string) (v symbolic.Value) {
	for text != "" {
		before, after, ok := strings.Cut(text, "${")
		v = symbolic.Concat(v, symbolic.Text(before))
		if !ok {
			break
		}
		var name string
		name, text, _ = strings.Cut(after, "}")
		v = symbolic.Concat(v, symbolic.Value{partOf(name)})
	}
	return v
}

func partOf(name string) symbolic.Part {
	if env, ok := strings.CutPrefix(name, "env:"); ok {
		return symbolic.Part{Kind: symbolic.Env, Text: env}
	}
	if path, ok := strings.CutPrefix(name, "event:"); ok {
		return symbolic.Part{Kind: symbolic.Event, Text: path}
	}
	if name == "?" {
		return symbolic.Part{Kind: symbolic.Unknown, Text: "computed"}
	}
	if strings.HasPrefix(name, "AWS::") {
		return symbolic.Part{Kind: symbolic.Pseudo, Text: name}
	}
	for _, r := range shopParts() {
		if (symbolic.Value{r}).String() == "${"+name+"}" {
			return r
		}
	}
	return symbolic.Part{Kind: symbolic.Parameter, Text: name, Stack: file}
}

var parts []symbolic.Part

func shopParts() []symbolic.Part {
	if parts == nil {
		parts = []symbolic.Part{}
		for _, r := range shop().Resources {
			parts = append(parts, r.Arn[0], r.Ref[0])
		}
	}
	return parts
}

// call is "client Operation Argument=value ...", at a line of its own.
func call(text string) sdk.Call {
	f := strings.Fields(text)
	c := sdk.Call{Service: f[0], Operation: f[1], Arguments: map[string]symbolic.Set{}, Span: source.Span{File: "app.py", Line: 1}, Text: f[1]}
	for _, a := range f[2:] {
		if a == "**" {
			c.Open = true
			continue
		}
		if helper, ok := strings.CutPrefix(a, "via:"); ok {
			c.Via = helper
			continue
		}
		name, value, _ := strings.Cut(a, "=")
		c.Arguments[name] = symbolic.Certain(written(value))
	}
	return c
}

func calls(texts ...string) (list []sdk.Call) {
	for _, t := range texts {
		list = append(list, call(t))
	}
	return list
}

func lines(text string) (out []string) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// printed is a comparison as text. What the platform needs of every function is left out where it is not the question.
func printed(all []Comparison) string {
	var out []string
	for _, c := range all {
		for _, u := range c.Users {
			for _, n := range u.Needs {
				if !Logging(n.Action) {
					out = append(out, fmt.Sprintf("needs %s on %s (%s)", n.Action, n.Resource, n.Scope))
				}
			}
			for _, n := range u.Maybe {
				if n.Kind == finding.FromPlatform {
					continue
				}
				out = append(out, fmt.Sprintf("maybe %s on %s", n.Action, n.Resource))
			}
			for _, n := range u.Missing {
				if !Logging(n.Action) {
					out = append(out, fmt.Sprintf("missing %s on %s", n.Action, n.Resource))
				}
			}
			for _, g := range u.Gaps {
				out = append(out, fmt.Sprintf("gap %s: %s", g.Service, g.Note.Text))
			}
		}
		for _, g := range c.Grants {
			line := fmt.Sprintf("%s %s on %s", g.Use, g.ActionPattern(), g.ResourcePattern())
			if g.Use == Broad {
				for _, n := range g.Keep {
					line += fmt.Sprintf(" | %s on %s", n.Action, n.Resource)
				}
			}
			if g.Reason != "" {
				line += ": " + g.Reason
			}
			out = append(out, line)
		}
		out = append(out, string(c.Status))
	}
	return strings.Join(out, "\n")
}
