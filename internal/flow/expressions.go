package flow

import (
	"path"

	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/symbolic"
)

// eval gives everything that an expression may be. A nil expression gives nothing.
func (r *run) eval(s *scope, x program.Expr) value {
	if x == nil || !r.step(x.Span()) {
		return value{}
	}
	switch x := x.(type) {
	case *program.Name:
		return r.name(s, x)
	case *program.Text:
		return literal(x.Value)
	case *program.Constant:
		return constantOf(x)
	case *program.Build:
		return r.build(s, x)
	case *program.Member:
		return r.member(r.eval(s, x.X), x.Name, x.Span())
	case *program.Index:
		return r.indexed(s, x)
	case *program.Call:
		return r.callExpr(s, x)
	case *program.Function:
		return r.closure(s, x)
	case *program.Class:
		return r.classOf(s, x)
	}
	return r.evalRest(s, x)
}

// evalRest is eval for the rarer expressions.
func (r *run) evalRest(s *scope, x program.Expr) value {
	switch x := x.(type) {
	case *program.Binary:
		return r.binary(r.eval(s, x.Left), r.eval(s, x.Right), x, s)
	case *program.Either:
		return r.either(s, x)
	case *program.Not:
		return answer(opposite(r.truth(r.eval(s, x.Operand))))
	case *program.Conditional:
		return r.conditional(s, x)
	case *program.List:
		return r.listLiteral(s, x)
	case *program.Dict:
		return r.dictLiteral(s, x)
	case *program.Collect:
		return r.collect(s, x)
	case *program.Assigned:
		v := r.eval(s, x.Value)
		r.assign(s, x.Target, v)
		return v
	case *program.Filled:
		return r.filledIn(s, x)
	case *program.Thrown:
		r.eval(s, x.X)
		return value{}
	case *program.Stated:
		return r.stated(s, r.eval(s, x.X), x.Type)
	case *program.Yield:
		return r.yields(s, x)
	case *program.Spread:
		return r.items(r.eval(s, x.X), x.Span())
	case *program.Sequence:
		r.evalAll(s, x.Parts)
		return data("an expression that is not followed")
	case *program.Opaque:
		r.missing("", x.Span(), x.Reason)
		r.evalAll(s, x.Parts)
		return data(x.Reason)
	}
	return value{}
}

func (r *run) evalAll(s *scope, parts []program.Expr) {
	for _, part := range parts {
		r.eval(s, part)
	}
}

func (r *run) name(s *scope, x *program.Name) value {
	var inherited value
	if r.special.Receivers {
		v, ok := r.implied(s, x)
		if ok {
			return v
		}
		inherited = v // of a base that is not in the repository, unless something else has the name
	}
	if v, ok := s.lookup(x.ID); ok {
		return r.resolved(v, x.Span())
	}
	if v := r.statedVariable(s, x.ID); !v.empty() {
		return v
	}
	if r.special.Zeros && s.declares(x.ID) {
		return data("a variable that nothing which is seen sets")
	}
	if s.module != nil {
		if text, ok := r.lang.Variables(s.module.name)[x.ID]; ok {
			if file := s.module.name.File; r.rooted && (text == file || text == path.Dir(file)) {
				text = "/" + text
			}
			return literal(text)
		}
	}
	if s.module != nil && len(s.module.lazy) > 0 {
		if v := r.awaited(s.module, x); !v.empty() {
			return v
		}
	}
	if n, ok := r.lang.Builtin(x.ID); ok {
		if n.Do == Library {
			return r.external(n.Op)
		}
		return things(native{Native: n})
	}
	if v := r.ambient(s, x); !v.empty() {
		return v
	}
	if r.special.Unset != nil && inherited.empty() {
		return textValue(r.special.Unset(x.ID))
	}
	if v := r.methodOfReceiver(s, x); !v.empty() {
		return v
	}
	if v := r.global(x.ID); !v.empty() {
		return v
	}
	return inherited
}

