package serverless

import (
	"path"
	"regexp"
	"strings"

	"github.com/parebot/pare/internal/source"
)

// Parts are the files of a tree that services read: resources that stand in a file of their own are no template by themselves.
func Parts(tree source.Tree) map[string]bool {
	parts := make(map[string]bool)
	for _, file := range tree.Paths() {
		if !isNamed(file) || !isText(file) {
			continue
		}
		if src := candidateText(tree, file); src != nil {
			addParts(tree, path.Dir(file), src, parts)
		}
	}
	return parts
}

// fileVariable is a variable that reads a file.
var fileVariable = regexp.MustCompile(`\$\{file\(([^()]+)\)`)

// innerVariable is a variable within the name of a file: any name fits there.
var innerVariable = regexp.MustCompile(`\$\{[^{}]*\}`)

// addParts adds the files that a text names, from the folder of the service, and those that they name.
func addParts(tree source.Tree, dir string, src []byte, parts map[string]bool) {
	for _, match := range fileVariable.FindAllSubmatch(src, -1) {
		name := unquoted(strings.TrimSpace(string(match[1])))
		for _, file := range fitting(tree, path.Join(dir, innerVariable.ReplaceAllString(name, "*"))) {
			if parts[file] || isNamed(file) || !isText(file) || path.Base(file) == "package.json" {
				continue
			}
			parts[file] = true
			if more, err := tree.Read(file); err == nil && len(parts) < maxFiles*maxServices {
				addParts(tree, dir, more, parts)
			}
		}
	}
}

// fitting lists the files that a name with stars may be.
func fitting(tree source.Tree, name string) (all []string) {
	if !strings.Contains(name, "*") {
		if tree.Hash(name) != "" {
			return []string{name}
		}
		return nil
	}
	for _, file := range tree.Paths() {
		if ok, err := path.Match(name, file); ok && err == nil {
			all = append(all, file)
		}
	}
	return all
}
