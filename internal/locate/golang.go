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

// findGoMain finds the package main that a function's executable is built from, by these rules: the file that the handler is; the
// code's own folder; what a line of a build says that makes the executable; the one main package whose folder or file has the
// executable's name; the one main package below the code's folder or, where there is no such folder, the one below the
// template's that imports the runtime. Two candidates are none. Its functions start at main.
func findGoMain(fn *stack.Function, tree source.Tree, near string) (Place, string) {
	g := &goFinder{fn: fn, tree: tree, near: near}
	if strings.HasSuffix(fn.Handler, ".go") { // plugins build the file
		for _, folder := range []string{fn.Code.Dir, near} {
			if file := path.Join(folder, fn.Handler); g.isMain(file) {
				return goPlace(file), ""
			}
		}
	}
	for _, rule := range []func() string{g.ofTarget, g.direct, g.ofBuild, g.ofName, g.only} {
		if file := rule(); file != "" {
			return goPlace(file), ""
		}
	}
	if g.below(fn.Code.Dir) && fn.Code.Dir != "." {
		return Place{}, "there is Go code in " + quoted(fn.Code.Dir) + ", but which main package " + quoted(fn.Handler) + " is was not found"
	}
	return Place{}, ""
}

func goPlace(file string) Place {
	return Place{File: file, Symbol: "main", Roots: []string{path.Dir(file)}}
}

// goFinder looks for one function's main package.
type goFinder struct {
	fn    *stack.Function
	tree  source.Tree
	near  string
	lines []goBuild // once they were looked for
}

// direct is the main package in the code's folder.
func (g *goFinder) direct() string { return g.mainIn(g.fn.Code.Dir) }

// ofName is the one main package whose folder has the executable's name, or whose file has it.
func (g *goFinder) ofName() string {
	for _, name := range g.names() {
		for _, root := range []string{g.fn.Code.Dir, g.near, "."} {
			var found []string
			for _, file := range g.tree.Paths() {
				of := path.Base(path.Dir(file)) == name || path.Base(file) == name+".go"
				if of && inFolder(root, file) && g.isMain(file) && !slices.Contains(found, file) {
					found = append(found, file)
				}
			}
			if len(found) == 1 {
				return found[0]
			}
			if len(found) > 1 {
				break
			}
		}
	}
	return ""
}

// anyName are names that any executable or archive may have.
var anyName = []string{"", ".", "..", "bin", "bootstrap", "build", "deployment", "dist", "function", "handler", "lambda", "main", "out", "output", "package", "target"}

// names are what the executable may be called: the handler, else the archive or the folder that it lies in.
func (g *goFinder) names() (names []string) {
	dir := strings.TrimSuffix(g.fn.Code.Dir, ".zip")
	for _, name := range []string{path.Base(g.fn.Handler), path.Base(path.Dir(g.fn.Handler)), path.Base(dir), path.Base(path.Dir(dir))} {
		if !slices.Contains(anyName, name) && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// only is the one main package below the code's folder; below the template's where the code's is not there. Of several it is the one
// that imports the runtime.
func (g *goFinder) only() string {
	root := g.fn.Code.Dir
	there := g.exists(root)
	if !there {
		root = g.near
	}
	var mains, serving []string
	for _, file := range g.tree.Paths() {
		if inFolder(root, file) && g.isMain(file) {
			mains = append(mains, file)
			if src, err := g.tree.Read(file); err == nil && strings.Contains(string(src), "aws-lambda-go/lambda") {
				serving = append(serving, file)
			}
		}
	}
	switch {
	case len(serving) == 1:
		return serving[0]
	case len(mains) == 1 && there:
		return mains[0]
	}
	return ""
}

// exists says that a folder of the tree has anything in it.
func (g *goFinder) exists(folder string) bool {
	return folder != "" && slices.ContainsFunc(g.tree.Paths(), func(file string) bool { return inFolder(folder, file) })
}

// below says that there is Go code of the repository's own below a folder.
func (g *goFinder) below(folder string) bool {
	return folder != "" && slices.ContainsFunc(g.tree.Paths(), func(file string) bool { return inFolder(folder, file) && isGo(file) })
}

// mainIn is the file of a folder that begins a program.
func (g *goFinder) mainIn(folder string) string {
	for _, file := range g.tree.Paths() {
		if path.Dir(file) == folder && g.isMain(file) {
			return file
		}
	}
	return ""
}

func inFolder(folder, file string) bool {
	return folder == "." || strings.HasPrefix(file, folder+"/")
}

// isGo says that a file is Go code of the repository's own, and no test.
func isGo(file string) bool {
	return strings.HasSuffix(file, ".go") && !strings.HasSuffix(file, "_test.go") && !vendored(file)
}

// vendored says that a file is not the repository's own code, or none of its programs.
func vendored(file string) bool {
	return slices.ContainsFunc(strings.Split(path.Dir(file), "/"), func(folder string) bool {
		return folder == "vendor" || folder == "testdata" || folder == "node_modules" || folder == ".aws-sam"
	})
}

// isMain says that a file holds the function main of a package main.
func (g *goFinder) isMain(file string) bool {
	if !isGo(file) {
		return false
	}
	src, err := g.tree.Read(file)
	if err != nil {
		return false
	}
	text := "\n" + string(src)
	return strings.Contains(text, "\npackage main") && strings.Contains(text, "\nfunc main()")
}
