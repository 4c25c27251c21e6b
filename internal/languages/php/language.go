// Package php reads PHP: it lowers its syntax into a program, finds its files and classes, and names what its own library and the AWS SDK for
// PHP do. All names of the SDK's operations come from serviceref.
package php

import (
	"path"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/flow"
	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/symbolic"
)

// Language is PHP in one tree, with the folders in which files are looked up. It implements flow.Language and flow.Ambient.
type Language struct {
	roots    []string
	tree     source.Tree
	files    map[string]bool
	classes  map[string][]string // files by the name of the class that they are named after, in small letters
	composer *composer
	idioms   *idioms
}

// New prepares PHP for one program.
func New(tree source.Tree, roots []string, tables *serviceref.Tables) *Language {
	l := &Language{roots: roots, tree: tree, files: make(map[string]bool), classes: make(map[string][]string), idioms: &idioms{tables}}
	for _, file := range tree.Paths() {
		if strings.HasSuffix(file, ".php") {
			l.files[file] = true
			if !aside(file) {
				name := strings.ToLower(strings.TrimSuffix(path.Base(file), ".php"))
				l.classes[name] = append(l.classes[name], file)
			}
		}
	}
	l.composer = readComposer(tree, roots)
	return l
}

// aside says that a file is no part of the program: tests, and what a package manager put there.
func aside(file string) bool {
	return slices.ContainsFunc(strings.Split(path.Dir(file), "/"), func(folder string) bool {
		return folder == "tests" || folder == "test" || folder == "Tests" || folder == "vendor" || folder == "node_modules"
	})
}

// Idioms are those of the AWS SDK for PHP.
func (l *Language) Idioms() sdk.Idioms { return l.idioms }

// Special are PHP's.
func (l *Language) Special() flow.Special {
	return flow.Special{
		Construct: "__construct" + program.Method, Invoke: "__invoke" + program.Method, Index: "offsetGet" + program.Method,
		Iterate: "getIterator" + program.Method, Missing: "__get" + program.Method, Absent: "__call" + program.Method, AbsentOfClass: "__callStatic" + program.Method, AbsentList: true,
		Receivers: true, NamedClasses: true, Returned: Returned, Handles: handles,
		Unasked: func(name string, extends bool) bool { return magic[name] || extends && asked[name] },
	}
}

// magic are the methods that PHP calls by itself of any object, asked those that its own interfaces ask for.
var (
	magic = map[string]bool{
		"__tostring": true, "__toString": true, "__destruct": true, "__set": true, "__isset": true, "__unset": true, "__serialize": true, "__sleep": true, "__wakeup": true,
		"__clone": true,
	}
	asked = map[string]bool{
		"offsetSet": true, "offsetExists": true, "offsetUnset": true, "count": true, "jsonSerialize": true, "current": true, "key": true, "next": true, "rewind": true,
		"valid": true,
	}
)

// handles are the methods by which Bref calls an object that a file returns as its handler.
var handles = []string{
	"handle()", "handleSqs()", "handleS3()", "handleSns()", "handleEventBridge()", "handleDynamoDb()", "handleKinesis()", "handleKafka()",
	"handleWebsocket()", "handleRequest()", "__invoke()",
}

// Variables are none: a file has no names of its own.
func (l *Language) Variables(flow.Module) map[string]string { return nil }

// Builtin is a function of the language, or what the lowering itself names.
func (l *Language) Builtin(name string) (flow.Native, bool) {
	n, ok := library()["own "+strings.ToLower(name)]
	if !ok && strings.HasSuffix(name, program.Method) && ownFunction(strings.ToLower(strings.TrimSuffix(name, program.Method))) {
		return flow.Native{Do: flow.Pure}, true
	}
	return n, ok
}

// Method is a method of a value that is followed: functions have some.
func (l *Language) Method(of flow.Shape, name string) (flow.Native, bool) {
	n, ok := library()[shapes[of]+" "+strings.TrimSuffix(name, program.Method)]
	return n, ok
}

