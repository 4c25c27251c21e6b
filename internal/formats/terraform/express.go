package terraform

import (
	"slices"
	"strings"

	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/symbolic"
)

// express writes a value as an expression, or within the quotes of JSON. star allows * for what is not known.
func (e *editor) express(p place, v symbolic.Value, star bool) (string, error) {
	if len(v) == 1 && v[0].Kind != symbolic.Literal && p.how != asJSON {
		if text, isName, err := e.reference(p.scope, v[0], star); err != nil || isName {
			return text, err
		}
	}
	var b strings.Builder
	for _, part := range v {
		if part.Kind == symbolic.Literal {
			b.WriteString(escaped(part.Text))
			continue
		}
		text, isName, err := e.reference(p.scope, part, star)
		switch {
		case err != nil:
			return "", err
		case isName:
			b.WriteString("${" + text + "}")
		default:
			b.WriteString(text)
		}
	}
	return `"` + b.String() + `"`, nil
}

// escaped is text between quotes.
func escaped(s string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "${", "$${", "%{", "%%{").Replace(s)
}

// reference is the expression for one part; isName is false where it is text.
func (e *editor) reference(s *scope, p symbolic.Part, star bool) (text string, isName bool, err error) {
	switch p.Kind {
	case symbolic.Attribute:
		text, err = e.address(s, p)
		return text, true, err
	case symbolic.Parameter:
		if s.outer == nil && p.Stack == e.stack.File {
			return p.Text, true, nil
		}
	case symbolic.Pseudo:
		return e.pseudo(s, p.Text)
	case symbolic.Unknown, symbolic.Event, symbolic.Env:
		if star {
			return "*", false, nil
		}
	}
	return "", false, cannot("%s cannot be said here", symbolic.Value{p})
}

// address is an attribute as the files of a module call it.
func (e *editor) address(s *scope, p symbolic.Part) (string, error) {
	below, ok := strings.CutPrefix(p.Text, s.prefix)
	b := s.byAddress[below]
	if own := s.onlyFunction(); own != nil && s.outer != nil && p.Text+"." == s.prefix {
		below, ok, b = own.address, true, own
	}
	switch {
	case p.Stack != e.stack.File || p.Attr == nameless:
		return "", cannot("%s cannot be named in this stack", symbolic.Value{p})
	case !ok || b == nil:
		return e.outputOf(s, p)
	case b.attribute("for_each") != nil:
		return "", cannot("%s is several", below)
	case b.attribute("count") != nil:
		return below + "[0]." + p.Attr, nil
	}
	return below + "." + p.Attr, nil
}

// outputOf is the output of a module that this one calls which gives an attribute.
func (e *editor) outputOf(s *scope, p symbolic.Part) (string, error) {
	for _, name := range sortedKeys(s.children) {
		child := s.children[name]
		for _, out := range sortedKeys(child.outputs) {
			set := child.output(nil, out).asText()
			if len(set) == 1 && len(set[0].When) == 0 && set[0].Value.Key() == (symbolic.Value{p}).Key() {
				return "module." + name + "." + out, nil
			}
		}
	}
	for _, m := range e.made {
		if m.scope == s && p.Text == m.function.Text && p.Attr == "arn" {
			return strings.TrimPrefix(m.address, s.prefix) + ".lambda_function_arn", nil
		}
	}
	return "", cannot("%s is in another module", symbolic.Value{p})
}

// pseudo is the region, account or partition, by a data source of the module; any where it has none.
func (e *editor) pseudo(s *scope, name string) (text string, isName bool, err error) {
	if b := s.sourceOf(name); b != nil {
		return b.address + "." + sources[name][1], true, nil
	}
	switch name {
	case "AWS::Partition":
		return "aws", false, nil
	case "AWS::Region", "AWS::AccountId":
		return "*", false, nil
	}
	return "", false, cannot("%s cannot be said here", name)
}

// sources are the data sources that stand for pseudo parameters, and their attributes.
var sources = map[string][2]string{
	"AWS::Region": {"aws_region", "name"}, "AWS::AccountId": {"aws_caller_identity", "account_id"}, "AWS::Partition": {"aws_partition", "partition"},
}

// sourceOf is the data source of a module that stands for a pseudo parameter; nil where there is none.
func (s *scope) sourceOf(name string) *block {
	for _, b := range s.resources {
		if b.Type == "data" && b.typ() == sources[name][0] && b.attribute("provider") == nil && b.attribute("count") == nil {
			return b
		}
	}
	return nil
}

// unnamed are the pseudo parameters that a module with roles has no data source for.
func (r *reader) unnamed() (names []string) {
	for _, name := range []string{"AWS::Region", "AWS::AccountId"} {
		if slices.ContainsFunc(r.scopes, func(s *scope) bool { return s.hasRoles() && s.sourceOf(name) == nil }) {
			names = append(names, name)
		}
	}
	return names
}

