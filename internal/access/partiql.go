package access

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/parebot/pare/internal/symbolic"
)

// statements adds to the arguments of DynamoDB's statements which tables they name, behind their verbs: Statement.SELECT. The index of a
// table stands behind it, as in its ARN. A statement whose table cannot be told may name any.
func (g given) statements() {
	for _, path := range []string{"Statement", "Statements[].Statement", "TransactStatements[].Statement"} {
		for _, c := range g.sets[path] {
			verb, table := tableOf(c.Value)
			switch {
			case verb != "":
				g.add(path+"."+verb, symbolic.Set{{Value: table, When: c.When}})
			case c.Value.HasUnknown():
				for _, verb := range []string{"SELECT", "INSERT", "UPDATE", "DELETE"} {
					g.add(path+"."+verb, symbolic.Any("the statement is not known"))
				}
			}
		}
	}
}

func (g given) add(path string, set symbolic.Set) { g.sets[path] = symbolic.Union(g.sets[path], set) }

// statement is the beginning of a statement: its verb, its table, which stands in quotes unless it is a plain word, and the table's index.
var statement = regexp.MustCompile(`(?is)^\s*(?:EXISTS\s*\(\s*)?(SELECT)\b.*?\bFROM\s+` + names + `|^\s*(INSERT)\s+INTO\s+` + names + `|^\s*(UPDATE)\s+` + names + `|^\s*(DELETE)\s+FROM\s+` + names)

// names are those of a table and its index; what stands in a statement between marks is not known as a text.
const names = `(?:"([^"]+)"|([\w\x{e000}\x{e001}]+))(?:\s*\.\s*(?:"([^"]+)"|([\w\x{e000}\x{e001}]+)))?`

// tableOf is the verb of a statement and the table that it names; no verb where the text does not begin as a statement.
func tableOf(v symbolic.Value) (verb string, table symbolic.Value) {
	text, parts := marked(v.Expand())
	groups := statement.FindStringSubmatch(text)
	for ; len(groups) > 5; groups = groups[5:] {
		if g := groups[1:6]; g[0] != "" {
			name := g[1] + g[2]
			if index := g[3] + g[4]; index != "" {
				name += "/index/" + index
			}
			return strings.ToUpper(g[0]), unmarked(name, parts)
		}
	}
	return "", nil
}

// marked writes a value as a text with the number of each part that is none between two letters of private use.
func marked(v symbolic.Value) (text string, parts []symbolic.Part) {
	var b strings.Builder
	for _, p := range v {
		if p.Kind == symbolic.Literal {
			b.WriteString(strings.NewReplacer("\ue000", "", "\ue001", "").Replace(p.Text))
			continue
		}
		b.WriteString("\ue000" + strconv.Itoa(len(parts)) + "\ue001")
		parts = append(parts, p)
	}
	return b.String(), parts
}

func unmarked(text string, parts []symbolic.Part) symbolic.Value {
	var all []symbolic.Value
	for text != "" {
		before, rest, _ := strings.Cut(text, "\ue000")
		number, after, _ := strings.Cut(rest, "\ue001")
		all = append(all, symbolic.Text(before))
		if n, err := strconv.Atoi(number); err == nil && n < len(parts) {
			all = append(all, symbolic.Value{parts[n]})
		}
		text = after
	}
	return symbolic.Concat(all...)
}
