package cloudformation

import (
	"strings"

	"github.com/parebot/pare/internal/document"
)

// MaxLooped bounds the entries that the loops of one template make, those of loops in loops included.
const MaxLooped = 500

// looped are the entries of a map with those that its loops (Fn::ForEach) make in their place. What a loop makes keeps the place of the
// text that it is made of, which serves all rounds. A loop over values that are not known stays as it is.
func (t *Template) looped(pairs []document.Pair, variables map[string]string) (all []document.Pair) {
	for _, p := range pairs {
		rounds, values, body := t.loop(p, variables)
		if body == nil {
			all = append(all, document.Pair{
				Key: filled(p.Key, variables), Value: t.loopedIn(p.Value, variables), Span: p.Span, Merged: p.Merged,
			})
			continue
		}
		t.aliased = append(t.aliased, body.Span)
		for _, value := range values {
			inner := map[string]string{rounds: value}
			for name, outer := range variables {
				inner[name] = outer
			}
			all = append(all, t.looped(body.Pairs, inner)...)
			if t.made += len(body.Pairs); t.made > MaxLooped {
				t.Problem(p.Span, "the loops of this template make more than %d entries", MaxLooped)
				return all
			}
		}
	}
	return all
}

// loop reads an entry that is a loop: its variable, the values that it goes through, and what it makes for each; body is nil for any
// other entry.
func (t *Template) loop(p document.Pair, variables map[string]string) (variable string, values []string, body *document.Node) {
	n := p.Value
	if !strings.HasPrefix(p.Key.Value, "Fn::ForEach::") || n.Kind != document.List || len(n.Items) != 3 || n.Items[2].Kind != document.Map {
		return "", nil, nil
	}
	over := filled(n.Items[1], variables)
	if values = t.defaultList(over); values != nil {
		return n.Items[0].Value, values, n.Items[2]
	}
	for _, item := range t.Items(over, "", nil) {
		text, known := "", false
		if set := t.Eval(item.Node); len(set) == 1 && len(set[0].When) == 0 {
			text, known = set[0].Value.Known()
		}
		if !known {
			return "", nil, nil
		}
		values = append(values, text)
	}
	return n.Items[0].Value, values, n.Items[2]
}

// defaultList are the items of a parameter that is a list, by its default: it explains which resources there are.
func (t *Template) defaultList(n *document.Node) []string {
	name, arg := intrinsic(n)
	if p := t.byName[arg.Value]; name == "Ref" && p != nil && p.HasDefault {
		return strings.Split(strings.ReplaceAll(p.Default, " ", ""), ",")
	}
	return nil
}

// loopedIn is a value with its loops carried out and their variables filled in.
func (t *Template) loopedIn(n *document.Node, variables map[string]string) *document.Node {
	if n == nil || len(variables) == 0 && !t.loops {
		return n
	}
	copied := *filled(n, variables)
	copied.Items, copied.Pairs = nil, nil
	for _, item := range n.Items {
		copied.Items = append(copied.Items, t.loopedIn(item, variables))
	}
	if n.Pairs != nil && copied.Kind == document.Map {
		copied.Pairs = t.looped(n.Pairs, variables)
	}
	return &copied
}

// filled is a string with the variables of the loops around it: ${Name}, and !Ref Name as a whole.
func filled(n *document.Node, variables map[string]string) *document.Node {
	if n == nil || len(variables) == 0 {
		return n
	}
	copied := *n
	if name, arg := intrinsic(n); name == "Ref" && arg.Kind == document.String {
		if value, ok := variables[arg.Value]; ok {
			copied.Kind, copied.Tag, copied.Value, copied.Pairs = document.String, "", value, nil
			return &copied
		}
	}
	if n.Kind != document.String || !strings.ContainsAny(n.Value, "$&") {
		return &copied
	}
	for name, value := range variables {
		copied.Value = strings.NewReplacer("${"+name+"}", value, "&{"+name+"}", letters(value)).Replace(copied.Value)
	}
	return &copied
}

// letters is a value without what a logical ID may not have.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return -1
	}, s)
}
