package analysis

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/access"
	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/formats"
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// Errors of Least.
var (
	ErrNoFunction  = errors.New("no template here has such a function")
	ErrSeveralSuch = errors.New("several templates have such a function: name it TEMPLATE#ID")
)

// Least is the least policy of one function, by its id or TEMPLATE#ID: as an IAM document, and as a function that writes the statements in
// the template's own dialect, or says why it cannot.
func Least(tree source.Tree, o Options, id string) (fn finding.Function, written func() (string, error), err error) {
	v := look(tree, o, nil)
	err = fmt.Errorf("%s: %w", id, ErrNoFunction)
	for _, c := range v.comparisons {
		for _, u := range c.Users {
			if u.Function.ID != id && u.ID() != id {
				continue
			}
			if written != nil {
				return finding.Function{}, nil, fmt.Errorf("%s: %w", id, ErrSeveralSuch)
			}
			unused, broad := cells(c)
			fn, written, err = v.function(c, u, unused, broad), v.writer(u), nil
		}
	}
	return fn, written, err
}

// writer writes the statements as they would stand in the template. Where naming the function's own log group would make the template's
// resources wait for each other, its logs go to any group, as a suggestion has it.
func (v *view) writer(u access.User) func() (string, error) {
	return func() (string, error) {
		least := access.Least(u)
		lines, err := formats.Express(v.tree, u.Stack, u.Function.Role.ID, least)
		if errors.Is(err, stack.ErrCannot) {
			lines, err = formats.Express(v.tree, u.Stack, u.Function.Role.ID, anyLog(least))
		}
		if err != nil {
			return "", fmt.Errorf("writing the policy of %s: %w", u.Function.ID, err)
		}
		return strings.Join(lines, "\n") + "\n", nil
	}
}

// anyLog widens statements that do nothing but log to any log group.
func anyLog(statements []iam.Statement) []iam.Statement {
	wide := slices.Clone(statements)
	for i, s := range wide {
		logs := func(a iam.Term) bool { name, _ := a.Value.Known(); return access.Logging(name) }
		if !slices.ContainsFunc(s.Actions, func(a iam.Term) bool { return !logs(a) }) {
			wide[i].Resources = []iam.Term{{Value: symbolic.Text("*")}}
		}
	}
	return wide
}
