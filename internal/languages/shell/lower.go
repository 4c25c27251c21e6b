package shell

import (
	"slices"

	"mvdan.cc/sh/v3/syntax"

	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/source"
)

// reasonSyntax is why a line is opaque.
const reasonSyntax = "the syntax could not be read here"

// Lower reads one script. Lines that could not be read are Opaque in the program; it fails where nothing could.
func Lower(file string, src []byte) (*program.Module, error) {
	parsed, broken, err := parse(src)
	if err != nil {
		return nil, err
	}
	l := &lowerer{lines: source.NewLines(file, src), sole: soleSetters(parsed)}
	m := &program.Module{File: file, Size: len(src)}
	m.Body = l.collect(func() {
		l.emit(&program.Import{Module: cliPath, As: function("aws")})
		for _, at := range broken {
			here := program.At{Place: l.lines.Span(at, at)}
			l.emit(&program.Do{At: here, X: &program.Opaque{At: here, Reason: reasonSyntax}})
		}
		l.block(parsed.Stmts)
	})
	return m, nil
}

// lowerer turns syntax nodes into program parts. An expression is the output of a command; a statement runs one.
type lowerer struct {
	lines *source.Lines
	out   *[]program.Stmt
	// functions that are being lowered, innermost last.
	functions []*program.Function
	// input is what the command in hand reads; nil where nothing is piped to it.
	input program.Expr
	temps int
	// sole are variables that one function of the script sets: there they are what they were set to last.
	sole map[string]bool
	// captured takes what commands write, while a substitution is lowered; nil where nobody does.
	captured *[]program.Expr
}

func (l *lowerer) at(n syntax.Node) program.At {
	return program.At{Place: l.lines.Span(int(n.Pos().Offset()), int(n.End().Offset()))}
}

func (l *lowerer) emit(s program.Stmt) { *l.out = append(*l.out, s) }

func (l *lowerer) do(n syntax.Node, x program.Expr) {
	if x != nil {
		l.emit(&program.Do{At: l.at(n), X: x})
	}
}

// collect gives the statements that f emits.
func (l *lowerer) collect(f func()) (body []program.Stmt) {
	outer := l.out
	l.out = &body
	f()
	l.out = outer
	return body
}

// function is what a function is called in the program: variables have names of their own.
func function(name string) string { return name + program.Method }

// unknown is a value that is not followed.
func (l *lowerer) unknown(n syntax.Node, parts ...program.Expr) program.Expr {
	return &program.Sequence{At: l.at(n), Parts: slices.DeleteFunc(parts, func(x program.Expr) bool { return x == nil })}
}

// native is a call of something of the shell's own.
func (l *lowerer) native(n syntax.Node, name string, args ...program.Expr) program.Expr {
	c := &program.Call{At: l.at(n), Function: &program.Name{At: l.at(n), ID: nativePrefix + name}}
	for _, x := range args {
		c.Args = append(c.Args, program.Arg{Value: x})
	}
	return c
}

// nativePrefix stands before names that no script can have.
const nativePrefix = "shell "

func (l *lowerer) block(stmts []*syntax.Stmt) {
	for _, s := range stmts {
		l.stmt(s)
	}
}

// stmt lowers a statement with its redirections: what it writes goes where it is captured, unless it is written to a file.
func (l *lowerer) stmt(s *syntax.Stmt) {
	outer, captured := l.input, l.captured
	for _, r := range s.Redirs {
		switch r.Op {
		case syntax.Hdoc, syntax.DashHdoc:
			if r.Hdoc != nil {
				l.input = l.word(r.Hdoc)
			}
		case syntax.WordHdoc:
			l.input = l.word(r.Word)
		case syntax.RdrIn:
			l.do(r, l.word(r.Word))
			l.input = l.unknown(r)
		default:
			l.do(r, l.word(r.Word))
			if r.N == nil || r.N.Value == "1" {
				l.captured = nil
			}
		}
	}
	l.command(s)
	l.input, l.captured = outer, captured
}

// command lowers what a statement runs.
func (l *lowerer) command(s *syntax.Stmt) {
	switch c := s.Cmd.(type) {
	case *syntax.CallExpr:
		l.wrote(s, l.simple(c))
	case *syntax.Block:
		l.block(c.Stmts)
	case *syntax.Subshell:
		l.block(c.Stmts)
	case *syntax.BinaryCmd:
		l.joined(c)
	case *syntax.IfClause:
		l.branch(c)
	case *syntax.WhileClause:
		l.while(c)
	case *syntax.ForClause:
		l.loop(c)
	case *syntax.CaseClause:
		l.choice(c)
	case *syntax.FuncDecl:
		l.declare(c)
	case *syntax.DeclClause:
		l.declarations(c)
	case *syntax.TestClause:
		l.do(c, l.test(c.X))
	case *syntax.TimeClause:
		if c.Stmt != nil {
			l.stmt(c.Stmt)
		}
	case *syntax.CoprocClause:
		l.stmt(c.Stmt)
	}
}

// wrote hands on what a command writes: to the substitution around it, or to who calls the function in hand.
func (l *lowerer) wrote(s *syntax.Stmt, x program.Expr) {
	switch {
	case x == nil:
	case l.captured != nil:
		*l.captured = append(*l.captured, x)
		if _, known := x.(*program.Name); !known {
			held := l.temp(s)
			l.emit(&program.Assign{At: l.at(s), Targets: []program.Expr{held}, Value: x})
			(*l.captured)[len(*l.captured)-1] = held
		}
	case len(l.functions) > 0 && !written(s):
		f := l.functions[len(l.functions)-1]
		f.Generator = true
		l.emit(&program.Do{At: l.at(s), X: &program.Yield{At: l.at(s), Value: x}})
	default:
		l.do(s, x)
	}
}

