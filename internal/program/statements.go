package program

// Do evaluates an expression for its effects.
type Do struct {
	At
	X Expr
}

// Assign gives Value to each of Targets: a Name, Member, Index, List (to take apart) or Spread in a List; a Dict to take apart by key,
// whose entry without a key is given the others; an Assigned within these has the value of a target that is not there.
// A nil Value only declares them.
type Assign struct {
	At
	Targets []Expr
	Value   Expr
	Type    Expr // what the language states them to be; nil where it states nothing
	// Declares says that the names among Targets are new in the scope in hand.
	Declares bool
	// Also says that the value is one more that the targets may have: a second function of one name.
	Also bool
}

// If runs the first case whose Test holds. A nil Test always holds.
type If struct {
	At
	Cases []Case
}

// Case is one branch of an If.
type Case struct {
	Test Expr
	Body []Stmt
}

// Loop runs Body any number of times: for each item of Over (given to Target), or while Test holds. Else runs behind it.
type Loop struct {
	At
	Target, Over Expr // nil in a while loop
	Test         Expr
	Body, Else   []Stmt
}

// With runs Body between entering and leaving Context; Target is given what entering gives.
type With struct {
	At
	Context, Target Expr // Target may be nil
	Body            []Stmt
}

// Try runs Body, one of Handlers where it fails at any point, Else where it does not, and Finally.
type Try struct {
	At
	Body          []Stmt
	Handlers      []Handler
	Else, Finally []Stmt
}

// Handler is one "except Types as Name".
type Handler struct {
	Types Expr // nil: all
	Name  Expr // nil: it is not named
	Body  []Stmt
}

// Return leaves the function; a nil Value gives nothing.
type Return struct {
	At
	Value Expr
	// Through says that it leaves the function around the blocks that it stands in (Function.Block).
	Through bool
}

// Raise leaves by an error.
type Raise struct {
	At
	Value Expr // nil: the error in hand again
}

// Jump is break or continue.
type Jump struct{ At }

// Import brings a module, or names from it, into scope.
type Import struct {
	At
	Module string // as written: "a.b", "" for the package itself
	Level  int    // how many leading dots: 0 looks in the roots, 1 in the own package
	// As is the name for the whole module; "" binds the first step of Module, or nothing where Names or All is set.
	As    string
	Names []Imported
	All   bool // every public name
	// Of names a class of the module that Names, or All, are members of.
	Of string
	// Inline says that the module's code runs here, in the scope of the module in hand, each time.
	Inline bool
	// Lazy says that names are bound when they are first used: the import itself does nothing.
	Lazy bool
}

// Imported is one name of a module.
type Imported struct{ Name, As string }
