package javascript_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/parebot/pare/internal/flow"
	"github.com/parebot/pare/internal/languages/javascript"
	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/source"
)

// one is a Loader of one file.
type one struct{ module *program.Module }

func (o one) Load(string) (*program.Module, error) { return o.module, nil }

// run follows a file that is entered at its export handler.
func run(t *testing.T, file, src string) flow.Result {
	t.Helper()
	m, err := javascript.Lower(file, []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	tree := source.Files{file: []byte(src)}
	return flow.Run(flow.Entry{
		Language: javascript.New(tree, []string{"."}, serviceref.Embedded()), Loader: one{m}, File: file, Symbol: "handler",
	})
}

// TestEveryOperation: every operation, paginator and waiter of every service, as each of the SDKs spells it, is the operation that serviceref names.
func TestEveryOperation(t *testing.T) {
	tables := serviceref.Embedded()
	counts := make(map[string]int)
	for _, sdk := range []serviceref.SDK{serviceref.JavaScript2, serviceref.JavaScript3} {
		clients, _ := tables.Services(sdk)
		for _, client := range clients {
			program, wanted := everything(tables, sdk, client, counts)
			if program == "" {
				continue
			}
			var got []string
			result := run(t, "handler.js", program)
			for _, c := range result.Calls {
				got = append(got, c.Service+"."+c.Operation)
			}
			for _, u := range result.Unknown {
				t.Errorf("%s %s: line %d is unknown: %s", sdk, client, u.Span.Line, u.Reason)
			}
			slices.Sort(wanted)
			slices.Sort(got)
			if wanted, got = slices.Compact(wanted), slices.Compact(got); !slices.Equal(wanted, got) {
				t.Errorf("%s %s: got %d operations, want %d: %v", sdk, client, len(got), len(wanted), difference(wanted, got))
			}
		}
		counts[string(sdk)+" clients"] = len(clients)
	}
	t.Log(counts)
}

func difference(wanted, got []string) (lost []string) {
	for _, name := range wanted {
		if !slices.Contains(got, name) {
			lost = append(lost, name)
		}
	}
	return lost
}

// everything is a program that makes every call of one client in every form, and the operations that these are.
func everything(tables *serviceref.Tables, sdk serviceref.SDK, client string, counts map[string]int) (program string, wanted []string) {
	class, pack := named(tables, sdk, client)
	if class == "" {
		return "", nil
	}
	var b strings.Builder
	second := sdk == serviceref.JavaScript2
	if second {
		fmt.Fprintf(&b, "const AWS = require('aws-sdk');\nconst client = new AWS.%s();\nexports.handler = async () => {\n", class)
	} else {
		fmt.Fprintf(&b, "const sdk = require('%s');\nconst client = new sdk.%sClient({}), whole = new sdk.%s({});\nexports.handler = async () => {\n", pack, class, class)
	}
	for _, operation := range tables.Operations(client) {
		if known, ok := tables.OperationOf(sdk, client, sdk.Spell(operation)); !ok || known != operation {
			continue // the SDK has no such method
		}
		counts[string(sdk)+" operations"]++
		wanted = append(wanted, client+"."+operation)
		lower := serviceref.JavaScript2.Spell(operation)
		switch {
		case second:
			fmt.Fprintf(&b, "  await client.%s({}).promise();\n", lower)
		default:
			fmt.Fprintf(&b, "  await client.send(new sdk.%sCommand({}));\n  await whole.%s({});\n", operation, lower)
		}
		if _, ok := tables.Paginator(client, serviceref.Snake(operation)); ok && !second {
			counts["paginators"]++
			fmt.Fprintf(&b, "  for await (const page of sdk.paginate%s({ client }, {})) console.log(page);\n", operation)
		}
	}
	for _, w := range tables.Waiters(client) {
		operation, _ := tables.Waiter(client, serviceref.Snake(w))
		counts[string(sdk)+" waiters"]++
		wanted = append(wanted, client+"."+operation)
		if second {
			fmt.Fprintf(&b, "  await client.waitFor('%s', {}).promise();\n", serviceref.JavaScript2.Spell(w))
		} else {
			fmt.Fprintf(&b, "  await sdk.waitUntil%s({ client, maxWaitTime: 1 }, {});\n", w)
		}
	}
	return b.String() + "};\n", wanted
}

// named is the class and the package of a client, by its service's name; "" where the SDK calls it something else.
func named(tables *serviceref.Tables, sdk serviceref.SDK, client string) (class, pack string) {
	id := tables.ServiceID(client)
	class = strings.ReplaceAll(strings.ReplaceAll(id, " ", ""), "-", "")
	pack = "@aws-sdk/client-" + strings.ReplaceAll(strings.ToLower(id), " ", "-")
	if known, ok := tables.ClientOf(sdk, class); !ok || known != client || class == "" || class[0] < 'A' || class[0] > 'Z' {
		return "", ""
	}
	return class, pack
}
