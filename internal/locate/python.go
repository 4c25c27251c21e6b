package locate

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

// findPython reads a handler as the runtime does: what stands before the last dot is a module, with dots or slashes, below the code's
// folder; what follows it is a function of it.
//
// A folder that holds no such file may be the output of a build, or a placeholder. Then the file is looked for near by, by these rules:
// the handler's path below the folder that an archive is named after; that below the template's own folder; else the one file below the template's folder whose path ends in it; else the one
// file there of the same name; else the one file of the whole tree whose path ends in the handler's and whose text has its function, unless its name is an ordinary one.
// Two candidates are none.
//
// Code in the template is a module named index, so a handler of another module says that it is a placeholder for code uploaded later.
func findPython(fn *stack.Function, tree source.Tree, near string) (Place, string) {
	dot := strings.LastIndexByte(fn.Handler, '.')
	if fn.Code.Inline != "" && (dot <= 0 || fn.Handler[:dot] == inlineModule(fn)) {
		return Place{Inline: fn.Code.Inline, Symbol: fn.Handler[dot+1:], Roots: layers(fn, tree)}, ""
	}
	if dot <= 0 || dot == len(fn.Handler)-1 {
		return Place{}, "the handler " + quoted(fn.Handler) + " names no function of a module"
	}
	module := strings.TrimPrefix(strings.ReplaceAll(fn.Handler[:dot], ".", "/"), "/")
	root, file := fn.Code.Dir, ""
	if root != "" {
		file = moduleFile(tree, root, module)
	}
	if file == "" {
		if file = ofArchive(tree, near, root, module+".py"); file != "" {
			root = path.Clean(strings.TrimSuffix(file, module+".py") + ".")
		}
	}
	if file == "" {
		root, file = nearBy(tree, near, module)
	}
	if file == "" {
		root, file = anywhere(tree, near, module, fn.Handler[dot+1:])
	}
	switch {
	case file == "" && fn.Code.Inline != "":
		return Place{}, "the code in the template is a placeholder: it is the module index, and the handler " + quoted(fn.Handler) + " is of another, which was not found"
	case file == "":
		return Place{}, "the handler " + quoted(fn.Handler) + " was not found in " + quoted(fn.Code.Dir) + " or near by"
	}
	return Place{File: file, Symbol: fn.Handler[dot+1:], Roots: append([]string{root}, layers(fn, tree)...)}, ""
}

func quoted(s string) string { return "\"" + s + "\"" }

// moduleFile is the file of a module below a folder, "" if there is none.
func moduleFile(tree source.Tree, root, module string) string {
	for _, file := range []string{path.Join(root, module) + ".py", path.Join(root, module, "__init__.py")} {
		if tree.Hash(file) != "" {
			return file
		}
	}
	return ""
}

// nearBy looks for a module below a folder whose own path does not lead to it.
func nearBy(tree source.Tree, near, module string) (root, file string) {
	if file := moduleFile(tree, near, module); file != "" {
		return near, file
	}
	suffix := module + ".py"
	if file := onlyFile(tree, near, suffix); file != "" {
		return path.Clean(strings.TrimSuffix(file, suffix) + "."), file
	}
	if file := onlyFile(tree, near, path.Base(suffix)); file != "" {
		return path.Dir(file), file
	}
	return "", ""
}

// ordinary are the names that any function's module may have: one found elsewhere is likely another function's.
var ordinary = []string{
	"api", "app", "application", "code", "function", "functions", "handler", "handlers", "index", "lambda", "lambda_function", "lambda_handler",
	"main", "run", "service", "src",
}

// anywhere looks for a module in the whole tree: templates often stand in a folder beside the code's. Its name must tell it from
// others, the file must have the handler's function, and must not be another template's.
func anywhere(tree source.Tree, near, module, symbol string) (root, file string) {
	if slices.Contains(ordinary, module) {
		return "", ""
	}
	suffix := module + ".py"
	file = onlyFile(tree, ".", suffix)
	if file == "" {
		return "", ""
	}
	if others(tree, file, near) {
		return "", ""
	}
	if src, err := tree.Read(file); err != nil || !bytes.Contains(src, []byte("def "+symbol+"(")) {
		return "", ""
	}
	return path.Clean(strings.TrimSuffix(file, suffix) + "."), file
}

// templates are the names of files, or their ends, that deploy what lies in their folder.
var templates = []string{".tf", "template.yaml", "template.yml", "template.json", "serverless.yml", "serverless.yaml", "cdk.json", "samconfig.toml"}

// others says that a file belongs to another application than a template's: between it and the folders that lead to the template's there
// is a template of its own.
func others(tree source.Tree, file, near string) bool {
	for dir := path.Dir(file); dir != "." && near != dir && !strings.HasPrefix(near, dir+"/"); dir = path.Dir(dir) {
		for _, other := range tree.Paths() {
			if path.Dir(other) == dir && slices.ContainsFunc(templates, func(t string) bool { return strings.HasSuffix(other, t) }) {
				return true
			}
		}
	}
	return false
}

// onlyFile is the one file below a folder whose path ends in suffix; "" where there are none or several.
func onlyFile(tree source.Tree, near, suffix string) (only string) {
	for _, file := range tree.Paths() {
		if !strings.HasSuffix("/"+file, "/"+suffix) || near != "." && !strings.HasPrefix(file, near+"/") || built(file) {
			continue
		}
		if only != "" {
			return ""
		}
		only = file
	}
	return only
}

// built says that a file lies in a folder that a build or a package manager fills.
func built(file string) bool {
	return slices.ContainsFunc(strings.Split(path.Dir(file), "/"), func(folder string) bool {
		return folder == "node_modules" || folder == ".aws-sam" || folder == "site-packages" || folder == "tests" || folder == "test"
	})
}

// layers are the folders in a function's layers that the runtime looks for modules in. A layer's folder itself comes last, since builds
// put what stands in it under python/.
func layers(fn *stack.Function, tree source.Tree) (roots []string) {
	for _, layer := range fn.Layers {
		if layer.Dir == "" {
			continue
		}
		var packages []string
		for _, file := range tree.Paths() {
			below, ok := strings.CutPrefix(file, path.Join(layer.Dir, "python")+"/")
			if before, _, found := strings.Cut(below, "/site-packages/"); ok && found && strings.HasPrefix(before, "lib/python") {
				packages = append(packages, path.Join(layer.Dir, "python", before, "site-packages"))
			}
		}
		roots = append(roots, path.Join(layer.Dir, "python"))
		roots = append(roots, slices.Compact(packages)...)
		roots = append(roots, layer.Dir)
	}
	return roots
}
