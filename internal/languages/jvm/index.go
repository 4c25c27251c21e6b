package jvm

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/source"
)

// maxIndexed is how many files of the roots are looked into for what they define, where their folders do not tell.
const maxIndexed = 3000

// index finds the files of packages. By rule the folders of a file are its package, and a file is named like the class that it defines;
// where that leads nowhere, the files themselves are looked into.
type index struct {
	tree  source.Tree
	roots []string
	// folders are the files in each folder that holds some.
	folders map[string][]string
	seen    map[string]*outline
	named   map[string][]string // files by package and name, once all were looked into
	heirs   map[string][]string // files by the name of a class that one of theirs is below
}

// outline is what a file says of itself.
type outline struct {
	pkg   string
	names map[string]bool
	bases map[string]bool
}

func newIndex(tree source.Tree, roots []string) *index {
	x := &index{tree: tree, roots: roots, folders: make(map[string][]string), seen: make(map[string]*outline)}
	for _, file := range tree.Paths() {
		if isSource(file) {
			x.folders[path.Dir(file)] = append(x.folders[path.Dir(file)], file)
		}
	}
	return x
}

func isSource(file string) bool {
	return strings.HasSuffix(file, ".java") || strings.HasSuffix(file, ".kt")
}

// find is the file of a package that defines a name.
func (x *index) find(pkg, name string) []string {
	folder := strings.ReplaceAll(pkg, ".", "/")
	for _, root := range x.roots {
		at := path.Join(root, folder)
		for _, file := range x.folders[at] {
			if base := path.Base(file); (base == name+".java" || base == name+".kt") && x.outline(file).pkg == pkg {
				return []string{file}
			}
		}
	}
	for _, root := range x.roots {
		for _, file := range x.folders[path.Join(root, folder)] {
			if o := x.outline(file); o.pkg == pkg && o.names[name] {
				return []string{file}
			}
		}
	}
	return x.all()[pkg+"."+name]
}

// has says that files of the roots are of a package.
func (x *index) has(pkg string) bool {
	for _, root := range x.roots {
		for _, file := range x.folders[path.Join(root, strings.ReplaceAll(pkg, ".", "/"))] {
			if x.outline(file).pkg == pkg {
				return true
			}
		}
	}
	return false
}

// all looks into every file of the roots.
func (x *index) all() map[string][]string {
	if x.named != nil {
		return x.named
	}
	x.named, x.heirs = make(map[string][]string), make(map[string][]string)
	for _, file := range x.inRoots() {
		o := x.outline(file)
		for name := range o.names {
			if key := o.pkg + "." + name; len(x.named[key]) == 0 {
				x.named[key] = []string{file}
			}
		}
		for base := range o.bases {
			x.heirs[base] = append(x.heirs[base], file)
		}
	}
	return x.named
}

func (x *index) inRoots() (files []string) {
	seen := make(map[string]bool)
	for _, root := range x.roots {
		for _, file := range x.tree.Paths() {
			if isSource(file) && !seen[file] && (root == "." || strings.HasPrefix(file, root+"/")) && len(files) < maxIndexed {
				seen[file] = true
				files = append(files, file)
			}
		}
	}
	return files
}

// below are the files that hold a class which names another among what it extends.
func (x *index) below(name string) []string {
	x.all()
	files := slices.Clone(x.heirs[name])
	slices.Sort(files)
	return files
}

func (x *index) packageOf(file string) string { return x.outline(file).pkg }

var (
	packageLine = regexp.MustCompile(`(?m)^\s*package\s+([\w.` + "`" + `]+)`)
	// definition is a line that defines something at the top of a file, as people write it: without indentation.
	definition = regexp.MustCompile(`(?m)^(?:@[\w.]+(?:\([^)\n]*\))?[ \t]+)*(?:[a-z-]+[ \t]+)*?(?:class|interface|object|record|enum|@interface|typealias|fun|val|var)[ \t]+(?:<[^>\n]*>[ \t]*)?(?:[\w.<>?, ]+\.)?` + "`?" + `(\w+)`)
	// heritage is what follows the name of a class up to its body.
	heritage = regexp.MustCompile(`(?:class|interface|object|record|enum)\s+\w+[^{;]*?(?:extends|implements|:)\s+?([^{;]*)`)
	word     = regexp.MustCompile(`[A-Z]\w*`)
)

// outline looks into a file. It is a guess from its text: what it finds is read in full when it is used.
func (x *index) outline(file string) *outline {
	if o := x.seen[file]; o != nil {
		return o
	}
	o := &outline{names: make(map[string]bool), bases: make(map[string]bool)}
	x.seen[file] = o
	src, err := x.tree.Read(file)
	if err != nil || len(src) > source.MaxFileSize {
		return o
	}
	if m := packageLine.FindSubmatch(src); m != nil {
		o.pkg = strings.ReplaceAll(string(m[1]), "`", "")
	}
	for _, m := range definition.FindAllSubmatch(src, -1) {
		o.names[string(m[1])] = true
	}
	if strings.HasSuffix(file, ".kt") { // Java sees what stands outside of classes in one of the file's name
		o.names[strings.TrimSuffix(path.Base(file), ".kt")+"Kt"] = true
	}
	for _, m := range heritage.FindAllSubmatch(src, -1) {
		for _, name := range word.FindAllString(string(m[1]), -1) {
			o.bases[name] = true
		}
	}
	return o
}
