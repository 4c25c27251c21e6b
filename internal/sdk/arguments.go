package sdk

import (
	"cmp"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/symbolic"
)

// Limits of what is kept of a call's arguments.
const (
	maxArgumentDepth = 6   // levels of members
	maxArguments     = 200 // paths
)

// NoText is why the value of a list, of a number and the like is not known: it is no text. What a list holds stands behind [].
const NoText = "the value is no string"

// Flatten adds a given value to arguments by the paths that Call.Arguments has: a dictionary's members behind a dot, a list's behind [].
// The value of a dictionary itself is the set of its keys, for those whose keys are names (RequestItems); what stands under a key that is known
// in part only is behind ".*". It reports whether members
// may be missing.
func Flatten(into map[string]symbolic.Set, path string, g Given) (open bool) {
	if len(into) >= maxArguments || strings.Count(path, ".") > maxArgumentDepth {
		return true
	}
	set := g.Text
	for _, f := range g.Fields {
		open = Flatten(into, path+"."+f.Name, f.Value) || f.Maybe || open
		set = symbolic.Union(set, symbolic.Certain(symbolic.Text(f.Name)))
	}
	set = symbolic.Union(set, g.Keys)
	for _, v := range g.Values {
		open = Flatten(into, path+".*", v) || open
	}
	for _, item := range g.Items {
		open = Flatten(into, path+"[]", item) || open
	}
	if g.Unknown != "" {
		set = symbolic.Union(set, symbolic.Any(g.Unknown))
	}
	if len(set) == 0 {
		set = symbolic.Any(NoText)
	}
	into[path] = symbolic.Union(into[path], set)
	return open || g.Open
}

// Variants are the sets of named arguments that a call may have: those that are always there, and with those that are there sometimes.
func (a Arguments) Variants() [][]Field {
	always := make([]Field, 0, len(a.Named))
	for _, f := range a.Named {
		if !f.Maybe {
			always = append(always, f)
		}
	}
	if len(always) == len(a.Named) {
		return [][]Field{always}
	}
	return [][]Field{always, a.Named}
}

// Key is one string for what a call is, wherever it stands.
func (c Call) Key() string {
	var b strings.Builder
	b.WriteString(c.Service + "\x00" + c.Operation + "\x00" + c.Via)
	if c.Open {
		b.WriteString("\x00open")
	}
	writeArguments(&b, c.Arguments)
	return b.String()
}

func writeArguments(b *strings.Builder, arguments map[string]symbolic.Set) {
	if len(arguments) == 0 {
		return
	}
	names := make([]string, 0, len(arguments))
	for name := range arguments {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		b.WriteString("\x00")
		b.WriteString(name)
		if set := arguments[name]; len(set) == 1 { // as nearly all are
			b.WriteString("\x01")
			b.WriteString(set[0].Value.Key())
			continue
		}
		for _, key := range setKeys(arguments[name]) {
			b.WriteString("\x01")
			b.WriteString(key)
		}
	}
}

func setKeys(s symbolic.Set) []string {
	keys := make([]string, len(s))
	for i, choice := range s {
		keys[i] = choice.Value.Key()
	}
	slices.Sort(keys)
	return keys
}

// Sort orders calls by place, then by what they are.
func Sort(calls []Call) {
	slices.SortStableFunc(calls, func(a, b Call) int {
		if order := cmp.Or(cmp.Compare(a.Span.File, b.Span.File), cmp.Compare(a.Span.Start, b.Span.Start)); order != 0 {
			return order
		}
		return cmp.Compare(a.Key(), b.Key())
	})
}

// SortUnknown orders unknowns by place and keeps each once.
func SortUnknown(unknown []Unknown) []Unknown {
	slices.SortStableFunc(unknown, func(a, b Unknown) int {
		return cmp.Or(cmp.Compare(a.Span.File, b.Span.File), cmp.Compare(a.Span.Start, b.Span.Start),
			cmp.Compare(a.Service, b.Service), cmp.Compare(a.Reason, b.Reason))
	})
	return slices.Compact(unknown)
}
