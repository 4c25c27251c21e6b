package locate

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

// findRust finds the binary of a Cargo package that a function's executable is. The package is the one whose folder the code is, or those below
// it, or those that a build's output target/lambda/NAME is of, or those of the workspace above. Where several binaries are there, the build's settings, the
// handler, the output's folder and the Makefile's target for the function may name one. Two candidates are none.
func findRust(fn *stack.Function, tree source.Tree, near string) (Place, string) {
	all := cargoBinaries(tree)
	if len(all) == 0 {
		return Place{}, ""
	}
	dir := fn.Code.Dir
	if dir == "" {
		dir = near
	}
	names := rustNames(fn, tree, dir)
	outside, output := cargoOutput(dir)
	if output != "" {
		dir = outside
	}
	candidates := below(all, dir)
	if len(candidates) == 0 {
		candidates = above(all, dir)
	}
	for _, set := range [][]binary{candidates, all} {
		named := slices.DeleteFunc(slices.Clone(set), func(b binary) bool { return !slices.Contains(names, cargoName(b.name)) })
		if len(named) == 1 {
			return named[0].place(), ""
		}
	}
	switch {
	case len(candidates) == 1:
		return candidates[0].place(), ""
	case len(candidates) == 0 && fn.Code.BuildMethod != "rust-cargolambda":
		return Place{}, ""
	case len(candidates) == 0:
		return Place{}, "there is no Cargo package with a binary in " + quoted(fn.Code.Dir) + " or above it"
	}
	steps := strings.Split(strings.TrimSuffix(fn.Code.Dir, path.Ext(fn.Code.Dir)), "/") // a build's script may put it into a folder of its name
	named := slices.DeleteFunc(candidates, func(b binary) bool {
		return !slices.ContainsFunc(steps, func(step string) bool { return cargoName(step) == cargoName(b.name) })
	})
	if len(named) == 1 {
		return named[0].place(), ""
	}
	return Place{}, "which of several binaries in " + quoted(fn.Code.Dir) + " the function runs is not told"
}

// findCargo is findRust where the language is known.
func findCargo(fn *stack.Function, tree source.Tree, near string) (Place, string) {
	place, reason := findRust(fn, tree, near)
	if place.File == "" && reason == "" {
		reason = "there is no Cargo package with a binary in " + quoted(fn.Code.Dir) + " or above it"
	}
	return place, reason
}

// binary is a binary target of a Cargo package.
type binary struct{ name, file, dir string }

func (b binary) place() Place {
	return Place{Language: "rust", File: b.file, Symbol: "main", Roots: []string{b.dir}}
}

// cargoName is a name as Cargo compares it: a dash is an underscore.
func cargoName(name string) string { return strings.ReplaceAll(name, "-", "_") }

// cargoOutput tells the folder of the project and the binary's name from a folder that cargo lambda builds: PROJECT/target/lambda/NAME.
func cargoOutput(dir string) (project, name string) {
	i := strings.Index("/"+dir+"/", "/target/")
	if i < 0 {
		return "", ""
	}
	project = path.Clean("./" + dir[:i])
	steps := strings.Split(strings.Trim(("/" + dir + "/")[i:], "/"), "/")
	if last := steps[len(steps)-1]; len(steps) > 2 && !strings.HasSuffix(last, ".zip") {
		return project, last
	} else if len(steps) > 3 {
		return project, steps[len(steps)-2]
	}
	return project, "target"
}

// rustNames are what may name the binary.
func rustNames(fn *stack.Function, tree source.Tree, dir string) (names []string) {
	add := func(name string) {
		if name != "" && name != "bootstrap" {
			names = append(names, cargoName(name))
		}
	}
	add(fn.Code.Binary)
	if len(names) > 0 {
		return names
	}
	add(fn.Handler[strings.LastIndexByte(fn.Handler, '.')+1:])
	_, output := cargoOutput(dir)
	add(output)
	for _, name := range makefileBinaries(fn, tree, dir) {
		add(name)
	}
	return names
}

