package symbolic

import "strings"

// Fold writes the start of v as one of parts where it is what that part stands for: the ARN of a table spelled out becomes
// ${Orders.Arn}. The part that stands for most is taken. v is returned as it is where none fits.
func Fold(v Value, parts []Part) Value { return NewFolds(parts).Fold(v) }

// Folds are parts with what they stand for, worked out once for many strings that are folded.
type Folds struct {
	parts   []Part
	forms   []Value
	weights []int
}

// NewFolds prepares parts.
func NewFolds(parts []Part) *Folds {
	f := &Folds{parts: parts, forms: make([]Value, len(parts)), weights: make([]int, len(parts))}
	for i, p := range parts {
		f.forms[i] = Value{p}.Expand()
		f.weights[i] = weight(f.forms[i])
	}
	return f
}

// Fold is what Fold of the parts gives.
func (f *Folds) Fold(v Value) Value {
	spelled := v.Expand()
	var best Value
	longest := -1
	for i, p := range f.parts {
		if f.weights[i] <= longest || !begins(spelled, f.forms[i]) {
			continue
		}
		if rest, ok := cut(spelled, f.forms[i]); ok && (len(rest) == 0 || !p.isReference()) {
			best, longest = Concat(Value{p}, rest), f.weights[i]
		}
	}
	if longest < 0 {
		return v
	}
	return best
}

// begins says cheaply whether v may start with form: most do not even begin with the same text.
func begins(v, form Value) bool {
	if len(form) == 0 || len(v) < len(form) || v[0].Kind != form[0].Kind {
		return false
	}
	if len(form) == 1 {
		return strings.HasPrefix(v[0].Text, form[0].Text)
	}
	return v[0].Text == form[0].Text
}

// isReference: a name is folded only where it is the whole string; the start of another word is not that name.
func (p Part) isReference() bool { return p.Kind != Attribute || p.Attr == "Ref" }

// weight is how much text and how many symbols a form has.
func weight(v Value) (n int) {
	for _, p := range v {
		n += 1 + len(p.Text)
	}
	return n
}

// cut takes form from the start of v. What follows must not go on with its last word.
func cut(v, form Value) (rest Value, ok bool) {
	if len(form) == 0 || len(v) < len(form) {
		return nil, false
	}
	last := len(form) - 1
	if (Value(v[:last])).Key() != (Value(form[:last])).Key() {
		return nil, false
	}
	tail := v[last]
	if form[last].Kind != Literal || tail.Kind != Literal {
		return v[last+1:], Value{tail}.Key() == Value{form[last]}.Key()
	}
	text, ok := strings.CutPrefix(tail.Text, form[last].Text)
	if !ok || text != "" && text[0] != '/' && text[0] != ':' || text == "" && last+1 < len(v) {
		return nil, false
	}
	return Concat(Text(text), v[last+1:]), true
}
