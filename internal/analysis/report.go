package analysis

import (
	"slices"
	"strings"

	"github.com/parebot/pare/internal/access"
	"github.com/parebot/pare/internal/estate"
	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// report puts everything that is known into the JSON contract's values, sorted.
func (v *view) report(findings []finding.Finding) finding.Report {
	r := finding.Report{
		Version: finding.Version, Status: finding.Complete,
		Functions: []finding.Function{}, Roles: []finding.Role{}, Findings: findings, Unread: unread(v.unread),
	}
	for _, c := range v.comparisons {
		unused, broad := cells(c)
		for _, u := range c.Users {
			r.Functions = append(r.Functions, v.function(c, u, unused, broad))
		}
		if c.Role != nil {
			r.Roles = append(r.Roles, role(c, unused, broad))
		}
	}
	if len(r.Unread) > 0 || slices.ContainsFunc(r.Functions, func(f finding.Function) bool { return f.Status != finding.Complete }) {
		r.Status = finding.Partial
	}
	sortReport(&r)
	return r
}

func (v *view) function(c access.Comparison, u access.User, unused []finding.Grant, broad []finding.Broad) finding.Function {
	fn := u.Function
	return finding.Function{
		ID: fn.ID, Template: fileOf(fn.Span, u.Stack), Line: fn.Span.Line, Format: u.Stack.Format, Runtime: fn.Runtime, Handler: fn.Handler,
		Files: orEmpty(u.Files), Role: roleName(fn.Role), Status: u.Status,
		Needed: needs(u.Needs), Missing: needs(u.Missing), Unused: unused, Broad: broad, Unknown: gaps(u.Gaps),
		Triggers: doors(u.Stack, fn), Policy: policy(access.Least(u)),
	}
}

func role(c access.Comparison, unused []finding.Grant, broad []finding.Broad) finding.Role {
	r := finding.Role{
		ID: c.Role.ID, Template: fileOf(c.Role.Span, c.Role.Stack), Line: c.Role.Span.Line, UsedBy: []string{}, Status: c.Status,
		Granted: []finding.Grant{}, Unused: unused, Broad: broad,
	}
	for _, u := range c.Users {
		r.UsedBy = append(r.UsedBy, u.Function.ID)
	}
	slices.Sort(r.UsedBy)
	for _, g := range c.Role.Grants {
		r.Granted = append(r.Granted, granted(g)...)
	}
	return r
}

func roleName(r stack.RoleRef) string {
	if r.ID != "" || len(r.External) == 0 {
		return r.ID
	}
	return r.External[0].Value.String()
}

func needs(list []access.Need) []finding.Need {
	out := make([]finding.Need, 0, len(list))
	for _, n := range list {
		out = append(out, finding.Need{Action: n.Action, Resource: n.Resource.String(), Scope: n.Scope, Kind: n.Kind, Because: because(n.Because)})
	}
	return out
}

func gaps(list []access.Gap) []finding.Gap {
	out := make([]finding.Gap, 0, len(list))
	for _, g := range list {
		out = append(out, finding.Gap{Service: g.Service, File: g.Note.Span.File, Line: g.Note.Span.Line, Reason: g.Note.Text})
	}
	return out
}

func unread(notes []source.Note) []finding.Unread {
	out := make([]finding.Unread, 0, len(notes))
	for _, n := range notes {
		out = append(out, finding.Unread{File: n.Span.File, Line: n.Span.Line, Reason: n.Text})
	}
	return out
}

// cells are the parts of a role's grants that nobody needs, and those of which a part is needed.
func cells(c access.Comparison) (unused []finding.Grant, broad []finding.Broad) {
	unused, broad = []finding.Grant{}, []finding.Broad{}
	for _, j := range c.Grants {
		keep := j.Keep
		if j.Use == access.Unused {
			if keep = keptBeside(c, j); len(keep) == 0 {
				unused = append(unused, cellOf(j))
			}
		}
		if j.Use == access.Broad || len(keep) > 0 && j.Use == access.Unused {
			broad = append(broad, broadOf(j, keep))
		}
	}
	return unused, broad
}

// keptBeside is what is needed of the same action on what the resource of an unused cell is a part of: a scan of a table, beside one of its
// indexes. To say that the action is unused would be read as if it were so on the table too.
func keptBeside(c access.Comparison, j access.Judged) []access.Need {
	for _, other := range c.Grants {
		whole := other.ResourcePattern().String() + "/"
		if other.Grant == j.Grant && other.Action == j.Action && other.Use == access.Used && strings.HasPrefix(j.ResourcePattern().String(), whole) {
			return other.Keep
		}
	}
	return nil
}

func broadOf(j access.Judged, keep []access.Need) finding.Broad {
	b := finding.Broad{Grant: cellOf(j), Keep: []finding.Allowed{}}
	for _, n := range keep {
		b.Keep = append(b.Keep, finding.Allowed{Action: n.Action, Resource: n.Resource.String()})
	}
	b.Keep = sortedUnique(b.Keep, func(a finding.Allowed) string { return a.Action + "\x00" + a.Resource })
	return b
}

func cellOf(j access.Judged) finding.Grant {
	s := j.Grant.Statement
	return cell(j.Grant, s.Actions[j.Action].Value, s.Resources[j.Resource].Value)
}

// granted is every cell of a grant: each action pattern on each resource pattern.
func granted(g *stack.Grant) []finding.Grant {
	var list []finding.Grant
	for _, a := range named(g.Statement.Actions, g.Statement.NotActions) {
		for _, r := range named(g.Statement.Resources, g.Statement.NotResources) {
			list = append(list, cell(g, a, r))
		}
	}
	if g.Opaque != "" {
		list = append(list, cell(g, symbolic.Text("*"), symbolic.Text("*")))
	}
	return list
}

// named prints NotAction and NotResource with a leading exclamation mark, one entry for all of them.
func named(terms, not []iam.Term) []symbolic.Value {
	values := make([]symbolic.Value, 0, len(terms))
	for _, t := range terms {
		values = append(values, t.Value)
	}
	if len(not) > 0 {
		texts := make([]string, 0, len(not))
		for _, t := range not {
			texts = append(texts, t.Value.String())
		}
		values = append(values, symbolic.Text("!"+strings.Join(texts, ",")))
	}
	return values
}

func cell(g *stack.Grant, action, resource symbolic.Value) finding.Grant {
	origin := string(g.Origin)
	if g.Name != "" {
		origin += ":" + g.Name
	}
	effect := string(g.Statement.Effect)
	if effect == "" {
		effect = string(iam.Allow)
	}
	return finding.Grant{
		Action: action.String(), Resource: resource.String(), Effect: effect, Condition: g.Statement.ConditionText(),
		Origin: origin, File: g.Cause.File, Line: g.Cause.Line,
	}
}

func policy(statements []iam.Statement) finding.Policy {
	p := finding.Policy{Version: "2012-10-17", Statement: []finding.Statement{}}
	for _, s := range statements {
		st := finding.Statement{Effect: string(s.Effect), Action: []string{}, Resource: []string{}}
		for _, a := range s.Actions {
			st.Action = append(st.Action, a.Value.String())
		}
		for _, r := range s.Resources {
			st.Resource = append(st.Resource, r.Value.String())
		}
		p.Statement = append(p.Statement, st)
	}
	return p
}

// doors is who may make a function run, a short phrase each.
func doors(s *stack.Stack, fn *stack.Function) []string {
	list := []string{}
	for _, t := range s.Triggers {
		// What a framework generates for a URL says the same as the URL.
		if t.Function == fn.ID && (!t.Generated || len(t.URLAuthType)+len(t.ViaURL) == 0) {
			list = append(list, estate.Phrase(t))
		}
	}
	return sortedUnique(list, func(s string) string { return s })
}

// fileOf is the file in which something of a stack stands: one of those that the stack was read from.
func fileOf(at source.Span, s *stack.Stack) string {
	if at.File != "" {
		return at.File
	}
	return s.File
}
