package access

import (
	"fmt"
	"slices"

	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/symbolic"
)

// call adds what one SDK call needs. What the tables do not know is a gap of that service, never nothing.
func (w *worker) call(c sdk.Call) {
	op := w.operation(c.Service, c.Operation)
	if op == nil {
		w.gap(w.prefix(c.Service), c.Span, fmt.Sprintf("the tables do not know what `%s.%s` needs", c.Service, c.Operation))
		return
	}
	args := given{sets: w.substitute(c.Arguments), open: c.Open}
	args.statements()
	args.families()
	args.sets[via] = symbolic.Certain(symbolic.Text(c.Via))
	why := source.Note{Span: c.Span, Text: c.Text}
	for _, a := range op.Needs {
		if _, known := w.tables.Action(a.Action); !known && !op.Verified {
			w.gap(w.prefix(c.Service), c.Span, fmt.Sprintf("the tables do not know which action `%s.%s` needs", c.Service, c.Operation))
			continue
		}
		w.authorization(a, args, why)
	}
	for _, a := range op.Needs {
		if !a.Optional && args.all(a.When) == symbolic.Yes {
			w.dependents(a.Action, why)
		}
	}
}

// via is the name under which the tables ask which helper makes a call; "" where the code makes it itself.
const via = "Via"

// authorization adds the needs of one action, if the arguments ask for it.
func (w *worker) authorization(a serviceref.Authorization, args given, why source.Note) {
	asked := args.all(a.When)
	if asked == symbolic.No {
		return
	}
	for _, r := range w.resources(a, args) {
		n := Need{Action: a.Action, Resource: r.value, Scope: r.scope, Kind: finding.FromCode, When: r.when, Because: []source.Note{why}}
		w.add(n, asked == symbolic.Yes && r.certain && !a.Optional)
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

// dependents adds the actions that AWS asks for along with one and that no argument of the call brought in: iam:PassRole where the role
// stands in a task definition. They are hints: a grant that may serve one is not called unused.
func (w *worker) dependents(action string, why source.Note) {
	known, _ := w.tables.Action(action)
	for _, d := range known.Dependents {
		brought := func(n Need) bool { return n.Action == d && slices.Contains(n.Because, why) }
		if !slices.ContainsFunc(w.needs, brought) && !slices.ContainsFunc(w.maybe, brought) {
			w.add(Need{Action: d, Resource: unknown("which resource is meant"), Scope: finding.ScopeUnknown, Kind: finding.FromCode, Because: []source.Note{why}}, false)
		}
	}
}

func unknown(reason string) symbolic.Value {
	return symbolic.Value{{Kind: symbolic.Unknown, Text: reason}}
}
