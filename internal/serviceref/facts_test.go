package serviceref

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// Each line of the text files can be read, and says something of an action, an operation, an argument and a resource type that exist.

func TestHandFactsAreReadable(t *testing.T) {
	if _, err := handFacts(); err != nil {
		t.Error(err)
	}
}

func TestHandFactsNameWhatExists(t *testing.T) {
	tables := Embedded()
	for key, needs := range tables.facts().needs {
		client, operation, _ := strings.Cut(key, " ")
		if !tables.Client(client) {
			t.Errorf("%s: no such client", key)
		}
		if !slices.Contains(tables.Operations(client), operation) && !madeBySDK(t, client, operation) {
			t.Errorf("%s: no such operation", key)
		}
		for _, n := range needs {
			checkAction(t, tables, key, n.action)
			for _, test := range n.tests {
				if test.Argument == "Via" {
					checkHelper(t, tables, client, operation, test)
					continue
				}
				checkArgument(t, tables, client, operation, test.Argument)
			}
		}
	}
	for name := range tables.facts().star {
		checkAction(t, tables, "star.txt", name)
	}
}

// madeBySDK says that overrides.txt marks the operation with a +.
func madeBySDK(t *testing.T, client, operation string) bool {
	t.Helper()
	text, err := handFiles.ReadFile("overrides.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if f := strings.Fields(line); len(f) > 1 && f[0] == client && f[1] == "+"+operation {
			return true
		}
	}
	return false
}

func checkAction(t *testing.T, tables *Tables, where, name string) {
	t.Helper()
	if a, ok := tables.Action(name); !ok || a.Name != name {
		t.Errorf("%s: no action %s (there is %q)", where, name, a.Name)
	}
}

// checkHelper says that a helper of the name, or a member of a library, makes calls of the operation.
func checkHelper(t *testing.T, tables *Tables, client, operation string, test Test) {
	t.Helper()
	if test.Equals == "s3?*" { // aws s3 cp, mv and sync, which the language of shells reads
		return
	}
	for _, h := range tables.facts().helpers {
		calls := slices.ContainsFunc(h.Calls, func(c HelperCall) bool { return c.Operation == operation })
		if strings.Split(h.Client, ".")[0] == client && calls && (h.Name == test.Equals || test.Prefix != "" && strings.HasPrefix(h.Name, test.Prefix)) {
			return
		}
	}
	for name, calls := range libraries() {
		member := name[strings.LastIndexByte(name, '.')+1:]
		named := test.Prefix != "" && strings.HasPrefix(member, test.Prefix) || test.Equals != "" && strings.Contains(name, strings.Trim(test.Equals, "*"))
		if named && slices.ContainsFunc(calls, func(c LibraryCall) bool { return c.Client == client && c.Operation == operation }) {
			return
		}
	}
	t.Errorf("%s %s: no helper %s%s makes this call", client, operation, test.Equals, test.Prefix)
}

func checkArgument(t *testing.T, tables *Tables, client, operation, argument string) {
	t.Helper()
	if madeBySDK(t, client, operation) {
		return
	}
	for name := range strings.SplitSeq(argument, "|") {
		head := strings.TrimSuffix(heads([]string{name})[0], "*")
		known := slices.ContainsFunc(tables.Input(client, operation), func(member string) bool {
			return member == head || strings.HasSuffix(name, "*") && strings.HasPrefix(member, head)
		})
		if !known {
			t.Errorf("%s %s: no argument %s", client, operation, name)
		}
	}
}

func TestArgumentsNameWhatExists(t *testing.T) {
	tables := Embedded()
	for key, rows := range tables.facts().arguments {
		f := strings.Fields(key)
		for _, r := range rows {
			if f[1] == "*" {
				checkClientRow(t, tables, f[0], r)
				continue
			}
			checkRow(t, tables, f[0], f[1], f[2], r)
		}
	}
}

func checkRow(t *testing.T, tables *Tables, client, operation, action string, r row) {
	t.Helper()
	op, ok := tables.Operation(client, operation)
	if !ok {
		t.Errorf("%s %s: no such operation", client, operation)
	}
	used := false
	for _, n := range op.Needs {
		if action != "*" && n.Action != action {
			continue
		}
		used = used || slices.ContainsFunc(n.Resources, func(b Binding) bool { return b.Type == r.typ || r.typ == "*" && b.Arn == "*" })
	}
	if !used {
		t.Errorf("%s %s %s: no need has a resource of type %s", client, operation, action, r.typ)
	}
	b, _ := r.binding(Action{})
	for _, path := range b.Arguments() {
		checkArgument(t, tables, client, operation, path)
	}
	checkVariables(t, tables, op, r)
}

