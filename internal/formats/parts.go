package formats

import (
	"github.com/parebot/pare/internal/formats/terraform"
	"github.com/parebot/pare/internal/source"
)

// Parts are the files of a tree that are read with others, and not by themselves: modules that a configuration of Terraform calls.
func Parts(tree source.Tree) map[string]bool {
	return terraform.Parts(tree)
}
