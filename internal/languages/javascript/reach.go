package javascript

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/symbolic"
)

//go:embed packages.txt
var packagesText string

// reaches is packages.txt, by name.
var reaches = sync.OnceValue(func() map[string]string {
	all := make(map[string]string)
	for line := range strings.Lines(packagesText) {
		if fields := strings.Fields(line); len(fields) == 2 && fields[0] != "#" {
			all[fields[0]] = fields[1]
		}
	}
	return all
})

// reachOf is the line that a path begins with: the longest one.
func reachOf(name string) (reach string, listed bool) {
	for name != "" {
		if reach, listed := reaches()[strings.TrimSuffix(name, "()")]; listed {
			return reach, true
		}
		name = name[:max(0, strings.LastIndexAny(name, "./"))]
	}
	return "", false
}

// onlyLooks says that a path is of a library that looks at what it is given and does nothing with it.
func onlyLooks(name string) bool {
	reach, listed := reachOf(name)
	return listed && reach == "looks"
}

// Outside says what a package that is not in the repository may do with AWS by itself once something of it is called.
func (l *Language) Outside(name string, _ []symbolic.Set) []sdk.Unknown {
	name = plainPath(name)
	first := strings.TrimSuffix(packageOf(name), "()")
	if nodeModules()[first] || isSDK(first) {
		return nil
	}
	reach, listed := reachOf(name)
	switch {
	case !listed:
		return l.unlisted(first, name)
	case reach == "none" || reach == "looks":
		return nil
	case reach == "all":
		reach = ""
	}
	var unknown []sdk.Unknown
	for _, service := range strings.Split(reach, ",") {
		unknown = append(unknown, sdk.Unknown{Service: service, Reason: first + " uses AWS in ways that are not followed"})
	}
	return unknown
}

// unlisted says what a package may do that packages.txt does not hold. One that a manifest of the repository takes from the public index,
// and that is not known to reach AWS, is taken as harmless. Of one that nobody says where it comes from nothing is known.
func (l *Language) unlisted(first, name string) []sdk.Unknown {
	switch {
	case l.idioms.quiet(first, name):
		return nil
	case speaksOfAWS(first):
		return []sdk.Unknown{{Reason: first + " may use AWS, and is not followed"}}
	case strings.HasPrefix(first, "@types/") || l.declares(name):
		return nil
	}
	return []sdk.Unknown{{Reason: "the module " + first + " is not in this repository"}}
}

// quiet says that serviceref knows what a package calls: nothing, or what its members have lines for.
func (i *idioms) quiet(first, name string) bool {
	for _, path := range []string{first, strings.ReplaceAll(name, "()", "")} {
		for path != "" {
			if _, ok := i.tables.Library(serviceref.JavaScript3, path); ok {
				return true
			}
			path = path[:max(0, strings.LastIndexAny(path, "./"))]
		}
	}
	return strings.HasPrefix(first, "@middy/") || strings.HasPrefix(first, "@aws-lambda-powertools/")
}

// awsWords are what the names of packages that use AWS by themselves are made of.
var awsWords = []string{"aws", "amazon", "sigv4", "dynamo", "sagemaker", "cognito"}

// speaksOfAWS says that a package may use AWS with the function's credentials, by its name.
func speaksOfAWS(name string) bool {
	lower := strings.ToLower(name)
	return slices.ContainsFunc(awsWords, func(word string) bool { return strings.Contains(lower, word) }) ||
		strings.HasPrefix(lower, "s3-") || strings.HasSuffix(lower, "-s3") || strings.Contains(lower, "-s3-")
}
