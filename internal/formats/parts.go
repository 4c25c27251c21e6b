package formats

import (
	"maps"

	"github.com/parebot/pare/internal/formats/serverless"
	"github.com/parebot/pare/internal/formats/terraform"
	"github.com/parebot/pare/internal/source"
)

// Parts are the files of a tree that are read with others, and not by themselves: modules that a configuration of Terraform calls, files
// that a service of the Serverless Framework reads.
func Parts(tree source.Tree) map[string]bool {
	parts := serverless.Parts(tree)
	maps.Copy(parts, terraform.Parts(tree))
	return parts
}
