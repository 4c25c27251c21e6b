package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/serviceref"
)

// Of the managed policies only these fields are read; statement ids are dropped.
type rawPolicy struct {
	Arn      string `json:"arn"`
	Latest   string `json:"latestVersionId"`
	Versions map[string]struct {
		Document struct {
			Statement oneOrMore[rawStatement] `json:"Statement"`
		} `json:"document"`
	} `json:"versions"`
}

type rawStatement struct {
	Effect      string
	Action      oneOrMore[string]
	NotAction   oneOrMore[string]
	Resource    oneOrMore[string]
	NotResource oneOrMore[string]
	Condition   map[string]map[string]oneOrMore[scalar]
}

// oneOrMore is the way of policies to write a list of one without the list.
type oneOrMore[T any] []T

func (l *oneOrMore[T]) UnmarshalJSON(text []byte) error {
	if strings.HasPrefix(string(text), "[") {
		return json.Unmarshal(text, (*[]T)(l))
	}
	var one T
	err := json.Unmarshal(text, &one)
	*l = []T{one}
	return err
}

// scalar is a condition's value, which may be written as a string, a boolean or a number.
type scalar string

func (s *scalar) UnmarshalJSON(text []byte) error {
	if strings.HasPrefix(string(text), `"`) {
		return json.Unmarshal(text, (*string)(s))
	}
	*s = scalar(text)
	return nil
}

// policiesPerSection keeps the opening of one policy cheap.
const policiesPerSection = 64

func (t table) addManaged(packages []input, dir string) error {
	content, err := load(packages, dir, "managed", func(p string) bool { return path.Base(p) == "managedPolicies.json" })
	if err != nil {
		return err
	}
	raw, err := decode[map[string]rawPolicy](content, "package/dist/managedPolicies.json")
	if err != nil {
		return err
	}
	var names []string
	for _, name := range slices.Sorted(maps.Keys(raw)) {
		if !strings.Contains(raw[name].Arn, ":policy/aws-service-role/") { // those cannot be attached by hand
			names = append(names, name)
		}
	}
	for i := 0; len(names) > 0; i++ {
		chunk := names[:min(policiesPerSection, len(names))]
		names = names[len(chunk):]
		if err := t.addPolicies(fmt.Sprintf("managed/%03d", i), chunk, raw); err != nil {
			return err
		}
	}
	return nil
}

func (t table) addPolicies(section string, names []string, raw map[string]rawPolicy) error {
	for _, name := range names {
		policy := raw[name]
		_, tail, ok := strings.Cut(policy.Arn, ":iam::aws:policy/")
		version, known := policy.Versions[policy.Latest]
		if !ok || !known || !strings.HasSuffix(tail, name) {
			return fmt.Errorf("reading policy %s: ARN %q, version %q", name, policy.Arn, policy.Latest)
		}
		lines, err := serviceref.PolicyLines(name, strings.TrimSuffix(tail, name), statements(version.Document.Statement))
		if err != nil {
			return err
		}
		t.text[section] += lines
	}
	t.note[section] = strings.Join(names, " ")
	return nil
}

func statements(raw []rawStatement) []serviceref.Statement {
	var all []serviceref.Statement
	for _, r := range raw {
		s := serviceref.Statement{Effect: r.Effect, Actions: r.Action, NotActions: r.NotAction, Resources: r.Resource, NotResources: r.NotResource}
		for operator, keys := range r.Condition {
			for key, values := range keys {
				addCondition(&s, operator, key, values)
			}
		}
		all = append(all, s)
	}
	return all
}

func addCondition(s *serviceref.Statement, operator, key string, values []scalar) {
	if s.Conditions == nil {
		s.Conditions = map[string]map[string][]string{}
	}
	if s.Conditions[operator] == nil {
		s.Conditions[operator] = map[string][]string{}
	}
	for _, v := range values {
		s.Conditions[operator][key] = append(s.Conditions[operator][key], string(v))
	}
}
