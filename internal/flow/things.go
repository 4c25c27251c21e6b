package flow

import (
	"strconv"

	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/symbolic"
)

// object carries a value of the SDK.
type object struct {
	of *sdk.Object
	id string
}

func (o object) key() string { return o.id }

func objectOf(o *sdk.Object) object { return object{o, "sdk " + o.Key()} }

// function is a function with the scope around it.
type function struct {
	id       int
	code     *program.Function
	outer    *scope
	owner    *class           // the class whose body defined it
	defaults map[string]value // by parameter
}

func (f *function) key() string { return "function " + strconv.Itoa(f.id) }

// bound is a function whose first arguments are given: a method of an instance, functools.partial.
type bound struct {
	id   int
	fn   value
	args arguments // with the receiver
}

func (b *bound) key() string { return "bound " + strconv.Itoa(b.id) }

// class is a class; its attributes are the variables of its scope.
type class struct {
	id     int
	code   *program.Class
	bases  []value
	ahead  []value // what comes before it
	mixed  []value // bases that the program gives it once it is there
	attrs  *scope
	fields []string // that it declares, in order
	// promises says that it promises an interface which is not in the repository.
	promises bool
	asked    []string // methods that interfaces which are not in the repository ask for
}

func (c *class) key() string { return "class " + strconv.Itoa(c.id) }

// instance is what calling a class at one place gives.
type instance struct {
	id     int
	of     *class
	fields map[string]value
	any    value // what was set under names that are not known
	above  value // what the constructor of a base has made that is a type of the SDK's
	others bool  // somebody who is not known has given it some of its fields
}

func (i *instance) key() string { return "instance " + strconv.Itoa(i.id) }

// parent is an instance or class seen from one of its class's methods: members are looked up behind that class.
type parent struct {
	of   *class
	self value
}

func (p parent) key() string { return "parent " + p.of.key() + " " + p.self.key() }

// wrapped is a function in a class that is read in a way of its own.
type wrapped struct {
	how Meaning // Property, Static, OfClass
	fn  value
}

func (w wrapped) key() string { return "wrapped " + strconv.Itoa(int(w.how)) + " " + w.fn.key() }

// list is a list or tuple: items by position, and rest that may follow in any number.
type list struct {
	id      int
	items   []value
	rest    value
	tuple   bool // what a call gives at once
	channel bool // what is taken out are the items, not their positions
}

func (l *list) key() string { return "list " + strconv.Itoa(l.id) }

func (l *list) any() value { return union(append([]value{l.rest}, l.items...)...) }

// dict is a dictionary: entries by known key in the order in which they were set.
type dict struct {
	id      int
	of      *sdk.Object // the SDK's type, of a record; else nil
	region  int         // where it was made: entries that are set elsewhere may not be there
	entries []entry
	at      map[string]int // of entries
	keys    symbolic.Set   // that are known in part, or not at all
	rest    value          // under these
	objects value          // keys that are no text: classes, functions, what they make
	open    bool           // it may have more entries than these
}

type entry struct {
	name  string
	value value
	maybe bool
}

func (d *dict) key() string { return "dict " + strconv.Itoa(d.id) }

func (d *dict) get(name string) (value, bool) {
	if i, ok := d.at[name]; ok {
		return d.entries[i].value, true
	}
	return value{}, false
}

func newDict(id int) thing { return &dict{id: id, at: make(map[string]int)} }

// clear makes it the empty dictionary of a branch.
func (d *dict) clear(region int) {
	d.region, d.entries, d.at, d.keys, d.rest, d.objects, d.open = region, nil, make(map[string]int), nil, value{}, value{}, false
}

// add puts a new entry at the end.
func (d *dict) add(e entry) {
	d.at[e.name] = len(d.entries)
	d.entries = append(d.entries, e)
}

func (d *dict) any() value {
	all := d.rest
	for _, e := range d.entries {
		all = union(all, e.value)
	}
	return all
}

