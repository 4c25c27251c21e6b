package access

import (
	"github.com/parebot/pare/internal/estate"
	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// Alone is what one SDK call needs where there is no template: what only a template could tell is unknown. A call that the tables do not
// know has no needs; known is false then.
func Alone(c sdk.Call, t *serviceref.Tables) (needs []Need, known bool) {
	w := &worker{estate: &estate.Estate{}, user: estate.User{Stack: &stack.Stack{}, Function: &stack.Function{}}, tables: t, known: make(operations), folds: symbolic.NewFolds(nil)}
	w.call(c)
	return merge(w.needs), len(w.gaps) == 0
}
