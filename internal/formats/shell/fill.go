package shell

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// placeholder is a text that stands in a file for a value that a script puts there.
var placeholder = regexp.MustCompile(`^[A-Z0-9_{}<>%$@#-]{4,}$`)

// substitutions are the "s/PLACEHOLDER/value/" among the words of sed.
func (r *run) substitutions(args []*syntax.Word) (all []stack.Replacement, inPlace bool) {
	for _, w := range args {
		v := r.word(w)
		text := literalOf(v)
		switch {
		case strings.HasPrefix(text, "-i") || text == "--in-place":
			inPlace = true
		case len(text) > 3 && text[0] == 's' && strings.IndexByte("#/|,~@:;", text[1]) >= 0:
			if one, ok := substitution(v, text); ok {
				all = append(all, one)
			}
		}
	}
	return all, inPlace
}

func substitution(v value, text string) (one stack.Replacement, ok bool) {
	delimiter := text[1:2]
	from, to, ok := strings.Cut(text[2:], delimiter)
	if !ok || !placeholder.MatchString(from) {
		return one, false
	}
	with := symbolic.Concat(symbolic.Text(to), tail(v))
	last := len(with) - 1
	if last < 0 || with[last].Kind != symbolic.Literal { // the delimiter that ends it
		return one, false
	}
	end, _, ok := strings.Cut(with[last].Text, delimiter)
	return stack.Replacement{Text: from, With: symbolic.Concat(with[:last], symbolic.Text(end))}, ok
}

// sed notes what "sed -i" puts into the code; without that, it gives the document that it is given with the values in their places.
func (r *run) sed(args []*syntax.Word, s *syntax.Stmt) value {
	all, inPlace := r.substitutions(args)
	if inPlace {
		if len(r.replaced) < maxCommands {
			r.replaced = append(r.replaced, all...)
		}
		return value{}
	}
	var v value
	if len(args) > 1 && len(all) > 0 {
		v = r.filled(r.fromFile(r.word(args[len(args)-1])), args)
	}
	r.writes(v, s)
	return v
}

// envsubst gives the document that it reads with the variables filled in.
func (r *run) envsubst(args []*syntax.Word, s *syntax.Stmt) value {
	for _, redirect := range s.Redirs {
		if redirect.Op == syntax.RdrIn {
			v := r.filled(r.fromFile(r.word(redirect.Word)), args)
			r.writes(v, s)
			return v
		}
	}
	return value{}
}

// variableIn is a variable in a document that envsubst is given.
var variableIn = regexp.MustCompile(`\$\{[A-Za-z_][A-Za-z0-9_]*\}|\$[A-Za-z_][A-Za-z0-9_]*`)

// filled is a document of a file with values in the places that a command fills.
func (r *run) filled(v value, args []*syntax.Word) value {
	if v.text == nil || v.text.how != inFile || len(args) == 0 {
		return value{}
	}
	all, _ := r.substitutions(args)
	if args[0].Lit() == "envsubst" {
		for _, name := range variableIn.FindAllString(string(v.text.bytes), maxItems) {
			held, set := r.lookup(strings.Trim(name, "${}"))
			if !set {
				held.Value = r.parameter(strings.Trim(name, "${}"))
			}
			all = append(all, stack.Replacement{Text: name, With: held.Value})
		}
	}
	t := *v.text
	t.bytes = bytes.Clone(t.bytes)
	t.fills = slices.Clone(t.fills)
	for _, one := range all {
		for i := bytes.Index(t.bytes, []byte(one.Text)); i >= 0; i = bytes.Index(t.bytes, []byte(one.Text)) {
			mark := r.marks.mark(one.With, len(one.Text))
			if len(mark) != len(one.Text) || len(t.fills) > maxCommands {
				break
			}
			copy(t.bytes[i:], mark)
			t.fills = append(t.fills, one)
		}
	}
	v.text = &t
	return v
}
