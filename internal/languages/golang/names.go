package golang

import (
	"strconv"

	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// open begins a block; close ends it.
func (l *lowerer) open()  { l.blocks = append(l.blocks, make(map[string]string)) }
func (l *lowerer) close() { l.blocks = l.blocks[:len(l.blocks)-1] }

// within says that a function is in hand: what is declared is local.
func (l *lowerer) within() bool { return len(l.blocks) > 0 }

// outermost begins and ends the names of a function that stands in no other.
func (l *lowerer) outermost() (end func()) {
	if l.within() {
		return func() {}
	}
	fresh := func() { l.taken, l.shared = make(map[string]bool), make(map[string]bool) }
	fresh()
	return fresh
}

// declare makes a name new in the block in hand, and gives what it is called: its own name, unless the function has used that before.
func (l *lowerer) declare(name string) string {
	if name == "_" || !l.within() {
		return name
	}
	block := l.blocks[len(l.blocks)-1]
	if called, twice := block[name]; twice {
		return called
	}
	called := name
	for n := 2; l.taken[called]; n++ {
		called = name + "'" + strconv.Itoa(n)
	}
	l.taken[called] = true
	block[name] = called
	return called
}

// isNew says that := makes a name new: the block in hand does not have it.
func (l *lowerer) isNew(name string) bool {
	_, there := l.blocks[len(l.blocks)-1][name]
	return !there
}

// resolve is what a name is called where it stands.
func (l *lowerer) resolve(name string) string {
	for i := len(l.blocks) - 1; i >= 0; i-- {
		if called, ok := l.blocks[i][name]; ok {
			return called
		}
	}
	if path, ok := l.imports[name]; ok {
		return path
	}
	return name
}

func (l *lowerer) name(n parse.Node) *program.Name {
	return &program.Name{At: l.at(n), ID: l.resolve(n.Text())}
}

// fresh is a name that is declared where it stands.
func (l *lowerer) fresh(n parse.Node) *program.Name {
	return &program.Name{At: l.at(n), ID: l.declare(n.Text())}
}

// own is a name of Go's that no program can have, for what the language does: see builtins.
func (l *lowerer) own(n parse.Node, id string, args ...program.Expr) *program.Call {
	call := &program.Call{At: l.at(n), Function: &program.Name{At: l.at(n), ID: id}}
	for _, x := range args {
		call.Args = append(call.Args, program.Arg{Value: x})
	}
	return call
}

// namesOf are the names that a declaration declares. The grammar counts the commas between them.
func namesOf(n parse.Node) (names []parse.Node) {
	for name := range n.FieldAll("name") {
		if name.Kind() != "," {
			names = append(names, name)
		}
	}
	return names
}
