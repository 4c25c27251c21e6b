package serviceref

import (
	"slices"
	"testing"
)

// TestLibrariesCallWhatExists holds each operation and each argument of libraries.txt against the client's own.
func TestLibrariesCallWhatExists(t *testing.T) {
	all, err := readLibraries()
	if err != nil {
		t.Fatal(err)
	}
	tables := Embedded()
	for key, calls := range all {
		for _, c := range calls {
			op, ok := tables.Operation(c.Client, c.Operation)
			if !ok {
				t.Errorf("%s: no operation %s of %s", key, c.Operation, c.Client)
			}
			for _, n := range op.Needs {
				checkAction(t, tables, key, n.Action)
			}
		}
		checkLibraryArguments(t, tables, key, calls)
	}
	if len(all) < 200 {
		t.Errorf("%d members of libraries", len(all))
	}
}

// checkLibraryArguments wants each argument to be one of some operation that the member calls.
func checkLibraryArguments(t *testing.T, tables *Tables, key string, calls []LibraryCall) {
	t.Helper()
	if len(calls) == 0 {
		return
	}
	for parameter := range calls[0].Arguments {
		takes := func(c LibraryCall) bool {
			return parameter == "*" || madeBySDK(t, c.Client, c.Operation) || slices.Contains(tables.Input(c.Client, c.Operation), heads([]string{parameter})[0])
		}
		if !slices.ContainsFunc(calls, takes) {
			t.Errorf("%s: no argument %s", key, parameter)
		}
	}
}

func TestLibrary(t *testing.T) {
	tables := Embedded()
	for _, c := range []struct {
		sdk   SDK
		name  string
		calls []string
		known bool
	}{
		{JavaScript3, "@aws-sdk/lib-dynamodb.PutCommand", []string{"PutItem"}, true},
		{JavaScript2, "AWS.DynamoDB.DocumentClient.transactWrite", []string{"TransactWriteItems"}, true},
		{DotNet, "DynamoDBContext.SaveAsync", []string{"DescribeTable", "UpdateItem"}, true},
		{JavaScript3, "aws-jwt-verify", nil, true},
		{JavaScript3, "AWS.DynamoDB.DocumentClient.put", nil, false},
		{Go2, "no.Such", nil, false},
	} {
		calls, known := tables.Library(c.sdk, c.name)
		var got []string
		for _, call := range calls {
			got = append(got, call.Operation)
		}
		if known != c.known || !slices.Equal(got, c.calls) {
			t.Errorf("%s %s calls %v, %v; want %v", c.sdk, c.name, got, known, c.calls)
		}
	}
}
