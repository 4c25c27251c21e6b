package rust

import (
	"path"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/flow"
	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/source"
)

// Crates are the packages of a tree, by their Cargo.toml.
type Crates struct {
	packages []Package
	library  map[string]string // root files of libraries, by the crate's name in code
}

// Package is one Cargo.toml.
type Package struct {
	Name, Dir string
	Library   string            // its root file, as written; "" for src/lib.rs
	Crate     string            // what its library is called in code, where that is not the package's name
	Binaries  map[string]string // root files by name, as written; "" where the file is not said
}

// ReadCrates reads every Cargo.toml of a tree, as far as it says where code is.
func ReadCrates(tree source.Tree) *Crates {
	c := &Crates{library: make(map[string]string)}
	for _, file := range tree.Paths() {
		if path.Base(file) != "Cargo.toml" {
			continue
		}
		src, err := tree.Read(file)
		if err != nil {
			continue
		}
		p := readManifest(string(src))
		p.Dir = path.Dir(file)
		c.packages = append(c.packages, p)
		if lib := p.library(); p.crate() != "" && tree.Hash(lib) != "" {
			c.library[p.crate()] = lib
		}
	}
	return c
}

// library is the root file of a package's library.
func (p Package) library() string {
	if p.Library != "" {
		return path.Join(p.Dir, p.Library)
	}
	return path.Join(p.Dir, "src/lib.rs")
}

// crate is what code calls it.
func (p Package) crate() string {
	if p.Crate != "" {
		return p.Crate
	}
	return strings.ReplaceAll(p.Name, "-", "_")
}

// named is the library that a file of a package means by a name: the package's own comes first, since several may call theirs lib.
func (c *Crates) named(name, file string) (lib string, ok bool) {
	lib, ok = c.library[name]
	if own, found := c.of(file); ok && found && own.crate() == name {
		lib = own.library()
	}
	return lib, ok
}

// readManifest reads the tables of a Cargo.toml that name the package and its targets.
func readManifest(src string) Package {
	p := Package{Binaries: make(map[string]string)}
	section, name, file := "", "", ""
	end := func() {
		if section == "[[bin]]" && name != "" {
			p.Binaries[name] = file
		}
	}
	for line := range strings.Lines(src) {
		line, _, _ = strings.Cut(strings.TrimSpace(line), "#")
		if strings.HasPrefix(line, "[") {
			end()
			section, name, file = strings.ReplaceAll(line, " ", ""), "", ""
			continue
		}
		key, value, _ := strings.Cut(line, "=")
		value = strings.Trim(strings.TrimSpace(value), `"'`)
		switch strings.TrimSpace(key) + " " + section {
		case "name [package]":
			p.Name = value
		case "name [lib]":
			p.Crate = value
		case "path [lib]":
			p.Library = value
		case "name [[bin]]":
			name = value
		case "path [[bin]]":
			file = value
		}
	}
	end()
	return p
}

// of is the package that a file belongs to: the nearest above it.
func (c *Crates) of(file string) (best Package, ok bool) {
	for _, p := range c.packages {
		if (p.Dir == "." || strings.HasPrefix(file, p.Dir+"/")) && (!ok || len(p.Dir) > len(best.Dir)) {
			best, ok = p, true
		}
	}
	return best, ok
}

// root is the file of the crate that a file is a module of: itself where it is one.
func (l *Language) root(file string) string {
	base, dir := path.Base(file), path.Dir(file)
	if base == "main.rs" || base == "lib.rs" || path.Base(dir) == "bin" || path.Base(dir) == "examples" {
		return file
	}
	p, ok := l.crates.of(file)
	if !ok {
		return file
	}
	if file == p.library() {
		return file
	}
	for _, binary := range p.Binaries {
		if path.Join(p.Dir, binary) == file {
			return file
		}
	}
	for _, name := range []string{"src/main.rs", "src/lib.rs"} {
		if candidate := path.Join(p.Dir, name); l.files[candidate] && strings.HasPrefix(file, path.Join(p.Dir, "src")+"/") {
			return candidate
		}
	}
	return file
}

// Entry is the modules from the crate's root to a file.
func (l *Language) Entry(file string) []flow.Module {
	root := l.root(file)
	modules := []flow.Module{rootModule(root)}
	if root == file {
		return modules
	}
	names := strings.Split(strings.TrimSuffix(strings.TrimPrefix(file, path.Dir(root)+"/"), ".rs"), "/")
	if last := len(names) - 1; names[last] == "mod" {
		names = names[:last]
	}
	for _, name := range names {
		next, ok := l.Member(modules[len(modules)-1], name)
		if !ok {
			return []flow.Module{rootModule(file)}
		}
		modules = append(modules, next)
	}
	return modules
}

func rootModule(file string) flow.Module {
	return flow.Module{Name: "crate", File: file, Folder: path.Dir(file), Root: file}
}

// Member is a module that another declares: a file of its name, or mod.rs in a folder of its name.
func (l *Language) Member(of flow.Module, name string) (flow.Module, bool) {
	if of.Folder == "" || name == "" {
		return flow.Module{}, false
	}
	folder := path.Join(of.Folder, name)
	for _, file := range []string{folder + ".rs", path.Join(folder, "mod.rs")} {
		if l.files[file] {
			return flow.Module{Name: of.Name + "." + name, File: file, Folder: folder, Root: of.Root}, true
		}
	}
	return flow.Module{}, false
}

// Find gives the modules along a path: of the crate, of the module itself or the one above it, or of another crate of the repository.
func (l *Language) Find(from flow.Module, i *program.Import) []flow.Module {
	names := strings.Split(i.Module, ".")
	chain := []flow.Module{rootModule(from.Root)}
	switch first := names[0]; first {
	case "crate":
		names = names[1:]
	case "self", "super":
		names = append(within(from, first), names[1:]...)
		for slices.Contains(names, "super") {
			at := slices.Index(names, "super")
			names = slices.Delete(names, max(at-1, 0), at+1)
		}
	default:
		if _, ok := l.Member(from, first); ok {
			names = append(within(from, "self"), names...)
			break
		}
		lib, ok := l.crates.named(first, from.File)
		if !ok || strings.HasPrefix(first, "aws_sdk_") {
			return nil
		}
		chain, names = []flow.Module{rootModule(lib)}, names[1:]
	}
	for _, name := range names {
		next, ok := l.Member(chain[len(chain)-1], name)
		if !ok {
			return nil
		}
		chain = append(chain, next)
	}
	return chain
}

// within are the names from the crate's root to a module, or to the one above it.
func within(from flow.Module, where string) []string {
	names := strings.Split(from.Name, ".")[1:]
	if where == "super" {
		names = names[:max(len(names)-1, 0)]
	}
	return slices.Clone(names)
}
