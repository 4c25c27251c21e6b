// Package javascript reads JavaScript and TypeScript: it lowers their syntax into a program, finds their modules, and names what their own
// library, Node.js and the AWS SDKs for JavaScript (v2 and v3) do. All names of the SDKs' operations come from serviceref.
package javascript

import (
	"path"
	"strings"

	"github.com/parebot/pare/internal/flow"
	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/source"
)

// Language is JavaScript in one tree, with the folders in which modules are looked up. It implements flow.Language.
type Language struct {
	tree      source.Tree
	roots     []string
	files     map[string]bool // that may be modules
	folders   map[string]bool // that hold such files, at any depth
	manifests map[string]*manifest
	configs   map[string]*config
	scopes    map[string]bool   // whose packages come from another index than the public one
	packages  map[string]string // folders of the repository's own packages, by name
	idioms    *idioms
}

// New prepares JavaScript for one program.
func New(tree source.Tree, roots []string, tables *serviceref.Tables) *Language {
	l := &Language{
		tree: tree, roots: roots, files: make(map[string]bool), folders: make(map[string]bool), manifests: make(map[string]*manifest),
		configs: make(map[string]*config), packages: make(map[string]string), scopes: make(map[string]bool),
		idioms: &idioms{tables},
	}
	for _, file := range tree.Paths() {
		if isModule(file) {
			l.files[file] = true
		}
		if path.Base(file) == ".npmrc" {
			l.noteIndex(file)
		}
		if path.Base(file) == "package.json" && !strings.Contains("/"+file, "/node_modules/") {
			l.noteManifest(file)
		}
	}
	return l
}

// extensions of modules, in the order in which they are tried for a name without one.
var extensions = []string{".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs", ".mts", ".cts", ".json"}

func isModule(file string) bool {
	ext := path.Ext(file)
	for _, known := range extensions {
		if ext == known {
			return !strings.HasSuffix(file, ".d.ts")
		}
	}
	return false
}

// Idioms are those of the SDKs.
func (l *Language) Idioms() sdk.Idioms { return l.idioms }

// Special are JavaScript's.
func (l *Language) Special() flow.Special {
	return flow.Special{Construct: constructorName, Receivers: true, LateDefaults: true, Fields: true, Truthy: true, Methods: "prototype", Exports: exportsName, Unasked: unasked}
}

// streams are the methods that the streams of Node.js call of those that programs make of them.
var streams = map[string]bool{
	"_transform": true, "_flush": true, "_write": true, "_writev": true, "_read": true, "_final": true, "_construct": true, "_destroy": true,
}

// unasked are conversions, and what a class of Node.js asks for.
func unasked(name string, extends bool) bool {
	return name == "toJSON" || name == "toString" || extends && streams[name]
}

// Variables are what every module has.
func (l *Language) Variables(m flow.Module) map[string]string {
	return map[string]string{"__filename": m.File, "__dirname": path.Dir(m.File)}
}

// Builtin is what needs no import.
func (l *Language) Builtin(name string) (flow.Native, bool) {
	n, ok := builtins[name]
	return n, ok
}

// Anything is a method of every value: to wait for a promise is to have its value.
func (l *Language) Anything(name string) (flow.Native, bool) {
	n, ok := everywhere[name]
	return n, ok
}

// Method is a method of a string, array or object.
func (l *Language) Method(of flow.Shape, name string) (flow.Native, bool) {
	n, ok := methods[of][name]
	return n, ok
}

// External is a row of library.txt.
func (l *Language) External(name string) (flow.Native, bool) {
	n, ok := library()[plainPath(name)]
	return n, ok
}

// Member is none: a module's folder is no module.
func (l *Language) Member(flow.Module, string) (flow.Module, bool) { return flow.Module{}, false }

// Entry is the module of a file.
func (l *Language) Entry(file string) []flow.Module { return []flow.Module{module(file)} }

func module(file string) flow.Module { return flow.Module{Name: file, File: file} }

// plainPath is the path of something that is not in the repository, without the words that only say how it was imported.
func plainPath(name string) string {
	name = strings.TrimPrefix(name, "node:")
	if !strings.Contains(name, ".default") {
		return name
	}
	for _, behind := range []string{".", "("} {
		name = strings.ReplaceAll(name, ".default"+behind, behind)
	}
	return strings.TrimSuffix(name, ".default")
}

// Own says that a path begins with a module of Node.js or an object of JavaScript's own.
func (l *Language) Own(name string) bool {
	name = plainPath(name)
	return nodeModules()[strings.TrimSuffix(packageOf(name), "()")] || onlyLooks(name)
}

// packageOf is the package that a path begins with: @scope/name, or what stands before the first stroke, dot or call.
func packageOf(name string) string {
	scope := ""
	if strings.HasPrefix(name, "/") { // a path on the running machine, or of a file that is not there
		name, _, _ = strings.Cut(name, "(")
		file := strings.LastIndexByte(name, '/') + 1
		member := strings.IndexByte(name[file:], '.')
		if member < 0 {
			return name
		}
		return name[:file+member]
	}
	if strings.HasPrefix(name, "@") {
		at := strings.IndexByte(name, '/')
		if at < 0 {
			return name
		}
		scope, name = name[:at+1], name[at+1:]
	}
	if end := strings.IndexAny(name, "/.("); end >= 0 {
		name = name[:end]
	}
	return scope + name
}
