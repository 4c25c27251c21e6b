package flow

import (
	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/symbolic"
)

// block runs statements in order; ended says that the path ends in it (return, raise).
func (r *run) block(s *scope, body []program.Stmt) (ended bool) {
	for _, stmt := range body {
		if !r.step(stmt.Span()) {
			return true
		}
		if r.statement(s, stmt) {
			return true
		}
	}
	return false
}

func (r *run) statement(s *scope, stmt program.Stmt) (ended bool) {
	switch stmt := stmt.(type) {
	case *program.Do:
		r.eval(s, stmt.X)
	case *program.Assign:
		r.assignStatement(s, stmt)
	case *program.Import:
		r.imports(s, stmt)
	case *program.If:
		return r.branch(s, stmt)
	case *program.Loop:
		return r.loop(s, stmt)
	case *program.With:
		return r.with(s, stmt)
	case *program.Try:
		return r.try(s, stmt)
	case *program.Return:
		return r.returns(s, stmt)
	case *program.Raise:
		r.eval(s, stmt.Value)
		return true
	}
	return false
}

func (r *run) returns(s *scope, stmt *program.Return) bool {
	result := things(none)
	if stmt.Value != nil {
		result = r.eval(s, stmt.Value)
	}
	if stmt.Through {
		r.leaves(s, result)
	} else if f := r.frame(); f != nil {
		f.result = union(f.result, result)
	}
	return true
}

func (r *run) assignStatement(s *scope, stmt *program.Assign) {
	if stmt.Value == nil {
		s.declare(stmt)
		return
	}
	if c, ok := stmt.Value.(*program.Class); ok && c.Opens && r.reopen(s, stmt.Targets[0], c) {
		return
	}
	v := r.stated(s, r.eval(s, stmt.Value), stmt.Type)
	if v.empty() && r.special.Zeros {
		s.declare(stmt)
	}
	for _, target := range stmt.Targets {
		if stmt.Also {
			v = union(s.also(target), v)
		}
		if stmt.Declares {
			r.declared(s, target)
		}
		r.assign(s, target, v)
	}
}

// assign gives v to a target.
func (r *run) assign(s *scope, target program.Expr, v value) {
	switch target := target.(type) {
	case *program.Name:
		if !r.special.Declared || !r.putOutside(s, target, v) {
			r.put(s, target.ID, v)
		}
	case *program.Member:
		r.setMember(r.owned(s, target.X, r.eval(s, target.X)), target.Name, v, target.Span())
	case *program.Index:
		if len(r.special.Adding) > 0 {
			r.prepare(s, target.X, 2)
		}
		r.setIndex(r.eval(s, target.X), r.eval(s, target.Key), v)
	case *program.Spread:
		r.assign(s, target.X, v)
	case *program.Dict:
		r.takeApart(s, target, v)
	case *program.Assigned:
		r.assign(s, target.Target, r.orDefault(s, v, target.Value))
	case *program.List:
		for i, item := range target.Items {
			if spread, ok := item.(*program.Spread); ok {
				r.assign(s, spread.X, r.listOf(s, spread, nil, r.items(v, target.Span())))
			} else {
				r.assign(s, item, r.item(v, i, target))
			}
		}
	}
}

// branch runs the cases whose test may hold, each from the same start, and joins them.
func (r *run) branch(s *scope, stmt *program.If) (ended bool) {
	var outcomes []map[string]value
	open := true // the path on which no case was taken goes on
	for _, c := range stmt.Cases {
		holds := symbolic.Yes
		if c.Test != nil {
			holds = r.truth(r.eval(s, c.Test))
		}
		if holds == symbolic.No {
			continue
		}
		if holds == symbolic.Yes && len(outcomes) == 0 && open && !ended {
			return r.block(s, c.Body)
		}
		changes, left := r.fork(s, c.Body)
		if left {
			ended = true
		} else {
			outcomes = append(outcomes, changes)
		}
		if holds == symbolic.Yes {
			open = false
			break
		}
	}
	if open {
		outcomes = append(outcomes, nil)
	}
	s.merge(outcomes)
	return len(outcomes) == 0
}

// fork runs a body as a branch: the variables are as before, and what they were at its end is returned.
func (r *run) fork(s *scope, body []program.Stmt) (changes map[string]value, ended bool) {
	s.fork()
	r.within(func() { ended = r.block(s, body) })
	return s.undo(), ended
}

