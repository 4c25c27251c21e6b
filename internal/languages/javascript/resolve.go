package javascript

import (
	"path"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/flow"
	"github.com/parebot/pare/internal/program"
)

// Find looks for the module of an import as Node.js and bundlers do: from the file's own folder, by the paths of tsconfig.json, among the
// packages of the repository, in the function's layers.
func (l *Language) Find(from flow.Module, i *program.Import) []flow.Module {
	spec := strings.Repeat(".", i.Level) + i.Module
	if file := l.find(from.File, spec); file != "" {
		return []flow.Module{module(file)}
	}
	return nil
}

func (l *Language) find(from, spec string) string {
	spec, _, _ = strings.Cut(spec, "?")
	switch {
	case spec == "" || strings.HasPrefix(spec, "node:") || isSDK(spec):
		return ""
	case strings.HasPrefix(spec, "."):
		return l.moduleAt(path.Join(path.Dir(from), spec))
	case strings.HasPrefix(spec, "/"):
		return l.deployed(spec)
	case strings.HasPrefix(spec, "#"):
		return l.ownImport(from, spec)
	}
	if file := l.byConfig(from, spec); file != "" {
		return file
	}
	if nodeModules()[packageOf(spec)] {
		return ""
	}
	if file := l.ofPackage(spec); file != "" {
		return file
	}
	return l.ofLayers(spec)
}

// moduleAt is the file of a module by its path: with an extension, under the one that it is compiled to, or the folder's index.
func (l *Language) moduleAt(at string) string {
	if l.files[at] {
		return at
	}
	bare := at
	if ext := path.Ext(at); compiled[ext] != nil {
		bare = strings.TrimSuffix(at, ext)
		for _, from := range compiled[ext] {
			if l.files[bare+from] {
				return bare + from
			}
		}
	}
	for _, ext := range extensions {
		if l.files[at+ext] {
			return at + ext
		}
	}
	for _, ext := range extensions {
		if file := path.Join(at, "index"+ext); l.files[file] {
			return file
		}
	}
	if m := l.manifests[at]; m != nil {
		return l.mainOf(at, m)
	}
	return ""
}

// compiled are the extensions of sources by that of what they are compiled to.
var compiled = map[string][]string{
	".js": {".ts", ".tsx", ".jsx"}, ".mjs": {".mts", ".ts", ".js"}, ".cjs": {".cts", ".ts", ".js"}, ".jsx": {".tsx"},
}

// deployed is a module by its path on the running machine: layers lie in /opt, the function in /var/task.
func (l *Language) deployed(spec string) string {
	if below, ok := strings.CutPrefix(spec, "/var/task/"); ok && len(l.roots) > 0 {
		return l.moduleAt(path.Join(l.roots[0], below))
	}
	below, ok := strings.CutPrefix(spec, "/opt/")
	if !ok {
		return ""
	}
	for _, root := range l.roots[min(1, len(l.roots)):] {
		for _, inside := range []string{below, strings.TrimPrefix(below, "nodejs/"), strings.TrimPrefix(below, "nodejs/node_modules/")} {
			if file := l.moduleAt(path.Join(root, inside)); file != "" {
				return file
			}
		}
	}
	return l.nearBy(below)
}

// nearBy is the one module of the repository whose path ends as a layer's: of a layer whose folder the template does not tell.
func (l *Language) nearBy(below string) (only string) {
	for _, ext := range append([]string{""}, extensions...) {
		for _, file := range l.tree.Paths() {
			if !strings.HasSuffix("/"+file, "/"+below+ext) || !l.files[file] || strings.Contains("/"+file, "/node_modules/") {
				continue
			}
			if only != "" && only != file {
				return ""
			}
			only = file
		}
	}
	return only
}

// ofLayers is a module that a layer brings as a package, unless a package manager put it there.
func (l *Language) ofLayers(spec string) string {
	for _, root := range l.roots[min(1, len(l.roots)):] {
		for _, folder := range []string{"nodejs/node_modules", "node_modules", "nodejs", "."} {
			at := path.Join(root, folder, spec)
			if l.declaredIn(root, packageOf(spec)) {
				continue
			}
			if file := l.moduleAt(at); file != "" {
				return file
			}
		}
	}
	return ""
}

// declaredIn says that a manifest in or below a folder takes a package from elsewhere.
func (l *Language) declaredIn(root, name string) bool {
	for at, m := range l.manifests {
		if (at == root || strings.HasPrefix(at, root+"/")) && m.takes(name) {
			return true
		}
	}
	return false
}

// ofPackage is a module of one of the repository's own packages.
func (l *Language) ofPackage(spec string) string {
	name := packageOf(spec)
	folder, ok := l.packages[name]
	if !ok {
		folder, ok = l.packages[longestPackage(l.packages, spec)]
		if !ok {
			return ""
		}
	}
	below := strings.TrimPrefix(strings.TrimPrefix(spec, name), "/")
	if below == "" {
		return l.mainOf(folder, l.manifests[folder])
	}
	if target := l.manifests[folder].Exports["./"+below]; target != "" {
		if file := l.sourceOf(folder, target); file != "" {
			return file
		}
	}
	for _, inside := range []string{"", "src", "lib"} {
		if file := l.moduleAt(path.Join(folder, inside, below)); file != "" {
			return file
		}
	}
	return ""
}

func longestPackage(packages map[string]string, spec string) (longest string) {
	for name := range packages {
		if strings.HasPrefix(spec, name+"/") && len(name) > len(longest) {
			longest = name
		}
	}
	return longest
}

// mainOf is the file that a package is entered at: its source, where the manifest names what it is compiled to.
func (l *Language) mainOf(folder string, m *manifest) string {
	for _, target := range []string{m.Exports["."], m.Source, m.Main, m.Module, m.Types} {
		if target == "" {
			continue
		}
		if file := l.sourceOf(folder, target); file != "" {
			return file
		}
	}
	for _, target := range []string{"src/index", "index", "lib/index", "src/main"} {
		if file := l.moduleAt(path.Join(folder, target)); file != "" {
			return file
		}
	}
	return ""
}

// outputs are the folders that compilers and bundlers write to.
var outputs = []string{"dist", "build", "lib", ".build", "out", "output", "bundle", ".esbuild", ".webpack", "cjs", "esm", "dist-cjs", "dist-es", "lib-cjs"}

// sourceOf is the source of a file that a manifest names in the folder of a package.
func (l *Language) sourceOf(folder, target string) string {
	target = strings.TrimSuffix(strings.TrimSuffix(path.Clean(target), ".d.ts"), "/")
	if file := l.moduleAt(path.Join(folder, target)); file != "" {
		return file
	}
	parts := strings.Split(target, "/")
	for len(parts) > 1 && slices.Contains(outputs, parts[0]) {
		parts = parts[1:]
		below := path.Join(parts...)
		for _, inside := range []string{"src", "", "lib"} {
			if file := l.moduleAt(path.Join(folder, inside, below)); file != "" {
				return file
			}
		}
	}
	return ""
}
