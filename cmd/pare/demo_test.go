package main

import (
	"context"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/parebot/pare/internal/githubtest"
	"github.com/parebot/pare/internal/githubtest/contract"
)

// rig starts the demo, judged by GitHub's own description.
func rig(t *testing.T) *demo {
	t.Helper()
	d, err := startDemo(context.Background(), func(h http.Handler) http.Handler {
		return contract.Judge(h, func(s string) { t.Error("contract: ", s) })
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.close)
	return d
}

func (d *demo) wait(t *testing.T, number int) githubtest.Seen {
	t.Helper()
	seen, err := d.reviewed(context.Background(), number, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	return seen
}

// settled waits until what a person sees pleases.
func (d *demo) settled(t *testing.T, number int, pleases func(githubtest.Seen) bool) githubtest.Seen {
	t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		seen, err := d.hub.See(shop, number)
		if err != nil {
			t.Fatal(err)
		}
		if pleases(seen) {
			return seen
		}
	}
	seen, _ := d.hub.See(shop, number)
	t.Fatalf("it did not come to that: %+v", seen)
	return seen
}

// The whole path: two signed deliveries become two reviews; a comment is answered; committed suggestions turn the check green.
func TestDemo(t *testing.T) {
	d := rig(t)
	first, second := d.wait(t, d.pulls[0]), d.wait(t, d.pulls[1])
	if n := len(first.Reviews); n != 1 || len(first.Reviews[0].Comments) != 8 || first.Checks[0].Conclusion != "failure" {
		t.Errorf("#1: %s", asText(first))
	}
	if len(second.Reviews) != 1 || second.Reviews[0].Comments[0].Path != "billing/layers/shared/python/shared/store.py" || !strings.Contains(second.Comments[0].Body, "-                - dynamodb:PutItem") {
		t.Errorf("#2: %s", asText(second))
	}
	if err := d.Comment(d.pulls[0], "/pare explain public-url"); err != nil {
		t.Fatal(err)
	}
	d.settled(t, d.pulls[0], func(s githubtest.Seen) bool {
		last := s.Comments[len(s.Comments)-1]
		return len(s.Comments) == 3 && last.Author == "pare[bot]" && strings.Contains(last.Body, "public-url")
	})
	d.commitAll(t, d.pulls[0])
}

// commitAll commits suggestion after suggestion, as a person does, until none is left; each push is reviewed anew.
func (d *demo) commitAll(t *testing.T, number int) {
	t.Helper()
	for range 12 {
		seen := d.settled(t, number, func(s githubtest.Seen) bool { return finished(s) })
		if seen.Checks[len(seen.Checks)-1].Conclusion == "success" {
			return
		}
		if !d.commitOne(t, seen) {
			t.Fatalf("nothing left to commit, and the check is red: %s", asText(seen))
		}
		payload, err := d.hub.PullRequestEvent(shop, number, "synchronize")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.hub.Deliver("pull_request", payload); err != nil {
			t.Fatal(err)
		}
	}
	t.Fatal("the check does not turn green")
}

func (d *demo) commitOne(t *testing.T, seen githubtest.Seen) bool {
	t.Helper()
	for _, r := range seen.Reviews {
		for _, c := range r.Comments {
			if !c.Outdated && !c.Resolved && strings.Contains(c.Body, "```suggestion") {
				if _, err := d.hub.ApplySuggestion(shop, seen.Number, c.ID, author); err == nil {
					return true
				}
			}
		}
	}
	return false
}

// TestKillers: the known killers of parsers in one pull request. The other files are reviewed, and the server lives.
func TestKillers(t *testing.T) {
	d := rig(t)
	d.wait(t, d.pulls[0])
	deep := func(open, shut string, n int) []byte {
		return []byte(strings.Repeat(open, n) + strings.Repeat(shut, n))
	}
	head := maps.Clone(files("main"))
	maps.Copy(head, files("pull-1"))
	resources := "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  X:\n    Type: AWS::SNS::Topic\n    Properties:\n      A: "
	maps.Copy(head, map[string][]byte{
		"k/heredoc.rb":   []byte("x = <<" + strings.Repeat("A", 300) + "\n"),
		"k/dashes.yaml":  []byte(strings.Repeat("- ", 300) + "a"),
		"k/nested.yaml":  append([]byte(resources), deep("[", "]", 20_000)...),
		"k/strings.kt":   []byte(strings.Repeat(`"${`, 2000)),
		"k/deep.tf":      []byte("a = " + strings.Repeat("(", 100_000)),
		"k/deep.json":    append([]byte(`{"Resources": {"Type": "AWS::SNS::Topic"}, "a": `), deep("[", "]", 100_000)...),
		"k/deep.sh":      deep("(", ")", 250_000),
		"k/aliases.yaml": []byte(resources + "&a [x, x]\n      B: &b [*a, *a, *a, *a]\n      C: &c [*b, *b, *b, *b]\n      D: &d [*c, *c, *c, *c]\n      E: &e [*d, *d, *d, *d]\n      F: &f [*e, *e, *e, *e]\n      G: &g [*f, *f, *f, *f]\n      H: &h [*g, *g, *g, *g]\n      I: &i [*h, *h, *h, *h]\n      J: [*i, *i, *i, *i]\n"),
		// These are read, since a function's handler imports them.
		"orders/src/create.py": append(head["orders/src/create.py"], "\nimport deep, lines, zeros\n"...),
		"orders/src/deep.py":   append([]byte("x = "), deep("[", "]", 100_000)...),
		"orders/src/lines.py":  []byte(strings.Repeat("a ", 500_000)),
		"orders/src/zeros.py":  {0, 1, 2, 0xff, 0xfe},
	})
	if _, err := d.hub.Push(shop, "killers", "killers", head); err != nil {
		t.Fatal(err)
	}
	number, err := d.hub.Open(shop, githubtest.Pull{Title: "Killers", Head: "killers", Author: author})
	if err != nil {
		t.Fatal(err)
	}
	payload, err := d.hub.PullRequestEvent(shop, number, "opened")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.hub.Deliver("pull_request", payload); err != nil {
		t.Fatal(err)
	}
	seen := d.wait(t, number)
	if len(seen.Reviews) != 1 || !strings.Contains(asText(seen), "`GetOrder` needs 1 of the 10 actions") {
		t.Errorf("the other files: %s", asText(seen))
	}
	if strings.Contains(asText(seen), "CreateOrder` does not") {
		t.Errorf("CreateOrder's imports could not be read, and yet something of it is called unused: %s", asText(seen))
	}
}
