package shell

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// cannot refuses a change in words for people.
func cannot(format string, args ...any) error {
	return fmt.Errorf(format+": %w", append(args, stack.ErrCannot)...)
}

// writer writes policies as they stand in a script.
type writer struct {
	*run
	how   quoting
	flat  bool // a statement is one line
	fills []stack.Replacement
}

// escaped is a text within a string of JSON, as the quotes around the document have it.
func (w writer) escaped(s string) string {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if encoder.Encode(s) != nil {
		return ""
	}
	s = strings.TrimSuffix(strings.TrimSpace(b.String()), `"`)[1:]
	if w.how == inSingle {
		return strings.ReplaceAll(s, `'`, `'\''`)
	}
	return s
}

// writable says that a text can stand between the quotes of the document: it needs no backslash there that the shell would take for its own.
func (w writer) writable(s string) bool {
	switch w.how {
	case inDouble, inHere:
		return !strings.ContainsAny(s, "\\\"$`")
	}
	return true
}

// quote is a quotation mark of JSON.
func (w writer) quote() string {
	if w.how == inDouble {
		return `\"`
	}
	return `"`
}

// variable is the value of a variable within a string of JSON.
func (w writer) variable(name string) (string, bool) {
	switch w.how {
	case inSingle:
		return `'"${` + name + `}"'`, true
	case inDouble, inHere:
		return "${" + name + "}", true
	}
	return "", false
}

// text is a value as a string of JSON. What a script cannot name is any.
func (w writer) text(v symbolic.Value) string {
	var b strings.Builder
	for _, p := range v.Expand() {
		name := w.nameOf(p)
		switch written, ok := w.variable(name); {
		case p.Kind == symbolic.Literal:
			b.WriteString(w.escaped(p.Text))
		case p.Kind == symbolic.Pseudo && p.Text == "AWS::Partition":
			b.WriteString("aws")
		case name != "" && ok:
			b.WriteString(written)
		case w.filler(p) != "":
			b.WriteString(w.filler(p))
		default:
			b.WriteString("*")
		}
	}
	return w.quote() + b.String() + w.quote()
}

// filler is what stands in the document for a part, which a command fills in; "" where there is nothing.
func (w writer) filler(p symbolic.Part) string {
	for _, one := range w.fills {
		if one.With.Key() == (symbolic.Value{p}).Key() {
			return one.Text
		}
	}
	return ""
}

