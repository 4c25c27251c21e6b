// Package symbolic is a string that is known in part: literal text, template expressions, environment variables, the
// event, operations that wait for their operand. It knows neither templates nor code; both speak to each other in it.
package symbolic

// Kind of a Part.
type Kind int

// The kinds of parts.
const (
	Literal   Kind = iota // Text is the text itself
	Attribute             // attribute Attr of the resource with logical ID Text in Stack; Attr "Ref" is what !Ref gives
	Parameter             // template parameter Text of Stack
	Pseudo                // AWS::Region, AWS::AccountId, AWS::Partition, AWS::StackName, ...: Text is that name
	Import                // Fn::ImportValue of the export named Text
	Env                   // environment variable Text of the function that runs the code
	Event                 // something from the event that the handler was given; Text is the path in it, "" where not told
	Apply                 // operation Text on Args that waits until they are known: lower, split, ...
	Unknown               // any string; Text says why it is not known
)

// Part is one piece of a Value.
type Part struct {
	Kind  Kind
	Text  string
	Attr  string  // Attribute; of an Unknown what is written there, where the same text is the same string ({{resolve:ssm:/a}}), else ""
	Stack string  // Attribute, Parameter: the template's path, so that equal names of two templates differ
	Args  []Value // Apply only
	// Form is what an Attribute or Parameter stands for as far as that is known: the ARN built from partition, region, account and
	// physical name of the resource; the literal physical name; a parameter's only possible value. Nil: it is opaque.
	Form Value
	// Default is a Parameter's default. It may explain, and never prove.
	Default string
	// Type of the resource of an Attribute, as in the template (AWS::SQS::Queue). Two opaque names of resources of one stack differ.
	Type string
}

// Value is the concatenation of its parts; the empty Value is the empty string. A Value is not changed once made.
// In a policy the literal parts of a Value are a pattern: * and ? are wildcards there. Everywhere else they are text.
type Value []Part

// Condition is one condition of a template as an atom: Name in Stack holds, or (Not) does not.
type Condition struct {
	Stack, Name string
	Not         bool
}

// Choice is one of the values that something may have, and the conditions of the template under which it has it.
type Choice struct {
	Value Value
	When  []Condition // all of them; nil: always
}

// Set is everything that a string may be: one Choice where it is certain. An empty Set means that there is no such string
// (a property that is absent, AWS::NoValue). What could not be told is a Choice with an Unknown part, never an empty Set.
type Set []Choice

// Answer is yes, no or may: three-valued, since parts of strings are unknown.
type Answer int

// The answers. No means no under every value of the unknown parts, Yes under every one of them.
const (
	No Answer = iota
	May
	Yes
)
