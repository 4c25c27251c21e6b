package csharp

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/source"
)

// usingItem is an item of a project file that uses a namespace in all of its files.
var usingItem = regexp.MustCompile(`<Using\s+Include="([A-Za-z0-9_.]+)"\s*/?>`)

// projectUsings are the namespaces that the project files of the folders use for all their files. Those that the SDK uses implicitly are .NET's own.
func projectUsings(tree source.Tree, roots []string) (namespaces []string) {
	for _, file := range tree.Paths() {
		if base := path.Base(file); !strings.HasSuffix(base, ".csproj") && base != "Directory.Build.props" || !slices.Contains(roots, path.Dir(file)) {
			continue
		}
		src, err := tree.Read(file)
		if err != nil {
			continue
		}
		for _, match := range usingItem.FindAllStringSubmatch(string(src), -1) {
			namespaces = append(namespaces, match[1])
		}
	}
	return namespaces
}

// projectReference is an item of a project file that refers to another.
var projectReference = regexp.MustCompile(`<ProjectReference\s+Include="([^"$]+)"`)

// missingProject is a project that one of the folders refers to and that is not in the repository; "" where all are.
func missingProject(tree source.Tree, roots []string) string {
	for _, file := range tree.Paths() {
		if !strings.HasSuffix(file, ".csproj") || !slices.Contains(roots, path.Dir(file)) {
			continue
		}
		src, err := tree.Read(file)
		if err != nil {
			continue
		}
		for _, match := range projectReference.FindAllStringSubmatch(string(src), -1) {
			to := path.Join(path.Dir(file), strings.ReplaceAll(match[1], `\`, "/"))
			if tree.Hash(to) == "" {
				return to
			}
		}
	}
	return ""
}
