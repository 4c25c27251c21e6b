package ruby

import (
	_ "embed"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/parebot/pare/internal/sdk"
)

//go:embed gems.txt
var gemsText string

// reaches is gems.txt, by constant.
var reaches = sync.OnceValue(func() map[string]string {
	all := make(map[string]string)
	for line := range strings.Lines(gemsText) {
		if fields := strings.Fields(line); len(fields) == 2 && fields[0] != "#" {
			all[fields[0]] = fields[1]
		}
	}
	return all
})

// awsWords are what the names of gems that use AWS by themselves are made of.
var awsWords = []string{"aws", "amazon", "s3", "dynamo", "sqs", "cognito", "cloudwatch", "lambda"}

// reach says what a gem may do with AWS by itself, by the constants that lead to it. One that the project takes from the public index by name and
// that is not known to reach AWS is taken as harmless: gems.txt is there to correct that.
func (l *Language) reach(name string) []sdk.Unknown {
	first, _, _ := strings.Cut(name, ".")
	first = strings.TrimSuffix(first, "()")
	if constants()[first] || !isConstant(first) || first == "Aws" {
		return nil
	}
	reach, listed := reaches()[first]
	switch {
	case listed:
		return unknowns(first, reach)
	case slices.ContainsFunc(awsWords, func(word string) bool { return strings.Contains(letters(first), word) }):
		return []sdk.Unknown{{Reason: first + " may use AWS, and is not followed"}}
	case l.declares():
		return nil
	}
	return []sdk.Unknown{{Reason: "the constant " + first + " is not defined in this repository"}}
}

// unknowns are what a line of gems.txt says of a gem.
func unknowns(name, reach string) (unknown []sdk.Unknown) {
	switch reach {
	case "none":
		return nil
	case "framework":
		return []sdk.Unknown{{Reason: name + " finds the code that it runs by itself, which is not followed"}}
	case "all":
		reach = ""
	}
	for _, service := range strings.Split(reach, ",") {
		unknown = append(unknown, sdk.Unknown{Service: service, Reason: name + " uses AWS in ways that are not followed"})
	}
	return unknown
}

// declares says that the project takes a gem from the public index that a constant may be of: gems define what constants they like, so it may be
// of any but the SDK's own.
func (l *Language) declares() bool {
	l.readManifests()
	for name := range l.declared {
		if !strings.HasPrefix(name, "awssdk") {
			return true
		}
	}
	return false
}

var (
	gemLine     = regexp.MustCompile(`(?m)^\s*(?:gem|\w+\.add_(?:runtime_)?dependency)[\s(]+["']([\w.-]+)["']([^\n]*)`)
	lockLine    = regexp.MustCompile(`(?m)^ {4}([\w.-]+) \(`)
	otherSource = regexp.MustCompile(`(?m)^\s*source[\s(]+["']http`)
	elsewhere   = regexp.MustCompile(`\b(path|git|github|source|bitbucket|gist)(:|\s*=>)`)
)

// readManifests notes the gems that files of the code's folders, and of those around them, ask the public index for.
func (l *Language) readManifests() {
	if l.declared != nil {
		return
	}
	l.declared = make(map[string]bool)
	for _, file := range l.tree.Paths() {
		name := path.Base(file)
		isLock := name == "Gemfile.lock"
		if !isLock && name != "Gemfile" && !strings.HasSuffix(name, ".gemspec") || !l.concerns(path.Dir(file)) {
			continue
		}
		src, err := l.tree.Read(file)
		if err != nil {
			continue
		}
		if isLock {
			for _, match := range lockLine.FindAllStringSubmatch(string(src), -1) {
				l.declared[letters(match[1])] = true
			}
			continue
		}
		if otherSource.MatchString(strings.ReplaceAll(string(src), "https://rubygems.org", "")) {
			continue // gems may come from there
		}
		for _, match := range gemLine.FindAllStringSubmatch(string(src), -1) {
			if !elsewhere.MatchString(match[2]) {
				l.declared[letters(match[1])] = true
			}
		}
	}
}

// concerns says that what a folder asks for may be there when the code runs.
func (l *Language) concerns(folder string) bool {
	return folder == "." || slices.ContainsFunc(l.roots, func(root string) bool {
		return root == folder || strings.HasPrefix(root, folder+"/") || strings.HasPrefix(folder, root+"/") || root == "."
	})
}
