package serviceref

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// SDK is one of the AWS SDKs. They name services and operations differently; the tables have botocore's names.
type SDK string

// The SDKs.
const (
	Boto3       SDK = "boto3"
	JavaScript2 SDK = "js2"
	JavaScript3 SDK = "js3"
	Go1         SDK = "go1"
	Go2         SDK = "go2"
	Java1       SDK = "java1"
	Java2       SDK = "java2"
	Kotlin      SDK = "kotlin"
	DotNet      SDK = "dotnet"
	Ruby        SDK = "ruby"
	Rust        SDK = "rust"
	PHP         SDK = "php"
)

// affixes are what an SDK's code has around a name, without capitals.
type affixes struct{ before, after []string }

// Dialect is what stands around the name of a service (package, namespace, class), of an operation (method, class, paginator) and of a
// waiter in an SDK, and how the SDK spells the method of an operation.
type Dialect struct {
	Name                       SDK
	Title                      string
	service, operation, waiter affixes
	spell                      func(operation string) string
	// always says that what is written with a capital has the affix, though there is an operation of the whole name:
	// InvokeAsync is Invoke for .NET, and not Lambda's operation InvokeAsync.
	always bool
}

// SDKs is the table of them.
var SDKs = []Dialect{
	{Name: Boto3, Title: "Python (boto3)", spell: Snake},
	{Name: JavaScript2, Title: "JavaScript v2", spell: lowerFirst},
	{
		Name: JavaScript3, Title: "JavaScript v3", spell: and("Command"), always: true,
		service:   affixes{[]string{"client-"}, []string{"client"}},
		operation: affixes{[]string{"paginate"}, []string{"command"}},
		waiter:    affixes{before: []string{"waituntil", "waitfor"}},
	},
	{
		Name: Go1, Title: "Go v1", spell: and("WithContext"),
		operation: affixes{after: []string{"withcontext", "request", "pages", "pageswithcontext"}},
		waiter:    affixes{[]string{"waituntil"}, []string{"withcontext", ""}},
	},
	{
		Name: Go2, Title: "Go v2", spell: and(""),
		operation: affixes{[]string{"new", "presign"}, []string{"paginator"}},
		waiter:    affixes{[]string{"new"}, []string{"waiter"}},
	},
	{
		Name: Java1, Title: "Java v1", spell: lowerFirst,
		service:   affixes{[]string{"amazon", "aws"}, []string{"asyncclientbuilder", "clientbuilder", "asyncclient", "client", "async"}},
		operation: affixes{after: []string{"async"}},
	},
	{
		Name: Java2, Title: "Java v2", spell: lowerFirst,
		service:   affixes{after: []string{"asyncclient", "client"}},
		operation: affixes{[]string{"presign"}, []string{"paginator", "asbytes"}},
		waiter:    affixes{before: []string{"waituntil"}},
	},
	{
		Name: Kotlin, Title: "Kotlin", spell: lowerFirst,
		service:   affixes{after: []string{"client"}},
		operation: affixes{[]string{"presign"}, []string{"paginated"}},
		waiter:    affixes{before: []string{"waituntil"}},
	},
	{
		Name: DotNet, Title: ".NET", spell: and("Async"), always: true,
		service:   affixes{[]string{"amazon", "iamazon"}, []string{"client"}},
		operation: affixes{after: []string{"async"}},
	},
	{Name: Ruby, Title: "Ruby", spell: Snake, service: affixes{before: []string{"aws-sdk-"}}},
	{Name: Rust, Title: "Rust", spell: Snake, service: affixes{before: []string{"aws-sdk-", "aws_sdk_"}}, waiter: affixes{before: []string{"waituntil"}}},
	{
		Name: PHP, Title: "PHP", spell: lowerFirst,
		service:   affixes{after: []string{"client"}},
		operation: affixes{after: []string{"async"}},
	},
}

func and(after string) func(string) string { return func(name string) string { return name + after } }

// lowerFirst makes the first letter small: getObject.
func lowerFirst(name string) string {
	if name == "" {
		return ""
	}
	return strings.ToLower(name[:1]) + name[1:]
}

