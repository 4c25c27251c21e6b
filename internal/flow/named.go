package flow

import (
	"strings"

	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/symbolic"
)

// byName is the natives of languages in which classes and functions may be given by their names, and lists and maps are one kind of value.
func (r *run) byName(s *scope, n native, first value, args arguments, place source.Span) value {
	switch n.Do {
	case Named:
		return r.ofName(s, n.Op, first, place)
	case Rounds:
		return r.roundsOf(s, n.Op, first, place)
	case Applied:
		var inner arguments
		if given, ok := args.at(1, ""); ok {
			r.spreadPositional(&inner, given, place)
		}
		return r.call(first, inner, place)
	case Packed:
		packed := r.listAt(s, place, args.positional[min(2, len(args.positional)):], args.rest)
		name, _ := args.at(1, "")
		return r.call(first, arguments{positional: []value{name, packed}}, place)
	}
	return r.together(s, args, place)
}

// ofName is the class or function that a text names; what is none is itself. A pair is an object or a class with the name of its method.
func (r *run) ofName(s *scope, kind string, v value, place source.Span) value {
	var all value
	for _, choice := range v.text {
		text, ok := choice.Value.Known()
		if !ok {
			r.missing("", place, "the name of a "+kind+" that is used here is not known")
			all = union(all, data("a "+kind+" whose name is not known"))
			continue
		}
		all = union(all, r.namedText(s, kind, text, place))
	}
	for _, t := range v.things {
		if l, ok := t.(*list); ok && kind == "function" && len(l.items) == 2 {
			all = union(all, r.pairNamed(s, l, place))
			continue
		}
		if e, ok := t.(event); ok {
			r.missing("", place, "the name of a "+kind+" that is used here is not known")
			t = e
		}
		all = union(all, things(t))
	}
	return all
}

