package main

import (
	"fmt"
	"os"
	"slices"

	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/source"
)

type fixCmd struct {
	Dir       string `arg:"" optional:"" default:"." help:"Folder to edit."`
	Finding   string `placeholder:"FINGERPRINT" help:"Only this finding."`
	Additions bool   `help:"Add missing permissions too."`
}

// Run applies the edits of proved findings, in place. Edits that overlap those of an earlier finding wait for the next run.
func (c *fixCmd) Run() error {
	ws, settings, err := openWorkspace(c.Dir, "")
	if err != nil {
		return err
	}
	tree := ws.Head.(*folder)
	report := think(ws, settings)
	edits, left := c.choose(report)
	for _, file := range sortedKeys(edits) {
		text, err := tree.Read(file)
		if err != nil {
			return err
		}
		if text, err = source.Apply(text, edits[file]); err != nil {
			return fmt.Errorf("editing %s: %w", file, err)
		}
		if err := tree.write(file, text); err != nil {
			return err
		}
		fmt.Fprintf(os.Stdout, "%s: %d edits\n", file, len(edits[file]))
	}
	if left > 0 {
		fmt.Fprintf(os.Stderr, "%d findings have no edit that is proved, or touch the same lines: run pare check for their reasons\n", left)
	}
	return nil
}

func (c *fixCmd) choose(r finding.Report) (edits map[string][]source.Edit, left int) {
	edits = make(map[string][]source.Edit)
	for _, f := range r.Findings {
		if c.Finding != "" && f.Fingerprint != c.Finding || f.Kind == finding.Tells || f.Kind == finding.Adds && !c.Additions {
			continue
		}
		if len(f.Edits) == 0 || f.Proof == nil || f.Proof.Verdict != "proved" || overlaps(edits, f.Edits) {
			left++
			continue
		}
		for _, e := range f.Edits {
			edits[e.File] = append(edits[e.File], source.Edit(e))
		}
	}
	return edits, left
}

func overlaps(taken map[string][]source.Edit, edits []finding.Edit) bool {
	return slices.ContainsFunc(edits, func(e finding.Edit) bool {
		return slices.ContainsFunc(taken[e.File], func(t source.Edit) bool {
			return e.Start < t.End && t.Start < e.End || e.Start == t.Start
		})
	})
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
