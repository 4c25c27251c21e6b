package cdk

import (
	"slices"
	"strings"

	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/source"
)

// literal is one string of a list in the code, with the bytes that it is.
type literal struct {
	text       string
	start, end int // with its quotes
}

// relisted is the edits that make of a list of literals, within a statement of the code, the list of other terms. What stays keeps its bytes.
func relisted(src []byte, at source.Span, name string, was []string, now []iam.Term) (source.Edits, error) {
	by := "the " + name + " of this statement are no list of literals in the code, so it is changed by hand"
	items, open, closed, ok := listOf(src, at, name)
	if !ok || len(items) == 0 || !slices.Equal(sorted(textsOf(items)), sorted(was)) {
		return nil, cannot(by)
	}
	quote := string(src[items[0].start])
	var kept []string
	for _, t := range now {
		text, known := t.Value.Known()
		if !known || len(t.When) > 0 || strings.ContainsAny(text, "\"'`\\$\n") {
			return nil, cannot("what the statement needs has no literal in the code, so it is changed by hand")
		}
		kept = append(kept, text)
	}
	if len(kept) == 0 {
		return nil, cannot(by)
	}
	// Items that only go are cut out; a list with new items is written on one line.
	if !slices.ContainsFunc(kept, func(text string) bool { return !slices.Contains(textsOf(items), text) }) {
		return cut(at.File, items, kept), nil
	}
	for i, text := range kept {
		kept[i] = quote + text + quote
	}
	return source.Edits{{File: at.File, Start: open, End: closed, Text: strings.Join(kept, ", ")}}, nil
}

// cut takes the items out that are not kept: each up to the next, and those behind the last that stays from its end.
func cut(file string, items []literal, kept []string) (edits source.Edits) {
	stays := lastKept(items, kept)
	for i, item := range items[:stays] {
		if !slices.Contains(kept, item.text) {
			edits = append(edits, source.Edit{File: file, Start: item.start, End: items[i+1].start})
		}
	}
	if end := items[len(items)-1].end; end > items[stays].end {
		edits = append(edits, source.Edit{File: file, Start: items[stays].end, End: end})
	}
	return edits
}

func lastKept(items []literal, kept []string) (at int) {
	for i, item := range items {
		if slices.Contains(kept, item.text) {
			at = i
		}
	}
	return at
}

func textsOf(items []literal) (all []string) {
	for _, i := range items {
		all = append(all, i.text)
	}
	return all
}

func sorted(all []string) []string {
	all = slices.Clone(all)
	slices.Sort(all)
	return slices.Compact(all)
}

// listOf finds the list of a name within a statement: actions: [...] of TypeScript, actions=[...] of Python. ok is false where it is anything
// else than literals, or stands there twice.
func listOf(src []byte, at source.Span, name string) (items []literal, open, closed int, ok bool) {
	if at.Start < 0 || at.End > len(src) || at.Start > at.End {
		return nil, 0, 0, false
	}
	text := string(src[at.Start:at.End])
	found := -1
	for from := 0; ; {
		i := strings.Index(text[from:], name)
		if i < 0 {
			break
		}
		i += from
		from = i + len(name)
		rest := strings.TrimLeft(text[from:], " \t")
		if i > 0 && isWord(text[i-1]) || rest == "" || rest[0] != ':' && rest[0] != '=' {
			continue
		}
		if rest = strings.TrimLeft(rest[1:], " \t\r\n"); !strings.HasPrefix(rest, "[") || found >= 0 {
			return nil, 0, 0, false
		}
		found = len(text) - len(rest) + 1
	}
	if found < 0 {
		return nil, 0, 0, false
	}
	items, end, ok := literals(text, found)
	for i := range items {
		items[i].start += at.Start
		items[i].end += at.Start
	}
	return items, at.Start + found, at.Start + end, ok
}

func isWord(c byte) bool {
	return c == '_' || c == '\'' || c == '"' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

// literals are the strings from a place on to the bracket that closes the list. ok is false for anything but strings, commas and space.
func literals(text string, from int) (items []literal, end int, ok bool) {
	comma := true
	for i := from; i < len(text); i++ {
		switch c := text[i]; {
		case c == ']':
			return items, i, true
		case c == ',':
			if comma {
				return nil, 0, false
			}
			comma = true
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
		case (c == '\'' || c == '"') && comma:
			length := strings.IndexByte(text[i+1:], c)
			if length < 0 || strings.ContainsAny(text[i+1:i+1+length], "\\\n") {
				return nil, 0, false
			}
			items = append(items, literal{text[i+1 : i+1+length], i, i + length + 2})
			i += length + 1
			comma = false
		default:
			return nil, 0, false
		}
	}
	return nil, 0, false
}
