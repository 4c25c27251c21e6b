package serverless

import (
	"path"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// Programs gives the program of a file of code.
type Programs = func(file string) (*program.Module, error)

// ofCode are the endings of code that a service, or a file that it names, may be.
var ofCode = []string{".ts", ".js", ".cjs", ".mjs"}

func isCode(file string) bool { return slices.Contains(ofCode, path.Ext(file)) }

// codeService reads a service that is written in code, as far as it is an object literal: nothing is run. It answers nil where the file is
// none.
func codeService(tree source.Tree, file string, programs Programs) *stack.Stack {
	if base := path.Base(file); !isCode(file) || strings.TrimSuffix(base, path.Ext(base)) != "serverless" {
		return nil
	}
	src, err := tree.Read(file)
	if err != nil || !strings.Contains(string(src), "provider") || !strings.Contains(string(src), "service") {
		return nil
	}
	r := newResolver(tree, file, nil)
	r.programs = programs
	r.root = r.exported(file)
	if r.root != nil && r.root.Kind == document.Map {
		return r.stack(src, nil)
	}
	if !strings.Contains(string(src), "functions") || !strings.Contains(string(src), "aws") {
		return nil
	}
	at := source.Span{File: file, Line: 1, EndLine: 1, Column: 1}
	why := source.Note{Span: at, Text: "this service is made by code that is not followed"}
	return &stack.Stack{File: file, Format: Name, Problems: []source.Note{why}}
}

// maxCode bounds the values within each other that are read of code.
const maxCode = 60

// exported is what a file of code exports, as a value; nil where that cannot be told.
func (r *resolver) exported(file string) *document.Node {
	m := r.module(file)
	if m == nil {
		return nil
	}
	if e := m.exports["default"]; e != nil {
		return m.node(e, maxCode)
	}
	if len(m.exports) == 0 {
		return nil
	}
	n := &document.Node{Kind: document.Map}
	for _, name := range m.order {
		value := m.node(m.exports[name], maxCode)
		n.Pairs = append(n.Pairs, document.Pair{Key: text(name, value.Span), Value: value, Span: value.Whole})
	}
	return n
}

// module is one file of code, with what its names stand for at the top.
type module struct {
	*resolver
	file    string
	values  map[string]program.Expr
	imports map[string]program.Imported // by the name here; Name "*" is the whole module
	from    map[string]string           // module as written, by the name here
	exports map[string]program.Expr
	order   []string // names of exports
	busy    map[string]bool
}

func (r *resolver) module(file string) *module {
	if m, known := r.modules[file]; known || r.programs == nil {
		return m
	}
	r.modules[file] = nil
	lowered, err := r.programs(file)
	if err != nil || lowered == nil {
		return nil
	}
	m := &module{
		resolver: r, file: file, values: make(map[string]program.Expr), imports: make(map[string]program.Imported),
		from: make(map[string]string), exports: make(map[string]program.Expr), busy: make(map[string]bool),
	}
	for _, s := range lowered.Body {
		m.statement(s)
	}
	r.modules[file] = m
	return m
}

func (m *module) statement(s program.Stmt) {
	switch s := s.(type) {
	case *program.Assign:
		for _, t := range s.Targets {
			m.assign(t, s.Value)
		}
	case *program.Import:
		if s.As != "" {
			m.imports[s.As], m.from[s.As] = program.Imported{Name: "*"}, dots(s.Level)+s.Module
		}
		for _, name := range s.Names {
			m.imports[name.As], m.from[name.As] = name, dots(s.Level)+s.Module
		}
	}
}

func dots(level int) string {
	if level == 0 {
		return ""
	}
	return strings.Repeat(".", level)
}

func (m *module) assign(target, value program.Expr) {
	switch t := target.(type) {
	case *program.Name:
		if t.ID == "module.exports" && value != nil {
			m.export("default", value)
		} else if value != nil {
			m.values[t.ID] = value
		}
	case *program.Member:
		if x, ok := t.X.(*program.Name); ok && (x.ID == "module.exports" || x.ID == "exports") && value != nil {
			m.export(t.Name, value)
		}
	}
}

func (m *module) export(name string, value program.Expr) {
	if d, ok := value.(*program.Dict); ok && name == "default" && len(d.Entries) == 0 {
		return // the empty object that every module begins with
	}
	if m.exports[name] == nil {
		m.order = append(m.order, name)
	}
	m.exports[name] = value
}

// node is an expression as a value of a document. What only running the code tells is unknown, with the reason.
func (m *module) node(e program.Expr, depth int) *document.Node {
	n := &document.Node{}
	if e != nil {
		n.Span, n.Whole = e.Span(), e.Span()
	}
	if depth == 0 {
		return m.unknown("the code is nested deeper than is read", n)
	}
	switch e := e.(type) {
	case nil:
		return n
	case *program.Text:
		n.Kind, n.Value, n.Style = document.String, e.Value, document.DoubleQuoted
	case *program.Constant:
		constant(n, e)
	case *program.Dict:
		m.dict(n, e, depth)
	case *program.List:
		m.list(n, e, depth)
	case *program.Build:
		m.build(n, e, depth)
	case *program.Name:
		return m.name(n, e.ID, depth)
	case *program.Stated:
		return m.node(e.X, depth-1)
	case *program.Member:
		return m.member(n, e, depth)
	case *program.Call:
		return m.call(n, e)
	default:
		return m.unknown("what this code gives is not followed", n)
	}
	return n
}

func constant(n *document.Node, e *program.Constant) {
	switch e.Kind {
	case program.True, program.False:
		n.Kind, n.Value = document.Bool, map[bool]string{true: "true", false: "false"}[e.Kind == program.True]
	case program.Zero:
		n.Kind, n.Value = document.Number, "0"
	case program.Number:
		n.Kind, n.Value = document.Number, e.Digits
	}
}

func (m *module) dict(n *document.Node, e *program.Dict, depth int) {
	n.Kind, n.Style = document.Map, document.Flow
	for _, entry := range e.Entries {
		value := m.node(entry.Value, depth-1)
		if entry.Key == nil {
			if value.Kind == document.Map {
				n.Pairs = append(n.Pairs, value.Pairs...)
			} else {
				m.problem(value.Whole, "what is spread here is not known")
			}
			continue
		}
		key := m.node(entry.Key, depth-1)
		n.Pairs = append(n.Pairs, document.Pair{Key: key, Value: value, Span: value.Whole})
	}
	n.Pairs = lastOf(n.Pairs)
}

// lastOf keeps of entries with one name the last, in the place of the first.
func lastOf(pairs []document.Pair) (all []document.Pair) {
	at := make(map[string]int)
	for _, p := range pairs {
		if i, twice := at[p.Key.Value]; twice {
			all[i] = p
			continue
		}
		at[p.Key.Value] = len(all)
		all = append(all, p)
	}
	return all
}

func (m *module) list(n *document.Node, e *program.List, depth int) {
	n.Kind, n.Style = document.List, document.Flow
	for _, item := range e.Items {
		spread, ok := item.(*program.Spread)
		if !ok {
			n.Items = append(n.Items, m.node(item, depth-1))
			continue
		}
		value := m.node(spread.X, depth-1)
		if value.Kind == document.List {
			n.Items = append(n.Items, value.Items...)
		} else {
			n.Items = append(n.Items, value)
		}
	}
}

func (m *module) build(n *document.Node, e *program.Build, depth int) {
	n.Kind = document.String
	marked := false
	for _, part := range e.Parts {
		value := m.node(part, depth-1)
		if value.Kind == document.Map || value.Kind == document.List {
			value = m.unknown("a part of this text is not known", value)
		}
		marked = marked || m.final[value]
		n.Value += value.Value
	}
	if marked {
		m.final[n] = !strings.Contains(n.Value, "${")
	}
}

// name is what a name stands for: at the top of the file, or in the file that it is imported from.
func (m *module) name(n *document.Node, id string, depth int) *document.Node {
	key := m.file + "\x00" + id
	if m.busy[key] {
		return m.unknown("the code refers to itself", n)
	}
	m.busy[key] = true
	defer delete(m.busy, key)
	if value := m.values[id]; value != nil {
		return m.node(value, depth-1)
	}
	imported, ok := m.imports[id]
	if !ok {
		return m.unknown("what "+id+" is, is not known here", n)
	}
	other := m.find(m.from[id])
	if other == nil {
		return m.unknown("the module "+m.from[id]+" is not read", n)
	}
	if imported.Name == "*" {
		return other.whole(n, depth)
	}
	if value := other.exports[imported.Name]; value != nil {
		return other.node(value, depth-1)
	}
	return m.unknown("the module "+m.from[id]+" exports no "+imported.Name, n)
}

// whole is all that a module exports.
func (m *module) whole(n *document.Node, depth int) *document.Node {
	if e := m.exports["default"]; e != nil && len(m.order) == 1 {
		return m.node(e, depth-1)
	}
	n.Kind = document.Map
	for _, name := range m.order {
		value := m.node(m.exports[name], depth-1)
		n.Pairs = append(n.Pairs, document.Pair{Key: text(name, value.Span), Value: value, Span: value.Whole})
	}
	return n
}

// find is a module of the repository: by its path, or by an alias of the folders below src, as the framework's own template for
// TypeScript has them.
func (m *module) find(written string) *module {
	at := path.Join(path.Dir(m.file), written)
	if !strings.HasPrefix(written, ".") {
		at = path.Join(path.Dir(m.resolver.file), "src", strings.TrimPrefix(written, "@"))
	}
	for _, ending := range []string{"", ".ts", ".js", "/index.ts", "/index.js", ".json"} {
		if file := at + ending; m.tree.Hash(file) != "" && (isCode(file) || path.Ext(file) == ".json") {
			return m.module(file)
		}
	}
	return nil
}

// member is X.Name: an environment variable, or an entry of a value.
func (m *module) member(n *document.Node, e *program.Member, depth int) *document.Node {
	if env, ok := e.X.(*program.Member); ok && env.Name == "env" {
		if process, ok := env.X.(*program.Name); ok && process.ID == "process" {
			return m.symbol(symbolic.Part{Kind: symbolic.Parameter, Text: "env:" + e.Name}, n)
		}
	}
	if value := m.node(e.X, depth-1).Get(e.Name); value != nil {
		return value
	}
	return m.unknown("what "+e.Name+" is, is not known here", n)
}

// call is what a call gives. Only the helper of the framework's own template for TypeScript is known: the folder of the file, from the service's.
func (m *module) call(n *document.Node, e *program.Call) *document.Node {
	if f, ok := e.Function.(*program.Name); ok && f.ID == "handlerPath" && len(e.Args) == 1 {
		if dir, ok := e.Args[0].Value.(*program.Name); ok && dir.ID == "__dirname" {
			below := strings.TrimPrefix(path.Dir(m.file), path.Dir(m.resolver.file))
			n.Kind, n.Value = document.String, strings.TrimPrefix(below, "/")
			return n
		}
	}
	return m.unknown("what a call gives is not followed", n)
}
