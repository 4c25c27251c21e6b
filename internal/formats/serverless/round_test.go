package serverless_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/parebot/pare/internal/formats/serverless"
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// drawn is a service with statements in the shapes that people write, in its own file and in another.
func drawn(t *rapid.T) source.Files {
	plugin := rapid.Bool().Draw(t, "plugin")
	text := "service: shop # the shop\n"
	if plugin {
		text += "plugins:\n  - serverless-iam-roles-per-function\n"
	}
	text += "custom:\n  arn: arn:aws:sqs:${aws:region}:${aws:accountId}:jobs\nprovider:\n  name: aws\n  runtime: nodejs20.x\n  stage: ${opt:stage, 'dev'}\n"
	more := ""
	switch rapid.SampledFrom([]string{"new", "legacy", "file"}).Draw(t, "provider") {
	case "new":
		text += "  iam:\n    role:\n      name: mine\n      statements:\n" + drawnStatements(t, 8)
	case "legacy":
		text += "  iamRoleStatements:\n" + drawnStatements(t, 4)
	case "file":
		text += "  iam:\n    role:\n      statements: ${file(iam.yml):statements}\n"
		more = "# theirs\nstatements:\n" + drawnStatements(t, 2) + "# end\n"
	}
	text += "functions:\n"
	for i := range rapid.IntRange(1, 3).Draw(t, "functions") {
		text += fmt.Sprintf("  do-it-%d:\n    handler: f.main  # here\n    events: [{http: GET /%d}]\n", i, i)
		if plugin && rapid.Bool().Draw(t, "own") {
			text += "    iamRoleStatements:\n" + drawnStatements(t, 6)
		}
	}
	text += "# the end\nresources:\n  Resources:\n    Table:\n      Type: AWS::DynamoDB::Table\n"
	tree := source.Files{"serverless.yml": []byte(text)}
	if more != "" {
		tree["iam.yml"] = []byte(more)
	}
	return tree
}

var (
	drawnActions   = []string{"s3:GetObject", "s3:PutObject", "dynamodb:GetItem", "sqs:*", "kms:Decrypt"}
	drawnResources = []string{`"*"`, "arn:aws:s3:::bucket/*", "!GetAtt Table.Arn", "${self:custom.arn}", "arn:aws:s3:::${self:service}-${self:provider.stage}/*", `!Sub "arn:aws:s3:::x-${AWS::Region}/*"`}
)

func drawnStatements(t *rapid.T, indent int) string {
	pad := strings.Repeat(" ", indent)
	var b strings.Builder
	for i := range rapid.IntRange(1, 3).Draw(t, "statements") {
		if rapid.Bool().Draw(t, "comment") {
			fmt.Fprintf(&b, "%s# statement %d\n", pad, i)
		}
		fmt.Fprintf(&b, "%s- Effect: Allow\n", pad)
		actions := rapid.SliceOfNDistinct(rapid.SampledFrom(drawnActions), 1, 4, rapid.ID[string]).Draw(t, "actions")
		resources := rapid.SliceOfNDistinct(rapid.SampledFrom(drawnResources), 1, 3, rapid.ID[string]).Draw(t, "resources")
		b.WriteString(drawnList(t, pad+"  ", "Action", actions) + drawnList(t, pad+"  ", "Resource", resources))
	}
	return b.String()
}

func drawnList(t *rapid.T, pad, key string, values []string) string {
	switch shape := rapid.SampledFrom([]string{"block", "flow", "one"}).Draw(t, "shape"); {
	case shape == "one" || shape == "flow" && strings.Contains(strings.Join(values, ""), "{"):
		return pad + key + ": " + values[0] + "\n"
	case shape == "flow":
		return pad + key + ": [" + strings.Join(values, ", ") + "]\n"
	}
	return pad + key + ":\n" + pad + "  - " + strings.Join(values, "\n"+pad+"  - ") + "\n"
}

