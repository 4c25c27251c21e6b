package php

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/parebot/pare/internal/flow"
)

//go:embed library.txt
var libraryText string

//go:embed classes.txt
var classesText string

//go:embed functions.txt
var functionsText string

// meanings are the words of library.txt.
var meanings = map[string]flow.Meaning{
	"pure": flow.Pure, "same": flow.Same, "items": flow.Items, "environment": flow.Environment, "variable": flow.Variable,
	"evaluate": flow.Evaluate, "import": flow.Import, "execute": flow.Execute, "member": flow.Member, "class-of": flow.TypeOf, "super": flow.Super,
	"of-class": flow.OfClass, "keys": flow.Keys, "values": flow.Values, "element": flow.Element, "operation": flow.Operation, "split": flow.Split,
	"join": flow.Join, "concealed": flow.Concealed, "invoke": flow.Invoke, "each": flow.Each, "collect": flow.Collect, "reduce": flow.Reduce,
	"select": flow.Select, "new-list": flow.NewList, "chain": flow.Chain, "merge": flow.Merge, "new-dict": flow.NewDict, "map": flow.Map,
	"named": flow.Named, "through": flow.Rounds, "append": flow.Append, "gather": flow.Gather, "run-first": flow.RunFirst, "bind": flow.BindTo,
	"spread": flow.Applied, "extracted": flow.Extracted, "then": flow.Then, "together": flow.Together, "serve": flow.Serve,
}

// shapes are the words of library.txt for what has methods.
var shapes = map[flow.Shape]string{flow.OfFunction: "function", flow.OfData: "data", flow.OfText: "text", flow.OfList: "list", flow.OfDict: "map"}

// library is library.txt, by what has them and name.
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
		for _, name := range strings.Split(fields[1], ",") {
			all[fields[0]+" "+strings.ReplaceAll(name, "~", " ")] = n
		}
	}
	return all
})

// classes are the classes of PHP's own library and extensions, in small letters.
var classes = sync.OnceValue(func() map[string]bool { return words(classesText) })

// functions are the functions of PHP's own library, and how the names of families of them begin, before a *.
var functions = sync.OnceValue(func() map[string]bool { return words(functionsText) })

func words(text string) map[string]bool {
	all := make(map[string]bool)
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "#") {
			for _, name := range strings.Fields(line) {
				all[strings.ToLower(name)] = true
			}
		}
	}
	return all
}

func ownClass(name string) bool { return classes()[strings.ToLower(name)] }

// ownFunction says that a function is one of PHP's own, which does nothing with AWS.
func ownFunction(name string) bool {
	if functions()[name] {
		return true
	}
	for at := range name {
		if name[at] == '_' && functions()[name[:at+1]+"*"] {
			return true
		}
	}
	return false
}