// checkVariables finds variables that the ARN does not have.
func checkVariables(t *testing.T, tables *Tables, op Operation, r row) {
	t.Helper()
	for _, n := range op.Needs {
		for _, b := range n.Resources {
			if b.Type != r.typ || !equalKeys(b.Variables, r.variables) {
				continue
			}
			for name := range b.Variables {
				if name != "Given" && !slices.Contains(variables(b.Arn), name) {
					t.Errorf("%s %s: %s has no variable %s", op.Client, op.Name, b.Arn, name)
				}
			}
		}
	}
}

func equalKeys(a, b map[string]string) bool { return slices.Equal(sortedKeys(a), sortedKeys(b)) }

// checkClientRow wants an operation of the client that the row decides.
func checkClientRow(t *testing.T, tables *Tables, client string, r row) {
	t.Helper()
	for _, operation := range tables.Operations(client) {
		op, _ := tables.Operation(client, operation)
		for _, n := range op.Needs {
			for _, b := range n.Resources {
				if b.Type == r.typ && b.Whole == r.whole && equalKeys(b.Variables, r.variables) {
					return
				}
			}
		}
	}
	t.Errorf("%s: the line for type %s decides no operation", client, r.typ)
}

func TestHelpersCallWhatExists(t *testing.T) {
	tables := Embedded()
	for key, h := range tables.facts().helpers {
		client, typ, resource := strings.Cut(h.Client, ".")
		model, ok := tables.Resource(client, typ)
		if resource && !ok {
			t.Errorf("%s: no such resource", key)
		}
		for _, c := range h.Calls {
			if _, ok := tables.Operation(client, c.Operation); !ok {
				t.Errorf("%s: no operation %s", key, c.Operation)
			}
			for parameter, from := range c.Arguments {
				checkHelperArgument(t, tables, h, model, c, parameter, from)
			}
		}
	}
}

func checkHelperArgument(t *testing.T, tables *Tables, h Helper, model ResourceModel, c HelperCall, parameter, from string) {
	t.Helper()
	client, _, _ := strings.Cut(h.Client, ".")
	if parameter != "*" {
		checkArgument(t, tables, client, c.Operation, parameter)
	}
	identifier, isIdentifier := strings.CutPrefix(from, "@")
	switch {
	case isIdentifier && !slices.Contains(model.Identifiers, identifier):
		t.Errorf("%s %s: no identifier %s", h.Client, h.Name, identifier)
	case !isIdentifier && from != "**" && !fixed(from) && !slices.Contains(h.Parameters, heads([]string{from})[0]):
		t.Errorf("%s %s: no parameter %s", h.Client, h.Name, from)
	}
}

func TestPlatformNamesWhatExists(t *testing.T) {
	tables := Embedded()
	for _, file := range []map[string][]Authorization{tables.facts().pollers, tables.facts().platform} {
		for feature, needs := range file {
			for _, n := range needs {
				checkAction(t, tables, feature, n.Action)
			}
		}
	}
}

// TestTypesAgreeWithCloudFormation holds the lines of types.txt against CloudFormation's own description. SAM's types have none.
func TestTypesAgreeWithCloudFormation(t *testing.T) {
	tables := Embedded()
	for name, known := range tables.facts().types {
		described, ok := tables.archive.types()[name]
		if strings.HasPrefix(name, "AWS::Serverless::") {
			continue
		}
		if !ok {
			t.Errorf("%s: no such type", name)
		}
		attributes := append(sortedKeys(known.Attributes), known.ArnAttribute, known.NameAttribute)
		for _, attribute := range attributes {
			if attribute != "" && attribute != "Ref" && !slices.Contains(described.attributes, attribute) {
				t.Errorf("%s: no attribute %s", name, attribute)
			}
		}
	}
}

func TestErrorsSayFileAndLine(t *testing.T) {
	for _, c := range []struct {
		name, line, want string
		add              func(facts, []string) error
	}{
		{"no action", "s3 GetObject GetObject", `"GetObject" is no action`, facts.addOverride},
		{"too short", "s3 GetObject", "want client, operation, needs", facts.addOverride},
		{"no assignment", "s3 * * object Bucket", `"Bucket" is no assignment`, facts.addArgument},
		{"no star", "s3:GetObject s3:PutObject", "want one action", facts.addStar},
		{"type", "AWS::X::Y -", "want type, ARN form, ArnAttribute, NameAttribute, NameProperty, KeyProperty", facts.addType},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := facts{needs: map[string][]need{}, arguments: map[string][]row{}, star: map[string]bool{}, types: map[string]Type{}}
			err := c.add(f, strings.Fields(c.line))
			if err == nil || err.Error() != c.want {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
	err := eachLine("free.txt", func([]string) error { return errBroken })
	if err == nil || !strings.HasPrefix(err.Error(), "free.txt:2: broken") {
		t.Errorf("got %v", err)
	}
}

var errBroken = errors.New("broken")
