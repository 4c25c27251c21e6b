package serviceref

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestPolicyLines writes policies with all that a statement may have, and reads them back.
func TestPolicyLines(t *testing.T) {
	want := map[string]storedPolicy{
		"Empty": {Path: "service-role/"},
		"Full": {Statements: []Statement{
			{Effect: "Allow", Actions: []string{"s3:Get*", "s3:List*"}, Resources: []string{"*"}},
			{Effect: "Deny", NotActions: []string{"iam:*"}, NotResources: []string{"arn:aws:s3:::a", "arn:aws:s3:::b c"}, Conditions: map[string]map[string][]string{
				"StringEquals": {"aws:ResourceTag/x": {"1", "", "2"}, "aws:RequestedRegion": {"eu-west-1"}},
				"Bool":         {"aws:SecureTransport": {"false"}},
				"Null":         {"aws:x": {}},
			}},
		}},
	}
	text := ""
	for _, name := range sortedKeys(want) {
		lines, err := PolicyLines(name, want[name].Path, want[name].Statements)
		if err != nil {
			t.Fatal(err)
		}
		text += lines
	}
	if diff := cmp.Diff(want, readPolicies(text)); diff != "" {
		t.Error(diff)
	}
	if _, err := PolicyLines("Broken", "", []Statement{{Effect: "Allow", Actions: []string{"s3:Get\nA\tiam:*"}}}); err == nil {
		t.Error("a value with a line end is written")
	}
	for _, broken := range []string{"", "\n", "A\ts3:*\n", "P\n", "S\tAllow\n", "P\tx\ty\nC\tBool\n"} {
		if p := readPolicies(broken); len(p["x"].Statements) != 0 {
			t.Errorf("%q is %+v", broken, p)
		}
	}
}
