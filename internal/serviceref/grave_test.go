package serviceref

import (
	"slices"
	"strings"
	"testing"
)

// TestDangersNameWhatExists holds each action of grave.txt and escalations.txt, by its own spelling, against AWS's reference.
func TestDangersNameWhatExists(t *testing.T) {
	d, err := readDangers()
	if err != nil {
		t.Fatal(err)
	}
	tables := Embedded()
	text, err := handFiles.ReadFile("grave.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if f := strings.Fields(line); len(f) == 2 && f[0] != "#" {
			checkAction(t, tables, "grave.txt", f[0])
		}
	}
	for _, way := range d.ways {
		for _, action := range way.Actions {
			checkAction(t, tables, "escalations.txt", action)
		}
	}
	if len(d.actions) < 100 || len(d.ways) < 60 {
		t.Errorf("%d actions, %d ways", len(d.actions), len(d.ways))
	}
}

func TestGrave(t *testing.T) {
	tables := Embedded()
	for action, want := range map[string]Gravity{
		"iam:PassRole": Escalates, "IAM:passrole": Escalates, "sts:AssumeRole": Credentials, "s3:PutBucketPolicy": Shares,
		"s3:GetObject": Exfiltrates, "s3:ListBucket": "", "no:Such": "",
	} {
		if got := tables.Grave(action); got != want {
			t.Errorf("%s %q, want %q", action, got, want)
		}
	}
}

func TestEscalations(t *testing.T) {
	tables := Embedded()
	for _, c := range []struct {
		allowed []string
		want    string // one of the ways that are open, "" for none
	}{
		{[]string{"iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"}, "hands iam:PassRole,lambda:CreateFunction,lambda:InvokeFunction"},
		{[]string{"lambda:CreateFunction", "lambda:InvokeFunction"}, ""},
		{[]string{"iam:PutRolePolicy"}, "self iam:PutRolePolicy"},
		{[]string{"lambda:UpdateFunctionCode"}, "uses lambda:UpdateFunctionCode"},
		{nil, ""},
	} {
		open := tables.Escalations(func(action string) bool { return slices.Contains(c.allowed, action) })
		found := slices.ContainsFunc(open, func(e Escalation) bool { return e.How+" "+strings.Join(e.Actions, ",") == c.want })
		if found != (c.want != "") || c.want == "" && len(open) > 0 {
			t.Errorf("%v open %v, want %q", c.allowed, open, c.want)
		}
	}
}
