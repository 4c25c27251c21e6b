package javascript

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/parebot/pare/internal/flow"
)

//go:embed library.txt
var libraryText string

//go:embed node.txt
var nodeText string

// meanings are the words of library.txt.
var meanings = map[string]flow.Meaning{
	"pure": flow.Pure, "same": flow.Same, "environment": flow.Environment, "evaluate": flow.Evaluate, "import": flow.Import,
	"execute": flow.Execute, "run-first": flow.RunFirst, "run-second": flow.RunSecond, "new-list": flow.NewList, "new-dict": flow.NewDict,
	"path": flow.Path, "concealed": flow.Concealed, "keys": flow.Keys, "values": flow.Values, "entries": flow.Entries, "gather": flow.Gather,
	"element": flow.Element, "items": flow.Items, "merge": flow.Merge, "decorate": flow.Decorate, "wraps": flow.Wraps, "promised": flow.Promised,
	"operation": flow.Operation, "collect": flow.Collect, "each": flow.Each, "invoke": flow.Invoke, "serve": flow.Serve, "second": flow.Second, "from": flow.From, "include": flow.Include, "from-pairs": flow.FromPairs, "get": flow.Get,
	"apply-on": flow.ApplyOn, "spread": flow.Applied, "member": flow.Member, "set-member": flow.SetMember,
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
		for _, path := range strings.Split(fields[0], ",") {
			all[path] = n
		}
	}
	return all
})

// nodeModules is node.txt: the modules of Node.js and the objects of the language.
var nodeModules = sync.OnceValue(func() map[string]bool {
	all := make(map[string]bool)
	for line := range strings.Lines(nodeText) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			for _, name := range strings.Fields(line) {
				all[name] = true
			}
		}
	}
	return all
})

// builtins are the names that need no import: what they are is in library.txt, under the name. The first are words of the lowering.
var builtins = func() map[string]flow.Native {
	all := map[string]flow.Native{
		"items of": {Do: flow.Iterated}, "keys of": {Do: flow.Keys}, wordStatic: {Do: flow.OfClass}, wordGet: {Do: flow.Property},
		"super": {Do: flow.Super}, wordInterop: {Do: flow.Interop}, "require": {Do: flow.Import}, "import": {Do: flow.Import}, "eval": {Do: flow.Evaluate},
		"Function": {Do: flow.Evaluate}, "String": {Do: flow.Same}, "decodeURIComponent": {Do: flow.Same}, "decodeURI": {Do: flow.Same},
		"unescape": {Do: flow.Same}, "Array": {Do: flow.Gather}, "Map": {Do: flow.FromPairs}, "WeakMap": {Do: flow.FromPairs},
		"Set": {Do: flow.NewList}, "WeakSet": {Do: flow.NewList}, "Boolean": {Do: flow.Pure}, "Number": {Do: flow.Pure},
		"Promise": {Do: flow.Library, Op: "Promise"}, "undefined": {Do: flow.Concealed},
		"module": {Do: flow.Pure},
	}
	for name := range nodeModules() {
		if _, known := all[name]; !known && !strings.ContainsAny(name, "/@-") {
			all[name] = flow.Native{Do: flow.Library, Op: name}
		}
	}
	return all
}()

// everywhere are the methods of promises, which are their values here.
var everywhere = map[string]flow.Native{
	"then": {Do: flow.Then}, "catch": {Do: flow.Rescue}, "finally": {Do: flow.Tap}, "toString": {Do: flow.Same}, "valueOf": {Do: flow.Same},
}

