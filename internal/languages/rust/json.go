package rust

import (
	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// inBrackets are the tokens between a token tree's brackets.
func inBrackets(tree parse.Node) (all []parse.Node) {
	for child := range tree.Tokens() {
		switch child.Kind() {
		case "line_comment", "block_comment":
			continue
		}
		all = append(all, child)
	}
	if len(all) < 2 {
		return nil
	}
	return all[1 : len(all)-1]
}

// json lowers what json! is given: a literal of JSON with expressions in it.
func (l *lowerer) json(value []parse.Node) program.Expr {
	defer l.leave()
	if len(value) == 0 {
		return nil
	}
	first := value[0]
	if !l.enter() {
		return l.opaque(first, reasonDeep)
	}
	if len(value) == 1 && first.Kind() == "token_tree" {
		inner := inBrackets(first)
		switch first.Text()[0] {
		case '{':
			return l.jsonObject(first, inner)
		case '[':
			list := &program.List{At: l.at(first)}
			for _, item := range split(inner, ",") {
				list.Items = append(list.Items, l.json(item))
			}
			return list
		}
	}
	return l.pieces(value)
}

func (l *lowerer) jsonObject(n parse.Node, inner []parse.Node) program.Expr {
	d := &program.Dict{At: l.at(n)}
	for _, item := range split(inner, ",") {
		pair := split(item, ":")
		if len(pair) < 2 || len(pair[0]) == 0 {
			continue
		}
		value := item[len(pair[0])+1:]
		d.Entries = append(d.Entries, program.Entry{Key: l.pieces(pair[0]), Value: l.json(value)})
	}
	return d
}

// split cuts tokens at separators; an empty end is left out.
func split(tokens []parse.Node, separator string) (parts [][]parse.Node) {
	start := 0
	for i, t := range tokens {
		if t.Text() == separator {
			parts = append(parts, tokens[start:i])
			start = i + 1
		}
	}
	if start < len(tokens) {
		parts = append(parts, tokens[start:])
	}
	return parts
}

// pieces lowers tokens that are one expression.
func (l *lowerer) pieces(tokens []parse.Node) (x program.Expr) {
	first, last := tokens[0], tokens[len(tokens)-1]
	if first.Text() == "null" {
		return &program.Constant{At: l.at(first), Kind: program.None}
	}
	ok := l.reparsed(first.Until(last), first.Start(), "fn f(){x(", ")}", func(list parse.Node) {
		if parts := l.children(list); len(parts) > 0 {
			x = parts[0]
		}
	})
	if !ok || x == nil {
		return l.unknown(first)
	}
	return x
}
