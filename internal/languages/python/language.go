// Package python reads Python: it lowers its syntax into a program, finds its modules, and names what its own library and the AWS SDK for
// Python (boto3, botocore) do. All names of the SDK's operations come from serviceref.
package python

import (
	"path"
	"strings"

	"github.com/parebot/pare/internal/flow"
	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/source"
)

// Language is Python in one tree, with the folders in which imports are looked up. It implements flow.Language.
type Language struct {
	roots   []string
	files   map[string]bool
	folders map[string]bool // that hold Python files, at any depth
	// installed are the modules and packages that a package manager put into the tree, by path: they are not the repository's own.
	installed map[string]bool
	judged    map[string]bool // packages of the roots that were looked at
	speaks    map[string]bool // of the installed, whether they name the SDK
	declared  map[string]bool // packages that the project takes from the public index, once they were looked for
	local     []string        // folders of this repository that the project takes packages from, likewise
	tree      source.Tree
	near      map[string]flow.Module // modules that lie outside of the roots, by name, once they were looked for
	several   map[string]bool        // of these, of which there are more than one
	idioms    *idioms
}

// New prepares Python for one program.
func New(tree source.Tree, roots []string, tables *serviceref.Tables) *Language {
	l := &Language{
		roots: roots, files: make(map[string]bool), folders: make(map[string]bool), installed: make(map[string]bool),
		judged: make(map[string]bool), speaks: make(map[string]bool), tree: tree, near: make(map[string]flow.Module), several: make(map[string]bool), idioms: &idioms{tables},
	}
	for _, file := range tree.Paths() {
		if path.Base(file) == "METADATA" || path.Base(file) == "top_level.txt" {
			l.noteInstalled(tree, file)
		}
		if !strings.HasSuffix(file, ".py") {
			continue
		}
		l.files[file] = true
		for dir := path.Dir(file); !l.folders[dir]; dir = path.Dir(dir) {
			l.folders[dir] = true
		}
	}
	return l
}

// Idioms are those of boto3.
func (l *Language) Idioms() sdk.Idioms { return l.idioms }

// Special are Python's.
func (l *Language) Special() flow.Special {
	return flow.Special{
		Construct: "__init__", Invoke: "__call__", Enter: "__enter__", Index: "__getitem__", Iterate: "__iter__", Next: "__next__",
		Missing: "__getattr__", New: "__new__", Unasked: unasked,
	}
}

// followed are the special methods that are called where the syntax calls them, or that say nothing of instances.
var followed = map[string]bool{
	"__init__": true, "__new__": true, "__call__": true, "__enter__": true, "__next__": true, "__getattr__": true, "__getattribute__": true,
	"__init_subclass__": true, "__class_getitem__": true, "__post_init__": true, "__set_name__": true,
}

// unasked are the special methods: "del x[k]", "k in x", "x[k] = v", the end of "with x" and so on. What indexing and iterating call is
// called by the library's own methods too, where the class takes these from it (get of a Mapping).
func unasked(name string, extends bool) bool {
	special := len(name) > 4 && strings.HasPrefix(name, "__") && strings.HasSuffix(name, "__") && !followed[name]
	return special && (extends || name != "__getitem__" && name != "__iter__")
}

// Variables are what every module has.
func (l *Language) Variables(m flow.Module) map[string]string {
	return map[string]string{"__name__": m.Name, "__file__": m.File}
}

// Builtin is a function that needs no import.
func (l *Language) Builtin(name string) (flow.Native, bool) {
	n, ok := builtins[name]
	return n, ok
}

// Method is a method of a string, list or dictionary.
func (l *Language) Method(of flow.Shape, name string) (flow.Native, bool) {
	n, ok := methods[of][name]
	return n, ok
}

// External is a row of library.txt.
func (l *Language) External(name string) (flow.Native, bool) {
	n, ok := library()[name]
	return n, ok
}

// observers are libraries that look at what they are given and do nothing with it.
var observers = []string{
	"aws_lambda_powertools.Logger", "aws_lambda_powertools.Metrics", "aws_lambda_powertools.Tracer", "aws_lambda_powertools.logging",
	"aws_lambda_powertools.metrics", "aws_lambda_powertools.tracing", "structlog.", "loguru.",
}

