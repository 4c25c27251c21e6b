package languages_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/parebot/pare/internal/access"
	"github.com/parebot/pare/internal/flow"
	"github.com/parebot/pare/internal/languages"
	"github.com/parebot/pare/internal/locate"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/symbolic"
)

var update = flag.Bool("update", false, "write what is found into the want/ parts of testdata")

// TestScenarios runs every scenario of testdata in every language. A scenario is a txtar file: prose on top says what is shown; the
// files of each language lie in a folder of its name, entered at handler.handler or where an entry line says ("entry FILE SYMBOL", or
// "entry LANGUAGE FILE SYMBOL" for one); want/calls is the one answer for all languages. Places are those of the first language that
// has files; the others are held to the same operations with the same actions and resources, and to unknowns of the same services.
// want/needs is what the calls need, whichever way a language's SDK makes them, and want/besides what they may need and work without: each
// language is held to them. A scenario has calls or needs, or both.
// A line "skip LANGUAGE: why" in the prose leaves a language out.
func TestScenarios(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("there are no scenarios", err)
	}
	for _, file := range files {
		for _, language := range languages.All {
			t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar")+"/"+language.Name, func(t *testing.T) { scenario(t, file, language) })
		}
	}
}

func scenario(t *testing.T, file string, language languages.Language) {
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	prose := strings.TrimSpace(string(archive.Comment))
	if prose == "" {
		t.Fatalf("%s does not say what it shows", file)
	}
	if _, why, skip := strings.Cut(prose, "skip "+language.Name+": "); skip {
		t.Skip(why)
	}
	trees, first := filesOf(archive)
	want, wantNeeds := part(archive, "want/calls"), part(archive, "want/needs")
	if len(trees[language.Name]) == 0 || want < 0 && wantNeeds < 0 {
		t.Fatalf("%s has no files for %s, or no want", file, language.Name)
	}
	result := languages.Calls(trees[language.Name], entry(prose, language), nil)
	got := printed(result)
	if again := printed(languages.Calls(trees[language.Name], entry(prose, language), nil)); again != got {
		t.Errorf("a second run differs:\n%s", cmp.Diff(got, again))
	}
	for name, print := range map[string]func(flow.Result) string{"want/needs": needs, "want/besides": besides} {
		i := part(archive, name)
		if i < 0 {
			continue
		}
		if diff := cmp.Diff(string(archive.Files[i].Data), print(result)); diff != "" {
			t.Errorf("%s differs (-want +got):\n%s\nthe calls are:\n%s", name, diff, got)
		}
	}
	if want < 0 {
		return
	}
	if language.Name != first.Name {
		wanted := languages.Calls(trees[first.Name], entry(prose, first), nil)
		if diff := cmp.Diff(needed(wanted), needed(result)); diff != "" {
			t.Errorf("what is needed differs from %s (-want +got):\n%s\nthe calls are:\n%s", first.Title, diff, got)
		}
		return
	}
	if *update {
		archive.Files[want].Data = []byte(got)
		if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(archive.Files[want].Data), got); diff != "" {
		t.Errorf("calls differ (-want +got):\n%s", diff)
	}
}

// part is where a part of a scenario stands, -1 if it has none.
func part(archive *txtar.Archive, name string) int {
	return slices.IndexFunc(archive.Files, func(f txtar.File) bool { return f.Name == name })
}

// filesOf sorts the files of a scenario by language; first is the language whose files stand first.
func filesOf(archive *txtar.Archive) (trees map[string]source.Files, first languages.Language) {
	trees = make(map[string]source.Files)
	for _, f := range archive.Files {
		folder, below, _ := strings.Cut(f.Name, "/")
		row := slices.IndexFunc(languages.All, func(l languages.Language) bool { return l.Name == folder })
		if row < 0 {
			continue
		}
		if len(trees) == 0 {
			first = languages.All[row]
		}
		if trees[folder] == nil {
			trees[folder] = make(source.Files)
		}
		trees[folder][below] = f.Data
	}
	return trees, first
}

