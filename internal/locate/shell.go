package locate

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

// findShell finds a custom runtime that is a shell script: an executable bootstrap in the code's folder or in a layer, which begins as a script
// does. Where it reads the file that the handler names ("function.handler": function.sh), as AWS's own does, the handler's function is the entry; else the
// bootstrap itself is.
func findShell(fn *stack.Function, tree source.Tree, near string) (Place, string) {
	dir := fn.Code.Dir
	if dir == "" {
		dir = near
	}
	roots := append([]string{dir}, shellLayers(fn)...)
	if near != dir { // an archive that a build makes
		roots = append(roots, near)
	}
	runtime := ""
	for _, root := range roots {
		if file := path.Join(root, "bootstrap"); isShell(tree, file) {
			runtime = file
			break
		}
	}
	if runtime == "" {
		return Place{}, ""
	}
	src, err := tree.Read(runtime)
	if err != nil || !strings.Contains(string(src), "_HANDLER") {
		return Place{File: runtime, Roots: roots}, ""
	}
	file, symbol := handlerScript(fn.Handler, tree, roots)
	if file == "" {
		return Place{}, "the bootstrap reads the script of the handler " + quoted(fn.Handler) + ", which was not found in " + quoted(fn.Code.Dir)
	}
	return Place{File: file, Symbol: symbol, Roots: roots}, ""
}

// findShellFunction is findShell where a function of a script is what the handler names: then nothing else is meant.
func findShellFunction(fn *stack.Function, tree source.Tree, near string) (Place, string) {
	if place, reason := findShell(fn, tree, near); reason == "" && place.Symbol != "" {
		return place, ""
	}
	return Place{}, ""
}

// handlerScript is the script that a handler names, and the function in it.
func handlerScript(handler string, tree source.Tree, roots []string) (file, symbol string) {
	name, symbol, dotted := strings.Cut(handler, ".")
	for _, root := range roots {
		for _, candidate := range []string{name + ".sh", name, handler} {
			file := path.Join(root, candidate)
			src, err := tree.Read(file)
			switch {
			case err != nil || path.Base(file) == "bootstrap":
			case dotted && candidate != handler && definesFunction(src, symbol):
				return file, symbol
			case !dotted || candidate == handler:
				return file, ""
			}
		}
	}
	return "", ""
}

// definesFunction says that a script defines a function of that name.
func definesFunction(src []byte, name string) bool {
	quoted := regexp.QuoteMeta(name)
	found, err := regexp.Match(`(?m)^\s*(function\s+`+quoted+`\b|`+quoted+`\s*\(\s*\))`, src)
	return err == nil && found
}

// isShell says that a file begins as a script for a shell does.
func isShell(tree source.Tree, file string) bool {
	src, err := tree.Read(file)
	if err != nil {
		return false
	}
	first, _, _ := strings.Cut(string(src[:min(len(src), 100)]), "\n")
	words := strings.FieldsFunc(strings.TrimPrefix(first, "#!"), func(r rune) bool { return r == '/' || r == ' ' || r == '\r' })
	return strings.HasPrefix(first, "#!") && slices.ContainsFunc(words, func(w string) bool { return w == "sh" || w == "bash" || w == "dash" || w == "ash" })
}

// shellLayers are the folders of a function's layers.
func shellLayers(fn *stack.Function) (roots []string) {
	for _, layer := range fn.Layers {
		if layer.Dir != "" {
			roots = append(roots, layer.Dir)
		}
	}
	return roots
}

// findScript finds the script that a handler names, where the language is known.
func findScript(fn *stack.Function, tree source.Tree, near string) (Place, string) {
	dir := fn.Code.Dir
	if dir == "" {
		dir = near
	}
	file, symbol := handlerScript(fn.Handler, tree, []string{dir})
	if file == "" {
		return Place{}, "the script of the handler " + quoted(fn.Handler) + " was not found in " + quoted(fn.Code.Dir)
	}
	return Place{File: file, Symbol: symbol, Roots: []string{dir}}, ""
}
