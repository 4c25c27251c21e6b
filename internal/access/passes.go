package access

import (
	"fmt"
	"slices"

	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/symbolic"
)

// runs are the actions that run what is defined beforehand, with the roles of the definition.
var runs = []string{"ecs:RunTask", "ecs:StartTask"}

// passes adds iam:PassRole on the roles of what the function runs, where a template says them.
func (w *worker) passes() {
	b := serviceref.Binding{Type: "role", Arn: "arn:${Partition}:iam::${Account}:role/${Role}", Variables: map[string]string{"Role": "Role"}}
	for _, n := range slices.Clone(w.needs) {
		if !slices.Contains(runs, n.Action) {
			continue
		}
		r := w.touched(n.Resource)
		if r == nil || len(r.Passes) == 0 {
			continue
		}
		why := source.Note{Span: r.Span, Text: fmt.Sprintf("`%s` is run with this role", r.ID)}
		for _, role := range w.fill(b, given{sets: map[string]symbolic.Set{"Role": r.Passes}}) {
			w.add(Need{
				Action: "iam:PassRole", Resource: role.value, Scope: role.scope, Kind: finding.FromCode,
				When: slices.Concat(n.When, role.when), Because: append(slices.Clone(n.Because), why),
			}, role.certain)
		}
	}
}
