package flow

import (
	"slices"

	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/source"
)

// blocks is the natives that call a function among their arguments, wherever it stands there, with what they are called on.
func (r *run) blocks(s *scope, n native, first value, args arguments, place source.Span) value {
	fn, others := functionAmong(args)
	switch n.Do {
	case Tap:
		r.call(fn, arguments{positional: []value{first}}, place)
		return first
	case Then:
		given := []value{first}
		if n.receiver == nil {
			given = slices.DeleteFunc(slices.Clone(args.positional), holdsFunction)
		}
		return r.call(fn, arguments{positional: given}, place)
	case Rescue:
		return union(first, r.call(fn, arguments{positional: []value{data("an error")}}, place))
	case Dig:
		for _, key := range args.positional[min(1, len(args.positional)):] {
			first = r.index(first, key, place)
		}
		return first
	case JoinedBy:
		return r.joined(others, arguments{positional: []value{{}, first}}, place)
	}
	if fn.empty() {
		if n.Op == "element" { // a queue's peek has the name of a stream's
			return r.element(first, place)
		}
		return first
	}
	if n.Op == "index" {
		others = data("a number")
	}
	results := r.eachItem(s, n, first, fn, others, place)
	switch n.Do {
	case Each:
		if n.Op == "second" { // each_with_object
			return others
		}
		return first
	case Find:
		return union(r.items(first, place), things(none))
	case Select:
		return r.selected(s, first, place)
	case Reduce:
		return union(results.any(), others)
	case FlatMap:
		return r.listAt(s, place, nil, r.items(results.any(), place))
	}
	return things(results)
}

// functionAmong is the function among the arguments behind the first, and the others.
func functionAmong(args arguments) (fn, others value) {
	for _, v := range args.positional[min(1, len(args.positional)):] {
		if holdsFunction(v) {
			fn = union(fn, v)
		} else {
			others = union(others, v)
		}
	}
	if fn.empty() && len(args.positional) > 1 && holdsOthersFunction(args.positional[1]) {
		return args.positional[1], value{}
	}
	for _, e := range args.named {
		if holdsFunction(e.value) {
			fn = union(fn, e.value)
		}
	}
	return fn, others
}

// holdsOthersFunction says that v may be a function that is not in the repository, or one of the SDK's.
func holdsOthersFunction(v value) bool {
	for _, t := range v.things {
		switch t.(type) {
		case foreign, object:
			return true
		}
	}
	return false
}

func holdsFunction(v value) bool {
	for _, t := range v.things {
		switch t.(type) {
		case *function, *bound, native, *class:
			return true
		}
	}
	return false
}

// eachItem calls fn with each item of v: one by one where v is a list that is known, else with all at once. A dictionary's items are its
// keys with their values.
func (r *run) eachItem(s *scope, n native, v, fn, second value, place source.Span) *list {
	call := func(item value) value {
		args := arguments{positional: []value{item}}
		switch {
		case n.Do == Reduce && second.empty():
			args.positional = []value{item, item}
		case n.Do == Reduce:
			args.positional = []value{second, item}
		case !second.empty():
			args.positional = []value{item, second}
		}
		return r.call(fn, args, place)
	}
	if each, ok := exactItems(v); ok {
		results := make([]value, len(each))
		for i, item := range each {
			results[i] = call(item)
		}
		return r.listAt(s, place, results, value{}).things[0].(*list)
	}
	var all value
	rest := value{text: v.text}
	for _, t := range v.things {
		d, ok := t.(*dict)
		if !ok {
			rest = union(rest, things(t))
			continue
		}
		if n.Op == "values" {
			if v := union(d.any(), openEntry(d)); !v.empty() {
				all = union(all, call(v))
			}
			continue
		}
		for _, e := range d.entries {
			all = union(all, call(r.listAt(s, pairPlace(place, e.name), []value{literal(e.name), e.value}, value{})))
		}
		if !d.rest.empty() || d.open {
			all = union(all, call(r.listAt(s, inside(place), []value{otherKeys(d), union(d.rest, openEntry(d))}, value{})))
		}
	}
	if items := r.items(rest, place); !items.empty() {
		all = union(all, call(items))
	}
	return r.listAt(s, place, nil, all).things[0].(*list)
}

