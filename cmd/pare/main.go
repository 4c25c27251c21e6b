// Pare brings AWS Lambda functions to least privilege, in the pull request. This package wires the rooms of internal/ to a command line, one
// file a command; it decides nothing.
package main

import (
	"errors"
	"fmt"
	"os"
	"runtime/debug"

	"github.com/alecthomas/kong"

	"github.com/parebot/pare/internal/confine"
	"github.com/parebot/pare/internal/serviceref/refresh"
)

// cli is the table of commands.
type cli struct {
	Demo    demoCmd    `cmd:"" help:"The whole App on one machine, no account: a simulated GitHub, two sample pull requests, real signed webhooks."`
	Serve   serveCmd   `cmd:"" help:"Webhook server and workers."`
	Work    workCmd    `cmd:"" help:"Workers alone."`
	Check   checkCmd   `cmd:"" help:"Report on a folder."`
	Fix     fixCmd     `cmd:"" help:"Make the edits that are proved, in place: removals and restrictions."`
	Preview previewCmd `cmd:"" help:"The review that a pull request would get."`
	Calls   callsCmd   `cmd:"" help:"Code alone, no template: the SDK calls and the actions that they need."`
	Policy  policyCmd  `cmd:"" help:"The least policy of one function."`
	Config  configCmd  `cmd:"" help:"The settings file, .github/pare.yml."`

	Serviceref servicerefCmd `cmd:"" help:"The tables of AWS's services."`
}

// Exit codes: a report without findings at or above --fail-on, one with, none at all.
const (
	exitClean = iota
	exitFound
	exitNoReport
)

// found ends a command whose report has something at or above --fail-on. There is nothing to print: the report says it.
var errFound = errors.New("something is at or above --fail-on")

// spendMemory is for a process that thinks once and ends: that its garbage is collected less often saves a sixth of its time.
func spendMemory() { debug.SetGCPercent(garbagePercent) }

const garbagePercent = 400

func main() {
	confine.Main(think)
	os.Exit(run(os.Args[1:]))
}

// run answers with the exit code. Standard output carries what was asked for, standard error the rest.
func run(args []string) int {
	parser := kong.Must(&cli{}, kong.Name("pare"), kong.Description("Least privilege for AWS Lambda, in the pull request."),
		kong.Vars{"reference": refresh.Published})
	ctx, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintf(os.Stderr, "pare: %v\nRun \"pare --help\" for the commands.\n", err)
		return exitNoReport
	}
	switch err := ctx.Run(); {
	case errors.Is(err, errFound):
		return exitFound
	case err != nil:
		fmt.Fprintln(os.Stderr, "pare:", err)
		return exitNoReport
	}
	return exitClean
}
