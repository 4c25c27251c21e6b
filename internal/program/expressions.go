package program

// Name is a variable, parameter, function, class or module by its name.
type Name struct {
	At
	ID string
}

// Text is a string literal.
type Text struct {
	At
	Value string
}

// Constant is a literal that is no string. Digits is a whole number in decimal, which an index or a slice may need; "" for others.
type Constant struct {
	At
	Kind   ConstantKind
	Digits string
}

// ConstantKind tells constants apart.
type ConstantKind int

// The kinds of constants.
const (
	None ConstantKind = iota // None, null, undefined
	True
	False
	Zero
	Number // any but zero
)

// Build is a string made of parts, in order: interpolation, or literals side by side.
type Build struct {
	At
	Parts []Expr
}

// Binary is an operator between two operands, by the source's own sign: "+", "%", "==", "in".
type Binary struct {
	At
	Op          string
	Left, Right Expr
}

// Either is one of two values. Op is "and" or "or": the right one only where the left one is true, or is not.
type Either struct {
	At
	Op          string
	Left, Right Expr
}

// Not is the logical negation.
type Not struct {
	At
	Operand Expr
}

// Conditional is Then where Test holds, else Else.
type Conditional struct {
	At
	Test, Then, Else Expr
}

// Index is X[Key].
type Index struct {
	At
	X, Key Expr
}

// Slice is the key of an Index that takes a range; parts that are left out are nil.
type Slice struct {
	At
	From, To, Step Expr
}

// Method is what the name of a method ends in where the language lets a field and a method share one: "size()".
const Method = "()"

// Member is X.Name.
type Member struct {
	At
	X    Expr
	Name string
}

// Call is Function(Args).
type Call struct {
	At
	Function Expr
	Args     []Arg
	Types    []Expr // the types that a generic function is given: f<T>()
}

// Filled is X, whose members are then set: an object initialiser. A key is the name of a member as Text.
type Filled struct {
	At
	X       Expr
	Entries []Entry
}

// Thrown leaves by an error where a value is wanted: it gives none.
type Thrown struct {
	At
	X Expr
}

// List is a list, tuple or set literal. An item may be a Spread.
type List struct {
	At
	Items []Expr
	// Tuple says that it is no list, but what a call gives at once, or what takes that apart.
	Tuple bool
}

// Spread is an item of a List that stands for all of its own items.
type Spread struct {
	At
	X Expr
}

// Dict is a dictionary or object literal, or a literal of a record type with its fields as entries.
type Dict struct {
	At
	Entries []Entry
	Type    Expr // the record's; nil where it has none
}

// Entry is one entry of a Dict. A nil Key spreads the entries of Value.
type Entry struct{ Key, Value Expr }

// Collect is a comprehension: Value (under Key, for a dictionary) for each round of the clauses.
type Collect struct {
	At
	Key, Value Expr
	Clauses    []Clause
}

// Clause is one "for Target in Over if Tests".
type Clause struct {
	Target, Over Expr
	Tests        []Expr
}

// Assigned is an assignment that is an expression: its value is Value.
type Assigned struct {
	At
	Target, Value Expr
}

// Yield hands Value to whoever iterates; From hands on all that it iterates over.
type Yield struct {
	At
	Value Expr // nil: nothing
	From  bool
}

// Function is a function, method or lambda as a value.
type Function struct {
	At
	Name       string
	Params     []Param
	Body       []Stmt
	Decorators []Expr // applied from the last to the first
	Generator  bool   // it holds a Yield
	Locals     map[string]Scope
	Result     Expr // the type that the language states of what it gives; nil where it states nothing
	// Types names the types that a generic function is given.
	Types []string
	// Receiver names the variable that holds what the function is called on (this, self); "" where it has none, or where that is a parameter.
	Receiver string
	// Implicit says that names which no function around holds are members of the receiver, where that has them.
	Implicit bool
	// Block says that it is a part of the function around, which a Return that is Through leaves; one list that it is given is taken apart
	// where it takes several.
	Block bool
	// Folds says that named arguments that it does not take are one dictionary that is given by position.
	Folds bool
	// Extends says that its first parameter takes what it is called on: a method that is added to a type.
	Extends bool
	// Exact says that a call with a number of arguments that it does not take does not mean it: it is one of several of its name.
	Exact bool
	// Unasked says that the language calls it where the program does not name it: an operator, what setting a property runs.
	Unasked bool
}

// Scope says to which scope a name that a function assigns belongs, where it is not the function's own.
type Scope int

// The scopes.
const (
	Local Scope = iota
	Outer       // the nearest function around
	Global
)

// Class is a class as a value. Fields and methods are what its body assigns and defines.
type Class struct {
	At
	Name       string
	Bases      []Expr
	Body       []Stmt
	Decorators []Expr
	// Itself names the variable that holds the class while its body runs; "" where there is none.
	Itself string
	// Ahead are classes whose methods come before its own, which these find above them.
	Ahead []Expr
	// Promises are interfaces that it says it has. Those of the repository are as bases; others ask nothing of it.
	Promises []Expr
	// Interface says that it promises methods only: instances are of the classes that have them all.
	Interface bool
	// Wraps says that an instance is the one value that it is made of, with the methods of the class.
	Wraps bool
	// Embeds names fields whose members are the class's own too.
	Embeds []string
	// Types names the types that a generic class is given.
	Types []string
	// Opens says that the body adds to the class that has the name already, if there is one.
	Opens bool
}

// Stated is X, which the language states to be of Type: a cast, a type assertion.
type Stated struct {
	At
	X, Type Expr
}

// Sequence evaluates all of Parts for their effects; its value is not kept (comparisons in a chain, types, format specifiers).
type Sequence struct {
	At
	Parts []Expr
}

// Opaque is what was not lowered. Parts are the expressions in it that could be read.
type Opaque struct {
	At
	Reason string
	Parts  []Expr
}
