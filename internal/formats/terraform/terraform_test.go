package terraform_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/parebot/pare/internal/formats/terraform"
	"github.com/parebot/pare/internal/iam"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

const small = `
resource "aws_iam_role" "r" {
  name               = "r"
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }] })
}
resource "aws_iam_role_policy" "p" {
  role   = aws_iam_role.r.id
  policy = <<EOF
{"Statement": [{"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "${aws_s3_bucket.b.arn}/*"}]}
EOF
}
resource "aws_s3_bucket" "b" {}
resource "aws_lambda_function" "f" {
  function_name = "f"
  role          = aws_iam_role.r.arn
  handler       = "app.handler"
  runtime       = "python3.12"
  filename      = "src"
}
`

// TestHostile reads what nobody writes who means well: each ends, with a problem that has a place where something was left out.
func TestHostile(t *testing.T) {
	for name, c := range map[string]struct {
		text    string
		problem bool
	}{
		"brackets":          {"locals { a = " + strings.Repeat("(", 100_000) + " }\n" + small, true},
		"an open string":    {small + "locals { a = \"${", true},
		"an open heredoc":   {small + "locals { a = <<EOF\n", true},
		"locals in a ring":  {small + "locals {\n a = local.b\n b = local.c\n c = local.a\n}\nresource \"aws_iam_role\" \"x\" { name = local.a }\n", false},
		"names that double": {small + doubling(40) + "resource \"aws_sns_topic\" \"x\" { name = local.a40 }\n", false},
		"wide":              {small + strings.Repeat("resource \"aws_sns_topic\" \"x\" {}\n", 20_000), false},
		"a broken policy":   {strings.Replace(small, `{"Statement": [`, `{"Statement": [{`, 1), false},
	} {
		t.Run(name, func(t *testing.T) {
			s := terraform.Read(source.Files{"main.tf": []byte("\n" + c.text)}, "main.tf")
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
	b.WriteString("locals {\n a0 = \"x\"\n")
	for i := range n {
		fmt.Fprintf(&b, " a%d = \"${local.a%d}${local.a%d}\"\n", i+1, i, i)
	}
	return b.String() + "}\n"
}

// FuzzRead reads anything, and edits what it read: no panic, and an edit leaves a file that can be applied.
func FuzzRead(f *testing.F) {
	f.Add(small)
	f.Add("module \"m\" {\n source = \"./\"\n}\n" + small)
	f.Fuzz(func(t *testing.T, text string) {
		tree := source.Files{"main.tf": []byte(text), "policy.json": []byte(`{"Statement":[]}`)}
		s := terraform.Read(tree, "main.tf")
		if s == nil {
			return
		}
		for _, role := range s.Roles {
			for _, g := range role.Grants {
				change := stack.Change{Replace: &stack.ReplaceGrants{Role: role.ID, Keys: []string{g.Key}, With: narrowed(g.Statement)}}
				edits, err := terraform.Edit(tree, s, change)
				if err != nil {
					continue
				}
				if _, err := source.Overlay(tree, edits); err != nil {
					t.Fatalf("%v: %+v", err, edits)
				}
			}
		}
	})
}

// narrowed keeps the first action of a statement.
func narrowed(s iam.Statement) []iam.Statement {
	if len(s.Actions) < 2 {
		return nil
	}
	s.Actions = s.Actions[:1]
	return []iam.Statement{s}
}

// repeated is n functions, each with a role and a policy of its own.
func repeated(n int) []byte {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.NewReplacer(`"r"`, fmt.Sprintf(`"r%d"`, i), `"p"`, fmt.Sprintf(`"p%d"`, i), `"f"`, fmt.Sprintf(`"f%d"`, i),
			`"b"`, fmt.Sprintf(`"b%d"`, i), "role.r.", fmt.Sprintf("role.r%d.", i), "bucket.b.", fmt.Sprintf("bucket.b%d.", i)).Replace(small))
	}
	return []byte(b.String())
}

// BenchmarkRead reads configurations of one, four and sixteen times the size, beside the parser alone.
func BenchmarkRead(b *testing.B) {
	for _, n := range []int{60, 240, 960} {
		src := repeated(n)
		b.Run(fmt.Sprintf("parser/%dkB", len(src)/1024), func(b *testing.B) {
			b.SetBytes(int64(len(src)))
			for b.Loop() {
				hclsyntax.ParseConfig(src, "main.tf", hcl.InitialPos)
			}
		})
		b.Run(fmt.Sprintf("read/%dkB", len(src)/1024), func(b *testing.B) {
			b.SetBytes(int64(len(src)))
			b.ReportAllocs()
			for b.Loop() {
				if s := terraform.Read(source.Files{"main.tf": src}, "main.tf"); len(s.Functions) != n {
					b.Fatal(len(s.Functions))
				}
			}
		})
	}
}
