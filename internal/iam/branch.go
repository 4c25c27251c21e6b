package iam

import (
	"strings"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/symbolic"
)

// branch is what stands at one place under conditions of the template.
type branch struct {
	node *document.Node
	when []symbolic.Condition
}

// maxBranches bounds If within If.
const maxBranches = 64

// branches follows !If to what may stand here. Statements and lists are no strings, so eval cannot do it; yet only eval knows the
// condition, and is asked with a string in the place of each branch.
func (p *parser) branches(n *document.Node, when []symbolic.Condition) []branch {
	list := []branch{{n, when}}
	for i := 0; i < len(list) && len(list) < maxBranches; {
		condition, yes, no := ifOf(list[i].node)
		if condition == nil {
			i++
			continue
		}
		var chosen []branch
		for _, c := range p.eval(choice(list[i].node, condition)) {
			target, text := no, c.Value.String()
			if text == "yes" {
				target = yes
			}
			if (text == "yes" || text == "no") && symbolic.Compatible(list[i].when, c.When) {
				chosen = append(chosen, branch{target, and(list[i].when, c.When)})
			}
		}
		if len(chosen) == 0 {
			i++ // eval cannot tell: the expression stays, and whoever reads it says so
			continue
		}
		list = append(list[:i], append(chosen, list[i+1:]...)...)
	}
	return list
}

// ifOf takes an If apart; nil where n is none.
func ifOf(n *document.Node) (condition, yes, no *document.Node) {
	list := n
	if n.Kind == document.Map && len(n.Pairs) == 1 && n.Pairs[0].Key.Value == "Fn::If" {
		list = n.Pairs[0].Value
	} else if n.Tag != "!If" {
		return nil, nil, nil
	}
	if list.Kind != document.List || len(list.Items) != 3 {
		return nil, nil, nil
	}
	return list.Items[0], list.Items[1], list.Items[2]
}

// choice is the If at n with a word for each of its branches.
func choice(n, condition *document.Node) *document.Node {
	word := func(s string) *document.Node {
		return &document.Node{Kind: document.String, Value: s, Span: n.Span, Whole: n.Whole}
	}
	return &document.Node{
		Kind: document.List, Tag: "!If", Span: n.Span, Whole: n.Whole,
		Items: []*document.Node{condition, word("yes"), word("no")},
	}
}

// isExpression reports whether n is an intrinsic function, short or long, rather than what it looks like.
func isExpression(n *document.Node) bool {
	if n.Tag != "" {
		return true
	}
	if n.Kind != document.Map || len(n.Pairs) != 1 {
		return false
	}
	key := n.Pairs[0].Key.Value
	return key == "Ref" || strings.HasPrefix(key, "Fn::")
}
