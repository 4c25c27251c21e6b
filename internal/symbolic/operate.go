package symbolic

import "strings"

// maxWaiting bounds operations on operations: a loop in code may pile them up without end.
const maxWaiting = 8

// operation does one thing to operands; done is false where it must wait until more of them is known.
type operation func(settings []string, args []Value) (v Value, done bool)

// Operate does a string operation of a program, or returns a part that waits where too little is known. The text before the first colon
// of op names it, the rest are its constant settings:
//
//	lower upper                  of s
//	strip lstrip rstrip          of s, and optionally the characters to take off
//	removeprefix removesuffix    of s, and the affix
//	replace                      in s, of old, by new
//	split:I  split:I:MAX         the Ith piece of s between separators; I < 0 counts from the end. No separator: white space
//	rsplit:I:MAX                 the same, with pieces counted off from the end
//	base                         what follows the last slash of s
//	slice:A:B                    bytes A to B of s, each may be empty or negative
//	format:NAME,NAME             a format with {} {0} {name}, then its fields; the last ones have the names
//	percent                      a format with %s and %d, then its fields
//	join                         a separator, then what it joins
//	resolve                      what only the platform works out, such as a dynamic reference: it waits for ever, and equals itself
//
// Symbols keep their place: split(":")[5] of an ARN works where what it passes over cannot hold a colon.
// What the program would fail at (no such piece) and what Operate does not know is Unknown.
func Operate(op string, args ...Value) Value {
	name, rest, _ := strings.Cut(op, ":")
	do := operationNamed(name)
	if do == nil {
		return Value{{Kind: Unknown, Text: "the operation " + name + " is not followed"}}
	}
	var settings []string
	if rest != "" {
		settings = strings.Split(rest, ":")
	}
	known := make([]Value, len(args))
	for i, a := range args {
		known[i] = a.Expand()
	}
	if v, done := do(settings, known); done {
		return v
	}
	if waiting(args) >= maxWaiting {
		return Value{{Kind: Unknown, Text: "more operations on one string than are followed"}}
	}
	return Value{{Kind: Apply, Text: op, Args: args}}
}

func operationNamed(name string) operation {
	switch name {
	case "lower":
		return letterwise(strings.ToLower, "AWS::Region", "AWS::AccountId", "AWS::URLSuffix")
	case "upper":
		return letterwise(strings.ToUpper, "AWS::AccountId")
	case "strip", "lstrip", "rstrip":
		return trim(name)
	case "removeprefix":
		return removePrefix
	case "removesuffix":
		return removeSuffix
	case "replace":
		return replace
	case "split", "rsplit":
		return split(name == "rsplit")
	case "base":
		return base
	case "slice":
		return slice
	case "format":
		return format
	case "percent":
		return percent
	case "join":
		return join
	case "resolve":
		return func([]string, []Value) (Value, bool) { return nil, false }
	}
	return nil
}

// waiting is how many operations wait for each other in args, at most.
func waiting(args []Value) (depth int) {
	for _, v := range args {
		for _, p := range v {
			if p.Kind == Apply {
				depth = max(depth, 1+waiting(p.Args))
			}
		}
	}
	return depth
}

// literal is the text of an expanded value that has no other parts.
func literal(v Value) (string, bool) {
	if len(v) > 1 || len(v) == 1 && v[0].Kind != Literal {
		return "", false
	}
	if len(v) == 0 {
		return "", true
	}
	return v[0].Text, true
}

// failed is what a program gets where it would raise an error.
func failed(reason string) (Value, bool) { return Value{{Kind: Unknown, Text: reason}}, true }
