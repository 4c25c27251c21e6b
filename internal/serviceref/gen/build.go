package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/serviceref"
)

// table is the sections of the file to be, by name, with their notes. The format is described in serviceref's archive.go.
type table struct {
	text map[string]string
	note map[string]string
}

func build(packages []input, dir string) (file []byte, report string, err error) {
	t := table{text: map[string]string{}, note: map[string]string{}}
	for _, p := range packages {
		t.text["sources"] += p.Name + " " + p.Version + " " + p.Licence + "\n"
	}
	services, err := readServices(packages, dir)
	if err != nil {
		return nil, "", err
	}
	for prefix, s := range services {
		t.text["iam/"+prefix] = s.lines()
	}
	models, err := readModels(packages, dir)
	if err != nil {
		return nil, "", err
	}
	var unnamed error
	for _, client := range slices.Sorted(maps.Keys(models)) {
		unnamed = errors.Join(unnamed, t.addModel(client, models[client], services))
	}
	if unnamed != nil {
		return nil, "", unnamed
	}
	for _, add := range []func([]input, string) error{t.addManaged, t.addTemplates, t.addTypes} {
		if err := add(packages, dir); err != nil {
			return nil, "", err
		}
	}
	for _, add := range []func([]input, string, map[string]*model) error{t.addResources, t.addNames} {
		if err := add(packages, dir, models); err != nil {
			return nil, "", err
		}
	}
	file, err = t.pack()
	return file, t.report(), err
}

func (t table) addJSON(name string, value any) error {
	text, err := json.Marshal(value) // maps are written in the order of their keys
	if err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	t.text[name] = string(text)
	return nil
}

func (t table) pack() ([]byte, error) { return serviceref.Pack(t.text, t.note) }

// report counts what there is, for whoever reads the difference to the last time.
func (t table) report() string {
	count := map[string]int{}
	for name, text := range t.text {
		kind, _, _ := strings.Cut(name, "/")
		count[kind+" sections"]++
		count[kind+" lines"] += strings.Count(text, "\n")
	}
	var out []string
	for _, name := range slices.Sorted(maps.Keys(count)) {
		out = append(out, fmt.Sprintf("%s %d", name, count[name]))
	}
	return strings.Join(out, ", ")
}
