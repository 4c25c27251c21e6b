package formats_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/parebot/pare/internal/formats"
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

const ordersTemplate = `Transform: AWS::Serverless-2016-10-31
Resources:
  Orders: {Type: AWS::DynamoDB::Table}
  Fn: {Type: AWS::Serverless::Function, Properties: {CodeUri: src}}
`

// TestExpress writes a policy with the expressions of its template, in short tags since the template has no long forms.
func TestExpress(t *testing.T) {
	tree := source.Files{"t.yaml": []byte(ordersTemplate)}
	s := formats.Read(tree, "t.yaml")
	statement := func(resource string) []iam.Statement {
		return []iam.Statement{{Effect: iam.Allow, Actions: parseTerms(s, "dynamodb:GetItem,dynamodb:Query"), Resources: parseTerms(s, resource)}}
	}
	got, err := formats.Express(tree, s, "FnRole", statement("${Orders.Arn},${Orders.Arn}/index/${unknown}"))
	want := []string{
		"- Effect: Allow", "  Action:", "    - dynamodb:GetItem", "    - dynamodb:Query",
		"  Resource:", "    - !GetAtt Orders.Arn", `    - !Sub "${Orders.Arn}/index/*"`,
	}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
	for _, resource := range []string{"${Fn.Arn}", "${Elsewhere.Arn}"} {
		if _, err := formats.Express(tree, s, "FnRole", statement(resource)); !errors.Is(err, stack.ErrCannot) {
			t.Errorf("%s: %v, want a refusal", resource, err)
		}
	}
}

// TestNoTemplate shows that other files are nothing, and a stack of an unknown format is refused.
func TestNoTemplate(t *testing.T) {
	tree := source.Files{"a.yaml": []byte("a: 1\n"), "package.json": []byte("{}"), "t.py": []byte(ordersTemplate), "b.yaml": []byte("- Resources: AWS::x\n")}
	for _, file := range append(tree.Paths(), "absent.yaml") {
		if s := formats.Read(tree, file); s != nil {
			t.Errorf("%s is read as %s", file, s.Format)
		}
	}
	if _, err := formats.Edit(tree, &stack.Stack{Format: "pulumi"}, stack.Change{}); !errors.Is(err, stack.ErrCannot) {
		t.Errorf("an unknown format: %v", err)
	}
}
