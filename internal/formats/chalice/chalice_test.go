package chalice_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/parebot/pare/internal/formats/chalice"
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/languages/python"
	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

const (
	configFile = "api/.chalice/config.json"
	policyFile = "api/.chalice/policy-dev.json"
	appFile    = "api/app.py"
	small      = "from chalice import Chalice\napp = Chalice('api')\n@app.route('/')\ndef index(): ...\n"
	written    = `{"app_name": "api", "autogen_policy": false}`
)

func files(config, policy, app string) source.Files {
	return source.Files{configFile: []byte(config), policyFile: []byte(policy), appFile: []byte(app)}
}

func read(tree source.Tree) *stack.Stack { return chalice.ReadWith(tree, configFile, programs(tree)) }

func programs(tree source.Tree) chalice.Programs {
	return func(file string) (*program.Module, error) {
		src, err := tree.Read(file)
		if err != nil {
			return nil, err
		}
		return python.Lower(file, src)
	}
}

// TestRoundTrip draws a policy file in any style, changes a statement of it or adds one, and reads it again: then the role has what the change
// says, and the bytes of every other statement are as they were.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		policy, statements := drawPolicy(t)
		tree := files(written, policy, small)
		s := read(tree)
		if len(s.Problems) > 0 || len(s.Roles) != 1 || len(s.Roles[0].Grants) != len(statements) {
			t.Fatalf("%s is read as %+v, %v", policy, s.Roles, s.Problems)
		}
		change, want, touched := drawChange(t, s.Roles[0])
		edits, err := chalice.Edit(tree, s, change)
		if err != nil {
			t.Fatalf("%s: %v", policy, err)
		}
		after, err := source.Overlay(tree, edits)
		if err != nil {
			t.Fatal(err)
		}
		now, _ := after.Read(policyFile)
		if !json.Valid(now) {
			t.Fatalf("%s becomes %s", policy, now)
		}
		again := read(after)
		if got := granted(again.Roles[0].Grants); !slices.Equal(got, want) || len(again.Problems) > 0 {
			t.Fatalf("%s\nbecomes %s\nwith %q\nwant %q", policy, now, got, want)
		}
		for i, text := range statements {
			if i != touched && !bytes.Contains(now, []byte(text)) {
				t.Fatalf("statement %d is no longer written as it was: %s", i, now)
			}
		}
	})
}

// drawPolicy writes a policy file by hand, as people and tools do, and gives the text of each statement.
func drawPolicy(t *rapid.T) (policy string, statements []string) {
	indent := rapid.SampledFrom([]string{"  ", "    ", "\t"}).Draw(t, "indent")
	for i := range rapid.IntRange(2, 4).Draw(t, "statements") {
		s := map[string]any{"Effect": "Allow", "Action": drawTerms(t, "s3:GetObject", "s3:PutObject", "sqs:SendMessage", "s3:*"),
			"Resource": drawTerms(t, fmt.Sprintf("arn:aws:s3:::b%d/*", i), fmt.Sprintf("arn:aws:sqs:*:*:q%d", i))}
		text, err := json.Marshal(s)
		if rapid.Bool().Draw(t, "lines") {
			text, err = json.MarshalIndent(s, indent+indent, indent)
		}
		if err != nil {
			t.Fatal(err)
		}
		statements = append(statements, string(text))
	}
	return "{\n" + indent + `"Version": "2012-10-17",` + "\n" + indent + `"Statement": [` + "\n" +
		indent + indent + strings.Join(statements, ",\n"+indent+indent) + "\n" + indent + "]\n}\n", statements
}

// drawTerms is one text, or a list of some.
func drawTerms(t *rapid.T, all ...string) any {
	some := rapid.SliceOfNDistinct(rapid.SampledFrom(all), 1, len(all), rapid.ID).Draw(t, "terms")
	if len(some) == 1 && rapid.Bool().Draw(t, "alone") {
		return some[0]
	}
	return some
}

