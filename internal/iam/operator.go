package iam

import (
	"slices"
	"strings"

	"github.com/parebot/pare/internal/symbolic"
)

// operator is a condition operator taken apart: ForAnyValue:StringNotLikeIfExists.
type operator struct {
	name     string // in lower case: stringlike
	negated  bool
	ifExists bool
	all, any bool // ForAllValues, ForAnyValue
}

func operatorOf(text string) (o operator) {
	text = strings.ToLower(text)
	text, o.all = strings.CutPrefix(text, "forallvalues:")
	text, o.any = strings.CutPrefix(text, "foranyvalue:")
	text, o.ifExists = strings.CutSuffix(text, "ifexists")
	for _, family := range []string{"string", "arn", "numeric", "date"} {
		if rest, ok := strings.CutPrefix(text, family+"not"); ok {
			text, o.negated = family+rest, true
		}
	}
	if text == "notipaddress" {
		text, o.negated = "ipaddress", true
	}
	o.name = text
	return o
}

// compares is how an operator compares one value with the request's; nil where that is not followed.
func (o operator) compares() func(pattern, value symbolic.Value) symbolic.Answer {
	switch o.name {
	case "stringlike", "arnlike", "arnequals":
		return func(p, v symbolic.Value) symbolic.Answer { return symbolic.Match(variables(p), v) }
	case "stringequals":
		return equals
	case "stringequalsignorecase", "bool":
		return func(p, v symbolic.Value) symbolic.Answer { return equals(lower(p), lower(v)) }
	}
	return nil
}

// equals compares two strings, neither of which is a pattern.
func equals(a, b symbolic.Value) symbolic.Answer {
	a, b = variables(a), variables(b)
	textA, okA := a.Known()
	textB, okB := b.Known()
	switch {
	case okA && okB && textA == textB, !a.HasUnknown() && a.Key() == b.Key():
		return symbolic.Yes
	case okA && okB:
		return symbolic.No
	}
	return min(symbolic.Match(a, b), symbolic.May)
}

// holds answers whether c holds in a context. A key that the context does not have is unknown, or (closed) is not in the request.
func (c Condition) holds(context map[string]symbolic.Value, closed bool) symbolic.Answer {
	o := operatorOf(c.Operator)
	value, has := lookup(context, c.Key)
	if o.name == "null" {
		return c.null(has, closed)
	}
	if !has {
		if !closed {
			return symbolic.May
		}
		if o.ifExists || o.all || o.negated && !o.any {
			return symbolic.Yes
		}
		return symbolic.No
	}
	compare := o.compares()
	if compare == nil {
		return symbolic.May
	}
	some := symbolic.No
	for _, v := range c.Values {
		some = max(some, compare(v, value))
	}
	if o.negated {
		return not(some)
	}
	return some
}

// null answers the operator Null: true asks that the key is absent.
func (c Condition) null(has, closed bool) symbolic.Answer {
	if len(c.Values) != 1 || !has && !closed {
		return symbolic.May
	}
	switch text, _ := c.Values[0].Known(); strings.ToLower(text) {
	case "true":
		return answer(!has)
	case "false":
		return answer(has)
	}
	return symbolic.May
}

func answer(yes bool) symbolic.Answer {
	if yes {
		return symbolic.Yes
	}
	return symbolic.No
}

// lookup finds a context key, which has no case.
func lookup(context map[string]symbolic.Value, key string) (symbolic.Value, bool) {
	if v, ok := context[key]; ok {
		return v, true
	}
	keys := make([]string, 0, len(context))
	for k := range context {
		if strings.EqualFold(k, key) {
			keys = append(keys, k)
		}
	}
	if len(keys) == 0 {
		return nil, false
	}
	return context[slices.Min(keys)], true
}
