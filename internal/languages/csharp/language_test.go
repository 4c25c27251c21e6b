package csharp

import (
	"os"
	"strings"
	"testing"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
)

// spelledServices are the names that serviceref has by hand for services of the SDK for .NET, by client.
func spelledServices(t *testing.T) map[string][]string {
	t.Helper()
	src, err := os.ReadFile("../../serviceref/names.txt")
	if err != nil {
		t.Fatal(err)
	}
	names := make(map[string][]string)
	for line := range strings.Lines(string(src)) {
		if f := strings.Fields(line); len(f) > 2 && strings.Contains(","+f[0]+",", ",dotnet,") {
			names[f[1]] = append(names[f[1]], f[2:]...)
		}
	}
	return names
}

// clientOf makes a client of a service from its interface, as a container does, and from its class.
func clientOf(i *idioms, client string, names []string) (made *sdk.Object) {
	id := strings.NewReplacer(" ", "", "-", "").Replace(i.tables.ServiceID(client))
	for _, name := range append(names, id, strings.TrimSuffix(id, "Service"), strings.TrimPrefix(id, "Amazon"), strings.TrimPrefix(id, "AWS")) {
		typ := i.Import("Amazon." + name + ".Amazon" + name + "Client")
		contract := i.Import("Amazon." + name + ".IAmazon" + name)
		if typ == nil || contract == nil || i.tables.ServiceID(typ.Service) != i.tables.ServiceID(client) { // botocore has one service twice
			continue
		}
		made = i.Call(typ, sdk.Arguments{}).Results[0]
		if injected := i.Instance(contract); injected == nil || injected.Service != made.Service || injected.Kind != made.Kind {
			return nil
		}
		return made
	}
	return nil
}

// TestEveryOperation makes a client of each service and calls each operation in every form that the SDK has: with a request, awaited or not,
// and page by page. The call is that operation.
func TestEveryOperation(t *testing.T) {
	i := &idioms{tables: serviceref.Embedded()}
	names := spelledServices(t)
	services, operations, others := 0, 0, 0
	clients, _ := i.tables.Services(serviceref.DotNet)
	for _, client := range clients {
		made := clientOf(i, client, names[client])
		if made == nil {
			t.Errorf("no class of the SDK is %s (%s)", client, i.tables.ServiceID(client))
			continue
		}
		services++
		for _, operation := range i.tables.Operations(client) {
			request := &sdk.Object{Kind: kindRequest, Service: made.Service, Name: operation}
			args := sdk.Arguments{Positional: []sdk.Given{{Objects: []*sdk.Object{request}}}}
			pages := i.Member(made, "Paginators").Results[0]
			for form, method := range map[string]sdk.Effect{
				operation + "Async": i.Member(made, serviceref.DotNet.Spell(operation)), operation: i.Member(made, operation),
				"Paginators." + operation: i.Member(pages, operation),
			} {
				if len(method.Results) != 1 {
					t.Errorf("%s has no %s", client, form)
					continue
				}
				e := i.Call(method.Results[0], args)
				want, _ := i.operation(made.Service, strings.TrimPrefix(form, "Paginators."))
				if len(e.Calls) != 1 || e.Calls[0].Service != made.Service || e.Calls[0].Operation != want {
					t.Errorf("%s.%s calls %v, want %s", client, form, e.Calls, want)
				}
				if want != operation {
					others++
				}
			}
			operations++
		}
	}
	t.Logf("%d services, %d operations in three forms; %d times the SDK has another operation under the name", services, operations, others)
	if others > 20 { // InvokeAsync is Invoke, awaited; two old operations of S3
		t.Errorf("%d names mean another operation", others)
	}
}

// TestPositions: the members of members.txt that methods take by position, and those that they rename, are members of requests.
func TestPositions(t *testing.T) {
	i := &idioms{tables: serviceref.Embedded()}
	for key, members := range spelled().positions {
		service, operation, _ := strings.Cut(key, " ")
		canonical, ok := i.operation(service, operation)
		if !ok {
			t.Errorf("%s has no operation %s", service, operation)
			continue
		}
		for _, member := range members {
			api, _, _ := strings.Cut(i.memberOf(service, canonical, member), ".")
			known := false
			for _, input := range i.tables.Input(service, canonical) {
				known = known || input == api
			}
			if !known {
				t.Errorf("%s.%s has no member %s (%s)", service, canonical, member, api)
			}
		}
	}
}
