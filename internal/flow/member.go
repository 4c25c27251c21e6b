package flow

import (
	"slices"
	"strings"

	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/source"
)

// member is v.name: what reading it does is done.
func (r *run) member(v value, name string, place source.Span) value {
	if !r.step(place) {
		return value{}
	}
	if all := r.dressedMember(v, name, place); !all.empty() {
		return all
	}
	if all, ok := r.everywhere(v, name, place); ok {
		return all
	}
	var all value
	if len(v.text) > 0 {
		all = r.methodOf(OfText, textValue(v.text), name)
	}
	for _, t := range v.things {
		all = union(all, r.thingMember(t, name, place))
	}
	return all
}

func (r *run) thingMember(t thing, name string, place source.Span) value {
	switch t := t.(type) {
	case object:
		return r.effect(t, r.idioms.Member(t.of, name), place)
	case *dict:
		return r.dictMember(t, name, place)
	case *instance:
		return r.instanceMember(t, name, place)
	case *class:
		v := r.bindToClass(r.attribute(t, name, nil), t, place)
		if name != "" && name == r.special.Make && isForeign(v) {
			return things(t)
		}
		if v.empty() && r.special.Fields {
			return r.callableMember(t, name)
		}
		if r.special.AbsentOfClass != "" && isMethodName(name) && isForeign(v) {
			if f := r.attribute(t, r.special.AbsentOfClass, nil); !f.empty() && !isForeign(f) {
				return r.absent(r.bindToClass(f, t, place), name, place)
			}
		}
		return v
	case parent:
		return r.parentMember(t, name, place)
	case *module:
		return r.moduleMember(t, name, place)
	case foreign:
		return union(r.attached[t.path+"."+name], r.external(t.path+"."+name))
	case native:
		return r.nativeMember(t, name)
	case *function, *bound:
		if r.special.Functional {
			return things(t)
		}
		return r.functionMember(t, name)
	case dressed:
		return value{}
	case overflow:
		r.missing("", place, reasonOverflow)
		return data(reasonOverflow)
	}
	return r.plainMember(t, name)
}

// plainMember is a member of data.
func (r *run) plainMember(t thing, name string) value {
	switch t := t.(type) {
	case *list, pieces:
		return r.methodOf(OfList, things(t), name)
	case event:
		if n, ok := r.lang.Method(OfData, name); ok {
			return things(method(n, things(t)))
		}
		if r.special.Event != nil {
			part := things(event{r.special.Event(t.path, name)})
			if isMethodName(name) {
				return things(method(Native{Do: Same}, part))
			}
			return part
		}
		return things(event{join(t.path, name)})
	case plain:
		if n, ok := r.lang.Method(OfData, name); ok {
			return things(method(n, things(t)))
		}
		return things(t)
	case constant:
		return value{}
	}
	return data("a member of a value that is not followed")
}

func (r *run) methodOf(shape Shape, v value, name string) value {
	if n, ok := r.lang.Method(shape, name); ok {
		return things(method(n, v))
	}
	return data("what ." + name + " gives is not followed")
}

// nativeMember is a member of something of the language's own library: functions keep their meaning under their attributes.
func (r *run) nativeMember(t native, name string) value {
	if t.Do == Environment && r.special.Fields {
		return r.variable(literal(name))
	}
	if n, ok := r.lang.Method(OfFunction, name); ok && t.Do == Decorate {
		if n.Do == Decorate {
			return things(native{Native: n})
		}
		return things(method(n, things(t)))
	}
	if t.Do == Environment {
		if n, ok := r.lang.Method(OfDict, name); ok {
			return things(method(n, things(t)))
		}
	}
	if t.path != "" {
		if n, ok := r.lang.External(t.path + "." + name); ok {
			return things(native{Native: n, path: t.path + "." + name})
		}
	}
	return data("a member of the language's own library")
}

// external is something of a module that is not in the repository, by its path.
func (r *run) external(path string) value {
	if o := r.idioms.Import(path); o != nil {
		return things(objectOf(o))
	}
	if n, ok := r.lang.External(path); ok {
		return things(native{Native: n, path: path})
	}
	return things(foreign{shallow(path)})
}

// maxForeignCalls of what is not in the repository are told apart in one another: what follows is of no other interest.
const maxForeignCalls = 2

// shallow is a path of something that is not in the repository without what follows so many calls.
func shallow(path string) string {
	end := 0
	for range maxForeignCalls {
		call := strings.Index(path[end:], "()")
		if call < 0 {
			return path
		}
		end += call + len("()")
	}
	return path[:end]
}

