package flow

import (
	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/symbolic"
)

// maxGivenDepth is how deep values are looked into that are handed to an SDK.
const maxGivenDepth = 6

// given is v as an SDK sees it.
func given(v value, depth int) sdk.Given {
	g := sdk.Given{Text: v.text}
	for _, t := range v.things {
		giveThing(&g, t, depth)
	}
	if depth == 0 && len(v.things) > 1 && len(g.Fields) > 0 {
		g.Fields = alternatives(v, g.Fields)
	}
	return g
}

// alternatives are the fields of an argument that may be one of several dictionaries: one that not all have is there in some cases only.
func alternatives(v value, fields []sdk.Field) (merged []sdk.Field) {
	at := make(map[string]int)
	count := make(map[string]int)
	for _, f := range fields {
		count[f.Name]++
		i, seen := at[f.Name]
		if !seen {
			at[f.Name] = len(merged)
			merged = append(merged, f)
			continue
		}
		merged[i].Maybe = merged[i].Maybe || f.Maybe
		merged[i].Value = either(merged[i].Value, f.Value)
	}
	for i := range merged {
		merged[i].Maybe = merged[i].Maybe || count[merged[i].Name] < len(v.things)
	}
	return merged
}

// either is a given value that may be one or the other.
func either(a, b sdk.Given) sdk.Given {
	a.Text, a.Keys = symbolic.Union(a.Text, b.Text), symbolic.Union(a.Keys, b.Keys)
	a.Fields, a.Values = append(a.Fields[:len(a.Fields):len(a.Fields)], b.Fields...), append(a.Values[:len(a.Values):len(a.Values)], b.Values...)
	a.Items, a.Objects = append(a.Items[:len(a.Items):len(a.Items)], b.Items...), append(a.Objects[:len(a.Objects):len(a.Objects)], b.Objects...)
	a.Open, a.None, a.Function = a.Open || b.Open, a.None || b.None, a.Function && b.Function
	if a.Unknown == "" {
		a.Unknown = b.Unknown
	}
	return a
}

func giveThing(g *sdk.Given, t thing, depth int) {
	switch t := t.(type) {
	case constant:
		if t == none {
			g.None = true
			return
		}
		g.Text = symbolic.Union(g.Text, thingText(t))
	case dressed:
	case object:
		g.Objects = append(g.Objects, t.of)
		g.Text = symbolic.Union(g.Text, thingText(t))
	case *dict:
		giveDict(g, t, depth)
	case *list:
		if depth < maxGivenDepth {
			if all := t.any(); !all.empty() {
				g.Items = append(g.Items, given(all, depth+1))
			}
		}
	case *class:
		giveMarks(g, t)
		g.Unknown = "a value that is not followed"
	case *instance:
		giveMarks(g, t.of)
		if !t.above.empty() {
			for _, made := range t.above.things {
				giveThing(g, made, depth)
			}
			return
		}
		g.Unknown = "a value that is not followed"
	case event, plain, digits, foreign:
		g.Text = symbolic.Union(g.Text, thingText(t))
	case *function, *bound:
		g.Function = len(g.Text) == 0
		g.Unknown = "a value that is not followed"
	default:
		g.Unknown = "a value that is not followed"
	}
}

func giveMarks(g *sdk.Given, c *class) {
	for _, e := range marks(c) {
		g.Fields = append(g.Fields, sdk.Field{Name: e.name, Value: given(e.value, maxGivenDepth)})
	}
}

func giveDict(g *sdk.Given, d *dict, depth int) {
	if d.of != nil {
		g.Objects = append(g.Objects, d.of)
	}
	g.Open = g.Open || d.open || depth >= maxGivenDepth
	if depth >= maxGivenDepth {
		return
	}
	for _, e := range d.entries {
		g.Fields = append(g.Fields, sdk.Field{Name: e.name, Value: given(e.value, depth+1), Maybe: e.maybe})
	}
	if !d.rest.empty() {
		g.Keys = symbolic.Union(g.Keys, d.keys)
		g.Values = append(g.Values, given(d.rest, depth+1))
	}
}
