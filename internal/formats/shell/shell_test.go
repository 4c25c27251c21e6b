package shell_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"mvdan.cc/sh/v3/syntax"
	"pgregory.net/rapid"

	"github.com/parebot/pare/internal/formats/shell"
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

const small = `
BUCKET=b-$STAGE
aws iam create-role --role-name r --assume-role-policy-document '{"Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}'
aws iam put-role-policy --role-name r --policy-name p --policy-document '{
  "Statement": [{"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "arn:aws:s3:::'"$BUCKET"'/*"}]
}'
aws lambda create-function --function-name f --role arn:aws:iam::1:role/r --runtime python3.12 --handler app.handler --zip-file fileb://src
`

// TestHostile reads what nobody writes who means well: each ends, with a problem that has a place where something was left out.
func TestHostile(t *testing.T) {
	for name, c := range map[string]struct {
		text    string
		problem bool
	}{
		"brackets":                 {small + "x=" + strings.Repeat("$(", 100_000), true},
		"an open string":           {small + "x=\"", true},
		"an open here-document":    {small + "cat <<EOF\n", true},
		"a function of itself":     {small + "f() { f; f; }\nf\n", false},
		"loops within loops":       {small + strings.Repeat("for x in a b c d e f; do\n", 12) + "aws iam create-role --role-name $x\n" + strings.Repeat("done\n", 12), false},
		"names that double":        {small + doubling(40) + "aws iam create-role --role-name \"$a40\"\n", false},
		"marks":                    {small + "aws iam create-role --role-name '¤0¤¤'\naws iam put-role-policy --role-name r --policy-name m --policy-document '{\"Statement\": \"¤99¤\"}'\n", false},
		"a script that is a cycle": {small + "source ./setup.sh\n", false},
		"long":                     {small + strings.Repeat("aws iam create-role --role-name x\n", 10_000), false},
		"too long":                 {small + strings.Repeat("# aws\n", 100_000), true},
		"a policy of many marks":   {small + "aws iam put-role-policy --role-name r --policy-name m --policy-document '{\"Statement\": [" + strings.Repeat("'$x',", 900) + "1]}'\n", false},
	} {
		t.Run(name, func(t *testing.T) {
			s := shell.Read(source.Files{"setup.sh": []byte(c.text)}, "setup.sh")
			if s == nil {
				t.Fatal("it is not read at all")
			}
			if c.problem != (len(s.Problems) > 0) {
				t.Errorf("problems: %v", s.Problems)
			}
			for _, p := range s.Problems {
				if p.Span.File == "" || p.Span.Line == 0 {
					t.Errorf("a problem without a place: %v", p)
				}
			}
		})
	}
}

func doubling(n int) string {
	var b strings.Builder
	b.WriteString("a0=x\n")
	for i := range n {
		fmt.Fprintf(&b, "a%d=\"$a%d$a%d\"\n", i+1, i, i)
	}
	return b.String()
}

// styles are the ways in which a document stands in a script; %s is its list of statements, with quotes and variables as each has them.
var styles = []struct{ script, quote, variable string }{
	{"aws iam put-role-policy --role-name r --policy-name p --policy-document '{\n  \"Statement\": [%s]\n}'\n", `"`, `'"$STAGE"'`},
	{"aws iam put-role-policy --role-name r --policy-name p --policy-document \"{\\\"Statement\\\": [%s]}\" --region x\n", `\"`, `${STAGE}`},
	{"cat > /tmp/p.json <<EOF\n{\n  \"Statement\": [\n    %s\n  ]\n}\nEOF\naws iam put-role-policy --policy-document file:///tmp/p.json --role-name r --policy-name p\n", `"`, `$STAGE`},
	{"P=$(cat <<EOF\n{\"Statement\": [%s]}\nEOF\n)\naws iam put-role-policy --role-name r --policy-document \"$P\" --policy-name p\n", `"`, `${STAGE}`},
}

