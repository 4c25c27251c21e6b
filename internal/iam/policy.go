// Package iam is AWS's policy language and its algebra: parse from a document, print, cover, the proof that one policy allows
// nothing that another does not, and the evaluator of one request. It has no tables about services.
package iam

import (
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/symbolic"
)

// Effect of a Statement.
type Effect string

// The effects.
const (
	Allow Effect = "Allow"
	Deny  Effect = "Deny"
)

// Policy is a list of statements: an identity policy, a trust policy, or all that is attached to one role.
type Policy struct {
	Statements []Statement
}

// Statement is one statement. Exactly one of Actions and NotActions is set, likewise of Resources and NotResources
// (both are empty in a trust policy). Principals are set in resource and trust policies only.
type Statement struct {
	Sid           string
	Effect        Effect
	Actions       []Term // patterns in any case; compared without regard to it
	NotActions    []Term
	Resources     []Term
	NotResources  []Term
	Principals    []Principal
	NotPrincipals []Principal
	Conditions    []Condition
	When          []symbolic.Condition // conditions of the template under which the statement exists
	Span          source.Span          // the whole statement; the zero Span where it is not written in a file of the repository
	// Partial says that something of the statement could not be read: an Unknown term stands in its place, its conditions may be others,
	// or (Effect is "") it may allow or deny. Nothing is narrowed on it, and it proves nothing.
	Partial bool
}

// Term is one action or resource pattern with its place. The literal parts of Value are a pattern (* and ?).
type Term struct {
	Value symbolic.Value
	When  []symbolic.Condition
	Span  source.Span
}

// Principal is who: Kind is AWS, Service, Federated, CanonicalUser, or * (then Value is "*").
type Principal struct {
	Kind  string
	Value symbolic.Value
	When  []symbolic.Condition
	Span  source.Span
}

// Condition is one test of a Statement: Operator (StringEquals, ForAnyValue:StringLike, ...), Key, and the values of which one must hold.
type Condition struct {
	Operator string
	Key      string
	Values   []symbolic.Value
	Span     source.Span
}

// Request is one question to a policy. Principal is the zero value for identity policies. Context holds the condition keys that are known;
// a key that is absent is unknown, so a condition on it answers May.
type Request struct {
	Action    string
	Resource  symbolic.Value
	Principal Principal
	Context   map[string]symbolic.Value
	When      []symbolic.Condition // conditions of the template under which the request is made
}

// Outcome of a proof.
type Outcome string

// The outcomes.
const (
	Proved         Outcome = "proved"
	Counterexample Outcome = "counterexample"
	Unsettled      Outcome = "unknown"
)

// Verdict answers: does every request that New allows, Old allow too? Counter is set for a Counterexample, Reason for Unsettled.
type Verdict struct {
	Outcome Outcome
	Counter *Request
	Reason  string
}
