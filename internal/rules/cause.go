package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/access"
	"github.com/parebot/pare/internal/estate"
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// cause is what one place of a template grants: one statement, or one managed policy or policy template with all its statements.
// Where the same bytes serve several roles, a cell is what it is for all of them together.
type cause struct {
	role   *estate.Role // the first of the roles
	users  []string     // functions of all roles, sorted
	at     source.Span  // of the first of users
	span   source.Span
	grants []*stack.Grant // of the first role
	cells  []access.Judged
	all    []access.Judged // all cells of the role, those of other causes too
	shared bool
}

// key names the cause: where it stands.
func (c cause) key() string {
	return fmt.Sprintf("%s:%d:%d", c.span.File, c.span.Start, c.span.End)
}

// causes sorts the cells of all roles by what causes them, in order of roles and grants.
func causes(f Facts) []cause {
	var all []cause
	at := make(map[string]int)
	for _, c := range f.Comparisons {
		if c.Role == nil || foreign(c) {
			continue
		}
		for _, one := range causesOf(c) {
			key := one.key()
			i, ok := at[key]
			if !ok {
				at[key] = len(all)
				all = append(all, one)
				continue
			}
			all[i] = together(all[i], one)
		}
	}
	return all
}

func causesOf(c access.Comparison) (list []cause) {
	at := make(map[source.Span]int)
	for _, g := range c.Role.Grants {
		i, ok := at[g.Cause]
		if !ok {
			i = len(list)
			at[g.Cause] = i
			one := cause{role: c.Role, span: g.Cause, all: c.Grants}
			for _, u := range c.Users {
				one.users = append(one.users, u.Function.ID)
				if one.at.File == "" {
					one.at = firstLine(u.Function.Span)
				}
			}
			slices.Sort(one.users)
			list = append(list, one)
		}
		list[i].grants = append(list[i].grants, g)
		list[i].shared = list[i].shared || g.Shared
	}
	for _, j := range c.Grants {
		i := at[j.Grant.Cause]
		list[i].cells = append(list[i].cells, j)
	}
	return list
}

// together is one cause that serves two roles: what one of them needs is needed.
func together(a, b cause) cause {
	a.users = append(slices.Clone(a.users), b.users...)
	slices.Sort(a.users)
	a.users, a.shared = slices.Compact(a.users), true
	a.cells = slices.Clone(a.cells)
	for _, other := range b.cells {
		same := func(j access.Judged) bool {
			return j.Action == other.Action && j.Resource == other.Resource && slices.Index(a.grants, j.Grant) == slices.Index(b.grants, other.Grant)
		}
		if i := slices.IndexFunc(a.cells, same); i >= 0 {
			a.cells[i] = either(a.cells[i], other)
		}
	}
	return a
}

// either is a cell of which two roles make use.
func either(a, b access.Judged) access.Judged {
	order := []access.Use{access.Unused, access.Broad, access.Unsettled, access.Used}
	keep := append(slices.Clone(a.Keep), b.Keep...)
	if slices.Index(order, b.Use) > slices.Index(order, a.Use) {
		a.Use, a.Reason = b.Use, b.Reason
	}
	a.Keep = keep
	return a
}

// subject is whom a finding is about: the one function that has the role, else the role.
func (c cause) subject() string {
	if len(c.users) == 1 {
		return c.users[0]
	}
	return c.role.ID
}

// who begins a sentence about the users of a role: "`CreateOrder`", "The 3 functions with `SharedRole`".
func (c cause) who() string {
	if len(c.users) == 1 {
		return "`" + c.users[0] + "`"
	}
	return fmt.Sprintf("The %d functions with `%s`", len(c.users), c.role.ID)
}

// whom is who within a sentence.
func (c cause) whom() string { return strings.Replace(c.who(), "The ", "the ", 1) }

func (c cause) needs() string { return verb(len(c.users) != 1, "need") }

func (c cause) does() string {
	if len(c.users) == 1 {
		return "does"
	}
	return "do"
}

// origin of what the place grants: all grants of one cause have one.
func (c cause) origin() stack.Origin { return c.grants[0].Origin }

// policy is what people call the place: the policy's name, or "this statement".
func (c cause) policy() string {
	if name := c.grants[0].Name; name != "" {
		return "`" + name + "`"
	}
	return "this statement"
}

// those are the cells of one use.
func (c cause) those(use access.Use) (cells []access.Judged) {
	for _, j := range c.cells {
		if j.Use == use {
			cells = append(cells, j)
		}
	}
	return cells
}

// patterns are the action patterns of cells, as written, each once.
func patterns(cells []access.Judged) (names []string) {
	for _, j := range cells {
		names = append(names, j.ActionPattern().String())
	}
	return unique(names)
}

// kept are the needs that cells serve.
func kept(cells []access.Judged) (needs []access.Need) {
	for _, j := range cells {
		needs = append(needs, j.Keep...)
	}
	return needs
}

// actionsOf are the actions of needs, sorted, each once.
func actionsOf(needs []access.Need) (names []string) {
	for _, n := range needs {
		names = append(names, n.Action)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// allowed are all actions that cells allow, sorted, each once. An action that the tables do not know counts as itself.
func allowed(cells []access.Judged, t *serviceref.Tables) (names []string) {
	for _, p := range patterns(cells) {
		found := t.Expand(p)
		if len(found) == 0 {
			found = []string{p}
		}
		names = append(names, found...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// evidence is what a finding rests on: the lines that need what is kept, or, where nothing is, the function whose code was read.
func (c cause) evidence(needs []access.Need) []source.Note {
	var notes []source.Note
	for _, n := range needs {
		for _, b := range n.Because {
			if !slices.Contains(notes, b) {
				notes = append(notes, b)
			}
		}
	}
	switch {
	case len(notes) > 0:
	case len(c.users) == 0:
		notes = append(notes, source.Note{Span: firstLine(c.role.Span), Text: "no function of this repository has this role"})
	case len(c.those(access.Unused)) == 0:
		notes = append(notes, source.Note{Span: c.at, Text: "the function that has it"})
	default:
		notes = append(notes, source.Note{Span: c.at, Text: "the code and the platform's needs were read; none of them needs it"})
	}
	return notes
}

// identity are the parts of a fingerprint: the role, the policy's name where it has one, and what is told of it.
func (c cause) identity(what ...string) []string {
	return append([]string{c.role.ID, string(c.origin()), c.grants[0].Name}, what...)
}

// reasons are why cells could not be settled.
func reasons(cells []access.Judged) string {
	for _, j := range cells {
		if j.Reason != "" {
			return j.Reason
		}
	}
	return "what the code needs could not be told"
}

func texts(terms []iam.Term) string {
	all := make([]string, 0, len(terms))
	for _, t := range terms {
		all = append(all, t.Value.String())
	}
	return strings.Join(all, ",")
}

func quoted(terms []iam.Term) string { return list(strings.Split(texts(terms), ",")) }

func literal(v symbolic.Value) string {
	text, _ := v.Known()
	return text
}
