package flow

import (
	"slices"
	"strconv"
	"strings"

	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/symbolic"
)

// run is one program being followed.
type run struct {
	lang    Language
	idioms  sdk.Idioms
	special Special
	loader  Loader
	rooted  bool // files have names from the root of the tree

	steps int
	// decorating counts the decorators that are being applied.
	decorating int
	spent      bool
	ids        int

	modules map[string]*module
	whole   *scope // of all modules that are Shared
	globals map[string][]*module
	// exporting are the names of modules that are being looked up.
	exporting map[link]bool
	externs   map[string]source.Span // where modules that are not in the repository are imported first
	files     []string
	frames    []*frame
	memo      map[string]*memo
	contexts  map[*function]int
	mixed     map[*function]arguments // of functions that are called in more ways than even those without strings are told apart
	made      map[site]thing
	rounds    map[round]int
	attached  map[string]value // to things that are not in the repository, by path
	started   map[*function]bool
	// unknowing are the functions that were started by runEscaped only.
	unknowing map[*function]bool
	classes   []*class // that have been defined, in order
	kinds     map[*class]kinds
	// provided is what containers are told to give, by the key of the type; obtaining the types that are being made.
	provided  map[string]value
	obtaining map[string]bool
	// hosted are classes that a library makes instances of, served how many of them have handed out their methods.
	hosted  []*class
	served  int
	escaped []escape
	escapes map[string]bool
	// embedding is the instances in whose embedded fields a member is being looked up.
	embedding map[*instance]bool
	stating   map[program.Expr]bool // types of variables that are being looked up
	seeking   map[string]bool       // names of modules that are being looked for

	// version counts changes that a result of a function may depend on, lasting those of variables and fields that outlive it.
	version, lasting int
	// rehearsing says that calls and unknowns do not count now.
	rehearsing bool
	// region is the branch in hand: entries set in the region that made a dictionary are certainly there.
	region int

	calls    []sdk.Call
	callKeys map[string]bool
	unknowns []sdk.Unknown
	unknown  map[sdk.Unknown]bool
}

// frame is one function that is running.
type frame struct {
	fn      *function
	scope   *scope
	self    value // the first argument
	site    source.Span
	result  value
	yielded value
}

// escape is a function that code which cannot be read may call.
type escape struct{ fn value }

func newRun(e Entry) *run {
	names := e.Names
	if names == nil {
		names = e.Language.Idioms()
	}
	return &run{
		lang: e.Language, idioms: names, rooted: e.Names != nil, special: e.Language.Special(), loader: e.Loader,
		modules: make(map[string]*module), externs: make(map[string]source.Span), memo: make(map[string]*memo), contexts: make(map[*function]int), mixed: make(map[*function]arguments),
		made: make(map[site]thing), kinds: make(map[*class]kinds), provided: make(map[string]value), obtaining: make(map[string]bool), rounds: make(map[round]int), attached: make(map[string]value), started: make(map[*function]bool), unknowing: make(map[*function]bool), globals: make(map[string][]*module), exporting: make(map[link]bool), escapes: make(map[string]bool), embedding: make(map[*instance]bool), stating: make(map[program.Expr]bool), seeking: make(map[string]bool),
		callKeys: make(map[string]bool), unknown: make(map[sdk.Unknown]bool),
	}
}

// enter runs the module of the entry and then the handler: again where something that lasts has changed, since a function's
// environment is used for many events, and what one leaves in a global the next one finds.
func (r *run) enter(e Entry) {
	m := r.entryModule(e)
	for range maxRounds {
		before := r.lasting
		switch e.Symbol {
		case "":
		case Everything:
			r.everything(m)
		default:
			r.handle(m, e.Symbol)
		}
		r.runEscaped()
		if r.lasting == before || r.spent {
			return
		}
	}
}

// entryModule runs the code of the entry's module and of those around it.
func (r *run) entryModule(e Entry) (m *module) {
	place := source.Span{File: e.File, Line: 1, EndLine: 1, Column: 1}
	if e.Code != nil {
		return r.load(Module{Name: e.Symbol, File: e.File}, e.Code, place)
	}
	for _, name := range r.lang.Entry(e.File) {
		m = r.load(name, nil, place)
	}
	return m
}

// handle calls the handler with an event.
func (r *run) handle(m *module, symbol string) {
	v, place := value{}, source.Span{File: m.name.File, Line: 1, EndLine: 1, Column: 1}
	for i, name := range strings.Split(symbol, ".") {
		switch {
		case i == 0 && r.special.Exports != "":
			v = r.exported(m, name, place)
		case i == 0:
			v, _ = m.scope.lookup(name)
		default:
			v = r.handlerMember(v, name, place)
		}
	}
	if returned := m.scope.vars[r.special.Returned+m.name.File]; r.special.Returned != "" && !returned.empty() {
		v = returned // whatever the template calls it
	}
	if v.empty() {
		r.missing("", place, "the handler "+symbol+" is not in this file")
		return
	}
	if len(r.special.Handles) > 0 {
		r.handed(v, r.invocation(v), place)
	}
	r.call(v, r.invocation(v), place)
}

// handlerMember is a member on the way to the handler: a method with a receiver gets an instance, which the runtime makes.
func (r *run) handlerMember(v value, name string, place source.Span) value {
	member := r.member(v, name, place)
	if apart := r.member(v, name+program.Method, place); !hasFunction(member) && hasFunction(apart) {
		member, name = apart, name+program.Method
	}
	isMethod := func(t thing) bool { f, ok := t.(*function); return ok && f.code.Receiver != "" }
	if slices.ContainsFunc(member.things, isMethod) {
		return r.member(r.call(v, arguments{}, place), name, place)
	}
	if r.special.Receivers && holdsClass(v) && isForeign(member) && !member.empty() { // a method of the library's class, which calls those of its own
		r.call(v, arguments{}, place)
	}
	return member
}