func (r *run) namedText(s *scope, kind, text string, place source.Span) value {
	at := program.At{Place: place}
	if kind == "class" && strings.Contains(text, "::") { // a class in another
		steps := strings.Split(strings.TrimPrefix(text, "::"), "::")
		v := r.name(s, &program.Name{At: at, ID: steps[0]})
		for _, step := range steps[1:] {
			v = r.member(v, step, place)
		}
		return v
	}
	if class, method, ok := strings.Cut(text, "::"); ok && kind == "function" {
		return r.member(r.namedText(s, "class", class, place), method+program.Method, place)
	}
	if kind == "function" {
		text = text[strings.LastIndexByte(text, '\\')+1:] + program.Method
	}
	return r.name(s, &program.Name{At: at, ID: strings.TrimPrefix(text, `\`)})
}

func (r *run) pairNamed(s *scope, l *list, place source.Span) value {
	of := r.ofName(s, "class", l.items[0], place)
	if l.items[1].empty() {
		return value{}
	}
	suffixed := symbolic.Join(l.items[1].asText(), symbolic.Certain(symbolic.Text(program.Method)))
	return r.memberByName(of, arguments{positional: []value{of, textValue(suffixed)}}, place)
}

// extracted makes variables of the entries of a dictionary.
func (r *run) extracted(s *scope, sign string, of value) value {
	for _, t := range of.things {
		d, ok := t.(*dict)
		if !ok {
			continue
		}
		for _, e := range d.entries {
			v := e.value
			if len(of.things) > 1 || e.maybe {
				v = union(s.vars[sign+e.name], v)
			}
			r.put(s, sign+e.name, v)
		}
	}
	return data("how many variables there are")
}

// roundsOf is what a loop goes through: the values of a map, or pairs of a key and a value.
func (r *run) roundsOf(s *scope, op string, v value, place source.Span) value {
	if len(v.things) != 1 || len(v.text) > 0 {
		return r.loosely(s, op, v, place)
	}
	keys, values, rest, others := []value{}, []value{}, value{}, data("a key that is not known")
	switch t := v.things[0].(type) {
	case *dict:
		for _, e := range t.entries {
			keys, values = append(keys, literal(e.name)), append(values, e.value)
		}
		rest, others = union(t.rest, openEntry(t)), otherKeys(t)
	case *list:
		for i := range t.items {
			keys = append(keys, things(digits{i}))
		}
		values, rest = t.items, t.rest
	default:
		return r.loosely(s, op, v, place)
	}
	if op != "pairs" {
		return r.listAt(s, place, values, rest)
	}
	pairs := make([]value, len(values))
	for i := range values {
		pairs[i] = r.listAt(s, pairPlace(place, keys[i].key()), []value{keys[i], values[i]}, value{})
	}
	if !rest.empty() {
		rest = r.listAt(s, inside(place), []value{others, rest}, value{})
	}
	return r.listAt(s, place, pairs, rest)
}

// loosely is roundsOf for what is not one map or list.
func (r *run) loosely(s *scope, op string, v value, place source.Span) value {
	var items value
	for _, t := range v.things {
		if d, ok := t.(*dict); ok {
			items = union(items, d.any(), openEntry(d))
		} else {
			items = union(items, r.thingItems(t, place))
		}
	}
	if len(v.text) > 0 {
		items = union(items, data("a letter of a string"))
	}
	switch {
	case items.empty():
		return value{}
	case op == "pairs":
		items = r.listAt(s, inside(place), []value{data("a key that is not known"), items}, value{})
	}
	return r.listAt(s, place, nil, items)
}

// together puts lists together, or maps where one of them is one.
func (r *run) together(s *scope, args arguments, place source.Span) value {
	maps := false
	for _, v := range args.all() {
		for _, t := range v.things {
			switch t.(type) {
			case *dict, plain, event, object:
				maps = true
			}
		}
	}
	if maps {
		d := r.make(s, "dict", place, newDict).(*dict)
		d.clear(r.region)
		for _, v := range args.all() {
			r.spreadInto(d, v)
			for _, t := range v.things {
				if l, ok := t.(*list); ok {
					r.grow(&d.rest, l.any())
				}
			}
		}
		r.version++
		return things(d)
	}
	var items []value
	rest := args.rest
	for _, v := range args.positional {
		if l, ok := onlyList(v); ok && rest.empty() && l.rest.empty() {
			items = append(items, l.items...)
		} else {
			rest = union(rest, r.items(v, place))
		}
	}
	return r.listAt(s, place, items, rest)
}

// handed calls the methods by which a runtime calls an object that is its handler.
func (r *run) handed(handler value, args arguments, place source.Span) {
	for _, t := range handler.things {
		if c, ok := t.(*class); ok && r.special.NamedClasses {
			r.handed(r.instanceOf(c), args, place)
		}
		i, ok := t.(*instance)
		if !ok {
			continue
		}
		for _, name := range r.special.Handles {
			if f := r.attribute(i.of, name, nil); !f.empty() && !isForeign(f) {
				r.call(r.bind(f, things(i), i.of, place), args, place)
			}
		}
	}
}

// handNamed hands classes over that are named among arguments: what is given one name alone may give an instance of the class; its methods may
// be called.
func (r *run) handNamed(args arguments, place source.Span) (made value) {
	for _, v := range args.all() {
		for _, c := range r.classesIn(v, place, 0) {
			self := r.instanceOf(c)
			if len(args.positional) == 1 && len(args.named) == 0 {
				made = union(made, self)
			}
			for _, name := range sortedNames(c.attrs.vars) {
				if strings.HasSuffix(name, program.Method) && name != r.special.Construct {
					r.escape(r.member(self, name, place))
				}
			}
		}
	}
	return made
}

// classesIn are the classes of the repository that texts in v name: alone, or with a method behind a sign.
func (r *run) classesIn(v value, place source.Span, depth int) (found []*class) {
	for _, choice := range v.text {
		text, ok := choice.Value.Known()
		if !ok {
			continue
		}
		if end := strings.IndexAny(text, ":@"); end > 0 {
			text = text[:end]
		}
		for _, t := range r.classNamed(strings.TrimPrefix(text, `\`), place).things {
			if c, ok := t.(*class); ok {
				found = append(found, c)
			}
		}
	}
	for _, t := range v.things {
		if l, ok := t.(*list); ok && depth < maxHandDepth {
			found = append(found, r.classesIn(l.any(), place, depth+1)...)
		}
	}
	return found
}

// classNamed is the class of a name that the program has, or that the repository defines.
func (r *run) classNamed(name string, place source.Span) value {
	if r.whole == nil || name == "" || strings.ContainsAny(name, " /.-$(") {
		return value{}
	}
	if v := r.whole.vars[name]; !v.empty() {
		return v
	}
	lang, ok := r.lang.(Ambient)
	if !ok {
		return value{}
	}
	if inside, _ := lang.Ambient(name); inside.File == "" {
		return value{}
	}
	return r.ambient(r.whole, &program.Name{At: program.At{Place: place}, ID: name})
}
