package ruby

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/parebot/pare/internal/flow"
)

//go:embed library.txt
var libraryText string

//go:embed constants.txt
var constantsText string

// meanings are the words of library.txt.
var meanings = map[string]flow.Meaning{
	"pure": flow.Pure, "same": flow.Same, "items": flow.Items, "pairs": flow.Pairs, "zip": flow.Zip, "environment": flow.Environment,
	"evaluate": flow.Evaluate, "import": flow.Import, "execute": flow.Execute, "member": flow.Member, "class-of": flow.TypeOf, "super": flow.Super,
	"own": flow.Own, "get": flow.Get, "default": flow.Default, "put": flow.Put, "keys": flow.Keys, "values": flow.Values, "entries": flow.Entries,
	"append": flow.Append, "extend": flow.Extend, "element": flow.Element, "operation": flow.Operation, "split": flow.Split, "path": flow.Path,
	"concealed": flow.Concealed, "invoke": flow.Invoke, "each": flow.Each, "collect": flow.Collect, "flat-map": flow.FlatMap, "reduce": flow.Reduce,
	"select": flow.Select, "find": flow.Find, "tap": flow.Tap, "then": flow.Then, "dig": flow.Dig, "joined-by": flow.JoinedBy, "new-list": flow.NewList,
	"chain": flow.Chain, "flatten": flow.Flatten, "merge": flow.NewDict, "partial": flow.Partial, "new-dict": flow.NewDict, "gather": flow.Gather,
	"namespace": flow.Namespace, "second": flow.Second, "set-entry": flow.SetEntry, "globals": flow.Globals, "include": flow.Include, "included": flow.Included, "named": flow.Named, "exposed": flow.Exposed,
}

// shapes are the words of library.txt for what has methods.
var shapes = map[flow.Shape]string{flow.OfText: "text", flow.OfList: "list", flow.OfDict: "hash", flow.OfData: "data", flow.OfFunction: "function"}

// library is library.txt, by shape and name.
var library = sync.OnceValue(func() map[string]flow.Native {
	all := make(map[string]flow.Native)
	for line := range strings.Lines(libraryText) {
		fields := strings.Fields(line)
		if len(fields) < 3 || fields[0] == "#" {
			continue
		}
		n := flow.Native{Do: meanings[fields[2]]}
		if len(fields) > 3 {
			n.Op = fields[3]
		}
		for _, shape := range strings.Split(fields[0], ",") {
			for _, name := range strings.Split(fields[1], ",") {
				all[shape+" "+strings.ReplaceAll(name, "~", " ")] = n
			}
		}
	}
	return all
})

// constants are the constants of Ruby's own library, by name.
var constants = sync.OnceValue(func() map[string]bool {
	all := make(map[string]bool)
	for line := range strings.Lines(constantsText) {
		if !strings.HasPrefix(line, "#") {
			for _, name := range strings.Fields(line) {
				all[name] = true
			}
		}
	}
	return all
})