// bare lists a name with less and less around it, first as it stands.
func (a affixes) bare(name string) []string {
	all := []string{name}
	for _, before := range append([]string{""}, a.before...) {
		for _, after := range append([]string{""}, a.after...) {
			if short := strings.TrimSuffix(strings.TrimPrefix(name, before), after); short != "" && !slices.Contains(all, short) {
				all = append(all, short)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b string) int { return len(b) - len(a) })
	return all
}

// around reports whether the affixes stand around a name, and what is between.
func (a affixes) around(name string) (string, bool) {
	for _, before := range a.before {
		if rest, ok := strings.CutPrefix(name, before); ok {
			if len(a.after) == 0 {
				return rest, true
			}
			for _, after := range a.after {
				if between, ok := strings.CutSuffix(rest, after); ok {
					return between, true
				}
			}
		}
	}
	return "", false
}

// ClientOf is the client that a name in code stands for, as an SDK spells it: a package (@aws-sdk/client-sfn,
// software.amazon.awssdk.services.sfn, AWSSDK.StepFunctions), a namespace (Aws::States) or a class (AmazonStepFunctionsClient).
func (t *Tables) ClientOf(sdk SDK, name string) (client string, ok bool) {
	if sdk == Boto3 {
		s, ok := t.archive.find("api", name)
		return s.name, ok
	}
	parts := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return strings.ContainsRune(`./\:`, r) })
	for _, part := range slices.Backward(parts) {
		for _, bare := range sdk.row().service.bare(part) {
			if client, ok := t.clientBy(sdk, letterKey(bare)); ok {
				return client, true
			}
		}
	}
	return "", false
}

// clientBy looks at the names that are known of an SDK, then for the service ID, which some SDKs write without its last word Service
// and some add the word to.
func (t *Tables) clientBy(sdk SDK, key string) (string, bool) {
	for _, names := range []map[string]string{t.facts().names, t.archive.spelled()} {
		if client, ok := names[string(sdk)+" "+key]; ok {
			return client, client != "-"
		}
	}
	for _, id := range []string{key, key + "service", strings.TrimSuffix(key, "service")} {
		if client, ok := t.archive.named()[id]; ok && key != "service" {
			return client, true
		}
	}
	return "", false
}

// OperationOf is the operation that a method, a command class, a paginator or a waiter of an SDK calls.
func (t *Tables) OperationOf(sdk SDK, client, method string) (operation string, ok bool) {
	a, ok := t.api(client)
	if !ok {
		return "", false
	}
	key := letterKey(method)
	if operation, ok := t.facts().methods[string(sdk)+" "+client+" "+key]; ok {
		return operation, true
	}
	row := sdk.row()
	bare := row.operation.bare(key)
	if row.always && method != "" && isUpper(method[0]) {
		slices.Reverse(bare)
	}
	for _, name := range bare {
		if operation, ok := a.letters()[name]; ok {
			return operation, true
		}
	}
	if name, ok := row.waiter.around(key); ok {
		operation, ok := a.waiterLetters()[name]
		return operation, ok
	}
	return "", false
}

// Spell is how code in an SDK's language calls an operation: getObject, GetObjectCommand, get_object.
func (sdk SDK) Spell(operation string) string { return sdk.row().spell(operation) }

// row is the SDK's row of the table; what is no SDK spells as the service does.
func (sdk SDK) row() Dialect {
	for _, row := range SDKs {
		if row.Name == sdk {
			return row
		}
	}
	return Dialect{spell: and("")}
}

// Services lists the clients that an SDK has, sorted, and how many services it has that no client is known of. Of most SDKs the packages
// say nothing of that: they are made for every service.
func (t *Tables) Services(sdk SDK) (clients []string, unknown int) {
	for key, client := range t.archive.spelled() {
		switch {
		case !strings.HasPrefix(key, string(sdk)+" "):
		case client == "-":
			unknown++
		default:
			clients = append(clients, client)
		}
	}
	if len(clients) == 0 {
		return t.Clients(), 0
	}
	return sorted(clients), unknown
}

func readSpellings(text string) map[string]string {
	all := map[string]string{}
	for line := range strings.Lines(text) {
		if f := strings.Fields(line); len(f) == 3 {
			all[f[0]+" "+letterKey(f[2])] = f[1]
		}
	}
	return all
}

// addName reads SDKs with commas, client, names.
func (f facts) addName(line []string) error {
	if len(line) < 3 {
		return errors.New("want SDKs, client, names")
	}
	for _, sdk := range split(line[0]) {
		if SDK(sdk).row().Name == "" {
			return fmt.Errorf("%q is no SDK", sdk)
		}
		for _, name := range line[2:] {
			f.names[sdk+" "+letterKey(name)] = line[1]
		}
	}
	return nil
}

// addMethod reads SDKs with commas, client, operation, methods.
func (f facts) addMethod(line []string) error {
	if len(line) < 4 {
		return errors.New("want SDKs, client, operation, methods")
	}
	for _, sdk := range split(line[0]) {
		if SDK(sdk).row().Name == "" {
			return fmt.Errorf("%q is no SDK", sdk)
		}
		for _, name := range line[3:] {
			f.methods[sdk+" "+line[1]+" "+letterKey(name)] = line[2]
		}
	}
	return nil
}
