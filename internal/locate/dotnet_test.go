package locate_test

import (
	"strings"
	"testing"

	"github.com/parebot/pare/internal/locate"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

// TestFindDotNet is how the code of a .NET function is found, one a row. The template lies in the root. A file is FILE=WHAT: of a project
// file what stands in it, of a source file "namespace type method", or "main" or "statements".
func TestFindDotNet(t *testing.T) {
	const shared = `app/A.csproj=<ProjectReference/Include="..\lib\Lib.csproj"/> lib/Lib.csproj=<Compile/Include="../linked/**/*.cs"/> linked/X.cs=L,X,M `
	for _, c := range []struct {
		name, id, runtime, handler, dir string
		makefile, remote                string
		files                           string
		file, symbol, roots, note       string
	}{
		{name: "the project in the code's folder", handler: "A::N.Function::Handle", dir: "app", files: "app/A.csproj= app/Function.cs=N,Function,Handle", file: "app/Function.cs", symbol: "Function.Handle", roots: "app"},
		{name: "the project below the code's folder", handler: "A::N.Function::Handle", dir: ".", files: "src/A/A.csproj= src/B/B.csproj= src/A/Function.cs=N,Function,Handle src/B/Function.cs=N,Function,Handle", file: "src/A/Function.cs", symbol: "Function.Handle", roots: "src/A"},
		{name: "the code's folder is what a build makes", handler: "A::N.Function::Handle", dir: "app/bin/Release/net8.0/publish", files: "app/A.csproj= app/Function.cs=N,Function,Handle", file: "app/Function.cs", symbol: "Function.Handle", roots: "app"},
		{name: "an archive elsewhere", handler: "A::N.Function::Handle", dir: "artifacts/a.zip", files: "src/A/A.csproj= src/A/Function.cs=N,Function,Handle", file: "src/A/Function.cs", symbol: "Function.Handle", roots: "src/A"},
		{name: "the assembly has a name of its own", handler: "Other.Name::N.Function::Handle", dir: ".", files: "app/A.csproj=<AssemblyName>Other.Name</AssemblyName> app/Function.cs=N,Function,Handle", file: "app/Function.cs", symbol: "Function.Handle", roots: "app"},
		{name: "the one project of the folder, by another name", handler: "B::N.Function::Handle", dir: "app", files: "app/A.csproj= app/Function.cs=N,Function,Handle", file: "app/Function.cs", symbol: "Function.Handle", roots: "app"},
		{name: "the type lies in a project that is referred to", handler: "A::L.X::M", dir: "app", files: shared + "app/Other.cs=N,Other,M", file: "linked/X.cs", symbol: "X.M", roots: "app lib linked"},
		{name: "types of one name in two namespaces", handler: "A::N.Two.Function::Handle", dir: "app", files: "app/A.csproj= app/One.cs=N.One,Function,Handle app/Two.cs=N.Two,Function,Handle", file: "app/Two.cs", symbol: "Function.Handle", roots: "app"},
		{name: "a part of a type that has the method", handler: "A::N.Function::Handle", dir: "app", files: "app/A.csproj= app/Function.A.cs=N,Function,Other app/Function.B.cs=N,Function,Handle", file: "app/Function.B.cs", symbol: "Function.Handle", roots: "app"},
		{name: "a handler that Lambda Annotations generates", handler: "A::N.Functions_Get_Item_Generated::Get_Item", dir: "app", files: "app/A.csproj= app/Functions.cs=N,Functions,Get_Item", file: "app/Functions.cs", symbol: "Functions.Get_Item", roots: "app"},
		{name: "a type within a type", handler: "A::N.Setup+Entry::Handle", dir: "app", files: "app/A.csproj= app/Setup.cs=N.Setup,Entry,Handle", file: "app/Setup.cs", symbol: "Entry.Handle", roots: "app"},
		{name: "a program with a Main", handler: "A", dir: "app", files: "app/A.csproj= app/Run.cs=main app/Other.cs=N,Other,M", file: "app/Run.cs", symbol: "Run.Main", roots: "app"},
		{name: "a program of statements", handler: "A", dir: "app", files: "app/A.csproj= app/Start.cs=statements app/Other.cs=N,Other,M", file: "app/Start.cs", roots: "app"},
		{name: "a custom runtime", runtime: "provided.al2023", handler: "bootstrap", dir: "app", files: "app/A.csproj= app/Start.cs=statements", file: "app/Start.cs", roots: "app"},
		{name: "the Makefile's target names the project", id: "Put", runtime: "provided.al2", handler: "bootstrap", dir: ".", makefile: "build-Get:\n\tdotnet publish get/Get.csproj\nbuild-Put:\n\tdotnet publish put/Put.csproj\n",
			files: "get/Get.csproj=<AssemblyName>bootstrap</AssemblyName> put/Put.csproj=<AssemblyName>bootstrap</AssemblyName> get/P.cs=statements put/P.cs=statements", file: "put/P.cs", roots: "put"},
		{name: "which program is not told", handler: "bootstrap", dir: ".", files: "a/A.csproj=<AssemblyName>bootstrap</AssemblyName> b/B.csproj=<AssemblyName>bootstrap</AssemblyName> a/P.cs=statements b/P.cs=statements", note: `which of several programs "bootstrap" is, is not told`},
		{name: "what is built of a project of the repository, fetched from a bucket", remote: "s3://b/k", handler: "A::N.Function::Handle", files: "src/A/A.csproj= src/A/Function.cs=N,Function,Handle", file: "src/A/Function.cs", symbol: "Function.Handle", roots: "src/A"},
		{name: "a program that is fetched from a bucket may be any", remote: "s3://b/k", handler: "A", files: "app/A.csproj= app/Run.cs=main", note: "the code is not in the repository: s3://b/k"},
		{name: "a template that leaves the runtime to the project", runtime: "none", handler: "A::N.Functions_Get_Generated::Get", dir: "app", files: "app/A.csproj= app/Functions.cs=N,Functions,Get", file: "app/Functions.cs", symbol: "Functions.Get", roots: "app"},
		{name: "no such type", handler: "A::N.Function::Handle", dir: "app", files: "app/A.csproj= app/Other.cs=N,Other,M", note: `the type N.Function of the handler "A::N.Function::Handle" was not found in "app" or what it refers to`},
		{name: "no project", handler: "A::N.Function::Handle", dir: "app", files: "app/A.fsproj=", note: `the project of the handler "A::N.Function::Handle" was not found in "app" or near by`},
		{name: "no assembly", handler: "::Function::Handle", dir: "app", files: "app/A.csproj=", note: `the handler "::Function::Handle" names no assembly`},
	} {
		t.Run(c.name, func(t *testing.T) {
			tree := source.Files{"template.yaml": nil, "Makefile": []byte(c.makefile)}
			for _, field := range strings.Fields(c.files) {
				file, what, _ := strings.Cut(field, "=")
				tree[file] = []byte(dotNetSource(file, what))
			}
			if c.runtime == "" {
				c.runtime = "dotnet8"
			}
			c.runtime = strings.TrimPrefix(c.runtime, "none")
			fn := &stack.Function{ID: c.id, Runtime: c.runtime, Handler: c.handler, Code: stack.Code{Dir: c.dir, Remote: c.remote}}
			fn.Span.File = "template.yaml"
			place, note := locate.Find(fn, tree)
			text := ""
			if note != nil {
				text = note.Text
			}
			if place.File != c.file || place.Symbol != c.symbol || strings.Join(place.Roots, " ") != c.roots || text != c.note {
				t.Errorf("found %s %s in %v, note %q", place.File, place.Symbol, place.Roots, text)
			}
			if note == nil && place.Language != "csharp" {
				t.Errorf("the language is %q", place.Language)
			}
		})
	}
}

// TestFindDotNetImage: the command of a container image is a handler of a project in its folder.
func TestFindDotNetImage(t *testing.T) {
	tree := source.Files{
		"app/Dockerfile":  []byte("FROM mcr.microsoft.com/dotnet/sdk:8.0 AS build\nRUN dotnet publish\nFROM public.ecr.aws/lambda/dotnet:8\nCOPY --from=build /out ${LAMBDA_TASK_ROOT}\nCMD [\"A::N.Function::Handle\"]\n"),
		"app/A.csproj":    []byte("<Project/>"),
		"app/Function.cs": []byte(dotNetSource("app/Function.cs", "N,Function,Handle")),
	}
	for _, c := range []struct {
		command      []string
		symbol, note string
	}{
		{nil, "Function.Handle", ""},
		{[]string{"A::N.Function::Other"}, "Function.Other", ""},
		{[]string{"a", "b"}, "", "the command of the container image names no handler"},
	} {
		fn := &stack.Function{Code: stack.Code{Image: "app", Command: c.command}}
		place, note := locate.Find(fn, tree)
		if note != nil && note.Text != c.note || place.Symbol != c.symbol || note == nil && place.Language != "csharp" {
			t.Errorf("%v: found %+v, note %v", c.command, place, note)
		}
	}
}

// dotNetSource is what stands in a file.
func dotNetSource(file, what string) string {
	if strings.HasSuffix(file, "proj") {
		return "<Project>" + strings.ReplaceAll(strings.ReplaceAll(what, "ProjectReference/", "ProjectReference "), "Compile/", "Compile ") + "</Project>"
	}
	name := strings.TrimSuffix(file[strings.LastIndexByte(file, '/')+1:], ".cs")
	switch what {
	case "main":
		return "namespace N;\npublic class " + name + "\n{\n    private static async Task Main(string[] args) { }\n}\n"
	case "statements":
		return "\ufeffusing System;\n// says hello\nusing static System.Console;\n[assembly: X(\"a\")]\n\nWriteLine(\"hello\");\n\nclass Z { }\n"
	}
	parts := strings.Split(what, ",")
	return "using System;\n\nnamespace " + parts[0] + "\n{\n    public partial class " + parts[1] + "\n    {\n        public void " + parts[2] + "(object input) { }\n    }\n}\n"
}

// TestAround is what a file of a project is built with: the project's folder, and those of what it refers to.
func TestAround(t *testing.T) {
	tree := source.Files{
		"src/App/App.csproj":   []byte(`<ProjectReference Include="..\Lib\Lib.csproj"/>`),
		"src/App/In/Deep/A.cs": nil,
		"src/Lib/Lib.csproj":   nil,
		"src/Other/O.csproj":   nil,
	}
	for _, c := range []struct{ language, file, want string }{
		{"csharp", "src/App/In/Deep/A.cs", "src/App src/Lib"},
		{"csharp", "src/Lib/L.cs", "src/Lib"},
		{"csharp", "src/Loose.cs", ""},
		{"python", "src/App/a.py", ""},
	} {
		if got := strings.Join(locate.Around(tree, c.language, c.file), " "); got != c.want {
			t.Errorf("%s is built with %q, want %q", c.file, got, c.want)
		}
	}
}