// External is a member of a class of PHP's library or of a package.
func (l *Language) External(name string) (flow.Native, bool) {
	n, ok := library()["of "+name]
	return n, ok
}

// Member is nothing: files hold no files.
func (l *Language) Member(flow.Module, string) (flow.Module, bool) { return flow.Module{}, false }

// Entry is the module of a file. What the package manager loads for every program is loaded before it where the file says so.
func (l *Language) Entry(file string) []flow.Module { return []flow.Module{module(file)} }

func module(file string) flow.Module {
	return flow.Module{Name: "file " + file, File: file, Root: path.Dir(file), Shared: true}
}

// Find looks for a required file: by its path from the tree's root where the code says __DIR__, else in the file's own folder and in the roots.
// The package manager's own file brings the files that the project always loads. A file that is not there is one that cannot be read.
func (l *Language) Find(_ flow.Module, i *program.Import) []flow.Module {
	name, optional := strings.CutPrefix(strings.Repeat(".", i.Level)+i.Module, mayBeMissing)
	if strings.HasSuffix(name, "vendor/autoload.php") {
		return l.composer.always(l.files)
	}
	if strings.Contains(name, "vendor/") {
		return nil
	}
	if whole, ok := strings.CutPrefix(path.Clean(name), "/"); ok && !l.isTask(whole) {
		if optional && !l.files[whole] {
			return nil
		}
		return []flow.Module{module(whole)}
	}
	name = strings.TrimPrefix(path.Clean(name), "/var/task/")
	for _, folder := range append([]string{path.Dir(i.Span().File)}, l.roots...) {
		if file := path.Join(folder, name); l.files[file] {
			return []flow.Module{module(file)}
		}
	}
	if optional {
		return nil
	}
	return []flow.Module{module(name)}
}

// isTask says that a path is one of the running function.
func (l *Language) isTask(whole string) bool {
	return strings.HasPrefix(whole, "var/task/") || strings.HasPrefix(whole, "opt/") || strings.HasPrefix(whole, "tmp/")
}

// Ambient is what a class's name means that nothing so far defines: the file that the package manager, or its name, says that it is in, or
// something of a package.
func (l *Language) Ambient(name string) (inside flow.Module, outside string) {
	if strings.ContainsAny(name, "$( ") || name == "" {
		return flow.Module{}, ""
	}
	if file := l.composer.file(name, l.files); file != "" {
		return module(file), ""
	}
	var only []string
	for _, file := range l.classes[strings.ToLower(short(name))] {
		if l.inRoots(file) && !ownClass(name) && l.declares(file, short(name)) {
			only = append(only, file)
		}
	}
	if len(only) == 1 && !l.composer.ofPackage(name) {
		return module(only[0]), ""
	}
	return flow.Module{}, strings.ReplaceAll(name, `\`, ".")
}

func (l *Language) declares(file, class string) bool {
	src, err := l.tree.Read(file)
	if err != nil {
		return false
	}
	for _, kind := range []string{"class ", "interface ", "trait ", "enum "} {
		if strings.Contains(string(src), kind+class) {
			return true
		}
	}
	return false
}

func (l *Language) inRoots(file string) bool {
	return slices.ContainsFunc(l.roots, func(root string) bool { return root == "." || strings.HasPrefix(file, root+"/") })
}

// Own says that a path begins with a class of PHP's own library, or of a package that only looks at what it is given.
func (l *Language) Own(name string) bool {
	first, _, nested := strings.Cut(name, ".")
	if ownClass(strings.TrimSuffix(first, "()")) && !nested {
		return true
	}
	return ownClass(strings.TrimSuffix(first, "()")) || strings.HasPrefix(name, "Psr.Log.") || strings.HasPrefix(name, "Monolog.")
}

// Outside says what a package may do with AWS by itself.
func (l *Language) Outside(name string, _ []symbolic.Set) []sdk.Unknown { return l.reach(name) }
