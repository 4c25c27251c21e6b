package access

import (
	"slices"
	"strings"

	"github.com/parebot/pare/internal/estate"
	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// missing are the needs that a role does not allow under any value of what is not known. A policy whose text is elsewhere
// may allow anything, so beside it nothing is missing.
func missing(e *estate.Estate, r *estate.Role, u User) (list []Need) {
	if r == nil || elsewhere(r) {
		return nil
	}
	granted := Granted(r)
	for _, n := range u.Needs {
		request := iam.Request{Action: n.Action, Resource: partitionless(n.Resource), When: slices.Concat(u.Function.When, n.When)}
		if n.Optional || granted.Allows(request) != symbolic.No {
			continue
		}
		if request.Resource = n.allBuckets(); request.Resource != nil && granted.Allows(request) != symbolic.No {
			continue
		}
		if !trusted(e, r, n) {
			list = append(list, n)
		}
	}
	return list
}

// within says whether a resource pattern holds the resource of a need.
func (n Need) within(pattern symbolic.Value) symbolic.Answer {
	pattern = partitionless(pattern)
	answer := matchResource(pattern, partitionless(n.Resource))
	if all := n.allBuckets(); all != nil {
		answer = max(answer, matchResource(pattern, all))
	}
	return answer
}

// allBuckets is what S3 takes for * beside it, where an action has no resource: the ARN of every bucket. Other services take * alone.
func (n Need) allBuckets() symbolic.Value {
	if n.Scope != finding.StarOnly || !strings.HasPrefix(strings.ToLower(n.Action), "s3:") {
		return nil
	}
	return symbolic.Text("arn:aws:s3:::*")
}

// elsewhere reports whether the role has a policy whose text is not known.
func elsewhere(r *estate.Role) bool {
	return slices.ContainsFunc(r.Grants, func(g *stack.Grant) bool { return g.Opaque != "" })
}

// Granted is all that is attached to a role, as one policy. Policies whose text is elsewhere are not in it.
func Granted(r *estate.Role) iam.Policy {
	var all iam.Policy
	for _, g := range r.Grants {
		if g.Opaque == "" {
			all.Statements = append(all.Statements, home(g.Statement))
		}
	}
	return all
}
