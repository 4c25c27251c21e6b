// Package access joins what a repository deploys with what its code calls and with AWS's tables: per role, over all its users,
// what is needed against what is granted. Three-valued throughout: what cannot be told is neither missing nor unused.
package access

import (
	"github.com/parebot/pare/internal/estate"
	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// Code is what is known of one function's code.
type Code struct {
	Files   []string
	Calls   []sdk.Call
	Unknown []sdk.Unknown
	Unread  *source.Note // set where the code was not found or could not be read: then all is unknown
}

// Need is one action on one resource that code or platform requires.
type Need struct {
	Action   string         // canonical: "s3:GetObject"
	Resource symbolic.Value // environment variables substituted; folded (${Orders.Arn}/index/*); Unknown parts where not known
	Scope    finding.Scope
	Kind     finding.NeedKind
	When     []symbolic.Condition
	Because  []source.Note
	// Optional says that the grant is never called unused for it, and never missing either (logs:CreateLogGroup).
	Optional bool
}

// Gap is what could not be told. Service is an IAM prefix, "*" for all.
type Gap struct {
	Service string
	Client  string // of the SDK, where a call of it could not be told: what its operations need of other services is in doubt too
	Note    source.Note
	Granted bool // it is what the role grants that is not known, not what is needed
}

// Comparison is one role: needed, granted, and the difference.
type Comparison struct {
	Role    *estate.Role // nil for a function whose role is not in the repository
	Users   []User
	Grants  []Judged
	Missing []Need // over all users; Users has them by function
	Gaps    []Gap  // over all users
	Status  finding.Status
}

// User is one function of a Comparison.
type User struct {
	estate.User
	Needs []Need
	// Maybe are needs that could not be told (an argument that is perhaps given, a key that perhaps encrypts): a grant that
	// serves one is never called unused, and nothing of it is missing.
	Maybe   []Need
	Missing []Need
	Gaps    []Gap
	Status  finding.Status
	Files   []string
}

// Judged is one cell of a grant: one action pattern on one resource pattern of one statement, and what became of it.
type Judged struct {
	Grant    *stack.Grant
	Action   int // index in Statement.Actions
	Resource int // index in Statement.Resources
	Use      Use
	Keep     []Need // for Broad: the needs that it serves; for Used as well
	Reason   string // for Unsettled: why
}

// Use of a grant's cell.
type Use string

// The uses.
const (
	Used      Use = "used"      // exactly what is needed, or as narrow as it can be said
	Broad     Use = "broad"     // a part is needed
	Unused    Use = "unused"    // no user of the role needs any of it
	Unsettled Use = "unsettled" // something unknown may need it
)
