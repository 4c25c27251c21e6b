// Package jvm is what Java and Kotlin share: how the names of a program for the Java virtual machine lead to its files, what their own
// libraries mean, and what the AWS SDKs for both do. All names of the SDKs' operations come from serviceref.
package jvm

import (
	"path"
	"strings"

	"github.com/parebot/pare/internal/flow"
	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/source"
)

// Language is a project for the Java virtual machine, whose files may be of both languages. It implements flow.Language.
type Language struct {
	tree   source.Tree
	roots  []string
	index  *index
	idioms *idioms
}

// New prepares the languages for one program. Roots are the folders that packages begin in: src/main/java, src/main/kotlin.
func New(tree source.Tree, roots []string, tables *serviceref.Tables) *Language {
	return &Language{tree: tree, roots: roots, index: newIndex(tree, roots), idioms: &idioms{tables}}
}

// Idioms are those of the SDKs.
func (l *Language) Idioms() sdk.Idioms { return l.idioms }

// Special are those of both languages, as they are lowered.
func (l *Language) Special() flow.Special {
	return flow.Special{Construct: "<init>", Invoke: "invoke()", Receivers: true, LateDefaults: true, Functional: true, Declared: true, Pairs: true, Event: eventPath, Unasked: unasked}
}

// asked are the methods that the interfaces and classes of the libraries of Java and Kotlin ask for which programs implement.
var asked = map[string]bool{
	"run": true, "call": true, "compare": true, "compareTo": true, "accept": true, "apply": true, "get": true, "test": true, "iterator": true, "hasNext": true,
	"next": true, "close": true, "read": true, "write": true, "flush": true, "invoke": true, "compute": true, "onNext": true, "onComplete": true, "onError": true,
	"newThread": true, "uncaughtException": true, "applyAsInt": true, "applyAsLong": true, "applyAsDouble": true, "getAsInt": true, "getAsLong": true,
	"tryAdvance": true, "spliterator": true, "getValue": true, "setValue": true, "emit": true, "visitFile": true, "preVisitDirectory": true, "postVisitDirectory": true,
}

// ofAll are the methods that every object has: texts, comparisons and collections call them.
var ofAll = map[string]bool{"toString": true, "equals": true, "hashCode": true}

// unasked are those, and those of a class that implements something which is not in the repository: a thread runs what it is given, a
// loop iterates.
func unasked(name string, extends bool) bool { return ofAll[name] || extends && asked[name] }

// eventPath is a member of the event by the name of its getter or property. The classes of events write Records small.
func eventPath(at, name string) string {
	bare, isMethod := strings.CutSuffix(name, "()")
	if isMethod {
		bare = getter(bare)
	}
	if at == "" && bare == "records" {
		bare = "Records"
	}
	if bare == "urlDecodedKey" {
		bare = "key"
	}
	if at == "" {
		return bare
	}
	return at + "." + bare
}

// getter is the property that a getter reads.
func getter(method string) string {
	bare := strings.TrimPrefix(method, "get")
	if bare == "" || bare == method {
		return method
	}
	return strings.ToLower(bare[:1]) + bare[1:]
}

// Variables are none: names need a declaration.
func (l *Language) Variables(flow.Module) map[string]string { return nil }

// Builtin is what needs no import.
func (l *Language) Builtin(name string) (flow.Native, bool) {
	n, ok := builtins[name]
	return n, ok
}

// Method is a method of a string, a collection or a function.
func (l *Language) Method(of flow.Shape, name string) (flow.Native, bool) {
	n, ok := methods()[of][strings.TrimSuffix(name, "()")]
	if ok && n.property != strings.HasSuffix(name, "()") || !ok {
		return n.Native, ok
	}
	return flow.Native{}, false
}

// External is a row of library.txt.
func (l *Language) External(name string) (flow.Native, bool) {
	n, ok := library()[strings.ReplaceAll(name, "()", "")]
	return n, ok
}

// Own says that a path is of Java's or Kotlin's own library, or of one that only looks at what it is given.
func (l *Language) Own(name string) bool {
	reach, listed := reachOf(tidy(name))
	return listed && reach == reachNone
}

// Entry is the module of a file.
func (l *Language) Entry(file string) []flow.Module {
	return []flow.Module{l.module(file)}
}

func (l *Language) module(file string) flow.Module {
	name := strings.TrimSuffix(path.Base(file), path.Ext(file))
	return flow.Module{Name: strings.TrimPrefix(l.index.packageOf(file)+"."+name, "."), File: file, Root: path.Dir(file)}
}

// Find gives the file of a package that defines the name that is imported; none where the package is not in the repository, or has no
// such name.
func (l *Language) Find(from flow.Module, i *program.Import) []flow.Module {
	if len(i.Names) != 1 {
		return nil
	}
	files := l.index.find(i.Module, strings.TrimSuffix(i.Names[0].Name, program.Method))
	modules := make([]flow.Module, len(files))
	for n, file := range files {
		modules[n] = l.module(file)
	}
	return modules
}

// Member is none: a package is no value.
func (l *Language) Member(flow.Module, string) (flow.Module, bool) { return flow.Module{}, false }

// Below are the modules that hold classes below one: those of the roots whose text names it where a class says what it extends.
func (l *Language) Below(file, name string) (modules []flow.Module) {
	for _, below := range l.index.below(name) {
		if below != file {
			modules = append(modules, l.module(below))
		}
	}
	return modules
}