// module is a module of the repository.
type module struct {
	name    Module
	scope   *scope
	loading bool              // its code is running
	lazy    []*program.Import // whose names are bound when they are used
	found   map[string]value  // what they were found to bring
	open    bool              // it may have more names: those of a module that is not in the repository
	stars   []*module         // all of whose names it exports too
	outer   []string          // likewise, of modules that are not in the repository
}

func (m *module) key() string {
	return "module " + m.name.Name + " " + m.name.File + " " + m.name.Folder
}

// foreign is something of a module that is not in the repository, by the path that leads to it: "requests.get", "requests.get()".
type foreign struct{ path string }

func (f foreign) key() string { return "foreign " + f.path }

// native is something of the language's own library, with its receiver where it is a method.
type native struct {
	Native
	receiver *value
	self     string // key of the receiver
	path     string // that leads to it, of one of a module
	// fill is the record that closures fill which a setter is given.
	fill *sdk.Object
}

func (n native) key() string {
	return "native " + strconv.Itoa(int(n.Do)) + " " + n.Op + " " + n.self + " " + n.path
}

func method(n Native, receiver value) native {
	return native{Native: n, receiver: &receiver, self: receiver.key()}
}

// pieces is a string cut at separators: which piece is asked for is known later.
type pieces struct {
	of, separator value
	op            string // split or rsplit
	limit         string // how many cuts at most, "" for all
}

func (p pieces) key() string { return "pieces " + p.op + p.limit + p.of.key() + p.separator.key() }

// arguments of a call, evaluated.
type arguments struct {
	self       value   // what a method is called on
	types      []value // that a generic function is given
	positional []value
	rest       value // further positional ones, in any number
	named      []entry
	open       bool // there may be more named ones
	spread     bool // there may be more positional ones: rest holds what they may be
}

func (a arguments) key() string {
	key := ""
	for _, v := range a.positional {
		key += "\x02" + v.key()
	}
	for _, e := range a.named {
		key += "\x03" + e.name + "=" + e.value.key() + strconv.FormatBool(e.maybe)
	}
	if !a.self.empty() {
		key += "\x05" + a.self.key()
	}
	for _, t := range a.types {
		key += "\x06" + t.key()
	}
	return key + "\x04" + a.rest.key() + strconv.FormatBool(a.open) + strconv.FormatBool(a.spread)
}

// weight is what is evaluated with arguments beyond one step: values that may be many things cost more than others, each of the things some
// steps, since it is told apart, followed and kept by itself.
func (a arguments) weight() int {
	n := len(a.self.things) + len(a.rest.things)
	for _, v := range a.positional {
		n += len(v.things)
	}
	for _, e := range a.named {
		n += len(e.value.things)
	}
	return stepsPerThing * max(n-lightThings, 0)
}

const (
	lightThings   = 8 // are so few that they cost nothing
	stepsPerThing = 4 // by what code costs whose values are many things
)

// with puts values before the positional arguments.
func (a arguments) with(first ...value) arguments {
	a.positional = append(first[:len(first):len(first)], a.positional...)
	return a
}

// at is the argument at a position or of a name.
func (a arguments) at(position int, name string) (value, bool) {
	if position < len(a.positional) {
		return a.positional[position], true
	}
	for _, e := range a.named {
		if e.name == name && name != "" {
			return e.value, true
		}
	}
	if a.spread {
		return a.rest, true
	}
	return value{}, false
}

// behindFirst is the arguments without the first.
func (a arguments) behindFirst() arguments {
	a.positional = a.positional[min(1, len(a.positional)):]
	return a
}

// all is every argument.
func (a arguments) all() []value {
	all := append([]value{}, a.positional...)
	for _, e := range a.named {
		all = append(all, e.value)
	}
	if !a.rest.empty() {
		all = append(all, a.rest)
	}
	return all
}

// site is a place in the program within one run of a function: what is made there twice is one thing.
type site struct {
	part    source.Span
	kind    string
	context int
}
