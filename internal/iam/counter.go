package iam

import (
	"slices"
	"strings"

	"github.com/parebot/pare/internal/symbolic"
)

// maxContexts bounds the contexts that are tried for one counterexample.
const maxContexts = 64

// confirm makes a request of witnesses and of conditions that hold, and asks both policies about it. It is nil unless the
// new one certainly allows it and the old one certainly does not.
func (p *proof) confirm(witness [axes][]rune, holds []int) *Request {
	r := Request{Action: p.actionText(witness[action]), Resource: p.spell(witness[resource]), Principal: p.principal(witness[who]), When: p.world}
	for _, c := range p.contexts(holds) {
		r.Context = c
		if p.newPolicy.allows(r, true) == symbolic.Yes && p.oldPolicy.allows(r, true) == symbolic.No {
			return &r
		}
	}
	return nil
}

// actionText writes an action as the new policy does, where it has it.
func (p *proof) actionText(letters []rune) string {
	text := p.spell(letters).String()
	for _, s := range p.newPolicy.Statements {
		for _, t := range s.Actions {
			if written, ok := t.Value.Known(); ok && strings.EqualFold(written, text) {
				return written
			}
		}
	}
	return text
}

// principal is the way back from a letter to who it is; the zero Principal where the policies name none.
func (p *proof) principal(letters []rune) Principal {
	named := func(s Statement) bool { return len(s.Principals)+len(s.NotPrincipals) > 0 }
	if !slices.ContainsFunc(p.newPolicy.Statements, named) && !slices.ContainsFunc(p.oldPolicy.Statements, named) {
		return Principal{}
	}
	for i, r := range letters {
		if r == '|' {
			return Principal{Kind: string(letters[:i]), Value: p.spell(letters[i+1:])}
		}
	}
	// Someone whom neither policy names.
	return Principal{Kind: "AWS", Value: symbolic.Text("arn:aws:iam::000000000000:role/anyone")}
}

// contexts are assignments of the condition keys under which what should hold may hold: each key one of its values, or absent.
func (p *proof) contexts(holds []int) []map[string]symbolic.Value {
	keys, values := p.candidates(holds)
	list := []map[string]symbolic.Value{{}}
	for i := len(keys) - 1; i >= 0; i-- {
		var more []map[string]symbolic.Value
		for _, v := range values[keys[i]] {
			for _, c := range list {
				with := map[string]symbolic.Value{keys[i]: v}
				for k, other := range c {
					with[k] = other
				}
				more = append(more, with)
			}
		}
		list = append(more, list...)
		list = list[:min(len(list), maxContexts)]
	}
	return list
}

// candidates are the keys of conditions that hold, sorted, and what each of them may be.
func (p *proof) candidates(holds []int) (keys []string, values map[string][]symbolic.Value) {
	values = make(map[string][]symbolic.Value)
	for _, n := range holds {
		a := p.list[n]
		if a.alone {
			continue
		}
		key := a.condition.Key
		if i := slices.IndexFunc(keys, func(k string) bool { return strings.EqualFold(k, key) }); i >= 0 {
			key = keys[i]
		} else {
			keys = append(keys, key)
		}
		for _, v := range a.values {
			if a.name == "null" || a.negated {
				v = pattern{letters: []rune("x")}
			}
			values[key] = append(values[key], v.text(p.alphabet))
		}
	}
	slices.Sort(keys)
	return keys, values
}
