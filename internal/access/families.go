package access

import (
	"strings"

	"github.com/parebot/pare/internal/symbolic"
)

// families adds to the arguments whether a task definition is one revision or a family, where each text that it may be tells. An ARN tells
// for itself.
func (g given) families() {
	const path = "taskDefinition"
	var families, revisions symbolic.Set
	for _, c := range g.sets[path] {
		text, known := c.Value.Known()
		switch {
		case !known || strings.HasPrefix(text, "arn:"):
			return
		case strings.Contains(text, ":"):
			revisions = append(revisions, c)
		default:
			families = append(families, c)
		}
	}
	switch {
	case len(revisions) == 0 && len(families) > 0:
		g.add(path+".Family", families)
	case len(families) == 0 && len(revisions) > 0:
		g.add(path+".Revision", revisions)
	}
}
