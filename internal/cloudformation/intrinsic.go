package cloudformation

import (
	"slices"
	"strings"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/symbolic"
)

// intrinsic names the function that a value is a call of, in its long form (Ref, Fn::Sub), and its argument; "" for any other value.
func intrinsic(n *document.Node) (name string, arg *document.Node) {
	switch {
	case n == nil:
		return "", nil
	case strings.HasPrefix(n.Tag, "!"):
		bare := *n
		bare.Tag = ""
		return long(n.Tag[1:]), &bare
	case n.Kind == document.Map && len(n.Pairs) == 1:
		key := n.Pairs[0].Key.Value
		if key == "Ref" || strings.HasPrefix(key, "Fn::") {
			return key, n.Pairs[0].Value
		}
	}
	return "", n
}

// long is the long form of a short tag. Tags of other tools (!Rain::Embed) keep their name and are functions that nobody here knows.
func long(tag string) string {
	if tag == "Ref" || tag == "Condition" || strings.Contains(tag, "::") {
		return tag
	}
	return "Fn::" + tag
}

// Branch is one of the values that stand in a place of a template, with the conditions under which it does.
type Branch struct {
	Node *document.Node
	When []symbolic.Condition
	Path string // from the properties of the resource, as a Grant's Key has it
}

// Branches resolves Fn::If and AWS::NoValue, however deep, and leaves every other function as it is.
func (t *Template) Branches(n *document.Node, path string, when []symbolic.Condition) []Branch {
	name, arg := intrinsic(n)
	switch {
	case n == nil || isNoValue(n):
		return nil
	case name != "Fn::If" || len(arg.Items) != 3:
		return []Branch{{n, when, path}}
	}
	condition := arg.Items[0].Value
	var all []Branch
	for i, not := range []bool{false, true} {
		with, possible := and(when, t.condition(condition, not))
		if possible {
			step := path + "/Fn::If/" + []string{"1", "2"}[i]
			all = append(all, t.Branches(arg.Items[i+1], step, with)...)
		}
	}
	return all
}

// and adds a condition; false where both cannot hold.
func and(when []symbolic.Condition, c symbolic.Condition) ([]symbolic.Condition, bool) {
	if slices.Contains(when, c) {
		return when, true
	}
	c.Not = !c.Not
	if slices.Contains(when, c) {
		return nil, false
	}
	c.Not = !c.Not
	return append(slices.Clip(when), c), true
}

// both joins two lists of conditions; false where they cannot hold together.
func both(a, b []symbolic.Condition) (all []symbolic.Condition, possible bool) {
	all = a
	for _, c := range b {
		if all, possible = and(all, c); !possible {
			return nil, false
		}
	}
	return all, true
}

func isNoValue(n *document.Node) bool {
	name, arg := intrinsic(n)
	return name == "Ref" && arg.Value == "AWS::NoValue"
}

// Items are the entries of a list, or of a single value that stands where a list may: each with its conditions.
func (t *Template) Items(n *document.Node, path string, when []symbolic.Condition) []Branch {
	var all []Branch
	for _, b := range t.Branches(n, path, when) {
		if name, _ := intrinsic(b.Node); b.Node.Kind != document.List || name != "" {
			b.Path += "/0"
			all = append(all, b)
			continue
		}
		for i, item := range b.Node.Items {
			all = append(all, t.Branches(item, b.Path+"/"+number(i), b.When)...)
		}
	}
	return all
}
