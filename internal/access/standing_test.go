package access

import (
	"testing"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// TestDefaultOfVariable: what code takes where a variable is not set is no table of it where the template sets the variable.
func TestDefaultOfVariable(t *testing.T) {
	table := symbolic.Set{
		{Value: symbolic.Value{{Kind: symbolic.Env, Text: "TABLE"}}},
		{Value: symbolic.Text("local"), When: []symbolic.Condition{symbolic.Unset("TABLE")}},
	}
	for _, c := range []struct{ name, set, want string }{
		{"it is set", "${Orders}", "dynamodb:GetItem on ${Orders.Arn} (exact)"},
		{"it is not set", "", "dynamodb:GetItem on arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/local (exact)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			call := sdk.Call{Service: "dynamodb", Operation: "GetItem", Arguments: map[string]symbolic.Set{"TableName": table}}
			run := comparing{calls: []sdk.Call{call}}
			if c.set != "" {
				run.with = func(s *stack.Stack) { s.Functions[0].Env["TABLE"] = stack.Value{Set: symbolic.Certain(written(c.set))} }
			}
			certain := 0
			for _, n := range run.run()[0].Users[0].Needs {
				if n.Action == "dynamodb:GetItem" && !n.Resource.HasUnknown() {
					certain++
					if got := n.Action + " on " + n.Resource.String() + " (" + string(n.Scope) + ")"; got != c.want {
						t.Errorf("needs %s, want %s", got, c.want)
					}
				}
			}
			if certain != 1 {
				t.Errorf("%d tables are known, want 1", certain)
			}
		})
	}
}
