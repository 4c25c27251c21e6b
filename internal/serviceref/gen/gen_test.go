package main

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/parebot/pare/internal/serviceref"
)

func TestPinsAreWhole(t *testing.T) {
	packages, err := pinned("inputs.json")
	if err != nil {
		t.Fatal(err)
	}
	var roles []string
	for _, p := range packages {
		roles = append(roles, p.Role)
		if len(p.SHA512) != 128 || p.Name == "" || p.Version == "" || p.File == "" {
			t.Errorf("%s is not pinned", p.Role)
		}
		if !slices.Contains([]string{"npm", "pip", "go"}, p.Client) {
			t.Errorf("%s: no client %q", p.Name, p.Client)
		}
		if p.Licence != "MIT" && p.Licence != "Apache-2.0" {
			t.Errorf("%s: licence %q", p.Name, p.Licence)
		}
	}
	slices.Sort(roles)
	if want := []string{"actions", "dependents", "go1", "go2", "js2", "managed", "operations", "resources", "sam", "types"}; !slices.Equal(roles, want) {
		t.Errorf("roles are %q", roles)
	}
}

// TestTheTablesAreFresh says when aws.bin was made from other pins, or with other lines of prefixes.txt, than those that stand here, and
// connectors.txt from another translator: make gen.
func TestTheTablesAreFresh(t *testing.T) {
	packages, err := pinned("inputs.json")
	if err != nil {
		t.Fatal(err)
	}
	var pins []serviceref.Source
	for _, p := range packages {
		pins = append(pins, serviceref.Source{Name: p.Name, Version: p.Version, Licence: p.Licence})
	}
	tables := serviceref.Embedded()
	if !slices.Equal(pins, tables.Sources()) {
		t.Errorf("aws.bin is stale: it was made from %v, the pins are %v", tables.Sources(), pins)
	}
	for line := range strings.Lines(prefixRows) {
		f := strings.Fields(line)
		if len(f) == 2 && !strings.HasPrefix(line, "#") && tables.Client(f[0]) && tables.Prefix(f[0]) != f[1] {
			t.Errorf("aws.bin is stale: the prefix of %s is %s, prefixes.txt has %s", f[0], tables.Prefix(f[0]), f[1])
		}
	}
	text, err := os.ReadFile("../connectors.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range packages {
		if p.Role == "sam" && !strings.Contains(string(text), p.Name+" "+p.Version+" ") {
			t.Errorf("connectors.txt is stale: it is not of %s %s", p.Name, p.Version)
		}
	}
}

func TestExpressionsOfTemplates(t *testing.T) {
	for text, want := range map[string]string{
		`"*"`:                     "*",
		`{"Ref": "TableName"}`:    "${TableName}",
		`{"Fn::Sub": "arn:${X}"}`: "arn:${X}",
		`{"Fn::Sub": ["arn:${x}/${y}", {"x": {"Ref": "X"}, "y": "z"}]}`: "arn:${X}/z",
		`{"Fn::GetAtt": ["X", "Arn"]}`:                                  "",
		`[1]`:                                                           "",
	} {
		var e expression
		err := json.Unmarshal([]byte(text), &e)
		if (err == nil) != (want != "") || err == nil && string(e) != want {
			t.Errorf("%s is %q, %v; want %q", text, e, err, want)
		}
	}
}

func TestStatementsOfPolicies(t *testing.T) {
	var raw rawStatement
	text := `{"Sid": "X", "Effect": "Allow", "Action": "s3:*", "Resource": ["a", "b"], "Condition": {"Bool": {"k": true}, "StringEquals": {"v": ["x"]}}}`
	if err := json.Unmarshal([]byte(text), &raw); err != nil {
		t.Fatal(err)
	}
	s := statements([]rawStatement{raw})[0]
	if !slices.Equal(s.Actions, []string{"s3:*"}) || !slices.Equal(s.Resources, []string{"a", "b"}) {
		t.Errorf("got %+v", s)
	}
	if s.Conditions["Bool"]["k"][0] != "true" || s.Conditions["StringEquals"]["v"][0] != "x" {
		t.Errorf("got %+v", s.Conditions)
	}
}

// TestRoles finds roles within lists and structures, and stops where a structure holds itself.
func TestRoles(t *testing.T) {
	m := &model{Shapes: map[string]shape{
		"In":   {Type: "structure", Members: map[string]reference{"Role": {Shape: "S"}, "Targets": {Shape: "List"}, "RoleName": {Shape: "S"}}},
		"List": {Type: "list", Member: reference{Shape: "Self"}},
		"Self": {Type: "structure", Members: map[string]reference{"RoleArn": {Shape: "S"}, "Self": {Shape: "Self"}}},
		"S":    {Type: "string"},
	}}
	got := m.roles("events", operation{Input: reference{Shape: "In"}})
	if len(got) < 2 || got[0] != "Role" || got[1] != "Targets[].RoleArn" {
		t.Errorf("got %q", got)
	}
	if got := m.roles("sts", operation{Input: reference{Shape: "In"}}); got != nil {
		t.Errorf("sts hands no role over, got %q", got)
	}
}

func TestURI(t *testing.T) {
	m := &model{Shapes: map[string]shape{"In": {Type: "structure", Members: map[string]reference{
		"restApiId": {Location: "uri", LocationName: "restapi_id"}, "limit": {Location: "querystring", LocationName: "limit"},
	}}}}
	var op operation
	op.Input.Shape, op.HTTP.URI = "In", "/restapis/{restapi_id}/deployments?x=y"
	if got := m.uri(op); got != "/restapis/{restApiId}/deployments" {
		t.Errorf("got %s", got)
	}
}

func TestTheFileIsTheSameTwice(t *testing.T) {
	table := table{text: map[string]string{"b": "2\n", "a": "1\n"}, note: map[string]string{"a": "note"}}
	one, err := table.pack()
	if err != nil {
		t.Fatal(err)
	}
	two, _ := table.pack()
	if !slices.Equal(one, two) || string(one[:8]) != "pareaws1" {
		t.Errorf("got %q and %q", one, two)
	}
}