// nameOf is the variable that holds a part of a value; "" where there is none.
func (r *run) nameOf(p symbolic.Part) string {
	if p.Kind == symbolic.Parameter {
		return p.Text
	}
	var names []string
	for name, v := range r.vars {
		if p.Kind == symbolic.Pseudo && v.Value.Key() == (symbolic.Value{p}).Key() {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return slices.Min(names)
}

// statement is a statement as JSON; its first line stands where the text begins.
func (w writer) statement(st iam.Statement, indent string) (string, error) {
	if len(st.When) > 0 {
		return "", cannot("the statement depends on a condition")
	}
	for _, v := range valuesOf(st) {
		for _, p := range v.Expand() {
			if p.Kind == symbolic.Literal && !w.writable(p.Text) {
				return "", cannot("%s needs other quotes than the policy stands in", v)
			}
		}
	}
	var entries []string
	add := func(name, value string) { entries = append(entries, w.quote()+name+w.quote()+": "+value) }
	if st.Sid != "" {
		add("Sid", w.quote()+w.escaped(st.Sid)+w.quote())
	}
	add("Effect", w.quote()+string(st.Effect)+w.quote())
	for _, part := range []struct {
		name  string
		terms []iam.Term
	}{{"Action", st.Actions}, {"NotAction", st.NotActions}, {"Resource", st.Resources}, {"NotResource", st.NotResources}} {
		if len(part.terms) > 0 {
			add(part.name, w.list(part.terms, indent+"  "))
		}
	}
	if len(st.Conditions) > 0 {
		add("Condition", w.conditions(st.Conditions))
	}
	if w.flat {
		return "{" + strings.Join(entries, ", ") + "}", nil
	}
	return "{\n" + indent + "  " + strings.Join(entries, ",\n"+indent+"  ") + "\n" + indent + "}", nil
}

// valuesOf are all values of a statement.
func valuesOf(st iam.Statement) (all []symbolic.Value) {
	for _, terms := range [][]iam.Term{st.Actions, st.NotActions, st.Resources, st.NotResources} {
		for _, t := range terms {
			all = append(all, t.Value)
		}
	}
	for _, c := range st.Conditions {
		all = append(all, c.Values...)
	}
	return all
}

// list is one text, or several of them in brackets.
func (w writer) list(terms []iam.Term, indent string) string {
	items := make([]string, len(terms))
	for i, t := range terms {
		items[i] = w.text(t.Value)
	}
	if len(items) == 1 {
		return items[0]
	}
	if line := "[" + strings.Join(items, ", ") + "]"; len(line) < 90 || w.flat {
		return line
	}
	return "[\n" + indent + "  " + strings.Join(items, ",\n"+indent+"  ") + "\n" + indent + "]"
}

// conditions are the tests by operator and key.
func (w writer) conditions(all []iam.Condition) string {
	var operators []string
	tests := make(map[string][]string)
	for _, c := range all {
		values := make([]string, len(c.Values))
		for i, v := range c.Values {
			values[i] = w.text(v)
		}
		if tests[c.Operator] == nil {
			operators = append(operators, c.Operator)
		}
		tests[c.Operator] = append(tests[c.Operator], w.quote()+w.escaped(c.Key)+w.quote()+": ["+strings.Join(values, ", ")+"]")
	}
	for i, name := range operators {
		operators[i] = w.quote() + name + w.quote() + ": {" + strings.Join(tests[name], ", ") + "}"
	}
	return "{" + strings.Join(operators, ", ") + "}"
}

// statements are several, with commas between them.
func (w writer) statements(all []iam.Statement, indent string) (string, error) {
	texts := make([]string, len(all))
	for i, st := range all {
		text, err := w.statement(st, indent)
		if err != nil {
			return "", err
		}
		texts[i] = text
	}
	return strings.Join(texts, ",\n"+indent), nil
}

// policy is a whole document in single quotes, as a word of a command that is indented.
func (r *run) policy(all []iam.Statement, indent string) (string, error) {
	w := writer{run: r, how: inSingle}
	inner, err := w.statements(all, indent+"    ")
	if err != nil {
		return "", err
	}
	return "'{\n" + indent + "  \"Version\": \"2012-10-17\",\n" + indent + "  \"Statement\": [\n" + indent + "    " + inner + "\n" + indent + "  ]\n" + indent + "}'", nil
}

// shellWord is a value as a word of a command.
func (r *run) shellWord(v symbolic.Value) (string, error) {
	var b strings.Builder
	for _, p := range v.Expand() {
		name := r.nameOf(p)
		switch {
		case p.Kind == symbolic.Literal:
			b.WriteString(strings.NewReplacer(`\`, `\\`, `"`, `\"`, `$`, `\$`, "`", "\\`").Replace(p.Text))
		case p.Kind == symbolic.Pseudo && p.Text == "AWS::Partition":
			b.WriteString("aws")
		case name != "":
			b.WriteString("${" + name + "}")
		case p.Kind == symbolic.Pseudo && p.Text == "AWS::AccountId":
			b.WriteString("$(aws sts get-caller-identity --query Account --output text)")
		case p.Kind == symbolic.Pseudo && p.Text == "AWS::Region":
			b.WriteString("$(aws configure get region)")
		default:
			return "", cannot("%s cannot be named in this script", symbolic.Value{p})
		}
	}
	if text := b.String(); bare.MatchString(text) {
		return text, nil
	}
	return `"` + b.String() + `"`, nil
}

// bare is a word that needs no quotes.
var bare = regexp.MustCompile(`^[A-Za-z0-9_./:-]+$`)
