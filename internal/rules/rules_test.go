package rules

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/source"
)

// Every rule has a page, and every page a rule. A page opens with prose.
func TestPages(t *testing.T) {
	files, err := filepath.Glob("*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range All {
		page, ok := Manual(r.ID)
		if !ok || len(page) < 100 {
			t.Errorf("%s has no page", r.ID)
		}
		files = slices.DeleteFunc(files, func(f string) bool { return f == strings.ReplaceAll(r.ID, "-", "_")+".txtar" })
	}
	if len(files) > 0 {
		t.Errorf("pages without a rule: %v", files)
	}
	if _, ok := Manual("../rules"); ok {
		t.Error("a page for what is no rule")
	}
}

func TestSeverity(t *testing.T) {
	tables := serviceref.Embedded()
	for pattern, want := range map[string]finding.Severity{
		"*":                 finding.Critical,
		"iam:*":             finding.Critical,
		"s3:*":              finding.High,
		"textract:*":        finding.Low,
		"athena:*":          finding.Medium,
		"dynamodb:Get*":     finding.Low,
		"dynamodb:Batch*":   finding.Medium,
		"s3:Put*":           finding.High, // PutBucketPolicy
		"sqs:SendMessage*":  finding.Medium,
		"lambda:Update*":    finding.High,
		"s3:ListBucket*":    finding.Low,
		"secretsmanager:G*": finding.Low,
	} {
		if got := patternSeverity(pattern, tables); got != want {
			t.Errorf("%s is %s, want %s", pattern, got, want)
		}
	}
}

// Judgements of one cause are one: the graver speaks first, the change is kept, and nothing is said twice.
func TestMerged(t *testing.T) {
	note := source.Note{Text: "app.py"}
	low := Judgement{Rule: "unused-action", Severity: finding.Low, Message: "Low.", Because: []source.Note{note}, Instead: "no"}
	high := Judgement{Rule: "wildcard-action", Severity: finding.High, Message: "High.", Because: []source.Note{note}}
	for _, j := range []Judgement{merged(low, high), merged(high, low)} {
		if j.Rule != "wildcard-action" || j.Message != "High. Low." || !slices.Equal(j.Also, []string{"unused-action"}) || len(j.Because) != 1 || j.Instead != "no" {
			t.Errorf("%+v", j)
		}
	}
}

func TestWords(t *testing.T) {
	for want, names := range map[string][]string{
		"":                                   nil,
		"`a`":                                {"a"},
		"`a` and `b`":                        {"a", "b"},
		"`a`, `b` and `c`":                   {"a", "b", "c"},
		"`a`, `b`, `c`, `d`, `e` and `f`":    {"a", "b", "c", "d", "e", "f"},
		"`a`, `b`, `c`, `d`, `e` and 2 more": {"a", "b", "c", "d", "e", "f", "g"},
	} {
		if got := list(names); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
