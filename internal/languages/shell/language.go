// Package shell reads shell scripts: it lowers their syntax into a program, finds the files that they run, and names what the programs that they
// call do. The AWS SDK is the aws command here: all names of operations come from serviceref.
package shell

import (
	_ "embed"
	"path"
	"strings"
	"sync"

	"github.com/parebot/pare/internal/flow"
	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/symbolic"
)

// Language is the shell in one tree. It implements flow.Language.
type Language struct {
	tree   source.Tree
	roots  []string
	idioms *idioms
}

// New prepares the shell for one program.
func New(tree source.Tree, roots []string, tables *serviceref.Tables) *Language {
	return &Language{tree: tree, roots: roots, idioms: &idioms{tables: tables, tree: tree, roots: roots}}
}

// Idioms are those of the aws command.
func (l *Language) Idioms() sdk.Idioms { return l.idioms }

// Special says that variables which nothing sets are those of the environment.
func (l *Language) Special() flow.Special {
	return flow.Special{Unset: func(name string) symbolic.Set {
		if strings.Trim(name, "0123456789@") == "" || strings.ContainsAny(name, " ()") {
			return symbolic.Any("a parameter of the script")
		}
		return symbolic.Certain(symbolic.Value{{Kind: symbolic.Env, Text: name}})
	}}
}

// Variables are none.
func (l *Language) Variables(flow.Module) map[string]string { return nil }

// natives are what the lowering calls by names that no script can have.
var natives = map[string]flow.Native{
	"or-else": {Do: flow.OrElse}, "element": {Do: flow.Element}, "words": {Do: flow.Words}, "split": {Do: flow.Words, Op: "one"},
	"globals": {Do: flow.Globals}, "evaluate": {Do: flow.Evaluate}, "command": {Do: flow.Command}, "named": {Do: flow.Pure}, "cut": {Do: flow.Split, Op: "split"},
	"lower": {Do: flow.Operation, Op: "lower"}, "upper": {Do: flow.Operation, Op: "upper"}, "replace": {Do: flow.Operation, Op: "replace"},
	"removeprefix": {Do: flow.Operation, Op: "removeprefix"}, "removesuffix": {Do: flow.Operation, Op: "removesuffix"},
}

//go:embed programs.txt
var programsText string

// programs is programs.txt: programs that do nothing with AWS.
var programs = sync.OnceValue(func() map[string]bool {
	all := make(map[string]bool)
	for line := range strings.Lines(programsText) {
		if !strings.HasPrefix(line, "#") {
			for _, name := range strings.Fields(line) {
				all[name] = true
			}
		}
	}
	return all
})

// Builtin is what the lowering calls, or a program.
func (l *Language) Builtin(name string) (flow.Native, bool) {
	if bare, ok := strings.CutPrefix(name, nativePrefix); ok {
		n, ok := natives[bare]
		return n, ok
	}
	command, ok := strings.CutSuffix(name, program.Method)
	switch {
	case !ok:
		return flow.Native{}, false
	case programs()[command]:
		return flow.Native{Do: flow.Pure}, true
	}
	return flow.Native{Do: flow.Execute, Op: command}, true
}

// External is nothing: scripts import nothing but the aws command.
func (l *Language) External(string) (flow.Native, bool) { return flow.Native{}, false }

// Outside is nothing, likewise.
func (l *Language) Outside(string, []symbolic.Set) []sdk.Unknown { return nil }

// Own is nothing, likewise.
func (l *Language) Own(string) bool { return false }

// Method is nothing: values have no methods.
func (l *Language) Method(flow.Shape, string) (flow.Native, bool) { return flow.Native{}, false }

// Member is nothing: a script holds no others.
func (l *Language) Member(flow.Module, string) (flow.Module, bool) { return flow.Module{}, false }

// bootstrap is the executable of a custom runtime.
const bootstrap = "bootstrap"

// Entry is the script itself, and before it the bootstrap beside it that runs it.
func (l *Language) Entry(file string) (modules []flow.Module) {
	for _, root := range append([]string{path.Dir(file)}, l.roots...) {
		runtime := path.Join(root, bootstrap)
		if src, err := l.tree.Read(runtime); err == nil && file != runtime && isScript(src) {
			modules = append(modules, flow.Module{Name: bootstrap, File: runtime})
			break
		}
	}
	return append(modules, flow.Module{Name: file, File: file})
}

// isScript says that a file begins as a script for a shell does.
func isScript(src []byte) bool {
	first, _, _ := strings.Cut(string(src[:min(len(src), 100)]), "\n")
	return strings.HasPrefix(first, "#!") && strings.Contains(first, "sh")
}

// Find gives the script that another runs: beside it, in the roots, or the only one whose path ends so.
func (l *Language) Find(from flow.Module, i *program.Import) []flow.Module {
	if !i.Inline {
		return nil
	}
	file := i.Module
	for _, prefix := range []string{"/var/task/", "/opt/", "/"} {
		file = strings.TrimPrefix(file, prefix)
	}
	for _, dir := range append([]string{path.Dir(i.Span().File), path.Dir(from.File)}, l.roots...) {
		if found := path.Join(dir, file); l.tree.Hash(found) != "" {
			return []flow.Module{{Name: found, File: found}}
		}
	}
	var only []flow.Module
	for _, found := range l.tree.Paths() {
		if strings.HasSuffix("/"+found, "/"+strings.TrimLeft(file, "./")) {
			only = append(only, flow.Module{Name: found, File: found})
		}
	}
	if len(only) != 1 {
		return nil
	}
	return only
}
