package golang

import (
	"bytes"
	"go/build/constraint"
	"path"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/flow"
)

// module is one module that the repository declares, or that another of its modules takes from one of its folders.
type module struct{ path, folder string }

// index notes the folders that hold Go files, and the modules.
func (l *Language) index() {
	for _, file := range l.tree.Paths() {
		switch {
		case slices.Contains(strings.Split(path.Dir(file), "/"), "vendor"):
		case path.Base(file) == "go.mod":
			l.modules = append(l.modules, l.declared(file)...)
		case strings.HasSuffix(file, ".go") && !strings.HasSuffix(file, "_test.go"):
			l.folders[path.Dir(file)] = append(l.folders[path.Dir(file)], file)
		}
	}
	slices.SortStableFunc(l.modules, func(a, b module) int { return len(b.path) - len(a.path) })
}

// declared is the module of a go.mod, and those that it replaces by folders of the repository.
func (l *Language) declared(file string) (all []module) {
	src, err := l.tree.Read(file)
	if err != nil {
		return nil
	}
	folder := path.Dir(file)
	block := ""
	for line := range strings.Lines(string(src)) {
		line, _, _ = strings.Cut(line, "//")
		words := strings.Fields(line)
		switch {
		case len(words) == 0:
			continue
		case words[0] == ")":
			block = ""
			continue
		case len(words) == 2 && words[1] == "(":
			block = words[0]
			continue
		case block != "":
			words = append([]string{block}, words...)
		}
		arrow := slices.Index(words, "=>")
		switch {
		case words[0] == "module" && len(words) > 1:
			all = append(all, module{strings.Trim(words[1], `"`), folder})
		case words[0] == "replace" && arrow > 1 && arrow+1 < len(words):
			if to := path.Join(folder, words[arrow+1]); strings.HasPrefix(words[arrow+1], ".") && !strings.HasPrefix(to, "../") {
				all = append(all, module{words[1], to})
			}
		}
	}
	return all
}

// folder is where a package lies that is imported from a package in a folder. Without modules, an import is taken to begin with the
// place of the repository.
func (l *Language) folder(from, where string) (folder string, ok bool) {
	for _, m := range l.modules {
		if rest, found := cutPath(where, m.path); found {
			folder = path.Join(m.folder, rest)
			return folder, len(l.folders[folder]) > 0
		}
	}
	if strings.HasPrefix(where, "./") || strings.HasPrefix(where, "../") {
		folder = path.Join(from, where)
		return folder, len(l.folders[folder]) > 0
	}
	if steps := strings.SplitN(where, "/", 4); !l.isInModule(from) && len(steps) == 4 && strings.Contains(steps[0], ".") {
		return steps[3], len(l.folders[steps[3]]) > 0
	}
	return "", false
}

// isInModule says that a folder lies in one of the repository's modules.
func (l *Language) isInModule(folder string) bool {
	return slices.ContainsFunc(l.modules, func(m module) bool {
		return m.folder == "." || folder == m.folder || strings.HasPrefix(folder, m.folder+"/")
	})
}

// cutPath is what of a path follows one of its beginnings.
func cutPath(where, beginning string) (rest string, ok bool) {
	if where == beginning {
		return "", true
	}
	return strings.CutPrefix(where, beginning+"/")
}

// packageOf is the package that a file belongs to. Of several programs in one folder it is the one that begins in the file.
func (l *Language) packageOf(file string) flow.Module {
	m := flow.Module{Name: path.Dir(file), File: file, Root: path.Dir(file)}
	for _, other := range l.built(m.Root, file) {
		if other != file {
			m.Files = append(m.Files, other)
		}
	}
	return m
}

// built are the files of a folder that are built for Lambda as one package: that of the file that is asked for, else the one that
// most files are of.
func (l *Language) built(folder, file string) (files []string) {
	texts := make(map[string][]byte)
	packages := make(map[string]int)
	for _, candidate := range l.folders[folder] {
		src, err := l.tree.Read(candidate)
		if err != nil || candidate != file && !forLambda(path.Base(candidate), src) {
			continue
		}
		texts[candidate] = src
		packages[clause(src)]++
	}
	name := clause(texts[file])
	if file == "" {
		for _, candidate := range l.folders[folder] {
			if one := clause(texts[candidate]); packages[one] > packages[name] || name == "" {
				name = one
			}
		}
	}
	for _, candidate := range l.folders[folder] {
		src, ok := texts[candidate]
		another := candidate != file && file != "" && hasMain(src) && hasMain(texts[file])
		if ok && clause(src) == name && !another {
			files = append(files, candidate)
		}
	}
	return files
}

// clause is the name that a file gives its package.
func clause(src []byte) string {
	for line := range bytes.Lines(src) {
		if rest, ok := bytes.CutPrefix(bytes.TrimSpace(line), []byte("package ")); ok {
			if words := bytes.Fields(rest); len(words) > 0 {
				return string(words[0])
			}
		}
	}
	return ""
}

func hasMain(src []byte) bool { return bytes.Contains(src, []byte("\nfunc main()")) }

// otherSystems are what the names of files end in that are built for other systems than Lambda's.
var otherSystems = []string{"aix", "android", "darwin", "dragonfly", "freebsd", "illumos", "ios", "js", "netbsd", "openbsd", "plan9", "solaris", "wasip1", "windows", "386", "arm", "wasm"}

// forLambda says that a file is built for Linux, without tags of the project's own.
func forLambda(name string, src []byte) bool {
	words := strings.Split(strings.TrimSuffix(name, ".go"), "_")
	if len(words) > 1 && slices.Contains(otherSystems, words[len(words)-1]) {
		return false
	}
	for line := range bytes.Lines(src) {
		text := strings.TrimSpace(string(line))
		switch {
		case constraint.IsGoBuild(text):
			expression, err := constraint.Parse(text)
			return err != nil || expression.Eval(func(tag string) bool {
				return slices.Contains([]string{"linux", "unix", "amd64", "arm64", "gc", "lambda", "lambda.norpc"}, tag) || strings.HasPrefix(tag, "go1.")
			})
		case text != "" && !strings.HasPrefix(text, "//") && !strings.HasPrefix(text, "/*") && !strings.HasPrefix(text, "*"):
			return true
		}
	}
	return true
}
