package serverless

import "strings"

// variable is one ${...} of a text: the bytes that it takes, and where its value may come from, in order.
type variable struct {
	start, end int
	sources    []origin
}

// origin is one of the places that a variable names: self:custom.x, file(./x.yml):a.b, or a literal that stands for itself.
type origin struct {
	kind    string // "self", "file", ...; "" for a literal
	params  string // what stands in parentheses
	address string // what follows the colon
	literal string
	null    bool   // the literal null
	written string // as it is written
}

// whole says whether the variable is all of the text: then it may stand for a map or a list.
func (v variable) whole(text string) bool { return v.start == 0 && v.end == len(text) }

// variables finds the variables of a text. ${AWS::Region} and ${Orders.Arn} are CloudFormation's, and \${ is no variable.
func variables(text string) (all []variable) {
	for at := 0; ; {
		i := strings.Index(text[at:], "${")
		if i < 0 {
			return all
		}
		start := at + i
		at = start + 2
		if start > 0 && text[start-1] == '\\' {
			continue
		}
		end := closing(text, start+2)
		if end < 0 {
			continue
		}
		if sources := origins(text[start+2 : end]); sources != nil {
			all = append(all, variable{start, end + 1, sources})
			at = end + 1
		}
	}
}

// closing is where the brace stands that closes a variable; -1 where none does.
func closing(text string, from int) int {
	depth, quote := 0, byte(0)
	for i := from; i < len(text); i++ {
		switch c := text[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '\'' || c == '"':
			quote = c
		case c == '$' && i+1 < len(text) && text[i+1] == '{':
			depth++
			i++
		case c == '}' && depth == 0:
			return i
		case c == '}':
			depth--
		}
	}
	return -1
}

// sourceName is the name that a source begins with: what makes it one is a colon that is not the first of two, or a parenthesis.
// It is "" where the text is no source.
func sourceName(text string) string {
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
		case i == 0:
			return ""
		case c >= '0' && c <= '9' || c == '_' || c == '.' || c == '-':
		case c == '(' || c == ':' && !strings.HasPrefix(text[i+1:], ":"):
			return text[:i]
		default:
			return ""
		}
	}
	return ""
}

// origins cuts the inside of a variable at its commas; nil where the first is no source.
func origins(text string) (all []origin) {
	for i, piece := range cut(text) {
		piece = strings.TrimSpace(piece)
		o := origin{literal: piece, written: piece, null: piece == "null"}
		switch name := sourceName(piece); {
		case name != "":
			if o = sourceOf(piece, name); o.kind == "" {
				return nil
			}
		case i == 0:
			return nil
		default:
			o.literal = unquoted(piece)
		}
		all = append(all, o)
	}
	return all
}

// unquoted takes the quotes off a string.
func unquoted(text string) string {
	if len(text) > 1 && (text[0] == '\'' || text[0] == '"') && text[len(text)-1] == text[0] {
		return text[1 : len(text)-1]
	}
	return text
}

// sourceOf reads name(params):address.
func sourceOf(piece, name string) origin {
	o := origin{kind: name, written: piece}
	rest := piece[len(name):]
	if rest[0] == '(' {
		end := parenthesis(rest)
		if end < 0 {
			return origin{}
		}
		o.params, rest = unquoted(strings.TrimSpace(rest[1:end])), rest[end+1:]
	}
	address, found := strings.CutPrefix(rest, ":")
	if !found && rest != "" {
		return origin{}
	}
	o.address = strings.TrimSpace(address)
	return o
}

// parenthesis is where the one that opens the text is closed, -1 where it is not.
func parenthesis(text string) int {
	depth := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// cut cuts at the commas that stand in no variable, parenthesis or string within.
func cut(text string) (all []string) {
	from, depth, quote := 0, 0, byte(0)
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '\'' || c == '"':
			quote = c
		case c == '{' || c == '(':
			depth++
		case c == '}' || c == ')':
			depth--
		case c == ',' && depth == 0:
			all, from = append(all, text[from:i]), i+1
		}
	}
	return append(all, text[from:])
}
