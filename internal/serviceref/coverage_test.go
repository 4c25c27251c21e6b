package serviceref

import (
	"fmt"
	"strings"
	"testing"
)

// coverage counts what is known of one SDK's services and operations.
type coverage struct {
	services, unknown int // services; unknown: those that botocore has no longer
	operations        int
	spelled           int // operations that are found by how the SDK spells them
	by                map[By]int
	absent            []string // actions that are said to be needed, and do not exist
}

// cover asks for each operation as the SDK's code spells it.
func cover(t *Tables, sdk SDK, operation func(client, name string) Operation) coverage {
	clients, unknown := t.Services(sdk)
	c := coverage{services: len(clients), unknown: unknown, by: map[By]int{}}
	for _, client := range clients {
		for _, name := range t.Operations(client) {
			c.operations++
			spelled, ok := t.OperationOf(sdk, client, sdk.Spell(name))
			if !ok {
				continue
			}
			c.spelled++
			op := operation(client, spelled)
			c.by[op.By]++
			for _, n := range op.Needs {
				if a, ok := t.Action(n.Action); op.Verified && (!ok || a.Name != n.Action) {
					c.absent = append(c.absent, client+" "+name+" "+n.Action)
				}
			}
		}
	}
	return c
}

// TestCoverage prints the table of make coverage. Every operation of every SDK is found; each that is not verified says so, and none
// asks for an action that AWS does not have.
func TestCoverage(t *testing.T) {
	tables := Embedded()
	seen := map[string]Operation{} // the SDKs ask for the same
	operation := func(client, name string) Operation {
		op, ok := seen[client+" "+name]
		if !ok {
			op, _ = tables.Operation(client, name)
			seen[client+" "+name] = op
		}
		return op
	}
	var out strings.Builder
	row := "%-15s %8v %8v %10v %8v %8v %8v %10v %7v\n"
	fmt.Fprintf(&out, row, "SDK", "services", "unknown", "operations", "by name", "by verb", "override", "unverified", "absent")
	for _, sdk := range SDKs {
		c := cover(tables, sdk.Name, operation)
		fmt.Fprintf(&out, row, sdk.Title, c.services, c.unknown, c.operations,
			c.by[ByName], c.by[ByVerb], c.by[ByHand]+c.by[ByNoSignature], c.by[ByGuess], len(c.absent))
		if c.spelled != c.operations {
			t.Errorf("%s: %d of %d operations are not found as it spells them", sdk.Title, c.operations-c.spelled, c.operations)
		}
		if len(c.absent) > 0 {
			t.Errorf("%s: no such actions: %.10q", sdk.Title, c.absent)
		}
		if c.by[ByGuess]*100 > c.operations*6 {
			t.Errorf("%s: %d of %d operations are not verified", sdk.Title, c.by[ByGuess], c.operations)
		}
	}
	if testing.Verbose() {
		fmt.Print(out.String(), "Unknown services are those that the SDK has and botocore has no longer; absent are actions that AWS does not have.\n")
	}
}
