// Package referencetest is AWS's service reference on loopback: it says what the tables say, and what a test wants besides.
package referencetest

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/parebot/pare/internal/serviceref"
)

// Site answers as AWS's does: a list of services, and a page for each, with an ETag.
type Site struct {
	Tables *serviceref.Tables
	Date   time.Time
	// Actions are more actions of a service, by its prefix.
	Actions map[string][]string
	// Operations are what operations ask for, by the service that says so.
	Operations map[string][]Operation
	// Usage is what is said of actions' use, by their names; of the others, what the tables say.
	Usage map[string]serviceref.Usage
	// Spoil may change an answer: its status and its body.
	Spoil func(path string, status int, body []byte) (int, []byte)
	// Sent counts the pages that were sent, those that did not change apart.
	Sent atomic.Int64
}

// Operation is one that a page says to ask for actions.
type Operation struct {
	Client, Name string
	Actions      []string
}

func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var body any
	name, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/v1/"), "/")
	switch {
	case r.URL.Path == "/v1/service-list.json":
		body = s.list()
	case s.Tables.Known(name):
		body = s.service(name)
	default:
		http.NotFound(w, r)
		return
	}
	text, err := json.Marshal(body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	status := http.StatusOK
	tag := fmt.Sprintf(`"%x"`, sha256.Sum256(text))
	if r.Header.Get("If-None-Match") == tag {
		status, text = http.StatusNotModified, nil
	}
	w.Header().Set("ETag", tag)
	w.Header().Set("Last-Modified", s.Date.UTC().Format(http.TimeFormat))
	if s.Spoil != nil {
		status, text = s.Spoil(r.URL.Path, status, text)
	}
	if status == http.StatusOK {
		s.Sent.Add(1)
	}
	w.WriteHeader(status)
	_, _ = w.Write(text)
}

func (s *Site) list() any {
	type listed struct {
		Service string `json:"service"`
		URL     string `json:"url"`
	}
	var list []listed
	for _, prefix := range s.Tables.Prefixes() {
		list = append(list, listed{prefix, "https://elsewhere.example/v1/" + prefix + "/" + prefix + ".json"})
	}
	return list
}

type named struct{ Name string }

type action struct {
	Name        string
	Annotations map[string]map[string]bool
	Resources   []named
	SupportedBy map[string]bool `json:",omitempty"`
}

type resource struct {
	Name       string
	ARNFormats []string
}

type operation struct {
	Name              string
	AuthorizedActions []map[string]string
	SDK               []map[string]string
}

func (s *Site) service(prefix string) any {
	var page struct {
		Name, Version string
		Actions       []action
		Resources     []resource
		Operations    []operation
	}
	page.Name, page.Version = prefix, "v1.4"
	for _, name := range s.Tables.Expand(prefix + ":*") {
		a, _ := s.Tables.Action(name)
		if a.Retired {
			continue
		}
		if usage, ok := s.Usage[name]; ok {
			a.Usage = usage
		}
		page.Actions = append(page.Actions, written(a))
		for _, t := range a.Resources {
			if !slices.ContainsFunc(page.Resources, func(r resource) bool { return r.Name == t.Name }) {
				page.Resources = append(page.Resources, resource{t.Name, t.Arns})
			}
		}
	}
	for _, name := range s.Actions[prefix] {
		page.Actions = append(page.Actions, written(serviceref.Action{Name: prefix + ":" + name, Level: serviceref.Write}))
	}
	for _, o := range s.Operations[prefix] {
		page.Operations = append(page.Operations, o.written())
	}
	return page
}

func written(a serviceref.Action) action {
	_, name, _ := strings.Cut(a.Name, ":")
	out := action{Name: name, Annotations: map[string]map[string]bool{"Properties": {
		"IsList": a.Level == serviceref.List, "IsPermissionManagement": a.Level == serviceref.Permissions,
		"IsTaggingOnly": a.Level == serviceref.Tagging, "IsWrite": a.Level == serviceref.Write,
	}}}
	if a.Usage != serviceref.UsageUnknown {
		out.SupportedBy = map[string]bool{"IAM Action Last Accessed": a.Usage == serviceref.Recorded}
	}
	for _, t := range a.Resources {
		out.Resources = append(out.Resources, named{t.Name})
	}
	return out
}

func (o Operation) written() operation {
	out := operation{Name: o.Name, SDK: []map[string]string{{"Name": o.Client, "Method": serviceref.Snake(o.Name), "Package": "Boto3"}}}
	for _, a := range o.Actions {
		prefix, name, _ := strings.Cut(a, ":")
		out.AuthorizedActions = append(out.AuthorizedActions, map[string]string{"Service": prefix, "Name": name})
	}
	return out
}
