package golang

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// file lowers the declarations of a file.
func (l *lowerer) file(root parse.Node) []program.Stmt {
	var imports, types, functions, inits []program.Stmt
	var variables []variable
	for n := range root.Children() {
		if n.HoldsError() {
			inits = append(inits, l.broken(n)...)
		}
		switch n.Kind() {
		case "package_clause", "comment":
		case "import_declaration":
			imports = append(imports, l.importsOf(n)...)
		case "type_declaration":
			types = append(types, l.types(n)...)
		case "function_declaration":
			if n.Field("name").Text() == "init" {
				inits = append(inits, l.do(n, &program.Call{At: l.at(n), Function: l.function(n)}))
			} else {
				functions = append(functions, l.define(n.Field("name"), n, l.function(n)))
			}
		case "method_declaration":
			functions = append(functions, l.method(n))
		case "const_declaration":
			variables = append(variables, l.variables(n, true)...)
		case "var_declaration":
			variables = append(variables, l.variables(n, false)...)
		default:
			inits = append(inits, l.statement(n)...)
		}
	}
	return slices.Concat(imports, types, functions, inNeed(variables), inits)
}

func (l *lowerer) define(name, whole parse.Node, x program.Expr) program.Stmt {
	return &program.Assign{At: l.at(whole), Targets: []program.Expr{l.fresh(name)}, Value: x, Declares: true}
}

// importsOf lowers imports: each is bound to its path.
func (l *lowerer) importsOf(n parse.Node) (body []program.Stmt) {
	for spec := range n.Children() {
		switch spec.Kind() {
		case "import_spec_list":
			body = append(body, l.importsOf(spec)...)
		case "import_spec":
			where := textOf(spec.Field("path"))
			i := &program.Import{At: l.at(spec), Module: where, As: where}
			switch name := spec.Field("name"); {
			case !name.Exists():
				l.imports[packageName(where)] = where
			case name.Kind() == "dot":
				i.As, i.All = "", true
			default:
				l.imports[name.Text()] = where
			}
			body = append(body, i)
		}
	}
	return body
}

var (
	majorVersion = regexp.MustCompile(`^v[0-9]+$`)
	dotVersion   = regexp.MustCompile(`\.v[0-9]+$`)
)

// packageName is what a package is taken to call itself, by the path that it is imported by: https://go.dev/ref/mod#major-version-suffixes.
func packageName(where string) string {
	name := path.Base(where)
	if majorVersion.MatchString(name) && strings.Contains(where, "/") {
		name = path.Base(path.Dir(where))
	}
	name = dotVersion.ReplaceAllString(name, "")
	name = strings.TrimSuffix(strings.TrimPrefix(name, "go-"), "-go")
	return strings.ReplaceAll(name, "-", "")
}

// function lowers a function with a name, or a literal of one.
func (l *lowerer) function(n parse.Node) *program.Function {
	end := l.outermost()
	defer end()
	l.open()
	defer l.close()
	return l.functionIn(n)
}

// functionIn is function in a scope that may have a receiver already.
func (l *lowerer) functionIn(n parse.Node) *program.Function {
	f := &program.Function{At: l.at(n), Name: n.Field("name").Text()}
	f.Params = l.params(n.Field("parameters"))
	body := n.Field("body")
	if len(l.results) == 0 {
		l.noteShared(body)
	}
	results, stated := l.resultsOf(n.Field("result"))
	f.Result = stated
	var first []program.Stmt
	for _, r := range results {
		first = append(first, r.zero)
	}
	l.results = append(l.results, names(results))
	f.Body = append(first, l.statements(body)...)
	l.results = l.results[:len(l.results)-1]
	return f
}

// method lowers a method to an attribute of its receiver's type.
func (l *lowerer) method(n parse.Node) program.Stmt {
	end := l.outermost()
	defer end()
	l.open()
	defer l.close()
	receiver := n.Field("receiver").First()
	of := l.typeExpr(receiver.Field("type"))
	name := "_"
	if declared := receiver.Field("name"); declared.Exists() {
		name = l.declare(declared.Text())
	}
	f := l.functionIn(n)
	f.Receiver, f.Unasked = name, isUnasked(n)
	if of == nil {
		return l.do(n, f)
	}
	target := &program.Member{At: l.at(n.Field("name")), X: of, Name: n.Field("name").Text()}
	return &program.Assign{At: l.at(n), Targets: []program.Expr{target}, Value: f}
}

func (l *lowerer) params(n parse.Node) (params []program.Param) {
	for child := range n.Children() {
		typ := l.typeExpr(child.Field("type"))
		rest := program.One
		if child.Kind() == "variadic_parameter_declaration" {
			rest, typ = program.Many, nil
		}
		named := false
		for _, name := range namesOf(child) {
			named = true
			params = append(params, program.Param{Name: l.declare(name.Text()), Type: typ, Rest: rest})
		}
		if !named {
			params = append(params, program.Param{Name: "_", Type: typ, Rest: rest})
		}
	}
	return params
}

// result is a named result.
type result struct {
	name string
	zero program.Stmt
}

func names(results []result) (all []string) {
	for _, r := range results {
		all = append(all, r.name)
	}
	return all
}

// resultsOf declares a function's named results; stated is the type of the one result of a function that has one.
func (l *lowerer) resultsOf(n parse.Node) (results []result, stated program.Expr) {
	if n.Kind() != "parameter_list" {
		return nil, l.typeExpr(n)
	}
	for child := range n.Children() {
		for _, name := range namesOf(child) {
			target := l.fresh(name)
			zero := l.zero(child, []program.Expr{target}, child.Field("type"))
			results = append(results, result{target.ID, zero})
		}
	}
	return results, nil
}

// noteShared notes the variables of a body whose address is taken: others may set them.
func (l *lowerer) noteShared(n parse.Node) {
	if !l.enter() {
		l.leave()
		return
	}
	defer l.leave()
	for child := range n.Children() {
		if child.Kind() == "unary_expression" && child.Has("&") {
			l.shared[child.Field("operand").Text()] = true
		}
		l.noteShared(child)
	}
}
