package iam

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/symbolic"
)

var update = flag.Bool("update", false, "write what the tests get as what they want")

// TestParse reads testdata/*.txtar: prose, a policy, and the policy as it was read.
func TestParse(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if len(archive.Comment) == 0 || len(archive.Files) != 2 {
				t.Fatal("a case opens with prose, and has a policy and what is wanted")
			}
			input, want := archive.Files[0], &archive.Files[1]
			got := printed(t, input.Name, input.Data)
			if *update {
				want.Data = []byte(got)
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if got != string(want.Data) {
				t.Errorf("got\n%swant\n%s", got, want.Data)
			}
		})
	}
}

// printed is a policy a statement a paragraph, and the notes.
func printed(t *testing.T, name string, src []byte) string {
	t.Helper()
	docs, problems := document.Read(name, src)
	if len(docs) != 1 || len(problems) > 0 {
		t.Fatalf("%d documents, %v", len(docs), problems)
	}
	policy, notes := Parse(docs[0], evaluate)
	var b strings.Builder
	for _, s := range policy.Statements {
		fmt.Fprintf(&b, "%d: %s%s%s\n", s.Span.Line, map[bool]string{true: "partial "}[s.Partial], s.Effect, conditionsOf(s.When))
		for _, list := range []struct {
			name  string
			terms []Term
		}{{"action", s.Actions}, {"not action", s.NotActions}, {"resource", s.Resources}, {"not resource", s.NotResources}} {
			for _, term := range list.terms {
				fmt.Fprintf(&b, "\t%s %s%s\n", list.name, term.Value, conditionsOf(term.When))
			}
		}
		for _, p := range s.Principals {
			fmt.Fprintf(&b, "\tprincipal %s %s%s\n", p.Kind, p.Value, conditionsOf(p.When))
		}
		for _, p := range s.NotPrincipals {
			fmt.Fprintf(&b, "\tnot principal %s %s%s\n", p.Kind, p.Value, conditionsOf(p.When))
		}
		if text := s.ConditionText(); text != "" {
			fmt.Fprintf(&b, "\tif %s\n", text)
		}
	}
	for _, n := range notes {
		fmt.Fprintf(&b, "note %d: %s\n", n.Span.Line, n.Text)
	}
	return b.String()
}

func conditionsOf(when []symbolic.Condition) string {
	text := ""
	for _, c := range when {
		text += " when " + map[bool]string{true: "not "}[c.Not] + c.Name
	}
	return text
}

// evaluate is the smallest template language that has what policies use: !Ref, !If, AWS::NoValue. All else is unknown.
func evaluate(n *document.Node) symbolic.Set {
	switch {
	case n.Tag == "!Ref" && n.Value == "AWS::NoValue":
		return symbolic.Nothing()
	case n.Kind == document.Map && n.Get("Ref") != nil:
		return evaluate(&document.Node{Kind: document.String, Tag: "!Ref", Value: n.Get("Ref").Value})
	case n.Tag == "!Ref":
		return symbolic.Certain(symbolic.Value{{Kind: symbolic.Parameter, Text: n.Value}})
	case n.Tag == "!If" && len(n.Items) == 3:
		var set symbolic.Set
		for i, branch := range n.Items[1:] {
			for _, c := range evaluate(branch) {
				set = append(set, symbolic.Choice{Value: c.Value, When: and([]symbolic.Condition{{Name: n.Items[0].Value, Not: i == 1}}, c.When)})
			}
		}
		return set
	case n.Tag == "" && n.Kind != document.Map && n.Kind != document.List:
		return symbolic.Certain(symbolic.Text(n.Value))
	}
	return symbolic.Any("not evaluated")
}

func TestParseNothing(t *testing.T) {
	if p, notes := Parse(nil, evaluate); len(p.Statements)+len(notes) != 0 {
		t.Errorf("of nothing it reads %v %v", p, notes)
	}
}

// FuzzParse: any document is read without a panic, and what is odd leaves a note or a statement.
func FuzzParse(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.txtar")
	for _, file := range files {
		if archive, err := txtar.ParseFile(file); err == nil {
			f.Add(archive.Files[0].Data)
		}
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		docs, _ := document.Read("policy.yaml", src)
		for _, doc := range docs {
			policy, _ := Parse(doc, evaluate)
			if v := Subset(Policy{}, policy); v.Outcome != Proved && len(policy.open(nil)) < 6 {
				t.Fatalf("nothing is not within %v: %s", policy, v.Reason)
			}
		}
	})
}
