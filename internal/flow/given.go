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
	return g
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
