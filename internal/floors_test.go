package internal

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/parebot/pare/"

// floors is the house from the roof to the ground. A package imports only packages on floors below its own.
// A room with a star holds the rows of the plural room above it; a row may have rooms of its own (formats/sam/testdata is none).
var floors = [][]string{
	{"cmd/pare", "internal/serviceref/gen", "internal/githubtest/gen"},
	{"internal/bot", "internal/pages", "webhooks", "internal/githubtest/contract"},
	{"internal/github", "internal/githubtest", "internal/queue", "internal/confine", "internal/commands", "internal/serviceref/refresh", "internal/serviceref/referencetest"},
	{"internal/store"},
	{"internal/analysis", "internal/review"},
	{"internal/rules", "internal/formats", "internal/languages"},
	{"internal/formats/*", "internal/languages/*", "internal/locate", "internal/access"},
	{"internal/languages/jvm"},
	{"internal/cloudformation", "internal/estate", "internal/finding", "internal/flow", "internal/languages/parse"},
	{"internal/stack", "internal/sdk", "internal/program", "internal/serviceref"},
	{"internal/iam"},
	{"internal/document", "internal/symbolic"},
	{"internal/source", "internal/job", "internal/config"},
}

// doors is who may open which door to the outside world; an import that no row names is open to all.
// A prefix that ends in a slash stands for all below it.
var doors = []struct {
	imports string
	rooms   []string
}{
	{"net/http", []string{"cmd/pare", "webhooks", "internal/github", "internal/githubtest", "internal/githubtest/*", "internal/pages", "internal/serviceref/refresh", "internal/serviceref/referencetest"}},
	{"os", []string{"cmd/pare", "internal/confine", "internal/store", "internal/serviceref/gen", "internal/githubtest/gen"}},
	{"os/exec", []string{"cmd/pare", "internal/confine", "internal/serviceref/gen", "internal/githubtest/gen"}},
	{"net", []string{"cmd/pare", "internal/pages"}},
	{"github.com/google/go-github/", []string{"internal/github"}},
	{"github.com/bradleyfalzon/", []string{"internal/github"}},
	{"github.com/smacker/", []string{"internal/languages/*"}},
	{"github.com/tree-sitter-grammars/", []string{"internal/languages/*"}},
	{"mvdan.cc/sh/", []string{"internal/languages/shell", "internal/formats/shell"}},
	{"github.com/hashicorp/hcl/", []string{"internal/formats/terraform"}},
	{"go.yaml.in/", []string{"internal/document", "internal/config"}},
	{"github.com/riverqueue/", []string{"internal/queue"}},
	{"github.com/getkin/", []string{"internal/githubtest/contract", "internal/githubtest/gen"}},
	{"golang.org/x/sys/", []string{"internal/confine"}},
	{module + "internal/job", []string{"cmd/pare", "webhooks", "internal/bot", "internal/commands", "internal/github", "internal/queue", "internal/store"}},
}

func TestFloors(t *testing.T) {
	for _, broken := range climbs(sources(t)) {
		t.Error(broken)
	}
}

func TestDoors(t *testing.T) {
	for _, broken := range opened(sources(t)) {
		t.Error(broken)
	}
}

// TestTheLaw shows that a broken wall does not go unseen.
func TestTheLaw(t *testing.T) {
	house := map[string][]string{
		"internal/iam/proof.go":         {module + "internal/rules"},
		"internal/rules/x.go":           {module + "internal/access", "strings"},
		"internal/cellar/x.go":          {},
		"internal/analysis/analysis.go": {"net/http", "os"},
		"internal/review/x.go":          {"github.com/google/go-github/v60/github"},
	}
	want := []string{
		"internal/cellar stands on no floor: add it to floors",
		"internal/iam/proof.go imports " + module + "internal/rules, which is not below it",
	}
	if got := climbs(house); !slices.Equal(got, want) {
		t.Errorf("climbs: %q, want %q", got, want)
	}
	if got := opened(house); len(got) != 3 {
		t.Errorf("opened: %q, want net/http, os and go-github", got)
	}
}

// climbs lists the imports that do not lead to a floor below, sorted.
func climbs(house map[string][]string) (broken []string) {
	for file, imports := range house {
		from, ok := floorOf(path.Dir(file))
		if !ok {
			broken = append(broken, path.Dir(file)+" stands on no floor: add it to floors")
			continue
		}
		for _, imp := range imports {
			to, ours := strings.CutPrefix(imp, module)
			if floor, _ := floorOf(to); ours && floor <= from {
				broken = append(broken, file+" imports "+imp+", which is not below it")
			}
		}
	}
	slices.Sort(broken)
	return slices.Compact(broken)
}

// opened lists the doors that a room opens and may not, sorted.
func opened(house map[string][]string) (broken []string) {
	for file, imports := range house {
		for _, door := range doors {
			through := func(imp string) bool {
				return imp == door.imports || strings.HasSuffix(door.imports, "/") && strings.HasPrefix(imp, door.imports)
			}
			if slices.ContainsFunc(imports, through) && !matchAny(door.rooms, path.Dir(file)) {
				broken = append(broken, file+" imports "+door.imports+"; only "+strings.Join(door.rooms, ", ")+" may")
			}
		}
	}
	slices.Sort(broken)
	return broken
}

// TestTour holds doc.go: it names every room, and every room that it names exists.
func TestTour(t *testing.T) {
	doc, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	toured := make(map[string]bool)
	for _, item := range regexp.MustCompile(`(?m)^//   - (\w+): `).FindAllStringSubmatch(string(doc), -1) {
		toured["internal/"+item[1]] = true
	}
	for _, room := range slices.Concat(floors...) {
		if strings.Count(room, "/") == 1 && strings.HasPrefix(room, "internal/") && !toured[room] {
			t.Errorf("the tour does not name %s", room)
		}
		delete(toured, room)
	}
	for room := range toured {
		t.Errorf("the tour names %s, which stands on no floor", room)
	}
}

// floorOf returns the floor of pkg, counted from the roof. A room named to the letter comes before a row with a star.
func floorOf(pkg string) (int, bool) {
	if i := slices.IndexFunc(floors, func(rooms []string) bool { return slices.Contains(rooms, pkg) }); i >= 0 {
		return i, true
	}
	i := slices.IndexFunc(floors, func(rooms []string) bool { return matchAny(rooms, pkg) })
	return i, i >= 0
}

func matchAny(rooms []string, pkg string) bool {
	return slices.ContainsFunc(rooms, func(room string) bool {
		ok, _ := path.Match(room, pkg)
		return ok
	})
}

// sources returns the imports of every file of the house, by its path from the module root.
func sources(t *testing.T) map[string][]string {
	all := make(map[string][]string)
	for _, top := range []string{"cmd", "internal", "webhooks"} {
		err := filepath.WalkDir("../"+top, func(name string, d fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || name == "../internal/doc.go" {
				return err
			}
			f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
			if err != nil {
				return err
			}
			file := filepath.ToSlash(strings.TrimPrefix(name, "../"))
			all[file] = []string{}
			for _, imp := range f.Imports {
				all[file] = append(all[file], strings.Trim(imp.Path.Value, `"`))
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return all
}
