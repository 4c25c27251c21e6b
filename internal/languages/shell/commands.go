package shell

import (
	"path"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/parebot/pare/internal/program"
)

// call is a simple command: its words, what each is as text where it has no expansions, and the assignments before it.
type call struct {
	node  syntax.Node
	words []*syntax.Word
	texts []string
	// given are words that come from elsewhere, behind those of its own: what xargs reads.
	given []program.Arg
	env   []*syntax.Assign
}

// cliPath is the import path of the aws command.
const cliPath = "aws"

// entryMark stands behind the name by which a function is found that somebody else calls.
const entryMark = ""

// simple lowers a simple command to what it writes; nil where that is nothing.
func (l *lowerer) simple(c *syntax.CallExpr) program.Expr {
	if len(c.Args) == 0 {
		for _, a := range c.Assigns {
			l.assignment(a, false)
		}
		return nil
	}
	return l.run(call{node: c, words: c.Args, texts: literals(c.Args), env: c.Assigns})
}

// prefixes run the command that follows their options; the number says how many words of their own they take.
var prefixes = map[string]int{
	"command": 0, "builtin": 0, "exec": 0, "sudo": 0, "nohup": 0, "env": 0, "nice": 0, "stdbuf": 0, "timeout": 1, "unbuffer": 0, "ionice": 0,
	"setsid": 0, "doas": 0, "chronic": 0, "busybox": 0,
}

func (l *lowerer) run(c call) program.Expr {
	for len(c.texts) > 1 {
		own, ok := prefixes[path.Base(c.texts[0])]
		if !ok {
			break
		}
		c = c.behind(1)
		for len(c.texts) > 1 && (strings.HasPrefix(c.texts[0], "-") || strings.Contains(c.texts[0], "=") || own > 0) {
			if !strings.HasPrefix(c.texts[0], "-") && !strings.Contains(c.texts[0], "=") {
				own--
			}
			c = c.behind(1)
		}
	}
	name := path.Base(c.texts[0])
	if ownFile(c.texts[0]) {
		if strings.HasSuffix(name, ".sh") {
			l.include(c, c.words[0])
			return nil
		}
		name = c.texts[0]
	}
	switch {
	case mentionsHandler(c.words[0]):
		return l.unknown(c.node, l.words(c.words[1:])...)
	case c.texts[0] == "":
		return l.dynamic(c)
	case name == "aws":
		return l.aws(c)
	}
	if x, done := l.builtin(c, name); done {
		return x
	}
	if x, done := l.filter(c, name); done {
		return x
	}
	return l.output2(c, &program.Call{At: l.at(c.node), Function: &program.Name{At: l.at(c.words[0]), ID: function(name)}, Args: l.arguments(c)})
}

// ownFile says that a command is a file by its path, and no program of the system's.
func ownFile(text string) bool {
	for _, folder := range []string{"/usr/", "/bin/", "/sbin/", "/opt/bin/", "/opt/aws"} {
		if strings.HasPrefix(text, folder) {
			return false
		}
	}
	return strings.Contains(text, "/")
}

func (c call) behind(n int) call {
	c.words, c.texts = c.words[n:], c.texts[n:]
	return c
}

// output2 is what a function writes, of what calling it gives.
func (l *lowerer) output2(c call, x program.Expr) program.Expr {
	return l.native(c.node, "or-else", l.native(c.node, "element", x), l.unknown(c.node))
}

// dynamic runs a command whose name is expanded: a function or a program, with the other words.
func (l *lowerer) dynamic(c call) program.Expr {
	first := l.arguments(call{node: c.node, words: append([]*syntax.Word{nil}, c.words...), given: c.given})
	x := &program.Call{At: l.at(c.node), Function: &program.Name{At: l.at(c.words[0]), ID: nativePrefix + "command"}, Args: first}
	return l.output2(c, x)
}

