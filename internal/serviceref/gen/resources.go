package main

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/serviceref"
)

// Of boto3's resource layer only these fields are read. All of its fields are names.
type rawResources struct {
	Service   rawModel            `json:"service"`
	Resources map[string]rawModel `json:"resources"`
}

type rawModel struct {
	Identifiers []struct {
		Name string `json:"name"`
	} `json:"identifiers"`
	Shape   string                   `json:"shape"`
	Load    *rawCall                 `json:"load"`
	Actions map[string]rawCall       `json:"actions"`
	Batch   map[string]rawCall       `json:"batchActions"`
	Has     map[string]rawCall       `json:"has"`
	HasMany map[string]rawCall       `json:"hasMany"`
	Waiters map[string]rawWaiterName `json:"waiters"`
}

type rawWaiterName struct {
	Name   string     `json:"waiterName"`
	Params []rawParam `json:"params"`
}

type rawCall struct {
	Request struct {
		Operation string     `json:"operation"`
		Params    []rawParam `json:"params"`
	} `json:"request"`
	Resource struct {
		Type        string     `json:"type"`
		Identifiers []rawParam `json:"identifiers"`
	} `json:"resource"`
}

type rawParam struct {
	Target string `json:"target"`
	Source string `json:"source"`
	Name   string `json:"name"`
	Path   string `json:"path"`
	Value  any    `json:"value"`
}

const boto3Data = "boto3/data/"

func (t table) addResources(packages []input, dir string, models map[string]*model) error {
	content, err := load(packages, dir, "resources", func(p string) bool { return path.Base(p) == "resources-1.json" })
	if err != nil {
		return err
	}
	for client, folder := range newest(content, boto3Data) {
		raw, err := decode[rawResources](content, folder+"/resources-1.json")
		if err != nil {
			return err
		}
		if models[client] == nil {
			return fmt.Errorf("reading the resources of %s: botocore has no such client", client)
		}
		if err := t.addJSON("resource/"+client, raw.convert(client, models[client])); err != nil {
			return err
		}
	}
	return nil
}

func (raw rawResources) convert(client string, m *model) map[string]serviceref.ResourceModel {
	all := map[string]serviceref.ResourceModel{"": raw.model(raw.root(), m)}
	for name, r := range raw.Resources {
		model := raw.model(r, m)
		if load, ok := loadsBySDK[client+"."+name]; ok {
			model.Load = load
		}
		all[name] = model
	}
	return all
}

// loadsBySDK are the loads that boto3 writes in code, where its own description has none.
var loadsBySDK = map[string]serviceref.ResourceAction{
	"s3.Bucket": {Operation: "ListBuckets"},
	"s3.ObjectSummary": {Operation: "HeadObject", Parameters: map[string]string{
		"Bucket": "@bucket_name", "Key": "@key",
	}},
}

// root is the service resource: besides what it says, it makes every type from its identifiers.
func (raw rawResources) root() rawModel {
	root := raw.Service
	has := map[string]rawCall{}
	for name, r := range raw.Resources {
		var call rawCall
		call.Resource.Type = name
		for _, id := range r.Identifiers {
			call.Resource.Identifiers = append(call.Resource.Identifiers, rawParam{Target: id.Name, Source: "input"})
		}
		has[name] = call
	}
	maps.Copy(has, root.Has)
	root.Has = has
	return root
}

