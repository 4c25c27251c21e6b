// Package analysis is the story: a tree of files in, a report out, the same bytes for the same input. It never reads the clock, the disk
// or the network; what it costs is bounded by counts, never by time.
//
// Run reads the templates (formats), links them (estate), finds and follows each function's code (locate, languages), compares needs with
// grants (access), judges (rules), and turns each judgement into edits that it has proved on the re-read repository (propose.go, prove.go).
// Since does that for a head and its merge base, and says what the change made worse.
package analysis

import (
	"slices"

	"github.com/parebot/pare/internal/config"
	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/languages"
	"github.com/parebot/pare/internal/rules"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/source"
)

// Options of an analysis.
type Options struct {
	Settings config.Settings
	Tables   *serviceref.Tables
	Cache    languages.Cache // lowered code by content, nil for none
}

// Run reports on one tree. Every finding counts as worse, since there is nothing to compare with.
func Run(tree source.Tree, o Options) finding.Report {
	v := look(tree, o, nil)
	findings := v.findings(nil)
	for i := range findings {
		findings[i].Worse = true
	}
	return v.report(findings)
}

// Since reports on the head of a workspace. Findings whose excess the base had already are not Worse.
// Suppressions in a file count only where the base has them too.
func Since(ws source.Workspace, o Options) finding.Report {
	if ws.Base == nil {
		return Run(ws.Head, o)
	}
	if o.Cache == nil {
		o.Cache = languages.NewCache()
	}
	was := look(ws.Base, o, nil)
	is := look(ws.Head, o, was)
	is.before = func(file string) string { return before(ws.Diff, file) }
	findings := is.findings(ws.Base)
	findings = append(findings, unexplained(is, was, ws.Diff)...)
	markWorse(findings, is, was, ws.Diff)
	return is.report(findings)
}

// findings judges, proposes and proves. Inline suppressions count where accepted (the base; nil: all of them) has them.
func (v *view) findings(accepted source.Tree) []finding.Finding {
	p := &proposer{view: v}
	judgements := slices.DeleteFunc(rules.Judge(v.facts()), func(j rules.Judgement) bool { return v.suppressed(j, accepted) })
	all := p.propose(p.drafts(judgements))
	p.together(all)
	return all
}
