package symbolic

import "strings"

// Fold writes the start of v as one of parts where it is what that part stands for: the ARN of a table spelled out becomes
// ${Orders.Arn}. The part that stands for most is taken. v is returned as it is where none fits.
func Fold(v Value, parts []Part) Value {
	spelled := v.Expand()
	var best Value
	longest := -1
	for _, p := range parts {
		form := Value{p}.Expand()
		rest, ok := cut(spelled, form)
		if size := weight(form); ok && size > longest && (len(rest) == 0 || !p.isReference()) {
			best, longest = Concat(Value{p}, rest), size
		}
	}
	if longest < 0 {
		return v
	}
	return best
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
