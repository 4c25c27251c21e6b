package rules

import (
	"testing"

	"github.com/parebot/pare/internal/access"
	"github.com/parebot/pare/internal/symbolic"
)

// A wildcard in region or account alone is another thing than one in the name, also where a template's expression is the name.
func TestPlaceOnly(t *testing.T) {
	stage := symbolic.Value{{Kind: symbolic.Parameter, Text: "Stage"}}
	unknown := symbolic.Value{{Kind: symbolic.Unknown, Text: "it depends"}}
	region := symbolic.Value{{Kind: symbolic.Pseudo, Text: "AWS::Region"}}
	for _, c := range []struct {
		name    string
		pattern symbolic.Value
		want    bool
	}{
		{"account", symbolic.Text("arn:aws:dynamodb:us-east-1:*:table/orders"), true},
		{"account, and an expression in the name", symbolic.Concat(symbolic.Text("arn:aws:dynamodb:"), region, symbolic.Text(":*:table/orders-"), stage), true},
		{"name", symbolic.Text("arn:aws:dynamodb:us-east-1:*:table/*"), false},
		{"a name that is not known", symbolic.Concat(symbolic.Text("arn:aws:dynamodb:us-east-1:*:table/"), unknown), false},
		{"everything", symbolic.Text("*"), false},
	} {
		if got := placeOnly(c.pattern, []access.Need{{}}); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}
