package cdk

import (
	"strconv"
	"strings"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/symbolic"
)

// blueprint is the template that the app stands for. A text that is known in part is a token in it, as the CDK itself has them.
type blueprint struct {
	resources []document.Pair
	tokens    []symbolic.Set
}

// tokenMark begins a token. No text of code has it.
const tokenMark = "\x00token "

func scalar(text string, at source.Span) *document.Node {
	return &document.Node{Kind: document.String, Style: document.DoubleQuoted, Value: text, Span: at, Whole: at}
}

func list(at source.Span, items ...*document.Node) *document.Node {
	return &document.Node{Kind: document.List, Style: document.Flow, Items: items, Span: at, Whole: at}
}

// mapping is a map of keys and values in turn; a value that is nil is left out.
func mapping(at source.Span, entries ...any) *document.Node {
	n := &document.Node{Kind: document.Map, Style: document.Flow, Span: at, Whole: at}
	for i := 0; i+1 < len(entries); i += 2 {
		key, _ := entries[i].(string)
		if value, _ := entries[i+1].(*document.Node); value != nil {
			n.Pairs = append(n.Pairs, document.Pair{Key: scalar(key, at), Value: value, Span: value.Whole})
		}
	}
	return n
}

// text is a string that is known in part; nil where there is none.
func (b *blueprint) text(set symbolic.Set, at source.Span) *document.Node {
	if len(set) == 0 {
		return nil
	}
	if text, ok := only(set); ok && !strings.HasPrefix(text, tokenMark) {
		return scalar(text, at)
	}
	b.tokens = append(b.tokens, set)
	return scalar(tokenMark+strconv.Itoa(len(b.tokens)-1), at)
}

// texts is a list with an item for each choice.
func (b *blueprint) texts(set symbolic.Set, at source.Span) *document.Node {
	n := list(at)
	for _, choice := range set {
		n.Items = append(n.Items, b.text(symbolic.Set{choice}, at))
	}
	return n
}

// attribute is what an attribute of a resource gives.
func (b *blueprint) attribute(id, attr string, at source.Span) *document.Node {
	return b.text(symbolic.Certain(symbolic.Value{{Kind: symbolic.Attribute, Text: id, Attr: attr}}), at)
}

// add puts a resource in the template.
func (b *blueprint) add(id, typ string, at source.Span, properties *document.Node) {
	body := mapping(at, "Type", scalar(typ, at), "Properties", properties)
	b.resources = append(b.resources, document.Pair{Key: scalar(id, at), Value: body, Span: at})
}

// root is the template.
func (b *blueprint) root(at source.Span) *document.Node {
	resources := mapping(at)
	resources.Pairs = b.resources
	return mapping(at, "Resources", resources)
}

// token is the set that a text stands for; ok is false for any other text.
func (b *blueprint) token(text string) (symbolic.Set, bool) {
	number, ok := strings.CutPrefix(text, tokenMark)
	if !ok {
		return nil, false
	}
	n, err := strconv.Atoi(number)
	if err != nil || n < 0 || n >= len(b.tokens) {
		return nil, false
	}
	return b.tokens[n], true
}
