package rules

import (
	"fmt"
	"strings"

	"github.com/parebot/pare/internal/access"
	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/source"
)

// unknownCall tells of what may need permissions that could not be told, and of what was therefore not judged.
func unknownCall(f Facts) (all []Judgement) {
	for _, c := range f.Comparisons {
		for _, u := range c.Users {
			for _, gaps := range oneNote(u.Gaps) {
				all = append(all, gapJudgement(u, gaps))
			}
		}
	}
	return all
}

// oneNote puts together the gaps of several services that one place leaves.
func oneNote(gaps []access.Gap) (groups [][]access.Gap) {
	for _, g := range gaps {
		if last := len(groups) - 1; last >= 0 && groups[last][0].Note == g.Note {
			groups[last] = append(groups[last], g)
			continue
		}
		groups = append(groups, []access.Gap{g})
	}
	return groups
}

func gapJudgement(u access.User, gaps []access.Gap) Judgement {
	g := gaps[0]
	var services []string
	for _, one := range gaps {
		services = append(services, one.Service)
	}
	j := Judgement{
		Severity: finding.Info, Confidence: finding.Certain, Kind: finding.Tells, Subject: u.Function.ID, Place: g.Note.Span,
		Because: []source.Note{g.Note}, Key: []string{u.Function.ID, g.Service, g.Note.Text}, Stack: u.Stack,
		Message: fmt.Sprintf("`%s`: %s. No %s permission of its role is called unused.", u.Function.ID, g.Note.Text, strings.Replace(list(unique(services)), " and ", " or ", 1)),
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
