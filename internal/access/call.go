package access

import (
	"fmt"
	"regexp"

	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/symbolic"
)

// call adds what one SDK call needs. What the tables do not know is a gap of that service, never nothing.
func (w *worker) call(c sdk.Call) {
	op, ok := w.tables.Operation(c.Service, c.Operation)
	if !ok {
		w.gap(w.prefix(c.Service), c.Span, fmt.Sprintf("the tables do not know what `%s.%s` needs", c.Service, c.Operation))
		return
	}
	args := given{sets: w.substitute(c.Arguments), open: c.Open}
	why := source.Note{Span: c.Span, Text: c.Text}
	for _, a := range op.Needs {
		if _, known := w.tables.Action(a.Action); !known && !op.Verified {
			w.gap(w.prefix(c.Service), c.Span, fmt.Sprintf("the tables do not know which action `%s.%s` needs", c.Service, c.Operation))
			continue
		}
		w.authorization(a, args, why)
	}
}

// authorization adds the needs of one action, if the arguments ask for it.
func (w *worker) authorization(a serviceref.Authorization, args given, why source.Note) {
	asked := args.all(a.When)
	if asked == symbolic.No {
		return
	}
	for _, r := range w.resources(a, args) {
		n := Need{Action: a.Action, Resource: r.value, Scope: r.scope, Kind: finding.FromCode, When: r.when, Because: []source.Note{why}}
		w.add(n, asked == symbolic.Yes && r.certain)
	}
	if asked == symbolic.Yes {
		w.dependents(a.Action, args, why)
	}
}

func (w *worker) add(n Need, certain bool) {
	if certain {
		w.needs = append(w.needs, n)
		return
	}
	n.Optional = true
	w.maybe = append(w.maybe, n)
}

// roleArgument is an argument that hands a role to a service: RoleArn, ExecutionRole, DataAccessRoleArn, role.
var roleArgument = regexp.MustCompile(`(?i)role(arn)?(\[\])?$`)

// passRole is the action that handing a role to a service needs.
const passRole = "iam:PassRole"

// dependents adds the actions that AWS asks for along with one. Handing over a role that the call names is a need; the rest are hints
// that keep a grant from being called unused.
func (w *worker) dependents(action string, args given, why source.Note) {
	known, _ := w.tables.Action(action)
	for _, d := range known.Dependents {
		named := false
		for _, path := range args.paths() {
			if d == passRole && roleArgument.MatchString(path) {
				named = true
				w.pass(args.sets[path], why)
			}
		}
		if !named {
			w.add(Need{Action: d, Resource: unknown("which resource is meant"), Scope: finding.ScopeUnknown, Kind: finding.FromCode, Because: []source.Note{why}}, false)
		}
	}
}

// pass adds the need to hand over a role. A role that the code knows by name alone is of this account.
func (w *worker) pass(roles symbolic.Set, why source.Note) {
	b := serviceref.Binding{Type: "role", Arn: "arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}", Whole: "Role"}
	for _, r := range w.fill(b, given{sets: map[string]symbolic.Set{"Role": roles}}) {
		w.add(Need{Action: passRole, Resource: r.value, Scope: r.scope, Kind: finding.FromCode, When: r.when, Because: []source.Note{why}}, true)
	}
}

func unknown(reason string) symbolic.Value {
	return symbolic.Value{{Kind: symbolic.Unknown, Text: reason}}
}
