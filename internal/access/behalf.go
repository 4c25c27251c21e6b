package access

import (
	"slices"
	"strings"

	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/symbolic"
)

// onBehalf reports whether a pattern allows something that an operation of a client needs of another service: results that Athena reads
// from S3, a role that is passed on. A call of the client that could not be told may be that operation.
func (j *jury) onBehalf(client string, pattern symbolic.Value) bool {
	if client == "" {
		return false
	}
	actions, ok := j.behalf[client]
	if !ok {
		actions = j.elsewhereNeeded(client)
		j.behalf[client] = actions
	}
	for _, action := range actions {
		if matchAction(pattern, action) != symbolic.No {
			return true
		}
	}
	return false
}

// elsewhereNeeded are the actions of other services that a client's operations may need.
func (j *jury) elsewhereNeeded(client string) (actions []string) {
	own := strings.ToLower(j.tables.Prefix(client)) + ":"
	for _, name := range j.tables.Operations(client) {
		op, _ := j.tables.Operation(client, name)
		for _, a := range op.Needs {
			if !strings.HasPrefix(strings.ToLower(a.Action), own) {
				actions = append(actions, a.Action)
			}
		}
	}
	return actions
}

// throughKeys are the condition keys that ask for a call to come by way of another service.
var throughKeys = []string{"aws:calledvia", "aws:calledviafirst", "aws:calledvialast", "aws:viaawsservice", "kms:viaservice"}

// through reports whether a statement allows only what another service does on the function's behalf. No line of the code shows that.
func through(s iam.Statement) bool {
	return slices.ContainsFunc(s.Conditions, func(c iam.Condition) bool {
		return slices.Contains(throughKeys, strings.ToLower(c.Key)) && !strings.Contains(strings.ToLower(c.Operator), "not")
	})
}
