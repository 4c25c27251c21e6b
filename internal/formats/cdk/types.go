package cdk

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed types.txt
var typesText string

// kind is a class whose constructs are one resource each.
type kind struct {
	class    string // that it is read like
	resource string // type of CloudFormation
	name     string // the property that names it, "" for none
	key      string // the property with its key, "" for none
	gives    map[string]string
}

// kinds are the rows of types.txt, by class.
var kinds = sync.OnceValue(func() map[string]kind {
	all := make(map[string]kind)
	for line := range strings.Lines(typesText) {
		f := strings.Fields(line)
		switch {
		case len(f) == 0 || strings.HasPrefix(f[0], "#"):
		case len(f) == 3 && f[1] == "=":
			all[f[0]] = all[f[2]]
		case len(f) >= 4:
			k := kind{class: f[0], resource: f[1], name: strings.Trim(f[2], "-"), key: strings.Trim(f[3], "-"), gives: make(map[string]string)}
			for _, pair := range f[4:] {
				property, gives, _ := strings.Cut(pair, "=")
				k.gives[property] = gives
			}
			all[f[0]] = k
		}
	}
	return all
})

// classOf is the class that a class is read like, itself where it is none of the table.
func classOf(name string) string {
	if k, ok := kinds()[name]; ok {
		return k.class
	}
	return name
}
