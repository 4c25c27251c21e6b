package flow

import (
	"slices"
	"strconv"

	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/symbolic"
)

// indexed is X[Key].
func (r *run) indexed(s *scope, x *program.Index) value {
	v := r.eval(s, x.X)
	if cut, ok := x.Key.(*program.Slice); ok {
		return r.slice(s, v, cut)
	}
	return r.index(v, r.eval(s, x.Key), x.Span())
}

func (r *run) index(v, key value, place source.Span) value {
	var all value
	if len(v.text) > 0 {
		if n, ok := key.number(); ok {
			op := "slice:" + strconv.Itoa(n) + ":" + strconv.Itoa(n+1)
			if n == -1 {
				op = "slice:-1:"
			}
			all = textValue(operate(op, v.text))
		} else {
			all = data("a letter of a string")
		}
	}
	for _, t := range v.things {
		all = union(all, r.thingIndex(t, key, place))
	}
	return all
}

func (r *run) thingIndex(t thing, key value, place source.Span) value {
	switch t := t.(type) {
	case *dict:
		return r.entry(t, key)
	case *list:
		if n, ok := key.number(); ok {
			return t.at(n)
		}
		return t.any()
	case pieces:
		if n, ok := key.number(); ok {
			return t.at(n)
		}
		return data("a piece of a string")
	case event:
		return things(t.index(key))
	case object:
		return r.record(r.idioms.Index(t.of, given(key, 1)), place)
	case native:
		return r.nativeIndex(t, key, place)
	case *instance:
		if r.special.Fields && r.special.Index == "" {
			return r.fieldIndex(t, key, place)
		}
		if n, ok := key.number(); ok && r.attribute(t.of, r.special.Index, nil).empty() {
			return r.ordered(t, n)
		}
		return r.callMethod(t, r.special.Index, arguments{positional: []value{key}}, place)
	case *module:
		return r.moduleIndex(t, key, place)
	case *class:
		if own := r.attribute(t, r.special.Index, nil); slices.ContainsFunc(own.things, isWrapped) {
			return r.call(r.bindToClass(own, t, place), arguments{positional: []value{key}}, place)
		}
		return things(t) // type parameters
	case *function, foreign:
		return things(t)
	case overflow:
		return things(t)
	case constant, dressed:
		return value{}
	case plain:
		return things(t)
	}
	return data("an item of a value that is not followed")
}

func isWrapped(t thing) bool { _, ok := t.(wrapped); return ok }

func (r *run) moduleIndex(m *module, key value, place source.Span) value {
	if name, ok := key.known(); ok {
		return r.moduleMember(m, name, place)
	}
	var all value
	if r.special.Exports != "" {
		for _, t := range m.scope.vars[r.special.Exports].things {
			all = union(all, r.thingIndex(t, key, place))
		}
		return all
	}
	for _, name := range sortedNames(m.scope.vars) {
		all = union(all, m.scope.vars[name])
	}
	return all
}

func (r *run) nativeIndex(t native, key value, place source.Span) value {
	if t.Do != Environment {
		return things(t)
	}
	return r.variable(key)
}

// variable is an environment variable by name.
func (r *run) variable(name value) value {
	var all value
	for _, choice := range name.asText() {
		if text, ok := choice.Value.Known(); ok {
			all = union(all, textValue(symbolic.Certain(symbolic.Value{{Kind: symbolic.Env, Text: text}})))
		} else {
			all = union(all, textValue(symbolic.Any("an environment variable whose name is not known")))
		}
	}
	return all
}

func (e event) index(key value) event {
	if name, ok := key.known(); ok {
		return event{join(e.path, name)}
	}
	if len(key.text) > 0 || !isNumber(key) {
		return event{join(e.path, "*")}
	}
	return event{e.path + "[]"}
}

func isNumber(v value) bool {
	for _, t := range v.things {
		switch t.(type) {
		case digits, plain:
		default:
			return false
		}
	}
	return true
}

