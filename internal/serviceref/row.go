package serviceref

import (
	"errors"
	"strings"
)

// row is one line of arguments.txt: for which action and resource type, and from which arguments the ARN's variables come.
type row struct {
	typ, arn  string // arn is "" for the form of the type
	variables map[string]string
	whole     string
}

// addArgument reads client, operation, action, type[=ARN], assignments.
func (f facts) addArgument(line []string) error {
	if len(line) < 4 {
		return errors.New("want client, operation, action, type, assignments")
	}
	var r row
	var err error
	r.typ, r.arn, _ = strings.Cut(line[3], "=")
	if r.variables, err = assignments(line[4:]); err != nil {
		return err
	}
	r.whole = r.variables["Whole"]
	delete(r.variables, "Whole")
	key := strings.Join(line[:3], " ")
	f.arguments[key] = append(f.arguments[key], r)
	return nil
}

// rows are those that are for this operation alone. They say all there is to say.
func (f facts) rows(op Operation, action string) ([]row, bool) {
	for _, a := range []string{action, "*"} {
		if rows, ok := f.arguments[op.Client+" "+op.Name+" "+a]; ok {
			return rows, true
		}
	}
	return nil, false
}

// clientRows are the rows for a resource type that hold for all operations of a client which have the arguments.
func (f facts) clientRows(client string, r ResourceType, c call) []Binding {
	var all []Binding
	members := c.input()
	for _, row := range f.arguments[client+" * *"] {
		if row.typ != r.Name {
			continue
		}
		b, ok := row.binding(Action{Resources: []ResourceType{r}})
		if ok && within(heads(b.Arguments()), members) {
			all = append(all, b)
		}
	}
	return all
}

// heads are the first names of paths.
func heads(paths []string) []string {
	var all []string
	for _, path := range paths {
		all = append(all, path[:len(path)-len(strings.TrimLeft(path, letters))])
	}
	return all
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

// binding fills in the ARN of the type, as the action has it. Not ok: the action has no such type, and the row no ARN of its own.
func (r row) binding(action Action) (Binding, bool) {
	b := Binding{Type: r.typ, Arn: r.arn, Variables: r.variables, Whole: r.whole}
	if r.typ == "*" {
		b.Type, b.Arn = "", "*"
		return b, true
	}
	for _, t := range action.Resources {
		if t.Name == r.typ && b.Arn == "" && len(t.Arns) > 0 {
			b.Arn = t.Arns[0]
		}
	}
	return b, b.Arn != ""
}
