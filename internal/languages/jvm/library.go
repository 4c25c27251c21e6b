package jvm

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/parebot/pare/internal/flow"
)

//go:embed library.txt
var libraryText string

//go:embed methods.txt
var methodsText string

//go:embed jdk.txt
var jdkText string

// meanings are the words of library.txt and methods.txt.
var meanings = map[string]flow.Meaning{
	"pure": flow.Pure, "same": flow.Same, "items": flow.Items, "environment": flow.Environment, "variable": flow.Variable,
	"evaluate": flow.Evaluate, "import": flow.Import, "execute": flow.Execute, "run-first": flow.RunFirst, "new-list": flow.NewList, "new-dict": flow.NewDict,
	"operation": flow.Operation, "path": flow.Path, "concealed": flow.Concealed, "gather": flow.Gather, "chain": flow.Chain,
	"get": flow.Get, "default": flow.Default, "put": flow.Put, "keys": flow.Keys, "values": flow.Values, "entries": flow.Entries,
	"append": flow.Append, "extend": flow.Extend, "element": flow.Element, "split": flow.Split, "join": flow.Join, "joined-by": flow.JoinedBy,
	"set-entry": flow.SetEntry, "present": flow.Present, "or-else": flow.OrElse, "fill": flow.Fill, "inside": flow.Inside,
	"each": flow.Each, "collect": flow.Collect, "flat-map": flow.FlatMap, "reduce": flow.Reduce, "select": flow.Select, "find": flow.Find,
	"tap": flow.Tap, "then": flow.Then, "invoke": flow.Invoke, "pairs": flow.Pairs, "zip": flow.Zip, "map-of": flow.MapOf, "concat": flow.Concat,
	"let-on": flow.LetOn, "reference": flow.Reference, "obtain": flow.Obtain,
}

// library is library.txt, by path.
var library = sync.OnceValue(func() map[string]flow.Native {
	all := make(map[string]flow.Native)
	for line := range strings.Lines(libraryText) {
		if fields := strings.Fields(line); len(fields) > 1 && fields[0] != "#" {
			all[fields[0]] = native(fields[1:])
		}
	}
	return all
})

func native(fields []string) flow.Native {
	n := flow.Native{Do: meanings[fields[0]]}
	if len(fields) > 1 {
		n.Op = fields[1]
	}
	return n
}

// member is a method of a plain value, or a property that is read without a call.
type member struct {
	flow.Native
	property bool
}

var shapes = map[string]flow.Shape{"text": flow.OfText, "list": flow.OfList, "dict": flow.OfDict, "function": flow.OfFunction, "data": flow.OfData}

// methods is methods.txt, by shape and name.
var methods = sync.OnceValue(func() map[flow.Shape]map[string]member {
	all := make(map[flow.Shape]map[string]member)
	for line := range strings.Lines(methodsText) {
		fields := strings.Fields(line)
		if len(fields) < 3 || fields[0] == "#" {
			continue
		}
		for _, shape := range strings.Split(fields[0], ",") {
			of := shapes[shape]
			if all[of] == nil {
				all[of] = make(map[string]member)
			}
			for _, name := range strings.Split(fields[1], ",") {
				bare, property := strings.CutPrefix(name, ".")
				all[of][bare] = member{native(fields[2:]), property}
			}
		}
	}
	return all
})

// jdk is jdk.txt: the classes of packages of Java's own library, and of Kotlin's, that code imports whole.
var jdk = sync.OnceValue(func() map[string]map[string]bool {
	all := make(map[string]map[string]bool)
	for line := range strings.Lines(jdkText) {
		fields := strings.Fields(line)
		if len(fields) < 2 || fields[0] == "#" {
			continue
		}
		if all[fields[0]] == nil {
			all[fields[0]] = make(map[string]bool)
		}
		for _, name := range fields[1:] {
			all[fields[0]][name] = true
		}
	}
	return all
})
