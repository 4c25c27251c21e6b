package locate

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

// findRuby reads a handler as the runtime does: file.method, file.Class.method, file.Module::Class.method, the file below the code's folder.
//
// A folder that holds no such file may be the output of a build. Then the file is looked for near by: below the template's own folder at the
// handler's path; else the one file below it whose path ends in that; else the one file of the whole tree whose path ends in it and whose
// text has the method, unless its name is an ordinary one. Two candidates are none.
func findRuby(fn *stack.Function, tree source.Tree, near string) (Place, string) {
	file, symbol, ok := rubyHandler(fn.Handler)
	if fn.Code.Inline != "" && ok {
		return Place{Inline: fn.Code.Inline, Symbol: symbol, Roots: rubyLayers(fn)}, ""
	}
	if !ok {
		return Place{}, "the handler " + quoted(fn.Handler) + " names no method of a file"
	}
	root, found := "", ""
	for _, folder := range []string{fn.Code.Dir, near, path.Join(near, "src")} {
		if at := path.Join(folder, file); folder != "" && found == "" && tree.Hash(at) != "" {
			root, found = folder, at
		}
	}
	if found == "" {
		found = onlyFile(tree, near, file)
	}
	if found == "" {
		found = anywhereRuby(tree, file, symbol)
	}
	if found == "" {
		return Place{}, "the handler " + quoted(fn.Handler) + " was not found in " + quoted(fn.Code.Dir) + " or near by"
	}
	if root == "" {
		root = path.Clean(strings.TrimSuffix(found, file) + ".")
	}
	return Place{File: found, Symbol: symbol, Roots: append([]string{root}, rubyLayers(fn)...)}, ""
}

// rubyHandler takes a handler apart: the file, and the method with the constants that lead to it.
func rubyHandler(handler string) (file, symbol string, ok bool) {
	folder, name := path.Split(handler)
	file, symbol, ok = strings.Cut(name, ".")
	if !ok || file == "" || symbol == "" {
		return "", "", false
	}
	return path.Join(folder, file) + ".rb", strings.ReplaceAll(symbol, "::", "."), true
}

// anywhereRuby looks for a file in the whole tree that has the handler's method; its name must tell it from others.
func anywhereRuby(tree source.Tree, file, symbol string) string {
	if slices.Contains(ordinary, strings.TrimSuffix(file, ".rb")) {
		return ""
	}
	found := onlyFile(tree, ".", file)
	if found == "" {
		return ""
	}
	method := symbol[strings.LastIndexByte(symbol, '.')+1:]
	src, err := tree.Read(found)
	if err != nil || !bytes.Contains(src, []byte("def "+method)) && !bytes.Contains(src, []byte("def self."+method)) {
		return ""
	}
	return found
}

// rubyLayers are the folders in a function's layers that the runtime looks for files in.
func rubyLayers(fn *stack.Function) (roots []string) {
	for _, layer := range fn.Layers {
		if layer.Dir != "" {
			roots = append(roots, path.Join(layer.Dir, "ruby", "lib"), path.Join(layer.Dir, "lib"), layer.Dir)
		}
	}
	return roots
}
