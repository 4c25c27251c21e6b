package analysis

import (
	"cmp"
	"slices"

	"github.com/parebot/pare/internal/finding"
)

// sortReport puts every list into the one order that the same input always prints.
func sortReport(r *finding.Report) {
	slices.SortStableFunc(r.Functions, func(a, b finding.Function) int {
		return cmp.Or(cmp.Compare(a.Template, b.Template), cmp.Compare(a.Line, b.Line), cmp.Compare(a.ID, b.ID))
	})
	slices.SortStableFunc(r.Roles, func(a, b finding.Role) int {
		return cmp.Or(cmp.Compare(a.Template, b.Template), cmp.Compare(a.Line, b.Line), cmp.Compare(a.ID, b.ID))
	})
	slices.SortStableFunc(r.Findings, func(a, b finding.Finding) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Fingerprint, b.Fingerprint))
	})
	slices.SortStableFunc(r.Unread, func(a, b finding.Unread) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Reason, b.Reason))
	})
}

func sortedUnique[T any](list []T, key func(T) string) []T {
	slices.SortStableFunc(list, func(a, b T) int { return cmp.Compare(key(a), key(b)) })
	return slices.CompactFunc(list, func(a, b T) bool { return key(a) == key(b) })
}

func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
