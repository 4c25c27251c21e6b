package serviceref

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

//go:generate go run ./gen -o aws.bin

//go:embed aws.bin
var archived []byte

// Tables answers questions about AWS. It is safe for concurrent use; services are opened when first asked for.
type Tables struct {
	archive *archive
	facts   func() facts // kept by hand, read when first asked for
	actions actionCache
}

// embedded opens the tables once: they never change.
var embedded = sync.OnceValue(opened)

// Embedded returns the tables of this build, the same for all who ask.
func Embedded() *Tables { return embedded() }

// opened reads the index, no service.
func opened() *Tables { return &Tables{archive: open(archived), facts: sync.OnceValue(handLines)} }

// handLines leaves broken lines out: a test holds that there are none.
func handLines() facts {
	all, _ := handFacts()
	return all
}

// Source is a package that the tables were read from.
type Source struct{ Name, Version, Licence string }

// Sources says how fresh the tables are, and whom to thank for them.
func (t *Tables) Sources() []Source {
	var all []Source
	for line := range strings.Lines(t.archive.only("sources").text()) {
		if f := strings.Fields(line); len(f) == 3 {
			all = append(all, Source{Name: f[0], Version: f[1], Licence: f[2]})
		}
	}
	return all
}

func sorted(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

// fixed says that an argument path is a literal.
func fixed(path string) bool { return strings.HasPrefix(path, "=") }
