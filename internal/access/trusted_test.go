package access

import (
	"testing"

	"github.com/parebot/pare/internal/estate"
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// TestTrusted: who assumes a role whose trust policy names it needs no permission of its own; the account's root names nobody.
func TestTrusted(t *testing.T) {
	arn := symbolic.Value{{Kind: symbolic.Attribute, Text: "CreateRole", Attr: "Arn", Stack: file, Type: "AWS::IAM::Role", Form: written("arn:aws:iam::${AWS::AccountId}:role/create")}}
	for _, c := range []struct {
		name, target string
		principal    symbolic.Value
		missing      int
	}{
		{"the role itself", "arn:aws:iam::*:role/tenant", arn, 0},
		{"its ARN as text", "arn:aws:iam::*:role/tenant", written("arn:aws:iam::${AWS::AccountId}:role/create"), 0},
		{"the account", "arn:aws:iam::*:role/tenant", written("arn:aws:iam::${AWS::AccountId}:root"), 1},
		{"another role is asked for", "arn:aws:iam::*:role/other", arn, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := shop()
			s.Roles[0].Arn = arn
			s.Roles = append(s.Roles, &stack.Role{ID: "Tenant", Arn: written("arn:aws:iam::${AWS::AccountId}:role/tenant"), Trust: iam.Policy{Statements: []iam.Statement{{
				Effect: iam.Allow, Actions: []iam.Term{{Value: symbolic.Text("sts:AssumeRole")}}, Principals: []iam.Principal{{Kind: "AWS", Value: c.principal}},
			}}}})
			e := estate.Link([]*stack.Stack{s}, source.Files{})
			code := Code{Calls: calls("sts AssumeRole RoleArn=" + c.target)}
			missing := 0
			for _, got := range Compare(e, map[string]Code{file + "#Create": code}, tables) {
				for _, n := range got.Missing {
					if n.Action == "sts:AssumeRole" {
						missing++
					}
				}
			}
			if missing != c.missing {
				t.Errorf("%d missing, want %d", missing, c.missing)
			}
		})
	}
}
