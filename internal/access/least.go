package access

import (
	"cmp"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// Least is the least policy of one function: its needs, grouped by resource, as patterns. What is not known of a resource is a * in it.
func Least(u User) []iam.Statement { return least(u.Needs) }

// LeastOf is the least policy of a role, over all its users.
func LeastOf(c Comparison) []iam.Statement {
	var all []Need
	for _, u := range c.Users {
		all = append(all, u.Needs...)
	}
	return least(all)
}

// least makes one statement of the needs that have the same resources. Needs under conditions of the template stay apart.
func least(needs []Need) []iam.Statement {
	cells := make([]Cell, 0, len(needs))
	for _, n := range merge(needs) {
		cells = append(cells, Cell{Action: symbolic.Text(n.Action), Resource: Pattern(n.Resource), When: n.When})
	}
	statements := Group(cells)
	slices.SortStableFunc(statements, func(a, b iam.Statement) int {
		return cmp.Or(
			cmp.Compare(a.Actions[0].Value.String(), b.Actions[0].Value.String()),
			cmp.Compare(a.Resources[0].Value.String(), b.Resources[0].Value.String()))
	})
	return statements
}

// Pattern writes a resource as a policy can: each part that is not known becomes a *. What the template says of one in its own words
// ({{resolve:ssm:/a}}) stays, since the template may say it again.
func Pattern(v symbolic.Value) symbolic.Value {
	out := make([]symbolic.Value, 0, len(v))
	star := false
	for _, p := range v {
		one := symbolic.Value{p}
		if one.HasUnknown() && p.Attr == "" {
			if !star {
				out = append(out, symbolic.Text("*"))
			}
			star = true
			continue
		}
		out, star = append(out, one), false
	}
	return symbolic.Concat(out...)
}

// PatternIn is Pattern as the policies of a stack can say it: where they have no expressions, the stack's own variables are all that they name.
func PatternIn(s *stack.Stack, v symbolic.Value) symbolic.Value {
	if s == nil || !s.Literal {
		return Pattern(unnamed(s, v))
	}
	out := make([]symbolic.Value, 0, len(v))
	for _, p := range v.Expand() {
		one := symbolic.Value{p}
		switch {
		case p.Kind == symbolic.Pseudo && p.Text == "AWS::Partition":
			one = symbolic.Text("aws")
		case p.Kind == symbolic.Parameter && p.Stack == s.File: // a variable of a script
		case p.Kind != symbolic.Literal:
			one = symbolic.Text("*")
		}
		out = append(out, one)
	}
	return symbolic.Concat(out...)
}

// unnamed is a value in which nothing is left that the stack has no expression for.
func unnamed(s *stack.Stack, v symbolic.Value) symbolic.Value {
	if s == nil || !slices.ContainsFunc(v, func(p symbolic.Part) bool { return p.Kind == symbolic.Pseudo && slices.Contains(s.Unnamed, p.Text) }) {
		return v
	}
	out := make([]symbolic.Value, 0, len(v))
	for _, p := range v {
		one := symbolic.Value{p}
		if p.Kind == symbolic.Pseudo && slices.Contains(s.Unnamed, p.Text) {
			one = symbolic.Text("*")
		}
		out = append(out, one)
	}
	return symbolic.Concat(out...)
}

// Cell is one action on one resource.
type Cell struct {
	Action, Resource symbolic.Value
	When             []symbolic.Condition
}

// Group makes allow statements of cells: cells of one resource together, then resources that have the same actions.
// Order is kept: of actions as they come, of statements as their first cell comes.
func Group(cells []Cell) []iam.Statement {
	var out []iam.Statement
	at := make(map[string]int)
	for _, c := range cells {
		key := conditionKey(c.When) + c.Resource.Key()
		i, ok := at[key]
		if !ok {
			i = len(out)
			at[key] = i
			out = append(out, iam.Statement{Effect: iam.Allow, Resources: []iam.Term{{Value: c.Resource}}, When: c.When})
		}
		if !has(out[i].Actions, c.Action) {
			out[i].Actions = append(out[i].Actions, iam.Term{Value: c.Action})
		}
	}
	return join(out)
}

// join puts statements with the same actions under the same conditions into one.
func join(statements []iam.Statement) []iam.Statement {
	var out []iam.Statement
	at := make(map[string]int)
	for _, s := range statements {
		key := conditionKey(s.When) + actionKey(s.Actions)
		if i, ok := at[key]; ok {
			out[i].Resources = append(out[i].Resources, s.Resources...)
			continue
		}
		at[key] = len(out)
		out = append(out, s)
	}
	return out
}

func has(terms []iam.Term, v symbolic.Value) bool {
	key := strings.ToLower(v.Key())
	return slices.ContainsFunc(terms, func(t iam.Term) bool { return strings.ToLower(t.Value.Key()) == key })
}

func actionKey(terms []iam.Term) string {
	keys := make([]string, 0, len(terms))
	for _, t := range terms {
		keys = append(keys, strings.ToLower(t.Value.Key()))
	}
	slices.Sort(keys)
	return strings.Join(keys, "\x00")
}
