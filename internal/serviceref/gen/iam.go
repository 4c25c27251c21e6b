package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
)

// Of the authorization reference only these fields are read; its descriptions are sentences and stay where they are.
type rawAction struct {
	Name             string            `json:"name"`
	AccessLevel      string            `json:"accessLevel"`
	ResourceTypes    []rawActionTarget `json:"resourceTypes"`
	DependentActions []string          `json:"dependentActions"`
}

type rawActionTarget struct {
	Name             string   `json:"name"`
	Required         bool     `json:"required"`
	DependentActions []string `json:"dependentActions"`
}

type rawType struct {
	Key string `json:"key"`
	Arn string `json:"arn"`
}

// service is one IAM prefix.
type service struct {
	actions map[string]*action // by lower-case name
	types   map[string][]string
}

type action struct {
	name, level string
	retired     bool
	targets     map[string]bool // resource type -> required
	dependents  map[string]bool
}

// readServices joins two versions of the same reference: the new one is right about what there is, the old one still has the
// dependent actions, which AWS's page lost in a redesign, and actions that are gone but stand in old policies.
func readServices(packages []input, dir string) (map[string]*service, error) {
	all := map[string]*service{}
	for _, role := range []string{"actions", "dependents"} {
		content, err := load(packages, dir, role, func(p string) bool {
			return strings.HasPrefix(p, "package/data/actions/") || strings.HasPrefix(p, "package/data/resourceTypes/")
		})
		if err != nil {
			return nil, err
		}
		for name, text := range content {
			if err := addReference(all, name, text, role == "dependents"); err != nil {
				return nil, err
			}
		}
	}
	for prefix, s := range all {
		for _, a := range s.actions {
			delete(a.dependents, prefix+":"+a.name)
		}
	}
	return all, nil
}

func addReference(all map[string]*service, file string, text []byte, old bool) error {
	prefix := strings.TrimSuffix(path.Base(file), ".json")
	if all[prefix] == nil {
		all[prefix] = &service{actions: map[string]*action{}, types: map[string][]string{}}
	}
	s := all[prefix]
	if path.Base(path.Dir(file)) == "resourceTypes" {
		return s.addTypes(file, text)
	}
	var raw map[string]rawAction
	if err := json.Unmarshal(text, &raw); err != nil {
		return fmt.Errorf("reading %s: %w", file, err)
	}
	for key, r := range raw {
		s.addAction(key, r, old)
	}
	return nil
}

func (s *service) addTypes(file string, text []byte) error {
	var raw map[string]rawType
	if err := json.Unmarshal(text, &raw); err != nil {
		return fmt.Errorf("reading %s: %w", file, err)
	}
	for _, r := range raw {
		if _, known := s.types[r.Key]; !known {
			s.types[r.Key] = strings.Split(strings.ReplaceAll(ownAccount(r.Arn), ", arn:", "\narn:"), "\n")
		}
	}
	return nil
}

// ownAccount spells the caller's account in one way: a few services have ${AccountId}.
func ownAccount(arn string) string { return strings.ReplaceAll(arn, ":${AccountId}:", ":${Account}:") }

func (s *service) addAction(key string, r rawAction, old bool) {
	a, known := s.actions[key]
	if !known {
		// Access levels are lists now ("Tagging, Write"): the first word is the level.
		level, _, _ := strings.Cut(r.AccessLevel, ",")
		a = &action{name: r.Name, level: level, retired: old, targets: map[string]bool{}, dependents: map[string]bool{}}
		s.actions[key] = a
		for _, t := range r.ResourceTypes {
			a.targets[t.Name] = a.targets[t.Name] || t.Required
		}
	}
	for _, t := range r.ResourceTypes {
		a.depend(t.DependentActions)
	}
	a.depend(r.DependentActions)
}

var actionName = regexp.MustCompile(`^[a-z0-9-]+:[A-Za-z0-9]+$`)

func (a *action) depend(names []string) {
	for _, name := range names {
		if actionName.MatchString(name) {
			a.dependents[name] = true
		}
	}
}

func (s *service) lines() string {
	var out strings.Builder
	for _, name := range slices.Sorted(maps.Keys(s.types)) {
		fmt.Fprintf(&out, "T\t%s\t%s\n", name, strings.Join(s.types[name], "\t"))
	}
	actions := slices.SortedFunc(maps.Values(s.actions), func(a, b *action) int { return strings.Compare(a.name, b.name) })
	for _, a := range actions {
		var targets []string
		for _, name := range slices.Sorted(maps.Keys(a.targets)) {
			if len(s.types[name]) == 0 {
				continue
			}
			if a.targets[name] {
				name += "!"
			}
			targets = append(targets, name)
		}
		flags := ""
		if a.retired {
			flags = "r"
		}
		fmt.Fprintf(&out, "A\t%s\t%.1s\t%s\t%s\t%s\n", a.name, a.level, flags,
			strings.Join(targets, ","), strings.Join(slices.Sorted(maps.Keys(a.dependents)), ","))
	}
	return out.String()
}
