package cdk_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/parebot/pare/internal/formats/cdk"
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

func edit(tree source.Tree, s *stack.Stack, role, key string, with ...iam.Statement) (source.Edits, error) {
	return cdk.Edit(tree, s, stack.Change{Replace: &stack.ReplaceGrants{Role: role, Keys: []string{key}, With: with}})
}

// TestRoundTrip draws a statement in any style, narrows it, and reads the app again: the role has what the change says, and all other bytes of
// the code are as they were.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		quote := rapid.SampledFrom([]string{"'", `"`}).Draw(t, "quote")
		between := rapid.SampledFrom([]string{", ", ",", ",\n        "}).Draw(t, "between")
		behind := rapid.SampledFrom([]string{"", ",", ",\n      "}).Draw(t, "behind")
		actions := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"s3:GetObject", "s3:PutObject", "sqs:SendMessage", "sns:Publish"}), 1, 4, rapid.ID).Draw(t, "actions")
		kept := rapid.SliceOfNDistinct(rapid.SampledFrom(actions), 1, len(actions), rapid.ID).Draw(t, "kept")
		var written []string
		for _, a := range actions {
			written = append(written, quote+a+quote)
		}
		tree := files(fmt.Sprintf("    const f = fn('F') // before\n    f.addToRolePolicy(new iam.PolicyStatement({ actions: [%s%s], resources: ['*'] })) // behind\n", strings.Join(written, between), behind))
		s := read(tree)
		g := inline(s)
		now := g.Statement
		now.Actions = slices.DeleteFunc(slices.Clone(now.Actions), func(a iam.Term) bool { return !slices.Contains(kept, a.Value.String()) })
		edits, err := edit(tree, s, g.Role, g.Key, now)
		if len(kept) == len(actions) {
			if !errors.Is(err, stack.ErrCannot) {
				t.Fatalf("an edit of nothing: %v, %v", edits, err)
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		after, err := source.Overlay(tree, edits)
		if err != nil {
			t.Fatal(err)
		}
		src, _ := after.Read("app.js")
		if !strings.Contains(string(src), "// before\n    f.addToRolePolicy(new iam.PolicyStatement({ actions: [") || !strings.Contains(string(src), "], resources: ['*'] })) // behind\n") {
			t.Fatalf("other bytes are changed: %s", src)
		}
		var got []string
		for _, a := range inline(read(after)).Statement.Actions {
			got = append(got, a.Value.String())
		}
		slices.Sort(got)
		slices.Sort(kept)
		if !slices.Equal(got, kept) {
			t.Fatalf("%s\ngives %q, want %q", src, got, kept)
		}
	})
}

func inline(s *stack.Stack) *stack.Grant {
	for _, r := range s.Roles {
		for _, g := range r.Grants {
			if g.Origin == stack.Inline {
				return g
			}
		}
	}
	return nil
}
