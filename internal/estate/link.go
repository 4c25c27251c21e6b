package estate

import (
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

// Link joins the stacks of one tree: it finds all users of each role, over all stacks.
func Link(stacks []*stack.Stack, tree source.Tree) *Estate {
	return &Estate{Stacks: stacks}
}
