package serviceref

import (
	"os"
	"strings"
	"testing"
)

// TestNamesCallWhatBotocoreSays holds every waiter, every paginator and every action of boto3's resources against testdata/named.txt,
// where botocore's and boto3's own data says what each calls.
func TestNamesCallWhatBotocoreSays(t *testing.T) {
	text, err := os.ReadFile("testdata/named.txt")
	if err != nil {
		t.Fatal(err)
	}
	tables, count := Embedded(), map[string]int{}
	for line := range strings.Lines(string(text)) {
		f := strings.Fields(line)
		if f[0] == "#" {
			continue
		}
		for _, field := range f[2:] {
			name, want, renamed := strings.Cut(field, "=")
			if !renamed {
				want = name
			}
			count[f[1]]++
			if got := calledBy(tables, f[0], f[1], name); got != want {
				t.Errorf("%s %s %s calls %q, want %q", f[0], f[1], name, got, want)
			}
		}
	}
	t.Log(count)
	for kind, least := range map[string]int{"paginators": 2_000, "waiters": 300, "actions": 200, "collections": 50, "load": 40, "batch": 10} {
		if count[kind] < least {
			t.Errorf("%d %s, want at least %d", count[kind], kind, least)
		}
	}
}

// calledBy is the operation that the tables have for a name, asked for as Python code spells it. What does not answer as an operation
// of the client answers "".
func calledBy(t *Tables, owner, kind, name string) string {
	client, typ, isResource := strings.Cut(owner, ".")
	var operation string
	if model, ok := t.Resource(client, typ); ok && kind == "batch" {
		operation = batched(t, model, Snake(name))
	} else if ok && (isResource || kind != "paginators" && kind != "waiters") {
		operation = model.called(kind, name)
	} else if kind == "paginators" {
		operation, _ = t.Paginator(client, Snake(name))
	} else {
		operation, _ = t.Waiter(client, Snake(name))
	}
	if op, ok := t.Operation(client, operation); !ok || op.Client != client {
		return ""
	}
	return operation
}

func (m ResourceModel) called(kind, name string) string {
	switch kind {
	case "actions":
		return m.Actions[Snake(name)].Operation
	case "collections":
		return m.Collections[Snake(name)].List.Operation
	case "waiters":
		return m.Waiters["wait_until_"+Snake(name)].Operation
	case "load":
		return m.Load.Operation
	}
	return ""
}

// batched is what a batch action calls: it stands with the collections that hold the type, which agree.
func batched(t *Tables, m ResourceModel, name string) string {
	root, _ := t.Resource(m.Service, "")
	owners := []ResourceModel{root}
	for _, made := range root.Subresources {
		owner, _ := t.Resource(m.Service, made.Type)
		owners = append(owners, owner)
	}
	found := ""
	for _, owner := range owners {
		for _, c := range owner.Collections {
			a, ok := c.Batch[name]
			switch {
			case c.List.Returns != m.Type:
			case !ok || found != "" && found != a.Operation:
				return "different operations"
			default:
				found = a.Operation
			}
		}
	}
	return found
}
