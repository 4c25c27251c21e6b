package serverless_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/parebot/pare/internal/formats/serverless"
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

// TestEdit makes the change of each case and compares every file that it edits with want/FILE, or the refusal with want/refused. What was
// edited is read again: then the role must have what the change says, and all else as before.
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
			tree, text, want := source.Files{}, "", map[string]string{}
			for _, f := range archive.Files {
				switch {
				case f.Name == "change":
					text = string(f.Data)
				case strings.HasPrefix(f.Name, "want/"):
					want[f.Name] = string(f.Data)
				default:
					tree[f.Name] = f.Data
				}
			}
			s := serviceOf(t, tree)
			change := parseChange(t, s, text)
			got := map[string]string{}
			edits, err := serverless.Edit(tree, s, change)
			switch {
			case errors.Is(err, stack.ErrCannot):
				got["want/refused"] = err.Error() + "\n"
			case err != nil:
				t.Fatal(err)
			default:
				for file, all := range edits.ByFile() {
					out, err := source.Apply(tree[file], all)
					if err != nil {
						t.Fatal(err)
					}
					got["want/"+file] = string(out)
				}
				again(t, tree, s, edits, change)
			}
			if *update {
				archive.Files = slices.DeleteFunc(archive.Files, func(f txtar.File) bool { return strings.HasPrefix(f.Name, "want/") })
				for _, file := range slices.Sorted(keys(got)) {
					archive.Files = append(archive.Files, txtar.File{Name: file, Data: []byte(got[file])})
				}
				if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func keys(m map[string]string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// TestExpress writes a statement as it would stand in the file, and refuses what the file cannot say.
func TestExpress(t *testing.T) {
	tree := source.Files{"serverless.yml": []byte("service: shop\nprovider:\n  name: aws\n  stage: ${opt:stage, 'dev'}\nfunctions:\n  one:\n    handler: one.main\n")}
	s := serviceOf(t, tree)
	statement := func(resource string) []iam.Statement {
		return []iam.Statement{{Effect: iam.Allow, Actions: parseTerms(s, "s3:GetObject,s3:PutObject"), Resources: parseTerms(s, resource)}}
	}
	got, err := serverless.Express(tree, s, "IamRoleLambdaExecution", statement("arn:aws:s3:::shop-${sls:stage}-${AWS::Region}/*"))
	if err != nil {
		t.Fatal(err)
	}
	want := `- Effect: Allow
  Action:
    - s3:GetObject
    - s3:PutObject
  Resource: !Sub "arn:aws:s3:::shop-${self:provider.stage}-${AWS::Region}/*"`
	if diff := cmp.Diff(want, strings.Join(got, "\n")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if _, err := serverless.Express(tree, s, "IamRoleLambdaExecution", statement("${Elsewhere}")); !errors.Is(err, stack.ErrCannot) {
		t.Errorf("a resource that is not there is written: %v", err)
	}
}

func serviceOf(t *testing.T, tree source.Tree) *stack.Stack {
	t.Helper()
	for _, file := range tree.Paths() {
		if s := serverless.Read(tree, file); s != nil {
			if len(s.Problems) > 0 {
				t.Fatalf("problems: %+v", s.Problems)
			}
			return s
		}
	}
	t.Fatal("there is no service")
	return nil
}

// again reads the edited files and compares the statements of every role with what they should be now.
func again(t *testing.T, tree source.Files, s *stack.Stack, edits source.Edits, change stack.Change) {
	t.Helper()
	after, err := source.Overlay(tree, edits)
	if err != nil {
		t.Fatal(err)
	}
	now := serviceOf(t, after)
	if c := change.Set; c != nil {
		i := slices.IndexFunc(now.Triggers, func(t *stack.Trigger) bool { return t.ID == c.Trigger })
		set := map[string]symbolic.Set{"SourceArn": now.Triggers[i].Arn, "AuthType": now.Triggers[i].AuthType}[c.Property]
		if len(set) != 1 || set[0].Value.String() != c.Value.String() {
			t.Errorf("%s is %v now, not %s", c.Property, set, c.Value)
		}
	}
	for _, role := range s.Roles {
		i := slices.IndexFunc(now.Roles, func(r *stack.Role) bool { return r.ID == role.ID })
		if i < 0 {
			t.Fatalf("the role %s is gone", role.ID)
		}
		if diff := cmp.Diff(expected(role, change), cells(now.Roles[i].Grants)); diff != "" {
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
	return cells(grants)
}

// cells is each action on each resource.
func cells(grants []*stack.Grant) (all []string) {
	for _, g := range grants {
		for _, a := range g.Statement.Actions {
			for _, r := range g.Statement.Resources {
				all = append(all, string(g.Statement.Effect)+" "+a.Value.String()+" on "+r.Value.Expand().String()+" "+g.Statement.ConditionText())
			}
		}
		if g.Opaque != "" {
			all = append(all, g.Opaque)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// parseChange reads the little language of the cases: "replace ROLE KEY..." or "add ROLE", then lines "allow ACTIONS on RESOURCES"; or
// "set TRIGGER PROPERTY VALUE".
func parseChange(t *testing.T, s *stack.Stack, text string) (c stack.Change) {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(text), "\n")
	f := strings.Fields(lines[0])
	var statements []iam.Statement
	for _, line := range lines[1:] {
		f := strings.Fields(line)
		statements = append(statements, iam.Statement{Effect: iam.Allow, Actions: parseTerms(s, f[1]), Resources: parseTerms(s, f[3])})
	}
	switch f[0] {
	case "replace":
		c.Replace = &stack.ReplaceGrants{Role: f[1], Keys: f[2:], With: statements}
	case "add":
		c.Add = &stack.AddStatements{Role: f[1], Statements: statements}
	case "set":
		c.Set = &stack.SetTrigger{Trigger: f[1], Property: f[2], Value: parseValue(s, f[3])}
	default:
		t.Fatalf("no such change: %s", f[0])
	}
	return c
}

func parseTerms(s *stack.Stack, text string) (terms []iam.Term) {
	for _, one := range strings.Split(text, ",") {
		terms = append(terms, iam.Term{Value: parseValue(s, one)})
	}
	return terms
}

// arnOf is the ARN of a resource or a function, with what it stands for.
func arnOf(s *stack.Stack, id string) symbolic.Value {
	for _, r := range s.Resources {
		if r.ID == id {
			return r.Arn
		}
	}
	for _, fn := range s.Functions {
		if fn.Arn[0].Text == id {
			return fn.Arn
		}
	}
	return symbolic.Value{{Kind: symbolic.Unknown, Text: "no resource " + id}}
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
		id, attr, dotted := strings.Cut(name, ".")
		switch {
		case strings.HasPrefix(name, "AWS::"):
			v = append(v, symbolic.Part{Kind: symbolic.Pseudo, Text: name})
		case strings.HasPrefix(name, "sls:"), strings.HasPrefix(name, "env:"), strings.HasPrefix(name, "ssm:"):
			v = append(v, symbolic.Part{Kind: symbolic.Parameter, Text: name})
		case dotted && attr == "Arn":
			v = append(v, arnOf(s, id)...)
		default:
			v = append(v, symbolic.Part{Kind: symbolic.Attribute, Text: name, Attr: "Ref", Stack: s.File})
		}
	}
	return v
}
