package serviceref

import (
	"slices"
	"strings"
	"sync"
)

// service is one IAM prefix: its actions and resource types. A row is read when its action is asked for: most never are.
type service struct {
	prefix string
	text   string
	names  func() []string          // canonical action names, sorted
	rows   func() map[string]string // by lower-case name
	types  func() map[string][]string
}

func readService(prefix, text string) *service {
	s := &service{prefix: prefix, text: text}
	s.names, s.rows, s.types = sync.OnceValue(s.readNames), sync.OnceValue(s.readRows), sync.OnceValue(s.readTypes)
	return s
}

func (s *service) readNames() []string {
	all := make([]string, 0, strings.Count(s.text, "\n"))
	for line := range strings.Lines(s.text) {
		if row, ok := strings.CutPrefix(line, "A\t"); ok {
			name, _, _ := strings.Cut(row, "\t")
			all = append(all, s.prefix+":"+name)
		}
	}
	return all
}

func (s *service) readRows() map[string]string {
	rows := make(map[string]string, strings.Count(s.text, "\n"))
	for line := range strings.Lines(s.text) {
		if row, ok := strings.CutPrefix(line, "A\t"); ok {
			name, _, _ := strings.Cut(row, "\t")
			rows[strings.ToLower(name)] = strings.TrimSuffix(row, "\n")
		}
	}
	return rows
}

func (s *service) readTypes() map[string][]string {
	types := map[string][]string{}
	for line := range strings.Lines(s.text) {
		if row, ok := strings.CutPrefix(line, "T\t"); ok {
			name, arns, _ := strings.Cut(strings.TrimSuffix(row, "\n"), "\t")
			types[name] = strings.Split(arns, "\t")
		}
	}
	return types
}

// action reads one row: name, level, flags, types, dependents.
func (s *service) action(lower string) (Action, bool) {
	fields := strings.Split(s.rows()[lower], "\t")
	if len(fields) != 5 {
		return Action{}, false
	}
	a := Action{
		Name:       s.prefix + ":" + fields[0],
		Level:      level(fields[1]),
		Retired:    strings.Contains(fields[2], "r"),
		Usage:      usageOf(fields[2]),
		Dependents: split(fields[4]),
	}
	for _, name := range split(fields[3]) {
		name, required := strings.CutSuffix(name, "!")
		a.Resources = append(a.Resources, ResourceType{Name: name, Arns: s.types()[name], Required: required})
	}
	a.Star = len(a.Resources) == 0
	return a, true
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
	_, ok := t.archive.find("iam", strings.ToLower(prefix))
	return ok
}

// Prefixes lists the IAM service prefixes that have a table, sorted.
func (t *Tables) Prefixes() []string { return t.archive.names("iam") }

// Action is the action of that name, in any case.
func (t *Tables) Action(name string) (Action, bool) {
	name = strings.ToLower(name)
	prefix, name, _ := strings.Cut(name, ":")
	s, ok := t.archive.find("iam", prefix)
	if !ok {
		return Action{}, false
	}
	a, ok := t.service(s).action(name)
	a.Star = a.Star || t.facts().star[a.Name]
	if ok && a.Usage == UsageUnknown {
		a.Usage = t.facts().usage(a)
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
		for _, name := range service.names() {
			if pattern == "*" || glob(rest, strings.ToLower(name[len(service.prefix)+1:])) {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names) // "s3-outposts:" comes before "s3:", though "s3" comes before "s3-outposts"
	return slices.Clip(names)
}

// services opens those whose prefix matches a pattern, in the order of their names.
func (t *Tables) services(pattern string) []*service {
	if s, ok := t.archive.find("iam", pattern); ok {
		return []*service{t.service(s)}
	}
	var all []*service
	for _, s := range t.archive.all("iam") {
		if glob(pattern, s.name) {
			all = append(all, t.service(s))
		}
	}
	return all
}

// service opens one.
func (t *Tables) service(s section) *service {
	return t.archive.services.get(s.name, func() *service { return readService(s.name, s.text()) })
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
