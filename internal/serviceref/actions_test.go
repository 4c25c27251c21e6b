package serviceref

import (
	"path"
	"slices"
	"strings"
	"testing"
)

func TestExpand(t *testing.T) {
	tables := Embedded()
	for _, c := range []struct {
		pattern     string
		has, hasNot []string
	}{
		{"s3:Get*", []string{"s3:GetObject", "s3:GetBucketAcl"}, []string{"s3:PutObject", "s3-outposts:GetObject"}},
		{"S3:getobject", []string{"s3:GetObject"}, []string{"s3:GetObjectAcl"}},
		{"s3:*Object", []string{"s3:GetObject", "s3:PutObject"}, []string{"s3:GetObjectAcl"}},
		{"s3:?etObject", []string{"s3:GetObject"}, []string{"s3:PutObject"}},
		{"*", []string{"s3:GetObject", "iam:PassRole", "dynamodb:Query"}, nil},
		{"*:*", []string{"s3:GetObject"}, nil},
		{"dynamodb*:Query", []string{"dynamodb:Query"}, nil},
		{"s3:NoSuchAction", nil, []string{"s3:GetObject"}},
		{"nosuchservice:*", nil, []string{"s3:GetObject"}},
		{"s3", nil, []string{"s3:GetObject"}},
		{"", nil, nil},
	} {
		t.Run(c.pattern, func(t *testing.T) {
			got := tables.Expand(c.pattern)
			if !slices.IsSorted(got) || (len(c.has) == 0) != (len(got) == 0) {
				t.Errorf("got %.5q", got)
			}
			for _, name := range c.has {
				if !slices.Contains(got, name) {
					t.Errorf("%s is missing", name)
				}
			}
			for _, name := range c.hasNot {
				if slices.Contains(got, name) {
					t.Errorf("%s is too much", name)
				}
			}
		})
	}
}

// TestExpandRemembersLittle asks for more patterns than are remembered: templates are written by strangers.
func TestExpandRemembersLittle(t *testing.T) {
	tables := opened()
	for i := range maxPatterns + 100 {
		tables.Expand("nosuchservice:" + strings.Repeat("x", i%7) + strings.Repeat("?", i/7))
	}
	if n := len(tables.actions.known); n > maxPatterns {
		t.Errorf("%d patterns are remembered", n)
	}
	if len(tables.Expand("s3:Get*")) == 0 {
		t.Error("a pattern that is not remembered is not answered")
	}
}

func TestAction(t *testing.T) {
	tables := Embedded()
	get, ok := tables.Action("S3:GETOBJECT")
	if !ok || get.Name != "s3:GetObject" || get.Level != Read || get.Star {
		t.Errorf("got %+v, %v", get, ok)
	}
	for name, level := range map[string]Level{
		"s3:PutObject": Write, "s3:ListBucket": List, "iam:PutRolePolicy": Permissions, "lambda:TagResource": Tagging,
	} {
		if a, _ := tables.Action(name); a.Level != level {
			t.Errorf("%s: level %q, want %q", name, a.Level, level)
		}
	}
	for name, star := range map[string]bool{
		"ec2:DescribeInstances": true, "cloudwatch:PutMetricData": true, "xray:PutTraceSegments": true, "s3:ListAllMyBuckets": true,
		"dynamodb:ListTables": true, "dynamodb:GetItem": false, "events:PutEvents": false, "sns:Publish": false,
	} {
		if a, _ := tables.Action(name); a.Star != star {
			t.Errorf("%s: star %v, want %v", name, a.Star, star)
		}
	}
	if a, _ := tables.Action("lambda:CreateFunction"); !slices.Contains(a.Dependents, "iam:PassRole") {
		t.Errorf("lambda:CreateFunction depends on %v", a.Dependents)
	}
	if a, ok := tables.Action("deepracer:CreateCar"); ok && !a.Retired {
		t.Errorf("%s is listed as if AWS had it", a.Name)
	}
	if _, ok := tables.Action("s3:NoSuchAction"); ok || tables.Known("nosuchservice") || !tables.Known("S3") {
		t.Error("what is not known is known, or the reverse")
	}
}

// FuzzGlob holds the matcher against path.Match, which has the same two wildcards for texts without slashes.
func FuzzGlob(f *testing.F) {
	f.Add("get*", "getobject")
	f.Add("*a?c*", "xxabcx")
	f.Add("**", "")
	f.Fuzz(func(t *testing.T, pattern, text string) {
		if strings.ContainsAny(pattern, `[]\/`) || strings.Contains(text, "/") || !ascii(pattern) || !ascii(text) {
			t.Skip()
		}
		want, err := path.Match(pattern, text)
		if err != nil {
			t.Skip()
		}
		if got := glob(pattern, text); got != want {
			t.Errorf("glob(%q, %q) is %v", pattern, text, got)
		}
	})
}

func ascii(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > 126 || r < 32 })
}
