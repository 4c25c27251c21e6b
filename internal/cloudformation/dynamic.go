package cloudformation

import (
	"slices"
	"strings"

	"github.com/parebot/pare/internal/symbolic"
)

// dynamicOpens and dynamicCloses are around a dynamic reference, which AWS resolves when it deploys.
const (
	dynamicOpens  = "{{resolve:"
	dynamicCloses = "}}"
)

// dynamics puts something unknown in the place of each dynamic reference. Fn::Sub and Fn::Join build them of pieces.
func (t *Template) dynamics(set symbolic.Set) symbolic.Set {
	if !slices.ContainsFunc(set, func(c symbolic.Choice) bool { return slices.ContainsFunc(c.Value, opensDynamic) }) {
		return set
	}
	out := make(symbolic.Set, 0, len(set))
	for _, c := range set {
		value, ok := t.resolve(c.Value)
		if !ok {
			return symbolic.Any("the text has more dynamic references than are followed")
		}
		out = append(out, symbolic.Choice{Value: value, When: c.When})
	}
	return out
}

// opensDynamic says whether a dynamic reference begins in a part.
func opensDynamic(p symbolic.Part) bool {
	return p.Kind == symbolic.Literal && strings.Contains(p.Text, dynamicOpens)
}

// resolve is dynamics for one value.
func (t *Template) resolve(v symbolic.Value) (symbolic.Value, bool) {
	var out []symbolic.Value
	var open symbolic.Value // of the reference that has begun
	for _, p := range v {
		if p.Kind != symbolic.Literal {
			if open != nil {
				open = append(open, p)
			} else {
				out = append(out, symbolic.Value{p})
			}
			continue
		}
		for rest := p.Text; rest != "" && len(out) <= maxPieces; {
			delimiter := dynamicOpens
			if open != nil {
				delimiter = dynamicCloses
			}
			before, after, found := strings.Cut(rest, delimiter)
			switch {
			case open == nil:
				out = append(out, symbolic.Text(before))
				if found {
					open = symbolic.Text(dynamicOpens)
				}
			case found:
				out = append(out, symbolic.Value{t.resolved(append(open, symbolic.Text(before+dynamicCloses)...))})
				open = nil
			default:
				open = append(open, symbolic.Text(rest)...)
			}
			rest = after
		}
	}
	return symbolic.Concat(append(out, open)...), len(out) <= maxPieces
}

// resolved is one dynamic reference.
func (t *Template) resolved(reference symbolic.Value) symbolic.Part {
	written := reference.String()
	return t.opaque("the dynamic reference "+written+" is resolved at deployment", written)
}

// reference is the text of a dynamic reference that can be written again as it is. Secure strings are for a few properties only.
func reference(p symbolic.Part) (text string, ok bool) {
	plain := strings.HasPrefix(p.Attr, dynamicOpens) && !strings.HasPrefix(p.Attr, dynamicOpens+"ssm-secure:")
	return p.Attr, p.Kind == symbolic.Unknown && plain && !strings.Contains(p.Attr, "${")
}
