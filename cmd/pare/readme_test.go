package main

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/parebot/pare/internal/githubtest"
)

var update = flag.Bool("update", false, "write the README's example anew")

const (
	exampleBegins = "<!-- example: what the demo's first pull request gets; a test holds it -->\n"
	exampleEnds   = "<!-- end of example -->\n"
)

// The README shows what Pare says, word for word.
func TestReadmeExample(t *testing.T) {
	d := rig(t)
	want := example(t, d.wait(t, d.pulls[0]))
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(text), exampleBegins)
	got, after, ended := strings.Cut(rest, exampleEnds)
	if !found || !ended {
		t.Fatal("the README has no place for its example")
	}
	if got == want {
		return
	}
	if !*update {
		t.Fatalf("the README's example is out of date: go test ./cmd/pare -run Readme -update\n%s", want)
	}
	if err := os.WriteFile("../../README.md", []byte(before+exampleBegins+want+exampleEnds+after), 0o644); err != nil {
		t.Fatal(err)
	}
}

// example is the summary up to its details, and the comment on one line.
func example(t *testing.T, s githubtest.Seen) string {
	t.Helper()
	summary, _, _ := strings.Cut(s.Comments[0].Body, "<details>")
	for _, c := range s.Reviews[0].Comments {
		if c.Path == "orders/template.yaml" && strings.Contains(c.Body, "AmazonS3FullAccess") {
			comment, _, _ := strings.Cut(c.Body, "<sub>")
			return quote(summary) + "\nand on line 22 of the template:\n\n" + quote(comment)
		}
	}
	t.Fatal("no comment on AmazonS3FullAccess")
	return ""
}

func quote(text string) string {
	var b strings.Builder
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		b.WriteString(strings.TrimRight("> "+line, " ") + "\n")
	}
	return b.String()
}
