package golang

import (
	"slices"
	"strings"

	"github.com/parebot/pare/internal/languages/parse"
)

// signatures are the methods that Go's own library calls of what it is handed as an interface of its own: name, parameters, results. What
// has another signature is another method of the name.
var signatures = []struct {
	names, params []string
	result        string
}{
	{names: []string{"Read", "Write"}, params: []string{"[]byte"}, result: "int error"},
	{names: []string{"ReadAt", "WriteAt"}, params: []string{"[]byte", "int64"}, result: "int error"},
	{names: []string{"ReadFrom"}, params: []string{"io.Reader"}, result: "int64 error"},
	{names: []string{"WriteTo"}, params: []string{"io.Writer"}, result: "int64 error"},
	{names: []string{"String", "Error"}, result: "string"},
	{names: []string{"MarshalJSON", "MarshalText", "MarshalBinary"}, result: "[]byte error"},
	{names: []string{"UnmarshalJSON", "UnmarshalText", "UnmarshalBinary"}, params: []string{"[]byte"}, result: "error"},
	{names: []string{"ServeHTTP"}, params: []string{"http.ResponseWriter", "*http.Request"}},
	{names: []string{"Len"}, result: "int"},
	{names: []string{"Less"}, params: []string{"int", "int"}, result: "bool"},
	{names: []string{"Swap"}, params: []string{"int", "int"}},
	{names: []string{"Push"}, params: []string{"any"}},
	{names: []string{"Push"}, params: []string{"interface{}"}},
	{names: []string{"Pop"}, result: "any"},
	{names: []string{"Pop"}, result: "interface{}"},
	{names: []string{"RoundTrip"}, params: []string{"*http.Request"}, result: "*http.Response error"},
}

// isUnasked says that a method has the name and the signature of one of them.
func isUnasked(n parse.Node) bool {
	name, params, result := n.Field("name").Text(), typesOf(n.Field("parameters")), n.Field("result")
	results := []string{result.Text()}
	if result.Kind() == "parameter_list" {
		results = typesOf(result)
	}
	for _, row := range signatures {
		if slices.Contains(row.names, name) {
			return slices.Equal(row.params, params) && row.result == strings.Join(results, " ")
		}
	}
	return false
}

// typesOf are the types of the parameters of a list, one for each.
func typesOf(n parse.Node) (types []string) {
	for child := range n.Children() {
		for range max(1, len(namesOf(child))) {
			types = append(types, child.Field("type").Text())
		}
	}
	return types
}
