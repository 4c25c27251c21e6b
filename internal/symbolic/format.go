package symbolic

import (
	"slices"
	"strconv"
	"strings"
)

// format fills the fields of a literal format: {} in turn, {0} by number, {name} by the names in the settings, which the last fields have.
// What follows : or ! in a field changes how a value is written; only strings come here, so only an empty one is followed.
func format(settings []string, args []Value) (Value, bool) {
	if len(args) == 0 {
		return nil, false
	}
	text, ok := literal(args[0])
	if !ok {
		return nil, false
	}
	var names []string
	if len(settings) == 1 {
		names = strings.Split(settings[0], ",")
	}
	return fill(text, names, args[1:])
}

func fill(text string, names []string, fields []Value) (Value, bool) {
	var out []Value
	next := 0
	for text != "" {
		i := strings.IndexAny(text, "{}")
		if i < 0 {
			break
		}
		out = append(out, Text(text[:i]))
		brace, rest := text[i], text[i+1:]
		if rest != "" && rest[0] == brace {
			out, text = append(out, Text(string(brace))), rest[1:]
			continue
		}
		field, behind, ok := strings.Cut(rest, "}")
		if brace == '}' || !ok {
			return failed("this format has a brace that does not match")
		}
		n := fieldNumber(field, names, len(fields), &next)
		if n < 0 || n >= len(fields) {
			return failed("the format's field {" + field + "} is not followed")
		}
		out, text = append(out, fields[n]), behind
	}
	return Concat(append(out, Text(text))...), true
}

// fieldNumber is which field {field} means; -1 where it cannot be told.
func fieldNumber(field string, names []string, count int, next *int) int {
	if field == "" {
		*next++
		return *next - 1
	}
	if i := slices.Index(names, field); i >= 0 {
		return count - len(names) + i
	}
	if n, err := strconv.Atoi(field); err == nil {
		return n
	}
	return -1
}

// percent fills %s, %d and %% of a literal format in turn.
func percent(_ []string, args []Value) (Value, bool) {
	if len(args) == 0 {
		return nil, false
	}
	text, ok := literal(args[0])
	if !ok {
		return nil, false
	}
	fields := args[1:]
	var out []Value
	for {
		head, rest, found := strings.Cut(text, "%")
		out = append(out, Text(head))
		switch {
		case !found:
			return Concat(out...), true
		case strings.HasPrefix(rest, "%"):
			out = append(out, Text("%"))
		case len(fields) > 0 && (strings.HasPrefix(rest, "s") || strings.HasPrefix(rest, "d")):
			out, fields = append(out, fields[0]), fields[1:]
		default:
			return failed("this format is not followed")
		}
		text = rest[1:]
	}
}

// join puts a separator between its other operands.
func join(_ []string, args []Value) (Value, bool) {
	if len(args) == 0 {
		return nil, true
	}
	var out []Value
	for i, v := range args[1:] {
		if i > 0 {
			out = append(out, args[0])
		}
		out = append(out, v)
	}
	return Concat(out...), true
}