func constantOf(x *program.Constant) value {
	switch {
	case x.Kind == program.None:
		return things(none)
	case x.Kind == program.True:
		return things(yes)
	case x.Kind == program.False:
		return things(no)
	case x.Digits != "":
		return things(digits{atoi(x.Digits)})
	}
	return data("a number")
}

func (r *run) build(s *scope, x *program.Build) value {
	sets := make([]symbolic.Set, len(x.Parts))
	for i, part := range x.Parts {
		if sets[i] = r.eval(s, part).asText(); len(sets[i]) == 0 {
			sets[i] = symbolic.Any("a part of the string is not known")
		}
	}
	return textValue(symbolic.Join(sets...))
}

func (r *run) either(s *scope, x *program.Either) value {
	left := r.eval(s, x.Left)
	holds := r.truth(left)
	if holds == symbolic.Yes && x.Op == "or" || holds == symbolic.No && x.Op == "and" {
		return left
	}
	if holds != symbolic.May {
		return r.eval(s, x.Right)
	}
	right := r.perhaps(s, x.Right)
	if x.Op == "or" {
		left = without(left, false)
		right = otherwise(left, right)
	}
	return union(left, right)
}

// otherwise says of texts that stand in for an environment variable that they do so only where it is not set.
func otherwise(left, right value) value {
	if len(right.text) == 0 || len(left.text) != 1 || len(left.text[0].Value) != 1 || left.text[0].Value[0].Kind != symbolic.Env {
		return right
	}
	unset := symbolic.Set{{When: []symbolic.Condition{symbolic.Unset(left.text[0].Value[0].Text)}}}
	return value{text: symbolic.Join(unset, right.text), things: right.things}
}

// perhaps is an expression that is evaluated in some cases only: what it assigns is added.
func (r *run) perhaps(s *scope, x program.Expr) (v value) {
	s.fork()
	r.within(func() { v = r.eval(s, x) })
	s.merge([]map[string]value{nil, s.undo()})
	return v
}

// without leaves out of v what is certainly not true.
func without(v value, truthful bool) value {
	kept := value{}
	for _, choice := range v.text {
		if text, ok := choice.Value.Known(); !ok || text != "" {
			kept.text = append(kept.text, choice)
		}
	}
	for _, t := range v.things {
		if t != none && t != no {
			kept.things = append(kept.things, t)
		}
	}
	return kept
}

func (r *run) conditional(s *scope, x *program.Conditional) value {
	switch r.truth(r.eval(s, x.Test)) {
	case symbolic.Yes:
		return r.eval(s, x.Then)
	case symbolic.No:
		return r.eval(s, x.Else)
	}
	var then, otherwise value
	var outcomes [2]map[string]value
	for i, branch := range []struct {
		of   program.Expr
		into *value
	}{{x.Then, &then}, {x.Else, &otherwise}} {
		s.fork()
		r.within(func() { *branch.into = r.eval(s, branch.of) })
		outcomes[i] = s.undo()
	}
	s.merge(outcomes[:])
	return union(then, otherwise)
}

func (r *run) yields(s *scope, x *program.Yield) value {
	v := r.eval(s, x.Value)
	if x.From {
		v = r.items(v, x.Span())
	}
	if f := r.frame(); f != nil {
		f.yielded = union(f.yielded, v, things(none))
	}
	return data("a value that was sent to a generator")
}

// collect runs a comprehension: item by item where it goes through one list that is known, else once with all items at each name.
func (r *run) collect(s *scope, x *program.Collect) value {
	inner := &scope{kind: ofFunction, vars: make(map[string]value), outer: s, module: s.module, context: s.context}
	var items []value
	d := (*dict)(nil)
	if x.Key != nil {
		d = r.dictAt(s, x)
	}
	add := func() {
		if d != nil {
			r.setEntry(d, r.eval(inner, x.Key), r.eval(inner, x.Value))
		} else {
			items = append(items, r.eval(inner, x.Value))
		}
	}
	exact := r.eachRound(inner, x, add)
	switch {
	case d != nil:
		return things(d)
	case exact:
		return r.listOf(s, x, items, value{})
	}
	return r.listOf(s, x, nil, union(items...))
}

