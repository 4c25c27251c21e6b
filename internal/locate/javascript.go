package locate

import (
	"encoding/json"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

// findJavaScript reads a handler as the runtime for Node.js does: in the last step of its path, what stands before the first dot is a module,
// what follows it is exported by it, maybe within something else that is.
//
// The code's folder often holds only what a compiler or bundler makes. Then the source is looked for by these rules, the first that gives
// a file counts: a bundler's entry point of the module's name; the path with the output's folder replaced as tsconfig.json says, or by src;
// the path below the template's own folder, or its src; the one file below the code's folder, then the template's, whose path ends in the
// module's; the one file there of the same name; else the one file of the whole tree, where its name is no ordinary one and its text has the
// handler's name. Two candidates are none.
func findJavaScript(fn *stack.Function, tree source.Tree, near string) (Place, string) {
	module, symbol, ok := nodeHandler(fn.Handler)
	if fn.Code.Inline != "" && (!ok || module == inlineModule(fn)) {
		return Place{Inline: fn.Code.Inline, Symbol: symbol, Roots: nodeLayers(fn)}, ""
	}
	if !ok {
		return Place{}, "the handler " + quoted(fn.Handler) + " names no function of a module"
	}
	m := nodeModule{tree: tree, path: module, symbol: symbol[strings.LastIndexByte(symbol, '.')+1:]}
	root, file := m.find(fn.Code, near)
	switch {
	case file == "" && fn.Code.Inline != "":
		return Place{}, "the code in the template is a placeholder: it is the module index, and the handler " + quoted(fn.Handler) + " is of another, which was not found"
	case file == "":
		return Place{}, "the handler " + quoted(fn.Handler) + " was not found in " + quoted(fn.Code.Dir) + " or near by"
	}
	return Place{File: file, Symbol: symbol, Roots: append([]string{root}, nodeLayers(fn)...)}, ""
}

// nodeHandler takes a handler apart: the module's path, and what it exports.
func nodeHandler(handler string) (module, symbol string, ok bool) {
	folder, name := path.Split(handler)
	name, symbol, ok = strings.Cut(name, ".")
	if !ok || name == "" || symbol == "" {
		return "", symbol, false
	}
	return path.Join(strings.TrimPrefix(folder, "/"), name), symbol, true
}

// nodeLayers are the folders of a function's layers.
func nodeLayers(fn *stack.Function) (roots []string) {
	for _, layer := range fn.Layers {
		if layer.Dir != "" {
			roots = append(roots, layer.Dir)
		}
	}
	return roots
}

// nodeModule is a module that is looked for.
type nodeModule struct {
	tree         source.Tree
	path, symbol string
}

// nodeExtensions of modules: sources before what they are compiled to.
var nodeExtensions = []string{".ts", ".tsx", ".mts", ".cts", ".js", ".mjs", ".cjs", ".jsx"}

// find gives the file and the folder that stands for the function's.
func (m nodeModule) find(code stack.Code, near string) (root, file string) {
	dir := code.Dir
	if ext := path.Ext(dir); ext == ".zip" || ext == ".js" || ext == ".mjs" || ext == ".ts" {
		dir = path.Dir(dir)
	}
	if dir != "" {
		if file := m.entry(code, dir); file != "" {
			return dir, file
		}
		if file := m.at(path.Join(dir, m.path)); file != "" {
			return dir, file
		}
		if file := m.ofOutput(path.Join(dir, m.path)); file != "" {
			return dir, file
		}
	}
	for _, ext := range nodeExtensions {
		if file := ofArchive(m.tree, near, code.Dir, m.path+ext); file != "" {
			return path.Clean(strings.TrimSuffix(file, m.path+ext) + "."), file
		}
	}
	for _, below := range []string{near, path.Join(near, "src")} {
		if file := m.at(path.Join(below, m.path)); file != "" {
			return below, file
		}
	}
	if file := m.search(dir, near); file != "" {
		return path.Dir(file), file
	}
	return "", ""
}

// entry is the entry point of a bundler that gives the module: its output lies at the top, or where it lay. What is made of one alone may
// be called index.
func (m nodeModule) entry(code stack.Code, dir string) string {
	for _, entry := range code.Entries {
		bare := strings.TrimSuffix(entry, path.Ext(entry))
		if path.Base(bare) == path.Base(m.path) || len(code.Entries) == 1 && m.path == "index" {
			if file := m.at(path.Join(dir, bare)); file != "" {
				return file
			}
		}
	}
	return ""
}

// at is the file of a module by its path, "" if there is none.
func (m nodeModule) at(bare string) string {
	for _, inside := range []string{"", "/index"} {
		for _, ext := range nodeExtensions {
			if file := path.Clean(bare + inside + ext); m.tree.Hash(file) != "" {
				return file
			}
		}
	}
	return ""
}

// outputFolders are where compilers and bundlers write to.
var outputFolders = []string{"dist", "build", "lib", ".build", "out", "output", "bundle", "built", ".esbuild", ".webpack", ".serverless", ".aws-sam", "compiled", "target"}

// ofOutput is the source of a module whose path leads through the folder of an output.
func (m nodeModule) ofOutput(bare string) string {
	steps := strings.Split(bare, "/")
	for i := len(steps) - 1; i >= 0; i-- {
		before, behind := path.Join(steps[:i]...), path.Join(steps[i+1:]...)
		if file := m.byConfig(path.Join(steps[:i]...), bare); file != "" {
			return file
		}
		if !slices.Contains(outputFolders, steps[i]) || behind == "" {
			continue
		}
		for _, from := range []string{"src", "", "source", "lambda", "functions"} {
			if file := m.at(path.Join(before, from, behind)); file != "" {
				return file
			}
		}
	}
	return ""
}

var (
	outDir  = regexp.MustCompile(`"outDir"\s*:\s*("(?:[^"\\]|\\.)*")`)
	rootDir = regexp.MustCompile(`"rootDir"\s*:\s*("(?:[^"\\]|\\.)*")`)
)

// setting is the text of a setting, "" where it is not there. The file may have comments, so it is not read as JSON.
func setting(name *regexp.Regexp, src []byte) (text string) {
	if found := name.FindSubmatch(src); found == nil || json.Unmarshal(found[1], &text) != nil {
		return ""
	}
	return text
}

// byConfig is the source of a module in the output folder that the tsconfig.json of a folder names.
func (m nodeModule) byConfig(folder, bare string) string {
	src, err := m.tree.Read(path.Join(folder, "tsconfig.json"))
	if err != nil {
		return ""
	}
	out := setting(outDir, src)
	behind, below := strings.CutPrefix(bare, path.Join(folder, out)+"/")
	if out == "" || !below {
		return ""
	}
	for _, from := range []string{setting(rootDir, src), "", "src"} {
		if file := m.at(path.Join(folder, from, behind)); file != "" {
			return file
		}
	}
	return ""
}

// search looks for the one file whose path ends in the module's, or that has its name.
func (m nodeModule) search(dir, near string) string {
	bare := m.path
	for step, rest, ok := strings.Cut(bare, "/"); ok && slices.Contains(outputFolders, step); step, rest, ok = strings.Cut(bare, "/") {
		bare = rest
	}
	for _, folder := range []string{dir, near} {
		if folder == "" {
			continue
		}
		for _, suffix := range []string{bare, bare + "/index", path.Base(bare)} {
			if file := m.only(folder, suffix); file != "" {
				return file
			}
		}
	}
	if slices.Contains(ordinary, path.Base(bare)) {
		return ""
	}
	file := m.only(".", bare)
	if file == "" {
		return ""
	}
	if src, err := m.tree.Read(file); err != nil || !strings.Contains(string(src), m.symbol) {
		return ""
	}
	return file
}

// only is the one file below a folder whose path ends in suffix and an extension of modules; "" where there are none or several.
func (m nodeModule) only(folder, suffix string) (only string) {
	for _, file := range m.tree.Paths() {
		bare := strings.TrimSuffix(file, path.Ext(file))
		if !strings.HasSuffix("/"+bare, "/"+suffix) || folder != "." && !strings.HasPrefix(file, folder+"/") || !slices.Contains(nodeExtensions, path.Ext(file)) {
			continue
		}
		if built(file) || strings.HasSuffix(bare, ".d") || slices.Contains(strings.Split(path.Dir(file), "/"), "__tests__") {
			continue
		}
		if only != "" && strings.TrimSuffix(only, path.Ext(only)) != bare {
			return ""
		}
		if only == "" || slices.Index(nodeExtensions, path.Ext(file)) < slices.Index(nodeExtensions, path.Ext(only)) {
			only = file
		}
	}
	return only
}