func (s *scope) hasRoles() bool {
	return slices.ContainsFunc(s.resources, func(b *block) bool { return b.Type == "resource" && b.typ() == "aws_iam_role" })
}

// listText writes actions or resources: one alone as a string where the dialect has that.
func (e *editor) listText(p place, name string, terms []iam.Term, indent string) (string, error) {
	for _, t := range terms {
		if len(t.When) > 0 {
			return "", cannot("%s depends on a condition", t.Value)
		}
	}
	items, err := e.texts(p, name, terms)
	if err != nil {
		return "", err
	}
	if len(items) == 1 && p.how != asBlock {
		return items[0], nil
	}
	if line := "[" + strings.Join(items, ", ") + "]"; len(line) < 90 {
		return line, nil
	}
	pad := "\n" + indent + "  "
	end := map[bool]string{true: "\n", false: ",\n"}[p.how == asJSON]
	return "[" + pad + strings.Join(items, ","+pad) + end + indent + "]", nil
}

// statementText writes a whole statement; its first line stands where the text begins.
func (e *editor) statementText(p place, st iam.Statement, indent string) (string, error) {
	inner := indent + "  "
	var entries [][2]string
	add := func(name, text string) { entries = append(entries, [2]string{name, text}) }
	if st.Sid != "" {
		add("Sid", `"`+escaped(st.Sid)+`"`)
	}
	add("Effect", `"`+string(st.Effect)+`"`)
	for _, part := range []struct {
		name  string
		terms []iam.Term
	}{{"Action", st.Actions}, {"NotAction", st.NotActions}, {"Resource", st.Resources}, {"NotResource", st.NotResources}} {
		if len(part.terms) == 0 {
			continue
		}
		text, err := e.listText(p, part.name, part.terms, inner)
		if err != nil {
			return "", err
		}
		add(part.name, text)
	}
	conditions, err := e.conditionText(p, st.Conditions, inner)
	if err != nil {
		return "", err
	}
	return assembled(p.how, entries, conditions, indent), nil
}

// assembled puts the entries of a statement together.
func assembled(how dialect, entries [][2]string, conditions, indent string) string {
	inner := indent + "  "
	longest := 0
	for i := range entries {
		if how == asBlock {
			entries[i][0] = blockName(entries[i][0])
		}
		if !strings.Contains(entries[i][1], "\n") { // as terraform fmt lines up what stands in one line
			longest = max(longest, len(entries[i][0]))
		}
	}
	var lines []string
	for _, e := range entries {
		switch how {
		case asJSON:
			lines = append(lines, inner+`"`+e[0]+`": `+e[1])
		default:
			lines = append(lines, inner+e[0]+strings.Repeat(" ", max(0, longest-len(e[0])))+" = "+e[1])
		}
	}
	if conditions != "" {
		lines = append(lines, inner+conditions)
	}
	between := map[bool]string{true: ",\n", false: "\n"}[how == asJSON]
	head := map[bool]string{true: "statement {\n", false: "{\n"}[how == asBlock]
	return head + strings.Join(lines, between) + "\n" + indent + "}"
}

func blockName(name string) string {
	for _, e := range elements {
		if e[1] == name {
			return e[0]
		}
	}
	return name
}

// conditionText writes the conditions in the words of a dialect.
func (e *editor) conditionText(p place, all []iam.Condition, inner string) (string, error) {
	var parts []string
	for _, c := range all {
		values := make([]string, len(c.Values))
		for i, v := range c.Values {
			text, err := e.express(p, v, false)
			if err != nil {
				return "", err
			}
			values[i] = text
		}
		list := "[" + strings.Join(values, ", ") + "]"
		key := `"` + escaped(c.Key) + `"`
		switch p.how {
		case asBlock:
			parts = append(parts, "condition {\n"+inner+`  test     = "`+c.Operator+"\"\n"+inner+"  variable = "+key+"\n"+inner+"  values   = "+list+"\n"+inner+"}")
		case asJSON:
			parts = append(parts, `"`+c.Operator+`": {`+key+": "+list+"}")
		default:
			parts = append(parts, `"`+c.Operator+`" = { `+key+" = "+list+" }")
		}
	}
	switch {
	case len(parts) == 0:
		return "", nil
	case p.how == asBlock:
		return strings.Join(parts, "\n"+inner), nil
	case p.how == asJSON:
		return `"Condition": {` + strings.Join(parts, ", ") + "}", nil
	}
	return "Condition = { " + strings.Join(parts, ", ") + " }", nil
}
