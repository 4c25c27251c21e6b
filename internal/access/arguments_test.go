package access

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
)

// TestArguments holds testdata/arguments.txt: which actions a call needs on which resources, where its arguments decide.
func TestArguments(t *testing.T) {
	text, err := os.ReadFile("testdata/arguments.txt")
	if err != nil {
		t.Fatal(err)
	}
	cases := 0
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		cases++
		fact, source, _ := strings.Cut(line, " # ")
		written, want, _ := strings.Cut(fact, " -> ")
		if source == "" || want == "" {
			t.Errorf("%s: want a call -> what it needs # where AWS says so", line)
		}
		if got := alone(call(written)); got != want {
			t.Errorf("%s\n got %s\nwant %s", written, got, want)
		}
	}
	if cases < 150 {
		t.Errorf("%d cases, want 150", cases)
	}
}

// alone is what a call without a template certainly needs, as the lines of testdata/arguments.txt say it.
func alone(c sdk.Call) string {
	needs, known := Alone(c, serviceref.Embedded())
	if !known {
		return "not known"
	}
	var all []string
	for _, n := range needs {
		all = append(all, fmt.Sprintf("%s on %s", n.Action, shortened(n.Resource.String())))
	}
	if len(all) == 0 {
		return "free"
	}
	slices.Sort(all)
	return strings.Join(all, "; ")
}

func shortened(resource string) string {
	if resource == "*" {
		return "any"
	}
	resource = strings.TrimPrefix(resource, "arn:${AWS::Partition}:")
	return strings.NewReplacer("${AWS::Region}:${AWS::AccountId}", "~", "::${AWS::AccountId}", "::~").Replace(resource)
}
