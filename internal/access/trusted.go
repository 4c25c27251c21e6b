package access

import (
	"slices"
	"strings"

	"github.com/parebot/pare/internal/estate"
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/symbolic"
)

// trusted reports whether a need is to assume a role of the repository whose trust policy names the role that asks. Within an account that is
// enough, and no policy of the role that asks need say it too:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics-single-account.html
func trusted(e *estate.Estate, r *estate.Role, n Need) bool {
	if !strings.HasPrefix(strings.ToLower(n.Action), "sts:") || len(r.Arn) == 0 {
		return false
	}
	return slices.ContainsFunc(e.Roles, func(other *estate.Role) bool {
		return len(other.Arn) > 0 && matchResource(partitionless(n.Resource), partitionless(other.Arn)) != symbolic.No &&
			slices.ContainsFunc(other.Trust.Statements, func(s iam.Statement) bool { return lets(s, n.Action, r.Arn) })
	})
}

// lets reports whether a statement of a trust policy lets a role do something, by its ARN.
func lets(s iam.Statement, action string, arn symbolic.Value) bool {
	acts := func(t iam.Term) bool { return iam.ActionMatches(t.Value, action) != symbolic.No }
	is := func(p iam.Principal) bool { return p.Kind == "AWS" && symbolic.Match(p.Value, arn) == symbolic.Yes }
	return s.Effect == iam.Allow && slices.ContainsFunc(s.Actions, acts) && slices.ContainsFunc(s.Principals, is)
}
