package access

import (
	"cmp"
	"slices"

	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/symbolic"
)

// merge makes one need of those of one action on one resource under one condition, and sorts them. Their reasons are joined.
func merge(needs []Need) []Need {
	var out []Need
	at := make(map[string]int)
	for _, n := range needs {
		key := n.key()
		i, ok := at[key]
		if !ok {
			at[key] = len(out)
			n.Because = slices.Clone(n.Because)
			out = append(out, n)
			continue
		}
		for _, b := range n.Because {
			if !slices.Contains(out[i].Because, b) {
				out[i].Because = append(out[i].Because, b)
			}
		}
		out[i].Optional = out[i].Optional && n.Optional
	}
	for i := range out {
		sortNotes(out[i].Because)
	}
	slices.SortStableFunc(out, func(a, b Need) int {
		return cmp.Or(cmp.Compare(a.Action, b.Action), cmp.Compare(a.Resource.String(), b.Resource.String()), cmp.Compare(a.key(), b.key()))
	})
	return out
}

func (n Need) key() string {
	return n.Action + "\x00" + n.Resource.Key() + "\x00" + conditionKey(n.When)
}

func conditionKey(when []symbolic.Condition) (key string) {
	for _, c := range when {
		if c.Not {
			key += "!"
		}
		key += c.Stack + "#" + c.Name + "\x00"
	}
	return key
}

func sortNotes(notes []source.Note) {
	slices.SortStableFunc(notes, func(a, b source.Note) int { return byPlace(a, b) })
}

func byPlace(a, b source.Note) int {
	return cmp.Or(cmp.Compare(a.Span.File, b.Span.File), cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(a.Span.Line, b.Span.Line), cmp.Compare(a.Text, b.Text))
}

// sortGaps sorts gaps by place, each once.
func sortGaps(gaps []Gap) []Gap {
	out := slices.Clone(gaps)
	slices.SortStableFunc(out, func(a, b Gap) int {
		return cmp.Or(byPlace(a.Note, b.Note), cmp.Compare(a.Service, b.Service), cmp.Compare(a.Client, b.Client))
	})
	return slices.Compact(out)
}
