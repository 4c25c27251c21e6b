package locate

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// findPHP reads a handler as Bref does, which runs PHP in a custom runtime: a file that returns the handler, the entry of a web application or
// of a console, or a class. Of a function that does not look like PHP it says nothing.
//
// A file that is not below the code's folder is looked for below the template's own; else it is the one file there whose path ends in the handler.
func findPHP(fn *stack.Function, tree source.Tree, near string) (Place, string) {
	handler := strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(fn.Handler, "/var/task/"), "/"), "./")
	switch {
	case fn.Code.Inline != "" || handler == "":
		return notPHP(fn)
	case strings.Contains(handler, `\`):
		return findPHPClass(fn, tree, near, handler)
	case !strings.HasSuffix(handler, ".php") && !withBref(fn):
		return Place{}, ""
	}
	root, found := "", ""
	for _, folder := range []string{fn.Code.Dir, near} {
		if at := path.Join(folder, handler); folder != "" && found == "" && tree.Hash(at) != "" {
			root, found = folder, at
		}
	}
	if found == "" {
		if found = onlyFile(tree, near, handler); found == "" {
			return Place{}, "the handler " + quoted(fn.Handler) + " was not found in " + quoted(fn.Code.Dir) + " or near by"
		}
		root = path.Clean(strings.TrimSuffix(found, handler) + ".")
	}
	return Place{File: found, Symbol: phpSymbol(tree, found), Roots: append([]string{root}, phpLayers(fn)...)}, ""
}

// notPHP is the answer where there is no handler to read.
func notPHP(fn *stack.Function) (Place, string) {
	if strings.HasPrefix(fn.Runtime, "php") {
		return Place{}, "the handler " + quoted(fn.Handler) + " names no file"
	}
	return Place{}, ""
}

// returns finds what a file returns to whoever runs it: at the beginning of a line, or on the line on which the code begins.
var returns = regexp.MustCompile(`(?m)^(?:<\?php\s(?:[^{}\n]*;)?[ \t]*)?return\b`)

// phpSymbol is what is called of a file: what it returns; "" where its code runs by itself, as that of a web application.
func phpSymbol(tree source.Tree, file string) string {
	if src, err := tree.Read(file); err == nil && returns.Match(src) {
		return "return"
	}
	return ""
}

// findPHPClass finds the file of a handler that is a class: the one that its name ends in.
func findPHPClass(fn *stack.Function, tree source.Tree, near, handler string) (Place, string) {
	root := fn.Code.Dir
	if root == "" {
		root = near
	}
	steps := strings.Split(strings.Trim(handler, `\`), `\`)
	for i := range steps {
		if file := onlyFile(tree, root, strings.Join(steps[i:], "/")+".php"); file != "" {
			return Place{File: file, Symbol: strings.Trim(handler, `\`), Roots: append([]string{root}, phpLayers(fn)...)}, ""
		}
	}
	return Place{}, "the class " + quoted(fn.Handler) + " was not found in " + quoted(root)
}

// withBref says that a function has a runtime or a layer of Bref's, whose layers are named after versions of PHP.
func withBref(fn *stack.Function) bool {
	return strings.HasPrefix(fn.Runtime, "php") || slices.ContainsFunc(fn.Layers, func(layer stack.Layer) bool {
		return slices.ContainsFunc(layer.Arn, func(choice symbolic.Choice) bool {
			text := choice.Value.String()
			return strings.Contains(text, ":layer:php-") || strings.Contains(text, "bref:layer") || strings.Contains(text, "arm-php-")
		})
	})
}

// phpLayers are the folders of a function's layers.
func phpLayers(fn *stack.Function) (roots []string) {
	for _, layer := range fn.Layers {
		if layer.Dir != "" {
			roots = append(roots, path.Join(layer.Dir, "php"), layer.Dir)
		}
	}
	return roots
}
