package cdk

import (
	"encoding/json"
	"path"
	"strings"

	"github.com/parebot/pare/internal/cloudformation"
	"github.com/parebot/pare/internal/flow"
	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// Follow runs the program that a file of code starts, with the idioms given.
type Follow = func(file string, names sdk.Idioms) flow.Result

// settings is the file that says where an app starts.
const settings = "cdk.json"

// ReadWith reads a template that the CDK has written, or the app whose settings a file holds, by following its code. It answers nil where
// the file is neither, or the app's templates are there to be read. What the code does that is not seen makes the roles concerned unknown.
func ReadWith(tree source.Tree, file string, follow Follow) *stack.Stack {
	if path.Base(file) != settings {
		return Read(tree, file)
	}
	src, err := tree.Read(file)
	if err != nil || follow == nil || written(tree, path.Dir(file)) {
		return nil
	}
	var config struct{ App string }
	if json.Unmarshal(src, &config) != nil || config.App == "" {
		return nil
	}
	at := source.Span{File: file, Line: 1, EndLine: 1, Column: 1}
	entry := start(tree, path.Dir(file), config.App)
	if entry == "" {
		return unread(file, at, why(config.App))
	}
	a := &app{file: file, dir: path.Dir(file), tree: tree, names: newRecorder(), constructs: make(map[string]*construct), grants: make(map[string][]grant), ids: make(map[string]bool), users: make(map[string][]source.Note)}
	a.result = follow(entry, a.names)
	return a.stack()
}

// why an app is not read.
func why(command string) string {
	for _, row := range [][2]string{{"mvn", "Java"}, {"gradle", "Java"}, {"dotnet", "C#"}, {"go ", "Go"}} {
		if strings.Contains(command+" ", row[0]) {
			return "apps of the CDK in " + row[1] + " are not read: only those in TypeScript, JavaScript and Python are, and templates in cdk.out"
		}
	}
	return "the file that starts this app of the CDK was not found: " + command
}

func unread(file string, at source.Span, why string) *stack.Stack {
	return &stack.Stack{File: file, Format: Name, Problems: []source.Note{{Span: at, Text: why}}}
}

// written says that the templates of an app are in the repository.
func written(tree source.Tree, dir string) bool {
	below := path.Join(dir, "cdk.out") + "/"
	for _, file := range tree.Paths() {
		if strings.HasPrefix(file, below) && strings.HasSuffix(file, ".template.json") {
			return true
		}
	}
	return false
}

// sources of a file that a compiler has made: the same path, without the folder of its output.
var sources = []string{".ts", ".js", ".mts", ".mjs", ".cjs", ".py"}

// start is the file that the command of an app runs, "" where there is none of a language that is read.
func start(tree source.Tree, dir, command string) string {
	for _, word := range strings.FieldsFunc(command, func(c rune) bool { return strings.ContainsRune(" \t;&|\"'", c) }) {
		ext := path.Ext(word)
		if ext == "" || strings.HasPrefix(word, "-") || strings.HasPrefix(word, "/") {
			continue
		}
		bare := strings.TrimSuffix(word, ext)
		for _, at := range []string{bare, withoutFolder(bare), "src/" + withoutFolder(bare)} {
			for _, other := range append([]string{ext}, sources...) {
				file := path.Join(dir, at+other)
				if isSource(other) && !strings.HasPrefix(file, "..") && tree.Hash(file) != "" {
					return file
				}
			}
		}
	}
	return ""
}

func isSource(ext string) bool {
	for _, known := range sources {
		if ext == known {
			return true
		}
	}
	return false
}

// withoutFolder is a path without its first folder, where that is one that compilers write to.
func withoutFolder(file string) string {
	file = strings.TrimPrefix(file, "./")
	first, rest, ok := strings.Cut(file, "/")
	if ok && (first == "dist" || first == "build" || first == "lib" || first == "out") {
		return rest
	}
	return file
}

// app is one app while it is read.
type app struct {
	blueprint
	file, dir  string
	tree       source.Tree
	names      *recorder
	result     flow.Result
	done       []doing // all that the app does
	constructs map[string]*construct
	order      []*construct
	grants     map[string][]grant // by the ID of the role
	changes    map[string][]doing // of values, by their key: statements that are added to
	drafts     []*draft
	ids        map[string]bool          // of resources that are made up
	users      map[string][]source.Note // of roles, beside the functions
}

// doing is one thing that the app does, and where.
type doing struct {
	record
	at source.Span
}

// stack reads what the code has made.
func (a *app) stack() *stack.Stack {
	a.collect()
	a.build()
	at := source.Span{File: a.file, Line: 1, EndLine: 1, Column: 1}
	var t *cloudformation.Template
	means := func(text string) symbolic.Set {
		set, ok := a.token(text)
		if !ok {
			return symbolic.Certain(symbolic.Text(text))
		}
		return a.filled(t, set)
	}
	t = cloudformation.Assemble(a.tree, a.file, nil, a.root(at), means)
	r := cloudformation.NewReader(t, Name)
	r.Begin()
	for _, fn := range r.Stack.Functions {
		a.locate(fn)
	}
	s := r.Finish()
	a.finish(s)
	return s
}

// filled is a set with what the resources of the template say of themselves, and without what belongs to the machine that runs the app.
func (a *app) filled(t *cloudformation.Template, set symbolic.Set) (all symbolic.Set) {
	for _, choice := range set {
		now := symbolic.Substitute(choice.Value, func(p symbolic.Part) (symbolic.Set, bool) {
			switch {
			case p.Kind == symbolic.Attribute && p.Stack == "" && t.Resource(p.Text) == nil:
				return symbolic.Any("an attribute of " + p.Text + ", which is not read"), true
			case p.Kind == symbolic.Attribute && p.Stack == "":
				return symbolic.Certain(symbolic.Value{t.Attribute(p.Text, p.Attr)}), true
			case p.Kind == symbolic.Env:
				why := symbolic.Part{Kind: symbolic.Unknown, Text: "the variable " + p.Text + " of whoever deploys", Attr: "env " + p.Text, Stack: a.file}
				return symbolic.Certain(symbolic.Value{why}), true
			case p.Kind == symbolic.Import && p.Stack == "":
				p.Stack = a.file
				return symbolic.Certain(symbolic.Value{p}), true
			}
			return nil, false
		})
		for _, c := range now {
			all = append(all, symbolic.Choice{Value: c.Value, When: choice.When})
		}
	}
	return all
}
