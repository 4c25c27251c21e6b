package php

import (
	"encoding/json"
	"path"
	"slices"
	"sort"
	"strings"

	"github.com/parebot/pare/internal/flow"
	"github.com/parebot/pare/internal/source"
)

// composer is what the manifests of the package manager say: where classes are, which files are always loaded, which packages there are.
type composer struct {
	prefixes []prefix
	loaded   []string
	packages map[string]bool     // that are asked for, from the public index
	spaces   map[string][]string // namespaces of locked packages, by the package's name
	found    bool
}

// prefix is a namespace whose classes lie below a folder.
type prefix struct{ namespace, folder string }

// manifest is the part of composer.json, and of a package in composer.lock, that is read.
type manifest struct {
	Name         string                     `json:"name"`
	Require      map[string]string          `json:"require"`
	Repositories json.RawMessage            `json:"repositories"`
	Autoload     map[string]json.RawMessage `json:"autoload"`
	Packages     []manifest                 `json:"packages"`
}

// readComposer reads the manifests of the roots and of the folders around them, the nearest first.
func readComposer(tree source.Tree, roots []string) *composer {
	c := &composer{packages: make(map[string]bool), spaces: make(map[string][]string)}
	for _, folder := range foldersAround(roots) {
		var m manifest
		if !readJSON(tree, path.Join(folder, "composer.json"), &m) {
			continue
		}
		c.found = true
		c.autoload(m, folder)
		for name := range m.Require {
			if len(m.Repositories) == 0 {
				c.packages[name] = true
			}
		}
		var lock manifest
		if readJSON(tree, path.Join(folder, "composer.lock"), &lock) {
			for _, p := range lock.Packages {
				c.packages[p.Name] = true
				c.spaces[p.Name] = append(c.spaces[p.Name], namespaces(p)...)
			}
		}
	}
	sort.SliceStable(c.prefixes, func(i, j int) bool { return len(c.prefixes[i].namespace) > len(c.prefixes[j].namespace) })
	return c
}

func foldersAround(roots []string) (folders []string) {
	for _, root := range roots {
		for at := root; ; at = path.Dir(at) {
			if !slices.Contains(folders, at) {
				folders = append(folders, at)
			}
			if at == "." || at == "/" || at == "" {
				break
			}
		}
	}
	return folders
}

// readJSON reads a file; one that is malformed says nothing.
func readJSON(tree source.Tree, file string, into *manifest) bool {
	src, err := tree.Read(file)
	return err == nil && json.Unmarshal(src, into) == nil
}

// autoload notes where the classes of a project lie.
func (c *composer) autoload(m manifest, folder string) {
	for _, standard := range []string{"psr-4", "psr-0"} {
		var spaces map[string]json.RawMessage
		if json.Unmarshal(m.Autoload[standard], &spaces) != nil {
			continue
		}
		for space, where := range spaces {
			for _, at := range textsIn(where) {
				at = path.Join(folder, at)
				if standard == "psr-0" {
					at = path.Join(at, strings.ReplaceAll(strings.TrimSuffix(space, `\`), `\`, "/"))
				}
				c.prefixes = append(c.prefixes, prefix{space, at})
			}
		}
	}
	sort.Slice(c.prefixes, func(i, j int) bool {
		a, b := c.prefixes[i], c.prefixes[j]
		return a.namespace < b.namespace || a.namespace == b.namespace && a.folder < b.folder
	})
	for _, file := range textsIn(m.Autoload["files"]) {
		c.loaded = append(c.loaded, path.Join(folder, file))
	}
}

// textsIn is a text, or a list of texts.
func textsIn(raw json.RawMessage) (all []string) {
	var one string
	if json.Unmarshal(raw, &one) == nil {
		return []string{one}
	}
	if json.Unmarshal(raw, &all) != nil {
		return nil
	}
	return all
}

func namespaces(m manifest) (all []string) {
	for _, standard := range []string{"psr-4", "psr-0"} {
		var spaces map[string]json.RawMessage
		if json.Unmarshal(m.Autoload[standard], &spaces) == nil {
			for space := range spaces {
				all = append(all, strings.TrimSuffix(space, `\`))
			}
		}
	}
	slices.Sort(all)
	return all
}

// file is where a class lies, as the project says; "" where it does not.
func (c *composer) file(class string, files map[string]bool) string {
	for _, p := range c.prefixes {
		if rest, ok := strings.CutPrefix(class, p.namespace); ok {
			if file := path.Join(p.folder, strings.ReplaceAll(rest, `\`, "/")) + ".php"; files[file] {
				return file
			}
		}
	}
	return ""
}

// always are the files that the package manager loads for every program.
func (c *composer) always(files map[string]bool) (all []flow.Module) {
	for _, file := range c.loaded {
		if files[file] {
			all = append(all, module(file))
		}
	}
	return all
}

// packageOf is the locked package that a class is of.
func (c *composer) packageOf(class string) string {
	best, name := 0, ""
	for p, spaces := range c.spaces {
		for _, space := range spaces {
			if (class == space || strings.HasPrefix(class, space+`\`)) && (len(space) > best || len(space) == best && p < name) && space != "" {
				best, name = len(space), p
			}
		}
	}
	return name
}

func (c *composer) ofPackage(class string) bool { return c.packageOf(class) != "" }