// selected is some of the items of a list, or a dictionary with some of its entries.
func (r *run) selected(s *scope, v value, place source.Span) value {
	kept, rest := value{}, value{text: v.text}
	for _, t := range v.things {
		if _, ok := t.(*dict); ok {
			kept = union(kept, things(t))
		} else {
			rest = union(rest, things(t))
		}
	}
	if rest.empty() {
		return kept
	}
	return union(kept, r.listAt(s, place, nil, r.items(rest, place)))
}

func openEntry(d *dict) value {
	if d.open {
		return data("an entry that is not known")
	}
	return value{}
}

// otherKeys is what a dictionary has beside the keys that are known.
func otherKeys(d *dict) value { return union(data("a key that is not known"), d.objects) }

// pairPlace is a place of its own for what is made of one entry.
func pairPlace(place source.Span, name string) source.Span {
	place.File += "\x00" + name
	return place
}

// apart takes the one list apart that a block is given which takes several.
func (r *run) apart(f *function, args arguments) arguments {
	takes := 0
	for _, p := range f.code.Params {
		if !p.Named && p.Rest == program.One {
			takes++
		}
	}
	if !f.code.Block || takes < 2 || len(args.positional) == 0 || args.spread {
		return args
	}
	l, ok := onlyList(args.positional[0])
	if ok && len(args.positional) == 1 {
		args.positional, args.rest, args.spread = l.items, l.rest, !l.rest.empty()
		return args
	}
	if len(args.positional) == 1 && len(args.positional[0].things) > 0 {
		if event, ok := args.positional[0].things[0].(event); ok && len(args.positional[0].things) == 1 { // a pair of it
			args.positional = []value{things(event), things(event)}
		}
	}
	return args
}

// folded puts named arguments that a function does not take into a dictionary that is given by position; where it takes names only, a
// dictionary that is given by position is taken for these.
func (r *run) folded(s *scope, f *function, args arguments) arguments {
	positions, names := 0, false
	taken := make(map[string]bool)
	for _, p := range f.code.Params {
		switch {
		case p.Rest == program.Named:
			return args
		case p.Rest == program.Many:
			positions = len(args.positional) + 1
		case p.Named:
			taken[p.Name] = true
			names = names || p.Name[0] != '&'
		default:
			positions++
		}
	}
	var kept, others []entry
	for _, e := range args.named {
		if taken[e.name] {
			kept = append(kept, e)
		} else {
			others = append(others, e)
		}
	}
	switch {
	case (len(others) > 0 || args.open && !names) && positions > len(args.positional):
		d := r.make(s, "folded", f.code.Span(), newDict).(*dict)
		d.clear(r.region)
		d.open = args.open
		for _, e := range others {
			if e.name[0] != '&' {
				d.add(e)
			}
		}
		args.positional = append(args.positional[:len(args.positional):len(args.positional)], things(d))
		args.named, args.open = kept, false
		r.version++
	case names && len(args.positional) > positions:
		r.spreadNamed(&args, args.positional[len(args.positional)-1], f.code.Span())
		args.positional = args.positional[:len(args.positional)-1]
	}
	return args
}

// leaves gives the value of a return to the function that it leaves: the nearest around the blocks that it stands in.
func (r *run) leaves(s *scope, result value) {
	at := s
	for at != nil && (at.fn == nil || at.fn.code.Block) {
		at = at.outer
	}
	for i := len(r.frames) - 1; i >= 0 && at != nil; i-- {
		if r.frames[i].scope == at {
			r.frames[i].result = union(r.frames[i].result, result)
			return
		}
	}
}

// feed calls the functions among arguments with what the SDK gives them.
func (r *run) feed(objects []*sdk.Object, args arguments, place source.Span) {
	if len(objects) == 0 {
		return
	}
	var items value
	for _, o := range objects {
		items = union(items, things(objectOf(o)))
	}
	for _, v := range args.all() {
		if holdsFunction(v) {
			r.call(v, arguments{positional: []value{items}}, place)
		}
	}
}
