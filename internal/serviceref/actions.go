package serviceref

import (
	"slices"
	"strings"
	"sync"
)

// service is one IAM prefix: its actions and resource types.
type service struct {
	prefix  string
	names   []string          // canonical action names, sorted
	actions map[string]Action // by lower-case name
}

func readService(prefix, text string) *service {
	s := &service{prefix: prefix, actions: map[string]Action{}}
	types := map[string][]string{}
	for line := range strings.Lines(text) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		switch {
		case fields[0] == "T" && len(fields) > 2:
			types[fields[1]] = fields[2:]
		case fields[0] == "A" && len(fields) == 6:
			s.add(fields, types)
		}
	}
	return s
}

// add takes one A line. The T lines stand before all A lines.
func (s *service) add(fields []string, types map[string][]string) {
	a := Action{
		Name:       s.prefix + ":" + fields[1],
		Level:      level(fields[2]),
		Retired:    strings.Contains(fields[3], "r"),
		Dependents: split(fields[5]),
	}
	for _, name := range split(fields[4]) {
		name, required := strings.CutSuffix(name, "!")
		a.Resources = append(a.Resources, ResourceType{Name: name, Arns: types[name], Required: required})
	}
	a.Star = len(a.Resources) == 0
	s.names = append(s.names, a.Name)
	s.actions[strings.ToLower(a.Name)] = a
}

func level(letter string) Level {
	for _, l := range []Level{List, Read, Write, Tagging, Permissions} {
		if letter != "" && l[0] == letter[0] {
			return l
		}
	}
	return ""
}

func split(list string) []string {
	if list == "" {
		return nil
	}
	return strings.Split(list, ",")
}

// Known says that an IAM service prefix has a table.
func (t *Tables) Known(prefix string) bool {
	_, ok := t.archive.services[strings.ToLower(prefix)]
	return ok
}

// Action is the action of that name, in any case.
func (t *Tables) Action(name string) (Action, bool) {
	name = strings.ToLower(name)
	prefix, _, _ := strings.Cut(name, ":")
	read, ok := t.archive.services[prefix]
	if !ok {
		return Action{}, false
	}
	a, ok := read().actions[name]
	if _, overlaid := t.facts.star[a.Name]; overlaid {
		a.Star = true
	}
	return a, ok
}

// maxPatterns bounds what Expand remembers: templates are written by strangers.
const maxPatterns = 4096

// actionCache remembers what patterns stand for.
type actionCache struct {
	mu    sync.RWMutex
	known map[string][]string
}

// Expand lists the canonical names of the actions that a pattern of a policy matches (s3:Get*, *), sorted; none if it matches none.
// Case does not matter, * is any text and ? any one character. The slice is shared: do not change it.
func (t *Tables) Expand(pattern string) []string {
	pattern = strings.ToLower(pattern)
	t.actions.mu.RLock()
	names, ok := t.actions.known[pattern]
	t.actions.mu.RUnlock()
	if ok {
		return names
	}
	names = t.expand(pattern)
	t.actions.mu.Lock()
	defer t.actions.mu.Unlock()
	if t.actions.known == nil {
		t.actions.known = map[string][]string{}
	}
	if len(t.actions.known) < maxPatterns {
		t.actions.known[pattern] = names
	}
	return names
}

func (t *Tables) expand(pattern string) []string {
	if !strings.ContainsAny(pattern, "*?") {
		if a, ok := t.Action(pattern); ok {
			return []string{a.Name}
		}
		return nil
	}
	prefix, rest, colon := strings.Cut(pattern, ":")
	if !colon && pattern != "*" {
		return nil // a policy's action is * or has a colon
	}
	var names []string
	for _, service := range t.services(prefix) {
		for _, name := range service.names {
			if pattern == "*" || glob(rest, strings.ToLower(name[len(service.prefix)+1:])) {
				names = append(names, name)
			}
		}
	}
	return slices.Clip(names)
}

// services opens those whose prefix matches a pattern, in the order of their names.
func (t *Tables) services(pattern string) []*service {
	var all []*service
	if read, ok := t.archive.services[pattern]; ok {
		return append(all, read())
	}
	for _, prefix := range sortedKeys(t.archive.services) {
		if glob(pattern, prefix) {
			all = append(all, t.archive.services[prefix]())
		}
	}
	return all
}

// glob matches with * and ?, in time linear in the text for each star: hostile patterns cost no more.
func glob(pattern, text string) bool {
	star, mark, p, i := -1, 0, 0, 0
	for i < len(text) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, mark = p, i
			p++
		case p < len(pattern) && (pattern[p] == '?' || pattern[p] == text[i]):
			p++
			i++
		case star >= 0:
			mark++
			p, i = star+1, mark
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}
