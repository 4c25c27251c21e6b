package javascript

import (
	"encoding/json"
	"maps"
	"path"
	"slices"
	"strings"
)

// manifest is what a package.json says.
type manifest struct {
	Name                        string
	Main, Module, Types, Source string
	Exports, Imports            map[string]string
	dependencies                map[string]string
}

// takes says that a package comes from elsewhere.
func (m *manifest) takes(name string) bool { _, ok := m.dependencies[name]; return ok }

// noteManifest reads a package.json. One that cannot be read says nothing.
func (l *Language) noteManifest(file string) {
	src, err := l.tree.Read(file)
	if err != nil {
		return
	}
	var read struct {
		Name, Main, Module, Types, Source                                     any
		Exports, Imports                                                      any
		Dependencies, DevDependencies, PeerDependencies, OptionalDependencies map[string]any
	}
	if json.Unmarshal(src, &read) != nil {
		return
	}
	m := &manifest{
		Name: textOf(read.Name), Main: textOf(read.Main), Module: textOf(read.Module), Types: textOf(read.Types), Source: textOf(read.Source),
		Exports: targets(read.Exports), Imports: targets(read.Imports), dependencies: make(map[string]string),
	}
	for _, section := range []map[string]any{read.Dependencies, read.DevDependencies, read.PeerDependencies, read.OptionalDependencies} {
		for name, from := range section {
			m.dependencies[name] = textOf(from)
		}
	}
	folder := path.Dir(file)
	l.manifests[folder] = m
	l.notePackages(folder, m)
}

// notePackages keeps the name of a package of the repository, and those of folders that it takes packages from. The first of a name counts.
func (l *Language) notePackages(folder string, m *manifest) {
	if _, known := l.packages[m.Name]; m.Name != "" && !known {
		l.packages[m.Name] = folder
	}
	for _, name := range slices.Sorted(maps.Keys(m.dependencies)) {
		for _, scheme := range []string{"file:", "link:", "portal:"} {
			if below, ok := strings.CutPrefix(m.dependencies[name], scheme); ok && !strings.HasPrefix(path.Join(folder, below), "..") {
				at := path.Join(folder, below)
				if _, known := l.packages[name]; !known && l.tree.Hash(path.Join(at, "package.json")) != "" {
					l.packages[name] = at
				}
			}
		}
	}
}

func textOf(v any) string { s, _ := v.(string); return s }

// targets reads exports and imports: a file for each name, of several conditions the one that names a source, or the first that is read.
func targets(v any) map[string]string {
	all := make(map[string]string)
	switch v := v.(type) {
	case string:
		all["."] = v
	case map[string]any:
		for name, target := range v {
			if strings.HasPrefix(name, ".") || strings.HasPrefix(name, "#") {
				all[name] = targetOf(target)
			}
		}
		if len(all) == 0 {
			all["."] = targetOf(v)
		}
	}
	return all
}

func targetOf(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case map[string]any:
		for _, condition := range []string{"source", "development", "import", "require", "node", "default", "types"} {
			if found := targetOf(v[condition]); found != "" {
				return found
			}
		}
	}
	return ""
}

// noteIndex reads an .npmrc for the scopes whose packages come from another index than the public one.
func (l *Language) noteIndex(file string) {
	src, err := l.tree.Read(file)
	if err != nil {
		return
	}
	for line := range strings.Lines(string(src)) {
		scope, index, ok := strings.Cut(strings.TrimSpace(line), ":registry")
		index = strings.TrimLeft(index, " =")
		if ok && strings.HasPrefix(scope, "@") && !strings.HasPrefix(strings.TrimPrefix(index, "https:"), "//registry.npmjs.org") {
			l.scopes[scope] = true
		}
	}
}

// public says that where a manifest takes a package from is the public index.
func (l *Language) public(name, from string) bool {
	scope, _, scoped := strings.Cut(name, "/")
	if scoped && l.scopes[scope] {
		return false
	}
	for _, scheme := range []string{"git", "http:", "https:", "file:", "link:", "portal:", "ssh:"} {
		if strings.HasPrefix(from, scheme) {
			return false
		}
	}
	return true
}

// declares says that some manifest of the repository takes a package from the public index: of a path, the package that it begins with.
func (l *Language) declares(name string) bool {
	for name != "" {
		for _, m := range l.manifests {
			if from, ok := m.dependencies[name]; ok && l.public(name, from) {
				return true
			}
		}
		name = name[:max(0, strings.LastIndexAny(name, "/.("))]
	}
	return false
}

// ownImport is a module that a package names for itself: #internal/a.
func (l *Language) ownImport(from, spec string) string {
	for at := path.Dir(from); ; at = path.Dir(at) {
		if m := l.manifests[at]; m != nil {
			for name, target := range m.Imports {
				if below, ok := matched(name, spec); ok {
					return l.sourceOf(at, strings.Replace(target, "*", below, 1))
				}
			}
			return ""
		}
		if at == "." || at == "/" {
			return ""
		}
	}
}

