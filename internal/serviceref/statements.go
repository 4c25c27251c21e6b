package serviceref

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// A managed policy in an archive is lines, with tabs between their fields:
//
//	P name path             a policy
//	S effect                its next statement, of which the lines below tell
//	A | NA | R | NR values  actions, all but these actions, resources, all but these resources
//	C operator key values   a condition

// storedPolicy is a managed policy as an archive has it.
type storedPolicy struct {
	Path       string
	Statements []Statement
}

// PolicyLines writes a managed policy as an archive has it. A value that the lines cannot hold is an error.
func PolicyLines(name, path string, statements []Statement) (string, error) {
	lines := [][]string{{"P", name, path}}
	for _, s := range statements {
		lines = append(lines, []string{"S", s.Effect})
		for _, list := range []struct {
			kind   string
			values []string
		}{{"A", s.Actions}, {"NA", s.NotActions}, {"R", s.Resources}, {"NR", s.NotResources}} {
			if len(list.values) > 0 {
				lines = append(lines, append([]string{list.kind}, list.values...))
			}
		}
		for _, operator := range slices.Sorted(maps.Keys(s.Conditions)) {
			for _, key := range slices.Sorted(maps.Keys(s.Conditions[operator])) {
				lines = append(lines, append([]string{"C", operator, key}, s.Conditions[operator][key]...))
			}
		}
	}
	var out strings.Builder
	for _, fields := range lines {
		for _, field := range fields {
			if strings.ContainsAny(field, "\t\n") {
				return "", fmt.Errorf("writing policy %s: the value %q has a tab or a line end", name, field)
			}
		}
		out.WriteString(strings.Join(fields, "\t") + "\n")
	}
	return out.String(), nil
}

// readPolicies reads the lines that PolicyLines writes.
func readPolicies(text string) map[string]storedPolicy {
	all := map[string]storedPolicy{}
	for policy := range strings.SplitSeq(text, "\nP\t") {
		head, lines, _ := strings.Cut(strings.TrimPrefix(policy, "P\t"), "\n")
		name, path, ok := strings.Cut(head, "\t")
		if !ok {
			continue
		}
		p := storedPolicy{Path: path}
		for line := range strings.Lines(lines) {
			p.read(strings.Split(strings.TrimSuffix(line, "\n"), "\t"))
		}
		all[name] = p
	}
	return all
}

// read reads one line of a policy.
func (p *storedPolicy) read(f []string) {
	if f[0] == "S" && len(f) == 2 {
		p.Statements = append(p.Statements, Statement{Effect: f[1]})
		return
	}
	if len(p.Statements) == 0 {
		return
	}
	s := &p.Statements[len(p.Statements)-1]
	switch f[0] {
	case "A":
		s.Actions = f[1:]
	case "NA":
		s.NotActions = f[1:]
	case "R":
		s.Resources = f[1:]
	case "NR":
		s.NotResources = f[1:]
	case "C":
		if len(f) > 2 {
			s.condition(f[1], f[2], f[3:])
		}
	}
}
