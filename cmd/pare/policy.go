package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/parebot/pare/internal/finding"
)

type policyCmd struct {
	Function string `arg:"" help:"Id of the function."`
	Dir      string `arg:"" optional:"" default:"." help:"Folder to read."`
	Dialect  string `enum:"json,template" default:"json" help:"json, or template: YAML with the template's own expressions."`
}

// Run prints the least policy of one function.
func (c *policyCmd) Run() error {
	ws, settings, err := openWorkspace(c.Dir, "")
	if err != nil {
		return err
	}
	fn, err := pick(think(ws, settings), c.Function)
	if err != nil {
		return err
	}
	for _, gap := range fn.Unknown {
		fmt.Fprintf(os.Stderr, "%s:%d: not told: %s\n", gap.File, gap.Line, gap.Reason)
	}
	if c.Dialect == "template" {
		_, err = os.Stdout.WriteString(inTemplate(fn.Policy))
		return err
	}
	out, err := finding.Print(fn.Policy)
	if err != nil {
		return err
	}
	_, err = os.Stdout.Write(out)
	return err
}

// pick finds a function by its id; where several templates have it, by TEMPLATE#ID.
func pick(r finding.Report, id string) (finding.Function, error) {
	var found []finding.Function
	for _, fn := range r.Functions {
		if fn.ID == id || fn.Template+"#"+fn.ID == id {
			found = append(found, fn)
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return finding.Function{}, fmt.Errorf("no function %q in the templates here", id)
	}
	return finding.Function{}, fmt.Errorf("%q is in several templates: say %s#%s", id, found[0].Template, id)
}

// inTemplate writes a policy as YAML: what holds an expression becomes !Sub, as CloudFormation and SAM have it.
func inTemplate(p finding.Policy) string {
	var b strings.Builder
	b.WriteString("Version: \"2012-10-17\"\nStatement:\n")
	for _, s := range p.Statement {
		fmt.Fprintf(&b, "  - Effect: %s\n    Action:\n", s.Effect)
		for _, a := range s.Action {
			fmt.Fprintf(&b, "      - %s\n", a)
		}
		b.WriteString("    Resource:\n")
		for _, r := range s.Resource {
			fmt.Fprintf(&b, "      - %s\n", expression(r))
		}
	}
	return b.String()
}

func expression(r string) string {
	if strings.Contains(r, "${") {
		return fmt.Sprintf("!Sub %q", r)
	}
	return fmt.Sprintf("%q", r)
}
