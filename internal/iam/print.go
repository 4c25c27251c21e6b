package iam

import "strings"

// ConditionText prints the conditions of s for people: "StringEquals aws:SourceAccount = a or b, and ...". It is "" where there are none.
func (s Statement) ConditionText() string {
	texts := make([]string, 0, len(s.Conditions))
	for _, c := range s.Conditions {
		texts = append(texts, c.String())
	}
	return strings.Join(texts, ", and ")
}

// String prints one condition.
func (c Condition) String() string {
	values := make([]string, 0, len(c.Values))
	for _, v := range c.Values {
		values = append(values, v.String())
	}
	return c.Operator + " " + c.Key + " = " + strings.Join(values, " or ")
}
