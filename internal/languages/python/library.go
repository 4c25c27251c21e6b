package python

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/parebot/pare/internal/flow"
)

//go:embed library.txt
var libraryText string

//go:embed stdlib.txt
var stdlibText string

// meanings are the words of library.txt.
var meanings = map[string]flow.Meaning{
	"pure": flow.Pure, "same": flow.Same, "items": flow.Items, "zip": flow.Zip, "environment": flow.Environment, "variable": flow.Variable,
	"evaluate": flow.Evaluate, "import": flow.Import, "execute": flow.Execute, "partial": flow.Partial, "decorate": flow.Decorate,
	"run-first": flow.RunFirst, "run-second": flow.RunSecond, "run-target": flow.RunTarget, "map": flow.Map, "property": flow.Property,
	"new-list": flow.NewList, "new-dict": flow.NewDict, "operation": flow.Operation, "path": flow.Path, "concealed": flow.Concealed,
	"wraps": flow.Wraps, "context": flow.Context, "cast": flow.Second, "gather": flow.Gather, "chain": flow.Chain,
	"element-list": flow.Flatten, "default-dict": flow.DefaultDict, "factory": flow.Factory, "record": flow.Record, "namespace": flow.Namespace,
}

// library is library.txt, by path.
var library = sync.OnceValue(func() map[string]flow.Native {
	all := make(map[string]flow.Native)
	for line := range strings.Lines(libraryText) {
		fields := strings.Fields(line)
		if len(fields) < 2 || fields[0] == "#" {
			continue
		}
		n := flow.Native{Do: meanings[fields[1]]}
		if len(fields) > 2 {
			n.Op = fields[2]
		}
		all[fields[0]] = n
	}
	return all
})

// stdlib is the names in stdlib.txt.
var stdlib = sync.OnceValue(func() map[string]bool {
	all := make(map[string]bool)
	for line := range strings.Lines(stdlibText) {
		if name := strings.TrimSpace(line); name != "" && !strings.HasPrefix(name, "#") {
			all[name] = true
		}
	}
	return all
})

// builtins are the functions that need no import. Those that are left out are types, errors and constants.
var builtins = map[string]flow.Native{
	"getattr": {Do: flow.Member}, "setattr": {Do: flow.SetMember}, "eval": {Do: flow.Evaluate}, "exec": {Do: flow.Evaluate},
	"compile": {Do: flow.Pure}, "__import__": {Do: flow.Import}, "super": {Do: flow.Super}, "property": {Do: flow.Property},
	"staticmethod": {Do: flow.Static}, "classmethod": {Do: flow.OfClass}, "map": {Do: flow.Map}, "filter": {Do: flow.Filter},
	"sorted": {Do: flow.Items}, "reversed": {Do: flow.Items}, "iter": {Do: flow.Items}, "list": {Do: flow.NewList},
	"tuple": {Do: flow.NewList}, "set": {Do: flow.NewList}, "frozenset": {Do: flow.NewList}, "dict": {Do: flow.NewDict},
	"enumerate": {Do: flow.Pairs}, "zip": {Do: flow.Zip}, "next": {Do: flow.Element}, "str": {Do: flow.Same}, "vars": {Do: flow.Pure},
	"globals": {Do: flow.Globals}, "locals": {Do: flow.Globals}, "type": {Do: flow.TypeOf}, "len": {Do: flow.Pure}, "print": {Do: flow.Pure},
	"isinstance": {Do: flow.Pure}, "issubclass": {Do: flow.Pure}, "hasattr": {Do: flow.Pure}, "callable": {Do: flow.Pure}, "int": {Do: flow.Pure},
	"float": {Do: flow.Pure}, "bool": {Do: flow.Pure}, "bytes": {Do: flow.Same}, "bytearray": {Do: flow.Same}, "repr": {Do: flow.Pure},
	"min": {Do: flow.Pure}, "max": {Do: flow.Pure}, "sum": {Do: flow.Pure}, "any": {Do: flow.Pure}, "all": {Do: flow.Pure}, "abs": {Do: flow.Pure},
	"round": {Do: flow.Pure}, "range": {Do: flow.Pure}, "open": {Do: flow.Pure}, "id": {Do: flow.Pure}, "hash": {Do: flow.Pure},
	"format": {Do: flow.Pure}, "dir": {Do: flow.Pure}, "input": {Do: flow.Pure}, "object": {Do: flow.Pure}, "chr": {Do: flow.Pure},
	"ord": {Do: flow.Pure}, "hex": {Do: flow.Pure}, "divmod": {Do: flow.Pure}, "pow": {Do: flow.Pure}, "slice": {Do: flow.Pure},
	"delattr": {Do: flow.Pure}, "memoryview": {Do: flow.Pure}, "Exception": {Do: flow.Pure}, "ValueError": {Do: flow.Pure},
	"RuntimeError": {Do: flow.Pure}, "KeyError": {Do: flow.Pure}, "TypeError": {Do: flow.Pure}, "BaseException": {Do: flow.Pure},
	"NotImplementedError": {Do: flow.Pure}, "StopIteration": {Do: flow.Pure},
}

