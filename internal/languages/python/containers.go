package python

import (
	"github.com/parebot/pare/internal/languages/parse"
	"github.com/parebot/pare/internal/program"
)

// container lowers lists, dictionaries and comprehensions; nil where n is none.
func (l *lowerer) container(n parse.Node) program.Expr {
	switch n.Kind() {
	case "list", "tuple", "set", "expression_list", "pattern_list", "tuple_pattern", "list_pattern":
		return &program.List{At: l.at(n), Items: l.children(n)}
	case "list_splat", "list_splat_pattern", "parenthesized_list_splat":
		return &program.Spread{At: l.at(n), X: l.expr(n.First())}
	case "dictionary":
		return l.dictionary(n)
	case "list_comprehension", "set_comprehension", "generator_expression", "dictionary_comprehension":
		return l.comprehension(n)
	}
	return nil
}

func (l *lowerer) dictionary(n parse.Node) program.Expr {
	d := &program.Dict{At: l.at(n)}
	for child := range n.Children() {
		switch child.Kind() {
		case "pair":
			d.Entries = append(d.Entries, program.Entry{Key: l.expr(child.Field("key")), Value: l.expr(child.Field("value"))})
		case "dictionary_splat":
			d.Entries = append(d.Entries, program.Entry{Value: l.expr(child.First())})
		default:
			d.Entries = append(d.Entries, program.Entry{Key: l.expr(child), Value: l.opaque(child, reasonSyntax)})
		}
	}
	return d
}

func (l *lowerer) comprehension(n parse.Node) program.Expr {
	c := &program.Collect{At: l.at(n)}
	if body := n.Field("body"); body.Kind() == "pair" {
		c.Key, c.Value = l.expr(body.Field("key")), l.expr(body.Field("value"))
	} else {
		c.Value = l.expr(body)
	}
	for child := range n.Children() {
		switch child.Kind() {
		case "for_in_clause":
			c.Clauses = append(c.Clauses, program.Clause{Target: l.expr(child.Field("left")), Over: l.expr(child.Field("right"))})
		case "if_clause":
			if last := len(c.Clauses) - 1; last >= 0 {
				c.Clauses[last].Tests = append(c.Clauses[last].Tests, l.expr(child.First()))
			}
		}
	}
	return c
}

// call lowers a call; a string literal's own format method is done here, since its template is at hand.
func (l *lowerer) call(n parse.Node) program.Expr {
	c := &program.Call{At: l.at(n), Function: l.expr(n.Field("function"))}
	arguments := n.Field("arguments")
	if arguments.Kind() == "generator_expression" {
		c.Args = []program.Arg{{Value: l.expr(arguments)}}
	} else {
		for child := range arguments.Children() {
			c.Args = append(c.Args, l.argument(child))
		}
	}
	if member, ok := c.Function.(*program.Member); ok && member.Name == "format" {
		if template, ok := member.X.(*program.Text); ok {
			return l.braces(n, template, c.Args)
		}
	}
	return c
}

func (l *lowerer) argument(n parse.Node) program.Arg {
	switch n.Kind() {
	case "keyword_argument":
		return program.Arg{Name: n.Field("name").Text(), Value: l.expr(n.Field("value"))}
	case "list_splat":
		return program.Arg{Value: l.expr(n.First()), Rest: program.Many}
	case "dictionary_splat":
		return program.Arg{Value: l.expr(n.First()), Rest: program.Named}
	}
	return program.Arg{Value: l.expr(n)}
}