// entry reads "entry FILE SYMBOL" and "roots A B" from the prose.
func entry(prose string, language languages.Language) locate.Place {
	place := locate.Place{Language: language.Name, File: "handler" + language.Extension, Symbol: "handler", Roots: []string{"."}}
	if language.Name == "go" { // a program that hands the handler to the runtime
		place.Symbol = "main"
	}
	if language.Name == "csharp" { // methods only
		place.Symbol = "Function.handler"
	}
	for line := range strings.Lines(prose) {
		switch f := strings.Fields(line); {
		case len(f) == 4 && f[0] == "entry" && f[1] == language.Name:
			place.File, place.Symbol = f[2]+language.Extension, f[3]
		case len(f) == 3 && f[0] == "entry":
			place.File, place.Symbol = f[1]+language.Extension, f[2]
		case len(f) > 1 && f[0] == "roots":
			place.Roots = f[1:]
		}
	}
	return place
}

// printed is a result as people read it: a line for each call and for each unknown.
func printed(result flow.Result) string {
	var b strings.Builder
	for _, c := range result.Calls {
		b.WriteString(c.Service + "." + c.Operation)
		for _, name := range slices.Sorted(maps.Keys(c.Arguments)) {
			b.WriteString(" " + name + "=" + printedSet(c.Arguments[name]))
		}
		if c.Open {
			b.WriteString(" ...")
		}
		if c.Via != "" {
			b.WriteString(" via " + c.Via)
		}
		fmt.Fprintf(&b, " %s:%d\n", withoutExtension(c.Span.File), c.Span.Line)
	}
	for _, u := range result.Unknown {
		fmt.Fprintf(&b, "unknown %s %s:%d %s\n", orAll(u.Service), withoutExtension(u.Span.File), u.Span.Line, u.Reason)
	}
	return b.String()
}

// needed is what a result comes to, in any language: the operations with their actions and resources, and the services that are unknown.
func needed(result flow.Result) string {
	var lines []string
	for _, c := range result.Calls {
		name := c.Service + "." + c.Operation
		lines = append(lines, name)
		needs, _ := access.Alone(c, serviceref.Embedded())
		for _, n := range needs {
			lines = append(lines, name+" "+n.Action+" on "+n.Resource.String())
		}
	}
	for _, u := range result.Unknown {
		lines = append(lines, "unknown "+u.Service)
	}
	slices.Sort(lines)
	return strings.Join(slices.Compact(lines), "\n")
}

// needs is what a role must allow for a result: a line for each action on a resource and for each service of which something is unknown.
func needs(result flow.Result) string {
	var lines []string
	for _, c := range result.Calls {
		alone, known := access.Alone(c, serviceref.Embedded())
		for _, n := range alone {
			lines = append(lines, n.Action+" on "+n.Resource.String()+"\n")
		}
		if !known {
			lines = append(lines, "unknown "+c.Service+"\n")
		}
	}
	for _, u := range result.Unknown {
		lines = append(lines, "unknown "+orAll(u.Service)+"\n")
	}
	slices.Sort(lines)
	return strings.Join(slices.Compact(lines), "")
}

// besides is what the calls may need and work without, or need only in cases that the code does not tell: a role that allows it is not
// said to allow too much, and one that does not is not said to lack it.
func besides(result flow.Result) string {
	var lines []string
	for _, c := range result.Calls {
		for _, n := range access.Besides(c, serviceref.Embedded()) {
			lines = append(lines, n.Action+" on "+n.Resource.String()+"\n")
		}
	}
	slices.Sort(lines)
	return strings.Join(slices.Compact(lines), "")
}

// orAll prints the service of an unknown: none is named where it may be any.
func orAll(service string) string {
	if service == "" {
		return "*"
	}
	return service
}

func withoutExtension(file string) string { return strings.TrimSuffix(file, path.Ext(file)) }

func printedSet(set symbolic.Set) string {
	var values []string
	for _, choice := range set {
		text := ""
		for _, part := range choice.Value {
			if part.Kind == symbolic.Event {
				text += "${event:" + part.Text + "}"
				continue
			}
			text += symbolic.Value{part}.String()
		}
		values = append(values, text)
	}
	slices.Sort(values)
	return strings.Join(values, "|")
}