// instanceMember is a field of an instance, or an attribute of its class bound to it.
func (r *run) instanceMember(i *instance, name string, place source.Span) value {
	all := union(i.fields[name], i.any)
	if r.special.Apart && !all.empty() {
		return all
	}
	if inherited := r.attribute(i.of, name, nil); !inherited.empty() && (all.empty() || !isForeign(inherited)) {
		all = union(all, r.bind(inherited, things(i), i.of, place))
		if !declares(i.of, name) { // an interface may have it by default
			all = union(all, r.embedded(i, name, place))
		}
	}
	if r.special.Declared && isForeign(all) && declares(i.of, name) { // and not of a base that is not in the repository
		all = value{}
	}
	if all.empty() && !i.above.empty() {
		return r.member(i.above, name, place)
	}
	if all.empty() {
		all = r.embedded(i, name, place)
	}
	if all.empty() {
		all = r.statedField(i.of, name)
	}
	if all.empty() && (r.special.Zeros || i.others) && declares(i.of, name) {
		return data("a field that nothing which is seen sets")
	}
	// A base that is not in the repository may have it, or not.
	if isForeign(all) && r.special.Missing != "" && name != r.special.Missing && (r.special.Absent == "" || !isMethodName(name)) {
		if f := r.attribute(i.of, r.special.Missing, nil); !f.empty() {
			return r.call(r.bind(f, things(i), i.of, place), arguments{positional: []value{literal(name)}}, place)
		}
	}
	if isForeign(all) && r.special.Absent != "" && r.namesMethod(name) {
		if f := r.attribute(i.of, r.special.Absent, nil); !f.empty() {
			return r.absent(r.bind(f, things(i), i.of, place), name, place)
		}
	}
	return all
}

// namesMethod says that a name is one of a method, where those of fields are others.
func (r *run) namesMethod(name string) bool {
	if r.special.FieldSign != "" {
		return !strings.HasPrefix(name, r.special.FieldSign)
	}
	return isMethodName(name)
}

// absent is the method that is called in place of one that is not there, with its name given.
func (r *run) absent(f value, name string, place source.Span) value {
	given := literal(strings.TrimSuffix(name, program.Method))
	if !r.special.AbsentList {
		return r.partial(&scope{}, f, arguments{positional: []value{{}, given}}, place)
	}
	packed := things(native{Native: Native{Do: Packed}})
	return r.partial(&scope{}, packed, arguments{positional: []value{{}, f, given}}, place)
}

// isForeign says that v is something of a base that is not in the repository, which a field of the instance stands before.
func isForeign(v value) bool {
	return !slices.ContainsFunc(v.things, func(t thing) bool { _, ok := t.(foreign); return !ok }) && len(v.text) == 0
}

// lineage is a class and its bases in the order in which attributes are looked up.
func lineage(c *class, seen map[*class]bool) []thing {
	return c.addLineage(nil, seen)
}

func (c *class) addLineage(order []thing, seen map[*class]bool) []thing {
	if seen[c] {
		return order
	}
	seen[c] = true
	order = c.addAll(order, c.ahead, seen)
	order = append(order, c)
	return c.addAll(c.addAll(order, c.bases, seen), c.mixed, seen)
}

func (c *class) addAll(order []thing, bases []value, seen map[*class]bool) []thing {
	for _, base := range bases {
		for _, t := range base.things {
			if above, ours := t.(*class); ours {
				order = above.addLineage(order, seen)
			} else {
				order = append(order, t)
			}
		}
	}
	return order
}

// attribute is what a class or one of its bases has under a name; after, if set, leaves out all up to that class. A base that is not in the
// repository may have it or not: then it may be that of the bases behind, too.
func (r *run) attribute(c *class, name string, after *class) value {
	skip, perhaps := after != nil, value{}
	for _, t := range lineage(c, make(map[*class]bool)) {
		at, ours := t.(*class)
		if skip {
			skip = at != after
			continue
		}
		if ours {
			if v := at.attrs.vars[name]; !v.empty() {
				return union(perhaps, v)
			}
			continue
		}
		if perhaps.empty() {
			perhaps = r.inherited(t, name)
		}
	}
	return perhaps
}

// inherited is an attribute of a base that is not in the repository. Its special methods are not asked for.
func (r *run) inherited(base thing, name string) value {
	if o, ok := base.(object); ok {
		return aboveConstructor(o, name, r.special.Construct)
	}
	f, ok := base.(foreign)
	if !ok {
		return value{}
	}
	switch name {
	case r.special.Construct, r.special.Invoke, r.special.Enter, r.special.Index, r.special.Iterate, r.special.Next, r.special.Missing, r.special.New:
		return value{}
	}
	return r.external(f.path + "()." + name)
}

// bind makes methods of what a class has under a name: functions get the instance, properties are read.
func (r *run) bind(v value, self value, of *class, place source.Span) value {
	all := textValue(v.text)
	for _, t := range v.things {
		switch t := t.(type) {
		case *function:
			if r.special.Receivers && t.code.Receiver == "" {
				all = union(all, things(t))
			} else {
				all = union(all, r.method(t, self))
			}
		case wrapped:
			all = union(all, r.unwrap(t, self, of, place))
		case above:
			for _, receiver := range self.things {
				all = union(all, r.boundTo(receiver, things(t)))
			}
		default:
			all = union(all, things(t))
		}
	}
	return all
}

func (r *run) unwrap(w wrapped, self value, of *class, place source.Span) value {
	switch w.how {
	case Property:
		return r.call(r.bind(w.fn, self, of, place), arguments{}, place)
	case OfClass:
		return r.bind(w.fn, things(of), of, place)
	case Own:
		if !self.empty() {
			return value{}
		}
		return r.bind(w.fn, things(of), of, place)
	}
	return w.fn
}