// TestRoundTrip reads a drawn service, makes a drawn change, and reads again: the role has what the change says, all other roles what they
// had, and outside the statement that was edited no byte is another.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tree := drawn(t)
		s := serverless.Read(tree, "serverless.yml")
		if s == nil || len(s.Problems) > 0 {
			t.Fatalf("not read: %+v\n%s", s, tree["serverless.yml"])
		}
		role, change := drawnChange(t, s)
		edits, err := serverless.Edit(tree, s, change)
		if err != nil {
			t.Skip(err.Error())
		}
		after, err := source.Overlay(tree, edits)
		if err != nil {
			t.Fatal(err)
		}
		now := serverless.Read(after, "serverless.yml")
		if now == nil || len(now.Problems) > 0 {
			t.Fatalf("not read again: %+v", now)
		}
		for _, was := range s.Roles {
			i := slices.IndexFunc(now.Roles, func(r *stack.Role) bool { return r.ID == was.ID })
			if i < 0 {
				t.Fatalf("the role %s is gone", was.ID)
			}
			if diff := cmp.Diff(expected(was, change), cells(now.Roles[i].Grants)); diff != "" {
				t.Fatalf("%s after a change of %s (-expected +read again):\n%s", was.ID, role.ID, diff)
			}
		}
		if c := change.Replace; c != nil {
			kept(t, tree, edits, cause(role, c.Keys[0]), len(c.With) == 0)
		}
	})
}

func cause(role *stack.Role, key string) source.Span {
	for _, g := range role.Grants {
		if g.Key == key {
			return g.Cause
		}
	}
	return source.Span{}
}

// kept wants every edit to lie within the statement; one that goes takes its line and the comment above along, the last one its list.
func kept(t *rapid.T, tree source.Files, edits source.Edits, at source.Span, gone bool) {
	for _, e := range edits {
		if e.File != at.File || !gone && (e.Start < at.Start || e.End > at.End+1) {
			t.Fatalf("an edit outside of the statement: %+v, which is at %+v", e, at)
		}
		if cut := string(tree[e.File][e.Start:e.End]); gone && strings.Count(cut, "- Effect") > 1 {
			t.Fatalf("an edit takes more than the statement: %q", cut)
		}
	}
}

// drawnChange narrows a statement to some of its actions, on one of its resources or on one of its own; takes it away; or adds one.
func drawnChange(t *rapid.T, s *stack.Stack) (*stack.Role, stack.Change) {
	var roles []*stack.Role
	for _, r := range s.Roles {
		if slices.ContainsFunc(r.Grants, func(g *stack.Grant) bool { return g.Origin == stack.Inline }) {
			roles = append(roles, r)
		}
	}
	role := rapid.SampledFrom(roles).Draw(t, "role")
	var inline []*stack.Grant
	for _, g := range role.Grants {
		if g.Origin == stack.Inline {
			inline = append(inline, g)
		}
	}
	g := rapid.SampledFrom(inline).Draw(t, "grant")
	narrow := g.Statement
	narrow.Actions = narrow.Actions[:rapid.IntRange(1, len(narrow.Actions)).Draw(t, "kept")]
	switch rapid.SampledFrom([]string{"same", "one", "table", "stage"}).Draw(t, "resource") {
	case "one":
		narrow.Resources = narrow.Resources[:1]
	case "table":
		narrow.Resources = []iam.Term{{Value: arnOf(s, "Table")}}
	case "stage":
		stage := symbolic.Part{Kind: symbolic.Parameter, Text: "sls:stage"}
		narrow.Resources = []iam.Term{{Value: symbolic.Concat(symbolic.Text("arn:aws:s3:::new-"), symbolic.Value{stage}, symbolic.Text("/*"))}}
	}
	switch rapid.SampledFrom([]string{"narrow", "remove", "add"}).Draw(t, "change") {
	case "remove":
		return role, stack.Change{Replace: &stack.ReplaceGrants{Role: role.ID, Keys: []string{g.Key}}}
	case "add":
		return role, stack.Change{Add: &stack.AddStatements{Role: role.ID, Statements: []iam.Statement{{
			Effect: iam.Allow, Actions: []iam.Term{{Value: symbolic.Text("sns:Publish")}}, Resources: narrow.Resources,
		}}}}
	}
	return role, stack.Change{Replace: &stack.ReplaceGrants{Role: role.ID, Keys: []string{g.Key}, With: []iam.Statement{narrow}}}
}
