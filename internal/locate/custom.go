package locate

import (
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

// custom is the languages that make the executable of a custom runtime (provided.*), named bootstrap, in the order in which they are
// tried. A finder gives neither a place nor a reason where the code is not of its language; a reason where it is, but was not found.
var custom = []struct {
	language string
	find     finder
}{
	{"shell", findShellFunction},
	{"php", findPHP},
	{"go", findGoMain},
	{"rust", findRust},
	{"csharp", findDotNetProgram},
	{"java", findNative},
	{"shell", findShell},
}

// findCustom finds the code of a function whose template says nothing of its language.
func findCustom(fn *stack.Function, tree source.Tree, near string) (Place, string) {
	for _, row := range custom {
		place, reason := row.find(fn, tree, near)
		if reason != "" || place.File != "" || place.Inline != "" {
			if place.Language == "" {
				place.Language = row.language
			}
			return place, reason
		}
	}
	return Place{}, "what the executable " + quoted(fn.Handler) + " is made of was not found in " + quoted(fn.Code.Dir) + " or near by"
}
