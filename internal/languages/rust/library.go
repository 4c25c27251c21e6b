package rust

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"

	"github.com/parebot/pare/internal/flow"
)

//go:embed library.txt
var libraryText string

//go:embed methods.txt
var methodsText string

//go:embed prelude.txt
var preludeText string

//go:embed wrappers.txt
var wrappersText string

//go:embed crates.txt
var cratesText string

// meanings are the words of library.txt.
var meanings = map[string]flow.Native{
	"pure": {Do: flow.Pure}, "same": {Do: flow.Same}, "present": {Do: flow.Present}, "or-else": {Do: flow.OrElse}, "fill": {Do: flow.Fill},
	"inside": {Do: flow.Inside}, "inspect": {Do: flow.Inspect}, "second": {Do: flow.Second}, "invoke": {Do: flow.Invoke},
	"new-list": {Do: flow.NewList}, "new-dict": {Do: flow.NewDict}, "element": {Do: flow.Element}, "values": {Do: flow.Values},
	"keys": {Do: flow.Keys}, "chain": {Do: flow.Chain}, "pairs": {Do: flow.Pairs}, "zip": {Do: flow.Zip}, "include": {Do: flow.Include},
	"variable": {Do: flow.Variable}, "execute": {Do: flow.Execute}, "gather": {Do: flow.Gather}, "serve": {Do: flow.Serve},
	"join": {Do: flow.Join}, "type-of": {Do: flow.TypeOf},
}

// library is library.txt, by path.
var library = sync.OnceValue(func() map[string]flow.Native {
	all := make(map[string]flow.Native)
	for fields := range lines(libraryText) {
		if len(fields) == 2 {
			all[fields[0]] = meanings[fields[1]]
		}
	}
	return all
})

// everywhere is a row of methods.txt.
type everywhere struct {
	count int // of arguments; below zero: any
	does  string
}

// methods is methods.txt, by name.
var methods = sync.OnceValue(func() map[string]everywhere {
	all := make(map[string]everywhere)
	for fields := range lines(methodsText) {
		if len(fields) != 3 {
			continue
		}
		count, err := strconv.Atoi(fields[1])
		if err != nil {
			count = -1
		}
		all[fields[0]] = everywhere{count, fields[2]}
	}
	return all
})

// prelude, wrappers and crates are the words of the files of these names.
var (
	prelude  = sync.OnceValue(func() map[string]bool { return words(preludeText) })
	wrappers = sync.OnceValue(func() map[string]bool { return words(wrappersText) })
	crates   = sync.OnceValue(func() map[string]bool { return words(cratesText) })
)

// silent are macros that only write: what cannot be read of their arguments needs nothing.
var silent = sync.OnceValue(func() map[string]bool {
	return words("debug error event info info_span span trace warn debug_span error_span log println eprintln print eprint write writeln metric")
})

func words(text string) map[string]bool {
	all := make(map[string]bool)
	for fields := range lines(text) {
		for _, word := range fields {
			all[word] = true
		}
	}
	return all
}

// lines walks the fields of each line of a text that is no comment.
func lines(text string) func(yield func([]string) bool) {
	return func(yield func([]string) bool) {
		for line := range strings.Lines(text) {
			fields := strings.Fields(line)
			if len(fields) > 0 && fields[0] != "#" && !yield(fields) {
				return
			}
		}
	}
}

// shapes are the methods of Rust's own values, beside those of methods.txt.
var shapes = map[flow.Shape]map[string]flow.Native{
	flow.OfText: {
		"to_lowercase": {Do: flow.Operation, Op: "lower"}, "to_uppercase": {Do: flow.Operation, Op: "upper"},
		"to_ascii_lowercase": {Do: flow.Operation, Op: "lower"}, "to_ascii_uppercase": {Do: flow.Operation, Op: "upper"},
		"trim": {Do: flow.Operation, Op: "strip"}, "trim_start": {Do: flow.Operation, Op: "lstrip"}, "trim_end": {Do: flow.Operation, Op: "rstrip"},
		"trim_end_matches": {Do: flow.Operation, Op: "rstrip"}, "trim_start_matches": {Do: flow.Operation, Op: "lstrip"},
		"replace": {Do: flow.Operation, Op: "replace"}, "strip_prefix": {Do: flow.Operation, Op: "removeprefix"},
		"strip_suffix": {Do: flow.Operation, Op: "removesuffix"}, "split": {Do: flow.Split, Op: "split"},
	},
	flow.OfList: {
		"push": {Do: flow.Append}, "push_back": {Do: flow.Append}, "insert": {Do: flow.Append}, "set": {Do: flow.Append}, "extend": {Do: flow.Extend},
		"append": {Do: flow.Extend}, "pop": {Do: flow.Element}, "pop_front": {Do: flow.Element}, "first": {Do: flow.Element}, "last": {Do: flow.Element},
		"next": {Do: flow.Element}, "find": {Do: flow.Element}, "nth": {Do: flow.Element}, "remove": {Do: flow.Element}, "get": {Do: flow.Element},
		"get_mut": {Do: flow.Element}, "max": {Do: flow.Element}, "min": {Do: flow.Element}, "take": {Do: flow.Element},
		"get_or_init": {Do: flow.Fill}, "get_or_try_init": {Do: flow.Fill}, "get_or_insert_with": {Do: flow.Fill},
		"chunks": {Do: flow.Gather}, "windows": {Do: flow.Gather},
	},
	flow.OfDict: {
		"get": {Do: flow.Get}, "get_mut": {Do: flow.Get}, "remove": {Do: flow.Get}, "insert": {Do: flow.SetEntry}, "extend": {Do: flow.Put},
		"keys": {Do: flow.Keys}, "values": {Do: flow.Values}, "values_mut": {Do: flow.Values}, "entry": {Do: flow.Get},
	},
	flow.OfData: {
		"to_lowercase": {Do: flow.Operation, Op: "lower"}, "to_uppercase": {Do: flow.Operation, Op: "upper"}, "trim": {Do: flow.Operation, Op: "strip"},
		"split": {Do: flow.Split, Op: "split"}, "replace": {Do: flow.Operation, Op: "replace"}, "get": {Do: flow.Get}, "get_mut": {Do: flow.Get},
		"first": {Do: flow.Element}, "last": {Do: flow.Element}, "next": {Do: flow.Element}, "query_string_parameters": {Do: flow.Same},
		"path_parameters": {Do: flow.Same}, "body": {Do: flow.Same}, "uri": {Do: flow.Same}, "path": {Do: flow.Same},
	},
}
