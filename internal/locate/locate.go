// Package locate finds a function's code: a stack.Function and a Tree give the entry and the folders that its imports are looked up in,
// or say why they cannot.
package locate

import (
	"path"
	"strings"

	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

// Place is where the code of a function starts. One of File and Inline is set.
type Place struct {
	Language string   // name of the row in languages.All
	File     string   // the file that holds the handler
	Symbol   string   // the handler in it: "handler", "Class.method"
	Roots    []string // folders in which imports are looked up, in order: the code's own, then the layers'
	Inline   string   // the text, where it stands in the template
	Span     source.Span
}

// finder looks for the handler of one language. It gives the place, or the reason for a Note.
type finder func(fn *stack.Function, tree source.Tree, near string) (Place, string)

// runtimes tell the language by the beginning of the runtime's name. A row without a finder is a language that is not read yet.
var runtimes = []struct {
	prefix, language, title string
	find                    finder
}{
	{"python", "python", "Python", findPython},
	{"nodejs", "javascript", "Node.js", findJavaScript},
	{"javascript", "javascript", "JavaScript", findJavaScript},
	{"typescript", "javascript", "TypeScript", findJavaScript},
	{"java", "java", "Java", findJVM},
	{"kotlin", "kotlin", "Kotlin", findJVM}, // callers that know the language
	{"go", "go", "Go", findGo},
	{"dotnet", "csharp", ".NET", findDotNet},
	{"csharp", "csharp", ".NET", findDotNet}, // callers that know the language
	{"ruby", "ruby", "Ruby", findRuby},
	{"rust", "rust", "Rust", findCargo}, // plugins of frameworks, and callers that know the language
	{"php", "php", "PHP", findPHP},      // as the Serverless plug-in of Bref names its layers
	{"shell", "shell", "shell", findScript},
	{"provided", "custom", "custom runtime", findCustom}, // the rows of custom say which language
}

// Find locates the code of a function. Where it cannot, the Note says why, at the place in the template that tells (or does not tell)
// where the code is; then nothing is known of what the function needs.
func Find(fn *stack.Function, tree source.Tree) (Place, *source.Note) {
	span := fn.Code.Span
	if span.File == "" {
		span = fn.Span
	}
	place, reason := find(fn, tree, path.Dir(span.File))
	if reason != "" {
		return Place{Span: span}, &source.Note{Span: span, Text: reason}
	}
	place.Span = span
	return place, nil
}

// inlineModule is the module that code in the template is.
func inlineModule(fn *stack.Function) string {
	if fn.Code.InlineName == "" {
		return "index"
	}
	return strings.TrimSuffix(fn.Code.InlineName, path.Ext(fn.Code.InlineName))
}

// findByName finds code that is fetched from somewhere: where the handler names a class by its whole name and the repository defines it, a
// build of that is what was put there.
func findByName(fn *stack.Function, tree source.Tree, near string) (Place, string) {
	built := *fn
	built.Code = stack.Code{Span: fn.Code.Span}
	var place Place
	reason := "not by name"
	switch class, _ := splitJVM(fn.Handler); {
	case strings.HasPrefix(fn.Runtime, "java") && strings.Contains(class, "."):
		if _, framework := frameworkOf(class); !framework {
			place, reason = findJVM(&built, tree, near)
		}
	case strings.HasPrefix(fn.Runtime, "dotnet") && strings.Count(fn.Handler, "::") == 2:
		place, reason = findDotNet(&built, tree, near)
		place.Language = "csharp"
	}
	if reason != "" {
		return Place{}, "the code is not in the repository: " + fn.Code.Remote
	}
	return place, ""
}

func find(fn *stack.Function, tree source.Tree, near string) (Place, string) {
	switch {
	case fn.Code.Image != "":
		return findImage(fn, tree)
	case fn.Code.Remote != "":
		return findByName(fn, tree, near)
	case fn.Runtime == "" && strings.Count(fn.Handler, "::") == 2: // tools for .NET write templates without a runtime
		place, reason := findDotNet(fn, tree, near)
		place.Language = "csharp"
		return place, reason
	case fn.Runtime == "":
		return Place{}, "the function's runtime is not known"
	}
	for _, row := range runtimes {
		if !strings.HasPrefix(fn.Runtime, row.prefix) {
			continue
		}
		if row.find == nil {
			return Place{}, row.title + " code is not read yet"
		}
		place, reason := row.find(fn, tree, near)
		if place.Language == "" {
			place.Language = row.language
		}
		return place, reason
	}
	return Place{}, "code for the runtime " + fn.Runtime + " is not read yet"
}
