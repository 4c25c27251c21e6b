package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/serviceref"
)

// Of the policy templates of SAM only these fields are read.
type rawTemplate struct {
	Parameters map[string]struct{} `json:"Parameters"`
	Definition struct {
		Statement []struct {
			Effect    string
			Action    oneOrMore[string]
			Resource  oneOrMore[expression]
			Condition map[string]map[string]oneOrMore[expression]
		} `json:"Statement"`
	} `json:"Definition"`
}

// expression is a string of a CloudFormation template with its intrinsic functions resolved to ${Name}.
type expression string

func (e *expression) UnmarshalJSON(text []byte) error {
	var value any
	if err := json.Unmarshal(text, &value); err != nil {
		return err
	}
	resolved, err := resolve(value)
	*e = expression(resolved)
	return err
}

func resolve(value any) (string, error) {
	if text, ok := value.(string); ok {
		return text, nil
	}
	function, ok := value.(map[string]any)
	if !ok || len(function) != 1 {
		return "", fmt.Errorf("resolving %v: no string and no function", value)
	}
	if name, ok := function["Ref"].(string); ok {
		return "${" + name + "}", nil
	}
	if text, ok := function["Fn::Sub"].(string); ok {
		return text, nil
	}
	list, ok := function["Fn::Sub"].([]any)
	if !ok || len(list) != 2 {
		return "", fmt.Errorf("resolving %v: unknown function", value)
	}
	return substitute(list[0], list[1])
}

// substitute replaces the names that Fn::Sub declares for itself.
func substitute(text, by any) (string, error) {
	pattern, _ := text.(string)
	own, ok := by.(map[string]any)
	if !ok || pattern == "" {
		return "", fmt.Errorf("resolving Fn::Sub of %v", text)
	}
	for _, name := range slices.Sorted(maps.Keys(own)) {
		value, err := resolve(own[name])
		if err != nil {
			return "", err
		}
		pattern = strings.ReplaceAll(pattern, "${"+name+"}", value)
	}
	return pattern, nil
}

type storedTemplate struct {
	Parameters []string               `json:"p,omitempty"`
	Statements []serviceref.Statement `json:"s"`
}

func (t table) addTemplates(packages []input, dir string) error {
	const file = "samtranslator/policy_templates_data/policy_templates.json"
	content, err := load(packages, dir, "sam", func(p string) bool { return p == file })
	if err != nil {
		return err
	}
	raw, err := decode[struct{ Templates map[string]rawTemplate }](content, file)
	if err != nil {
		return err
	}
	stored := map[string]storedTemplate{}
	for name, r := range raw.Templates {
		s := storedTemplate{Parameters: slices.Sorted(maps.Keys(r.Parameters))}
		for _, statement := range r.Definition.Statement {
			out := serviceref.Statement{Effect: statement.Effect, Actions: statement.Action}
			for _, resource := range statement.Resource {
				out.Resources = append(out.Resources, string(resource))
			}
			for operator, keys := range statement.Condition {
				for key, values := range keys {
					addCondition(&out, operator, key, scalars(values))
				}
			}
			s.Statements = append(s.Statements, out)
		}
		stored[name] = s
	}
	return t.addJSON("sam", stored)
}

func scalars(values []expression) []scalar {
	var all []scalar
	for _, v := range values {
		all = append(all, scalar(v))
	}
	return all
}
