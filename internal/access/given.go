package access

import (
	"maps"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/symbolic"
)

// given is the arguments of one call, with environment and event put in.
type given struct {
	sets map[string]symbolic.Set
	open bool // there may be more
}

func (g given) paths() []string { return slices.Sorted(maps.Keys(g.sets)) }

// all reports whether every test holds.
func (g given) all(tests []serviceref.Test) symbolic.Answer {
	answer := symbolic.Yes
	for _, t := range tests {
		answer = min(answer, g.test(t))
	}
	return answer
}

func (g given) test(t serviceref.Test) symbolic.Answer {
	answer := symbolic.No
	for _, path := range strings.Split(t.Argument, "|") {
		answer = max(answer, g.one(path, t))
	}
	if t.Not {
		return symbolic.Yes - answer
	}
	return answer
}

// one tests one path, or all arguments whose path begins so where it ends in *.
func (g given) one(path string, t serviceref.Test) symbolic.Answer {
	stem, wild := strings.CutSuffix(path, "*")
	if !wild {
		set, answer := g.lookup(path)
		if answer != symbolic.Yes || t.Equals == "" && t.Prefix == "" {
			return answer
		}
		return compare(set, t)
	}
	for _, p := range g.paths() {
		if strings.HasPrefix(p, stem) {
			return symbolic.Yes
		}
	}
	return g.absent()
}

func (g given) absent() symbolic.Answer {
	if g.open {
		return symbolic.May
	}
	return symbolic.No
}

// lookup finds an argument. What lies within a given argument whose content could not be told may be given as well.
func (g given) lookup(path string) (symbolic.Set, symbolic.Answer) {
	if set := g.sets[path]; len(set) > 0 {
		return set, symbolic.Yes
	}
	for _, p := range g.paths() {
		switch {
		case within(p, path):
			return symbolic.Any("the content of " + path + " could not be told"), symbolic.Yes
		case within(path, p) && vague(g.sets[p]) && !g.listed(p, path):
			return nil, symbolic.May
		}
	}
	return nil, g.absent()
}

// listed reports whether outer is a list whose items are told and have path among their members or not: then they decide.
func (g given) listed(outer, path string) bool {
	items := outer + "[]"
	return len(g.sets[items]) > 0 && (path == items || within(path, items)) &&
		!slices.ContainsFunc(g.sets[outer], func(c symbolic.Choice) bool {
			return c.Value.HasUnknown() && (len(c.Value) != 1 || c.Value[0].Text != sdk.NoText)
		})
}

// within reports whether path is a member of the argument outer.
func within(path, outer string) bool {
	rest, ok := strings.CutPrefix(path, outer)
	return ok && (strings.HasPrefix(rest, ".") || strings.HasPrefix(rest, "["))
}

func vague(set symbolic.Set) bool {
	return slices.ContainsFunc(set, func(c symbolic.Choice) bool { return c.Value.HasUnknown() })
}

// compare holds the values of an argument against the text that a test asks for.
func compare(set symbolic.Set, t serviceref.Test) symbolic.Answer {
	yes, no := 0, 0
	for _, c := range set {
		switch meets(c.Value, t) {
		case symbolic.Yes:
			yes++
		case symbolic.No:
			no++
		}
	}
	switch {
	case yes == len(set):
		return symbolic.Yes
	case no == len(set):
		return symbolic.No
	}
	return symbolic.May
}

// meets tests one value. The literal start of a text decides a prefix, even where the rest is not known.
func meets(v symbolic.Value, t serviceref.Test) symbolic.Answer {
	if t.Prefix == "" {
		return symbolic.Match(symbolic.Text(t.Equals), v)
	}
	start := ""
	if x := v.Expand(); len(x) > 0 && x[0].Kind == symbolic.Literal {
		start = strings.ToLower(strings.TrimSpace(x[0].Text))
	}
	prefix := strings.ToLower(t.Prefix)
	_, whole := v.Known()
	switch {
	case strings.HasPrefix(start, prefix):
		return symbolic.Yes
	case whole || !strings.HasPrefix(prefix, start):
		return symbolic.No
	}
	return symbolic.May
}
