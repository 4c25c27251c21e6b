package flow

import (
	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/symbolic"
)

// Language is what flow must be told about a language.
type Language interface {
	// Entry is the modules that a file is reached through when it is started, outermost first.
	Entry(file string) []Module
	// Find gives the modules that an import leads through, outermost first; none where it is not in the repository.
	Find(from Module, i *program.Import) []Module
	// Member is the module that a module holds under a name without having a variable of it; false if there is none.
	Member(of Module, name string) (Module, bool)
	// Variables are the names that every module has without an import, as text: "__name__".
	Variables(m Module) map[string]string
	// Builtin is what a name means that no scope holds.
	Builtin(name string) (Native, bool)
	// External is what a module that is not in the repository, or a member of one, means: "os.environ", "threading.Thread().start".
	External(path string) (Native, bool)
	// Outside says what something of a module that is not in the repository, by its path, may do with AWS by itself once it is called with
	// these texts.
	Outside(path string, texts []symbolic.Set) []sdk.Unknown
	// Own says that a module is part of the language's own library, which does nothing with an SDK value that it is handed.
	Own(path string) bool
	// Method is what a method of a plain value means.
	Method(of Shape, name string) (Native, bool)
	// Special gives the language's names of the methods that it calls unasked.
	Special() Special
	Idioms() sdk.Idioms
}

// Loader reads modules. A second Load of a file gives the same module.
type Loader interface {
	Load(file string) (*program.Module, error)
}

// Module names a module of the repository.
type Module struct {
	Name   string // as an import would name it from the roots: "app.orders"
	File   string // "" for a folder that only holds modules
	Folder string // where its own modules lie; "" for a module that holds none
	Root   string // the root that it was found in
	// Files are more files whose code runs in the module's scope, behind that of File: the other files of a package.
	Files []string
	// Shared says that its code runs in the scope of the whole program: what a file defines, all see.
	Shared bool
	// Variable is the variable of the module that is meant, where it is not the module: a class of a package.
	Variable string
}

// Special is a language's names of methods that it calls unasked; "" where it has none.
type Special struct {
	Construct, Invoke, Enter, Index, Iterate, Next, Missing, New string
	// Unasked says that the language, or its own library, calls the method of that name of an instance where the program does not name it.
	// Extends says that its class has a base, or promises an interface, that is not in the repository. nil: no method.
	Unasked func(name string, extends bool) bool
	// Make is the method of a class that makes an instance.
	Make string
	// Absent is the method that is called in place of one that an instance has not, with the name before the arguments.
	Absent string
	// AbsentOfClass is the same for a method that a class itself has not.
	AbsentOfClass string
	// Detached says that a method which is read of its class takes what it is called on as its first argument.
	Detached bool
	// FieldSign is what the names of fields begin with, where no method's does.
	FieldSign string
	// AbsentList says that Absent is given the other arguments as one list.
	AbsentList bool
	// Returned is what the variable is called that holds what a module returns, before its file's name: importing the module as a value gives it.
	Returned string
	// Handles are the methods by which the runtime calls an instance that is the handler.
	Handles []string
	// NamedClasses says that classes are handed over by their names, as text.
	NamedClasses bool
	// Setter is what the name of the method ends in that is called where a member of an instance is given a value.
	Setter string
	// EventName and ContextName are the names by which a handler is given its event and its context, if it takes it by name.
	EventName, ContextName string
	// Receivers says that methods name what they are called on (program.Function.Receiver): a function in a class without a receiver is
	// bound to nothing.
	Receivers bool
	// Functional says that any method of a function is the function: it stands for an interface of one method.
	Functional bool
	// LateDefaults says that a parameter's default is what it says at each call, with the parameters before it and the receiver in sight.
	LateDefaults bool
	// Declared says that names are declared: an assignment that declares nothing goes to the nearest variable of the name, or to the
	// receiver's member of it.
	Declared bool
	// Apart says that fields and methods have names of their own: what a.b() calls is a method of a, if it has one.
	Apart bool
	// Reexports says that a module's imports are members of it.
	Reexports bool
	// Unset is what a name is that nothing gives a value: an environment variable, in a shell. nil: nothing.
	Unset func(name string) symbolic.Set
	// Adding are the methods that add to a collection, where a record's fields that hold one do so from the start.
	Adding []string
	// Pairs says that iterating over a dictionary gives its keys with their values.
	Pairs bool
	// Event is the path of a member of the event at a path, where the language's types do not name it as the event does; nil: as written.
	Event func(path, name string) string
	// Zeros says that a literal without entries is what a variable of its type has that nothing was given to.
	Zeros bool
	// Methods is the member of a class that stands for the methods of its instances: prototype.
	Methods string
	// Truthy says that objects and lists are true, also empty ones.
	Truthy bool
	// Exports is the variable of a module that holds what it gives to others; "" where they get all of its variables.
	Exports string
	// Fields says that a dictionary's entries are read and set as its members: a.b is a["b"].
	Fields bool
}

