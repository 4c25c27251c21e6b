// Package flow runs a program from its entry without executing it: values, clients, calls. One engine for all languages.
//
// It is an abstract interpreter. A value is everything that an expression may be (value.go): strings that are known in part, and things:
// functions, classes, instances, containers, modules, SDK objects. Branches join, loops run to a small fixpoint, functions run
// once for each set of arguments. Variables of a function are followed in order; fields, entries and globals only grow, so that what is
// put in anywhere is seen everywhere. What a language's own library does, a language says in neutral words (language.go); what an SDK's
// names do, its idioms say (sdk.Idioms). Where something cannot be followed and may concern AWS, the result has an Unknown.
package flow

import (
	"slices"

	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/sdk"
)

// Result is what a program may do with AWS.
type Result struct {
	Calls   []sdk.Call    // sorted by place, each once
	Unknown []sdk.Unknown // sorted by place
	Files   []string      // that were read, sorted
	Steps   int           // what it cost
}

// The budget of one entry. What lies beyond is an Unknown for all services.
const (
	// MaxSteps counts evaluated expressions and statements.
	MaxSteps = 2_000_000
	// maxFrames is how many calls may be within one another.
	maxFrames = 80
	// maxActive is how often one function may be within itself before its arguments are no longer told apart.
	maxActive = 3
	// maxContexts is for how many sets of arguments one function runs before they are no longer told apart.
	maxContexts = 48
	// maxRuns is how often a function runs with one set of arguments: what is around it has shown all that it may be by then.
	maxRuns = 100
	// maxRounds is how often a loop runs before what still changes in it may be anything, and the entry while fields still grow.
	maxRounds = 3
	// maxTurns is how often functions that code which cannot be read may call are called in turn, while they change what others see.
	maxTurns = 6
	// maxThings is how many things one value may be.
	maxThings = 64
	// maxCalls is how many calls one result holds.
	maxCalls = 5000
	// maxFiles is how many modules one program reads.
	maxFiles = 2000
)

// Entry is where a program starts.
type Entry struct {
	Language Language
	Loader   Loader
	File     string          // holds the entry; the name of the code where it is in no file
	Code     *program.Module // its code, where it is in no file; else nil
	// Names are what names of packages do in place of the SDK's: in code that is a template. There, files have names from the root of the tree.
	Names  sdk.Idioms
	Symbol string // the handler in it: "handler", "Class.method"; "" runs the module alone, Everything all that it defines
}

// Run follows the program from its entry: the code of the module and of all that it imports, then the handler.
func Run(e Entry) Result {
	r := newRun(e)
	r.enter(e)
	return r.result()
}

// result sorts what was found.
func (r *run) result() Result {
	calls := r.calls
	sdk.Sort(calls)
	files := slices.Sorted(slices.Values(r.files))
	return Result{Calls: calls, Unknown: sdk.SortUnknown(r.unknowns), Files: slices.Compact(files), Steps: r.steps}
}
