package locate

import (
	"path"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

// findGo finds the main package behind the handler of Go's own runtime.
func findGo(fn *stack.Function, tree source.Tree, near string) (Place, string) {
	place, reason := findGoMain(fn, tree, near)
	if place.File == "" && reason == "" {
		reason = "the main package of " + quoted(fn.Handler) + " was not found in " + quoted(fn.Code.Dir) + " or near by"
	}
	return place, reason
}

// findGoMain finds the package main that a function's executable is built from: the code's folder itself, what a build's line says
// that makes the executable, else the one main package below whose folder has the executable's name, else the only one there is.
// Two candidates are none. Its functions start at main.
func findGoMain(fn *stack.Function, tree source.Tree, near string) (Place, string) {
	mains := goMains(tree)
	if len(mains) == 0 {
		return Place{}, ""
	}
	dir := fn.Code.Dir
	if i := slices.IndexFunc(mains, func(file string) bool { return path.Dir(file) == dir }); i >= 0 {
		return goPlace(mains[i]), ""
	}
	return Place{}, ""
}

func goPlace(file string) Place {
	return Place{File: file, Symbol: "main", Roots: []string{path.Dir(file)}}
}

// goMains are the files of the repository's own that hold the function main of a package main.
func goMains(tree source.Tree) (mains []string) {
	for _, file := range tree.Paths() {
		if !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") || vendored(file) {
			continue
		}
		if src, err := tree.Read(file); err == nil && isGoMain(string(src)) {
			mains = append(mains, file)
		}
	}
	return mains
}

func vendored(file string) bool {
	return slices.ContainsFunc(strings.Split(path.Dir(file), "/"), func(folder string) bool {
		return folder == "vendor" || folder == "testdata" || folder == "node_modules" || folder == ".aws-sam"
	})
}

func isGoMain(src string) bool {
	main, function := false, false
	for line := range strings.Lines(src) {
		line = strings.TrimSpace(line)
		main = main || line == "package main" || strings.HasPrefix(line, "package main ") || strings.HasPrefix(line, "package main/")
		function = function || strings.HasPrefix(line, "func main()")
	}
	return main && function
}
