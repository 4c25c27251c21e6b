package access

import (
	"github.com/parebot/pare/internal/estate"
	"github.com/parebot/pare/internal/serviceref"
)

// Compare holds what each role's users need against what the role grants. Code is by estate.User.ID.
func Compare(e *estate.Estate, code map[string]Code, t *serviceref.Tables) []Comparison {
	return nil
}