// loop runs the body until nothing changes any more, or for a few rounds; then what still changes may be anything.
func (r *run) loop(s *scope, stmt *program.Loop) (ended bool) {
	var items value
	if stmt.Over != nil {
		over := r.eval(s, stmt.Over)
		if each, ok := exactItems(over); ok {
			r.unroll(s, stmt, each)
			return r.block(s, stmt.Else)
		}
		items = r.items(over, stmt.Over.Span())
		if items.empty() {
			return r.block(s, stmt.Else)
		}
	}
	for round := range maxRounds {
		if stmt.Test != nil && r.truth(r.eval(s, stmt.Test)) == symbolic.No {
			break
		}
		s.fork()
		if stmt.Target != nil {
			r.assign(s, stmt.Target, items)
		}
		r.within(func() { r.block(s, stmt.Body) })
		changed := s.merge([]map[string]value{nil, s.undo()})
		if len(changed) == 0 || r.spent {
			break
		}
		if round == maxRounds-1 {
			r.widen(s, changed)
		}
	}
	return r.block(s, stmt.Else)
}

// maxUnrolled is how many items of a list that is known a loop takes one by one.
const maxUnrolled = 12

// exactItems are the items of a list that is certainly this one.
func exactItems(v value) ([]value, bool) {
	l, ok := onlyList(v)
	if !ok || !l.rest.empty() || len(l.items) == 0 || len(l.items) > maxUnrolled {
		return nil, false
	}
	return l.items, true
}

// unroll runs the body for one item after the other. Each round may be the one that breaks off.
func (r *run) unroll(s *scope, stmt *program.Loop, items []value) {
	context := s.context
	for i, item := range items {
		s.fork()
		s.context = r.roundContext(context, stmt.Span(), i)
		r.assign(s, stmt.Target, item)
		r.within(func() { r.block(s, stmt.Body) })
		s.merge([]map[string]value{nil, s.undo()})
	}
	s.context = context
}

// widen lets variables be any string that are strings and still change.
func (r *run) widen(s *scope, names []string) {
	for _, name := range names {
		if v := s.vars[name]; len(v.text) > 1 {
			s.set(name, union(v, textValue(symbolic.Any("it changes in a loop"))))
		}
	}
}

func (r *run) with(s *scope, stmt *program.With) bool {
	entered := r.entered(r.eval(s, stmt.Context), stmt)
	if stmt.Target != nil {
		r.assign(s, stmt.Target, entered)
	}
	return r.block(s, stmt.Body)
}

// entered is what "with v" gives.
func (r *run) entered(v value, stmt *program.With) value {
	var all value
	for _, t := range v.things {
		switch t := t.(type) {
		case object:
			all = union(all, r.record(r.idioms.Enter(t.of), stmt.Context.Span()))
		case *instance:
			given := r.callMethod(t, r.special.Enter, arguments{}, stmt.Context.Span())
			all = union(all, given)
		case *list: // a generator that was made something to enter
			all = union(all, t.any())
		case foreign:
			r.outside(t)
			all = union(all, things(t))
		default:
			all = union(all, things(t))
		}
	}
	return union(all, textValue(v.text))
}

// try runs the body, then each handler as if the body had failed somewhere, and what follows.
func (r *run) try(s *scope, stmt *program.Try) (ended bool) {
	region := r.region
	s.fork()
	watched := s.watch()
	left := r.block(s, stmt.Body)
	r.region = region
	anywhere := watched()
	after := s.undo()
	var outcomes []map[string]value
	s.fork()
	s.merge([]map[string]value{after})
	if !left {
		left = r.block(s, stmt.Else)
	}
	if changes := s.undo(); !left {
		outcomes = append(outcomes, changes)
	}
	for _, h := range stmt.Handlers {
		if changes, left := r.handler(s, h, anywhere); !left {
			outcomes = append(outcomes, changes)
		}
	}
	if len(outcomes) == 0 {
		r.block(s, stmt.Finally)
		return true
	}
	s.merge(outcomes)
	return r.block(s, stmt.Finally)
}

// handler runs one handler from any point of the body: each variable is what it was before or had anywhere in the body.
func (r *run) handler(s *scope, h program.Handler, anywhere map[string]value) (changes map[string]value, ended bool) {
	s.fork()
	s.merge([]map[string]value{nil, anywhere})
	r.within(func() {
		if h.Types != nil {
			r.eval(s, h.Types)
		}
		if h.Name != nil {
			r.assign(s, h.Name, data("an error"))
		}
		ended = r.block(s, h.Body)
	})
	return s.undo(), ended
}
