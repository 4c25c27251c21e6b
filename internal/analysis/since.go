package analysis

import (
	"github.com/parebot/pare/internal/access"
	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/rules"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/symbolic"
)

// before is the name that a file of the head had in the base; its own where it was not renamed.
func before(diff source.Diff, file string) string {
	for _, d := range diff {
		if d.Path == file && d.OldPath != "" {
			return d.OldPath
		}
	}
	return file
}

// markWorse marks the findings that the change made: excess (granted minus needed) that is not within the base's, or what the base did
// not have at all. Narrowing s3:* to s3:Get* stays within the base's excess; taking away the last call that needs a grant does not.
func markWorse(findings []finding.Finding, is, was *view, diff source.Diff) {
	had := make(map[string]bool)
	for _, j := range rules.Judge(was.facts()) {
		had[Fingerprint(j.Rule, j.Place.File, j.Key)] = true
	}
	for i := range findings {
		f := &findings[i]
		if excess := is.excessOf(f); len(excess) > 0 {
			f.Worse = !was.contains(excess, diff)
			continue
		}
		f.Worse = f.Worse || !had[f.Fingerprint]
	}
}

// excess is one cell of a grant that allows more than is needed.
type excess struct {
	file, role string
	cell       access.Judged
}

// excessOf lists the cells that a finding is about: those of its cause that are not wholly needed.
func (v *view) excessOf(f *finding.Finding) (list []excess) {
	if f.Kind == finding.Adds {
		return nil
	}
	for _, c := range v.comparisons {
		if c.Role == nil || !c.Role.Stack.ReadFrom(f.File) {
			continue
		}
		for _, j := range c.Grants {
			if at := j.Grant.Cause; j.Use != access.Used && at.File == f.File && at.Line >= f.Line && at.EndLine <= f.EndLine {
				list = append(list, excess{file: c.Role.Stack.File, role: c.Role.ID, cell: j})
			}
		}
	}
	return list
}

// contains reports whether each cell of excess lies within a cell of the same role here that was in excess too, with no more of it needed.
func (v *view) contains(list []excess, diff source.Diff) bool {
	for _, e := range list {
		if !v.covers(e, diff, func(was access.Judged) bool { return was.Use != access.Used && keepsNoMore(was, e.cell) }) {
			return false
		}
	}
	return true
}

// covers reports whether a cell of the role's earlier self that pleases covers the cell of e.
func (v *view) covers(e excess, diff source.Diff, pleases func(access.Judged) bool) bool {
	for _, c := range v.comparisons {
		if c.Role == nil || c.Role.ID != e.role || c.Role.Stack.File != before(diff, e.file) {
			continue
		}
		for _, was := range c.Grants {
			if pleases(was) && iam.Subset(single(e.cell), single(was)).Outcome == iam.Proved {
				return true
			}
		}
	}
	return false
}

// keepsNoMore reports whether all that was needed of the earlier cell, as far as the later one covers it, is still needed.
func keepsNoMore(was, is access.Judged) bool {
	still := make(map[string]bool)
	for _, n := range is.Keep {
		still[n.Action+" "+n.Resource.String()] = true
	}
	for _, n := range was.Keep {
		inside := single(is).Allows(iam.Request{Action: n.Action, Resource: n.Resource}) != symbolic.No
		if inside && !still[n.Action+" "+n.Resource.String()] {
			return false
		}
	}
	return true
}

// single is one cell as a policy of its own.
func single(j access.Judged) iam.Policy {
	s := j.Grant.Statement
	s.Actions = s.Actions[j.Action : j.Action+1]
	s.Resources = s.Resources[j.Resource : j.Resource+1]
	return iam.Policy{Statements: []iam.Statement{s}}
}

// unexplained finds what is granted anew while something unknown keeps it from being judged: unknown silences only "unused", and a grant
// that is new since the base and that no known need explains always counts.
func unexplained(is, was *view, diff source.Diff) (list []finding.Finding) {
	for _, c := range is.comparisons {
		if c.Role == nil {
			continue
		}
		seen := make(map[string]bool)
		for _, j := range c.Grants {
			e := excess{file: c.Role.Stack.File, role: c.Role.ID, cell: j}
			if j.Use != access.Unsettled || seen[j.Grant.Key] || was.covers(e, diff, func(access.Judged) bool { return true }) {
				continue
			}
			seen[j.Grant.Key] = true
			list = append(list, newGrant(c, j, diff))
		}
	}
	return list
}

func newGrant(c access.Comparison, j access.Judged, diff source.Diff) finding.Finding {
	cell, at := cellOf(j), j.Grant.Cause
	return finding.Finding{
		Rule: "unknown-call", Severity: finding.Medium, Confidence: finding.Likely, Kind: finding.Tells, Subject: subject(c),
		File: at.File, Line: at.Line, EndLine: at.EndLine, Worse: true,
		Message: "This change adds `" + cell.Action + "` on `" + cell.Resource + "`, and no call that was found needs it. Not judged further: " + j.Reason + ".",
		Because: because([]source.Note{{Span: at, Text: "the new grant"}}), Edits: []finding.Edit{},
		Fingerprint: Fingerprint("unknown-call", before(diff, at.File), []string{c.Role.ID, cell.Action, cell.Resource}),
	}
}

// subject is whom a finding about a role is about, as in the rules: the one function that has it, else the role.
func subject(c access.Comparison) string {
	if len(c.Users) == 1 {
		return c.Users[0].Function.ID
	}
	return c.Role.ID
}
