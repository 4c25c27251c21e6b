package main

import (
	"archive/zip"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestConnectors writes the lines of profiles: statements of either role, a permission, a policy, and nothing of what is not known.
func TestConnectors(t *testing.T) {
	const profiles = `{"Permissions": {"A": {
		"B": {"Type": "AWS_IAM_ROLE_MANAGED_POLICY", "Properties": {"SourcePolicy": true, "AccessCategories": {
			"Write": {"Statement": [{"Action": ["x:Put", "x:Del"], "Resource": ["%{Destination.Arn}"]}, {"Action": "x:Stop", "Resource": "*"}]}}}},
		"C": {"Type": "AWS_LAMBDA_PERMISSION", "Properties": {"AccessCategories": {
			"Write": {"Action": "lambda:InvokeFunction", "Principal": "x.amazonaws.com", "SourceArn": "%{Source.Arn}"}}}},
		"D": {"Type": "AWS_SQS_QUEUE_POLICY", "Properties": {"AccessCategories": {"Write": {"Statement": []}}}}}}}`
	const want = `A B Write source x:Put,x:Del ${Destination.Arn}
A B Write source x:Stop *
A C Write permission lambda:InvokeFunction x.amazonaws.com ${Source.Arn} -
A D Write policy
`
	got, err := connectorsOf(t, profiles)
	if err != nil {
		t.Fatal(err)
	}
	if _, lines, _ := strings.Cut(got, "source in\n"); lines != want {
		t.Errorf("got %s", got)
	}
	if _, err := connectorsOf(t, strings.Replace(profiles, "AWS_SQS_QUEUE_POLICY", "AWS_NEW", 1)); err == nil || !strings.Contains(err.Error(), "AWS_NEW") {
		t.Errorf("a kind that is not known: %v", err)
	}
	if _, err := connectorsOf(t, `{"Permissions": []}`); err == nil {
		t.Error("profiles of another shape are read")
	}
}

// connectorsOf puts profiles into a package as the translator has them.
func connectorsOf(t *testing.T, profiles string) (string, error) {
	t.Helper()
	dir := t.TempDir()
	file, err := os.Create(filepath.Join(dir, "sam.whl"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	w := zip.NewWriter(file)
	entry, err := w.Create("samtranslator/model/connector_profiles/profiles.json")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := entry.Write([]byte(profiles)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return connectors([]input{{Role: "sam", File: "sam.whl", Name: "aws-sam-translator", Version: "1"}}, dir)
}

// TestListed finds the types that some collection holds: only their batch actions can be called.
func TestListed(t *testing.T) {
	var listing rawModel
	var call rawCall
	call.Resource.Type = "Message"
	listing.HasMany = map[string]rawCall{"Messages": call}
	raw := rawResources{Resources: map[string]rawModel{"Queue": listing, "Message": {}}}
	if !raw.listed("Message") || raw.listed("Queue") {
		t.Error("a type that is listed is not, or the reverse")
	}
}
