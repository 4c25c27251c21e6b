package confine

import (
	"bytes"
	"path"
	"regexp"
	"strings"

	"github.com/parebot/pare/internal/source"
)

// setting is how a file of one language is made the code of a function, so that it is read.
type setting struct {
	extensions       string
	runtime, handler string // in the handler NAME is the file's name without its extension, PACKAGE. what it states, TYPE the first type that it declares
	at               string // where the file goes, below the function's folder; BASE is its name
	beside           source.Files
}

var settings = []setting{
	{extensions: ".py", runtime: "python3.12", handler: "NAME.handler", at: "BASE"},
	{extensions: ".js .mjs .cjs .jsx .ts .mts .cts .tsx", runtime: "nodejs22.x", handler: "NAME.handler", at: "BASE"},
	{extensions: ".rb", runtime: "ruby3.3", handler: "NAME.handler", at: "BASE"},
	{extensions: ".java .kt", runtime: "java21", handler: "PACKAGE.NAME::handleRequest", at: "src/main/java/BASE", beside: source.Files{"pom.xml": []byte("<project/>\n")}},
	{extensions: ".cs", runtime: "dotnet8", handler: "App::App::Handle", at: "BASE", beside: source.Files{
		"App.csproj": []byte("<Project Sdk=\"Microsoft.NET.Sdk\"></Project>\n"), "AppHandler.cs": []byte("public class App { public object Handle(object e) => new TYPE(); }\n"),
	}},
	{extensions: ".go", runtime: "provided.al2023", handler: "bootstrap", at: "lone/lone.go", beside: source.Files{
		"go.mod": []byte("module app\n\ngo 1.22\n"), "main.go": []byte("package main\n\nimport lone \"app/lone\"\n\nfunc main() { lone.Run() }\n"),
	}},
	{extensions: ".rs", runtime: "provided.al2023", handler: "bootstrap", at: "src/main.rs", beside: source.Files{
		"Cargo.toml": []byte("[package]\nname = \"bootstrap\"\nversion = \"0.1.0\"\n"),
	}},
	{extensions: ".php", runtime: "provided.al2023\n      Layers: ['arn:aws:lambda:eu-west-1:534081306603:layer:php-83:1']", handler: "BASE", at: "BASE"},
	{extensions: ".sh .bash", runtime: "provided.al2023", handler: "bootstrap", at: "lone.sh", beside: source.Files{
		"bootstrap": []byte("#!/bin/bash\n. ./lone.sh\n"),
	}},
}

const templateAlone = "Resources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties:\n      CodeUri: code\n      Handler: "

// stated is the package that a file says it is of, space the namespace, declared the first type that it declares.
var (
	stated   = regexp.MustCompile(`(?m)^\s*package\s+([\w.]+)`)
	space    = regexp.MustCompile(`\bnamespace\s+([\w.]+)`)
	declared = regexp.MustCompile(`\b(?:class|struct|record|interface|enum)\s+(\w+)`)
)

// alone is a repository in which a file is all there is to read: as it is where that is read by itself (a template), and as the code of a
// function, since code is read only where a template names it.
func alone(f served) source.Files {
	files := source.Files{f.path: f.text}
	ext, base := path.Ext(f.path), path.Base(f.path)
	if ext == "" && bytes.HasPrefix(f.text, []byte("#!")) {
		ext = ".sh"
	}
	for _, row := range settings {
		if ext == "" || !strings.Contains(row.extensions+" ", ext+" ") {
			continue
		}
		pkg := ""
		if m := stated.FindSubmatch(f.text); m != nil {
			pkg = string(m[1]) + "."
		}
		typ := "Program"
		if m := declared.FindSubmatch(f.text); m != nil {
			typ = string(m[1])
		}
		if m := space.FindSubmatch(f.text); m != nil {
			typ = string(m[1]) + "." + typ
		}
		fill := strings.NewReplacer("PACKAGE.", pkg, "TYPE", typ, "NAME", strings.TrimSuffix(base, ext), "BASE", base)
		files = source.Files{
			"template.yaml": []byte(templateAlone + fill.Replace(row.handler) + "\n      Runtime: " + row.runtime + "\n"), "code/" + fill.Replace(row.at): f.text,
		}
		for name, text := range row.beside {
			files["code/"+name] = []byte(fill.Replace(string(text)))
		}
	}
	return files
}