// TestRoundTrip: whatever statements a policy has, however it is written, one of them becomes what the change says, and all else is as before.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		style := rapid.SampledFrom(styles).Draw(t, "style")
		count := rapid.IntRange(1, 4).Draw(t, "statements")
		written := make([]string, count)
		for i := range written {
			text := `{"Effect": "Allow", "Action": "s3:Get` + fmt.Sprint(i) + `", "Resource": "arn:aws:s3:::b-VARIABLE/x` + fmt.Sprint(i) + `"}`
			if rapid.Bool().Draw(t, "several lines") {
				text = strings.ReplaceAll(text, `", "`, "\",\n      \"")
			}
			written[i] = strings.NewReplacer(`"`, style.quote, "VARIABLE", style.variable).Replace(text)
		}
		separator := rapid.SampledFrom([]string{",", ", ", ",\n    "}).Draw(t, "separator")
		text := "set -e\naws iam create-role --role-name r\n" + fmt.Sprintf(style.script, strings.Join(written, separator)) + "echo done\n"
		tree := source.Files{"setup.sh": []byte(text)}
		before := shell.Read(tree, "setup.sh")
		if before == nil || len(before.Problems) > 0 || len(before.Roles) != 1 || len(before.Roles[0].Grants) != count {
			t.Fatalf("it is not read: %+v\n%s", before, text)
		}
		at := rapid.IntRange(0, count-1).Draw(t, "statement")
		with := make([]iam.Statement, rapid.IntRange(0, 2).Draw(t, "new statements"))
		for i := range with {
			with[i] = iam.Statement{Effect: iam.Allow, Actions: []iam.Term{{Value: symbolic.Text("sqs:New" + fmt.Sprint(i))}}, Resources: []iam.Term{{Value: rapid.SampledFrom([]symbolic.Value{
				symbolic.Text("*"), symbolic.Text(`it's "odd" \ $x`), {{Kind: symbolic.Parameter, Text: "STAGE", Stack: "setup.sh"}},
			}).Draw(t, "resource")}}}
		}
		want := granted(before.Roles[0], before.Roles[0].Grants[at].Key, with)
		change := stack.Change{Replace: &stack.ReplaceGrants{Role: "r", Keys: []string{before.Roles[0].Grants[at].Key}, With: with}}
		edits, err := shell.Edit(tree, before, change)
		if errors.Is(err, stack.ErrCannot) {
			return
		} else if err != nil {
			t.Fatal(err)
		}
		after, err := source.Overlay(tree, edits)
		if err != nil {
			t.Fatal(err)
		}
		now := shell.Read(after, "setup.sh")
		src, _ := after.Read("setup.sh")
		if now == nil || len(now.Roles) != 1 || len(now.Problems) > 0 {
			t.Fatalf("what was edited is not read:\n%s", src)
		}
		for i, other := range append(written, "set -e\naws iam create-role --role-name r\n", "echo done\n") {
			if i != at && !strings.Contains(string(src), other) {
				t.Fatalf("%q is no longer there as it was:\n%s", other, src)
			}
		}
		if got := granted(now.Roles[0], "", nil); !slices.Equal(got, want) {
			t.Fatalf("got %q, want %q\n%s", got, want, src)
		}
	})
}

// granted is what a role has, without one grant and with others.
func granted(role *stack.Role, without string, with []iam.Statement) (all []string) {
	for _, g := range role.Grants {
		if g.Key != without {
			all = append(all, g.Statement.Actions[0].Value.String()+" on "+g.Statement.Resources[0].Value.String())
		}
	}
	for _, s := range with {
		all = append(all, s.Actions[0].Value.String()+" on "+s.Resources[0].Value.String())
	}
	slices.Sort(all)
	return all
}

// FuzzRead reads anything, and edits what it read: no panic, and an edit leaves a file that can be applied.
func FuzzRead(f *testing.F) {
	f.Add(small)
	f.Add("f() { aws iam attach-role-policy --role-name $1 --policy-arn arn:aws:iam::aws:policy/AmazonS3FullAccess; }\nf a\nf \"b$2\"\n")
	for _, style := range styles {
		f.Add("aws iam create-role --role-name r\n" + style.script)
	}
	f.Fuzz(func(t *testing.T, text string) {
		tree := source.Files{"setup.sh": []byte(text), "policy.json": []byte(`{"Statement":[]}`)}
		s := shell.Read(tree, "setup.sh")
		if s == nil {
			return
		}
		for _, role := range s.Roles {
			for _, g := range role.Grants {
				for _, with := range [][]iam.Statement{nil, {g.Statement}} {
					edits, err := shell.Edit(tree, s, stack.Change{Replace: &stack.ReplaceGrants{Role: role.ID, Keys: []string{g.Key}, With: with}})
					if err != nil {
						continue
					}
					if _, err := source.Overlay(tree, edits); err != nil {
						t.Fatalf("%v: %+v", err, edits)
					}
				}
			}
		}
	})
}

// repeated is n functions, each with a role and a policy of its own.
func repeated(n int) []byte {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.NewReplacer("-name r ", fmt.Sprintf("-name r%d ", i), "role/r", fmt.Sprintf("role/r%d", i), "-name f ", fmt.Sprintf("-name f%d ", i)).Replace(small))
	}
	return []byte(b.String())
}

// BenchmarkRead reads scripts of one, four and sixteen times the size, beside the parser alone.
func BenchmarkRead(b *testing.B) {
	for _, n := range []int{15, 60, 240} {
		src := repeated(n)
		b.Run(fmt.Sprintf("parser/%dkB", len(src)/1024), func(b *testing.B) {
			b.SetBytes(int64(len(src)))
			for b.Loop() {
				if _, err := syntax.NewParser().Parse(bytes.NewReader(src), ""); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(fmt.Sprintf("read/%dkB", len(src)/1024), func(b *testing.B) {
			b.SetBytes(int64(len(src)))
			b.ReportAllocs()
			for b.Loop() {
				if s := shell.Read(source.Files{"setup.sh": src}, "setup.sh"); len(s.Functions) != n {
					b.Fatal(len(s.Functions))
				}
			}
		})
	}
}
