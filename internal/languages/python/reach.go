package python

import (
	_ "embed"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/symbolic"
)

//go:embed packages.txt
var packagesText string

// The words of packages.txt that are no client's name.
const (
	reachNone = "none"
	reachAll  = "all"
	reachURLs = "urls"
)

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
		for _, spelt := range []string{name, strings.TrimSuffix(name, "()")} {
			if reach, listed := reaches()[spelt]; listed {
				return reach, true
			}
		}
		name = name[:max(0, strings.LastIndexByte(name, '.'))]
	}
	return "", false
}

// Outside says what a package that is not in the repository may do with AWS by itself once something of it is called with these texts.
func (l *Language) Outside(name string, texts []symbolic.Set) []sdk.Unknown {
	first, _, _ := strings.Cut(name, ".")
	first = strings.TrimSuffix(first, "()")
	if stdlib()[first] || sdkPackages[first] {
		return nil
	}
	reach, listed := reachOf(name)
	reason := first + " uses AWS in ways that are not followed"
	switch {
	case !listed:
		return l.unlisted(first, name)
	case reach == reachNone:
		return nil
	case reach == reachURLs:
		if !slices.ContainsFunc(texts, mayBeObject) {
			return nil
		}
		reach, reason = "s3", first+" is given an address that may be one of S3"
	case reach == reachAll:
		reach = ""
	}
	var unknown []sdk.Unknown
	for _, service := range strings.Split(reach, ",") {
		unknown = append(unknown, sdk.Unknown{Service: service, Reason: reason})
	}
	return unknown
}

// mayBeObject says that a string may be the address of an object of S3: it is spelt like one, or comes from the template.
func mayBeObject(set symbolic.Set) bool {
	return slices.ContainsFunc(set, func(choice symbolic.Choice) bool {
		for i, part := range choice.Value {
			switch {
			case part.Kind == symbolic.Literal && (strings.Contains(part.Text, "s3://") || strings.Contains(part.Text, "/vsis3/")):
				return true
			case i == 0 && part.Kind == symbolic.Env:
				return true
			}
		}
		return false
	})
}

// unlisted says what a package may do that packages.txt does not hold.
//
// A package that the project takes from the public index by name, or that is installed beside the code, and that is not known to reach AWS
// is taken as harmless: that is an assumption, which packages.txt is there to correct. Of one that nobody says where it comes from (a layer
// from elsewhere, a build step), or that comes from a place of the company's own, nothing is known.
func (l *Language) unlisted(first, name string) []sdk.Unknown {
	switch {
	case quiet(first):
		return nil
	case speaksOfAWS(first):
		return []sdk.Unknown{{Reason: first + " may use AWS, and is not followed"}}
	}
	for _, root := range l.roots {
		if folder := path.Join(root, first); l.isInstalled(folder) {
			if l.namesSDK(folder) {
				return []sdk.Unknown{{Reason: first + ", which is installed beside the code, uses the SDK in ways that are not followed"}}
			}
			return nil
		}
	}
	if l.declares(name) {
		return nil
	}
	if l.several[first] {
		return []sdk.Unknown{{Reason: "several modules of this repository are named " + first + ", and which one is meant is not known"}}
	}
	return []sdk.Unknown{{Reason: "the module " + first + " is not in this repository"}}
}

// awsWords are what the names of packages that use AWS by themselves are made of.
var awsWords = []string{"aws", "amazon", "boto", "sigv4", "s3", "dynamo", "sagemaker", "cognito", "redshift"}

// speaksOfAWS says that a package may use AWS with the function's credentials, by its name.
func speaksOfAWS(name string) bool {
	lower := strings.ToLower(name)
	return slices.ContainsFunc(awsWords, func(word string) bool { return strings.Contains(lower, word) })
}

// quiet says that a package makes no calls, or none but those of calls.txt and of the signers.
func quiet(name string) bool {
	return strings.HasPrefix(name, "mypy_boto3") || strings.HasPrefix(name, "types_boto3") || strings.HasPrefix(name, "types_aiobotocore") || callers()[name]
}

// callers are the packages that calls.txt and the signers have members of.
var callers = sync.OnceValue(func() map[string]bool {
	all := make(map[string]bool)
	for path := range libraryCalls() {
		first, _, _ := strings.Cut(path, ".")
		all[first] = true
	}
	for path := range packages {
		first, _, _ := strings.Cut(path, ".")
		all[first] = true
	}
	return all
})