func (r *run) bindToClass(v value, c *class, place source.Span) value {
	all := textValue(v.text)
	for _, t := range v.things {
		if w, ok := t.(wrapped); ok {
			if w.how == Property {
				if r.special.Receivers && isStatic(w.fn) {
					all = union(all, r.call(w.fn, arguments{}, place))
				}
				continue
			}
			all = union(all, r.unwrap(w, value{}, c, place))
			continue
		}
		if f, ok := t.(*function); ok && r.special.Detached && f.code.Receiver != "" {
			all = union(all, things(method(Native{Do: CallOn}, things(f))))
			continue
		}
		if f, ok := t.(*function); ok && r.special.Make != "" && f.code.Receiver != "" {
			if !hasOwn(v) {
				all = union(all, r.method(f, things(c)))
			}
			continue
		}
		all = union(all, things(t))
	}
	return all
}

// hasOwn says that there is a method among v that only the class has: then the others are its instances'.
func hasOwn(v value) bool {
	return slices.ContainsFunc(v.things, func(t thing) bool { w, ok := t.(wrapped); return ok && w.how == Own })
}

// isStatic says that v is functions that are called on nothing.
func isStatic(v value) bool {
	return !slices.ContainsFunc(v.things, func(t thing) bool { f, ok := t.(*function); return !ok || f.code.Receiver != "" })
}

// method is f with its instance given: one thing for one pair.
func (r *run) method(f *function, self value) value {
	key := site{kind: "method " + f.key() + self.key()}
	t, ok := r.made[key]
	if !ok {
		args := arguments{positional: []value{self}}
		if f.code.Receiver != "" {
			args = arguments{self: self}
		}
		t = &bound{id: r.id(), fn: things(f), args: args}
		r.made[key] = t
	}
	return things(t)
}

func (r *run) parentMember(p parent, name string, place source.Span) value {
	var all value
	for _, t := range p.self.things {
		switch t := t.(type) {
		case *instance:
			all = union(all, r.bind(r.attribute(t.of, name, p.of), p.self, t.of, place))
		case *class:
			all = union(all, r.bindToClass(r.attribute(t, name, p.of), t, place))
		}
	}
	return all
}

// moduleMember is a variable of a module, or a module in it.
func (r *run) moduleMember(m *module, name string, place source.Span) value {
	if r.special.Exports != "" {
		return r.exported(m, name, place)
	}
	if v := m.scope.vars[name]; !v.empty() {
		return v
	}
	if inner, ok := r.lang.Member(m.name, name); ok {
		m := r.load(inner, nil, place)
		if inner.Variable != "" {
			return m.scope.vars[inner.Variable]
		}
		return things(m)
	}
	if r.special.Reexports {
		return r.reexported(m, name, place)
	}
	return value{}
}

// setter is the method of a class that is called where a member is given a value.
func (r *run) setter(c *class, name string) value {
	if r.special.Setter == "" {
		return value{}
	}
	if f := r.attribute(c, name+r.special.Setter, nil); !isForeign(f) {
		return f
	}
	return value{}
}

// setMember gives a field a value: fields only grow.
func (r *run) setMember(v value, name string, to value, place source.Span) {
	for _, t := range v.things {
		switch t := t.(type) {
		case *instance:
			if r.setEmbedded(t, name, to, place) {
				continue
			}
			if f := r.setter(t.of, name); !f.empty() {
				r.call(r.bind(f, things(t), t.of, place), arguments{positional: []value{to}}, place)
				continue
			}
			kept := t.fields[name]
			r.grow(&kept, to)
			t.fields[name] = kept
		case *dict:
			if t.of != nil || r.special.Fields {
				r.setNamed(t, entry{name: name, value: to})
			}
		case *function, *bound:
			kept := r.attached[t.key()+"."+name]
			r.grow(&kept, to)
			r.attached[t.key()+"."+name] = kept
		case *class:
			if name == r.special.Methods && name != "" {
				r.setMethods(t, to)
				continue
			}
			if f := r.setter(t, name); !f.empty() {
				r.call(r.bindToClass(f, t, place), arguments{positional: []value{to}}, place)
				continue
			}
			kept := t.attrs.vars[name]
			r.grow(&kept, to)
			t.attrs.vars[name] = kept
			clear(r.kinds)
		case *module:
			kept := t.scope.vars[name]
			r.grow(&kept, to)
			t.scope.vars[name] = kept
		case object:
			if made := r.idioms.Instance(t.of); made != nil { // a method that is added to a type
				kept := r.attached[extensionPath(made, name)]
				r.grow(&kept, to)
				r.attached[extensionPath(made, name)] = kept
			}
		case foreign:
			kept := r.attached[t.path+"."+name]
			r.grow(&kept, to)
			r.attached[t.path+"."+name] = kept
			r.escape(to)
		case plain, native:
			r.hand(to, "a value that is not known", place)
		}
	}
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