// at is the item at a position: one of those that may stand there.
func (l *list) at(n int) value {
	if n >= 0 && n < len(l.items) {
		return l.items[n]
	}
	if n < 0 && l.rest.empty() && len(l.items)+n >= 0 {
		return l.items[len(l.items)+n]
	}
	if n < 0 {
		return l.any()
	}
	return l.rest
}

func (p pieces) at(n int) value {
	op := p.op + ":" + strconv.Itoa(n)
	if p.limit != "" || p.op == "rsplit" {
		op += ":" + p.limit
	}
	if p.separator.empty() {
		return textValue(operate(op, p.of.asText()))
	}
	return textValue(operate(op, p.of.asText(), p.separator.asText()))
}

// items is what iterating over v gives.
func (r *run) items(v value, place source.Span) value {
	var all value
	if len(v.text) > 0 {
		all = data("a letter of a string")
	}
	for _, t := range v.things {
		all = union(all, r.thingItems(t, place))
	}
	return all
}

func (r *run) thingItems(t thing, place source.Span) value {
	switch t := t.(type) {
	case *list:
		return t.any()
	case *dict:
		if r.special.Pairs {
			return r.viewed(r.scopeInHand(), native{Native: Native{Do: Entries}}, things(t), place).things[0].(*list).any()
		}
		return r.keysOf(t)
	case pieces:
		return data("a piece of a string")
	case event:
		return things(event{t.path + "[]"})
	case object:
		return r.record(r.idioms.Iterate(t.of), place)
	case *instance:
		return r.iterated(t, place)
	case constant, dressed:
		return value{}
	case overflow:
		return things(t)
	case plain:
		return things(t)
	case foreign:
		r.outside(t)
	}
	return data("an item of a value that is not followed")
}

// iterated is what iterating over an instance gives: what its iterator holds, or what it gives next where it is its own.
func (r *run) iterated(i *instance, place source.Span) value {
	var all value
	for _, t := range r.callMethod(i, r.special.Iterate, arguments{}, place).things {
		if own, ok := t.(*instance); ok {
			if next := r.attribute(own.of, r.special.Next, nil); !next.empty() {
				all = union(all, r.call(r.bind(next, things(own), own.of, place), arguments{}, place))
			} else {
				all = union(all, own.held(), data("an item of an instance"))
			}
			continue
		}
		all = union(all, r.thingItems(t, place))
	}
	return all
}

// item is what taking v apart gives at a position.
func (r *run) item(v value, n int, target *program.List) value {
	if target.Tuple {
		return taken(v, n)
	}
	var all value
	if len(v.text) > 0 {
		all = data("a letter of a string")
	}
	for _, t := range v.things {
		switch t := t.(type) {
		case *list:
			all = union(all, t.at(n))
		case pieces:
			all = union(all, t.at(n))
		case *instance:
			if !r.attribute(t.of, r.special.Iterate, nil).empty() {
				all = union(all, r.thingItems(t, target.Span()))
			} else {
				all = union(all, r.ordered(t, n))
			}
		default:
			all = union(all, r.thingItems(t, target.Span()))
		}
	}
	return all
}

// slice is a part of a string or list.
func (r *run) slice(s *scope, v value, cut *program.Slice) value {
	from, to, step := r.eval(s, cut.From), r.eval(s, cut.To), r.eval(s, cut.Step)
	a, okA := sliceEnd(from)
	b, okB := sliceEnd(to)
	var all value
	if len(v.text) > 0 {
		if okA && okB && step.empty() {
			all = textValue(operate("slice:"+a+":"+b, v.text))
		} else {
			all = textValue(symbolic.Any("a part of a string whose ends are not known"))
		}
	}
	for _, t := range v.things {
		switch t.(type) {
		case *list, pieces:
			all = union(all, r.listOf(s, cut, nil, r.thingItems(t, cut.Span())))
		default:
			all = union(all, things(t))
		}
	}
	return all
}

// sliceEnd is an end of a slice as Operate spells it: "" where it is left out.
func sliceEnd(v value) (string, bool) {
	if v.empty() {
		return "", true
	}
	n, ok := v.number()
	return strconv.Itoa(n), ok
}