// written says that what a statement writes goes to a file or to the error output.
func written(s *syntax.Stmt) bool {
	return slices.ContainsFunc(s.Redirs, func(r *syntax.Redirect) bool {
		switch r.Op {
		case syntax.Hdoc, syntax.DashHdoc, syntax.WordHdoc, syntax.RdrIn:
			return false
		}
		return r.N == nil || r.N.Value == "1"
	})
}

func (l *lowerer) temp(n syntax.Node) *program.Name {
	l.temps++
	return &program.Name{At: l.at(n), ID: "temp " + string(rune('a'+l.temps%26)) + n.Pos().String()}
}

// joined lowers a pipe, or commands of which the second depends on the first.
func (l *lowerer) joined(c *syntax.BinaryCmd) {
	switch c.Op {
	case syntax.Pipe, syntax.PipeAll:
		outer := l.input
		l.input = l.output(c.X)
		l.stmt(c.Y)
		l.input = outer
		return
	}
	test := l.condition([]*syntax.Stmt{c.X})
	body := l.collect(func() { l.stmt(c.Y) })
	if c.Op == syntax.OrStmt {
		test = &program.Not{At: l.at(c.X), Operand: test}
	}
	l.emit(&program.If{At: l.at(c), Cases: []program.Case{{Test: test, Body: body}}})
}

// output runs a statement and gives what it writes.
func (l *lowerer) output(s *syntax.Stmt) program.Expr {
	var written []program.Expr
	outer := l.captured
	l.captured = &written
	l.stmt(s)
	l.captured = outer
	switch len(written) {
	case 0:
		return l.unknown(s)
	case 1:
		return written[0]
	}
	return l.unknown(s, written...)
}

// declare lowers a function. Its parameters are called by position.
func (l *lowerer) declare(c *syntax.FuncDecl) {
	if c.Name == nil {
		return
	}
	f := &program.Function{At: l.at(c), Name: c.Name.Value, Locals: make(map[string]program.Scope)}
	f.Params = append(f.Params, program.Param{Name: "@", Rest: program.Many}) // all of them: it stands first and takes none from the others
	for i := 1; i <= maxParameters; i++ {
		f.Params = append(f.Params, program.Param{Name: digit(i), Default: &program.Text{At: l.at(c)}})
	}
	captured, input := l.captured, l.input
	l.captured, l.input = nil, nil
	l.functions = append(l.functions, f)
	f.Body = l.collect(func() { l.stmt(c.Body) })
	l.functions = l.functions[:len(l.functions)-1]
	l.captured, l.input = captured, input
	targets := []program.Expr{&program.Name{At: l.at(c), ID: function(c.Name.Value)}}
	if len(l.functions) == 0 {
		targets = append(targets, &program.Name{At: l.at(c), ID: c.Name.Value + entryMark})
	}
	l.emit(&program.Assign{At: l.at(c), Targets: targets, Value: f})
}

// maxParameters is how many parameters of a function have names.
const maxParameters = 9

func digit(n int) string { return string(rune('0' + n)) }

// assign gives a variable its value. What a function sets and does not declare is everybody's.
func (l *lowerer) assign(n syntax.Node, name string, value program.Expr, local bool) {
	target := &program.Name{At: l.at(n), ID: name}
	targets := []program.Expr{target}
	if len(l.functions) > 0 {
		f := l.functions[len(l.functions)-1]
		_, known := f.Locals[name]
		switch {
		case known:
		case local:
			f.Locals[name] = program.Local
		case l.sole[name]:
			targets = append(targets, &program.Member{At: l.at(n), X: l.native(n, "globals"), Name: name})
		default:
			f.Locals[name] = program.Global
		}
	}
	l.emit(&program.Assign{At: l.at(n), Targets: targets, Value: value})
}

// soleSetters are the variables that are set in one function only.
func soleSetters(file *syntax.File) map[string]bool {
	setters := make(map[string]map[*syntax.FuncDecl]bool)
	var around []*syntax.FuncDecl
	var opened []bool // whether the node is a function
	note := func(name *syntax.Lit) {
		if name == nil || len(around) == 0 {
			return
		}
		if setters[name.Value] == nil {
			setters[name.Value] = make(map[*syntax.FuncDecl]bool)
		}
		setters[name.Value][around[len(around)-1]] = true
	}
	syntax.Walk(file, func(n syntax.Node) bool {
		if n == nil {
			if last := len(opened) - 1; opened[last] {
				around, opened = around[:len(around)-1], opened[:last]
			} else {
				opened = opened[:last]
			}
			return true
		}
		f, isFunction := n.(*syntax.FuncDecl)
		opened = append(opened, isFunction)
		switch n := n.(type) {
		case *syntax.FuncDecl:
			around = append(around, f)
		case *syntax.Assign:
			note(n.Name)
		case *syntax.WordIter:
			note(n.Name)
		}
		return true
	})
	sole := make(map[string]bool)
	for name, functions := range setters {
		sole[name] = len(functions) == 1
	}
	return sole
}
