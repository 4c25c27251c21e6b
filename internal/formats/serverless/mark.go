package serverless

import (
	"strconv"
	"strings"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/symbolic"
)

// mark stands around the number of something in a text that is not known here. No file can hold it: it is taken out of what is read.
const mark = "\x00"

// symbol is a value that is one part.
func (r *resolver) symbol(p symbolic.Part, at *document.Node) *document.Node {
	key := strconv.Itoa(int(p.Kind)) + p.Stack + mark + p.Text + mark + p.Attr
	text := r.markSet(key, symbolic.Certain(symbolic.Value{p}), nil)
	n := &document.Node{Kind: document.String, Value: text, Span: at.Span, Whole: at.Whole}
	r.final[n] = true
	return n
}

// unknown is a value of which nothing is known. The same text is the same value.
func (r *resolver) unknown(reason string, at *document.Node) *document.Node {
	return r.symbol(symbolic.Part{Kind: symbolic.Unknown, Text: reason, Attr: at.Value, Stack: r.file}, at)
}

// markNode stands for a value of the template: a function of CloudFormation, or a choice.
func (r *resolver) markNode(n *document.Node) string {
	return r.markSet("", nil, n)
}

func (r *resolver) markSet(key string, set symbolic.Set, n *document.Node) string {
	i, known := r.markOf[key]
	if !known || key == "" {
		i = len(r.marks)
		r.marks, r.nodes = append(r.marks, set), append(r.nodes, n)
		r.markOf[key] = i
	}
	return mark + strconv.Itoa(i) + mark
}

// spelled is what a text stands for: literal between the marks, and what each mark means.
func (r *resolver) spelled(text string) symbolic.Set {
	if !strings.Contains(text, mark) {
		return symbolic.Certain(symbolic.Text(text))
	}
	pieces := strings.Split(text, mark)
	sets := make([]symbolic.Set, 0, len(pieces))
	for i, piece := range pieces {
		if i%2 == 0 {
			if piece != "" {
				sets = append(sets, symbolic.Certain(symbolic.Text(piece)))
			}
			continue
		}
		n, err := strconv.Atoi(piece)
		if err != nil || n < 0 || n >= len(r.marks) {
			return symbolic.Any("a variable that cannot be read")
		}
		sets = append(sets, r.marked(n))
	}
	return joined(sets)
}

// joined is symbolic.Join, at once where each set is one certain value.
func joined(sets []symbolic.Set) symbolic.Set {
	if len(sets) == 1 {
		return sets[0]
	}
	values := make([]symbolic.Value, len(sets))
	for i, set := range sets {
		if len(set) != 1 || len(set[0].When) > 0 {
			return symbolic.Join(sets...)
		}
		values[i] = set[0].Value
	}
	return symbolic.Certain(symbolic.Concat(values...))
}

func (r *resolver) marked(i int) symbolic.Set {
	if r.nodes[i] == nil {
		return r.marks[i]
	}
	if r.template == nil {
		return symbolic.Any("a part that only the template tells")
	}
	return r.template.Eval(r.nodes[i])
}

// shown is a text for people and for names of conditions: a mark is what it stands for, in braces.
func (r *resolver) shown(text string) string {
	pieces := strings.Split(text, mark)
	for i := 1; i < len(pieces); i += 2 {
		set := r.spelled(mark + pieces[i] + mark)
		pieces[i] = "{}"
		if len(set) == 1 {
			pieces[i] = strings.TrimPrefix(set[0].Value.String(), "$")
		}
	}
	return strings.Join(pieces, "")
}

// inner is a text as the inside of a variable: a mark is the variable that it stands for.
func (r *resolver) inner(text string) string {
	pieces := strings.Split(text, mark)
	for i := 1; i < len(pieces); i += 2 {
		set := r.spelled(mark + pieces[i] + mark)
		pieces[i] = "*"
		if len(set) == 1 {
			pieces[i] = set[0].Value.String()
		}
	}
	return strings.Join(pieces, "")
}

// usual is a text as it is when nothing is given at deployment: with the default of what each mark stands for, without those that have none.
func (r *resolver) usual(text string) string {
	pieces := strings.Split(text, mark)
	for i := 1; i < len(pieces); i += 2 {
		pieces[i] = r.known(mark + pieces[i] + mark)
	}
	return strings.Join(pieces, "")
}
