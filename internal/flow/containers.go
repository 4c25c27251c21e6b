package flow

import (
	"strconv"

	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/sdk"
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
		return r.callMethod(t, r.special.Index, arguments{positional: []value{key}}, place)
	case *module:
		return r.moduleIndex(t, key, place)
	case *class, *function, foreign: // type parameters
		return things(t)
	case overflow:
		return things(t)
	case constant:
		return value{}
	case plain:
		return things(t)
	}
	return data("an item of a value that is not followed")
}

func (r *run) moduleIndex(m *module, key value, place source.Span) value {
	if name, ok := key.known(); ok {
		return r.moduleMember(m, name, place)
	}
	var all value
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

// entry is what a dictionary has under a key.
func (r *run) entry(d *dict, key value) value {
	all := d.rest
	if d.open {
		all = union(all, data("an entry that is not known"))
	}
	for _, choice := range key.asText() {
		name, ok := choice.Value.Known()
		if !ok {
			return union(all, d.any())
		}
		if v, ok := d.get(name); ok {
			all = union(all, v)
		}
	}
	return all
}

// setEntry gives a dictionary an entry.
func (r *run) setEntry(d *dict, key, v value) {
	for _, choice := range key.asText() {
		name, ok := choice.Value.Known()
		if !ok {
			r.grow(&d.rest, v)
			d.keys = bounded(symbolic.Union(d.keys, symbolic.Set{choice}))
			continue
		}
		r.setNamed(d, entry{name, v, len(key.asText()) > 1})
	}
}

func (r *run) setNamed(d *dict, e entry) {
	sure := d.region == r.region && !e.maybe
	i, there := d.at[e.name]
	if !there {
		e.maybe = !sure
		d.add(e)
		r.version++
		return
	}
	old := &d.entries[i]
	if !sure {
		e.value = union(old.value, e.value)
	}
	if !same(old.value, e.value) {
		r.version++
		old.value = e.value
	}
	old.maybe = old.maybe && !sure
}

// spreadInto sets all entries of v in a dictionary.
func (r *run) spreadInto(d *dict, v value) {
	for _, t := range v.things {
		from, ok := t.(*dict)
		if !ok {
			if t != none {
				d.open = true
			}
			continue
		}
		for _, e := range from.entries {
			if len(v.things) > 1 {
				e.maybe = true
			}
			r.setNamed(d, e)
		}
		if !from.rest.empty() {
			r.grow(&d.rest, from.rest)
			d.keys = bounded(symbolic.Union(d.keys, from.keys))
		}
		d.open = d.open || from.open
	}
	if len(v.text) > 0 {
		d.open = true
	}
}

func (r *run) setIndex(v, key, to value) {
	for _, t := range v.things {
		switch t := t.(type) {
		case *dict:
			r.setEntry(t, key, to)
		case *list:
			r.grow(&t.rest, to)
		}
	}
}

func (r *run) mergeDicts(left, right value, x *program.Binary, s *scope) value {
	d := r.dictAt(s, x)
	r.spreadInto(d, left)
	r.spreadInto(d, right)
	return things(d)
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
		return r.keysOf(t)
	case pieces:
		return data("a piece of a string")
	case event:
		return things(event{t.path + "[]"})
	case object:
		return r.record(r.idioms.Iterate(t.of), place)
	case *instance:
		return r.iterated(t, place)
	case constant:
		return value{}
	case overflow:
		return things(t)
	case plain:
		return things(t)
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
				all = union(all, data("an item of an instance"))
			}
			continue
		}
		all = union(all, r.thingItems(t, place))
	}
	return all
}

func (r *run) keysOf(d *dict) value {
	var all value
	for _, e := range d.entries {
		all = union(all, literal(e.name))
	}
	all = union(all, textValue(d.keys))
	if d.open {
		all = union(all, data("a key that is not known"))
	}
	return all
}

// item is what taking v apart gives at a position.
func (r *run) item(v value, n int, target *program.List) value {
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

// maxGivenDepth is how deep values are looked into that are handed to an SDK.
const maxGivenDepth = 6

// given is v as an SDK sees it.
func given(v value, depth int) sdk.Given {
	g := sdk.Given{Text: v.text}
	for _, t := range v.things {
		giveThing(&g, t, depth)
	}
	return g
}

func giveThing(g *sdk.Given, t thing, depth int) {
	switch t := t.(type) {
	case constant:
		if t == none {
			g.None = true
			return
		}
		g.Text = symbolic.Union(g.Text, thingText(t))
	case object:
		g.Objects = append(g.Objects, t.of)
		g.Text = symbolic.Union(g.Text, thingText(t))
	case *dict:
		giveDict(g, t, depth)
	case *list:
		if depth < maxGivenDepth {
			if all := t.any(); !all.empty() {
				g.Items = append(g.Items, given(all, depth+1))
			}
		}
	case event, plain, digits, foreign:
		g.Text = symbolic.Union(g.Text, thingText(t))
	default:
		g.Unknown = "a value that is not followed"
	}
}

func giveDict(g *sdk.Given, d *dict, depth int) {
	g.Open = g.Open || d.open || depth >= maxGivenDepth
	if depth >= maxGivenDepth {
		return
	}
	for _, e := range d.entries {
		g.Fields = append(g.Fields, sdk.Field{Name: e.name, Value: given(e.value, depth+1), Maybe: e.maybe})
	}
	if !d.rest.empty() {
		g.Keys = symbolic.Union(g.Keys, d.keys)
		g.Values = append(g.Values, given(d.rest, depth+1))
	}
}
