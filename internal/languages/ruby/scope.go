package ruby

import (
	"maps"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// frame is a file, class, method or block that is being lowered, with the local variables that it has so far: in Ruby, an identifier that was
// assigned before is a variable, and any other is a method.
type frame struct {
	kind  frameKind
	names map[string]bool
	// locals are names that belong to a scope around, as flow is to know.
	locals map[string]program.Scope
	// declares are names of its own that a part of an expression assigns first.
	declares map[string]bool
	// ofClass says that methods are the class's own: after module_function, within extend self or class << self.
	ofClass bool
	// method is the method's name, params its parameters.
	method string
	params []program.Param
	// made are the methods of a class's body so far: "a" of instances, ".a" of the class itself.
	made map[string]bool
}

type frameKind int

const (
	ofFile frameKind = iota
	ofClass
	ofMethod
	ofClassMethod
	ofBlock
	ofPart // a part of an expression with statements in it: its variables are those of the code around
)

func (l *lowerer) push(f *frame) {
	if f.names == nil {
		f.names = make(map[string]bool)
	}
	l.frames = append(l.frames, f)
}

func (l *lowerer) pop() { l.frames = l.frames[:len(l.frames)-1] }

func (l *lowerer) frame() *frame { return l.frames[len(l.frames)-1] }

// class is the class whose body is being lowered, nil where it is none.
func (l *lowerer) class() *frame {
	if f := l.frame(); f.kind == ofClass {
		return f
	}
	return nil
}

// within says what the code in hand runs on: an instance (ofMethod), a class (ofClass, ofClassMethod), or the file's own object.
func (l *lowerer) within() frameKind {
	for _, f := range slices.Backward(l.frames) {
		switch f.kind {
		case ofFile, ofClass:
			return f.kind
		case ofMethod, ofClassMethod:
			if l.inClass() {
				return f.kind
			}
			return ofFile
		}
	}
	return ofFile
}

func (l *lowerer) inClass() bool {
	return slices.ContainsFunc(l.frames, func(f *frame) bool { return f.kind == ofClass })
}

// isLocal says that an identifier is a variable here.
func (l *lowerer) isLocal(name string) bool {
	for _, f := range slices.Backward(l.frames) {
		if f.names[name] {
			return true
		}
		if f.kind != ofBlock && f.kind != ofPart {
			return false
		}
	}
	return false
}

// variable is a local variable by its name. Those of a file have a name of their own: methods do not see them, nor do other files.
func (l *lowerer) variable(n parse.Node, name string) program.Expr {
	for _, f := range slices.Backward(l.frames) {
		if f.names[name] && f.kind == ofFile {
			return l.name(n, name+"@"+l.file)
		}
		if f.names[name] {
			break
		}
	}
	return l.name(n, name)
}

// assigns makes name a local variable of the code in hand, and gives it as a target.
func (l *lowerer) assigns(n parse.Node, name string) program.Expr {
	if !l.isLocal(name) {
		l.newVariable(name)
	}
	x := l.variable(n, name)
	l.belongs(x.(*program.Name).ID, name)
	return x
}

// newVariable declares a variable in the innermost frame that has its own.
func (l *lowerer) newVariable(name string) {
	for i, f := range slices.Backward(l.frames) {
		if f.kind == ofPart {
			continue
		}
		f.names[name] = true
		if i < len(l.frames)-1 && f.kind != ofFile && f.kind != ofClass {
			if f.declares == nil {
				f.declares = make(map[string]bool)
			}
			f.declares[name] = true
		}
		return
	}
}

// belongs notes for blocks between the code in hand and the variable's own frame that it is not theirs.
func (l *lowerer) belongs(id, name string) {
	for i, f := range slices.Backward(l.frames) {
		if f.names[name] {
			scope := program.Outer
			if f.kind == ofFile {
				scope = program.Global
			}
			for _, inner := range l.frames[i+1:] {
				inner.outer(id, scope)
			}
			return
		}
	}
}

func (f *frame) outer(id string, scope program.Scope) {
	if f.locals == nil {
		f.locals = make(map[string]program.Scope)
	}
	f.locals[id] = scope
}

// global is a variable of the whole program.
func (l *lowerer) global(n parse.Node, name string) program.Expr {
	for _, f := range l.frames {
		if f.kind != ofFile && f.kind != ofClass {
			f.outer(name, program.Global)
		}
	}
	return l.name(n, name)
}

// field is @name or @@name: a member of what the code runs on. Those of the file's own object are variables of the program.
func (l *lowerer) field(n parse.Node) program.Expr {
	name := n.Text()
	switch l.within() {
	case ofFile:
		return l.global(n, name)
	case ofClass:
		return l.name(n, name)
	}
	return &program.Member{At: l.at(n), X: l.name(n, "self"), Name: name}
}

// classField is @@name as a target: it belongs to the class.
func (l *lowerer) classField(n parse.Node) program.Expr {
	if l.within() != ofMethod {
		return l.field(n)
	}
	class := &program.Call{At: l.at(n), Function: l.name(n, nameClass), Args: []program.Arg{{Value: l.name(n, "self")}}}
	return &program.Member{At: l.at(n), X: class, Name: n.Text()}
}

// prelude declares the variables that parts of expressions assign first.
func (l *lowerer) prelude(f *frame, at program.At) []program.Stmt {
	if len(f.declares) == 0 {
		return nil
	}
	a := &program.Assign{At: at, Declares: true}
	for _, name := range slices.Sorted(maps.Keys(f.declares)) {
		a.Targets = append(a.Targets, &program.Name{At: at, ID: name})
	}
	return []program.Stmt{a}
}

// isConstant says that a name is one of a constant: a class, a module, a value.
func isConstant(name string) bool {
	return name != "" && strings.ToUpper(name[:1]) == name[:1] && name[0] != '_' && name[0] >= 'A' && name[0] <= 'Z'
}
