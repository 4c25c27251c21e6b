package main

import (
	"fmt"
	"os"
	"slices"

	"github.com/parebot/pare/internal/analysis"
	"github.com/parebot/pare/internal/config"
	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/languages"
	"github.com/parebot/pare/internal/review"
	"github.com/parebot/pare/internal/source"
)

const settingsPath = config.Path

// think is the analysis as every command and every confined child runs it.
func think(ws source.Workspace, s config.Settings) finding.Report {
	spendMemory()
	return analysis.Since(ws, analysis.Options{Settings: s, Tables: tables(), Cache: languages.NewCache()})
}

type checkCmd struct {
	Dir    string `arg:"" optional:"" default:"." help:"Folder to read."`
	Base   string `placeholder:"REF" help:"Compare with the merge base of HEAD and REF: only what is worse since then counts."`
	Format string `enum:"text,json,markdown,sarif" default:"text" help:"text, json, markdown or sarif."`
	FailOn string `enum:"low,medium,high,critical,never" default:"medium" help:"Exit 1 where a finding is at or above: low, medium, high, critical, never."`
}

// Run reports on a folder.
func (c *checkCmd) Run() error {
	ws, settings, err := openWorkspace(c.Dir, c.Base)
	if err != nil {
		return err
	}
	report := think(ws, settings)
	if err := c.print(report, ws, settings); err != nil {
		return err
	}
	if slices.ContainsFunc(report.Findings, func(f finding.Finding) bool { return f.Worse && review.AtLeast(f.Severity, c.FailOn) }) {
		return errFound
	}
	return nil
}

func (c *checkCmd) print(report finding.Report, ws source.Workspace, s config.Settings) error {
	var out []byte
	var err error
	switch c.Format {
	case "json":
		out, err = finding.Print(report)
	case "sarif":
		out, err = review.Sarif(report)
	case "markdown":
		out = []byte(review.Markdown(review.Input{Report: report, Head: ws.Head, Diff: ws.Diff, Settings: s, Tables: tables()}))
	default:
		out = []byte(review.Text(report))
	}
	if err != nil {
		return err
	}
	_, err = os.Stdout.Write(out)
	return err
}

// openWorkspace opens a folder, and its merge base where one is asked for. Settings come from the base where there is one.
func openWorkspace(dir, base string) (source.Workspace, config.Settings, error) {
	head, err := openFolder(dir)
	if err != nil {
		return source.Workspace{}, config.Settings{}, err
	}
	ws := source.Workspace{Head: head}
	var from source.Tree = head
	if base != "" {
		was, err := openMergeBase(dir, base)
		if err != nil {
			return ws, config.Settings{}, err
		}
		ws.Base, ws.Diff, from = was, source.Compare(was, head), was
	}
	text, err := readSettings(from)
	if err != nil {
		return ws, config.Settings{}, fmt.Errorf("reading the settings: %w", err)
	}
	settings, err := config.Load(text)
	return ws, settings, err
}
