// Package chalice reads and edits applications of Chalice, AWS's framework for Python: .chalice/config.json says which stages there are
// and which roles, files beside it hold the policies, and the decorators of app.py say which functions there are and what makes them run.
package chalice

import (
	"path"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

// Name of the format.
const Name = "chalice"

// Programs gives the program of a file of code.
type Programs = func(file string) (*program.Module, error)

// Read reads what stands in no code: the policies. It answers nil where the file is no application's configuration.
func Read(tree source.Tree, file string) *stack.Stack { return ReadWith(tree, file, nil) }

// ReadWith reads the application that a configuration is of. It answers nil where the file is none.
func ReadWith(tree source.Tree, file string, programs Programs) *stack.Stack {
	if path.Base(file) != "config.json" || path.Base(path.Dir(file)) != folder {
		return nil
	}
	src, err := tree.Read(file)
	if err != nil {
		return nil
	}
	docs, problems := document.Read(file, src)
	s := &stack.Stack{File: file, Format: Name, Problems: problems, Literal: true}
	if len(docs) == 0 {
		return s
	}
	a := &application{
		Stack: s, tree: tree, programs: programs, root: docs[0], dir: path.Dir(path.Dir(file)), tables: serviceref.Embedded(),
		roles: make(map[string]*stack.Role), taken: make(map[string]bool), asides: make(map[string][]source.Span),
	}
	a.read()
	slices.Sort(s.Also)
	s.Also = slices.Compact(s.Also)
	return s
}

// folder is where an application keeps its configuration and its policies.
const folder = ".chalice"

// application is one application while it is read.
type application struct {
	*stack.Stack
	tree     source.Tree
	programs Programs
	tables   *serviceref.Tables
	root     *document.Node
	dir      string // that app.py is in
	code     *code
	handlers []*handler
	// middleware is what runs around handlers: no function of its own.
	middleware []*handler
	asides     map[string][]source.Span // by the type of events, see aside
	unread     *source.Note             // why the code is not known
	roles      map[string]*stack.Role   // of this stack, by ID
	taken      map[string]bool          // IDs of functions
}

func (a *application) problem(at source.Span, text string) {
	a.Problems = append(a.Problems, source.Note{Span: at, Text: text})
}

// read takes the stages one after the other. The first has the plain names; another is told where its roles are not those of one before,
// since else it runs the same code with the same policy.
func (a *application) read() {
	if a.root.Kind != document.Map {
		a.problem(a.root.Whole, "this is no configuration of Chalice")
		return
	}
	a.handlers, a.unread = a.decorated()
	if a.unread != nil && a.programs != nil {
		a.Problems = append(a.Problems, *a.unread)
	}
	for i, stage := range a.stages() {
		d := &deployment{application: a, config: config{root: a.root, stage: stage.name, node: stage.node}}
		if i > 0 {
			d.suffix = "@" + stage.name
		}
		if i == 0 || d.differs() {
			d.read()
		}
	}
}

// stage is one entry of stages.
type stage struct {
	name string
	node *document.Node // nil where the configuration has none
}

// stages are those of the configuration, the one that Chalice deploys where nobody names one first.
func (a *application) stages() (all []stage) {
	if stages := a.root.Get("stages"); stages != nil {
		for _, p := range stages.Pairs {
			all = append(all, stage{p.Key.Value, p.Value})
		}
	}
	if len(all) == 0 {
		return []stage{{name: usual}}
	}
	slices.SortStableFunc(all, func(x, y stage) int {
		return strings.Compare(map[bool]string{true: "", false: "1"}[x.name == usual], map[bool]string{true: "", false: "1"}[y.name == usual])
	})
	return all
}

// usual is the stage that Chalice deploys where nobody names one.
const usual = "dev"
