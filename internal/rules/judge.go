package rules

import (
	"slices"
	"strings"

	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/source"
)

// All is the table of rules. Of judgements with one cause and one severity, the rule that stands first speaks first.
var All = []Rule{
	{"managed-policy", "an AWS managed policy grants more than the code needs", managedPolicy},
	{"wildcard-action", "a pattern of actions allows more of them than are needed", wildcardAction},
	{"wildcard-resource", "an action is allowed on more resources than it is needed on", wildcardResource},
	{"unused-action", "an action is granted, and nothing needs it", unusedAction},
	{"missing-action", "the code needs an action that its role does not allow", missingAction},
	{"unscoped-trigger", "a service may invoke the function on behalf of anyone's resources", unscopedTrigger},
	{"public-url", "everyone may make the function run", publicURL},
	{"unreadable-template", "a template could not be read", unreadableTemplate},
	{"unknown-call", "code may need permissions that could not be told", unknownCall},
}

// Judge walks the table, and merges the judgements that have one cause.
func Judge(f Facts) []Judgement {
	var all []Judgement
	at := make(map[string]int)
	for _, r := range All {
		for _, j := range r.Check(f) {
			j.Rule, j.Severity = r.ID, lower(j.Severity, trial(j))
			i, ok := at[j.Cause]
			if !ok || j.Cause == "" {
				at[j.Cause] = len(all)
				all = append(all, j)
				continue
			}
			all[i] = merged(all[i], j)
		}
	}
	return all
}

// merged is one judgement of two with one cause. The graver one gives the rule, and both are said.
func merged(a, b Judgement) Judgement {
	if rank(b.Severity) > rank(a.Severity) {
		a, b = b, a
	}
	a.Message += " " + b.Message
	a.Also = append(append(slices.Clone(a.Also), b.Rule), b.Also...)
	slices.Sort(a.Also)
	a.Also = slices.Compact(a.Also)
	for _, n := range b.Because {
		if !slices.Contains(a.Because, n) {
			a.Because = append(a.Because, n)
		}
	}
	if a.Change == nil {
		a.Change, a.Kind = b.Change, b.Kind
	}
	if a.Change != nil {
		a.Instead = ""
	} else if a.Instead == "" {
		a.Instead = b.Instead
	}
	return a
}

// severities from the least to the gravest.
var severities = []finding.Severity{finding.Info, finding.Low, finding.Medium, finding.High, finding.Critical}

func rank(s finding.Severity) int { return slices.Index(severities, s) }

// lower is a severity that is so many steps less grave.
func lower(s finding.Severity, steps int) finding.Severity {
	return severities[max(0, min(rank(s)-steps, len(severities)-1))]
}

func gravest(a, b finding.Severity) finding.Severity {
	if rank(b) > rank(a) {
		return b
	}
	return a
}

// firstLine is the span of the first line alone: of a whole function, where the comment belongs.
func firstLine(s source.Span) source.Span {
	s.EndLine = s.Line
	return s
}

// unique is a list without what occurs twice, in its order.
func unique(list []string) []string {
	var out []string
	for _, s := range list {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

func caseless(s string) string { return strings.ToLower(s) }