// methods are the methods of values of JavaScript's own.
var methods = map[flow.Shape]map[string]flow.Native{
	flow.OfText: {
		"toLowerCase": {Do: flow.Operation, Op: "lower"}, "toUpperCase": {Do: flow.Operation, Op: "upper"}, "trim": {Do: flow.Operation, Op: "strip"},
		"trimStart": {Do: flow.Operation, Op: "lstrip"}, "trimEnd": {Do: flow.Operation, Op: "rstrip"}, "replace": {Do: flow.Operation, Op: "replace"},
		"replaceAll": {Do: flow.Operation, Op: "replace"}, "split": {Do: flow.Split, Op: "split"}, "concat": {Do: flow.Concat},
		"toLocaleLowerCase": {Do: flow.Operation, Op: "lower"}, "toLocaleUpperCase": {Do: flow.Operation, Op: "upper"},
		"normalize": {Do: flow.Same}, "startsWith": {Do: flow.Pure}, "endsWith": {Do: flow.Pure}, "includes": {Do: flow.Pure}, "match": {Do: flow.Pure},
	},
	flow.OfList: {
		"push": {Do: flow.Append}, "unshift": {Do: flow.Append}, "add": {Do: flow.Append}, "splice": {Do: flow.Append}, "pop": {Do: flow.Element},
		"shift": {Do: flow.Element}, "at": {Do: flow.Element}, "map": {Do: flow.Collect}, "forEach": {Do: flow.Each}, "filter": {Do: flow.Select},
		"find": {Do: flow.Find}, "findLast": {Do: flow.Find}, "some": {Do: flow.Test}, "every": {Do: flow.Test}, "findIndex": {Do: flow.Test},
		"flatMap": {Do: flow.FlatMap}, "flat": {Do: flow.Flatten}, "reduce": {Do: flow.Accumulate}, "reduceRight": {Do: flow.Accumulate}, "sort": {Do: flow.Select},
		"toSorted": {Do: flow.Select}, "join": {Do: flow.JoinedBy}, "concat": {Do: flow.Concat}, "slice": {Do: flow.Items}, "reverse": {Do: flow.Items},
		"values": {Do: flow.Same}, "keys": {Do: flow.Pure}, "entries": {Do: flow.Pairs}, "fill": {Do: flow.Same}, "includes": {Do: flow.Pure},
		"indexOf": {Do: flow.Pure}, "has": {Do: flow.Pure}, "next": {Do: flow.Stepped}, "toReversed": {Do: flow.Items},
	},
	flow.OfDict: {
		"get": {Do: flow.Get}, "set": {Do: flow.SetEntry, Op: "self"}, "has": {Do: flow.Pure}, "keys": {Do: flow.Keys}, "values": {Do: flow.Values},
		"entries": {Do: flow.Entries}, "forEach": {Do: flow.EachValue}, "hasOwnProperty": {Do: flow.Pure}, "delete": {Do: flow.Pure},
	},
	flow.OfFunction: {
		"bind": {Do: flow.BindTo}, "call": {Do: flow.CallOn}, "apply": {Do: flow.ApplyOn}, "use": {Do: flow.Same}, "before": {Do: flow.Same},
		"after": {Do: flow.Same}, "onError": {Do: flow.Same}, "handler": {Do: flow.Decorate},
	},
	flow.OfData: {
		"toLowerCase": {Do: flow.Operation, Op: "lower"}, "toUpperCase": {Do: flow.Operation, Op: "upper"}, "trim": {Do: flow.Operation, Op: "strip"},
		"replace": {Do: flow.Operation, Op: "replace"}, "replaceAll": {Do: flow.Operation, Op: "replace"}, "split": {Do: flow.Split, Op: "split"},
		"map": {Do: flow.Collect}, "forEach": {Do: flow.Each}, "filter": {Do: flow.Select}, "find": {Do: flow.Find}, "some": {Do: flow.Test},
		"every": {Do: flow.Test}, "flatMap": {Do: flow.FlatMap}, "reduce": {Do: flow.Accumulate}, "sort": {Do: flow.Select}, "pop": {Do: flow.Element},
		"shift": {Do: flow.Element}, "slice": {Do: flow.Items}, "substring": {Do: flow.Pure}, "concat": {Do: flow.Concat},
	},
}
