package python

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/flow"
	"github.com/parebot/pare/internal/source"
)

// noteInstalled reads what a package manager notes beside the packages that it puts into a folder.
func (l *Language) noteInstalled(tree source.Tree, file string) {
	notes := path.Dir(file)
	if !strings.HasSuffix(notes, ".dist-info") && !strings.HasSuffix(notes, ".egg-info") {
		return
	}
	name, _, _ := strings.Cut(path.Base(notes), "-")
	names := []string{name, strings.ToLower(name)}
	if src, err := tree.Read(file); err == nil && path.Base(file) == "top_level.txt" {
		names = append(names, strings.Fields(string(src))...)
	}
	for _, name := range names {
		l.installed[path.Join(path.Dir(notes), name)] = true
	}
}

// isInstalled says that a module or package is somebody else's, put beside the code: a package manager says so, or it is a package that
// tells its version and names the SDK nowhere. Such code does nothing with AWS on its own; what it is handed is unknown.
func (l *Language) isInstalled(folder string) bool {
	if l.installed[folder] || l.judged[folder] {
		return l.installed[folder]
	}
	l.judged[folder] = true
	src, err := l.tree.Read(path.Join(folder, "__init__.py"))
	if err != nil || !bytes.Contains(src, []byte("__version__")) {
		return false
	}
	if l.namesSDK(folder) {
		return false
	}
	l.installed[folder] = true
	return true
}

// namesSDK says that a module or package names the SDK somewhere.
func (l *Language) namesSDK(folder string) bool {
	if found, known := l.speaks[folder]; known {
		return found
	}
	l.speaks[folder] = slices.ContainsFunc(l.tree.Paths(), func(file string) bool {
		if file != folder+".py" && !strings.HasPrefix(file, folder+"/") || !strings.HasSuffix(file, ".py") {
			return false
		}
		src, err := l.tree.Read(file)
		return err != nil || bytes.Contains(src, []byte("boto"))
	})
	return l.speaks[folder]
}

// nearBy finds a module that no root holds: a layer that the template names by a parameter, a folder that a build copies. It must lie in
// the project and be the only one of its name, with those in a folder "python" (a layer's) before others; Python's own modules and
// tests are never looked for.
func (l *Language) nearBy(names []string) []flow.Module {
	if stdlib()[names[0]] {
		return nil
	}
	if _, listed := reaches()[names[0]]; !listed {
		l.readManifests()
		for _, folder := range l.local {
			if steps := l.steps(folder, "", names); len(steps) > 0 {
				return steps
			}
		}
	}
	m, looked := l.near[names[0]]
	if !looked {
		m = l.lookNearBy(names[0])
		l.near[names[0]] = m
	}
	if m.Root == "" {
		return nil
	}
	return l.steps(m.Root, "", names)
}

// projects are the folders below which modules are looked for near by, the nearest first: from two above the code's own up to the top folder
// that it lies in. A repository of many projects has many modules of one name.
func (l *Language) projects() (folders []string) {
	if len(l.roots) == 0 {
		return []string{"."}
	}
	parts := strings.Split(l.roots[0], "/")
	if len(parts) == 1 {
		return []string{"."}
	}
	for n := max(1, len(parts)-2); n > 0; n-- {
		folders = append(folders, strings.Join(parts[:n], "/"))
	}
	return folders
}

func (l *Language) lookNearBy(name string) flow.Module {
	all := l.holders(name)
	for _, project := range l.projects() {
		var near, layers []string
		for _, folder := range all {
			if folder != project && !within(folder, project) {
				continue
			}
			near = append(near, folder)
			if path.Base(folder) == "python" {
				layers = append(layers, folder)
			}
		}
		for _, candidates := range [][]string{layers, near} {
			if len(candidates) == 1 {
				return flow.Module{Root: candidates[0]}
			}
		}
		if len(near) > 1 {
			l.several[name] = true
			break
		}
	}
	return flow.Module{}
}

// holders are the folders that hold a module or a package of a name.
func (l *Language) holders(name string) (folders []string) {
	for file := range l.files {
		folder := path.Dir(file)
		switch path.Base(file) {
		case name + ".py":
		case "__init__.py":
			if path.Base(folder) != name {
				continue
			}
			folder = path.Dir(folder)
		default:
			continue
		}
		if !l.isInstalled(path.Join(folder, name)) && !l.files[path.Join(folder, "__init__.py")] && !aside(folder) {
			folders = append(folders, folder)
		}
	}
	return folders
}

// aside says that a folder holds tests, or what a build or a package manager made.
func aside(folder string) bool {
	return slices.ContainsFunc(strings.Split(folder, "/"), func(part string) bool {
		return part == "tests" || part == "test" || part == "site-packages" || part == ".aws-sam" || part == "node_modules" || part == "examples"
	})
}
