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

	"github.com/parebot/pare/internal/flow"
	"github.com/parebot/pare/internal/languages"
	"github.com/parebot/pare/internal/locate"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/symbolic"
)

var update = flag.Bool("update", false, "write what is found into the want/ parts of testdata")

// TestScenarios runs every scenario of testdata in every language. A scenario is a txtar file: prose on top says what is shown; the
// files of each language lie in a folder of its name, entered at handler.handler or where an entry line says ("entry FILE SYMBOL", or
// "entry LANGUAGE FILE SYMBOL" for one); want/calls is the one answer for all languages. Places are those of the first language that
// has files; the others are held to the same calls and to unknowns of the same services. A line "skip LANGUAGE: why" in the prose leaves a
// language out.
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
	tree := source.Files{}
	want, first := -1, ""
	for i, f := range archive.Files {
		if folder, _, ok := strings.Cut(f.Name, "/"); ok && first == "" {
			first = folder
		}
		if below, ok := strings.CutPrefix(f.Name, language.Name+"/"); ok {
			tree[below] = f.Data
		}
		if f.Name == "want/calls" {
			want = i
		}
	}
	if len(tree) == 0 || want < 0 {
		t.Fatalf("%s has no files for %s, or no want/calls", file, language.Name)
	}
	got := printed(languages.Calls(tree, entry(prose, language), nil))
	if again := printed(languages.Calls(tree, entry(prose, language), nil)); again != got {
		t.Errorf("a second run differs:\n%s", cmp.Diff(got, again))
	}
	wanted := string(archive.Files[want].Data)
	if language.Name != first {
		wanted, got = withoutPlaces(wanted), withoutPlaces(got)
	} else if *update {
		archive.Files[want].Data = []byte(got)
		if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(wanted, got); diff != "" {
		t.Errorf("calls differ (-want +got):\n%s", diff)
	}
}

// entry reads "entry FILE SYMBOL" and "roots A B" from the prose.
func entry(prose string, language languages.Language) locate.Place {
	place := locate.Place{Language: language.Name, File: "handler" + language.Extension, Symbol: "handler", Roots: []string{"."}}
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
		service := u.Service
		if service == "" {
			service = "*"
		}
		fmt.Fprintf(&b, "unknown %s %s:%d %s\n", service, withoutExtension(u.Span.File), u.Span.Line, u.Reason)
	}
	return b.String()
}

// withoutPlaces leaves of each line what is one in all languages: the call with its arguments, the service of an unknown.
func withoutPlaces(printed string) string {
	var lines []string
	for line := range strings.Lines(printed) {
		f := strings.Fields(line)
		switch {
		case f[0] == "unknown":
			f = f[:2]
		case len(f) > 3 && f[len(f)-3] == "via":
			f = f[:len(f)-3]
		default:
			f = f[:len(f)-1]
		}
		lines = append(lines, strings.Join(f, " "))
	}
	slices.Sort(lines)
	return strings.Join(slices.Compact(lines), "\n") + "\n"
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