// runEscaped calls the functions that were handed to code which cannot be read and were never called otherwise.
// What one of them leaves in a variable another may find, whichever is called first.
func (r *run) runEscaped() {
	for range maxTurns {
		before := r.lasting
		for i := 0; i < len(r.escaped) && !r.spent; i++ {
			for _, t := range r.escaped[i].fn.things {
				r.runUnknowing(t)
			}
		}
		r.runHosted()
		if r.lasting == before || r.spent {
			return
		}
	}
}

func (r *run) runUnknowing(t thing) {
	fn, args := t, arguments{rest: data(reasonCaller), spread: true, open: true}
	partial := false
	for b, ok := t.(*bound); ok; b, ok = fn.(*bound) {
		if len(b.fn.things) != 1 {
			return
		}
		fn, partial = b.fn.things[0], partial || len(b.args.positional)+len(b.args.named) > 0
	}
	if f, ok := fn.(*function); ok && (partial || !r.started[f] || r.unknowing[f]) {
		r.unknowing[f] = true
		made := r.call(things(t), args, source.Span{File: f.code.Span().File, Line: f.code.Span().Line, EndLine: f.code.Span().Line, Column: 1})
		r.escape(made) // whoever calls it calls what it makes
	}
}

const reasonCaller = "an argument of a call that is not in the repository"

// escapes notes the functions in v, which code that cannot be read may call.
func (r *run) escape(v value) {
	for _, t := range v.things {
		switch t.(type) {
		case *function, *bound:
			if key := t.key(); !r.escapes[key] {
				r.escapes[key] = true
				r.escaped = append(r.escaped, escape{things(t)})
			}
		}
	}
}

// step counts one evaluated part; false where the budget is spent.
func (r *run) step(place source.Span) bool {
	if r.spent {
		return false
	}
	if r.steps++; r.steps > MaxSteps {
		r.spent = true
		r.missing("", place, "the program is larger than is followed")
		return false
	}
	return true
}

// missing notes that something may need permissions which cannot be told.
func (r *run) missing(service string, place source.Span, reason string) {
	u := sdk.Unknown{Service: service, Span: place, Reason: reason}
	if !r.rehearsing && !r.unknown[u] && len(r.unknowns) < maxCalls {
		r.unknown[u] = true
		r.unknowns = append(r.unknowns, u)
	}
}

// record notes the calls and unknowns of an effect and gives its value.
func (r *run) record(e sdk.Effect, place source.Span) value {
	for _, c := range e.Calls {
		r.recordCall(c, place)
	}
	for _, u := range e.Unknown {
		r.missing(u.Service, place, u.Reason)
	}
	v := textValue(e.Text)
	for _, o := range e.Results {
		if e.Placed {
			at := *o
			at.Place, o = place, &at
		}
		v = union(v, things(objectOf(o)))
	}
	if e.Make != nil {
		v = union(v, things(r.newRecord(e.Make, place)))
	}
	if e.Plain {
		v = union(v, data(e.Reason))
	}
	return v
}

func (r *run) recordCall(c sdk.Call, place source.Span) {
	c.Span = place
	key := place.File + "\x00" + c.Key() + "\x00" + strconv.Itoa(place.Start)
	if r.rehearsing || r.callKeys[key] {
		return
	}
	if len(r.calls) >= maxCalls {
		r.missing(c.Service, place, "there are more calls than are kept")
		return
	}
	r.callKeys[key] = true
	for _, f := range r.frames {
		if f.site != place && f.site.End > 0 { // the runtime's own call of the handler stands nowhere
			c.Path = append(c.Path, f.site)
		}
	}
	if c.Arguments == nil {
		c.Arguments = map[string]symbolic.Set{}
	}
	r.calls = append(r.calls, c)
}

func (r *run) frame() *frame {
	if len(r.frames) == 0 {
		return nil
	}
	return r.frames[len(r.frames)-1]
}

func (r *run) id() int { r.ids++; return r.ids }

// make gives the thing that is made at a place: the one of before where the place was passed before in this context.
func (r *run) make(s *scope, kind string, place source.Span, fresh func(id int) thing) thing {
	at := site{place, kind, s.context}
	if t, ok := r.made[at]; ok {
		return t
	}
	t := fresh(r.id())
	r.made[at] = t
	return t
}

// round is one round of a loop that is taken item by item: what is made in it is not what is made in the next.
type round struct {
	context int
	place   source.Span
	number  int
}

func (r *run) roundContext(context int, place source.Span, number int) int {
	key := round{context, place, number}
	if r.rounds[key] == 0 {
		r.rounds[key] = r.id()
	}
	return r.rounds[key]
}

// put gives a variable a value. A change that others may see makes results of functions stale.
func (r *run) put(s *scope, name string, v value) {
	owner, weak := s.owner(name)
	old := owner.vars[name]
	if weak {
		v = union(old, v)
	}
	if owner.kind != ofFunction || owner.shared {
		if !same(old, v) {
			r.version++
			if weak {
				r.lasting++
			}
		}
	}
	owner.set(name, v)
}

// grow adds v to what is kept in a field and counts the change.
func (r *run) grow(kept *value, v value) {
	if now := union(*kept, v); !same(now, *kept) {
		*kept = now
		r.version++
		r.lasting++
	}
}

// within runs f as a branch of its own: what it sets in dictionaries of outside may not be there.
func (r *run) within(f func()) {
	before := r.region
	r.region = r.id()
	f()
	r.region = before
}

// files keeps the module files that were read.
func (r *run) read(file string) {
	if file != "" && !slices.Contains(r.files, file) {
		r.files = append(r.files, file)
	}
}
