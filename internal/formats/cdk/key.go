package cdk

import (
	"slices"
	"strconv"
	"strings"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/symbolic"
)

// key is one string for what a record holds.
func (rec record) key() string {
	var b strings.Builder
	b.WriteString(rec.do + "\x00" + rec.name + "\x00" + strconv.FormatBool(rec.args.Open) + strconv.FormatBool(rec.several))
	if rec.receiver != nil {
		b.WriteString(rec.receiver.Key())
	}
	for _, g := range rec.args.Positional {
		b.WriteString("\x01")
		writeGiven(&b, g)
	}
	for _, f := range rec.args.Named {
		b.WriteString("\x02" + f.Name + "=" + strconv.FormatBool(f.Maybe))
		writeGiven(&b, f.Value)
	}
	return b.String()
}

func writeGiven(b *strings.Builder, g sdk.Given) {
	b.WriteString("(" + g.Unknown + strconv.FormatBool(g.None) + strconv.FormatBool(g.Open) + strconv.FormatBool(g.Function))
	writeSet(b, g.Text)
	writeSet(b, g.Keys)
	for _, o := range g.Objects {
		b.WriteString("\x03" + o.Key())
	}
	for _, f := range g.Fields {
		b.WriteString("\x04" + f.Name + "=" + strconv.FormatBool(f.Maybe))
		writeGiven(b, f.Value)
	}
	for _, list := range [][]sdk.Given{g.Items, g.Values} {
		b.WriteString("\x05")
		for _, item := range list {
			writeGiven(b, item)
		}
	}
	b.WriteString(")")
}

func writeSet(b *strings.Builder, set symbolic.Set) {
	keys := make([]string, len(set))
	for i, choice := range set {
		keys[i] = choice.Value.Key()
	}
	slices.Sort(keys)
	b.WriteString("\x06" + strings.Join(keys, "\x07"))
}