// buildsBinary are the words of a build's line that name a binary or package.
var buildsBinary = regexp.MustCompile(`(?:--bin|--package|-p)[ =]+([A-Za-z0-9_-]+)|(?:release|debug|lambda)/([A-Za-z0-9_-]+)`)

// makefileBinaries are the binaries that the Makefile's target for a function names.
func makefileBinaries(fn *stack.Function, tree source.Tree, dir string) (names []string) {
	src, err := tree.Read(path.Join(dir, "Makefile"))
	if err != nil {
		return nil
	}
	inside := false
	for line := range strings.Lines(string(src)) {
		if !strings.HasPrefix(line, "\t") && strings.TrimSpace(line) != "" {
			inside = strings.HasPrefix(line, "build-"+fn.ID+":")
			continue
		}
		for _, m := range buildsBinary.FindAllStringSubmatch(line, -1) {
			if name := m[1] + m[2]; inside && name != "bootstrap" {
				names = append(names, name)
			}
		}
	}
	return names
}

// below are the binaries of packages in a folder or below it.
func below(all []binary, dir string) (kept []binary) {
	for _, b := range all {
		if dir == "." || b.dir == dir || strings.HasPrefix(b.dir, dir+"/") {
			kept = append(kept, b)
		}
	}
	return kept
}

// above are the binaries of the nearest package above a folder: the code may be the folder of its sources.
func above(all []binary, dir string) (kept []binary) {
	for ; ; dir = path.Dir(dir) {
		for _, b := range all {
			if b.dir == dir {
				kept = append(kept, b)
			}
		}
		if len(kept) > 0 || dir == "." || dir == "/" {
			return kept
		}
	}
}

// cargoBinaries are all binary targets of a tree, in order: src/main.rs, what lies in src/bin, and what manifests name.
func cargoBinaries(tree source.Tree) (all []binary) {
	for _, file := range tree.Paths() {
		if path.Base(file) != "Cargo.toml" || vendored(file) {
			continue
		}
		src, err := tree.Read(file)
		if err != nil {
			continue
		}
		all = append(all, packageBinaries(tree, path.Dir(file), string(src))...)
	}
	return all
}

func packageBinaries(tree source.Tree, dir, manifest string) (all []binary) {
	name, declared := readCargo(manifest)
	if name == "" {
		return nil
	}
	add := func(name, file string) {
		if file = path.Join(dir, file); tree.Hash(file) != "" && !slices.ContainsFunc(all, func(b binary) bool { return b.file == file }) {
			all = append(all, binary{name, file, dir})
		}
	}
	for _, b := range declared {
		for _, file := range []string{b.file, "src/bin/" + b.name + ".rs", "src/bin/" + b.name + "/main.rs", "src/main.rs"} {
			if file != "" && tree.Hash(path.Join(dir, file)) != "" {
				add(b.name, file)
				break
			}
		}
	}
	add(name, "src/main.rs")
	prefix := path.Join(dir, "src/bin") + "/"
	for _, file := range tree.Paths() {
		below, ok := strings.CutPrefix(file, prefix)
		if folder, isMain := strings.CutSuffix(below, "/main.rs"); ok && isMain {
			add(folder, "src/bin/"+below)
		} else if ok && strings.HasSuffix(below, ".rs") && !strings.Contains(below, "/") {
			add(strings.TrimSuffix(below, ".rs"), "src/bin/"+below)
		}
	}
	return all
}

// readCargo reads the name of the package and the binaries that its manifest declares.
func readCargo(manifest string) (name string, declared []binary) {
	table := ""
	for line := range strings.Lines(manifest) {
		line, _, _ = strings.Cut(strings.TrimSpace(line), "#")
		if strings.HasPrefix(line, "[") {
			if table = strings.ReplaceAll(line, " ", ""); table == "[[bin]]" {
				declared = append(declared, binary{})
			}
			continue
		}
		key, value, _ := strings.Cut(line, "=")
		value = strings.Trim(strings.TrimSpace(value), `"'`)
		switch strings.TrimSpace(key) + " " + table {
		case "name [package]":
			name = value
		case "name [[bin]]":
			declared[len(declared)-1].name = value
		case "path [[bin]]":
			declared[len(declared)-1].file = value
		}
	}
	return name, declared
}
