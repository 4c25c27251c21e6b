// Package languages is the table of the programming languages that are read: one folder each. To add one, make its folder and add its row.
package languages

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/flow"
	"github.com/parebot/pare/internal/languages/csharp"
	"github.com/parebot/pare/internal/languages/golang"
	"github.com/parebot/pare/internal/languages/java"
	"github.com/parebot/pare/internal/languages/javascript"
	"github.com/parebot/pare/internal/languages/jvm"
	"github.com/parebot/pare/internal/languages/kotlin"
	"github.com/parebot/pare/internal/languages/php"
	"github.com/parebot/pare/internal/languages/python"
	"github.com/parebot/pare/internal/languages/ruby"
	"github.com/parebot/pare/internal/languages/rust"
	"github.com/parebot/pare/internal/languages/shell"
	"github.com/parebot/pare/internal/locate"
	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/source"
)

// Language is one row: what it is called, how its files are lowered, how flow is told about it.
type Language struct {
	Name      string   // as locate.Place has it
	Title     string   // for people
	Extension string   // of its files
	Also      []string // further extensions of its files
	Lower     func(file string, src []byte) (*program.Module, error)
	Flow      func(tree source.Tree, roots []string, tables *serviceref.Tables) flow.Language
}

// Reads says that a file is code in the language, and the repository's own: not what a package manager put there, nor only declarations.
func (l Language) Reads(file string) bool {
	if strings.Contains("/"+file, "/node_modules/") || strings.HasSuffix(file, ".d.ts") {
		return false
	}
	ext := path.Ext(file)
	return ext == l.Extension || slices.Contains(l.Also, ext)
}

// All languages that are read.
var All = []Language{
	{
		Name: "python", Title: "Python", Extension: ".py", Lower: python.Lower,
		Flow: func(tree source.Tree, roots []string, tables *serviceref.Tables) flow.Language {
			return python.New(tree, roots, tables)
		},
	},
	{
		Name: "rust", Title: "Rust", Extension: ".rs", Lower: rust.Lower,
		Flow: func(tree source.Tree, _ []string, tables *serviceref.Tables) flow.Language {
			return rust.New(tree, tables)
		},
	},
	{
		Name: "ruby", Title: "Ruby", Extension: ".rb", Lower: ruby.Lower,
		Flow: func(tree source.Tree, roots []string, tables *serviceref.Tables) flow.Language {
			return ruby.New(tree, roots, tables)
		},
	},
	{
		Name: "go", Title: "Go", Extension: ".go", Lower: golang.Lower,
		Flow: func(tree source.Tree, roots []string, tables *serviceref.Tables) flow.Language {
			return golang.New(tree, roots, tables)
		},
	},
	{
		Name: "csharp", Title: "C#", Extension: ".cs", Lower: csharp.Lower,
		Flow: func(tree source.Tree, roots []string, tables *serviceref.Tables) flow.Language {
			return csharp.New(tree, roots, tables)
		},
	},
	{
		Name: "java", Title: "Java", Extension: ".java", Lower: lowerJVM,
		Flow: func(tree source.Tree, roots []string, tables *serviceref.Tables) flow.Language {
			return jvm.New(tree, roots, tables)
		},
	},
	{
		Name: "kotlin", Title: "Kotlin", Extension: ".kt", Lower: lowerJVM,
		Flow: func(tree source.Tree, roots []string, tables *serviceref.Tables) flow.Language {
			return jvm.New(tree, roots, tables)
		},
	},
	{
		Name: "javascript", Title: "JavaScript", Extension: ".js", Also: []string{".mjs", ".cjs", ".jsx"}, Lower: javascript.Lower,
		Flow: func(tree source.Tree, roots []string, tables *serviceref.Tables) flow.Language {
			return javascript.New(tree, roots, tables)
		},
	},
	{
		Name: "typescript", Title: "TypeScript", Extension: ".ts", Also: []string{".tsx", ".mts", ".cts"}, Lower: javascript.Lower,
		Flow: func(tree source.Tree, roots []string, tables *serviceref.Tables) flow.Language {
			return javascript.New(tree, roots, tables)
		},
	},
	{
		Name: "php", Title: "PHP", Extension: ".php", Lower: php.Lower,
		Flow: func(tree source.Tree, roots []string, tables *serviceref.Tables) flow.Language {
			return php.New(tree, roots, tables)
		},
	},
	{
		Name: "shell", Title: "Shell", Extension: ".sh", Lower: shell.Lower,
		Flow: func(tree source.Tree, roots []string, tables *serviceref.Tables) flow.Language {
			return shell.New(tree, roots, tables)
		},
	},
}

// lowerJVM lowers a file of either of the languages that one project may be written in.
func lowerJVM(file string, src []byte) (*program.Module, error) {
	if strings.HasSuffix(file, ".kt") {
		return kotlin.Lower(file, src)
	}
	return java.Lower(file, src)
}

// Cache keeps lowered modules by language and content, so that a file that many functions share is read once.
// Modules in it are not changed. It may be used by several goroutines if its methods may.
type Cache interface {
	Get(key string) (*program.Module, bool)
	Put(key string, m *program.Module)
}

// Calls follows the code at a place and gives the SDK calls that it may make. A language without a row is unknown as a whole.
// cache may be nil.
func Calls(tree source.Tree, place locate.Place, cache Cache) flow.Result {
	for _, language := range All {
		if language.Name == place.Language {
			return language.calls(tree, place, cache)
		}
	}
	reason := "code in " + place.Language + " is not read yet"
	return flow.Result{Unknown: []sdk.Unknown{{Span: place.Span, Reason: reason}}}
}

func (l Language) calls(tree source.Tree, place locate.Place, cache Cache) flow.Result {
	loader := newLoader(l, tree, cache)
	defer loader.close()
	entry := flow.Entry{
		Language: l.Flow(tree, place.Roots, serviceref.Embedded()), Loader: loader, File: place.File, Symbol: place.Symbol,
	}
	if place.Inline == "" {
		result := flow.Run(entry)
		quote(result.Calls, tree)
		return result
	}
	entry.File = inlineName + l.Extension
	code, err := l.Lower(entry.File, []byte(place.Inline))
	if err != nil {
		return flow.Result{Unknown: []sdk.Unknown{{Span: place.Span, Reason: "the code in the template could not be read"}}}
	}
	entry.Code = code
	result := flow.Run(entry)
	quote(result.Calls, source.Files{entry.File: []byte(place.Inline)})
	newInline(tree, place).move(&result, entry.File)
	quote(result.Calls, tree)
	return result
}

// quote gives calls the source line that they stand on.
func quote(calls []sdk.Call, tree source.Tree) {
	for i, c := range calls {
		if src, err := tree.Read(c.Span.File); err == nil && c.Span.Start < len(src) {
			start := bytes.LastIndexByte(src[:c.Span.Start], '\n') + 1
			line, _, _ := bytes.Cut(src[start:], []byte{'\n'})
			calls[i].Text = shortened(line)
		}
	}
}

// MaxQuote is how much of a line is quoted, in bytes: minified code is one line of a megabyte, with thousands of calls on it.
const MaxQuote = 200

func shortened(line []byte) string {
	if line = bytes.TrimSpace(line); len(line) <= MaxQuote {
		return string(line)
	}
	return strings.ToValidUTF8(string(line[:MaxQuote]), "") + "…"
}
