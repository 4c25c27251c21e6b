package javascript

import (
	"maps"
	"slices"
	"strconv"

	"github.com/parebot/pare/internal/program"
)

func itoa(n int) string { return strconv.Itoa(n) }

// scope is what the lowering knows of the names of one function, or of the module.
type scope struct {
	outer    *scope
	function *program.Function // nil of the module
	declared map[string]bool
	assigned map[string]bool // names that are given a value without being declared here, as far as that is known yet
	inner    []*scope
	// waits says that yield waits for a promise: a generator that a library or a compiler made of an asynchronous function.
	waits bool
}

// open begins a function.
func (l *lowerer) open(f *program.Function) {
	s := &scope{outer: l.scope, function: f, declared: make(map[string]bool)}
	if l.scope != nil {
		l.scope.inner = append(l.scope.inner, s)
	}
	l.scope = s
}

// close ends the function. With the module's end it is known where each name is declared that a function assigns.
func (l *lowerer) close() {
	s := l.scope
	l.scope = s.outer
	if s.outer == nil {
		s.settle()
		found := make(map[string]bool)
		s.globals(found)
		l.globals = slices.Sorted(maps.Keys(found))
	}
}

func (l *lowerer) declare(name string) { l.scope.declared[name] = true }

// assigns notes that a name is given a value which may be declared further out.
func (l *lowerer) assigns(name string) {
	if l.scope.assigned == nil {
		l.scope.assigned = make(map[string]bool)
	}
	l.scope.assigned[name] = true
}

// globals are the names that are given a value in the module and declared nowhere.
func (s *scope) globals(found map[string]bool) {
	for name := range s.assigned {
		declared := false
		for at := s; at != nil && !declared; at = at.outer {
			declared = at.declared[name]
		}
		if !declared && name != aliasName {
			found[name] = true
		}
	}
	for _, inner := range s.inner {
		inner.globals(found)
	}
}

// settle says for the names that a function assigns to which scope they belong.
func (s *scope) settle() {
	for name := range s.assigned {
		if s.function == nil || s.declared[name] {
			continue
		}
		if s.function.Locals == nil {
			s.function.Locals = make(map[string]program.Scope)
		}
		s.function.Locals[name] = program.Global
		for at := s.outer; at != nil && at.function != nil; at = at.outer {
			if at.declared[name] {
				s.function.Locals[name] = program.Outer
				break
			}
		}
	}
	for _, inner := range s.inner {
		inner.settle()
	}
}
