// Package estate is the stacks of one repository as one: nested stacks with their parameters, exports and imports, the same role or
// policy in two files, and for each role all that use it.
package estate

import (
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

// Estate is what a repository deploys.
type Estate struct {
	Stacks []*stack.Stack
	Roles  []*Role
	// Homeless are the functions whose role is not in the repository: what they are granted is not known.
	Homeless []User

	index   map[role]*Role
	binding *binding
}

// Role is a role over all its users.
type Role struct {
	*stack.Role
	Stack *stack.Stack
	Users []User
	// Open lists why it may have users or needs that were not read: then nothing of it is called unused.
	Open []source.Note
}

// User is a function that runs with a Role.
type User struct {
	Stack    *stack.Stack
	Function *stack.Function
}

// ID of a function within the estate: template path and logical ID.
func (u User) ID() string { return u.Stack.File + "#" + u.Function.ID }
