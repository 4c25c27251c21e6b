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
		for i, u := range c.Users {
			for _, gaps := range oneNote(u.Gaps) {
				switch {
				case !gaps[0].Granted:
					all = append(all, gapJudgement(u, gaps))
				case i == 0:
					all = append(all, unwrittenJudgement(c, gaps[0]))
				}
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

// unwrittenJudgement tells, once for all its users, of a role whose policy nobody has written.
func unwrittenJudgement(c access.Comparison, g access.Gap) Judgement {
	var users []string
	for _, u := range c.Users {
		users = append(users, u.Function.ID)
	}
	return Judgement{
		Severity: finding.Info, Confidence: finding.Certain, Kind: finding.Tells, Subject: c.Role.ID, Place: firstLine(g.Note.Span),
		Because: []source.Note{g.Note}, Key: []string{c.Role.ID, g.Note.Text}, Stack: c.Role.Stack,
		Message: fmt.Sprintf("What %s may do is not compared with what %s: %s.", list(users), pick(users, "it needs", "they need"), g.Note.Text),
	}
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
