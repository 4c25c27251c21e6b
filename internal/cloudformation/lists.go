package cloudformation

import (
	"slices"
	"strconv"
	"strings"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/symbolic"
)

// values is a list by position; why says what keeps the positions from being known.
func (t *Template) values(n *document.Node) (sets []symbolic.Set, why string) {
	name, arg := intrinsic(n)
	switch name {
	case "":
		if n.Kind != document.List {
			return []symbolic.Set{t.Eval(n)}, ""
		}
		for _, item := range n.Items {
			sets = append(sets, t.Eval(item))
		}
		return sets, ""
	case "Fn::Split":
		return t.split(arg)
	case "Fn::FindInMap":
		if found, _ := t.mapped(arg); len(found) == 1 && found[0].Kind == document.List {
			return t.values(found[0])
		}
		return nil, "the list depends on a mapping"
	}
	return nil, "the list that " + name + " gives is not known here"
}

// split is Fn::Split of a string of which every place of the delimiter is known.
func (t *Template) split(arg *document.Node) (sets []symbolic.Set, why string) {
	if len(arg.Items) != 2 {
		return nil, "Fn::Split wants a delimiter and a string"
	}
	whole := t.Eval(arg.Items[1])
	if len(whole) != 1 || len(whole[0].When) > 0 {
		return nil, "Fn::Split cuts a string that depends on a condition"
	}
	pieces, ok := t.cut(whole[0].Value.Expand(), arg.Items[0].Value)
	if !ok {
		return nil, "Fn::Split cuts a string that is not known"
	}
	for _, piece := range pieces {
		sets = append(sets, symbolic.Certain(piece))
	}
	return sets, ""
}

// cut cuts v at delimiter. No region, account, partition or physical name of a resource holds a colon or a comma; of all other
// unknown parts nothing is known, and of other delimiters neither.
func (t *Template) cut(v symbolic.Value, delimiter string) (pieces []symbolic.Value, ok bool) {
	piece := symbolic.Value{}
	for _, part := range v {
		if part.Kind != symbolic.Literal {
			if delimiter != ":" && delimiter != "," || !t.isName(part) {
				return nil, false
			}
			piece = append(piece, part)
			continue
		}
		for i, text := range strings.Split(part.Text, delimiter) {
			if i > 0 {
				pieces, piece = append(pieces, piece), symbolic.Value{}
			}
			if text != "" {
				piece = append(piece, symbolic.Part{Kind: symbolic.Literal, Text: text})
			}
		}
	}
	return append(pieces, piece), delimiter != ""
}

func (t *Template) isName(part symbolic.Part) bool {
	if part.Kind == symbolic.Attribute {
		typ, known := t.Tables.Type(part.Type)
		return known && typ.NameAttribute == part.Attr
	}
	return part.Kind == symbolic.Pseudo && slices.Contains([]string{"AWS::Region", "AWS::AccountId", "AWS::Partition", "AWS::URLSuffix"}, part.Text)
}

// selected is Fn::Select.
func (t *Template) selected(arg *document.Node) symbolic.Set {
	if len(arg.Items) != 2 {
		return symbolic.Any("Fn::Select wants an index and a list")
	}
	index, err := strconv.Atoi(arg.Items[0].Value)
	if err != nil || arg.Items[0].Tag != "" {
		return symbolic.Any("the index of Fn::Select is not known")
	}
	items, why := t.values(arg.Items[1])
	if why != "" {
		return symbolic.Any(why)
	}
	if index < 0 || index >= len(items) {
		return symbolic.Any("Fn::Select names an item that the list does not have")
	}
	return items[index]
}

// findInMap is one of the values that the mapping has for what is known of the keys.
func (t *Template) findInMap(arg *document.Node) symbolic.Set {
	found, why := t.mapped(arg)
	if why != "" {
		return symbolic.Any(why)
	}
	var sets []symbolic.Set
	for _, n := range found {
		sets = append(sets, t.Eval(n))
	}
	return symbolic.Union(sets...)
}

// mapped lists what an Fn::FindInMap may name, in the order of the file.
func (t *Template) mapped(arg *document.Node) (found []*document.Node, why string) {
	if len(arg.Items) < 3 {
		return nil, "Fn::FindInMap wants a mapping and two keys"
	}
	top := under(t.Root.Get("Mappings").Get(arg.Items[0].Value), t.keys(arg.Items[1]))
	if len(top) > symbolic.MaxChoices {
		return nil, "the mapping has more values than are followed"
	}
	second := t.keys(arg.Items[2])
	for _, n := range top {
		if len(found) > symbolic.MaxChoices {
			break
		}
		found = append(found, under(n, second)...)
	}
	if len(arg.Items) > 3 {
		if value := arg.Items[3].Get("DefaultValue"); value != nil {
			found = append(found, value)
		}
	}
	switch {
	case len(found) == 0:
		return nil, "the mapping has no such key"
	case len(found) > symbolic.MaxChoices:
		return nil, "the mapping has more values than are followed"
	}
	return found, ""
}

// under lists the values of a map with one of these keys; all of them where the keys are nil. It stops where there are too many to follow.
func under(n *document.Node, keys []string) (all []*document.Node) {
	if n == nil {
		return nil
	}
	for _, p := range n.Pairs {
		if len(all) > symbolic.MaxChoices {
			break
		}
		if keys == nil || slices.Contains(keys, p.Key.Value) {
			all = append(all, p.Value)
		}
	}
	return all
}

// keys is what a key may be, nil where it may be anything.
func (t *Template) keys(n *document.Node) (all []string) {
	for _, choice := range t.Eval(n) {
		text, known := choice.Value.Known()
		switch {
		case known:
			all = append(all, text)
		case len(choice.Value) == 1 && choice.Value[0].Kind == symbolic.Parameter && len(t.byName[choice.Value[0].Text].Allowed) > 0:
			all = append(all, t.byName[choice.Value[0].Text].Allowed...)
		default:
			return nil
		}
	}
	return all
}
