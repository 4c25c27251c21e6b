// Package rules is one judgement a file, and the table of them. A rule is a pure function from what is known to what is to be said.
package rules

import (
	"github.com/parebot/pare/internal/access"
	"github.com/parebot/pare/internal/estate"
	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

// Facts is all that a rule may look at.
type Facts struct {
	Estate      *estate.Estate
	Comparisons []access.Comparison
	Tables      *serviceref.Tables
	Unread      []source.Note
}

// Judgement is what a rule says, before its change has become edits.
type Judgement struct {
	Rule       string
	Severity   finding.Severity
	Confidence finding.Confidence
	Kind       finding.Kind
	Subject    string      // id of the function, role or trigger
	Place      source.Span // of the cause
	Message    string
	Because    []source.Note
	// What tells it from others of its rule, and survives moves: logical resource, action, ARN pattern.
	Key    []string
	Stack  *stack.Stack
	Change *stack.Change
	Cause  string   // judgements with one Cause are merged into one finding; "" for its own
	Also   []string // the other rules that were merged into this one
	// Instead explains why there is no Change where one would be expected.
	Instead string
}

// Rule is one row of the table.
type Rule struct {
	ID    string
	About string // one line for the table of rules
	Check func(Facts) []Judgement
}
