package flow

import (
	"slices"
	"strconv"

	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/symbolic"
)

func atoi(s string) int {
	n, _ := strconv.Atoi(s) // not a number: zero, as any index that is out of range
	return n
}

// truth is whether a condition takes v for true, in the language.
func (r *run) truth(v value) symbolic.Answer {
	if !r.special.Truthy || len(v.things) == 0 {
		return truth(v)
	}
	rest := value{text: v.text}
	for _, t := range v.things {
		switch t.(type) {
		case *dict, *list, *instance, pieces:
			t = yes
		}
		rest.things = append(rest.things, t)
	}
	return truth(rest)
}

// truth is whether a condition takes v for true, where empty containers are false.
func truth(v value) symbolic.Answer {
	seen := [3]bool{}
	for _, choice := range v.text {
		seen[textTruth(choice.Value)] = true
	}
	for _, t := range v.things {
		seen[thingTruth(t)] = true
	}
	switch {
	case seen[symbolic.May] || seen[symbolic.Yes] == seen[symbolic.No]:
		return symbolic.May
	case seen[symbolic.Yes]:
		return symbolic.Yes
	}
	return symbolic.No
}

func textTruth(v symbolic.Value) symbolic.Answer {
	for _, part := range v {
		if part.Kind == symbolic.Literal && part.Text != "" {
			return symbolic.Yes
		}
	}
	if len(v) == 0 {
		return symbolic.No
	}
	return symbolic.May
}

func thingTruth(t thing) symbolic.Answer {
	switch t := t.(type) {
	case constant:
		if t == yes {
			return symbolic.Yes
		}
		return symbolic.No
	case digits:
		if t.n != 0 {
			return symbolic.Yes
		}
		return symbolic.No
	case *function, *bound, *class, *module:
		return symbolic.Yes
	case object:
		if !t.of.Data { // an SDK's clients and resources have no length
			return symbolic.Yes
		}
	}
	return symbolic.May
}

func opposite(a symbolic.Answer) symbolic.Answer { return symbolic.Yes - a }

func answer(a symbolic.Answer) value {
	switch a {
	case symbolic.Yes:
		return things(yes)
	case symbolic.No:
		return things(no)
	}
	return things(uncertain)
}

func (r *run) binary(left, right value, x *program.Binary, s *scope) value {
	switch x.Op {
	case "+":
		return r.add(left, right, x, s)
	case "==", "is":
		return answer(equal(left, right))
	case "!=", "is not":
		return answer(opposite(equal(left, right)))
	case "|":
		return r.mergeDicts(left, right, x, s)
	case "%":
		if len(left.text) > 0 {
			return textValue(operate("percent", left.asText(), r.percentArgs(right)...))
		}
	case "/": // joins paths in some libraries
		if len(left.text) == 0 {
			return union(left, data("a quotient"))
		}
	case "in", "not in", "<", ">", "<=", ">=", "<>":
		return things(uncertain)
	}
	return data("the result of an operator that is not followed")
}

func (r *run) percentArgs(v value) (sets []symbolic.Set) {
	if len(v.things) == 1 && len(v.text) == 0 {
		if l, ok := v.things[0].(*list); ok && l.rest.empty() {
			for _, item := range l.items {
				sets = append(sets, item.asText())
			}
			return sets
		}
	}
	return []symbolic.Set{v.asText()}
}

// add joins strings, or puts lists together.
func (r *run) add(left, right value, x *program.Binary, s *scope) value {
	if isList(left) || isList(right) {
		rest := union(r.items(left, x.Span()), r.items(right, x.Span()))
		return r.listOf(s, x, nil, rest)
	}
	if slices.ContainsFunc(right.things, isFunction) { // a delegate that calls both
		return union(left, right)
	}
	if len(left.text) == 0 && len(right.text) == 0 && !hasEvent(left) && !hasEvent(right) {
		return data("a sum")
	}
	l, t := left.asText(), right.asText()
	if len(l) == 0 || len(t) == 0 {
		return textValue(symbolic.Any("a part of the string is not known"))
	}
	return textValue(symbolic.Join(l, t))
}

func isList(v value) bool {
	for _, t := range v.things {
		if _, ok := t.(*list); ok {
			return true
		}
	}
	return false
}

func hasEvent(v value) bool {
	for _, t := range v.things {
		if _, ok := t.(event); ok {
			return true
		}
	}
	return false
}

// equal compares two values: it can be told where both are certain.
func equal(a, b value) symbolic.Answer {
	if a.empty() || b.empty() {
		return symbolic.May
	}
	ta, okA := a.known()
	tb, okB := b.known()
	switch {
	case okA && okB:
		return answerOf(ta == tb)
	case isOnly(b, none):
		return equalNone(a)
	case isOnly(a, none):
		return equalNone(b)
	}
	return symbolic.May
}

func equalNone(v value) symbolic.Answer {
	seenNone, seenOther := false, len(v.text) > 0
	for _, t := range v.things {
		switch t := t.(type) {
		case plain, event, overflow, foreign:
			return symbolic.May
		case object:
			if t.of.Data {
				return symbolic.May
			}
		case constant:
			if t == none {
				seenNone = true
				continue
			}
		}
		seenOther = true
	}
	for _, choice := range v.text {
		for _, part := range choice.Value {
			if part.Kind != symbolic.Literal && len(choice.Value) == 1 {
				return symbolic.May // an environment variable that is not set
			}
		}
	}
	if seenNone && seenOther {
		return symbolic.May
	}
	return answerOf(seenNone)
}

func isOnly(v value, t thing) bool {
	return len(v.text) == 0 && len(v.things) == 1 && v.things[0] == t
}

func answerOf(holds bool) symbolic.Answer {
	if holds {
		return symbolic.Yes
	}
	return symbolic.No
}

// operate does a string operation on every combination of what its operands may be.
func operate(op string, first symbolic.Set, others ...symbolic.Set) symbolic.Set {
	combinations := [][]symbolic.Value{nil}
	for _, set := range append([]symbolic.Set{first}, others...) {
		var next [][]symbolic.Value
		for _, so := range combinations {
			for _, choice := range set {
				next = append(next, append(so[:len(so):len(so)], choice.Value))
			}
		}
		if len(next) == 0 || len(next) > symbolic.MaxChoices {
			return symbolic.Any(reasonOverflow)
		}
		combinations = next
	}
	sets := make([]symbolic.Set, len(combinations))
	for i, operands := range combinations {
		sets[i] = symbolic.Certain(symbolic.Operate(op, operands...))
	}
	return symbolic.Union(sets...)
}
