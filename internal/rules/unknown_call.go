package rules

import (
	"fmt"

	"github.com/parebot/pare/internal/access"
	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/source"
)

// unknownCall tells of what may need permissions that could not be told, and of what was therefore not judged.
func unknownCall(f Facts) (all []Judgement) {
	for _, c := range f.Comparisons {
		for _, u := range c.Users {
			for _, g := range u.Gaps {
				all = append(all, gapJudgement(u, g))
			}
		}
	}
	return all
}

func gapJudgement(u access.User, g access.Gap) Judgement {
	j := Judgement{
		Severity: finding.Info, Confidence: finding.Certain, Kind: finding.Tells, Subject: u.Function.ID, Place: g.Note.Span,
		Because: []source.Note{g.Note}, Key: []string{u.Function.ID, g.Service, g.Note.Text}, Stack: u.Stack,
		Message: fmt.Sprintf("`%s`: %s. No `%s` permission of its role is called unused.", u.Function.ID, g.Note.Text, g.Service),
	}
	switch {
	case u.Status == finding.Unknown && g.Service == "*":
		j.Severity = finding.Low
		j.Message = fmt.Sprintf("What `%s` needs is not known: %s.", u.Function.ID, g.Note.Text)
	case g.Service == "*":
		j.Message = fmt.Sprintf("`%s`: %s. No permission of its role is called unused.", u.Function.ID, g.Note.Text)
	}
	return j
}
