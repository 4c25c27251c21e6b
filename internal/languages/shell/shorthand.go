package shell

import (
	"strings"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/symbolic"
)

// shorthand reads what the aws command takes for a structure instead of JSON: Name=value,Other=[a,b],Third={Inner=c}. A value without a name
// is one more of those before it: Names=a,b. What is no shorthand stays a text. Marks stand for parts, as mark left them.
func shorthand(text string, parts []symbolic.Part) (fields []sdk.Field, ok bool) {
	r := &short{rest: text, parts: parts}
	fields, ok = r.pairs(0)
	return fields, ok && r.rest == ""
}

// short is what is left of a shorthand.
type short struct {
	rest  string
	parts []symbolic.Part
}

// pairs reads names with their values, to the end or to what closes the structure.
func (r *short) pairs(depth int) (fields []sdk.Field, ok bool) {
	for depth < maxDocumentDepth {
		name := r.upTo("=,{}[]")
		if name == "" || !r.skip("=") || strings.ContainsAny(name, " \n:/'\"") {
			return nil, false
		}
		value, ok := r.value(depth + 1)
		if !ok {
			return nil, false
		}
		fields = append(fields, sdk.Field{Name: name, Value: r.more(value, depth)})
		if !r.skip(",") {
			return fields, true
		}
	}
	return nil, false
}

// more reads the values without a name that follow one.
func (r *short) more(first sdk.Given, depth int) sdk.Given {
	items := []sdk.Given{first}
	for {
		before := r.rest
		if !r.skip(",") {
			break
		}
		value, ok := r.value(depth + 1)
		if !ok || strings.HasPrefix(r.rest, "=") { // the name of the next
			r.rest = before
			break
		}
		items = append(items, value)
	}
	if len(items) == 1 {
		return first
	}
	return sdk.Given{Items: items}
}

func (r *short) value(depth int) (sdk.Given, bool) {
	switch {
	case depth > maxDocumentDepth:
		return sdk.Given{}, false
	case r.skip("{"):
		fields, ok := r.pairs(depth)
		return sdk.Given{Fields: fields}, ok && r.skip("}")
	case r.skip("["):
		return r.list(depth)
	case strings.HasPrefix(r.rest, `"`) || strings.HasPrefix(r.rest, "'"):
		text, rest, ok := strings.Cut(r.rest[1:], r.rest[:1])
		r.rest = rest
		return sdk.Given{Text: unmark(text, r.parts)}, ok
	}
	return sdk.Given{Text: unmark(r.upTo("=,{}[]"), r.parts)}, true
}

func (r *short) list(depth int) (g sdk.Given, ok bool) {
	for !r.skip("]") {
		item, ok := r.value(depth + 1)
		if !ok || r.rest == "" || !r.skip(",") && r.rest[0] != ']' {
			return g, false
		}
		g.Items = append(g.Items, item)
	}
	return g, true
}

func (r *short) skip(text string) (found bool) {
	r.rest, found = strings.CutPrefix(r.rest, text)
	return found
}

// upTo takes what stands before the first of the stops.
func (r *short) upTo(stops string) string {
	at := strings.IndexAny(r.rest, stops)
	if at < 0 {
		at = len(r.rest)
	}
	text := r.rest[:at]
	r.rest = r.rest[at:]
	return text
}
