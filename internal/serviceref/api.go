package serviceref

import (
	"maps"
	"slices"
	"strings"
)

// client is one botocore client: its IAM prefix, its service ID, its operations.
type client struct {
	prefix, id string
	read       func() *api
}

// api is the operations and waiters of a client.
type api struct {
	names      []string
	operations map[string]call
	methods    map[string]string // snake_case -> operation
	waiters    map[string]string // snake_case -> operation
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
	a := &api{operations: map[string]call{}, methods: map[string]string{}, waiters: map[string]string{}}
	for line := range strings.Lines(text) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		switch {
		case f[0] == "O" && len(f) == 7:
			a.names = append(a.names, f[1])
			a.operations[f[1]] = call{flags: f[2], members: f[3], verb: f[4], path: f[5], roles: f[6]}
			a.methods[Snake(f[1])] = f[1]
		case f[0] == "W" && len(f) == 3:
			a.waiters[Snake(f[1])] = f[2]
		}
	}
	return a
}

func (t *Tables) api(name string) (*api, bool) {
	c, ok := t.archive.clients[name]
	if !ok {
		return nil, false
	}
	return c.read(), true
}

// Client says that botocore has a client of that name: s3, dynamodb, stepfunctions.
func (t *Tables) Client(name string) bool {
	_, ok := t.archive.clients[name]
	return ok
}

// Clients lists botocore's client names, sorted.
func (t *Tables) Clients() []string { return sortedKeys(t.archive.clients) }

// Prefix is the IAM service prefix of a client: states for stepfunctions. "" for a client that is not known.
func (t *Tables) Prefix(client string) string { return t.archive.clients[client].prefix }

// ServiceID is the name that all AWS SDKs derive a client's names from: "Cognito Identity Provider". "" for a client that is not known.
func (t *Tables) ServiceID(client string) string {
	return strings.ReplaceAll(t.archive.clients[client].id, "_", " ")
}

// Named finds a client by how another language's SDK spells its service ID: cognito-identity-provider (JavaScript's package, without
// client-), cognitoidentityprovider (Go, Java, Rust), CognitoIdentityProvider (Ruby). Names of older SDKs follow no rule.
func (t *Tables) Named(service string) (client string, ok bool) {
	client, ok = t.archive.named[letterKey(service)]
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
	operation, ok = a.methods[snake]
	return operation, ok
}

// Paginator is the operation that client.get_paginator(snake) calls.
func (t *Tables) Paginator(client, snake string) (operation string, ok bool) {
	a, ok := t.api(client)
	if !ok {
		return "", false
	}
	operation, ok = a.methods[snake]
	return operation, ok && strings.Contains(a.operations[operation].flags, "p")
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

// Input lists the names of the arguments of an operation, sorted.
func (t *Tables) Input(client, operation string) []string {
	a, ok := t.api(client)
	if !ok {
		return nil
	}
	return a.operations[operation].input()
}

func (c call) input() []string {
	return split(strings.NewReplacer("[]", "", ".", "").Replace(c.members))
}

// Helper is a method of a client, or of a resource ("s3.Bucket"), that is no operation and makes calls on the code's behalf.
func (t *Tables) Helper(client, name string) (Helper, bool) {
	h, ok := t.facts.helpers[client+" "+name]
	return h, ok
}

// Resource is a type of boto3's resource layer; "" is what boto3.resource(service) gives.
func (t *Tables) Resource(service, typ string) (ResourceModel, bool) {
	read, ok := t.archive.resources[service]
	if !ok {
		return ResourceModel{}, false
	}
	m, ok := read()[typ]
	m.Service, m.Type = service, typ
	return m, ok
}

func sortedKeys[T any](m map[string]T) []string { return slices.Sorted(maps.Keys(m)) }
