package access

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/symbolic"
)

// jury judges the grants of one role by the needs of all its users.
type jury struct {
	c      *Comparison
	tables *serviceref.Tables
	needs  []claim // certain ones first
	behalf map[string][]string
}

// claim is a need of one of the users, and whether a cell of the role serves it beyond doubt.
type claim struct {
	Need
	maybe   bool
	settled bool
}

func newJury(c *Comparison, t *serviceref.Tables) *jury {
	j := &jury{c: c, tables: t, behalf: make(map[string][]string)}
	for _, u := range c.Users {
		j.claim(u, u.Needs, false)
	}
	for _, u := range c.Users {
		j.claim(u, u.Maybe, true)
	}
	for _, g := range j.judged() {
		for i := range j.needs {
			n := &j.needs[i]
			n.settled = n.settled || serves(g, n.Need) == symbolic.Yes
		}
	}
	return j
}

func (j *jury) claim(u User, needs []Need, maybe bool) {
	for _, n := range needs {
		n.When = slices.Concat(u.Function.When, n.When)
		j.needs = append(j.needs, claim{Need: n, maybe: maybe})
	}
}

// judged lists the cells that can be judged: of allow statements that name actions and resources. Deny statements are never judged, nor
// is a policy whose text is elsewhere; of NotAction and NotResource there are no cells.
func (j *jury) judged() (cells []Judged) {
	for _, g := range j.c.Role.Grants {
		if g.Opaque != "" || g.Statement.Effect == iam.Deny {
			continue
		}
		for a := range g.Statement.Actions {
			for r := range g.Statement.Resources {
				cells = append(cells, Judged{Grant: g, Action: a, Resource: r})
			}
		}
	}
	return cells
}

// cells judges each cell. A cell that grants nothing beside others of its statement that do (s3:GetObject on the bucket itself, written
// in one statement with s3:ListBucket) is left out.
func (j *jury) cells() []Judged {
	var out []Judged
	for _, g := range j.judged() {
		if j.void(g) && j.elsewhere(g) {
			continue
		}
		j.judge(&g)
		out = append(out, g)
	}
	return out
}

// ActionPattern is the action of a cell as the statement has it.
func (g Judged) ActionPattern() symbolic.Value { return g.Grant.Statement.Actions[g.Action].Value }

// ResourcePattern is the resource of a cell as the statement has it.
func (g Judged) ResourcePattern() symbolic.Value {
	return g.Grant.Statement.Resources[g.Resource].Value
}

// CellWhen are the conditions of the cell alone, within its statement.
func (g Judged) CellWhen() []symbolic.Condition {
	s := g.Grant.Statement
	return slices.Concat(s.Actions[g.Action].When, s.Resources[g.Resource].When)
}

// When are the conditions of the template under which the cell exists.
func (g Judged) When() []symbolic.Condition {
	return slices.Concat(g.Grant.Statement.When, g.CellWhen())
}

// serves says whether a cell is what allows a need. Conditions of the statement are not looked at: a grant that is needed under a
// condition is needed.
func serves(g Judged, n Need) symbolic.Answer {
	if !symbolic.Compatible(g.When(), n.When) {
		return symbolic.No
	}
	action := matchAction(g.ActionPattern(), n.Action)
	if action == symbolic.No {
		return symbolic.No
	}
	return min(action, n.within(g.ResourcePattern()))
}

