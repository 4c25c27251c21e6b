package ruby

import (
	"strings"
	"testing"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/symbolic"
)

func text(s string) sdk.Given { return sdk.Given{Text: symbolic.Certain(symbolic.Text(s))} }

// moduleOf is the SDK's module of a client, named after the service's ID.
func moduleOf(t *testing.T, i *idioms, client string) *sdk.Object {
	t.Helper()
	id := strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' {
			return -1
		}
		return r
	}, i.tables.ServiceID(client))
	for _, name := range []string{id, strings.TrimSuffix(id, "Service"), strings.TrimPrefix(id, "Amazon"), strings.TrimPrefix(id, "AWS")} {
		for _, o := range i.Member(i.Import("Aws"), strings.ToUpper(name[:1])+name[1:]).Results {
			if i.tables.ServiceID(o.Service) == i.tables.ServiceID(client) { // botocore has one service twice
				return o
			}
		}
	}
	return nil
}

// TestEveryOperation makes a client of each service and calls each operation, as the SDK spells it: the call is that operation, and what it
// gives can be gone through page by page. Each waiter calls the operation that serviceref names.
func TestEveryOperation(t *testing.T) {
	tables := serviceref.Embedded()
	i := &idioms{tables}
	services, operations, waiters := 0, 0, 0
	clients, _ := tables.Services(serviceref.Ruby)
	for _, client := range clients {
		module := moduleOf(t, i, client)
		if module == nil {
			t.Errorf("no module of the SDK is %s (%s)", client, tables.ServiceID(client))
			continue
		}
		services++
		made := i.Call(i.Member(i.Member(module, "Client").Results[0], "new").Results[0], sdk.Arguments{}).Results[0]
		for _, operation := range tables.Operations(client) {
			e := i.Call(i.Member(made, serviceref.Ruby.Spell(operation)).Results[0], sdk.Arguments{})
			if len(e.Calls) != 1 || e.Calls[0].Service != module.Service || e.Calls[0].Operation != operation {
				t.Errorf("%s.%s calls %v", client, operation, e.Calls)
				continue
			}
			pages := i.Call(i.Member(e.Results[0], "each_page").Results[0], sdk.Arguments{})
			if len(pages.Feed) != 1 || pages.Feed[0].Kind != kindResponse {
				t.Errorf("the pages of %s.%s are %v", client, operation, pages.Feed)
			}
			operations++
		}
		for _, name := range tables.Waiters(client) {
			e := i.Call(i.Member(made, "wait_until").Results[0], sdk.Arguments{Positional: []sdk.Given{text(name)}})
			operation, _ := tables.Waiter(client, name)
			if len(e.Calls) != 1 || e.Calls[0].Operation != operation {
				t.Errorf("%s waits for %s by %v, want %s", client, name, e.Calls, operation)
			}
			waiters++
		}
	}
	t.Logf("%d services, %d operations, %d waiters", services, operations, waiters)
}
