package main

import (
	"fmt"
	"os"

	"github.com/parebot/pare/internal/analysis"
	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/languages"
)

type policyCmd struct {
	Function string `arg:"" help:"Id of the function, or TEMPLATE#ID."`
	Dir      string `arg:"" optional:"" default:"." help:"Folder to read."`
	Dialect  string `enum:"json,template" default:"json" help:"json, or template: statements as they would stand in the template."`
}

// Run prints the least policy of one function.
func (c *policyCmd) Run() error {
	ws, settings, err := openWorkspace(c.Dir, "")
	if err != nil {
		return err
	}
	fn, written, err := analysis.Least(ws.Head, analysis.Options{Settings: settings, Tables: tables(), Cache: languages.NewCache()}, c.Function)
	if err != nil {
		return err
	}
	for _, gap := range fn.Unknown {
		fmt.Fprintf(os.Stderr, "%s:%d: could not tell: %s\n", gap.File, gap.Line, gap.Reason)
	}
	if c.Dialect == "template" {
		text, err := written()
		if err != nil {
			return err
		}
		_, err = os.Stdout.WriteString(text)
		return err
	}
	out, err := finding.Print(fn.Policy)
	if err != nil {
		return err
	}
	_, err = os.Stdout.Write(out)
	return err
}
