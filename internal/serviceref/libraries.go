package serviceref

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// LibraryCall is one operation that a library calls on the code's behalf. Arguments says where each parameter comes from: the name or
// the position of the library's own parameter; "*" -> "*" where the library takes the operation's arguments as they are.
type LibraryCall struct {
	Client    string
	Operation string
	Arguments map[string]string
}

// Library is what a member of a library calls in code of an SDK: "@aws-sdk/lib-storage.Upload". No calls and ok: it is known to make none.
func (t *Tables) Library(sdk SDK, name string) (calls []LibraryCall, ok bool) {
	calls, ok = libraries()[string(sdk)+" "+name]
	return calls, ok
}

// libraries are read when first asked for.
var libraries = sync.OnceValue(func() map[string][]LibraryCall {
	all, _ := readLibraries() // a test holds that there are no errors
	return all
})

func readLibraries() (map[string][]LibraryCall, error) {
	all := map[string][]LibraryCall{}
	err := eachLine("libraries.txt", func(line []string) error {
		if len(line) < 4 {
			return errors.New("want SDKs, name, client, operations")
		}
		calls, err := libraryCalls(line[2], line[3], line[4:])
		for _, sdk := range split(line[0]) {
			key := sdk + " " + line[1]
			if _, twice := all[key]; twice || !slices.ContainsFunc(SDKs, func(d Dialect) bool { return string(d.Name) == sdk }) {
				return fmt.Errorf("%s stands twice, or is of no SDK", key)
			}
			all[key] = calls
		}
		return err
	})
	return all, err
}

func libraryCalls(client, operations string, fields []string) ([]LibraryCall, error) {
	if slices.Equal(fields, []string{"*"}) {
		fields = []string{"*=*"}
	}
	arguments, err := assignments(fields)
	var calls []LibraryCall
	for _, operation := range split(strings.Trim(operations, "-")) {
		calls = append(calls, LibraryCall{Client: client, Operation: operation, Arguments: arguments})
	}
	return calls, err
}
