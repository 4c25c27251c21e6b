package serviceref

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// ClientOf is the client that a name in code stands for, as an SDK spells it: a package (@aws-sdk/client-sfn,
// software.amazon.awssdk.services.sfn, AWSSDK.StepFunctions), a namespace (Aws::States) or a class (AmazonStepFunctionsClient).
func (t *Tables) ClientOf(sdk SDK, name string) (client string, ok bool) {
	if sdk == Boto3 {
		s, ok := t.archive.find("api", name)
		return s.name, ok
	}
	parts := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return strings.ContainsRune(`./\:`, r) })
	for _, part := range slices.Backward(parts) {
		for _, bare := range sdk.row().service.bare(part) {
			if client, ok := t.clientBy(sdk, letterKey(bare)); ok {
				return client, true
			}
		}
	}
	return "", false
}

// clientBy looks at the names that are known of an SDK, then for the service ID, which some SDKs write without its last word Service
// and some add the word to.
func (t *Tables) clientBy(sdk SDK, key string) (string, bool) {
	for _, names := range []map[string]string{t.facts().names, t.archive.spelled()} {
		if client, ok := names[string(sdk)+" "+key]; ok {
			return client, client != "-"
		}
	}
	for _, id := range []string{key, key + "service", strings.TrimSuffix(key, "service")} {
		if client, ok := t.archive.named()[id]; ok && key != "service" {
			return client, true
		}
	}
	return "", false
}

// OperationOf is the operation that a method, a command class, a paginator or a waiter of an SDK calls.
func (t *Tables) OperationOf(sdk SDK, client, method string) (operation string, ok bool) {
	a, ok := t.api(client)
	if !ok {
		return "", false
	}
	key := letterKey(method)
	if operation, ok := t.facts().methods[string(sdk)+" "+client+" "+key]; ok {
		return operation, true
	}
	row := sdk.row()
	bare := row.operation.bare(key)
	if row.always && method != "" && isUpper(method[0]) {
		slices.Reverse(bare)
	}
	for _, name := range bare {
		if operation, ok := a.letters()[name]; ok {
			return operation, true
		}
		if operation, ok := t.facts().made[client+" "+name]; ok {
			return operation, true
		}
	}
	if name, ok := row.waiter.around(key); ok {
		operation, ok := a.waiterLetters()[name]
		return operation, ok
	}
	return "", false
}

// Spell is how code in an SDK's language calls an operation: getObject, GetObjectCommand, get_object.
func (sdk SDK) Spell(operation string) string { return sdk.row().spell(operation) }

// row is the SDK's row of the table; what is no SDK spells as the service does.
func (sdk SDK) row() Dialect {
	for _, row := range SDKs {
		if row.Name == sdk {
			return row
		}
	}
	return Dialect{spell: and("")}
}

// Services lists the clients that an SDK has, sorted, and how many services it has that no client is known of. Of most SDKs the packages
// say nothing of that: they are made for every service.
func (t *Tables) Services(sdk SDK) (clients []string, unknown int) {
	for key, client := range t.archive.spelled() {
		switch {
		case !strings.HasPrefix(key, string(sdk)+" "):
		case client == "-" && t.facts().names[key] == "":
			unknown++
		case client == "-":
		default:
			clients = append(clients, client)
		}
	}
	if len(clients) == 0 {
		return t.Clients(), 0
	}
	return sorted(clients), unknown
}

func readSpellings(text string) map[string]string {
	all := map[string]string{}
	for line := range strings.Lines(text) {
		if f := strings.Fields(line); len(f) == 3 {
			all[f[0]+" "+letterKey(f[2])] = f[1]
		}
	}
	return all
}

// addName reads SDKs with commas, client, names.
func (f facts) addName(line []string) error {
	if len(line) < 3 {
		return errors.New("want SDKs, client, names")
	}
	for _, sdk := range split(line[0]) {
		if SDK(sdk).row().Name == "" {
			return fmt.Errorf("%q is no SDK", sdk)
		}
		for _, name := range line[2:] {
			f.names[sdk+" "+letterKey(name)] = line[1]
		}
	}
	return nil
}

// addMethod reads SDKs with commas, client, operation, methods.
func (f facts) addMethod(line []string) error {
	if len(line) < 4 {
		return errors.New("want SDKs, client, operation, methods")
	}
	for _, sdk := range split(line[0]) {
		if SDK(sdk).row().Name == "" {
			return fmt.Errorf("%q is no SDK", sdk)
		}
		for _, name := range line[3:] {
			f.methods[sdk+" "+line[1]+" "+letterKey(name)] = line[2]
		}
	}
	return nil
}
