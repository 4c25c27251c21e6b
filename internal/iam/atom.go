package iam

import (
	"slices"
	"strings"

	"github.com/parebot/pare/internal/symbolic"
)

// atom is one condition of IAM in a form in which equal conditions are equal.
type atom struct {
	operator
	key    string // in lower case
	values []pattern
	// alone says that a value is not known: the atom equals nothing, and nothing follows from it or leads to it.
	alone     bool
	condition Condition
}

// atoms numbers conditions, and knows which follow from which.
type atoms struct {
	*alphabet
	list    []atom
	numbers map[string]int
	follows map[[2]int]bool
}

func newAtoms(a *alphabet) *atoms {
	return &atoms{alphabet: a, numbers: make(map[string]int), follows: make(map[[2]int]bool)}
}

func (as *atoms) intern(c Condition) int {
	a := atom{operator: operatorOf(c.Operator), key: strings.ToLower(c.Key), condition: c}
	for _, v := range c.Values {
		if a.name == "bool" {
			v = lower(v)
		}
		p, ok := as.pattern(v, false)
		a.values, a.alone = append(a.values, p), a.alone || !ok
	}
	slices.SortFunc(a.values, func(x, y pattern) int { return strings.Compare(x.key, y.key) })
	key := strings.ToLower(c.Operator) + "\x00" + a.key
	for _, v := range a.values {
		key += "\x00" + v.key
	}
	if n, ok := as.numbers[key]; ok && !a.alone {
		return n
	}
	as.list = append(as.list, a)
	if !a.alone {
		as.numbers[key] = len(as.list) - 1
	}
	return len(as.list) - 1
}

// implies reports whether j holds in every request in which i does.
func (as *atoms) implies(i, j int) bool {
	if i == j {
		return true
	}
	pair := [2]int{i, j}
	known, ok := as.follows[pair]
	if !ok {
		known = as.entails(as.list[i], as.list[j])
		as.follows[pair] = known
	}
	return known
}

// all reports whether each of want follows from one of have.
func (as *atoms) all(have, want []int) bool {
	for _, w := range want {
		if !slices.ContainsFunc(have, func(h int) bool { return as.implies(h, w) }) {
			return false
		}
	}
	return true
}

// entails is the table of what follows from what:
//
//	x positive, not IfExists           =>  Null false of its key
//	x                                  =>  the same with IfExists
//	equals                             =>  like, equals ignoring case; ArnEquals and ArnLike are one
//	any of few values                  =>  any of values that cover them
//	none of many values (Not...)       =>  none of values that they cover
//
// ForAllValues holds where the key is absent, so of it only what is equal follows.
func (as *atoms) entails(x, y atom) bool {
	if x.alone || y.alone || x.key != y.key {
		return false
	}
	if y.name == "null" && x.name != "null" {
		return !x.negated && !x.ifExists && !x.all && len(y.values) == 1 && y.values[0].key == "false"
	}
	if x.all || y.all || x.any != y.any || x.ifExists && !y.ifExists || x.negated != y.negated || x.name == "null" {
		return false
	}
	if x.negated {
		// What x forbids must take in all that y forbids. A list of several values is forbidden otherwise.
		return !x.any && leads(y.name, x.name) && as.covered(y.values, x.values, x.name)
	}
	return leads(x.name, y.name) && as.covered(x.values, y.values, y.name)
}

// leads reports whether an operator holds wherever the stricter one does, on the same value.
func leads(strict, loose string) bool {
	switch strict {
	case loose:
		return true
	case "stringequals":
		return loose == "stringlike" || loose == "stringequalsignorecase"
	case "arnequals", "arnlike":
		return loose == "arnequals" || loose == "arnlike"
	}
	return false
}

// covered reports whether each of xs is one of ys, or lies within one where the operator of ys takes patterns.
func (as *atoms) covered(xs, ys []pattern, name string) bool {
	like := name == "stringlike" || strings.HasPrefix(name, "arn")
	for _, x := range xs {
		if !slices.ContainsFunc(ys, func(y pattern) bool {
			return x.key == y.key || like && as.within(x, y, name != "stringlike")
		}) {
			return false
		}
	}
	return true
}

// text is a string that p matches, for the context of a counterexample.
func (p pattern) text(a *alphabet) symbolic.Value {
	var letters []rune
	for _, r := range p.letters {
		switch r {
		case '*':
		case '?':
			letters = append(letters, 'x')
		default:
			letters = append(letters, r)
		}
	}
	return a.spell(letters)
}
