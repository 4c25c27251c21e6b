package locate_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parebot/pare/internal/locate"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// TestFindJVM is how the class of a handler is found, one a row. The template lies in api/template.yaml. A file is PATH, or PATH=TEXT; without a
// text it defines the class that it is named like, in the package that its folders below src/main/java are.
func TestFindJVM(t *testing.T) {
	const handler = "class Handler { String handleRequest(Object o) { return null; } }"
	for _, c := range []struct {
		name, runtime, handler, dir string
		env, remote                 string
		files                       []string
		language, file, symbol      string
		roots, note                 string
	}{
		{name: "a method of a class", handler: "com.x.App::run", dir: "api", files: []string{"api/src/main/java/com/x/App.java"},
			file: "api/src/main/java/com/x/App.java", symbol: "App.run", roots: "api/src/main/java"},
		{name: "a class alone", handler: "com.x.App", dir: "api", files: []string{"api/src/main/java/com/x/App.java"},
			file: "api/src/main/java/com/x/App.java", symbol: "App.handleRequest", roots: "api/src/main/java"},
		{name: "no package", handler: "App", dir: "api", files: []string{"api/App.java"}, file: "api/App.java", symbol: "App.handleRequest", roots: "api"},
		{name: "a class within a class", handler: "com.x.App$Inner::go", dir: "api", files: []string{"api/src/main/java/com/x/App.java=package com.x; class App { class Inner { void go() {} } }"},
			file: "api/src/main/java/com/x/App.java", symbol: "App.Inner.go", roots: "api/src/main/java"},
		{name: "an archive that Maven makes", handler: "com.x.App", dir: "api/target/api-1.0.jar", files: []string{"api/src/main/java/com/x/App.java", "other/src/main/java/com/x/App.java"},
			file: "api/src/main/java/com/x/App.java", symbol: "App.handleRequest", roots: "api/src/main/java"},
		{name: "an archive that Gradle makes", handler: "com.x.App", dir: "jobs/build/distributions/jobs.zip", files: []string{"api/src/main/java/com/x/App.java", "jobs/src/main/java/com/x/App.java"},
			file: "jobs/src/main/java/com/x/App.java", symbol: "App.handleRequest", roots: "jobs/src/main/java"},
		{name: "Kotlin in a folder that leaves out what all packages begin with", handler: "com.x.jobs.App", dir: "api", files: []string{"api/src/main/kotlin/jobs/Apps.kt=package com.x.jobs\nclass App { fun handleRequest(o: Any) {} }"},
			language: "kotlin", file: "api/src/main/kotlin/jobs/Apps.kt", symbol: "App.handleRequest", roots: "api/src/main/kotlin"},
		{name: "a function of a Kotlin file", handler: "com.x.AppKt::run", dir: "api", files: []string{"api/src/main/kotlin/com/x/App.kt=package com.x\nfun run(o: Any) {}"},
			language: "kotlin", file: "api/src/main/kotlin/com/x/App.kt", symbol: "AppKt.run", roots: "api/src/main/kotlin"},
		{name: "both languages in one module", handler: "com.x.App", dir: "api", files: []string{"api/src/main/java/com/x/App.java", "api/src/main/kotlin/com/x/Other.kt=package com.x\nclass Other"},
			file: "api/src/main/java/com/x/App.java", symbol: "App.handleRequest", roots: "api/src/main/java api/src/main/kotlin"},
		{name: "modules that Gradle's build file names, and theirs", handler: "com.x.App", dir: "api", files: []string{
			"api/src/main/java/com/x/App.java", "api/build.gradle.kts=implementation(project(\":lib\"))", "lib/src/main/java/com/y/Lib.java",
			"lib/build.gradle=implementation project(':deep')", "deep/src/main/java/com/z/Deep.java", "not/src/main/java/com/n/Not.java"},
			file: "api/src/main/java/com/x/App.java", symbol: "App.handleRequest", roots: "api/src/main/java lib/src/main/java deep/src/main/java"},
		{name: "modules that Maven's build file names by artifact", handler: "com.x.App", dir: "api/target/api.jar", files: []string{
			"api/src/main/java/com/x/App.java", "api/pom.xml=<project><parent><artifactId>all</artifactId></parent><artifactId>api</artifactId><dependency><artifactId>the-lib</artifactId></dependency></project>",
			"lib/src/main/java/com/y/Lib.java", "lib/pom.xml=<project><parent><artifactId>all</artifactId></parent><artifactId>the-lib</artifactId></project>"},
			file: "api/src/main/java/com/x/App.java", symbol: "App.handleRequest", roots: "api/src/main/java lib/src/main/java"},
		{name: "a class of a library's calls another method", handler: "com.x.App", dir: "api", files: []string{"api/src/main/java/com/x/App.java=package com.x; class App extends Base { Object execute(Object o) { return o; } }"},
			file: "api/src/main/java/com/x/App.java", symbol: "App.execute", roots: "api/src/main/java"},
		{name: "a class of a library's of which no method is known to be called", handler: "com.x.App", dir: "api", files: []string{"api/src/main/java/com/x/App.java=package com.x; class App extends Base { void f() {} }"},
			file: "api/src/main/java/com/x/App.java", symbol: "*", roots: "api/src/main/java"},
		{name: "what Quarkus calls", handler: "io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler::handleRequest", dir: "api/target/f.zip", env: "quarkus_lambda_handler=second", files: []string{
			"api/src/main/java/com/x/A.java=package com.x; @Named(\"first\") class A implements RequestHandler<X, Y> { Y handleRequest(X x) {} }",
			"api/src/main/java/com/x/B.java=package com.x; @Named(\"second\") class B implements RequestHandler<X, Y> { Y handleRequest(X x) {} }"},
			file: "api/src/main/java/com/x/B.java", symbol: "B.handleRequest", roots: "api/src/main/java"},
		{name: "what Spring calls", handler: "org.springframework.cloud.function.adapter.aws.FunctionInvoker", dir: "api", files: []string{"api/src/main/java/com/x/App.java=package com.x; class App { @Bean public Function<X, Y> f() { return x -> null; } }"},
			file: "api/src/main/java/com/x/App.java", symbol: "*", roots: "api/src/main/java"},
		{name: "an executable that is compiled ahead of time", runtime: "provided.al2023", handler: "com.x.App", dir: "api/target/f.zip", files: []string{"api/pom.xml=<project/>", "api/src/main/java/com/x/App.java"},
			file: "api/src/main/java/com/x/App.java", symbol: "App.handleRequest", roots: "api/src/main/java"},
		{name: "two modules, and none is the code's", handler: "com.x.App", dir: "dist", files: []string{"a/src/main/java/com/x/App.java", "b/src/main/java/com/x/App.java"},
			note: `several files define the class of the handler "com.x.App": a/src/main/java/com/x/App.java, b/src/main/java/com/x/App.java`},
		{name: "the environment names the class that a library loads", handler: "org.http4k.serverless.lambda.LambdaFunction::handle", env: "HTTP4K_BOOTSTRAP_CLASS=com.x.App", dir: "build/libs/a.jar",
			files:    []string{"src/main/kotlin/com/x/App.kt=package com.x\nobject App : AppLoader {\n  override fun invoke(env: Map<String, String>) = app()\n}", "src/main/kotlin/com/x/Other.kt=package com.x\nobject Other : AppLoader"},
			language: "kotlin", file: "src/main/kotlin/com/x/App.kt", symbol: "*", roots: "src/main/kotlin"},
		{name: "what is built of a class of the repository, fetched from a bucket", handler: "com.x.App", remote: "s3://builds/${Key}", files: []string{"api/src/main/java/com/x/App.java"},
			file: "api/src/main/java/com/x/App.java", symbol: "App.handleRequest", roots: "api/src/main/java"},
		{name: "a class of another repository, fetched from a bucket", handler: "com.y.App", remote: "s3://builds/a.jar", files: []string{"api/src/main/java/com/x/App.java"}, note: "the code is not in the repository: s3://builds/a.jar"},
		{name: "a class that is in no package may be anybody's", handler: "App", remote: "s3://builds/a.jar", files: []string{"src/main/java/App.java"}, note: "the code is not in the repository: s3://builds/a.jar"},
		{name: "an executable for which the handler counts for nothing", runtime: "provided", handler: "not.used.here", dir: "api/build/f.zip", files: []string{
			"api/build.gradle=plugins {}", "api/src/main/java/com/x/App.java=package com.x; class App implements RequestHandler<A, B> { B handleRequest(A a) { return null; } }", "api/src/main/java/com/x/Main.java"},
			file: "api/src/main/java/com/x/App.java", symbol: "App.handleRequest", roots: "api/src/main/java"},
		{name: "an executable in an archive of its own", runtime: "provided.al2023", handler: "com.x.App", dir: "native/f.zip", files: []string{"api/pom.xml=<project/>", "api/src/main/java/com/x/App.java"},
			file: "api/src/main/java/com/x/App.java", symbol: "App.handleRequest", roots: "api/src/main/java"},
		{name: "a module that a sample takes as it is published", handler: "com.x.App", dir: "samples/app", files: []string{
			"samples/app/build.gradle.kts=implementation(\"com.x.lib:router:1.0\")", "samples/app/src/main/java/com/x/App.java", "router/src/main/java/com/x/Router.java", "other/src/main/java/com/x/Other.java"},
			file: "samples/app/src/main/java/com/x/App.java", symbol: "App.handleRequest", roots: "samples/app/src/main/java router/src/main/java"},
		{name: "a test is none", handler: "com.x.App", dir: "api", files: []string{"api/src/test/java/com/x/App.java"}, note: `the class of the handler "com.x.App" was not found in "api" or near by`},
		{name: "another package", handler: "com.x.App", dir: "api", files: []string{"api/src/main/java/com/y/App.java"}, note: `the class of the handler "com.x.App" was not found in "api" or near by`},
		{name: "no class", handler: "com.x.", dir: "api", note: `the handler "com.x." names no class`},
	} {
		t.Run(c.name, func(t *testing.T) {
			tree := source.Files{}
			for _, file := range c.files {
				name, text, ok := strings.Cut(file, "=")
				if !ok {
					_, below, _ := strings.Cut(name, "src/main/java/")
					pkg := strings.Split(below, "/")
					text = strings.ReplaceAll(handler, "Handler", strings.TrimSuffix(name[strings.LastIndexByte(name, '/')+1:], ".java"))
					if len(pkg) > 1 {
						text = "package " + strings.Join(pkg[:len(pkg)-1], ".") + ";\n" + text
					}
				}
				tree[name] = []byte(text)
			}
			fn := &stack.Function{Runtime: "java21", Handler: c.handler, Code: stack.Code{Dir: c.dir, Remote: c.remote, Span: source.Span{File: "api/template.yaml"}}}
			if c.runtime != "" {
				fn.Runtime = c.runtime
			}
			if key, value, ok := strings.Cut(c.env, "="); ok {
				fn.Env = map[string]stack.Value{key: {Set: symbolic.Certain(symbolic.Text(value))}}
			}
			got, note := locate.Find(fn, tree)
			if c.note != "" {
				if note == nil || note.Text != c.note {
					t.Fatalf("note %v, want %q", note, c.note)
				}
				return
			}
			want := locate.Place{Language: "java", File: c.file, Symbol: c.symbol, Roots: strings.Fields(c.roots), Span: fn.Code.Span}
			if c.language != "" {
				want.Language = c.language
			}
			if diff := cmp.Diff(want, got); diff != "" || note != nil {
				t.Errorf("note %v, place differs (-want +got):\n%s", note, diff)
			}
		})
	}
}
