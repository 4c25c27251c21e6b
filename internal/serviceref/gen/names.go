package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/serviceref"
)

// addNames writes which services the SDKs have whose packages say so, and how they call them. The join is the service ID, which all SDKs
// share; a service that botocore has no longer stands with "-".
func (t table) addNames(packages []input, dir string, models map[string]*model) error {
	ids := map[string]string{}
	for _, client := range slices.Backward(slices.Sorted(maps.Keys(models))) {
		ids[models[client].Metadata.ServiceID] = client // of two with one ID, the first
	}
	var out strings.Builder
	for _, sdk := range []struct {
		name serviceref.SDK
		read func([]input, string) (map[string]string, error)
	}{{serviceref.JavaScript2, namesOfJavaScript}, {serviceref.Go1, namesOfGo}, {serviceref.Go2, packagesOfGo}} {
		names, err := sdk.read(packages, dir)
		if err != nil {
			return err
		}
		for _, name := range slices.Sorted(maps.Keys(names)) {
			client := ids[names[name]]
			if sdk.name == serviceref.Go2 {
				client = byLetters(ids, name)
			}
			if client == "" {
				client = "-"
			}
			fmt.Fprintf(&out, "%s\t%s\t%s\n", sdk.name, client, name)
		}
	}
	t.text["names"] = out.String()
	return nil
}

// byLetters finds a service ID by its letters and digits, which is how Go's second SDK names its packages.
func byLetters(ids map[string]string, name string) string {
	for _, id := range slices.Sorted(maps.Keys(ids)) {
		if strings.ToLower(notLetters.ReplaceAllString(id, "")) == name {
			return ids[id]
		}
	}
	return ""
}

var notLetters = regexp.MustCompile(`[^A-Za-z0-9]`)

const apisOfJavaScript = "package/apis/"

// namesOfJavaScript reads the second SDK for JavaScript: class name -> service ID.
func namesOfJavaScript(packages []input, dir string) (map[string]string, error) {
	content, err := load(packages, dir, "js2", func(p string) bool {
		return p == apisOfJavaScript+"metadata.json" || strings.HasPrefix(p, apisOfJavaScript) && strings.HasSuffix(p, ".min.json")
	})
	if err != nil {
		return nil, err
	}
	services, err := decode[map[string]struct{ Name, Prefix string }](content, apisOfJavaScript+"metadata.json")
	if err != nil {
		return nil, err
	}
	files := slices.Sorted(maps.Keys(content))
	names := map[string]string{}
	for key, s := range services {
		if s.Prefix == "" {
			s.Prefix = key
		}
		dated := regexp.MustCompile(`^` + regexp.QuoteMeta(s.Prefix) + `-\d{4}-\d{2}-\d{2}\.min\.json$`)
		for _, file := range files { // the newest is the last
			if dated.MatchString(path.Base(file)) {
				var api struct{ Metadata struct{ ServiceID string } }
				if err := json.Unmarshal(content[file], &api); err != nil {
					return nil, fmt.Errorf("reading %s: %w", file, err)
				}
				names[s.Name] = api.Metadata.ServiceID
			}
		}
	}
	return names, nil
}

var serviceID = regexp.MustCompile(`(?m)^\s*ServiceID\s+=\s+"([^"]+)"`)

// namesOfGo reads the first SDK for Go: package -> service ID.
func namesOfGo(packages []input, dir string) (map[string]string, error) {
	content, err := load(packages, dir, "go1", func(p string) bool {
		return path.Base(p) == "service.go" && path.Base(path.Dir(path.Dir(p))) == "service"
	})
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for file, text := range content {
		if id := serviceID.FindSubmatch(text); id != nil {
			names[path.Base(path.Dir(file))] = string(id[1])
		}
	}
	return names, nil
}

var moduleOfGo = regexp.MustCompile("`github\\.com/aws/aws-sdk-go-v2/service/([a-z0-9]+)`")

// packagesOfGo reads which packages the second SDK for Go has released.
func packagesOfGo(packages []input, dir string) (map[string]string, error) {
	content, err := load(packages, dir, "go2", func(p string) bool { return path.Base(p) == "CHANGELOG.md" && strings.Count(p, "/") == 3 })
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, text := range content {
		for _, found := range moduleOfGo.FindAllSubmatch(text, -1) {
			names[string(found[1])] = ""
		}
	}
	return names, nil
}
