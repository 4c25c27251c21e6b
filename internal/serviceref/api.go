package serviceref

import (
	"maps"
	"slices"
	"strings"
	"sync"
)

// api is the operations and waiters of a client. A row is read when its operation is asked for.
type api struct {
	names   []string                 // of its operations, sorted
	rows    []string                 // beside the names
	methods func() map[string]string // snake_case -> operation
	waiters map[string]string        // snake_case -> operation

	letters       func() map[string]string // letters of the operation -> operation
	waiterLetters func() map[string]string // letters of the waiter -> operation
}

// call is an operation as its service describes it.
type call struct {
	flags   string
	members string // with commas; [] behind a list of strings, . behind what is no string
	verb    string // of HTTP, where it decides the action
	path    string // of HTTP, its variables named as members
	roles   string // paths of arguments that hold the ARN of a role, with commas
}

func readAPI(text string) *api {
	lines := strings.Count(text, "\n")
	a := &api{names: make([]string, 0, lines), rows: make([]string, 0, lines), waiters: map[string]string{}}
	for line := range strings.Lines(text) {
		kind, row, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		name, rest, _ := strings.Cut(row, "\t")
		switch kind {
		case "O":
			a.names, a.rows = append(a.names, name), append(a.rows, rest)
		case "W":
			a.waiters[Snake(name)] = rest
		}
	}
	a.methods = sync.OnceValue(a.snakes)
	a.letters = sync.OnceValue(a.lettersOfOperations)
	a.waiterLetters = sync.OnceValue(a.lettersOfWaiters)
	return a
}

func (a *api) lettersOfOperations() map[string]string {
	all := make(map[string]string, len(a.names))
	for _, name := range a.names {
		all[letterKey(name)] = name
	}
	return all
}

func (a *api) lettersOfWaiters() map[string]string {
	all := make(map[string]string, len(a.waiters))
	for name, operation := range a.waiters {
		all[letterKey(name)] = operation
	}
	return all
}

func (a *api) snakes() map[string]string {
	all := make(map[string]string, len(a.names))
	for _, name := range a.names {
		all[Snake(name)] = name
	}
	return all
}

// operation reads one row: flags, members, verb, path, roles.
func (a *api) operation(name string) (call, bool) {
	i, ok := slices.BinarySearch(a.names, name)
	if !ok {
		return call{}, false
	}
	f := strings.Split(a.rows[i], "\t")
	if len(f) != 5 {
		return call{}, false
	}
	return call{flags: f[0], members: f[1], verb: f[2], path: f[3], roles: f[4]}, true
}

func (t *Tables) api(client string) (*api, bool) {
	s, ok := t.archive.find("api", client)
	if !ok {
		return nil, false
	}
	return t.archive.apis.get(client, func() *api { return readAPI(s.text()) }), true
}

// Client says that botocore has a client of that name: s3, dynamodb, stepfunctions.
func (t *Tables) Client(name string) bool {
	_, ok := t.archive.find("api", name)
	return ok
}

// Clients lists botocore's client names, sorted.
func (t *Tables) Clients() []string { return t.archive.names("api") }

// Prefix is the IAM service prefix of a client: states for stepfunctions. "" for a client that is not known.
func (t *Tables) Prefix(client string) string {
	s, _ := t.archive.find("api", client)
	prefix, _, _ := strings.Cut(s.note, " ")
	return prefix
}

// ServiceID is the name that all AWS SDKs derive a client's names from: "Cognito Identity Provider". "" for a client that is not known.
func (t *Tables) ServiceID(client string) string {
	s, _ := t.archive.find("api", client)
	_, id, _ := strings.Cut(s.note, " ")
	return strings.ReplaceAll(id, "_", " ")
}

// Named finds a client by how another language's SDK spells its service ID: cognito-identity-provider (JavaScript's package, without
// client-), cognitoidentityprovider (Go, Java, Rust), CognitoIdentityProvider (Ruby). Names of older SDKs follow no rule.
func (t *Tables) Named(service string) (client string, ok bool) {
	client, ok = t.archive.named()[letterKey(service)]
	return client, ok
}

// letterKey is what is left of a service ID in every spelling.
func letterKey(name string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(letters, r) && r != '-' && r != '_' {
			return r
		}
		return -1
	}, strings.ToLower(name))
}

// Operations lists the operations of a client, sorted. The slice is shared: do not change it.
func (t *Tables) Operations(client string) []string {
	a, ok := t.api(client)
	if !ok {
		return nil
	}
	return a.names
}

// Method is the operation that a method of a Python client calls: list_objects_v2 is ListObjectsV2.
func (t *Tables) Method(client, snake string) (operation string, ok bool) {
	a, ok := t.api(client)
	if !ok {
		return "", false
	}
	operation, ok = a.methods()[snake]
	return operation, ok
}

// Paginator is the operation that client.get_paginator(snake) calls.
func (t *Tables) Paginator(client, snake string) (operation string, ok bool) {
	a, ok := t.api(client)
	if !ok {
		return "", false
	}
	operation, ok = a.methods()[snake]
	c, _ := a.operation(operation)
	return operation, ok && strings.Contains(c.flags, "p")
}

// Waiter is the operation that client.get_waiter(snake) calls.
func (t *Tables) Waiter(client, snake string) (operation string, ok bool) {
	a, ok := t.api(client)
	if !ok {
		return "", false
	}
	operation, ok = a.waiters[snake]
	return operation, ok
}

// Waiters lists the names of a client's waiters in snake case, sorted.
func (t *Tables) Waiters(client string) []string {
	a, ok := t.api(client)
	if !ok {
		return nil
	}
	return slices.Sorted(maps.Keys(a.waiters))
}

// Input lists the names of the arguments of an operation, sorted.
func (t *Tables) Input(client, operation string) []string {
	a, ok := t.api(client)
	if !ok {
		return nil
	}
	c, _ := a.operation(operation)
	return c.input()
}

func (c call) input() []string { return split(plainNames.Replace(c.members)) }

// plainNames takes off what says of which kind a member is.
var plainNames = strings.NewReplacer("[]", "", ".", "")

// Helper is a method of a client, or of a resource ("s3.Bucket"), that is no operation and makes calls on the code's behalf.
func (t *Tables) Helper(client, name string) (Helper, bool) {
	h, ok := t.facts().helpers[client+" "+name]
	return h, ok
}

// Resource is a type of boto3's resource layer; "" is what boto3.resource(service) gives.
func (t *Tables) Resource(service, typ string) (ResourceModel, bool) {
	s, ok := t.archive.find("resource", service)
	if !ok {
		return ResourceModel{}, false
	}
	m, ok := t.resources(s)[typ]
	m.Service, m.Type = service, typ
	return m, ok
}

func (t *Tables) resources(s section) map[string]ResourceModel {
	return t.archive.resources.get(s.name, func() map[string]ResourceModel { return decoded[ResourceModel](s) })
}

func sortedKeys[T any](m map[string]T) []string { return slices.Sorted(maps.Keys(m)) }