// model spells one type's names as Python has them. Where two kinds of names collide, boto3 adds the kind to the later one.
func (raw rawResources) model(r rawModel, m *model) serviceref.ResourceModel {
	used := names{"meta": true}
	out := serviceref.ResourceModel{
		Actions:      map[string]serviceref.ResourceAction{},
		Subresources: map[string]serviceref.SubResource{},
		Collections:  map[string]serviceref.Collection{},
		Waiters:      map[string]serviceref.ResourceAction{},
	}
	if r.Load != nil {
		used["load"] = true
		out.Load = r.Load.action()
	}
	for _, id := range r.Identifiers {
		out.Identifiers = append(out.Identifiers, used.take(serviceref.Snake(id.Name), "identifier"))
	}
	for _, name := range slices.Sorted(maps.Keys(r.Actions)) {
		out.Actions[used.take(serviceref.Snake(name), "action")] = r.Actions[name].action()
	}
	for _, name := range slices.Sorted(maps.Keys(r.Has)) {
		call := r.Has[name]
		python, kind := name, "subresource"
		if slices.ContainsFunc(call.Resource.Identifiers, func(p rawParam) bool { return p.Source == "data" }) {
			python, kind = serviceref.Snake(name), "reference"
		}
		out.Subresources[used.take(python, kind)] = serviceref.SubResource{
			Type: call.Resource.Type, Identifiers: identifiers(call.Resource.Identifiers),
		}
	}
	for _, name := range slices.Sorted(maps.Keys(r.HasMany)) {
		call := r.HasMany[name]
		out.Collections[used.take(serviceref.Snake(name), "collection")] = serviceref.Collection{
			List: call.action(), Batch: batch(raw.Resources[call.Resource.Type]),
		}
	}
	for _, name := range slices.Sorted(maps.Keys(r.Waiters)) {
		out.Waiters[used.take(serviceref.Snake("WaitUntil"+name), "waiter")] = r.Waiters[name].action(m)
	}
	out.Attributes = attributes(r, m, used)
	return out
}

// names are those of a type that are taken.
type names map[string]bool

func (n names) take(name, kind string) string {
	if n[name] {
		name += "_" + kind
	}
	n[name] = true
	return name
}

func attributes(r rawModel, m *model, used names) []string {
	own := names{}
	for _, id := range r.Identifiers {
		own[serviceref.Snake(id.Name)] = true
	}
	var all []string
	for _, name := range slices.Sorted(maps.Keys(m.Shapes[r.Shape].Members)) {
		if snake := serviceref.Snake(name); !own[snake] {
			all = append(all, used.take(snake, "attribute"))
		}
	}
	return all
}

func batch(item rawModel) map[string]serviceref.ResourceAction {
	all := map[string]serviceref.ResourceAction{}
	for name, call := range item.Batch {
		all[serviceref.Snake(name)] = call.action()
	}
	return all
}

func (c rawCall) action() serviceref.ResourceAction {
	return serviceref.ResourceAction{
		Operation:   c.Request.Operation,
		Parameters:  sources(c.Request.Params),
		Returns:     c.Resource.Type,
		Identifiers: identifiers(c.Resource.Identifiers),
	}
}

func (w rawWaiterName) action(m *model) serviceref.ResourceAction {
	return serviceref.ResourceAction{Operation: m.waiters[w.Name], Parameters: sources(w.Params)}
}

// identifiers are those of a resource that comes back, under their names in Python.
func identifiers(params []rawParam) map[string]string {
	all := map[string]string{}
	for name, from := range sources(params) {
		all[serviceref.Snake(name)] = from
	}
	return all
}

// sources says where each parameter comes from, in the letters that serviceref.ResourceAction describes.
func sources(params []rawParam) map[string]string {
	all := map[string]string{}
	for _, p := range params {
		target := listIndex.Replace(p.Target)
		switch p.Source {
		case "identifier":
			all[target] = "@" + serviceref.Snake(p.Name)
		case "data":
			all[target] = "." + listIndex.Replace(p.Path)
		case "response":
			all[target] = "$" + listIndex.Replace(p.Path)
		case "requestParameter":
			all[target] = "<" + listIndex.Replace(p.Path)
		case "string", "integer", "boolean":
			all[target] = fmt.Sprintf("=%v", p.Value)
		case "input":
			all[target] = ""
		}
	}
	return all
}

// listIndex writes every way to name items of a list as [].
var listIndex = strings.NewReplacer("[0]", "[]", "[*]", "[]", "[1]", "[]")
