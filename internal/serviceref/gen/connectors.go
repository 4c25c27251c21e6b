package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Of the connector profiles of SAM only these fields are read.
type rawProfile struct {
	Type       string `json:"Type"`
	Properties struct {
		SourcePolicy     bool                 `json:"SourcePolicy"`
		AccessCategories map[string]rawAccess `json:"AccessCategories"`
	} `json:"Properties"`
}

// rawAccess has statements where a role is granted something, and the fields of a permission where a function lets itself be invoked.
type rawAccess struct {
	Statement []struct {
		Action   oneOrMore[string]
		Resource oneOrMore[string]
	}
	Action, Principal, SourceArn, SourceAccount string
}

const connectorsHead = `# What a SAM connector makes, from the profiles of %s %s (gen writes this file). A line: source type, destination
# type, category, then one of
#   source | destination  actions  ARNs       its role may do this: a line a statement
#   permission action principal ARN account   the function that is the destination lets itself be invoked; - for no account
#   policy                                    the destination's own policy lets the source in
`

// connectors writes connectors.txt.
func connectors(packages []input, dir string) (string, error) {
	const file = "samtranslator/model/connector_profiles/profiles.json"
	content, err := load(packages, dir, "sam", func(p string) bool { return p == file })
	if err != nil {
		return "", err
	}
	raw, err := decode[struct {
		Permissions map[string]map[string]json.RawMessage
	}](content, file)
	if err != nil {
		return "", err
	}
	var out strings.Builder
	for _, p := range packages {
		if p.Role == "sam" {
			fmt.Fprintf(&out, connectorsHead, p.Name, p.Version)
		}
	}
	for _, source := range slices.Sorted(maps.Keys(raw.Permissions)) {
		for _, destination := range slices.Sorted(maps.Keys(raw.Permissions[source])) {
			var profile rawProfile
			if err := json.Unmarshal(raw.Permissions[source][destination], &profile); err != nil {
				return "", fmt.Errorf("reading the connector from %s to %s: %w", source, destination, err)
			}
			if err := profile.write(&out, source+" "+destination); err != nil {
				return "", err
			}
		}
	}
	return out.String(), nil
}

func (p rawProfile) write(out *strings.Builder, pair string) error {
	for _, category := range slices.Sorted(maps.Keys(p.Properties.AccessCategories)) {
		access := p.Properties.AccessCategories[category]
		head := pair + " " + category + " "
		switch p.Type {
		case "AWS_IAM_ROLE_MANAGED_POLICY":
			role := map[bool]string{true: "source", false: "destination"}[p.Properties.SourcePolicy]
			for _, s := range access.Statement {
				fmt.Fprintf(out, "%s%s %s %s\n", head, role, strings.Join(s.Action, ","), marked(strings.Join(s.Resource, ",")))
			}
		case "AWS_LAMBDA_PERMISSION":
			account := cmp.Or(access.SourceAccount, "-")
			fmt.Fprintf(out, "%spermission %s %s %s %s\n", head, access.Action, access.Principal, marked(access.SourceArn), account)
		case "AWS_SQS_QUEUE_POLICY", "AWS_SNS_TOPIC_POLICY":
			fmt.Fprintf(out, "%spolicy\n", head)
		default:
			return fmt.Errorf("reading the connector of %s: unknown kind %s", pair, p.Type)
		}
	}
	return nil
}

// marked writes the variables of a profile, %{Source.Arn}, as those of all tables.
func marked(text string) string { return strings.ReplaceAll(text, "%{", "${") }
