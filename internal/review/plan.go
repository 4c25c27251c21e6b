package review

import (
	"github.com/parebot/pare/internal/config"
	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/source"
)

// Input is all that a plan is made from.
type Input struct {
	Report   finding.Report
	Diff     source.Diff
	Head     source.Tree // for the patches that the summary shows
	HeadSHA  string
	BaseSHA  string
	BaseRef  string
	Settings config.Settings
	Tables   *serviceref.Tables
	Posted   Posted
	External string // the check run's external id
	Proposed bool   // the change edits the settings file: it counts once it is on the base branch
}

// Plan decides what to say: the check run first (it blocks), then what is said in the conversation, and last what is no longer true.
// The same input gives the same writes, and writes that would change nothing are left out.
func Plan(in Input) []Write {
	said := sort(in)
	writes := []Write{{Key: "check/" + in.HeadSHA, Check: check(in, said)}}
	if len(said.inline) > 0 {
		writes = append(writes, Write{Key: "review/" + in.HeadSHA, Review: &Review{Head: in.HeadSHA, Comments: comments(in, said)}})
	}
	if body, ok := summary(in, said); ok && body != in.Posted.SummaryBody {
		writes = append(writes, Write{Key: "summary/" + in.HeadSHA, Summary: &Summary{ID: in.Posted.Summary, Body: body}})
	}
	for _, c := range said.over {
		writes = append(writes, Write{Key: "resolve/" + c.Fingerprint + "/" + in.HeadSHA, Resolve: &Resolve{Comment: c.ID, Fingerprint: c.Fingerprint}})
	}
	return writes
}

// said is what becomes of each finding.
type said struct {
	worse   []finding.Finding // that this change made
	old     []finding.Finding // that the base had already
	inline  []anchored        // worse, on a line of the diff, not yet posted
	already int               // worse and posted before
	outside []finding.Finding // worse, on no line of the diff, or past the limit of comments
	over    []PostedComment   // comments whose finding is gone
}

// anchored is a finding with the lines of the diff that its comment stands on.
type anchored struct {
	finding.Finding
	Path       string
	Start, End int
	Suggests   bool // the lines are the suggestion's, so that it can be committed there
}

func sort(in Input) said {
	var s said
	now := make(map[string]bool)
	for _, f := range in.Report.Findings {
		now[f.Fingerprint] = true
		if !f.Worse || f.Severity == finding.Info {
			s.old = append(s.old, f)
			continue
		}
		s.worse = append(s.worse, f)
		at, ok := anchor(f, in.Diff)
		switch {
		case !ok || len(s.inline) >= in.Settings.MaxInline:
			s.outside = append(s.outside, f)
		case isPosted(in.Posted, at):
			s.already++
		default:
			s.inline = append(s.inline, at)
		}
	}
	for _, c := range in.Posted.Comments {
		if !now[c.Fingerprint] && !c.Resolved {
			s.over = append(s.over, c)
		}
	}
	return s
}

// isPosted reports whether a finding's comment stands already. The words around a suggestion may differ (line numbers move); the suggestion may not.
func isPosted(p Posted, f anchored) bool {
	for _, c := range p.Comments {
		if c.Fingerprint == f.Fingerprint && suggested(c.Body) == suggested(comment(f)) {
			return true
		}
	}
	return false
}
