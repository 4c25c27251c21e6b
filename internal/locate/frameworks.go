package locate

import (
	"path"
	"regexp"
	"strings"

	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

// framework is a handler of a library that calls a class of the application.
type framework struct {
	prefix string
	// called is what a file says that holds what the library calls.
	called *regexp.Regexp
	// named is the environment variable that tells of several which is meant: a name that its file holds, or the class's whole name.
	named string
	title string
}

// frameworks is the table of them.
var frameworks = []framework{
	{
		"org.springframework.cloud.function.", regexp.MustCompile(`(?s)@Bean\b[^{};]*?\b(?:Function|Consumer|Supplier)\s*<|\bimplements\s+(?:Function|Consumer|Supplier)\s*<|:\s*(?:Function|Consumer|Supplier)\s*<`),
		"SPRING_CLOUD_FUNCTION_DEFINITION", "Spring Cloud Function",
	},
	{
		"io.quarkus.amazon.lambda.", regexp.MustCompile(`\bRequest(?:Stream)?Handler\b`),
		"QUARKUS_LAMBDA_HANDLER", "Quarkus",
	},
	{
		"io.micronaut.function.aws.", regexp.MustCompile(`@Controller\b|@FunctionBean\b|\bMicronautRequestHandler\b`),
		"MICRONAUT_FUNCTION_NAME", "Micronaut",
	},
	{
		"org.http4k.serverless.lambda.", regexp.MustCompile(`\bAppLoader(?:WithContexts)?\b`),
		"HTTP4K_BOOTSTRAP_CLASS", "http4k",
	},
}

func frameworkOf(class string) (framework, bool) {
	for _, f := range frameworks {
		if strings.HasPrefix(class, f.prefix) {
			return f, true
		}
	}
	return framework{}, false
}

// framework finds what a library calls: the one file below the code's module that holds such a thing, of several the one that has the
// name which the environment tells. All that the file defines may run.
func (j *jvm) framework(f framework) (Place, string) {
	var found []string
	name := ""
	for key, v := range j.fn.Env {
		if strings.EqualFold(key, f.named) && len(v.Set) == 1 {
			name, _ = v.Set[0].Value.Known()
		}
	}
	if strings.Contains(name, ".") {
		if files := j.nearest(j.filesOf(name)); len(files) == 1 {
			return j.place(files[0], name, "handleRequest"), ""
		}
	}
	for _, file := range j.files {
		src, err := j.tree.Read(file)
		if err == nil && f.called.Match(src) && (name == "" || strings.Contains(strings.ToLower(string(src)), strings.ToLower(name))) {
			found = append(found, file)
		}
	}
	if found = j.nearest(found); len(found) != 1 {
		return Place{}, "which class " + f.title + " calls for " + quoted(j.fn.Handler) + " was not found"
	}
	src, _ := j.tree.Read(found[0])
	pkg := ""
	if m := jvmPackage.FindSubmatch(src); m != nil {
		pkg = string(m[1])
	}
	if strings.Contains(string(src), " handleRequest(") { // as the runtime would call it
		name := strings.TrimSuffix(path.Base(found[0]), path.Ext(found[0]))
		return j.place(found[0], strings.TrimPrefix(pkg+"."+name, "."), "handleRequest"), ""
	}
	p := Place{Language: "java", File: found[0], Symbol: "*", Roots: j.roots(found[0], pkg)}
	if strings.HasSuffix(found[0], ".kt") {
		p.Language = "kotlin"
	}
	return p, ""
}

// findNative finds the code of an executable that is compiled from Java or Kotlin ahead of time: the template names its handler, or the
// environment what a library calls. Nothing where the code's module has no build file of theirs and the handler is no class of theirs.
func findNative(fn *stack.Function, tree source.Tree, near string) (Place, string) {
	j := newJVM(fn, tree, near)
	if j.build(moduleOf(fn.Code.Dir)) == "" { // a class by its whole name tells all the same
		if class, _ := splitJVM(fn.Handler); strings.Contains(class, ".") && len(j.nearest(j.filesOf(class))) == 1 {
			return findJVM(fn, tree, near)
		}
		return Place{}, ""
	}
	for _, f := range frameworks {
		for key := range fn.Env {
			if strings.EqualFold(key, f.named) {
				return j.framework(f)
			}
		}
	}
	if class, _ := splitJVM(fn.Handler); class == "" || len(j.filesOf(class)) > 0 {
		return findJVM(fn, tree, near)
	}
	if place, reason := j.framework(anyHandler); reason == "" { // what the handler says counts for nothing there
		return place, ""
	}
	return findJVM(fn, tree, near)
}

// anyHandler is a class that answers requests, by what it implements: an executable holds one.
var anyHandler = framework{called: regexp.MustCompile(`\b(?:Micronaut)?Request(?:Stream)?Handler\s*<`), title: "the executable"}