// matched is what the star of a pattern stands for in a name.
func matched(pattern, name string) (string, bool) {
	before, after, star := strings.Cut(pattern, "*")
	if !star {
		return "", pattern == name
	}
	if len(name) < len(before)+len(after) || !strings.HasPrefix(name, before) || !strings.HasSuffix(name, after) {
		return "", false
	}
	return name[len(before) : len(name)-len(after)], true
}

// config is what a tsconfig.json says of where modules are.
type config struct {
	folder  string // that paths are relative to
	based   bool   // names without dots are looked up there
	paths   map[string][]string
	pattern []string // of paths, the most exact first
}

// byConfig is a module by the paths of the tsconfig.json next to a file.
func (l *Language) byConfig(from, spec string) string {
	c := l.configOf(path.Dir(from))
	if c == nil {
		return ""
	}
	for _, pattern := range c.pattern {
		below, ok := matched(pattern, spec)
		if !ok {
			continue
		}
		for _, target := range c.paths[pattern] {
			if file := l.moduleAt(path.Join(c.folder, strings.Replace(target, "*", below, 1))); file != "" {
				return file
			}
		}
	}
	if c.based {
		return l.moduleAt(path.Join(c.folder, spec))
	}
	return ""
}

// configOf is the nearest configuration above a folder that says something.
func (l *Language) configOf(folder string) *config {
	if c, ok := l.configs[folder]; ok {
		return c
	}
	var c *config
	for _, name := range []string{"tsconfig.json", "jsconfig.json", "tsconfig.base.json"} {
		if c == nil {
			c = l.readConfig(path.Join(folder, name), 0)
		}
	}
	if c == nil && folder != "." && folder != "/" {
		c = l.configOf(path.Dir(folder))
	}
	l.configs[folder] = c
	return c
}

// maxExtends is how many configurations one is made of.
const maxExtends = 8

func (l *Language) readConfig(file string, depth int) *config {
	src, err := l.tree.Read(file)
	if err != nil || depth > maxExtends {
		return nil
	}
	var read struct {
		Extends         any
		CompilerOptions struct {
			BaseURL any
			Paths   map[string][]string
		}
	}
	if json.Unmarshal(withoutComments(src), &read) != nil {
		return nil
	}
	c := config{}
	if above := l.extended(path.Dir(file), read.Extends, depth); above != nil {
		c = *above
	}
	if base := textOf(read.CompilerOptions.BaseURL); base != "" {
		c.folder, c.based = path.Join(path.Dir(file), base), true
	}
	if read.CompilerOptions.Paths != nil {
		c.usePaths(read.CompilerOptions.Paths, path.Dir(file))
	}
	if !c.based && c.paths == nil {
		return nil
	}
	return &c
}

// extended is what the configurations that one extends say, the last first heard. Each setting is taken over by itself.
func (l *Language) extended(folder string, extends any, depth int) *config {
	files, many := extends.([]any)
	if !many {
		files = []any{extends}
	}
	for _, x := range slices.Backward(files) {
		file := textOf(x)
		if !strings.HasPrefix(file, ".") {
			continue // of a package
		}
		if path.Ext(file) != ".json" {
			file += ".json"
		}
		if c := l.readConfig(path.Join(folder, file), depth+1); c != nil {
			return c
		}
	}
	return nil
}

// usePaths sets the paths of a configuration in a folder, to which they are relative where there is no base.
func (c *config) usePaths(paths map[string][]string, folder string) {
	if !c.based {
		c.folder = folder
	}
	c.paths = paths
	c.pattern = slices.SortedFunc(maps.Keys(paths), func(a, b string) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	})
}

// withoutComments is JSON as tsconfig.json has it, without comments and commas before a closing bracket.
func withoutComments(src []byte) []byte {
	out := make([]byte, 0, len(src))
	for i := 0; i < len(src); i++ {
		switch {
		case src[i] == '"':
			end := i + 1
			for end < len(src) && src[end] != '"' {
				if src[end] == '\\' {
					end++
				}
				end++
			}
			end = min(end, len(src)-1)
			out = append(out, src[i:end+1]...)
			i = end
		case src[i] == '/' && i+1 < len(src) && src[i+1] == '/':
			for i < len(src) && src[i] != '\n' {
				i++
			}
		case src[i] == '/' && i+1 < len(src) && src[i+1] == '*':
			for i += 2; i+1 < len(src) && (src[i] != '*' || src[i+1] != '/'); i++ {
			}
			i++
		case src[i] == ']' || src[i] == '}':
			last := len(out) - 1
			for last >= 0 && strings.IndexByte(" \t\r\n", out[last]) >= 0 {
				last--
			}
			if last >= 0 && out[last] == ',' {
				out = out[:last]
			}
			out = append(out, src[i])
		default:
			out = append(out, src[i])
		}
	}
	return out
}
