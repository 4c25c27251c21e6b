package php

import (
	"strings"
	"testing"

	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/symbolic"
)

func text(s string) sdk.Given { return sdk.Given{Text: symbolic.Certain(symbolic.Text(s))} }

func called(args ...sdk.Given) sdk.Arguments { return sdk.Arguments{Positional: args} }

// clientOf makes a client of a service from its class, which is named after the service's ID.
func clientOf(t *testing.T, i *idioms, client string) *sdk.Object {
	t.Helper()
	id := strings.NewReplacer(" ", "", "-", "").Replace(i.tables.ServiceID(client))
	for _, name := range []string{id, strings.TrimSuffix(id, "Service")} {
		class := i.Import("Aws." + name + "." + name + "Client")
		if class != nil && i.tables.ServiceID(class.Service) == i.tables.ServiceID(client) { // botocore has one service twice
			return i.Call(class, called(sdk.Given{})).Results[0]
		}
	}
	return nil
}

// method calls a method of a value of the SDK.
func method(i *idioms, o *sdk.Object, name string, args ...sdk.Given) (e sdk.Effect) {
	for _, m := range i.Member(o, name+program.Method).Results {
		e = i.Call(m, called(args...))
	}
	return e
}

// TestEveryOperation makes a client of each service and calls each operation in every form that the SDK has: as a method, one that gives a
// promise, a paginator, an iterator and a command that is executed or signed. Each waiter calls the operation that serviceref names.
func TestEveryOperation(t *testing.T) {
	tables := serviceref.Embedded()
	i := &idioms{tables}
	services, operations, waiters, shadowed := 0, 0, 0, 0
	clients, _ := tables.Services(serviceref.PHP)
	for _, client := range clients {
		made := clientOf(t, i, client)
		if made == nil {
			t.Errorf("no class of the SDK is %s (%s)", client, tables.ServiceID(client))
			continue
		}
		services++
		for _, operation := range tables.Operations(client) {
			spelt := serviceref.PHP.Spell(operation)
			bare, async := strings.CutSuffix(operation, "Async")
			if _, there := tables.Operation(client, bare); async && there || ownMethods[spelt] || quietMethods[spelt] {
				spelt = "" // the method is another, so the operation is reached by a command only
				shadowed++
			}
			command := sdk.Given{Objects: method(i, made, "getCommand", text(operation)).Results}
			for form, e := range map[string]sdk.Effect{
				spelt: method(i, made, spelt), spelt + "Async": method(i, made, spelt+"Async"), "getPaginator": method(i, made, "getPaginator", text(operation)),
				"getIterator": method(i, made, "getIterator", text(operation)), "execute": method(i, made, "execute", command),
				"createPresignedRequest": method(i, made, "createPresignedRequest", command),
			} {
				if form == "" || form == "Async" {
					continue
				}
				if len(e.Calls) != 1 || e.Calls[0].Service != made.Service || e.Calls[0].Operation != operation {
					t.Errorf("%s.%s calls %v, want %s", client, form, e.Calls, operation)
				}
			}
			operations++
		}
		for _, name := range tables.Waiters(client) {
			e := method(i, made, "waitUntil", text(camel(name)))
			operation, _ := tables.Waiter(client, name)
			if len(e.Calls) != 1 || e.Calls[0].Operation != operation {
				t.Errorf("%s waits for %s by %v, want %s", client, name, e.Calls, operation)
			}
			waiters++
		}
	}
	t.Logf("%d services, %d operations in six forms (%d are shadowed by methods of every client), %d waiters", services, operations, shadowed, waiters)
}

// camel is a waiter's name as PHP has it: bucket_exists is BucketExists.
func camel(name string) (all string) {
	for _, word := range strings.Split(name, "_") {
		all += strings.ToUpper(word[:1]) + word[1:]
	}
	return all
}
