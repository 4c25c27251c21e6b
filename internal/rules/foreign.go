package rules

import (
	"github.com/parebot/pare/internal/access"
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/symbolic"
)

// foreign reports whether a role is none of Lambda's: no function of the repository has it, and its trust policy lets none assume it.
// A pipeline's or a server's role is not judged: what it needs stands in no code that is read.
func foreign(c access.Comparison) bool {
	if len(c.Users) > 0 || len(c.Role.Trust.Statements) == 0 {
		return false
	}
	lambda := iam.Principal{Kind: "Service", Value: symbolic.Text("lambda.amazonaws.com")}
	return c.Role.Trust.Allows(iam.Request{Action: "sts:AssumeRole", Principal: lambda}) == symbolic.No
}
