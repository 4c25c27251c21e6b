package main

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/parebot/pare/internal/config"
	"github.com/parebot/pare/internal/finding"
	"github.com/parebot/pare/internal/source"
)

// truth is what a person worked out by reading the sample, function by function. Logs are left out: every function needs them.
type truth struct {
	Needed, Missing, Broad, Unused, Triggers []string
	MoreUnused                               bool `json:"more unused"` // Unused names some of many
}

// The report of the sample agrees with the truth beside it, and the same input gives the same bytes.
func TestSampleTruth(t *testing.T) {
	text, err := os.ReadFile("sample/truth.json")
	if err != nil {
		t.Fatal(err)
	}
	var want map[string]truth
	if err := json.Unmarshal(text, &want); err != nil {
		t.Fatal(err)
	}
	report := think(source.Workspace{Head: source.Files(files("pull-1"))}, config.Default())
	if len(report.Functions) != len(want) {
		t.Errorf("%d functions, want %d", len(report.Functions), len(want))
	}
	for _, fn := range report.Functions {
		got := told(fn)
		if want[fn.ID].MoreUnused {
			got.MoreUnused = true
			got.Unused = slices.DeleteFunc(got.Unused, func(s string) bool { return !slices.Contains(want[fn.ID].Unused, s) })
		}
		if d := cmp.Diff(want[fn.ID], got); d != "" {
			t.Errorf("%s (want -, got +):\n%s", fn.ID, d)
		}
	}
	first, err := finding.Print(report)
	if err != nil {
		t.Fatal(err)
	}
	second, err := finding.Print(think(source.Workspace{Head: source.Files(files("pull-1"))}, config.Default()))
	if err != nil || !bytes.Equal(first, second) {
		t.Errorf("the second report differs from the first: %v", err)
	}
}

// told is a function's part of the report in the truth's words.
func told(fn finding.Function) truth {
	needs := func(list []finding.Need) []string {
		out := []string{}
		for _, n := range list {
			if !strings.HasPrefix(n.Action, "logs:") {
				out = append(out, n.Action+" "+n.Resource)
			}
		}
		slices.Sort(out)
		return out
	}
	got := truth{Needed: needs(fn.Needed), Missing: needs(fn.Missing), Broad: []string{}, Unused: []string{}, Triggers: fn.Triggers}
	for _, g := range fn.Unused {
		got.Unused = append(got.Unused, g.Action+" "+g.Resource)
	}
	for _, b := range fn.Broad {
		for _, k := range b.Keep {
			got.Broad = append(got.Broad, b.Action+" "+b.Resource+" keeps "+k.Action+" "+k.Resource)
		}
	}
	slices.Sort(got.Unused)
	slices.Sort(got.Broad)
	return got
}

// What check prints satisfies the schema that is kept in the repository.
func TestSchema(t *testing.T) {
	schema, err := jsonschema.UnmarshalJSON(bytes.NewReader(finding.Schema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("schema.json", schema); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{"pull-1", "main", "none"} {
		text, err := finding.Print(think(source.Workspace{Head: source.Files(files(folder))}, config.Default()))
		if err != nil {
			t.Fatal(err)
		}
		printed, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if err := compiled.Validate(printed); err != nil {
			t.Errorf("%s: %v", folder, err)
		}
	}
}
