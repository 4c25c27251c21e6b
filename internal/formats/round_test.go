package formats_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/parebot/pare/internal/formats"
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// TestRoundTrip reads a drawn template, makes a drawn change, and reads again: the role has what the change says, all other roles what they
// had, and every line outside of the statement that was edited is there as it was. The rooms of serverless, chalice and shell draw what only they have.
func TestRoundTrip(t *testing.T) {
	for _, d := range drawings {
		t.Run(d.name, func(t *testing.T) {
			made := 0
			rapid.Check(t, func(t *rapid.T) {
				tree, file := d.draw(t)
				if roundTrip(t, tree, file) {
					made++
				}
			})
			if made == 0 {
				t.Error("every change was refused")
			}
			t.Logf("%d changes were made and read again", made)
		})
	}
}

// roundTrip says whether the change was made, and not refused.
func roundTrip(t *rapid.T, tree source.Files, file string) bool {
	s := formats.Read(tree, file)
	if s == nil || len(s.Problems) > 0 || len(s.Roles) == 0 {
		t.Fatalf("not read: %+v\n%s", s, tree[file])
	}
	change, g := drawnChange(t, s)
	edits, err := formats.Edit(tree, s, change)
	if errors.Is(err, stack.ErrCannot) {
		return false
	} else if err != nil {
		t.Fatal(err)
	}
	after, err := source.Overlay(tree, edits)
	if err != nil {
		t.Fatal(err)
	}
	now := formats.Read(after, file)
	if now == nil || len(now.Problems) > 0 {
		t.Fatalf("not read again: %+v\n%s", now, shown(after))
	}
	for _, was := range s.Roles {
		i := slices.IndexFunc(now.Roles, func(r *stack.Role) bool { return r.ID == was.ID })
		if i < 0 {
			t.Fatalf("the role %s is gone", was.ID)
		}
		if diff := cmp.Diff(expected(was, change), granted(now.Roles[i].Grants)); diff != "" {
			t.Fatalf("%s (-expected +read again):\n%s\n%s", was.ID, diff, shown(after))
		}
	}
	for _, name := range tree.Paths() {
		if g == nil {
			continue
		}
		src, _ := after.Read(name)
		linesKept(t, name, string(tree[name]), string(src), g)
	}
	return true
}

func shown(tree source.Tree) string {
	var b strings.Builder
	for _, file := range tree.Paths() {
		src, _ := tree.Read(file)
		b.WriteString("-- " + file + " --\n" + string(src))
	}
	return b.String()
}

// linesKept wants every line but those of the statement, in order. A comma may come or go at the end of one. A statement that goes takes the
// comment above it along.
func linesKept(t *rapid.T, file, old, now string, g *stack.Grant) {
	lines := strings.Split(now, "\n")
	for i, line := range strings.Split(old, "\n") {
		if g.Cause.File == file && i+1 >= g.Cause.Line && i+1 <= g.Cause.EndLine {
			continue
		}
		bare := func(s string) string { return strings.TrimRight(s, ", ") }
		at := slices.IndexFunc(lines, func(s string) bool { return bare(s) == bare(line) })
		if at < 0 {
			t.Fatalf("%s has lost its line %d, %q:\n%s", file, i+1, line, now)
		}
		lines = lines[at+1:]
	}
}

// drawnChange narrows a statement to some of its actions, on one of its resources or on another; parts it in two; takes it away; or adds one. The
// grant is the one whose lines may change, nil where its surroundings may go too.
func drawnChange(t *rapid.T, s *stack.Stack) (stack.Change, *stack.Grant) {
	role := rapid.SampledFrom(s.Roles).Draw(t, "role")
	added := iam.Statement{Effect: iam.Allow, Actions: []iam.Term{{Value: symbolic.Text("sns:Publish")}}, Resources: []iam.Term{{Value: symbolic.Text("arn:aws:sns:*:*:it's \"odd\"")}}}
	var inline []*stack.Grant
	for _, g := range role.Grants {
		if g.Origin == stack.Inline {
			inline = append(inline, g)
		}
	}
	if len(inline) == 0 || rapid.IntRange(0, 5).Draw(t, "add") == 0 {
		return stack.Change{Add: &stack.AddStatements{Role: role.ID, Statements: []iam.Statement{added}}}, &stack.Grant{}
	}
	g := rapid.SampledFrom(inline).Draw(t, "grant")
	narrow := g.Statement
	narrow.Actions = narrow.Actions[:rapid.IntRange(1, len(narrow.Actions)).Draw(t, "kept")]
	switch rapid.IntRange(0, 2).Draw(t, "resource") {
	case 0:
		narrow.Resources = narrow.Resources[len(narrow.Resources)-1:]
	case 1:
		narrow.Resources = added.Resources
	}
	replace := &stack.ReplaceGrants{Role: role.ID, Keys: []string{g.Key}, With: []iam.Statement{narrow}}
	switch rapid.IntRange(0, 3).Draw(t, "change") {
	case 0:
		replace.With = nil
	case 1:
		replace.With = append(replace.With, added)
	}
	return stack.Change{Replace: replace}, surroundings(role, g, replace)
}

// surroundings is the grant with the lines that may go with it: a comment above a statement that goes; nil for the last one of its policy.
func surroundings(role *stack.Role, g *stack.Grant, c *stack.ReplaceGrants) *stack.Grant {
	if len(c.With) > 0 {
		return g
	}
	policy := func(key string) string { return key[:max(strings.LastIndex(key, "/"), 0)] }
	alone := !slices.ContainsFunc(role.Grants, func(o *stack.Grant) bool { return o != g && policy(o.Key) == policy(g.Key) })
	if alone {
		return nil
	}
	wide := *g
	wide.Cause.Line--
	return &wide
}
