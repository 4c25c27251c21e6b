package analysis

import (
	"errors"
	"fmt"
	"strings"

	"github.com/parebot/pare/internal/access"
	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/formats"
	"github.com/parebot/pare/internal/source"
)

// Errors of Least.
var (
	ErrNoFunction  = errors.New("no template here has such a function")
	ErrSeveralSuch = errors.New("several templates have such a function: name it TEMPLATE#ID")
)

// Least is the least policy of one function, by its id or TEMPLATE#ID: as an IAM document, and as a function that writes the statements in
// the template's own dialect, or says why it cannot.
func Least(tree source.Tree, o Options, id string) (fn finding.Function, written func() (string, error), err error) {
	v := look(tree, o)
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

func (v *view) writer(u access.User) func() (string, error) {
	return func() (string, error) {
		lines, err := formats.Express(v.tree, u.Stack, u.Function.Role.ID, access.Least(u))
		if err != nil {
			return "", fmt.Errorf("writing the policy of %s: %w", u.Function.ID, err)
		}
		return strings.Join(lines, "\n") + "\n", nil
	}
}
