// Package flow runs a program from its entry without executing it: values, clients, calls. One engine for all languages.
package flow

import "github.com/parebot/pare/internal/sdk"

// Result is what a program may do with AWS.
type Result struct {
	Calls   []sdk.Call    // sorted by place, each once
	Unknown []sdk.Unknown // sorted by place
	Files   []string      // that were read, sorted
	Steps   int           // what it cost
}

// MaxSteps is the budget of one entry in evaluated expressions; past it the result has an Unknown for all services.
const MaxSteps = 2_000_000