// drawChange draws a change, what the role has after it, and which statement it touches.
func drawChange(t *rapid.T, role *stack.Role) (c stack.Change, want []string, touched int) {
	added := iam.Statement{Effect: iam.Allow, Actions: terms("dynamodb:Query"), Resources: terms("arn:aws:dynamodb:*:*:table/t")}
	if rapid.Bool().Draw(t, "add") {
		c.Add = &stack.AddStatements{Role: role.ID, Statements: []iam.Statement{added}}
		return c, granted(append(slices.Clone(role.Grants), &stack.Grant{Statement: added})), -1
	}
	touched = rapid.IntRange(0, len(role.Grants)-1).Draw(t, "which")
	g := role.Grants[touched]
	var with []iam.Statement
	switch rapid.IntRange(0, 3).Draw(t, "how") {
	case 0: // it goes
	case 1:
		with = []iam.Statement{g.Statement}
		with[0].Actions = g.Statement.Actions[:1]
	case 2:
		with = []iam.Statement{g.Statement}
		with[0].Resources = terms("arn:aws:s3:::narrow/*")
	case 3:
		with = []iam.Statement{g.Statement, added}
	}
	c.Replace = &stack.ReplaceGrants{Role: role.ID, Keys: []string{g.Key}, With: with}
	left := slices.Delete(slices.Clone(role.Grants), touched, touched+1)
	for _, s := range with {
		left = append(left, &stack.Grant{Statement: s})
	}
	return c, granted(left), touched
}

func terms(all ...string) (list []iam.Term) {
	for _, one := range all {
		list = append(list, iam.Term{Value: symbolic.Text(one)})
	}
	return list
}