// judge decides what became of one cell.
func (j *jury) judge(g *Judged) {
	doubt := ""
	for _, n := range j.needs {
		switch answer := serves(*g, n.Need); {
		case answer == symbolic.No:
		case answer == symbolic.Yes && !n.maybe:
			g.Keep = append(g.Keep, n.Need)
		case answer == symbolic.May && !n.maybe && !n.settled:
			// Nothing else allows it: this is the grant that was made for it, and no narrower one can be told.
			kept := n.Need
			kept.Resource = g.ResourcePattern()
			g.Keep = append(g.Keep, kept)
		case n.maybe && wildcard(*g) && n.Kind == finding.FromPlatform:
			// The platform works without it: who grants a pattern did not ask for it.
		case n.maybe && wildcard(*g) && answer == symbolic.Yes && Pattern(n.Resource).String() != "*":
			g.Keep = append(g.Keep, n.Need)
		default:
			doubt = doubtOf(n)
		}
	}
	if g.Grant.Statement.Partial {
		doubt = "a part of this statement could not be read"
	}
	if doubt == "" && through(g.Grant.Statement) {
		doubt = "it is for calls that another service makes on the function's behalf, which are not followed"
	}
	switch {
	case len(g.Keep) > 0 && j.needed(g, doubt):
	case doubt != "":
		g.Use, g.Reason = Unsettled, doubt
	default:
		j.unexplained(g)
	}
}

// wildcard reports whether a cell's action is a pattern.
func wildcard(g Judged) bool {
	text, ok := g.ActionPattern().Known()
	return ok && strings.ContainsAny(text, "*?")
}

func doubtOf(n claim) string {
	at := ""
	if len(n.Because) > 0 {
		at = fmt.Sprintf(" (%s:%d)", n.Because[0].Span.File, n.Because[0].Span.Line)
	}
	if n.maybe {
		return fmt.Sprintf("`%s` may be needed too%s", n.Action, at)
	}
	return fmt.Sprintf("`%s` is needed%s, and on which resource is not known", n.Action, at)
}

// needed decides between Used and Broad for a cell that serves a need. What is in doubt, or may be needed by what was not read,
// is not narrowed.
func (j *jury) needed(g *Judged, doubt string) bool {
	g.Use = Used
	if !j.more(*g) && !wider(*g, j.c.Role.Stack) {
		return true
	}
	if doubt == "" {
		doubt = cmp.Or(j.gap(g.ActionPattern()), j.unseen(*g))
	}
	if doubt != "" {
		g.Use, g.Reason = Unsettled, doubt
		return true
	}
	g.Use = Broad
	g.Keep = merge(g.Keep)
	return true
}

// more reports whether the action pattern allows actions beyond those that the cell is kept for.
func (j *jury) more(g Judged) bool {
	if !wildcard(g) {
		return false
	}
	text, _ := g.ActionPattern().Known()
	kept := make(map[string]bool, len(g.Keep))
	for _, n := range g.Keep {
		kept[n.Action] = true
	}
	return slices.ContainsFunc(j.tables.Expand(text), func(a string) bool { return !kept[a] })
}

// unexplained decides between Unused and Unsettled for a cell that no known need explains.
func (j *jury) unexplained(g *Judged) {
	g.Use = Unused
	if reason := cmp.Or(j.gap(g.ActionPattern()), j.unseen(*g)); reason != "" {
		g.Use, g.Reason = Unsettled, reason
	}
}

// gap says why more than is known may be needed of what a pattern allows, "" where all is known.
func (j *jury) gap(pattern symbolic.Value) string {
	if len(j.c.Role.Open) > 0 {
		return j.c.Role.Open[0].Text
	}
	for _, gap := range j.c.Gaps {
		if gap.Service == everything || touches(pattern, gap.Service) || j.onBehalf(gap.Client, pattern) {
			return gap.Note.Text
		}
	}
	text, ok := pattern.Known()
	if !ok {
		return "the action is not known"
	}
	if len(j.tables.Expand(text)) == 0 {
		return "the tables have no action `" + text + "`"
	}
	return ""
}

// touches reports whether an action pattern allows anything of a service.
func touches(pattern symbolic.Value, service string) bool {
	text, ok := pattern.Known()
	if !ok {
		return true
	}
	prefix, _, _ := strings.Cut(text, ":")
	return symbolic.Match(symbolic.Text(strings.ToLower(prefix)), symbolic.Text(strings.ToLower(service))) != symbolic.No
}
