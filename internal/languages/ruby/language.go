// Package ruby reads Ruby: it lowers its syntax into a program, finds its files, and names what its own library and the AWS SDK for Ruby
// do. All names of the SDK's operations come from serviceref.
package ruby

import (
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/parebot/pare/internal/flow"
	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/symbolic"
)

// Language is Ruby in one tree, with the folders in which files are looked up. It implements flow.Language and flow.Ambient.
type Language struct {
	roots    []string
	tree     source.Tree
	files    map[string]bool
	defines  map[string][]string // files by the name of the constant that they are named after
	declared map[string]bool     // gems that the project asks for, once they were looked for
	idioms   *idioms
}

// New prepares Ruby for one program.
func New(tree source.Tree, roots []string, tables *serviceref.Tables) *Language {
	l := &Language{roots: roots, tree: tree, files: make(map[string]bool), defines: make(map[string][]string), idioms: &idioms{tables}}
	for _, file := range tree.Paths() {
		if strings.HasSuffix(file, ".rb") || strings.HasSuffix(file, ".ru") {
			l.files[file] = true
			if !aside(file) {
				name := letters(strings.TrimSuffix(path.Base(file), ".rb"))
				l.defines[name] = append(l.defines[name], file)
			}
		}
	}
	return l
}

// aside says that a file is no part of the program: tests, and what a package manager put there.
func aside(file string) bool {
	return slices.ContainsFunc(strings.Split(path.Dir(file), "/"), func(folder string) bool {
		return folder == "spec" || folder == "test" || folder == "tests" || folder == "vendor" || folder == "node_modules"
	})
}

// letters is a name as files and constants share it: "order_store" and "OrderStore".
func letters(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
}

// Idioms are those of the AWS SDK for Ruby.
func (l *Language) Idioms() sdk.Idioms { return l.idioms }

// Special are Ruby's.
func (l *Language) Special() flow.Special {
	return flow.Special{
		Construct: "initialize", Index: "[]", Make: "new", Absent: "method_missing", FieldSign: "@", Setter: "=", EventName: "event", ContextName: "context", Receivers: true, LateDefaults: true,
		Unasked: unasked,
	}
}

// conversions are methods that Ruby's own library calls of what it is given.
var conversions = map[string]bool{
	"to_s": true, "to_str": true, "to_a": true, "to_ary": true, "to_h": true, "to_hash": true, "to_json": true, "to_proc": true, "inspect": true, "coerce": true,
	"hash": true, "eql?": true, "initialize_copy": true,
}

// unasked are operators, conversions, and what a module of Ruby's own builds its methods on.
func unasked(name string, extends bool) bool {
	if conversions[name] || name == "each" && extends {
		return true
	}
	letter := name != "" && (name[0] == '_' || name[0] >= 'a' && name[0] <= 'z' || name[0] >= 'A' && name[0] <= 'Z' || name[0] >= 0x80)
	return !letter && name != "[]" && name != "<<" && !strings.HasPrefix(name, "@") && name != ""
}

// Variables are none: a file has no names of its own.
func (l *Language) Variables(flow.Module) map[string]string { return nil }

// Builtin is a method that every object has, or what the lowering itself names.
func (l *Language) Builtin(name string) (flow.Native, bool) {
	n, ok := library()["own "+name]
	return n, ok
}

// Method is a method of a string, list, hash or function.
func (l *Language) Method(of flow.Shape, name string) (flow.Native, bool) {
	n, ok := library()[shapes[of]+" "+name]
	return n, ok
}

// External is a member of Ruby's library or of a gem.
func (l *Language) External(name string) (flow.Native, bool) {
	n, ok := library()["of "+name]
	return n, ok
}

// Member is nothing: files hold no files.
func (l *Language) Member(flow.Module, string) (flow.Module, bool) { return flow.Module{}, false }

// Entry is the module of a file.
func (l *Language) Entry(file string) []flow.Module { return []flow.Module{module(file)} }

func module(file string) flow.Module {
	return flow.Module{Name: "file " + file, File: file, Root: path.Dir(file), Shared: true}
}

// Find looks for a required file: from the file that requires it, or in the roots. A pattern finds several.
func (l *Language) Find(_ flow.Module, i *program.Import) (found []flow.Module) {
	if strings.Contains(i.Module, "*") {
		for _, folder := range l.folders(i) {
			if found = l.matching(path.Join(folder, i.Module)); len(found) > 0 {
				break
			}
		}
		return found
	}
	for _, folder := range l.folders(i) {
		for _, extension := range []string{".rb", ""} {
			if file := path.Join(folder, i.Module) + extension; l.files[file] {
				return []flow.Module{module(file)}
			}
		}
	}
	return nil
}

func (l *Language) folders(i *program.Import) (folders []string) {
	here := path.Dir(i.Span().File)
	if i.Level > 0 {
		return append([]string{here}, l.roots...)
	}
	for _, root := range l.roots {
		folders = append(folders, root, path.Join(root, "lib"))
	}
	return append(folders, path.Join(here, "lib"))
}

// matching are the files that a pattern names, sorted; "**" is any depth.
func (l *Language) matching(pattern string) (found []flow.Module) {
	if !strings.HasSuffix(pattern, ".rb") {
		pattern += ".rb"
	}
	before, after, deep := strings.Cut(pattern, "/**/")
	for _, file := range l.tree.Paths() {
		ok, _ := path.Match(pattern, file) // a pattern that is malformed matches nothing
		if deep && strings.HasPrefix(file, before+"/") {
			ok, _ = path.Match(after, path.Base(file))
		}
		if ok && l.files[file] {
			found = append(found, module(file))
		}
	}
	return found
}

// Ambient is what a constant means that nothing so far defines: the one file that is named after it, or something of a gem.
func (l *Language) Ambient(name string) (inside flow.Module, outside string) {
	if !isConstant(name) {
		return flow.Module{}, ""
	}
	var only []string
	for _, file := range l.defines[letters(name)] {
		if slices.ContainsFunc(l.roots, func(root string) bool { return root == "." || strings.HasPrefix(file, root+"/") }) {
			only = append(only, file)
		}
	}
	if len(only) == 1 && !constants()[name] {
		return module(only[0]), ""
	}
	return flow.Module{}, name
}

// Own says that a path begins with a constant of Ruby's own library, or with a gem that only looks at what it is given.
func (l *Language) Own(name string) bool {
	first, _, _ := strings.Cut(name, ".")
	return constants()[strings.TrimSuffix(first, "()")]
}

// Outside says what a gem may do with AWS by itself.
func (l *Language) Outside(name string, texts []symbolic.Set) []sdk.Unknown { return l.reach(name) }
