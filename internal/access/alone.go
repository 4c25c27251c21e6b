package access

import (
	"slices"

	"github.com/parebot/pare/internal/estate"
	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// Alone is what one SDK call needs where there is no template: what only a template could tell is unknown. A call that the tables do not
// know has no needs; known is false then.
func Alone(c sdk.Call, t *serviceref.Tables) (needs []Need, known bool) {
	w := bare(c, t)
	return merge(w.needs), len(w.gaps) == 0
}

// Besides is what a call may need besides what Alone says: a grant of it is not called unused for the call, and not missing either.
func Besides(c sdk.Call, t *serviceref.Tables) []Need {
	w := bare(c, t)
	sure := merge(w.needs)
	return slices.DeleteFunc(merge(w.maybe), func(n Need) bool {
		return slices.ContainsFunc(sure, func(s Need) bool { return s.key() == n.key() })
	})
}

func bare(c sdk.Call, t *serviceref.Tables) *worker {
	w := &worker{estate: &estate.Estate{}, user: estate.User{Stack: &stack.Stack{}, Function: &stack.Function{}}, tables: t, known: make(operations), folds: symbolic.NewFolds(nil)}
	w.call(c)
	return w
}
