package locate_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parebot/pare/internal/locate"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

// TestFindImage is how the code of a container image is found from its Dockerfile, one a row.
func TestFindImage(t *testing.T) {
	const base = "FROM public.ecr.aws/lambda/python:3.13\n"
	for _, c := range []struct {
		name, dockerfile string
		code             stack.Code
		files            string
		file, symbol     string
		roots            string
		note             string
	}{
		{name: "one file", dockerfile: base + "COPY requirements.txt .\nCOPY app.py ${LAMBDA_TASK_ROOT}/\nCMD [\"app.handler\"]", files: "app.py", file: "app.py", symbol: "handler", roots: "."},
		{name: "the whole folder", dockerfile: base + "WORKDIR $LAMBDA_TASK_ROOT\nCOPY . .\nCMD app.main", files: "app.py", file: "app.py", symbol: "main", roots: "."},
		{name: "a folder's content, and files of another", dockerfile: base + "COPY --chown=1 src/ ./\nCOPY shared/*.py ${LAMBDA_TASK_ROOT}\nCMD [ \"pkg.app.h\" ]", files: "src/pkg/app.py shared/x.py", file: "src/pkg/app.py", symbol: "h", roots: "src shared"},
		{name: "a folder under its own name", dockerfile: base + "COPY src \\\n  ./src\nCMD [\"src.app.h\"]", files: "src/app.py", file: "src/app.py", symbol: "h", roots: "."},
		{name: "the last stage counts", dockerfile: "FROM python:3 AS build\nCOPY old.py .\n" + base + "COPY --from=build /x ./\nCOPY app.py ./\nCMD [\"app.h\"]", files: "old.py app.py", file: "app.py", symbol: "h", roots: "."},
		{name: "another name, and the template's command", code: stack.Code{Dockerfile: "Dockerfile.other", Command: []string{"b.h"}}, dockerfile: base + "COPY a.py b.py ./\nCMD [\"a.h\"]", files: "a.py b.py", file: "b.py", symbol: "h", roots: "."},
		{name: "a handler that is not copied", dockerfile: base + "COPY a.py ./\nCMD [\"b.h\"]", files: "a.py b.py", note: `: the handler "b.h" is not among the files that it copies`},
		{name: "a file under another name", dockerfile: base + "COPY a.py ./b.py\nCMD [\"b.h\"]", files: "a.py b.py", note: `: the handler "b.h" is not among the files that it copies`},
		{name: "a folder that is not the task's", dockerfile: base + "COPY . /opt\nCMD [\"b.h\"]", files: "b.py", note: `: the handler "b.h" is not among the files that it copies`},
		{name: "an image of one's own", dockerfile: "FROM python:3\nCOPY . .\nCMD [\"app.h\"]", files: "app.py", note: ": it is not one of the runtime's own images"},
		{name: "an entry point of one's own", dockerfile: base + "COPY . .\nENTRYPOINT [\"/run\"]\nCMD [\"app.h\"]", files: "app.py", note: ": it is not one of the runtime's own images"},
		{name: "a command that is not known", code: stack.Code{Command: []string{""}}, dockerfile: base + "COPY . .\nCMD [\"app.h\"]", files: "app.py", note: ": its command names no function of a module"},
		{name: "no command", dockerfile: base + "COPY . .", files: "app.py", note: ": its command names no function of a module"},
	} {
		t.Run(c.name, func(t *testing.T) {
			name := c.code.Dockerfile
			if name == "" {
				name = "Dockerfile"
			}
			tree := source.Files{"img/" + name: []byte(c.dockerfile), "img/requirements.txt": nil}
			for _, file := range strings.Fields(c.files) {
				tree["img/"+file] = []byte("def handler(event, context): pass\n")
			}
			c.code.Image = "img"
			got, note := locate.Find(&stack.Function{Code: c.code}, tree)
			if c.note != "" {
				if want := "code in a container image is not read yet" + c.note; note == nil || note.Text != want {
					t.Fatalf("note %v, want %q", note, want)
				}
				return
			}
			want := locate.Place{Language: "python", File: "img/" + c.file, Symbol: c.symbol}
			for _, root := range strings.Fields(c.roots) {
				want.Roots = append(want.Roots, strings.TrimSuffix("img/"+root, "/."))
			}
			if diff := cmp.Diff(want, got); diff != "" || note != nil {
				t.Errorf("note %v, place differs (-want +got):\n%s", note, diff)
			}
		})
	}
}

