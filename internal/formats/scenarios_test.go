package formats_test

import (
	"cmp"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/aymanbagabas/go-udiff"
	"golang.org/x/tools/txtar"

	"github.com/parebot/pare/internal/formats"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// TestScenarios reads one scenario as each format writes it, a folder a format, or several that are called FORMAT-WAY: what is deployed is the
// same in all of them, want/stack. Each change/NAME is made in every folder: want/NAME/stack is what is deployed then, the same in all of them,
// and want/NAME/FOLDER is what the edit does to the files there, or why the format cannot. A format without a folder says "skip FORMAT: why".
func TestScenarios(t *testing.T) {
	cases, err := filepath.Glob("testdata/scenarios/*.txtar")
	if err != nil || len(cases) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, name := range cases {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		tree, want := caseFiles(archive)
		if *update {
			archive.Files = slices.DeleteFunc(archive.Files, func(f txtar.File) bool { return strings.HasPrefix(f.Name, "want/") })
		}
		for _, format := range formats.All {
			folders := foldersOf(tree, format.Name)
			if len(folders) == 0 && !strings.Contains(string(archive.Comment), "skip "+format.Name+": ") {
				t.Errorf("%s has no folder for %s, and does not say why", name, format.Name)
			}
			for _, folder := range folders {
				t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar")+"/"+folder, func(t *testing.T) {
					below := folderOf(tree, folder)
					s := deployed(t, below, format.Name)
					check(t, archive, want, "want/stack", plain(s))
					for _, change := range archive.Files {
						if title, found := strings.CutPrefix(change.Name, "change/"); found {
							changed(t, archive, below, s, folder, title)
						}
					}
				})
			}
		}
		if *update {
			slices.SortStableFunc(archive.Files, wantsLast)
			if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// wantsLast has what is wanted behind what is given, change by change.
func wantsLast(a, b txtar.File) int {
	given := func(f txtar.File) int {
		switch {
		case f.Name == "want/stack":
			return 1
		case strings.HasPrefix(f.Name, "want/"):
			return 2
		}
		return 0
	}
	if n := cmp.Compare(given(a), given(b)); n != 0 || given(a) == 0 {
		return n
	}
	return cmp.Compare(a.Name, b.Name)
}

// changed makes one change in one folder, and reads what it left.
func changed(t *testing.T, archive *txtar.Archive, below source.Files, s *stack.Stack, folder, title string) {
	t.Helper()
	_, want := caseFiles(archive)
	change := parsePlain(t, s, want["change/"+title])
	edits, err := formats.Edit(below, s, change)
	if errors.Is(err, stack.ErrCannot) {
		check(t, archive, want, "want/"+title+"/"+folder, "cannot: "+err.Error()+"\n")
		return
	} else if err != nil {
		t.Fatal(err)
	}
	after, err := source.Overlay(below, edits)
	if err != nil {
		t.Fatal(err)
	}
	check(t, archive, want, "want/"+title+"/"+folder, difference(t, below, after))
	check(t, archive, want, "want/"+title+"/stack", plain(deployed(t, after, s.Format)))
}

// difference is the lines that differ between two trees, with one line around them.
func difference(t *testing.T, before source.Files, after source.Tree) string {
	t.Helper()
	var b strings.Builder
	for _, file := range before.Paths() {
		src, err := after.Read(file)
		if err != nil {
			t.Fatal(err)
		}
		old := string(before[file])
		text, err := udiff.ToUnified(file, file, old, udiff.Lines(old, string(src)), 1)
		if err != nil {
			t.Fatal(err)
		}
		b.WriteString(text)
	}
	return b.String()
}

// foldersOf are the folders of a format: its name, or its name and a way of writing.
func foldersOf(tree source.Files, format string) (folders []string) {
	for _, file := range tree.Paths() {
		folder, _, _ := strings.Cut(file, "/")
		name, _, _ := strings.Cut(folder, "-")
		if name == format && !slices.Contains(folders, folder) {
			folders = append(folders, folder)
		}
	}
	return folders
}

func folderOf(tree source.Files, folder string) source.Files {
	below := source.Files{}
	for file, text := range tree {
		if strings.HasPrefix(file, folder+"/") {
			below[file] = text
		}
	}
	return below
}

// deployed is the one stack of a folder that has functions.
func deployed(t *testing.T, tree source.Tree, format string) *stack.Stack {
	t.Helper()
	var found *stack.Stack
	for _, file := range tree.Paths() {
		s := formats.ReadWith(tree, file, programs(tree))
		if s == nil || len(s.Functions) == 0 {
			continue
		}
		if s.Format != format || len(s.Problems) > 0 || found != nil {
			t.Fatalf("%s is read by %s, %v", file, s.Format, s.Problems)
		}
		found = s
	}
	if found == nil {
		t.Fatal("nothing is deployed")
	}
	return found
}

func check(t *testing.T, archive *txtar.Archive, want map[string]string, name, got string) {
	t.Helper()
	if *update {
		setFile(archive, name, got)
		return
	}
	if got != want[name] {
		t.Errorf("%s is\n%s\nwant\n%s", name, got, want[name])
	}
}

// plain is a stack without what only its format has: IDs, places, and what the framework adds by itself. The permission of a public URL is
// written in some formats and generated in others: the URL says it.
func plain(s *stack.Stack) string {
	var lines []string
	for _, fn := range s.Functions {
		lines = append(lines, "function "+plainSet(fn.Name))
		for name, v := range fn.Env {
			lines = append(lines, "env "+name+"="+plainSet(v.Set))
		}
	}
	for _, r := range s.Roles {
		for _, g := range r.Grants {
			switch g.Origin {
			case stack.Framework:
			case stack.Managed:
				lines = append(lines, "managed "+g.Name)
			default:
				lines = append(lines, "grant "+strings.ToLower(string(g.Statement.Effect))+" "+plainStatement(g))
			}
		}
	}
	for _, tr := range s.Triggers {
		if len(tr.URLAuthType) == 0 && len(tr.ViaURL) == 0 {
			lines = append(lines, plainTrigger(tr))
		}
	}
	slices.Sort(lines)
	return strings.Join(slices.Compact(lines), "\n") + "\n"
}

func plainTrigger(tr *stack.Trigger) string {
	from := tr.From
	if len(from) == 0 {
		from = tr.Arn
	}
	text := string(tr.Kind)
	for _, p := range []struct {
		before string
		set    symbolic.Set
	}{{"", tr.Principal}, {"from ", from}, {"of account ", tr.SourceAccount}, {"auth ", tr.AuthType}} {
		if len(p.set) > 0 {
			text += " " + p.before + plainSet(p.set)
		}
	}
	return text
}

func plainStatement(g *stack.Grant) string {
	var actions, resources []string
	for _, a := range g.Statement.Actions {
		actions = append(actions, plainValue(a.Value))
	}
	for _, r := range g.Statement.Resources {
		resources = append(resources, plainValue(r.Value))
	}
	return strings.Join(actions, ",") + " on " + strings.Join(resources, ",")
}

func plainSet(set symbolic.Set) string {
	var all []string
	for _, c := range set {
		all = append(all, plainValue(c.Value))
	}
	return strings.Join(all, "|")
}

// plainValue has * for what only a deployment knows.
func plainValue(v symbolic.Value) string {
	var b strings.Builder
	for _, p := range v.Expand() {
		switch {
		case p.Kind == symbolic.Literal:
			b.WriteString(p.Text)
		case p.Kind == symbolic.Pseudo && p.Text == "AWS::Partition":
			b.WriteString("aws")
		default:
			b.WriteString("*")
		}
	}
	return cmp.Or(b.String(), "-")
}

// parsePlain is parseChange for the one role of a scenario and its one trigger of a kind, since each format calls them otherwise. A grant is
// named by the first of its actions, or by its policy: "replace managed NAME".
func parsePlain(t *testing.T, s *stack.Stack, text string) stack.Change {
	t.Helper()
	first, rest, _ := strings.Cut(text, "\n")
	f := strings.Fields(first)
	switch f[0] {
	case "set":
		i := slices.IndexFunc(s.Triggers, func(tr *stack.Trigger) bool {
			return string(tr.Kind) == f[1] && len(tr.URLAuthType) == 0 && len(tr.ViaURL) == 0
		})
		if i < 0 {
			t.Fatalf("there is no %s", f[1])
		}
		return parseChange(t, s, strings.Join([]string{"set", s.Triggers[i].ID, f[2], f[3]}, " "))
	case "add":
		return parseChange(t, s, "add "+s.Functions[0].Role.ID+"\n"+rest)
	}
	name := f[len(f)-1]
	for _, r := range s.Roles {
		var keys []string
		for _, g := range r.Grants {
			managed := f[1] == "managed" && g.Origin == stack.Managed && g.Name == name
			written := g.Origin == stack.Inline && len(g.Statement.Actions) > 0 && plainValue(g.Statement.Actions[0].Value) == name
			if managed || written {
				keys = append(keys, g.Key)
			}
		}
		if len(keys) > 0 {
			return parseChange(t, s, "replace "+r.ID+" "+strings.Join(keys, " ")+"\n"+rest)
		}
	}
	t.Fatalf("nothing grants %s", name)
	return stack.Change{}
}
