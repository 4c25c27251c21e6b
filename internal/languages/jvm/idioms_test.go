package jvm

import (
	"strings"
	"testing"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
)

// dialects are how the SDKs spell what is generated for each service: its package, its client, and the methods beside the operations.
var dialects = []struct {
	sdk                       serviceref.SDK
	root, client, make, pages string
	waiters                   bool
}{
	{serviceref.Java1, "com.amazonaws.services.", "Amazon%sClientBuilder", "defaultClient", "", false},
	{serviceref.Java2, "software.amazon.awssdk.services.", "%sClient", "create", "Paginator", true},
	{serviceref.Java2, "software.amazon.awssdk.services.", "%sAsyncClient", "create", "Paginator", true},
	{serviceref.Kotlin, "aws.sdk.kotlin.services.", "%sClient", "fromEnvironment", "Paginated", true},
}

// one is the only value that an effect gives.
func one(t *testing.T, e sdk.Effect) *sdk.Object {
	t.Helper()
	if len(e.Results) != 1 {
		t.Fatalf("gives %v", e.Results)
	}
	return e.Results[0]
}

// TestEveryOperation makes a client of each service that each SDK has, and calls each operation as it spells it, alone and page by page, and
// each waiter: the call is the operation that serviceref names, with the argument that the request has.
func TestEveryOperation(t *testing.T) {
	i := &idioms{serviceref.Embedded()}
	for _, d := range dialects {
		services, operations, pages, waiters := 0, 0, 0, 0
		clients, _ := i.tables.Services(d.sdk)
		for _, client := range clients {
			id := strings.NewReplacer(" ", "", "-", "").Replace(i.tables.ServiceID(client))
			found, ok := i.tables.ClientOf(d.sdk, d.root+strings.ToLower(id))
			if !ok {
				t.Errorf("%s has no package of %s", d.sdk, id)
				continue
			}
			typ := i.Import(d.root + strings.ToLower(id) + "." + strings.ReplaceAll(d.client, "%s", strings.ToUpper(id[:1])+id[1:]))
			made := one(t, i.Call(one(t, i.Member(typ, d.make+"()")), sdk.Arguments{}))
			services++
			calls := func(method, operation string) {
				t.Helper()
				record := &sdk.Object{Kind: kindRecord, Service: found, Name: string(d.sdk) + " model." + operation + "Request"}
				request := sdk.Given{Objects: []*sdk.Object{record}}
				for _, name := range i.tables.Input(found, operation) {
					request.Fields = append(request.Fields, sdk.Field{Name: i.fieldName(record, strings.ToLower(name[:1])+name[1:]), Value: sdk.Given{Text: text("v")}})
				}
				e := i.Call(one(t, i.Member(made, method+"()")), sdk.Arguments{Positional: []sdk.Given{request}})
				if len(e.Calls) != 1 || e.Calls[0].Service != found || e.Calls[0].Operation != operation {
					t.Errorf("%s %s.%s calls %v, want %s", d.sdk, client, method, e.Calls, operation)
					return
				}
				for _, name := range i.tables.Input(found, operation) {
					if e.Calls[0].Arguments[name] == nil {
						t.Errorf("%s %s.%s has no argument %s", d.sdk, client, method, name)
					}
				}
			}
			for _, operation := range i.tables.Operations(found) {
				operations++
				calls(d.sdk.Spell(operation), operation)
				if _, ok := i.tables.Paginator(found, serviceref.Snake(operation)); ok && d.pages != "" {
					pages++
					calls(d.sdk.Spell(operation)+d.pages, operation)
				}
			}
			for _, name := range i.tables.Waiters(found) {
				if !d.waiters {
					break
				}
				operation, _ := i.tables.Waiter(found, name)
				waiters++
				calls("waitUntil"+camel(name), operation)
			}
		}
		t.Logf("%s %s: %d services, %d operations, %d paginators, %d waiters", d.sdk, d.client, services, operations, pages, waiters)
	}
}

// camel is bucket_exists as BucketExists.
func camel(snake string) (name string) {
	for _, word := range strings.Split(snake, "_") {
		if word != "" {
			name += strings.ToUpper(word[:1]) + word[1:]
		}
	}
	return name
}
