package csharp

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/parebot/pare/internal/flow"
)

//go:embed library.txt
var libraryText string

//go:embed types.txt
var typesText string

//go:embed packages.txt
var packagesText string

// meanings are the words of library.txt.
var meanings = map[string]flow.Meaning{
	"pure": flow.Pure, "same": flow.Same, "items": flow.Items, "zip": flow.Zip, "environment": flow.Environment, "variable": flow.Variable,
	"evaluate": flow.Evaluate, "execute": flow.Execute, "new-list": flow.NewList, "new-dict": flow.NewDict, "operation": flow.Operation,
	"split": flow.Split, "join": flow.Join, "path": flow.Path, "gather": flow.Gather, "chain": flow.Chain, "invoke": flow.Invoke, "serve": flow.Serve,
	"append": flow.Append, "extend": flow.Extend, "collect": flow.Collect, "flat-map": flow.FlatMap, "select": flow.Select, "find": flow.Find,
	"each": flow.Each, "reduce": flow.Reduce, "element": flow.Element, "set-entry": flow.SetEntry, "get": flow.Get, "default": flow.Default,
	"entries": flow.Entries, "keys": flow.Keys, "values": flow.Values, "fill": flow.Fill, "provide": flow.Provide, "obtain": flow.Obtain, "host": flow.Host, "mediate": flow.Mediate,
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
		switch {
		case len(fields) > 2 && fields[2] == "read":
			n.Read = true
		case len(fields) > 2:
			n.Op = fields[2]
		}
		all[fields[0]] = n
	}
	return all
})

// ownTypes and ownNamespaces are types.txt.
var ownTypes, ownNamespaces = sync.OnceValue(func() map[string]bool {
	all := make(map[string]bool)
	for _, word := range words(typesText) {
		if !strings.HasSuffix(word, ".") {
			all[word] = true
		}
	}
	return all
}), sync.OnceValue(func() (all []string) {
	for _, word := range words(typesText) {
		if strings.HasSuffix(word, ".") {
			all = append(all, word)
		}
	}
	return all
})

// speaking is packages.txt: namespaces of packages that use AWS by themselves, with the clients whose services they use; "" is any.
var speaking = sync.OnceValue(func() map[string]string {
	all := make(map[string]string)
	for line := range strings.Lines(packagesText) {
		if fields := strings.Fields(line); len(fields) > 0 && !strings.HasPrefix(line, "#") {
			all[fields[0]] = strings.Join(fields[1:], ",")
		}
	}
	return all
})

func words(text string) (all []string) {
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "#") {
			all = append(all, strings.Fields(line)...)
		}
	}
	return all
}

// known says that a name is a type of .NET's own library.
func known(name string) bool { return ownTypes()[name] }

// speaksOf is the namespace of a package that uses AWS by itself which a path is of, the longest.
func speaksOf(path string) (namespace string, ok bool) {
	for at := path; at != ""; at = at[:max(strings.LastIndexByte(at, '.'), 0)] {
		if _, ok := speaking()[at]; ok {
			return at, true
		}
	}
	return "", false
}

// Own says that a path leads to something of .NET's own library, or of a package that only looks at what it is given.
func (l *Language) Own(path string) bool {
	first, _, _ := strings.Cut(path, ".")
	if known(strings.TrimSuffix(first, "()")) {
		return true
	}
	for _, namespace := range ownNamespaces() {
		if strings.HasPrefix(path+".", namespace) {
			return true
		}
	}
	return false
}

// External is a row of library.txt. A type may be written with its namespace.
func (l *Language) External(path string) (flow.Native, bool) {
	if n, ok := library()[path]; ok {
		return n, true
	}
	if n, ok := library()["container."+lastStep(path)]; ok && l.Own(path) {
		return n, true
	}
	if !strings.HasPrefix(path, "System.") {
		return flow.Native{}, false
	}
	for i, c := range path {
		if c == '.' {
			if n, ok := library()[path[i+1:]]; ok && i+1 < len(path) {
				return n, true
			}
		}
	}
	return flow.Native{}, false
}

// builtins are what names mean that only lowering writes.
var builtins = map[string]flow.Native{
	builtinBase: {Do: flow.Super}, builtinGet: {Do: flow.Property}, builtinJoin: {Do: flow.Join}, builtinInstance: {Do: flow.Obtain}, builtinReflect: {Do: flow.Evaluate},
}

// Builtin is something of the language itself.
func (l *Language) Builtin(name string) (flow.Native, bool) {
	n, ok := builtins[name]
	return n, ok
}

var shapes = map[flow.Shape]string{
	flow.OfText: "text.", flow.OfList: "list.", flow.OfDict: "dict.", flow.OfFunction: "function.", flow.OfData: "data.",
}

// Method is a method of a text, list or dictionary.
func (l *Language) Method(of flow.Shape, name string) (flow.Native, bool) {
	n, ok := library()[shapes[of]+name]
	if !ok && of == flow.OfData {
		n, ok = library()["container."+name]
	}
	return n, ok
}
