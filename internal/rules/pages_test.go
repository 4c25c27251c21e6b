package rules_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/parebot/pare/internal/access"
	"github.com/parebot/pare/internal/estate"
	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/formats"
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/languages"
	"github.com/parebot/pare/internal/locate"
	"github.com/parebot/pare/internal/rules"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

var update = flag.Bool("update", false, "write what the rules say into the pages")

const (
	wantFindings = "want/findings"
	wantFixed    = "want/fixed/"
)

// TestManual runs every page of the manual, and the cases in testdata: their templates and code are judged, want/findings is what is said,
// and want/fixed/FILE is the file with all changes made that the rules propose, but additions.
func TestManual(t *testing.T) {
	tables := serviceref.Embedded()
	for _, pattern := range []string{"*.txtar", "testdata/*.txtar"} {
		pages, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, page := range pages {
			t.Run(page, func(t *testing.T) { run(t, page, tables) })
		}
	}
}

func run(t *testing.T, page string, tables *serviceref.Tables) {
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	archive := txtar.Parse(text)
	if len(strings.TrimSpace(string(archive.Comment))) == 0 {
		t.Error("a page opens with prose")
	}
	tree, wanted := source.Files{}, map[string]string{}
	for _, f := range archive.Files {
		if strings.HasPrefix(f.Name, "want/") {
			wanted[f.Name] = string(f.Data)
		} else {
			tree[f.Name] = f.Data
		}
	}
	got := outcome(t, tree, tables)
	if *update {
		write(t, page, archive, tree, got)
		return
	}
	if diff := cmp.Diff(wanted, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// outcome is what the rules say of a tree, and each file that their changes touch.
func outcome(t *testing.T, tree source.Files, tables *serviceref.Tables) map[string]string {
	said, edits := "", source.Edits{}
	for _, j := range rules.Judge(facts(tree, tables)) { // every change alone is held by the proof; here all are made at once
		said += printed(j)
		placed(t, j)
		if j.Change == nil {
			continue
		}
		changed, err := formats.Edit(tree, j.Stack, *j.Change)
		if err != nil {
			said += "  not written: " + err.Error() + "\n"
		} else if j.Change.Add == nil {
			edits = append(edits, changed...)
		}
	}
	got := map[string]string{wantFindings: said}
	fixed, err := source.Overlay(tree, edits)
	if err != nil {
		t.Fatal(err)
	}
	holds(t, facts(tree, tables), facts(fixed, tables))
	for _, e := range edits {
		text, err := fixed.Read(e.File)
		if err != nil {
			t.Fatal(err)
		}
		got[wantFixed+e.File] = string(text)
	}
	return got
}

// placed holds that a finding and all that it rests on have a place that a person can open.
func placed(t *testing.T, j rules.Judgement) {
	t.Helper()
	if len(j.Because) == 0 {
		t.Errorf("%s of %s rests on nothing", j.Rule, j.Subject)
	}
	for _, span := range append([]source.Span{j.Place}, spans(j.Because)...) {
		if span.File == "" || span.Line < 1 {
			t.Errorf("%s of %s: a place without file or line: %+v", j.Rule, j.Subject, span)
		}
	}
}

func spans(notes []source.Note) (all []source.Span) {
	for _, n := range notes {
		all = append(all, n.Span)
	}
	return all
}

// complainer is a test, of either kind.
type complainer interface{ Errorf(string, ...any) }

// holds checks what every page promises: all changes together take away only, and leave every known need as allowed as it was.
func holds(t complainer, before, after rules.Facts) {
	for i, c := range before.Comparisons {
		if c.Role == nil {
			continue
		}
		was, is := access.Granted(c.Role), access.Granted(after.Comparisons[i].Role)
		if v := iam.Subset(is, was); v.Outcome != iam.Proved {
			t.Errorf("%s: the changes are not proved to take away only: %s %+v", c.Role.ID, v.Reason, v.Counter)
		}
		for _, u := range c.Users {
			for _, n := range slices.Concat(u.Needs, u.Maybe) {
				r := iam.Request{Action: n.Action, Resource: n.Resource, When: n.When}
				if is.Allows(r) < was.Allows(r) && granting(c, n) && !(n.Optional && n.Kind == finding.FromPlatform) {
					t.Errorf("%s: %s on %s is no longer allowed", u.Function.ID, n.Action, n.Resource)
				}
			}
		}
	}
}

// granting reports whether a cell of the role may serve a need. A pair that grants nothing (s3:ListBucket on objects) is no cell, though its
// text may fit a bucket of which nothing is known.
func granting(c access.Comparison, n access.Need) bool {
	return slices.ContainsFunc(c.Grants, func(j access.Judged) bool {
		return iam.ActionMatches(j.ActionPattern(), n.Action) != symbolic.No && symbolic.Match(j.ResourcePattern(), n.Resource) != symbolic.No
	})
}

// facts reads a tree as the analysis does.
func facts(tree source.Tree, tables *serviceref.Tables) rules.Facts {
	f := rules.Facts{Tables: tables}
	var stacks []*stack.Stack
	for _, file := range tree.Paths() {
		if s := formats.Read(tree, file); s != nil {
			stacks = append(stacks, s)
			f.Unread = append(f.Unread, s.Problems...)
		}
	}
	f.Estate = estate.Link(stacks, tree)
	code := make(map[string]access.Code)
	for _, s := range f.Estate.Stacks {
		for _, fn := range s.Functions {
			code[estate.User{Stack: s, Function: fn}.ID()] = read(fn, tree)
		}
	}
	f.Comparisons = access.Compare(f.Estate, code, tables)
	return f
}

func read(fn *stack.Function, tree source.Tree) access.Code {
	place, problem := locate.Find(fn, tree)
	if problem != nil {
		return access.Code{Unread: problem}
	}
	r := languages.Calls(tree, place, nil)
	return access.Code{Files: r.Files, Calls: r.Calls, Unknown: r.Unknown}
}

func printed(j rules.Judgement) string {
	var b strings.Builder
	also := ""
	if len(j.Also) > 0 {
		also = " (" + strings.Join(j.Also, ", ") + ")"
	}
	fmt.Fprintf(&b, "%s:%d: %s %s%s\n  %s\n", j.Place.File, j.Place.Line, j.Severity, j.Rule, also, j.Message)
	if j.Instead != "" {
		fmt.Fprintf(&b, "  %s\n", j.Instead)
	}
	for _, n := range j.Because {
		fmt.Fprintf(&b, "  because %s:%d %s\n", n.Span.File, n.Span.Line, n.Text)
	}
	return b.String()
}

// write puts what was said behind the given files of a page.
func write(t *testing.T, page string, archive *txtar.Archive, tree source.Files, got map[string]string) {
	given := archive.Files[:0]
	for _, f := range archive.Files {
		if _, ok := tree[f.Name]; ok {
			given = append(given, f)
		}
	}
	archive.Files = append(given, txtar.File{Name: wantFindings, Data: []byte(got[wantFindings])})
	for _, file := range tree.Paths() {
		if text, ok := got[wantFixed+file]; ok {
			archive.Files = append(archive.Files, txtar.File{Name: wantFixed + file, Data: []byte(text)})
		}
	}
	if err := os.WriteFile(page, txtar.Format(archive), 0o644); err != nil {
		t.Fatal(err)
	}
}
