// Package sdk is one call of an AWS SDK at one place in code, and what could not be told about such calls.
// It is also where the languages say what the names of their SDK do, for flow to follow.
package sdk

import (
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/symbolic"
)

// Call is one SDK operation that code may make.
type Call struct {
	Service   string // client name as botocore spells it: s3, dynamodb, stepfunctions, events
	Operation string // API operation: GetObject
	// Arguments by the API's own names (Bucket, TableName); nested members with dots and [] (RequestItems, Delete.Objects[].VersionId).
	// A given argument whose value could not be told is a Set with an Unknown part; an argument that is not given is absent.
	Arguments map[string]symbolic.Set
	// Open says that more arguments may have been given than Arguments holds (**kwargs).
	Open bool
	// Via names the helper that makes the call on the code's behalf ("upload_file"), "" for the operation itself.
	Via  string
	Span source.Span   // the call expression
	Text string        // the source line, trimmed, for people
	Path []source.Span // from the handler to the call, outermost first; the places of the calls in between
}

// Unknown is something that may need permissions which could not be told.
type Unknown struct {
	Service string // client name, "" for all services
	Span    source.Span
	Reason  string
}
