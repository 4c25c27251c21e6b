package estate

import (
	"testing"

	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

func attributeOf(file, id, attr string) symbolic.Value {
	return symbolic.Value{{Kind: symbolic.Attribute, Text: id, Attr: attr, Stack: file}}
}

func parameter(file, name string) symbolic.Value {
	return symbolic.Value{{Kind: symbolic.Parameter, Text: name, Stack: file}}
}

func certain(v symbolic.Value) symbolic.Set { return symbolic.Certain(v) }

// A nested stack's parameter stands for what its one parent gives, in every value of the stack, and is still written as itself.
func TestNestedParameter(t *testing.T) {
	child := &stack.Stack{File: "child.yaml"}
	child.Functions = []*stack.Function{{ID: "Fn", Role: stack.RoleRef{ID: "Role"}, Env: map[string]stack.Value{"TABLE": {Set: certain(parameter("child.yaml", "Table"))}}}}
	child.Roles = []*stack.Role{{ID: "Role", Grants: []*stack.Grant{{Statement: iam.Statement{
		Resources: []iam.Term{{Value: symbolic.Concat(symbolic.Text("arn:aws:dynamodb:*:*:table/"), parameter("child.yaml", "Table"))}},
	}}}}}
	parent := &stack.Stack{File: "parent.yaml", Nested: []*stack.Nested{{
		ID: "Child", File: "child.yaml", Span: source.Span{File: "parent.yaml"},
		Parameters: map[string]stack.Value{"Table": {Set: certain(attributeOf("parent.yaml", "Orders", "Ref"))}},
	}}}
	e := Link([]*stack.Stack{child, parent}, source.Files{"child.yaml": nil})
	env := e.Stacks[0].Functions[0].Env["TABLE"].Set[0].Value
	if env.String() != "${Table}" || env.Expand().String() != "${Orders}" {
		t.Errorf("the variable is %s, and stands for %s", env, env.Expand())
	}
	granted := e.Roles[0].Grants[0].Statement.Resources[0].Value.Expand().String()
	if granted != "arn:aws:dynamodb:*:*:table/${Orders}" {
		t.Errorf("the grant stands for %s", granted)
	}
	if was := child.Functions[0].Env["TABLE"].Set[0].Value; was.Expand().String() != "${Table}" {
		t.Errorf("the stack that was given has changed: %s", was.Expand())
	}
}

// A template that is deployed twice has two values for its parameter: none is taken.
func TestTwiceNested(t *testing.T) {
	child := &stack.Stack{File: "child.yaml", Functions: []*stack.Function{{ID: "Fn", Env: map[string]stack.Value{"T": {Set: certain(parameter("child.yaml", "Table"))}}}}}
	nested := func(table string) *stack.Nested {
		return &stack.Nested{File: "child.yaml", Span: source.Span{File: "parent.yaml"}, Parameters: map[string]stack.Value{"Table": {Set: certain(symbolic.Text(table))}}}
	}
	parent := &stack.Stack{File: "parent.yaml", Nested: []*stack.Nested{nested("a"), nested("b")}}
	e := Link([]*stack.Stack{parent, child}, nil)
	if got := e.Stacks[1].Functions[0].Env["T"].Set[0].Value.Expand().String(); got != "${Table}" {
		t.Errorf("the parameter became %s", got)
	}
}

// An output of one nested stack is handed to another as a parameter: it stands for what the first one has, and is written as what each has.
func TestOutputs(t *testing.T) {
	tables := &stack.Stack{File: "tables.yaml", Outputs: map[string]symbolic.Set{"Name": certain(attributeOf("tables.yaml", "Orders", "Ref"))}}
	code := &stack.Stack{File: "code.yaml", Functions: []*stack.Function{{ID: "Fn", Env: map[string]stack.Value{"T": {Set: certain(parameter("code.yaml", "Table"))}}}}}
	name := symbolic.Value{{Kind: symbolic.Attribute, Text: "Tables", Attr: "Outputs.Name", Stack: "top.yaml", Type: "AWS::CloudFormation::Stack"}}
	top := &stack.Stack{File: "top.yaml", Nested: []*stack.Nested{
		{ID: "Tables", File: "tables.yaml", Span: source.Span{File: "top.yaml"}},
		{ID: "Code", File: "code.yaml", Span: source.Span{File: "top.yaml"}, Parameters: map[string]stack.Value{"Table": {Set: certain(name)}}},
	}}
	value := Link([]*stack.Stack{code, tables, top}, nil).Stacks[0].Functions[0].Env["T"].Set[0].Value
	if got := value.Expand().Key(); value.String() != "${Table}" || got != attributeOf("tables.yaml", "Orders", "Ref").Key() {
		t.Errorf("%s stands for %s", value, got)
	}
	top.Nested = append(top.Nested, &stack.Nested{ID: "More", File: "tables.yaml", Span: source.Span{File: "top.yaml"}})
	if got := Link([]*stack.Stack{code, tables, top}, nil).Stacks[0].Functions[0].Env["T"].Set[0].Value.Expand(); got.String() != "${Tables.Outputs.Name}" {
		t.Errorf("of two deployments one was taken: %s", got)
	}
}

// Parameters go down through several levels, and templates that nest each other in a circle end.
func TestLevels(t *testing.T) {
	pass := func(from, to string) *stack.Nested {
		return &stack.Nested{File: to, Span: source.Span{File: from}, Parameters: map[string]stack.Value{"P": {Set: certain(parameter(from, "P"))}}}
	}
	leaf := &stack.Stack{File: "c", Functions: []*stack.Function{{ID: "Fn", Env: map[string]stack.Value{"P": {Set: certain(parameter("c", "P"))}}}}}
	middle := &stack.Stack{File: "b", Nested: []*stack.Nested{pass("b", "c")}}
	top := &stack.Stack{File: "a", Nested: []*stack.Nested{{File: "b", Span: source.Span{File: "a"}, Parameters: map[string]stack.Value{"P": {Set: certain(symbolic.Text("orders"))}}}}}
	e := Link([]*stack.Stack{leaf, middle, top}, nil)
	if got, ok := e.Stacks[0].Functions[0].Env["P"].Set[0].Value.Known(); !ok || got != "orders" {
		t.Errorf("the parameter became %q", got)
	}
	round := []*stack.Stack{{File: "x", Nested: []*stack.Nested{pass("x", "y")}}, {File: "y", Nested: []*stack.Nested{pass("y", "x")}}}
	if e := Link(round, nil); len(e.Stacks) != 2 {
		t.Error("stacks of a circle are lost")
	}
}

// One role that another stack exports has the functions of both.
func TestImportedRole(t *testing.T) {
	owner := &stack.Stack{
		File: "iam.yaml", Roles: []*stack.Role{{ID: "Shared", Arn: attributeOf("iam.yaml", "Shared", "Arn")}},
		Functions: []*stack.Function{{ID: "A", Role: stack.RoleRef{ID: "Shared"}}},
		Exports:   []*stack.Export{{Name: certain(symbolic.Text("shared-role")), Value: certain(attributeOf("iam.yaml", "Shared", "Arn"))}},
	}
	imported := symbolic.Value{{Kind: symbolic.Import, Text: "shared-role"}}
	user := &stack.Stack{File: "app.yaml", Functions: []*stack.Function{{ID: "B", Role: stack.RoleRef{External: certain(imported)}}}}
	e := Link([]*stack.Stack{owner, user}, nil)
	if users := e.Roles[0].Users; len(users) != 2 || users[1].ID() != "app.yaml#B" {
		t.Errorf("the users are %v", users)
	}
	if len(e.Roles[0].Open) != 0 || len(e.Homeless) != 0 {
		t.Errorf("open: %v, homeless: %v", e.Roles[0].Open, e.Homeless)
	}
}

// A policy of another stack is the role's where its name tells that; a name that is not known may be anybody's, and one that is written out
// is nobody's but the role's with that name.
func TestAttached(t *testing.T) {
	named := symbolic.Concat(symbolic.Text("arn:aws:iam::"), symbolic.Value{{Kind: symbolic.Pseudo, Text: "AWS::AccountId"}}, symbolic.Text(":role/orders"))
	for name, c := range map[string]struct {
		name   symbolic.Value
		grants int
		opaque bool
	}{
		"an import":      {symbolic.Value{{Kind: symbolic.Import, Text: "the-role"}}, 1, false},
		"a literal":      {symbolic.Text("orders"), 1, false},
		"another":        {symbolic.Text("refunds"), 0, false},
		"a parameter":    {parameter("policy.yaml", "RoleName"), 1, true},
		"another import": {symbolic.Value{{Kind: symbolic.Import, Text: "nobody's"}}, 1, true},
	} {
		owner := &stack.Stack{
			File: "iam.yaml", Roles: []*stack.Role{{ID: "Role", Arn: named}},
			Exports: []*stack.Export{{Name: certain(symbolic.Text("the-role")), Value: certain(attributeOf("iam.yaml", "Role", "Ref"))}},
		}
		policy := &stack.Stack{File: "policy.yaml", Attached: []*stack.Attachment{{Policy: "P", Name: c.name, Grants: []*stack.Grant{{Key: "P/0"}}}}}
		e := Link([]*stack.Stack{owner, policy}, nil)
		grants := e.Roles[0].Grants
		if len(grants) != c.grants || len(grants) == 1 && (grants[0].Opaque != "") != c.opaque {
			t.Errorf("%s: %+v", name, grants)
		}
		if len(owner.Roles[0].Grants) > 0 {
			t.Errorf("%s: the stack that was given has changed", name)
		}
	}
}

// Whatever may have users or needs that are not read is open, and a function whose role is elsewhere is not forgotten.
func TestOpen(t *testing.T) {
	arn := attributeOf("t.yaml", "R", "Arn")
	role := func() []*stack.Role { return []*stack.Role{{ID: "R", Arn: arn}} }
	user := []*stack.Function{{ID: "F", Role: stack.RoleRef{ID: "R"}}}
	for name, c := range map[string]struct {
		s    stack.Stack
		want string
	}{
		"nobody": {stack.Stack{Roles: role()}, "no function of this repository uses this role"},
		"exported": {
			stack.Stack{Roles: role(), Functions: user, Exports: []*stack.Export{{Name: certain(symbolic.Text("x")), Value: certain(arn)}}},
			"the role is exported, and nothing in this repository imports it",
		},
		"handed on": {
			stack.Stack{Roles: role(), Functions: user, Nested: []*stack.Nested{{ID: "N", Parameters: map[string]stack.Value{"RoleArn": {Set: certain(arn)}}}}},
			"the role is handed to the nested stack `N`, whose template is not in the repository",
		},
	} {
		c.s.File = "t.yaml"
		e := Link([]*stack.Stack{&c.s}, nil)
		if open := e.Roles[0].Open; len(open) != 1 || open[0].Text != c.want {
			t.Errorf("%s: %v", name, open)
		}
	}
	elsewhere := &stack.Stack{File: "t.yaml", Functions: []*stack.Function{{ID: "F", Role: stack.RoleRef{External: certain(symbolic.Text("arn:aws:iam::111122223333:role/x"))}}}}
	if e := Link([]*stack.Stack{elsewhere}, nil); len(e.Homeless) != 1 {
		t.Error("a function without a role is lost")
	}
}

func TestPhrase(t *testing.T) {
	arn := symbolic.Concat(symbolic.Text("arn:aws:sqs:eu-west-1:111122223333:refunds"))
	for want, trigger := range map[string]stack.Trigger{
		"queue `refunds`":                    {Kind: stack.Poller, Source: "sqs", Arn: certain(arn)},
		"queue `Jobs`":                       {Kind: stack.Poller, Source: "sqs", Arn: certain(attributeOf("t", "Jobs", "Arn"))},
		"bucket `Uploads`":                   {Kind: stack.Permission, Source: "s3", From: certain(attributeOf("t", "Uploads", "Arn")), SourceAccount: certain(symbolic.Text("111122223333"))},
		"everyone, by its URL":               {Kind: stack.URL, AuthType: certain(symbolic.Text("NONE"))},
		"bucket of any account":              {Kind: stack.Permission, Source: "s3", Principal: certain(symbolic.Text("s3.amazonaws.com"))},
		"its URL, signed by AWS credentials": {Kind: stack.URL, AuthType: certain(symbolic.Text("AWS_IAM"))},
	} {
		if got := Phrase(&trigger); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