// eachRound runs add for each round of a comprehension; exact says that these are the rounds that there are.
func (r *run) eachRound(inner *scope, x *program.Collect, add func()) (exact bool) {
	if len(x.Clauses) == 1 && len(x.Clauses[0].Tests) == 0 {
		if each, ok := exactItems(r.eval(inner, x.Clauses[0].Over)); ok {
			context := inner.context
			for i, item := range each {
				inner.context = r.roundContext(context, x.Span(), i)
				r.assign(inner, x.Clauses[0].Target, item)
				add()
			}
			return true
		}
	}
	for _, c := range x.Clauses {
		r.assign(inner, c.Target, r.items(r.eval(inner, c.Over), x.Span()))
		r.evalAll(inner, c.Tests)
	}
	r.within(add)
	return false
}

func (r *run) listLiteral(s *scope, x *program.List) value {
	var items []value
	var rest value
	spread := false
	for _, item := range x.Items {
		v := r.eval(s, item)
		if _, ok := item.(*program.Spread); ok {
			spread = true
		}
		if spread {
			rest = union(rest, v)
		} else {
			items = append(items, v)
		}
	}
	made := r.listOf(s, x, items, rest)
	made.things[0].(*list).tuple = x.Tuple
	return made
}

// listOf is the list that is made at x, now with these items.
func (r *run) listOf(s *scope, x program.Expr, items []value, rest value) value {
	return r.listAt(s, x.Span(), items, rest)
}

func (r *run) listAt(s *scope, place source.Span, items []value, rest value) value {
	l := r.make(s, "list", place, func(id int) thing { return &list{id: id} }).(*list)
	if now := (&list{items: items, rest: rest}); !same(now.any(), l.any()) || len(items) != len(l.items) {
		r.version++
	}
	l.items, l.rest = items, rest
	return things(l)
}

func (r *run) dictAt(s *scope, x program.Expr) *dict {
	d := r.make(s, "dict", x.Span(), newDict).(*dict)
	d.clear(r.region)
	r.version++
	return d
}

func (r *run) dictLiteral(s *scope, x *program.Dict) value {
	keys, values := make([]value, len(x.Entries)), make([]value, len(x.Entries))
	for i, e := range x.Entries {
		keys[i], values[i] = r.eval(s, e.Key), r.eval(s, e.Value)
	}
	if made := r.literalOf(s, x, keys, values); !made.empty() || r.special.Zeros && x.Type != nil && len(values) == 0 {
		return made
	}
	before, was := r.version, r.madeBefore(s, x)
	d := r.dictAt(s, x)
	for i, e := range x.Entries {
		if e.Key == nil {
			r.spreadInto(d, values[i])
		} else {
			r.setEntry(d, keys[i], values[i])
		}
	}
	if was == nil || was.equals(d) { // nothing that has run can depend on what it is now
		r.version = before
	}
	r.givenAway(s, x, values)
	return things(d)
}

// givenAway notes the functions in a record of a type whose code is not in the repository: that code may call them (a command's action, a hook).
func (r *run) givenAway(s *scope, x *program.Dict, values []value) {
	if x.Type == nil {
		return
	}
	for _, t := range r.eval(s, x.Type).things {
		switch t.(type) {
		case foreign, native: // a pool's New is one of the language's own
			for _, v := range values {
				r.escape(v)
			}
		}
	}
}

// madeBefore is what the dictionary that is made at x was before, nil if this is the first time.
func (r *run) madeBefore(s *scope, x *program.Dict) *dict {
	t, ok := r.made[site{x.Span(), "dict", s.context}]
	if !ok {
		return nil
	}
	was := *t.(*dict)
	return &was
}

// equals says that two dictionaries hold the same.
func (d *dict) equals(other *dict) bool {
	if len(d.entries) != len(other.entries) || d.open != other.open || len(d.keys) != len(other.keys) || !same(d.rest, other.rest) || !same(d.objects, other.objects) {
		return false
	}
	for i, e := range d.entries {
		o := other.entries[i]
		if e.name != o.name || e.maybe != o.maybe || !same(e.value, o.value) {
			return false
		}
	}
	return true
}
