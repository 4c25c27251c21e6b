package iam

import (
	"testing"

	"github.com/parebot/pare/internal/symbolic"
)

// What is proved of expressions of a template must hold whatever they stand for: random policies with symbols in their resources are
// proved, then each symbol is given values and the proof is held against brute force.

var (
	parameterP = symbolic.Part{Kind: symbolic.Parameter, Text: "P", Stack: "t.yaml"}
	tableT     = symbolic.Part{Kind: symbolic.Attribute, Text: "T", Attr: "Ref", Stack: "t.yaml", Type: "AWS::DynamoDB::Table"}
	tableU     = symbolic.Part{Kind: symbolic.Attribute, Text: "U", Attr: "Ref", Stack: "t.yaml", Type: "AWS::DynamoDB::Table"}
)

// assignments give the parameter anything, also nothing, colons and wildcards; the tables two different names.
func assignments() (list []map[string]string) {
	for _, p := range []string{"", "a", "b", "ab", "z", "a:b", "b:", "*", "a?"} {
		for _, names := range [][2]string{{"a", "b"}, {"b", "a"}, {"ab", "z"}, {"z", "ba"}} {
			list = append(list, map[string]string{"P": p, "T": names[0], "U": names[1]})
		}
	}
	return list
}

func instance(p Policy, names map[string]string) (out Policy) {
	fill := func(terms []Term) (list []Term) {
		for _, t := range terms {
			set := symbolic.Substitute(t.Value, func(p symbolic.Part) (symbolic.Set, bool) {
				text, ok := names[p.Text]
				return symbolic.Certain(symbolic.Text(text)), ok && p.Kind != symbolic.Literal
			})
			t.Value = set[0].Value
			list = append(list, t)
		}
		return list
	}
	for _, s := range p.Statements {
		s.Resources, s.NotResources = fill(s.Resources), fill(s.NotResources)
		out.Statements = append(out.Statements, s)
	}
	return out
}

// sprinkle puts symbols into resources. A name stands behind other text, as names do.
func (c choose) sprinkle(p Policy) (out Policy) {
	put := func(terms []Term) (list []Term) {
		for _, t := range terms {
			text := t.Value.String()
			k := c(len(text) + 1)
			head, tail := symbolic.Text(text[:k]), symbolic.Text(text[k:])
			switch part := []symbolic.Part{parameterP, tableT, tableU}[c(3)]; {
			case c(2) == 0:
			case part.Kind == symbolic.Parameter || k > 0:
				t.Value = symbolic.Concat(head, symbolic.Value{part}, tail)
			}
			list = append(list, t)
		}
		return list
	}
	for _, s := range p.Statements {
		s.Resources, s.NotResources = put(s.Resources), put(s.NotResources)
		out.Statements = append(out.Statements, s)
	}
	return out
}

func TestSymbolsAreSound(t *testing.T) {
	pairs := 2_500
	if testing.Short() {
		pairs = 1_000
	}
	c := seeded(21)
	count := make(map[Outcome]int)
	asked := 0
	for range pairs {
		plainNew, plainOld := c.pair()
		old := c.sprinkle(plainOld)
		new := c.sprinkle(plainNew)
		if c(2) == 0 { // the old policy, narrowed
			new = Policy{Statements: append([]Statement(nil), old.Statements...)}
			s := &new.Statements[c(len(new.Statements))]
			s.Conditions = append(append([]Condition(nil), s.Conditions...), someConditions[c(len(someConditions))])
			if len(s.Resources) > 0 && c(2) == 0 {
				s.Resources = []Term{{Value: symbolic.Concat(s.Resources[0].Value, symbolic.Text("a"))}}
			}
			if c(3) == 0 {
				new.Statements = append(new.Statements, c.sprinkle(Policy{Statements: []Statement{c.statement(false)}}).Statements...)
			}
		}
		v := Subset(new, old)
		count[v.Outcome]++
		for _, names := range assignments() {
			if v.Outcome == Unsettled || c(48) > 0 {
				continue
			}
			asked++
			n, o := instance(new, names), instance(old, names)
			switch v.Outcome {
			case Proved:
				if q := against(n, o); q != nil {
					t.Fatalf("proved, and yet with %v %+v\nnew %+v\nold %+v", names, *q, new, old)
				}
			case Counterexample:
				// The request may name a symbol; it is one against every value of it.
				resource := instance(Policy{Statements: []Statement{{Resources: []Term{{Value: v.Counter.Resource}}}}}, names).Statements[0].Resources[0].Value
				q := pointOf(v.Counter)
				q.resource = resource.String()
				if q.resource != "" && (!q.allowed(n) || q.allowed(o)) {
					t.Fatalf("%+v is no counterexample with %v\nnew %+v\nold %+v", q, names, new, old)
				}
			}
		}
	}
	t.Logf("%d pairs with symbols: %v; %d instances asked, 0 wrong", pairs, count, asked)
	if count[Proved] < pairs/20 || count[Counterexample] < pairs/20 {
		t.Errorf("the test no longer tells much: %v", count)
	}
}
