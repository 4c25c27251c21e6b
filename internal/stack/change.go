package stack

import (
	"errors"

	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/symbolic"
)

// Change is what Pare wants to have different, in no format's words. A format's Edit turns it into an atomic set of edits,
// or refuses with ErrCannot. One of the fields is set.
type Change struct {
	Replace *ReplaceGrants
	Add     *AddStatements
	Set     *SetTrigger
}

// ReplaceGrants puts statements in the place of one cause: the statement with Key, or the entry (managed policy, policy template) whose
// grants all share that Cause. Without statements it removes the cause, and what becomes empty by that.
type ReplaceGrants struct {
	Role string
	Keys []string // of the grants with one Cause
	With []iam.Statement
}

// AddStatements gives a role statements that it does not have.
type AddStatements struct {
	Role       string
	Statements []iam.Statement
}

// SetTrigger sets one property of a trigger: "SourceArn", "SourceAccount", "AuthType", ...
type SetTrigger struct {
	Trigger  string
	Property string
	Value    symbolic.Value
}

// ErrCannot is why a format does not make a change: what is said around it tells a person.
var ErrCannot = errors.New("this change cannot be written here")
