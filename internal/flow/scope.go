package flow

import (
	"maps"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/program"
)

// scope holds the variables of a module, class or function run.
type scope struct {
	kind   scopeKind
	vars   map[string]value
	outer  *scope // where names are looked up that it does not hold
	locals map[string]program.Scope
	module *module
	// context tells runs of one function with other arguments apart.
	context int
	// fn is the function that runs, self what it is called on.
	fn   *function
	self value
	// class is whose body the scope is.
	class *class
	// types are what the language states of variables that have no value.
	types map[string]program.Expr
	// shared says that functions inside may see the variables, so that a change concerns their results.
	shared bool
	// trail notes for each branch that is open what its variables were before it, so that the other branch starts from there.
	trail []map[string]value
	// watched collects for each body that may fail anywhere every value that its variables had.
	watched []map[string]value
}

type scopeKind int

const (
	ofFunction scopeKind = iota
	ofModule
	ofClass
)

// lookup finds a variable in s and around it. Classes are seen from their own body only.
func (s *scope) lookup(name string) (value, bool) {
	for at := s; at != nil; at = at.outer {
		if at != s && at.kind == ofClass {
			continue
		}
		if v, ok := at.vars[name]; ok && !v.empty() {
			return v, true
		}
	}
	return value{}, false
}

// print is one string for what the variables of s have.
func (s *scope) print() string {
	var b strings.Builder
	for _, name := range sortedNames(s.vars) {
		b.WriteString(name + "=" + s.vars[name].key() + "\x00")
	}
	return b.String()
}

// declares says that a variable of the name is declared in s or around it, also where it has no value.
func (s *scope) declares(name string) bool {
	for at := s; at != nil; at = at.outer {
		if _, ok := at.vars[name]; ok {
			return true
		}
	}
	return false
}

// set gives a variable of s a value in place of its old one.
func (s *scope) set(name string, v value) {
	if n := len(s.trail); n > 0 {
		if _, noted := s.trail[n-1][name]; !noted {
			s.trail[n-1][name] = s.vars[name]
		}
	}
	s.vars[name] = v
	for _, seen := range s.watched {
		seen[name] = union(seen[name], v)
	}
}

// watch begins to collect the values that variables have; what it gives ends that.
func (s *scope) watch() (end func() map[string]value) {
	s.watched = append(s.watched, make(map[string]value))
	return func() map[string]value {
		last := len(s.watched) - 1
		seen := s.watched[last]
		s.watched = s.watched[:last]
		return seen
	}
}

// fork opens a branch.
func (s *scope) fork() { s.trail = append(s.trail, make(map[string]value)) }

// undo closes the branch: the variables are as they were, and what they were in the branch is returned.
func (s *scope) undo() map[string]value {
	before := s.trail[len(s.trail)-1]
	s.trail = s.trail[:len(s.trail)-1]
	after := make(map[string]value, len(before))
	for name, old := range before {
		after[name] = s.vars[name]
		s.vars[name] = old
	}
	return after
}

// merge makes the variables what they are in any of the branches, and tells which have changed by that.
func (s *scope) merge(branches []map[string]value) (changed []string) {
	if len(branches) == 0 {
		return nil
	}
	names := make(map[string]bool)
	for _, b := range branches {
		for name := range b {
			names[name] = true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		old := s.vars[name]
		alternatives := make([]value, len(branches))
		for i, b := range branches {
			if v, ok := b[name]; ok {
				alternatives[i] = v
			} else {
				alternatives[i] = old
			}
		}
		if now := union(alternatives...); !same(now, old) {
			s.set(name, now)
			changed = append(changed, name)
		}
	}
	return changed
}

// owner is the scope that an assignment of name in s goes to; weak says that it is not s's own, so that the value is added only.
func (s *scope) owner(name string) (owner *scope, weak bool) {
	switch s.locals[name] {
	case program.Global:
		return s.module.scope, true
	case program.Outer:
		for at := s.outer; at != nil; at = at.outer {
			if _, ok := at.vars[name]; ok && at.kind == ofFunction {
				return at, true
			}
		}
	}
	return s, false
}
