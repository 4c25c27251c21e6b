package rules

import (
	"fmt"

	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/source"
)

// unreadableTemplate tells of every template, or part of one, that could not be read. What was read is judged all the same.
func unreadableTemplate(f Facts) (all []Judgement) {
	for _, n := range f.Unread {
		all = append(all, Judgement{
			Severity: finding.Medium, Confidence: finding.Certain, Kind: finding.Tells, Subject: n.Span.File, Place: n.Span,
			Message: fmt.Sprintf("Not read here: %s. What depends on it was not judged.", n.Text),
			Because: []source.Note{n}, Key: []string{n.Span.File, n.Text},
		})
	}
	return all
}