// Own says that a path begins with a module of Python's own library, is of a library that only looks, or makes something whose calls are rows of calls.txt.
func (l *Language) Own(name string) bool {
	for known := range libraryCalls() {
		if strings.HasPrefix(known, name+"()") {
			return true
		}
	}
	for _, known := range observers {
		if strings.HasPrefix(name, known) {
			return true
		}
	}
	first, _, _ := strings.Cut(name, ".")
	return stdlib()[strings.TrimSuffix(first, "()")]
}

// Entry is the module of a file with the packages that it lies in, as the runtime imports it.
func (l *Language) Entry(file string) []flow.Module {
	root := path.Dir(file)
	for _, candidate := range l.roots {
		if within(file, candidate) {
			root = candidate
			break
		}
	}
	name := strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(file, root), "/"), ".py")
	if root == "." {
		name = strings.TrimSuffix(file, ".py")
	}
	name = strings.TrimSuffix(name, "/__init__")
	if steps := l.steps(root, "", strings.Split(name, "/")); len(steps) > 0 {
		return steps
	}
	return []flow.Module{{Name: path.Base(name), File: file, Root: root}}
}

func within(file, folder string) bool {
	return folder == "." || strings.HasPrefix(file, folder+"/")
}

// sdkPackages are the SDK's own: where a repository carries a copy of them, it is not read.
var sdkPackages = map[string]bool{"boto3": true, "botocore": true, "s3transfer": true, "aioboto3": true, "aiobotocore": true}

// Find looks for a module in the roots, or from the package of the module that imports it.
func (l *Language) Find(from flow.Module, i *program.Import) []flow.Module {
	var names []string
	if i.Module != "" {
		names = strings.Split(i.Module, ".")
	}
	if i.Level > 0 {
		return l.relative(from, names, i.Level)
	}
	if len(names) == 0 || sdkPackages[names[0]] {
		return nil
	}
	for _, root := range l.roots {
		if l.isInstalled(path.Join(root, names[0])) {
			return nil
		}
		if steps := l.steps(root, "", names); len(steps) > 0 {
			return steps
		}
	}
	return l.nearBy(names)
}

// relative finds a module from the package that level dots before its name lead to.
func (l *Language) relative(from flow.Module, names []string, level int) []flow.Module {
	folder, name := from.Folder, from.Name
	if folder == "" {
		folder, name = path.Dir(from.File), parentName(from.Name)
	}
	for range level - 1 {
		if folder == from.Root || folder == "." {
			return nil
		}
		folder, name = path.Dir(folder), parentName(name)
	}
	if len(names) == 0 {
		return []flow.Module{l.folder(folder, name, from.Root)}
	}
	steps := l.steps(folder, name, names)
	for i := range steps {
		steps[i].Root = from.Root
	}
	return steps
}

func parentName(dotted string) string {
	if i := strings.LastIndexByte(dotted, '.'); i >= 0 {
		return dotted[:i]
	}
	return ""
}

// steps are the modules along a dotted name below a folder; none where one of them is missing.
func (l *Language) steps(root, prefix string, names []string) (steps []flow.Module) {
	at := flow.Module{Name: prefix, Folder: root, Root: root}
	for _, name := range names {
		next, ok := l.Member(at, name)
		if !ok {
			return nil
		}
		next.Root = root
		steps = append(steps, next)
		at = next
	}
	return steps
}

// Member is a module in a package's folder.
func (l *Language) Member(of flow.Module, name string) (flow.Module, bool) {
	if of.Folder == "" || name == "" {
		return flow.Module{}, false
	}
	below := path.Join(of.Folder, name)
	dotted := strings.TrimPrefix(of.Name+"."+name, ".")
	switch {
	case l.files[path.Join(below, "__init__.py")]:
		return l.folder(below, dotted, of.Root), true
	case l.files[below+".py"]:
		return flow.Module{Name: dotted, File: below + ".py", Root: of.Root}, true
	case l.folders[below]:
		return l.folder(below, dotted, of.Root), true
	}
	return flow.Module{}, false
}

func (l *Language) folder(folder, name, root string) flow.Module {
	m := flow.Module{Name: name, Folder: folder, Root: root}
	if file := path.Join(folder, "__init__.py"); l.files[file] {
		m.File = file
	}
	return m
}
