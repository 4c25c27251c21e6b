package shell

import (
	"encoding/json"
	"sort"
	"strconv"
	"strings"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/symbolic"
)

// value is what an option gives: the one of its values, a list of several, or what a document or the shorthand for one holds.
func (c *command) value(o option) sdk.Given {
	if len(o.values) == 0 && c.open {
		return sdk.Given{Text: symbolic.Any("what else the command is given"), Open: true}
	}
	if len(o.values) == 0 {
		flag := "true"
		if strings.HasPrefix(o.name, "--no-") {
			flag = "false"
		}
		return sdk.Given{Text: symbolic.Certain(symbolic.Text(flag))}
	}
	all := make([]sdk.Given, len(o.values))
	for n, v := range o.values {
		all[n] = c.structured(v)
	}
	if len(all) == 1 {
		g := all[0]
		if len(g.Items) == 0 && (len(g.Fields) > 0 || strings.HasSuffix(o.name, "s")) { // a list may have one item
			g.Items = []sdk.Given{all[0]}
		}
		return g
	}
	return sdk.Given{Text: all[0].Text, Fields: all[0].Fields, Items: all} // or one value, and a word of the command
}

// structured is a value with what its text holds, where that is JSON, the shorthand, or the name of a file with either.
func (c *command) structured(v sdk.Given) sdk.Given {
	if len(v.Text) != 1 {
		return v
	}
	text := v.Text[0].Value
	if name, ok := text.Known(); ok && strings.HasPrefix(name, "file://") {
		if c.document == nil {
			return v
		}
		src, ok := c.document(strings.TrimPrefix(name, "file://"))
		if !ok {
			return sdk.Given{Text: symbolic.Any("the content of a file that is not in the repository"), Open: true}
		}
		text = symbolic.Text(string(src))
	}
	marked, parts := mark(text)
	trimmed := strings.TrimSpace(marked)
	switch {
	case strings.HasPrefix(trimmed, "{") || strings.HasPrefix(trimmed, "["):
		var any any
		decoder := json.NewDecoder(strings.NewReader(trimmed))
		decoder.UseNumber()
		if decoder.Decode(&any) == nil {
			return given(any, parts, 0)
		}
	default:
		if fields, ok := shorthand(trimmed, parts); ok {
			return sdk.Given{Text: v.Text, Fields: fields}
		}
	}
	return v
}

// mark writes a value as text, with a mark in place of each part that is no text.
func mark(v symbolic.Value) (text string, parts []symbolic.Part) {
	var b strings.Builder
	for _, part := range v {
		if part.Kind == symbolic.Literal {
			b.WriteString(part.Text)
			continue
		}
		b.WriteString("\ue000" + strconv.Itoa(len(parts)) + "\ue001")
		parts = append(parts, part)
	}
	return b.String(), parts
}

// unmark puts the parts back.
func unmark(text string, parts []symbolic.Part) symbolic.Set {
	var v symbolic.Value
	for {
		before, rest, found := strings.Cut(text, "\ue000")
		if before != "" {
			v = append(v, symbolic.Text(before)...)
		}
		if !found {
			return symbolic.Certain(v)
		}
		number, after, _ := strings.Cut(rest, "\ue001")
		if n, err := strconv.Atoi(number); err == nil && n < len(parts) {
			v = append(v, parts[n])
		}
		text = after
	}
}

// maxDocumentDepth is how deep documents are looked into.
const maxDocumentDepth = 8

// given is a decoded document as an SDK is given it.
func given(v any, parts []symbolic.Part, depth int) (g sdk.Given) {
	switch v := v.(type) {
	case string:
		return sdk.Given{Text: unmark(v, parts)}
	case json.Number:
		return sdk.Given{Text: symbolic.Certain(symbolic.Text(v.String()))}
	case bool:
		return sdk.Given{Text: symbolic.Certain(symbolic.Text(strconv.FormatBool(v)))}
	case []any:
		if depth >= maxDocumentDepth {
			return sdk.Given{Open: true}
		}
		for _, item := range v {
			g.Items = append(g.Items, given(item, parts, depth+1))
		}
	case map[string]any:
		if depth >= maxDocumentDepth {
			return sdk.Given{Open: true}
		}
		keys := make([]string, 0, len(v))
		for key := range v {
			keys = append(keys, key)
		}
		sort.Strings(keys)
		for _, key := range keys {
			value := given(v[key], parts, depth+1)
			if strings.Contains(key, "\ue000") {
				g.Keys = symbolic.Union(g.Keys, unmark(key, parts))
				g.Values = append(g.Values, value)
				continue
			}
			g.Fields = append(g.Fields, sdk.Field{Name: key, Value: value})
		}
	}
	return g
}
