package sdk

import (
	"strconv"
	"strings"

	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/symbolic"
)

// Object is a value of an SDK that flow carries through a program: a package, a session, a client, a bound method. It is not changed
// once made. Which kinds there are and what they do is the language's own affair; flow only carries them.
type Object struct {
	Kind    string // of the language's idioms: "client", "paginator", "resource"
	Service string // client name, "" where it could not be told
	Name    string // what Kind needs to know: an operation, a resource type, a waiter
	// Arguments that it was made with and that its calls will have: a resource's identifiers, a response's request.
	Arguments map[string]symbolic.Set
	// Foreign says that calls on it are not made with the function's role, or not to AWS: other credentials, another endpoint.
	Foreign bool
	// Value says that a record of it is copied where a variable that has it is changed: others that have it keep theirs.
	Value bool
	// Data says that it is what a call gave: it may be anything, also none.
	Data bool
	// Place is where it was made, of those that are told apart by that (Effect.Placed); else the zero Span.
	Place source.Span
}

// Key is one string for one object: equal keys are equal objects.
func (o *Object) Key() string {
	var b strings.Builder
	b.WriteString(o.Kind + "\x00" + o.Service + "\x00" + o.Name + "\x00" + strconv.FormatBool(o.Foreign))
	if o.Place != (source.Span{}) {
		b.WriteString("\x00" + o.Place.File + ":" + strconv.Itoa(o.Place.Start) + "-" + strconv.Itoa(o.Place.End))
	}
	writeArguments(&b, o.Arguments)
	return b.String()
}

// Given is the value of an argument, as far as an SDK needs it.
type Given struct {
	Text    symbolic.Set // it as a string; nil where it is none
	Fields  []Field      // of a dictionary, in the order in which they were set
	Keys    symbolic.Set // of a dictionary: further keys, known in part, and Values under them
	Values  []Given
	Items   []Given   // of a list; which item stands where is not kept
	Objects []*Object // that it may be
	Open    bool      // a dictionary: it may have more fields
	None    bool      // it may be none, as if it were not given
	Unknown string    // it may be anything else too, and why
	// Function says that it is a function, and nothing else.
	Function bool
}

// Field is one entry of a dictionary.
type Field struct {
	Name  string
	Value Given
	Maybe bool // it is there in some cases only
}

// Arguments of a call on an Object.
type Arguments struct {
	Positional []Given
	Named      []Field
	Open       bool    // there may be more: spread values that are not known
	Types      []Given // that a generic method is given
}

// At is the argument at a position or of a name.
func (a Arguments) At(position int, name string) (Given, bool) {
	if position >= 0 && position < len(a.Positional) {
		return a.Positional[position], true
	}
	return a.Get(name)
}

// Get is the named argument.
func (a Arguments) Get(name string) (Given, bool) {
	for _, f := range a.Named {
		if f.Name == name {
			return f.Value, true
		}
	}
	return Given{}, false
}

// Effect is what reading a member or making a call does.
type Effect struct {
	Results []*Object    // SDK values that it gives
	Text    symbolic.Set // a string that it gives
	Calls   []Call       // made; without place, which flow knows
	Unknown []Unknown    // that it causes; without place
	// Placed says that Results are told apart by the place where they are made: flow sets their Place.
	Placed bool
	// Plain says that it also gives a value without further interest, whose strings are not known; Reason says why.
	Plain  bool
	Reason string
	// Run says that functions among the arguments are called; Callback that they are, with an error and the results.
	Run, Callback bool
	// Feed are what functions among the arguments are called with: each of them, the pages or items that the call gives.
	Feed []*Object

	// Make gives a new record of this kind: flow keeps its fields, which can change, and hands it over as a Given with Fields and this
	// object. A literal of an SDK type, a request with setters and a builder are such records.
	Make *Object
	// Fills names the fields of the new record that the arguments are put in, by position; "" keeps one of none.
	Fills []string
	// The others answer for a member of a record (or of an object, for Self and Bound).
	Method string // the member is the method of that name that data has
	Field  string // the member is that field
	Setter string // the member is a method that gives that field its argument, and gives the record
	Adds   bool   // with Setter: one argument is one more item of the list in the field, two are an entry of the dictionary in it
	Self   bool   // the member is a method that gives what it was read of: build()
	Bound  bool   // Results are methods that get what they were read of as their first argument
	First  bool   // of a call: it gives its first argument
	// Loads, of a call, says that it gives an instance of the class that is its first argument; Lists that it gives a list of them.
	Loads, Lists bool
	// Fill, of a call, says that functions among the arguments each fill a new record of this kind: the call is made again with the
	// records in their place. With Setter, functions that the method is given do so.
	Fill *Object
}

// Idioms is what a language's SDK names do. Answers follow from the arguments alone.
type Idioms interface {
	// Import is the SDK value behind a module or a member of one ("boto3", "boto3.session.Session"); nil: it is none of the SDK's.
	Import(path string) *Object
	// Member is what reading o.name does and gives.
	Member(o *Object, name string) Effect
	// Call is what calling o does and gives.
	Call(o *Object, args Arguments) Effect
	// Iterate is what going through o does; its results are the items.
	Iterate(o *Object) Effect
	// Enter is what "with o" gives; leaving it may make calls, which Enter already reports.
	Enter(o *Object) Effect
	// Index is what o[key] does and gives.
	Index(o *Object, key Given) Effect
	// Instance is the value that something has which the language states to be of an SDK type: a client where o is a client's type. nil
	// where o is no type, or of no interest.
	Instance(o *Object) *Object
	// Handed is what is not known once o has been given to code that cannot be read.
	Handed(o *Object, to string) []Unknown
}
