package serviceref

import (
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
