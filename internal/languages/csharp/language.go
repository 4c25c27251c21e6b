// Package csharp reads C#: it lowers its syntax into a program, finds the types of its projects, and names what .NET's own library and the
// AWS SDK for .NET do. All names of the SDK's operations come from serviceref.
package csharp

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

// Language is C# in the folders of one program: those of a project and of the projects that it refers to. It implements flow.Language.
type Language struct {
	modules    map[string]flow.Module // by file: files that share a partial type are one
	types      map[string][]string    // files by the path of the type that they declare
	below      map[string][]string    // files of types that have one of that name among their bases, near or far
	added      map[string][]string    // files of methods that are added to types, by name
	namespaces map[string]bool
	globals    []string // namespaces that all files use
	startups   []string // files of classes that fill the container before any handler is made
	missing    string   // a project that the program refers to and that is not in the repository
	idioms     *idioms
}

// New prepares C# for one program.
func New(tree source.Tree, roots []string, tables *serviceref.Tables) *Language {
	l := &Language{
		modules: make(map[string]flow.Module), types: make(map[string][]string), below: make(map[string][]string),
		added: make(map[string][]string), namespaces: make(map[string]bool), idioms: &idioms{tables: tables},
	}
	var all []placed
	for _, file := range sources(tree, roots) {
		src, err := tree.Read(file)
		if err != nil || len(src) > source.MaxFileSize {
			continue
		}
		o := outlineOf(string(src))
		l.globals = append(l.globals, o.globals...)
		l.modules[file] = flow.Module{Name: file, File: file}
		for _, name := range o.added {
			if !slices.Contains(l.added[name], file) {
				l.added[name] = append(l.added[name], file)
			}
		}
		for _, d := range o.types {
			all = append(all, placed{d, file})
			l.types[d.path()] = append(l.types[d.path()], file)
			l.note(d.namespace)
			if d.startup {
				l.startups = append(l.startups, file)
			}
		}
	}
	l.globals = append(l.globals, projectUsings(tree, roots)...)
	l.missing = missingProject(tree, roots)
	l.group(all)
	l.descend(all)
	return l
}

// placed is a type with its file.
type placed struct {
	declared
	file string
}

// note keeps a namespace and those that it lies in.
func (l *Language) note(namespace string) {
	for namespace != "" && !l.namespaces[namespace] {
		l.namespaces[namespace] = true
		namespace = namespace[:max(strings.LastIndexByte(namespace, '.'), 0)]
	}
}

// sources are the C# files of the folders, without those of builds and of other projects that lie within.
func sources(tree source.Tree, roots []string) (files []string) {
	projects := make(map[string]bool)
	for _, file := range tree.Paths() {
		if strings.HasSuffix(file, ".csproj") {
			projects[path.Dir(file)] = true
		}
	}
	for _, file := range tree.Paths() {
		if !strings.HasSuffix(file, ".cs") || slices.ContainsFunc(strings.Split(path.Dir(file), "/"), func(s string) bool { return s == "bin" || s == "obj" }) {
			continue
		}
		for dir := path.Dir(file); ; dir = path.Dir(dir) {
			if slices.Contains(roots, dir) {
				files = append(files, file)
				break
			}
			if projects[dir] || dir == "." || dir == "/" {
				break
			}
		}
	}
	return files
}

// group makes one module of files that share a partial type: its parts are one class.
func (l *Language) group(all []placed) {
	groupOf := make(map[string]string) // file -> the first of its group
	var first func(file string) string
	first = func(file string) string {
		if up := groupOf[file]; up != "" && up != file {
			return first(up)
		}
		return file
	}
	parts := make(map[string]string) // partial type -> a file of it
	for _, p := range all {
		if !p.partial {
			continue
		}
		other, there := parts[p.path()]
		parts[p.path()] = p.file
		if a, b := first(p.file), first(other); there && a != b {
			groupOf[max(a, b)] = min(a, b)
		}
	}
	members := make(map[string][]string)
	for file := range groupOf {
		members[first(file)] = append(members[first(file)], file)
	}
	for head, files := range members {
		slices.Sort(files)
		m := flow.Module{Name: head, File: head, Files: files}
		for _, file := range append(files, head) {
			l.modules[file] = m
		}
	}
}

// descend notes for each name of a type the files of all types below it.
func (l *Language) descend(all []placed) {
	direct := make(map[string][]placed)
	for _, p := range all {
		for _, base := range p.bases {
			direct[base] = append(direct[base], p)
		}
	}
	for base := range direct {
		seen := map[string]bool{base: true}
		waiting := []string{base}
		for len(waiting) > 0 {
			name := waiting[0]
			waiting = waiting[1:]
			for _, p := range direct[name] {
				l.below[base] = append(l.below[base], p.file)
				if !seen[p.name] {
					seen[p.name] = true
					waiting = append(waiting, p.name)
				}
			}
		}
		slices.Sort(l.below[base])
		l.below[base] = slices.Compact(l.below[base])
	}
}

// Below are the modules of the types that have one of that name among their bases.
func (l *Language) Below(_, name string) (modules []flow.Module) {
	for _, file := range l.below[name] {
		modules = append(modules, l.modules[file])
	}
	return modules
}

// Added are the modules of methods of that name that are added to types.
func (l *Language) Added(name string) (modules []flow.Module) {
	for _, file := range l.added[name] {
		modules = append(modules, l.modules[file])
	}
	return modules
}

// Idioms are those of the AWS SDK for .NET.
func (l *Language) Idioms() sdk.Idioms { return l.idioms }

