package formats_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/parebot/pare/internal/formats"
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// TestEdit makes the change of each case and compares the file with want/edited, or the refusal with want/refused.
// What was edited is read again: then the role must have what the change says, and all else as before.
func TestEdit(t *testing.T) {
	cases, err := filepath.Glob("testdata/edit/*.txtar")
	if err != nil || len(cases) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, name := range cases {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if len(strings.TrimSpace(string(archive.Comment))) == 0 {
				t.Error("the case does not say what it shows")
			}
			tree, want := caseFiles(archive)
			file := tree.Paths()[0]
			s := formats.ReadWith(tree, file, programs(tree))
			if s == nil || len(s.Problems) > 0 {
				t.Fatalf("the template is not read: %+v", s)
			}
			change := parseChange(t, s, want["change"])
			result, text := "want/edited", ""
			edits, err := formats.Edit(tree, s, change)
			if err != nil {
				if !errors.Is(err, stack.ErrCannot) {
					t.Fatal(err)
				}
				result, text = "want/refused", err.Error()+"\n"
			} else {
				text = edited(t, tree, edits)
				again(t, tree, s, edits, change)
			}
			if *update {
				archive.Files = slices.DeleteFunc(archive.Files, func(f txtar.File) bool { return strings.HasPrefix(f.Name, "want/") })
				setFile(archive, result, text)
				if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(want[result], text); diff != "" {
				t.Errorf("%s differs (-want +got):\n%s", result, diff)
			}
		})
	}
}

func edited(t *testing.T, tree source.Files, edits source.Edits) string {
	t.Helper()
	file := edits[0].File
	out, err := source.Apply(tree[file], edits)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// again reads the edited file and compares the statements of every role with what they should be now.
func again(t *testing.T, tree source.Files, s *stack.Stack, edits source.Edits, change stack.Change) {
	t.Helper()
	after, err := source.Overlay(tree, edits)
	if err != nil {
		t.Fatal(err)
	}
	now := formats.ReadWith(after, s.File, programs(after))
	if now == nil || len(now.Problems) > 0 {
		t.Fatalf("the edited template is not read: %+v", now)
	}
	for _, role := range s.Roles {
		i := slices.IndexFunc(now.Roles, func(r *stack.Role) bool { return r.ID == role.ID })
		if i < 0 {
			t.Fatalf("the role %s is gone", role.ID)
		}
		if diff := cmp.Diff(expected(role, change), granted(now.Roles[i].Grants)); diff != "" {
			t.Errorf("grants of %s (-expected +read again):\n%s", role.ID, diff)
		}
	}
}

// expected is what a role should have after a change, in any order.
func expected(role *stack.Role, change stack.Change) []string {
	grants := slices.Clone(role.Grants)
	var more []iam.Statement
	if c := change.Replace; c != nil && c.Role == role.ID {
		grants = slices.DeleteFunc(grants, func(g *stack.Grant) bool { return slices.Contains(c.Keys, g.Key) })
		more = c.With
	}
	if c := change.Add; c != nil && c.Role == role.ID {
		more = c.Statements
	}
	for _, s := range more {
		grants = append(grants, &stack.Grant{Statement: s})
	}
	return granted(grants)
}

func granted(grants []*stack.Grant) (all []string) {
	for _, g := range grants {
		for _, a := range g.Statement.Actions {
			for _, r := range g.Statement.Resources {
				s := g.Statement
				s.Actions, s.Resources = []iam.Term{a}, []iam.Term{r}
				all = append(all, printStatement(s))
			}
		}
		if g.Opaque != "" {
			all = append(all, g.Opaque)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// parseChange reads the little language of the cases:
//
//	replace ROLE KEY...      then lines "allow ACTIONS on RESOURCES [if OPERATOR KEY VALUE]"
//	add ROLE                 then such lines
//	set TRIGGER PROPERTY VALUE
func parseChange(t *testing.T, s *stack.Stack, text string) (c stack.Change) {
	t.Helper()
	var statements []iam.Statement
	lines := strings.Split(strings.TrimSpace(text), "\n")
	for _, line := range lines[1:] {
		f := strings.Fields(line)
		statement := iam.Statement{Effect: iam.Allow, Actions: parseTerms(s, f[1]), Resources: parseTerms(s, f[3])}
		if len(f) > 7 && f[4] == "if" {
			statement.Conditions = []iam.Condition{{Operator: f[5], Key: f[6], Values: []symbolic.Value{parseValue(s, f[7])}}}
		}
		statements = append(statements, statement)
	}
	f := strings.Fields(lines[0])
	switch f[0] {
	case "replace":
		c.Replace = &stack.ReplaceGrants{Role: f[1], Keys: f[2:], With: inherit(s, f[1], f[2], statements)}
	case "add":
		c.Add = &stack.AddStatements{Role: f[1], Statements: statements}
	case "set":
		c.Set = &stack.SetTrigger{Trigger: f[1], Property: f[2], Value: parseValue(s, f[3])}
	default:
		t.Fatalf("no such change: %s", f[0])
	}
	return c
}

// inherit gives new statements the template conditions and the terms of the old one, as a rule makes them.
func inherit(s *stack.Stack, role, key string, statements []iam.Statement) []iam.Statement {
	for _, r := range s.Roles {
		for _, g := range r.Grants {
			if r.ID == role && g.Key == key {
				for i := range statements {
					statements[i].When = g.Statement.When
				}
			}
		}
	}
	return statements
}

func parseTerms(s *stack.Stack, text string) (terms []iam.Term) {
	for _, one := range strings.Split(text, ",") {
		terms = append(terms, iam.Term{Value: parseValue(s, one)})
	}
	return terms
}

// parseValue reads what Value.String prints.
func parseValue(s *stack.Stack, text string) (v symbolic.Value) {
	for text != "" {
		before, rest, found := strings.Cut(text, "${")
		v = append(v, symbolic.Text(before)...)
		if !found {
			break
		}
		name, after, _ := strings.Cut(rest, "}")
		text = after
		part := symbolic.Part{Kind: symbolic.Attribute, Text: name, Attr: "Ref", Stack: s.File}
		id, attr, dotted := strings.Cut(name, ".")
		switch {
		case strings.HasPrefix(name, "aws_"): // the address of a resource has a dot of its own
			last := strings.LastIndexByte(name, '.')
			part.Text, part.Attr = name[:last], name[last+1:]
		case dotted:
			part.Text, part.Attr = id, attr
		case strings.HasPrefix(name, "AWS::"):
			part = symbolic.Part{Kind: symbolic.Pseudo, Text: name}
		case slices.ContainsFunc(s.Parameters, func(p *stack.Parameter) bool { return p.Name == name }):
			part = symbolic.Part{Kind: symbolic.Parameter, Text: name, Stack: s.File}
		case strings.HasPrefix(name, "unknown"):
			part = symbolic.Part{Kind: symbolic.Unknown, Text: name}
		}
		v = append(v, part)
	}
	return v
}
