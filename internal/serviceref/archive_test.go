package serviceref

import (
	"regexp"
	"strings"
	"testing"
)

// prose are words that sentences have and names have not. What the tables hold are facts: a description that slips in is a mistake.
var prose = regexp.MustCompile(`(?i)(^|[ ">])(the|a|an|to|of|for|with|is|are|that|this|which|and|or|by|grants?|specifies) `)

func TestNoProse(t *testing.T) {
	for _, s := range sections(archived) {
		for line := range strings.Lines(s.text()) {
			if at := prose.FindString(line); at != "" {
				t.Errorf("%s/%s: %q in %.200s", s.kind, s.name, at, line)
			}
		}
	}
}

// TestEverySectionDecodes opens all there is, counts it, and prints the sizes (go test -v).
func TestEverySectionDecodes(t *testing.T) {
	tables := Embedded()
	packed := map[string]int{}
	for _, s := range sections(archived) {
		packed[s.kind] += len(s.packed)
		if s.text() == "" {
			t.Errorf("%s/%s: empty", s.kind, s.name)
		}
	}
	actions, operations, methods := len(tables.Expand("*")), 0, 0
	for _, client := range tables.Clients() {
		a, _ := tables.api(client)
		operations += len(a.names)
		methods += len(a.methods())
		if tables.Prefix(client) == "" || tables.ServiceID(client) == "" {
			t.Errorf("%s: prefix %q, service ID %q", client, tables.Prefix(client), tables.ServiceID(client))
		}
	}
	t.Logf("%d bytes, packed by kind: %v", len(archived), packed)
	t.Logf("%d services, %d actions; %d clients, %d operations; %d managed policies, %d templates, %d types",
		len(tables.archive.all("iam")), actions, len(tables.Clients()), operations,
		len(tables.ManagedNames()), len(tables.archive.templates()), len(tables.archive.types()))
	if methods != operations {
		t.Errorf("%d operations have %d names in Python", operations, methods)
	}
	size := len(archived)
	entries, _ := handFiles.ReadDir(".")
	for _, e := range entries {
		text, err := handFiles.ReadFile(e.Name())
		if err != nil {
			t.Fatal(err)
		}
		size += len(text)
	}
	t.Logf("%d bytes are embedded, with the lines kept by hand", size)
	if size > 1_200_000 {
		t.Errorf("the tables have grown to %d bytes", size)
	}
	if actions < 22_000 || operations < 19_000 || len(tables.archive.templates()) != 81 {
		t.Error("the tables have shrunk")
	}
}

// TestOperationsAreMostlyKnown holds the share of operations of which an action is known; a worse share after a refresh wants a look.
func TestOperationsAreMostlyKnown(t *testing.T) {
	tables := Embedded()
	all, verified := 0, 0
	for _, client := range tables.Clients() {
		for _, name := range tables.Operations(client) {
			op, ok := tables.Operation(client, name)
			if !ok {
				t.Errorf("%s %s is listed and not known", client, name)
			}
			all++
			if op.Verified {
				verified++
			}
			for _, n := range op.Needs {
				if a, ok := tables.Action(n.Action); op.Verified && (!ok || a.Name != n.Action) {
					t.Errorf("%s %s: no action %s", client, name, n.Action)
				}
			}
		}
	}
	t.Logf("%d of %d operations verified", verified, all)
	if verified*100 < all*94 {
		t.Errorf("only %d of %d operations verified", verified, all)
	}
}

// TestCutShort opens every beginning of the file: what is not whole is not there, and nothing fails.
func TestCutShort(t *testing.T) {
	whole := len(sections(archived))
	for size := 0; size < len(archived); size += 9973 {
		if n := len(sections(archived[:size])); n >= whole {
			t.Errorf("%d bytes have %d sections", size, n)
		}
		open(archived[:size])
	}
}