// arguments are the words behind the first, as the shell splits them.
func (l *lowerer) arguments(c call) (args []program.Arg) {
	for _, w := range c.words[1:] {
		switch {
		case isArray(w):
			x := l.word(w)
			args = append(args, program.Arg{Value: x, Rest: program.Many})
		case len(w.Parts) == 1 && !isQuoted(w):
			args = append(args, program.Arg{Value: l.native(w, "split", l.word(w)), Rest: program.Many})
		default:
			args = append(args, program.Arg{Value: l.word(w)})
		}
	}
	return append(args, c.given...)
}

// aws lowers a call of the command line interface, with the variables that change whose calls it makes.
func (l *lowerer) aws(c call) program.Expr {
	x := &program.Call{At: l.at(c.node), Function: &program.Name{At: l.at(c.words[0]), ID: function("aws")}, Args: l.arguments(c)}
	for _, name := range []string{"AWS_ACCESS_KEY_ID", "AWS_ENDPOINT_URL", "AWS_PROFILE"} {
		var value program.Expr = &program.Name{At: l.at(c.node), ID: name}
		for _, a := range c.env {
			if a.Name.Value == name {
				value = l.word(a.Value)
			}
		}
		x.Args = append(x.Args, program.Arg{Name: name, Value: value})
	}
	if l.input != nil {
		x.Args = append(x.Args, program.Arg{Name: "stdin", Value: l.input})
	}
	return x
}

// assignment lowers "a=b", "a+=b", "a[i]=b" and "a=(b c)".
func (l *lowerer) assignment(a *syntax.Assign, local bool) {
	if a.Name == nil {
		return
	}
	name := a.Name.Value
	value := l.assigned(a)
	old := &program.Name{At: l.at(a), ID: name}
	switch {
	case value == nil:
		if local {
			l.assign(a, name, &program.Text{At: l.at(a)}, true)
		}
	case a.Index != nil:
		key := l.unknown(a)
		if w, ok := a.Index.(*syntax.Word); ok {
			key = l.key(w)
		}
		l.emit(&program.Assign{At: l.at(a), Targets: []program.Expr{&program.Index{At: l.at(a), X: old, Key: key}}, Value: value})
	case a.Append:
		l.assign(a, name, &program.Binary{At: l.at(a), Op: "+", Left: old, Right: value}, local)
	default:
		l.assign(a, name, value, local)
	}
}

// assigned is the value of an assignment; nil where it has none.
func (l *lowerer) assigned(a *syntax.Assign) program.Expr {
	switch {
	case a.Array != nil:
		return l.array(a.Array)
	case a.Value != nil:
		return l.word(a.Value)
	case a.Naked:
		return nil
	}
	return &program.Text{At: l.at(a)}
}

func (l *lowerer) array(a *syntax.ArrayExpr) program.Expr {
	d := &program.Dict{At: l.at(a)}
	var items []*syntax.Word
	for _, e := range a.Elems {
		if key, ok := e.Index.(*syntax.Word); ok {
			d.Entries = append(d.Entries, program.Entry{Key: l.word(key), Value: l.word(e.Value)})
		} else if e.Value != nil {
			items = append(items, e.Value)
		}
	}
	if len(d.Entries) > 0 {
		return d
	}
	return l.list(a, items)
}

// declarations lowers local, export, declare and readonly.
func (l *lowerer) declarations(c *syntax.DeclClause) {
	local := c.Variant.Value == "local" || (c.Variant.Value == "declare" || c.Variant.Value == "typeset") && len(l.functions) > 0
	for _, a := range c.Args {
		l.assignment(a, local)
	}
}

// mentionsHandler says that a word is made of the variable that names the handler: what it leads to is where the program is entered.
func mentionsHandler(w *syntax.Word) (found bool) {
	syntax.Walk(w, func(n syntax.Node) bool {
		if p, ok := n.(*syntax.ParamExp); ok && p.Param != nil && p.Param.Value == "_HANDLER" {
			found = true
		}
		return !found
	})
	return found
}
