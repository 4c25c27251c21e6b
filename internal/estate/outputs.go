package estate

import (
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// outputs are what nested stacks give to those that deploy them, by output. Of a template that is deployed at several places nobody tells
// which of its tables is meant, so none is taken; and neither is what an output may be or not be.
func outputs(stacks []*stack.Stack, parents map[string][]*stack.Nested) map[string]symbolic.Value {
	values := make(map[string]symbolic.Value)
	for _, s := range stacks {
		deployed := parents[s.File]
		if len(deployed) != 1 {
			continue
		}
		for name, set := range s.Outputs {
			if len(set) == 1 && len(set[0].When) == 0 && !set[0].Value.HasUnknown() {
				values[output(deployed[0].Span.File, deployed[0].ID, "Outputs."+name)] = set[0].Value
			}
		}
	}
	return values
}

// output names an attribute of a nested stack: the template that deploys it, its logical ID there, Outputs.Name.
func output(file, id, attr string) string { return file + "#" + id + "." + attr }