// Special are C#'s.
func (l *Language) Special() flow.Special {
	return flow.Special{
		Construct: constructor, Index: indexer, Receivers: true, Declared: true, Fields: true, Apart: true, Pairs: true, Adding: []string{"Add", "AddRange"}, Event: eventPath,
		Unasked: func(name string, _ bool) bool { return unasked[name] },
	}
}

// unasked are the methods that statements and expressions call: using, foreach, taking apart, texts with values in them, comparisons.
var unasked = map[string]bool{
	"Dispose": true, "DisposeAsync": true, "GetEnumerator": true, "GetAsyncEnumerator": true, "MoveNext": true, "MoveNextAsync": true, "Deconstruct": true,
	"ToString": true, "Equals": true, "GetHashCode": true, "CompareTo": true,
}

// eventPath is a member of an event as JSON names it: the types of Amazon.Lambda's packages have capitals.
func eventPath(path, name string) string {
	if name != "" && name != "Records" && name != "Sns" && !strings.Contains(path, "Sns") {
		name = strings.ToLower(name[:1]) + name[1:]
	}
	return strings.TrimPrefix(path+"."+name, ".")
}

// Variables are none.
func (l *Language) Variables(flow.Module) map[string]string { return nil }

// Entry is the module of a file, behind those that fill the container of which its class is made.
func (l *Language) Entry(file string) (modules []flow.Module) {
	for _, startup := range l.startups {
		modules = append(modules, l.modules[startup])
	}
	if m, ok := l.modules[file]; ok {
		return append(modules, m)
	}
	return append(modules, flow.Module{Name: file, File: file})
}

// Find gives the module that has a type of a namespace; for the namespace that everything lies in, also of those that all files use, and
// the namespaces themselves.
func (l *Language) Find(_ flow.Module, i *program.Import) []flow.Module {
	if len(i.Names) == 0 {
		return nil
	}
	name := i.Names[0].Name
	candidates := []string{i.Module}
	if i.Module == "" {
		candidates = append(candidates, l.globals...)
	}
	for _, namespace := range candidates {
		if m, ok := l.Member(flow.Module{Name: namespace}, name); ok && m.File != "" {
			m.Variable = ""
			return []flow.Module{m}
		}
	}
	if l.namespaces[strings.TrimPrefix(i.Module+"."+name, ".")] {
		return []flow.Module{namespace(i.Module)}
	}
	return nil
}

// namespace is a module that only holds types and other namespaces.
func namespace(name string) flow.Module { return flow.Module{Name: name, Folder: "namespace " + name} }

// Member is a type or a namespace of a namespace.
func (l *Language) Member(of flow.Module, name string) (flow.Module, bool) {
	if of.File != "" {
		return flow.Module{}, false
	}
	full := strings.TrimPrefix(of.Name+"."+name, ".")
	if files := l.types[full]; len(files) > 0 {
		m := l.modules[files[0]]
		m.Variable = name
		return m, true
	}
	if l.namespaces[full] {
		return namespace(full), true
	}
	return flow.Module{}, false
}

// Choose gives the path of a name that no type of the program has: something of the SDK's, of .NET's own library, or of a package.
func (l *Language) Choose(modules []string, name string) string {
	if name == builtinRecord || roots[name] {
		return name
	}
	modules = append(slices.Clone(modules), l.globals...)
	for _, module := range modules {
		if l.idioms.knows(module, name) {
			return module + "." + name
		}
	}
	if known(name) {
		return name
	}
	for _, module := range modules {
		if _, ok := library()[lastStep(module)+"."+name]; ok { // using static
			return lastStep(module) + "." + name
		}
	}
	if name == "" || name[0] < 'A' || name[0] > 'Z' {
		return ""
	}
	_, extended := l.below[name]
	for _, module := range modules {
		if l.speaks(module) {
			return module + "." + name
		}
	}
	for _, module := range modules {
		if l.idioms.holdsShapes(module) && !extended && !isInterface(name) {
			return module + "." + name
		}
	}
	return name
}

// isInterface says that a name is written as those of interfaces are.
func isInterface(name string) bool {
	return len(name) > 1 && name[0] == 'I' && name[1] >= 'A' && name[1] <= 'Z'
}

// roots are the first steps of namespaces that code may write in full.
var roots = map[string]bool{"Amazon": true, "AWS": true, "System": true, "Microsoft": true, "Newtonsoft": true}

func lastStep(dotted string) string { return dotted[strings.LastIndexByte(dotted, '.')+1:] }

// speaks says that a namespace is of a package that uses AWS by itself.
func (l *Language) speaks(namespace string) bool {
	_, speaks := speaksOf(namespace)
	return !l.namespaces[namespace] && speaks
}

// builtin says that a name is one that only lowering writes.
func builtin(name string) bool { return strings.HasPrefix(name, "<") }

// Outside says what something of a package may do with AWS by itself.
func (l *Language) Outside(path string, _ []symbolic.Set) []sdk.Unknown {
	first, _, _ := strings.Cut(path, ".")
	switch first = strings.TrimSuffix(first, "()"); {
	case l.Own(path):
		return nil
	case l.missing != "" && !roots[first] && !builtin(first):
		return []sdk.Unknown{{Reason: "the project " + l.missing + ", which may have " + first + ", is not in the repository"}}
	}
	namespace, speaks := speaksOf(path)
	if !speaks {
		return nil
	}
	var unknown []sdk.Unknown
	for _, service := range strings.Split(speaking()[namespace], ",") {
		unknown = append(unknown, sdk.Unknown{Service: service, Reason: "the package of " + namespace + " uses AWS in ways that are not followed"})
	}
	return unknown
}