// TestFindImageOfOtherRuntimes is how code of other languages is found from a Dockerfile: as that of a function whose code is what is copied.
func TestFindImageOfOtherRuntimes(t *testing.T) {
	const lambda = "FROM public.ecr.aws/lambda/"
	for _, c := range []struct{ name, dockerfile, file, text, language, symbol, note string }{
		{"Node.js", lambda + "nodejs:22\nCOPY src/app.js ${LAMBDA_TASK_ROOT}\nCMD [\"app.handler\"]", "src/app.js", "exports.handler = async () => {};", "javascript", "handler", ""},
		{"Ruby", lambda + "ruby:3.3\nCOPY lib/ ./\nCMD [\"app.go\"]", "lib/app.rb", "def go(event:, context:)\nend", "ruby", "go", ""},
		{"a class that a stage compiles", "FROM maven AS build\nRUN mvn package\n" + lambda + "java:21\nCOPY --from=build /target/classes ./\nCMD [\"com.x.App::run\"]", "src/main/java/com/x/App.java", "package com.x;\nclass App { void run(Object o) {} }", "java", "App.run", ""},
		{"an executable that a stage compiles", "FROM golang AS build\nRUN go build -o main .\n" + lambda + "provided:al2023\nCOPY --from=build /main ./main\nENTRYPOINT [\"./main\"]", "main.go", "package main\n\nfunc main() {}", "go", "main", ""},
		{"a script", lambda + "provided:al2023\nCOPY run/bootstrap ${LAMBDA_RUNTIME_DIR}/bootstrap\nCOPY run/bootstrap run/index.sh ${LAMBDA_TASK_ROOT}/\nCMD [\"index.go\"]", "run/bootstrap", "#!/bin/bash\naws s3 ls", "shell", "", ""},
		{"an entry point that gets the command", lambda + "nodejs:22\nCOPY . .\nENTRYPOINT [\"/wrap\"]\nCMD [\"app.handler\"]", "app.js", "", "", "", ": it is not one of the runtime's own images"},
		{"code that is not there", lambda + "ruby:3.3\nCOPY . .\nCMD [\"other.go\"]", "app.rb", "", "", "", `: the handler "other.go" is not among the files that it copies`},
	} {
		t.Run(c.name, func(t *testing.T) {
			tree := source.Files{"img/Dockerfile": []byte(c.dockerfile), "img/" + c.file: []byte(c.text), "img/go.mod": []byte("module x\n")}
			got, note := locate.Find(&stack.Function{Code: stack.Code{Image: "img"}}, tree)
			if c.note != "" {
				if want := "code in a container image is not read yet" + c.note; note == nil || note.Text != want {
					t.Fatalf("note %v, want %q", note, want)
				}
				return
			}
			if note != nil || got.Language != c.language || got.File != "img/"+c.file || got.Symbol != c.symbol {
				t.Errorf("note %v, found %+v", note, got)
			}
		})
	}
}

// TestFindImageOfItsProject: where the image is built of the whole repository, which holds the same project twice, it is the project beside
// the Dockerfile.
func TestFindImageOfItsProject(t *testing.T) {
	const code = "namespace Get;\npublic class Function { public string Handle(string x) => x; }"
	const dockerfile = "FROM sdk AS build\nFROM public.ecr.aws/lambda/dotnet:8\nCOPY --from=build /out/ /var/task/\nCMD [\"Get::Get.Function::Handle\"]"
	tree := source.Files{}
	for _, version := range []string{"old", "new"} {
		tree[version+"/Get/Get.csproj"] = []byte("<Project/>")
		tree[version+"/Get/Function.cs"] = []byte(code)
		tree[version+"/Get/Dockerfile"] = []byte(dockerfile)
	}
	got, note := locate.Find(&stack.Function{Code: stack.Code{Image: ".", Dockerfile: "new/Get/Dockerfile"}}, tree)
	if note != nil || got.Language != "csharp" || got.File != "new/Get/Function.cs" {
		t.Errorf("note %v, found %+v", note, got)
	}
}