func granted(grants []*stack.Grant) (all []string) {
	for _, g := range grants {
		for _, a := range g.Statement.Actions {
			for _, r := range g.Statement.Resources {
				all = append(all, a.Value.String()+" "+r.Value.String())
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// TestHostile reads what nobody writes who means well: each ends, what was left out has a place, and the policy beside it is still read.
func TestHostile(t *testing.T) {
	const good = `{"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}]}`
	many := strings.Repeat("@app.lambda_function()\ndef f(e, c): ...\n", 5000)
	for _, c := range []struct {
		name, config, policy, app string
		problem                   bool
	}{
		{"not a map", `[1, 2]`, good, small, true},
		{"cut off", `{"app_name": "x", "stages": {`, good, small, true},
		{"keys twice", `{"app_name": "a", "app_name": "b", "autogen_policy": true, "autogen_policy": false}`, good, small, true},
		{"other kinds", `{"app_name": ["x"], "stages": {"dev": [], "prod": 3}, "lambda_functions": "x", "environment_variables": {"A": {"B": 1}}, "layers": {"a": 1}}`, good, small, false},
		{"stages without end", `{"autogen_policy": false, "stages": {` + strings.Repeat(`"s": {}, `, 3000) + `"dev": {}}}`, good, small, true},
		{"deep", `{"stages": ` + strings.Repeat(`{"a": `, 100_000) + `1` + strings.Repeat(`}`, 100_000) + `}`, good, small, true},
		{"a path out of the repository", `{"autogen_policy": false, "iam_policy_file": "../../../../etc/passwd"}`, good, small, false},
		{"a policy that is none", written, `{"Statement": "x", "Version": []}`, small, false},
		{"a policy of another shape", written, `[{"Effect": "Allow"}]`, small, true},
		{"a policy of five MiB", written, `{"Statement": [` + strings.Repeat(`{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}, `, 90_000) + `{}]}`, small, true},
		{"no Python", written, good, "@@@ (((\n" + strings.Repeat("(", 50_000), true},
		{"decorators that lead nowhere", written, good, small + "@app\n@app.route\n@app.route()\n@app.nothing(1)\n@(lambda f: f)\n@app.on_sqs_message(*x, **y)\n@a.b.c.on_s3_event(bucket=q[0])\ndef f(): ...\n", false},
		{"names that stand for each other", written, good, small + "a = b\nb = c\nc = a\n@a.route('/')\ndef g(): ...\n@app.on_s3_event(bucket=a)\ndef h(e): ...\n", false},
		{"a text that grows", written, good, small + "a = 'x' + 'y'\n" + strings.Repeat("a = a + a\n", 100) + "@app.on_s3_event(bucket=a)\ndef h(e): ...\n", false},
		{"an expression without end", written, good, small + "@app.on_s3_event(bucket=" + strings.Repeat("'a' + ", 20_000) + "'b')\ndef h(e): ...\n", false},
		{"functions without end", written, good, small + many, true},
		{"a class below itself", written, good, small + "class A(A): ...\nb = A()\n@b.route('/')\ndef f(): ...\n", false},
		{"imports in a ring", written, good, small + "import app\nfrom app import app as other, index\nfrom . import app as third\nfrom ...... import x\n@third.app.schedule('rate(1 day)')\ndef f(e): ...\n", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := read(files(c.config, c.policy, c.app))
			if s == nil {
				t.Fatal("it is not read at all")
			}
			if c.problem != (len(s.Problems) > 0) {
				t.Errorf("problems: %.3v", s.Problems)
			}
			for _, p := range s.Problems {
				if p.Span.File == "" || p.Span.Line == 0 || p.Text == "" {
					t.Errorf("a problem without a place: %+v", p)
				}
			}
			ids := make(map[string]bool)
			for _, fn := range s.Functions {
				if ids[fn.ID] {
					t.Fatalf("two functions are called %s", fn.ID)
				}
				ids[fn.ID] = true
			}
			if c.policy == good && c.config == written && (len(s.Roles) != 1 || len(s.Roles[0].Grants) != 1) {
				t.Errorf("the policy is not read: %+v", s.Roles)
			}
		})
	}
}

// FuzzRead reads anything, and edits what it read: no panic, places within the files, and edits that can be applied.
func FuzzRead(f *testing.F) {
	f.Add(written, `{"Statement": [{"Effect": "Allow", "Action": ["s3:*"], "Resource": "*"}, {"Effect": "Allow", "Action": "a:b", "Resource": "*"}]}`, small)
	f.Add(`{"stages": {"dev": {"lambda_functions": {"f": {"autogen_policy": false}}}}}`, `{"Statement": {}}`, small+"@app.on_s3_event('b')\ndef f(e): ...\n")
	f.Add(`{"manage_iam_role": false, "iam_role_arn": "x"}`, `[]`, small+"app.schedule('x')(index)\n")
	f.Fuzz(func(t *testing.T, config, policy, app string) {
		tree := files(config, policy, app)
		s := read(tree)
		if s == nil {
			t.Fatal("a configuration is not read")
		}
		for _, at := range places(s) {
			if src, err := tree.Read(at.File); err != nil || at.Start < 0 || at.Start > at.End || at.End > len(src) {
				t.Fatalf("a place outside of its file: %+v", at)
			}
		}
		for _, role := range s.Roles {
			for _, g := range role.Grants {
				edits, err := chalice.Edit(tree, s, stack.Change{Replace: &stack.ReplaceGrants{Role: role.ID, Keys: []string{g.Key}}})
				if err != nil {
					continue
				}
				if _, err := source.Overlay(tree, edits); err != nil {
					t.Fatal(err)
				}
			}
		}
	})
}

func places(s *stack.Stack) (all []source.Span) {
	for _, fn := range s.Functions {
		all = append(append(all, fn.Span, fn.Code.Span, fn.Role.Span), fn.Code.Aside...)
	}
	for _, r := range s.Roles {
		all = append(all, r.Span)
		for _, g := range r.Grants {
			all = append(all, g.Cause)
		}
	}
	for _, t := range s.Triggers {
		all = append(all, t.Span)
	}
	for _, p := range s.Problems {
		all = append(all, p.Span)
	}
	return all
}

// BenchmarkRead reads applications of several sizes, beside what the parsers alone cost.
func BenchmarkRead(b *testing.B) {
	for _, n := range []int{1, 4, 16} {
		app := small
		policy := `{"Statement": [`
		for i := range 20 * n {
			app += fmt.Sprintf("@app.route('/r%d')\ndef r%d():\n    return {'a': %d}\n@app.on_s3_event(bucket='b%d')\ndef s%d(event):\n    print(event)\n", i, i, i, i, i)
			policy += fmt.Sprintf(`{"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "arn:aws:s3:::b%d/*"},`+"\n", i)
		}
		tree := files(written, strings.TrimSuffix(policy, ",\n")+"]}", app)
		b.Run(fmt.Sprintf("%dx", n), func(b *testing.B) {
			for b.Loop() {
				read(tree)
			}
		})
		b.Run(fmt.Sprintf("%dx/parsers", n), func(b *testing.B) {
			for b.Loop() {
				if _, err := python.Lower(appFile, tree[appFile]); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
