package main

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
)

const namedHead = `# What botocore and boto3 themselves say that waiters, paginators and resource actions call (gen writes this file; a test holds the
# tables against it). A line: client or client.Resource, kind, then NAME=Operation, or the name alone where it is the operation's.
`

// named writes testdata/named.txt, straight from what the packages say: none of the tables' own conversions is in between.
func named(packages []input, dir string) (string, error) {
	models, err := readModels(packages, dir)
	if err != nil {
		return "", err
	}
	out := []string{}
	for client, m := range models {
		out = append(out, namedLine(client+" paginators", slices.Sorted(maps.Keys(m.paginators)), nil))
		out = append(out, namedLine(client+" waiters", slices.Sorted(maps.Keys(m.waiters)), m.waiters))
	}
	content, err := load(packages, dir, "resources", func(p string) bool { return path.Base(p) == "resources-1.json" })
	if err != nil {
		return "", err
	}
	for client, folder := range newest(content, boto3Data) {
		raw, err := decode[rawResources](content, folder+"/resources-1.json")
		if err != nil {
			return "", err
		}
		out = append(out, namedResource(client, raw.Service, models[client])...)
		for name, r := range raw.Resources {
			if !raw.listed(name) {
				r.Batch = nil // only a collection has batch actions
			}
			out = append(out, namedResource(client+"."+name, r, models[client])...)
		}
	}
	out = slices.DeleteFunc(out, func(line string) bool { return line == "" })
	slices.Sort(out)
	return namedHead + strings.Join(out, ""), nil
}

// listed says that some collection holds the type.
func (raw rawResources) listed(typ string) bool {
	for _, owner := range append(slices.Collect(maps.Values(raw.Resources)), raw.Service) {
		for _, c := range owner.HasMany {
			if c.Resource.Type == typ {
				return true
			}
		}
	}
	return false
}

func namedResource(name string, r rawModel, m *model) []string {
	waiters := map[string]string{}
	for waiter, w := range r.Waiters {
		waiters[waiter] = m.waiters[w.Name]
	}
	load := map[string]string{}
	if r.Load != nil {
		load["load"] = r.Load.Request.Operation
	}
	var out []string
	for kind, calls := range map[string]map[string]string{
		"actions": requested(r.Actions), "batch": requested(r.Batch), "collections": requested(r.HasMany), "load": load, "waiters": waiters,
	} {
		out = append(out, namedLine(name+" "+kind, slices.Sorted(maps.Keys(calls)), calls))
	}
	return out
}

func requested(calls map[string]rawCall) map[string]string {
	all := map[string]string{}
	for name, call := range calls {
		all[name] = call.Request.Operation
	}
	return all
}

func namedLine(head string, names []string, operations map[string]string) string {
	if len(names) == 0 {
		return ""
	}
	for i, name := range names {
		if operation, ok := operations[name]; ok && operation != name {
			names[i] = fmt.Sprintf("%s=%s", name, operation)
		}
	}
	return head + " " + strings.Join(names, " ") + "\n"
}
