package sdk_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/symbolic"
)

func text(s string) sdk.Given { return sdk.Given{Text: symbolic.Certain(symbolic.Text(s))} }

// TestFlatten is how a value that is handed to an SDK becomes arguments by path.
func TestFlatten(t *testing.T) {
	env := symbolic.Certain(symbolic.Value{{Kind: symbolic.Env, Text: "T"}})
	for _, c := range []struct {
		name  string
		given sdk.Given
		want  map[string]string
		open  bool
	}{
		{"a string", text("b"), map[string]string{"A": "b"}, false},
		{
			"a dictionary is its keys, and its members behind dots",
			sdk.Given{Fields: []sdk.Field{{Name: "K", Value: text("v")}}},
			map[string]string{"A": "K", "A.K": "v"}, false,
		},
		{
			"a list's items are behind brackets",
			sdk.Given{Items: []sdk.Given{{Fields: []sdk.Field{{Name: "K", Value: text("v")}}}}},
			map[string]string{"A": "*", "A[]": "K", "A[].K": "v"}, false,
		},
		{
			"a key that is known in part",
			sdk.Given{Keys: env, Values: []sdk.Given{text("v")}},
			map[string]string{"A": "${env:T}", "A.*": "v"}, false,
		},
		{"a member that may not be there", sdk.Given{Fields: []sdk.Field{{Name: "K", Value: text("v"), Maybe: true}}}, map[string]string{"A": "K", "A.K": "v"}, true},
		{"what is not known is any string", sdk.Given{Unknown: "why"}, map[string]string{"A": "*"}, false},
		{"more members", sdk.Given{Open: true}, map[string]string{"A": "*"}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			into := make(map[string]symbolic.Set)
			open := sdk.Flatten(into, "A", c.given)
			got := make(map[string]string)
			for path, set := range into {
				for _, choice := range set {
					got[path] += choice.Value.String()
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" || open != c.open {
				t.Errorf("open %v, arguments (-want +got):\n%s", open, diff)
			}
		})
	}
}

// TestFlattenEnds: values that are deep or wide leave the rest of the arguments open.
func TestFlattenEnds(t *testing.T) {
	deep := text("v")
	for range 50 {
		deep = sdk.Given{Fields: []sdk.Field{{Name: "K", Value: deep}}}
	}
	wide := sdk.Given{}
	for i := range 1000 {
		wide.Fields = append(wide.Fields, sdk.Field{Name: string(rune('a' + i)), Value: text("v")})
	}
	for _, given := range []sdk.Given{deep, wide} {
		into := make(map[string]symbolic.Set)
		if open := sdk.Flatten(into, "A", given); !open || len(into) > 300 {
			t.Errorf("open %v, %d arguments", open, len(into))
		}
	}
}

// TestVariants: an argument that is there in some cases makes two calls of one.
func TestVariants(t *testing.T) {
	args := sdk.Arguments{Named: []sdk.Field{{Name: "A"}, {Name: "B", Maybe: true}}}
	if got := args.Variants(); len(got) != 2 || len(got[0]) != 1 || len(got[1]) != 2 {
		t.Errorf("variants %v", got)
	}
	if got := (sdk.Arguments{Named: args.Named[:1]}).Variants(); len(got) != 1 {
		t.Errorf("variants %v", got)
	}
}
