package cloudformation

import (
	"maps"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// Expanded gives a role the statements that the tables have for one entry of the template, all with the entry as their cause.
// Variables of a policy template are filled from values, in any case; pseudo parameters are the template's own.
func (r *Reader) Expanded(role *stack.Role, b Branch, origin stack.Origin, name string, statements []serviceref.Statement, values map[string]symbolic.Set) {
	for _, written := range statements {
		r.expanded += len(written.Actions) + len(written.NotActions) + len(written.Resources) + len(written.NotResources)
	}
	if r.expanded > MaxExpanded {
		r.Opaque(role, b, origin, name, "the policies of this template grant more than is read")
		return
	}
	for i, written := range statements {
		s := iam.Statement{
			Effect: iam.Effect(written.Effect), When: b.When, Span: b.Node.Whole,
			Actions:    r.terms(written.Actions, values, b.Node.Whole),
			NotActions: r.terms(written.NotActions, values, b.Node.Whole),
			Resources:  r.terms(written.Resources, values, b.Node.Whole), NotResources: r.terms(written.NotResources, values, b.Node.Whole),
			Conditions: r.conditions(written.Conditions, values, b.Node.Whole),
		}
		key := b.Path + "#" + number(i)
		r.grant(role, statement{Statement: s, path: key, cause: b.Node.Whole}, origin, name)
	}
}

func (r *Reader) terms(patterns []string, values map[string]symbolic.Set, at source.Span) (all []iam.Term) {
	for _, pattern := range patterns {
		for _, choice := range r.pattern(pattern, values) {
			all = append(all, iam.Term{Value: choice.Value, When: choice.When, Span: at})
		}
	}
	return all
}

// pattern is one pattern of the tables as this template calls it. Without values in it, it is the same for all that have the policy.
func (r *Reader) pattern(pattern string, values map[string]symbolic.Set) symbolic.Set {
	same := values == nil || !strings.Contains(pattern, "${")
	if set, ok := r.patterns[pattern]; ok && same {
		return set
	}
	set := r.filled(pattern, values)
	for i := range set {
		set[i].Value = r.folded(set[i].Value)
	}
	if same {
		r.patterns[pattern] = set
	}
	return set
}

// folded writes an ARN that is spelled out around the name of a resource as what the template calls it: ${Orders.Arn}.
func (r *Reader) folded(v symbolic.Value) symbolic.Value {
	if len(v) == 1 && v[0].Kind == symbolic.Attribute && v[0].Attr != "Ref" {
		return v // it is called so already
	}
	var arns []symbolic.Part
	for _, id := range names(v) {
		if arn := r.Arn(id); len(arn) == 1 && arn[0].Kind == symbolic.Attribute {
			arns = append(arns, arn[0])
		}
	}
	if len(arns) == 0 {
		return v
	}
	return symbolic.Fold(v, arns)
}

func (r *Reader) conditions(written map[string]map[string][]string, values map[string]symbolic.Set, at source.Span) (all []iam.Condition) {
	for _, operator := range slices.Sorted(maps.Keys(written)) {
		for _, key := range slices.Sorted(maps.Keys(written[operator])) {
			c := iam.Condition{Operator: operator, Key: key, Span: at}
			for _, text := range written[operator][key] {
				for _, choice := range r.filled(text, values) {
					c.Values = append(c.Values, choice.Value)
				}
			}
			all = append(all, c)
		}
	}
	return all
}

// MaxExpanded bounds the patterns that the managed policies and policy templates of one file stand for: 150 times the largest of AWS's.
const MaxExpanded = 500_000

// filled writes one pattern of the tables. ${aws:...} is a policy variable that IAM fills in, and stays.
func (r *Reader) filled(pattern string, values map[string]symbolic.Set) symbolic.Set {
	var sets []symbolic.Set
	for _, p := range pieces(pattern) {
		switch {
		case !p.variable:
			sets = append(sets, symbolic.Certain(symbolic.Text(p.text)))
		case strings.HasPrefix(p.text, "AWS::"):
			sets = append(sets, symbolic.Certain(symbolic.Value{{Kind: symbolic.Pseudo, Text: p.text}}))
		case values == nil:
			sets = append(sets, symbolic.Certain(symbolic.Text("${"+p.text+"}")))
		default:
			sets = append(sets, given(values, p.text))
		}
	}
	if len(sets) == 0 {
		return symbolic.Certain(symbolic.Text(pattern))
	}
	return symbolic.Join(sets...)
}

func given(values map[string]symbolic.Set, name string) symbolic.Set {
	for _, key := range slices.Sorted(maps.Keys(values)) {
		if strings.EqualFold(key, name) && len(values[key]) > 0 {
			return values[key]
		}
	}
	return symbolic.Any("the policy template's parameter " + name + " is not given")
}