// Shape is a kind of plain value that has methods.
type Shape int

// The shapes.
const (
	OfText Shape = iota
	OfList
	OfDict
	OfFunction
	OfData // anything whose kind is not known: what came with the event, a response
)

// Native is something that a language's own library does.
type Native struct {
	Do Meaning
	Op string // Operation: which; see there
	// Read says of a method of a dictionary that it is read like a field.
	Read bool
}

// Meaning is what a Native does. Its receiver, where it is a method, is the first argument.
type Meaning int

// The meanings. "Items" are what iterating gives.
const (
	Pure        Meaning = iota // looks at its arguments and gives plain data; functions among them are called with their items
	Same                       // gives its first argument: a copy, a cast, a wait for it
	Items                      // gives a list of its first argument's items
	Pairs                      // gives a list of pairs of anything and an item of its first argument (enumerate)
	Zip                        // gives a list of lists with an item of each argument
	Environment                // the map of environment variables
	Variable                   // gives the environment variable that is named
	Member                     // reads a member by name; the third argument is the default
	SetMember                  // sets one
	Evaluate                   // runs text as code
	Import                     // gives the module that is named
	Execute                    // runs another program: Op, or the one that the first argument names
	Partial                    // gives the function with the arguments
	Decorate                   // gives the function that it is given, itself where it is given none
	RunFirst                   // calls its first argument with the others; gives a list with the result (a future)
	RunSecond                  // calls its second argument with the rest; likewise
	RunTarget                  // calls the argument named target with the items of args and the entries of kwargs
	Map                        // calls its first argument with the items of the others; gives a list of the results
	Super                      // the instance seen as one of its class's bases
	Property                   // a method that is read like a field
	Static                     // a method without an instance
	OfClass                    // a method that is given its class
	NewList                    // makes a list of its first argument's items
	NewDict                    // makes a dictionary of its first argument and the named ones
	Get                        // reads an entry by key; the third argument is the default
	Default                    // reads an entry by key and sets it to the third argument where there is none
	Put                        // sets the second argument's entries in the first (update)
	Keys                       // gives a list of keys
	Values                     // gives a list of values
	Entries                    // gives a list of pairs
	Append                     // adds its second argument as an item
	Extend                     // adds the items of its second argument
	Element                    // gives any item (pop, result, next)
	Operation                  // a string operation: Op is the name that symbolic.Operate has for it
	Split                      // pieces of a string: Op is "split" or "rsplit"
	Join                       // joins the items of its second argument by the first
	Path                       // joins its arguments by a slash
	Concealed                  // does nothing with what it is handed, and gives nothing
	Globals                    // the module that is running
	TypeOf                     // the class of its argument
	Second                     // gives its second argument (a cast)
	Wraps                      // gives something that gives its first argument
	Context                    // makes a generator something to enter: entering gives what it yields
	Gather                     // gives a list of its arguments
	Chain                      // gives a list of the items of its arguments
	Flatten                    // gives a list of the items of its first argument's items
	Filter                     // calls its first argument with the items of the second, and gives a list of these
	Factory                    // gives what the argument default_factory makes, or default
	Record                     // makes a class whose fields are named by the second argument: a text with spaces or commas, or a list
	Namespace                  // makes an instance with the named arguments as fields
	SetField                   // sets the field Op of its first argument, a record, to the second or a list of the others; gives the record
	AddField                   // likewise, adding an item or an entry
	DefaultDict                // makes a dictionary whose missing entries are what its first argument gives
	Words                      // gives a list of the words in the texts of its arguments; Op "one": what is not known is one word
	Command                    // calls the function or program that its first argument names, with the others
	SetEntry                   // sets the entry under its second argument to the third; gives what may have been there
	Present                    // gives its first argument without none
	OrElse                     // gives its first argument without none; where that may be none also its second, or what that gives
	Fill                       // gives what its first argument, a cell, holds, and what its second gives, which is put into it
	Inside                     // calls its second argument with what its first is or holds; gives the results in the same way
	Inspect                    // likewise, and gives its first argument
	Invoke                     // calls its first argument with the others
	Serve                      // calls its first argument with the event; of Op "last", behind the context
	Channel                    // makes what items are put in at one end and taken out at the other
	Appended                   // adds the others to its first argument, a list, and gives it; makes one where it is none
	Decoded                    // puts what is not known into its arguments
	Exposed                    // may call the methods of its argument by names that are not known
	Ranged                     // gives a list of pairs of what a loop over its first argument gives: keys and values; of Op "keys" the first of each
	Own                        // a method of a class that its instances do not have
	Each                       // calls the function among its arguments with the items of its first and the others; gives the first, of Op "second" the others; Op "index" adds a number
	Collect                    // likewise, and gives a list of the results
	FlatMap                    // likewise, and gives a list of the items of the results
	Reduce                     // likewise, and gives what the results and the others may be
	Select                     // likewise, and gives a list of items
	Find                       // likewise, and gives any item or none
	Tap                        // calls the function among its arguments with its first; gives the first
	Then                       // likewise, and gives the result
	Dig                        // reads an entry of its first argument by key, an entry of that, and so on
	JoinedBy                   // joins the items of its first argument by its second
	Library                    // a name of the language's own library: what External has under Op
	Rescue                     // gives its first argument, or what the function among the others gives that is called with an error
	CallOn                     // calls its first argument, a function, on the second with the others
	ApplyOn                    // likewise, with the items of the third
	BindTo                     // gives the function called on the second, with the others given
	Promised                   // calls its first argument with a function, and gives what that is called with
	Settle                     // such a function
	Interop                    // gives its first argument as a module: what is none is under default
	Iterated                   // gives what a loop goes through: a dictionary's keys with their values, else its first argument
	Concat                     // joins strings, or puts lists together
	Accumulate                 // calls its second argument with what it gave before, at first the third, and the items of its first
	Test                       // calls the function among its arguments with the items of its first
	EachValue                  // calls its second argument with the values and keys of its first
	From                       // gives a list of the items of its first argument, or of what its second gives of them
	FromPairs                  // makes a dictionary of a list of pairs
	Merge                      // sets the entries of the others in its first argument, and gives it
	MapOf                      // makes a dictionary of its arguments: keys and values in turn, or with Op "entries" pairs of them
	Reference                  // calls the method that its second argument names of the class that is its first, or of its third argument
	OnValue                    // calls its first argument on the second, if it is of the repository, else the method of the second that the third names
	LetOn                      // calls its second argument on its first and gives the result, with Op "same" its first
	Named                      // gives the class or function (Op) that its first argument names; what is none is itself
	Rounds                     // gives a list of the values of its first argument, a list or a dictionary, or with Op "pairs" of pairs with their keys
	Applied                    // calls its first argument with the items of its second
	Packed                     // calls its first argument with its second and a list of the others
	Together                   // puts lists together, or dictionaries
	Include                    // makes its second argument one of the bases of its first, a class
	Included                   // tells its second argument, a class of the repository, by the method that the third names that its first has it now
	Stepped                    // gives a dictionary with any item of its first argument under value: the step of an iterator
	Extracted                  // makes variables of the entries of its first argument, whose names begin with Op
	Provide                    // tells a container what it gives for a type; see provide
	Obtain                     // gives what a container has for the type that the call is given
	Host                       // a library makes instances of the types that the call is given, and of classes that extend its own of the names Op, and calls them
	Mediate                    // gives what the method of the classes that extend a library's gives whose first parameter is of its second argument's class; Op is METHOD=NAMES of the library's classes
)