// methods are the methods of Python's own values.
var methods = map[flow.Shape]map[string]flow.Native{
	flow.OfText: {
		"lower": {Do: flow.Operation, Op: "lower"}, "upper": {Do: flow.Operation, Op: "upper"}, "strip": {Do: flow.Operation, Op: "strip"},
		"lstrip": {Do: flow.Operation, Op: "lstrip"}, "rstrip": {Do: flow.Operation, Op: "rstrip"}, "replace": {Do: flow.Operation, Op: "replace"},
		"removeprefix": {Do: flow.Operation, Op: "removeprefix"}, "removesuffix": {Do: flow.Operation, Op: "removesuffix"},
		"split": {Do: flow.Split, Op: "split"}, "rsplit": {Do: flow.Split, Op: "rsplit"}, "join": {Do: flow.Join},
		"encode": {Do: flow.Same}, "decode": {Do: flow.Same}, "startswith": {Do: flow.Pure}, "endswith": {Do: flow.Pure}, "format": {Do: flow.Pure},
	},
	flow.OfList: {
		"append": {Do: flow.Append}, "add": {Do: flow.Append}, "appendleft": {Do: flow.Append}, "insert": {Do: flow.Append},
		"put": {Do: flow.Append}, "extend": {Do: flow.Extend}, "update": {Do: flow.Extend}, "pop": {Do: flow.Element}, "popleft": {Do: flow.Element},
		"result": {Do: flow.Element}, "get": {Do: flow.Element}, "copy": {Do: flow.Same}, "sort": {Do: flow.Pure}, "union": {Do: flow.Same},
		"add_done_callback": {Do: flow.Pure}, "index": {Do: flow.Pure}, "count": {Do: flow.Pure},
	},
	flow.OfDict: {
		"get": {Do: flow.Get}, "pop": {Do: flow.Get}, "setdefault": {Do: flow.Default}, "update": {Do: flow.Put}, "keys": {Do: flow.Keys},
		"values": {Do: flow.Values}, "items": {Do: flow.Entries}, "copy": {Do: flow.Same}, "popitem": {Do: flow.Element},
	},
	flow.OfData: {
		"get": {Do: flow.Get}, "pop": {Do: flow.Get}, "setdefault": {Do: flow.Get}, "keys": {Do: flow.Keys}, "values": {Do: flow.Values},
		"items": {Do: flow.Entries}, "copy": {Do: flow.Same}, "lower": {Do: flow.Operation, Op: "lower"}, "upper": {Do: flow.Operation, Op: "upper"},
		"strip": {Do: flow.Operation, Op: "strip"}, "lstrip": {Do: flow.Operation, Op: "lstrip"}, "rstrip": {Do: flow.Operation, Op: "rstrip"},
		"replace": {Do: flow.Operation, Op: "replace"}, "split": {Do: flow.Split, Op: "split"}, "rsplit": {Do: flow.Split, Op: "rsplit"},
		"encode": {Do: flow.Same}, "decode": {Do: flow.Same}, "read": {Do: flow.Same},
	},
}
