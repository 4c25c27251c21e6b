package access

import (
	_ "embed"
	"fmt"
	"github.com/parebot/pare/internal/iam"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/stack"
)

//go:embed direct.txt
var directFacts string

// direct is the action of direct.txt that a pattern names or is made for, "" where there is none. A pattern for more than one service is
// made for none.
func direct(pattern string) string {
	service, action, ok := strings.Cut(pattern, ":")
	if !ok || strings.ContainsAny(service, "*?") {
		return ""
	}
	for line := range strings.Lines(directFacts) {
		fields := strings.Fields(line)
		if len(fields) == 0 || fields[0] == "#" {
			continue
		}
		of, name, _ := strings.Cut(fields[0], ":")
		whole := len(fields) > 1 || action != "*"
		if strings.EqualFold(of, service) && whole && (glob(action, strings.Trim(name, "*")) || glob(name, action)) {
			return fields[0]
		}
	}
	return ""
}

// unseen says why a cell that no call explains may be needed all the same: it is for requests that are made without the SDK. A managed
// policy for several services is made for none of them.
func (j *jury) unseen(g Judged) string {
	text, _ := g.ActionPattern().Known()
	action := direct(text)
	if action == "" || g.Grant.Origin == stack.Managed && !j.alone(g) {
		return ""
	}
	return fmt.Sprintf("`%s` is for requests that are made without the SDK, which are not followed", action)
}

// alone reports whether all that a cell's policy allows is of the cell's service.
func (j *jury) alone(g Judged) bool {
	text, _ := g.ActionPattern().Known()
	service, _, _ := strings.Cut(text, ":")
	other := func(t iam.Term) bool { return !touches(t.Value, service) }
	return !slices.ContainsFunc(j.c.Role.Grants, func(of *stack.Grant) bool {
		judged := of.Opaque == "" && of.Statement.Effect != iam.Deny
		return judged && of.Cause == g.Grant.Cause && len(of.Statement.Resources) > 0 && slices.ContainsFunc(of.Statement.Actions, other)
	})
}
