package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// rawResource is what is read of a CloudFormation resource type.
type rawResource struct {
	Type        string              `json:"cloudFormationType"`
	Arn         string              `json:"arnTemplate"`
	Identifiers []string            `json:"primaryIdentifier"`
	Ref         []string            `json:"cfnRefIdentifier"`
	Attributes  map[string]struct{} `json:"attributes"`
}

func (t table) addTypes(packages []input, dir string) error {
	content, err := load(packages, dir, "types", func(p string) bool { return p == "package/db.json.gz" })
	if err != nil {
		return err
	}
	raw, err := decode[struct {
		Schema struct {
			Resource struct {
				Entities []rawResource `json:"entities"`
			} `json:"resource"`
		} `json:"schema"`
	}](content, "package/db.json")
	if err != nil {
		return err
	}
	var lines []string
	for _, r := range raw.Schema.Resource.Entities {
		lines = append(lines, r.line())
	}
	slices.Sort(lines)
	t.text["types"] = strings.Join(lines, "")
	return nil
}

func (r rawResource) line() string {
	identifiers := r.Identifiers
	if len(r.Ref) > 0 {
		identifiers = r.Ref
	}
	var attributes []string
	for _, name := range slices.Sorted(maps.Keys(r.Attributes)) {
		if !strings.Contains(name, ".") {
			attributes = append(attributes, name)
		}
	}
	return fmt.Sprintf("%s\t%s\t%s\t%s\n", r.Type, ownAccount(r.Arn), strings.Join(identifiers, ","), strings.Join(attributes, ","))
}
