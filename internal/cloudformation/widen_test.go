package cloudformation

import (
	"testing"

	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/symbolic"
)

// Two lists are the same where they stand for the same strings, in any order and spelling; what is not known is the same as nothing.
func TestSameTerms(t *testing.T) {
	orders := symbolic.Part{Kind: symbolic.Attribute, Text: "Orders", Attr: "Arn", Stack: "t", Form: symbolic.Text("arn:aws:sqs:eu-west-1:111122223333:orders")}
	arn, spelt, other := symbolic.Value{orders}, orders.Form, symbolic.Text("arn:aws:sqs:eu-west-1:111122223333:jobs")
	unknown := symbolic.Value{{Kind: symbolic.Unknown, Text: "why"}}
	prod := []symbolic.Condition{{Stack: "t", Name: "IsProd"}}
	terms := func(values ...symbolic.Value) (list []iam.Term) {
		for _, v := range values {
			list = append(list, iam.Term{Value: v})
		}
		return list
	}
	for name, c := range map[string]struct {
		a, b []iam.Term
		want bool
	}{
		"itself":           {terms(arn), terms(arn), true},
		"two spellings":    {terms(arn), terms(spelt), true},
		"another order":    {terms(arn, other), terms(other, spelt), true},
		"another":          {terms(arn), terms(other), false},
		"more":             {terms(arn), terms(arn, other), false},
		"fewer":            {terms(arn, other), terms(arn), false},
		"unknown":          {terms(unknown), terms(unknown), false},
		"under conditions": {[]iam.Term{{Value: arn, When: prod}}, terms(arn), false},
		"nothing":          {nil, nil, false},
	} {
		if got := sameTerms(c.a, c.b); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
