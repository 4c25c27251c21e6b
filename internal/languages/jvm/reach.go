package jvm

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/symbolic"
)

//go:embed packages.txt
var packagesText string

// What a package may reach by itself.
const (
	reachNone = "none"
	reachAll  = "all"
)

// reaches is packages.txt.
var reaches = sync.OnceValue(func() map[string]string {
	all := make(map[string]string)
	for line := range strings.Lines(packagesText) {
		if fields := strings.Fields(line); len(fields) == 2 && fields[0] != "#" {
			all[fields[0]] = fields[1]
		}
	}
	return all
})

// reachOf is the longest line of packages.txt that a path begins with.
func reachOf(path string) (reach string, listed bool) {
	for at := path; at != ""; at = at[:max(strings.LastIndexByte(at, '.'), 0)] {
		if reach, listed := reaches()[strings.TrimSuffix(at, "()")]; listed {
			return reach, true
		}
	}
	return "", false
}

// awsWords are what the names of packages that use AWS by themselves are made of.
var awsWords = []string{"aws", "amazon", "s3", "dynamo", "sqs", "kinesis", "localstack"}

// Outside says what a package that is not in the repository may do with AWS by itself. One of Java's ecosystem that packages.txt does not
// hold and whose name does not speak of AWS is taken as harmless; one that begins like the repository's own packages is not there, and
// then nothing is known of it.
func (l *Language) Outside(path string, _ []symbolic.Set) []sdk.Unknown {
	path = tidy(path)
	first := packageName(path)
	reach, listed := reachOf(path)
	switch {
	case listed && reach == reachNone:
		return nil
	case listed && reach == reachAll:
		return []sdk.Unknown{{Reason: first + " uses AWS in ways that are not followed"}}
	case listed:
		var unknown []sdk.Unknown
		for _, service := range strings.Split(reach, ",") {
			unknown = append(unknown, sdk.Unknown{Service: service, Reason: first + " uses AWS in ways that are not followed"})
		}
		return unknown
	case l.index.ours(first) && generated(path):
		return nil
	case l.index.ours(first):
		return []sdk.Unknown{{Reason: "the class " + strings.SplitN(path, "(", 2)[0] + " is not in this repository"}}
	case slices.ContainsFunc(strings.Split(strings.ToLower(first), "."), speaksOfAWS):
		return []sdk.Unknown{{Reason: first + " may use AWS, and is not followed"}}
	}
	return nil
}

func speaksOfAWS(step string) bool {
	return slices.ContainsFunc(awsWords, func(word string) bool { return strings.Contains(step, word) })
}

// packageName is the package that a path leads through, with its class where it has none.
func packageName(path string) string {
	steps := strings.Split(path, ".")
	at := slices.IndexFunc(steps, isClass)
	if at <= 0 {
		at = len(steps)
	}
	return strings.Join(steps[:at], ".")
}

// generated says that a class is one of those that builds write: they do what the repository's own code says.
func generated(path string) bool {
	steps := strings.Split(path, ".")
	at := slices.IndexFunc(steps, isClass)
	if at < 0 {
		return false
	}
	name := strings.TrimSuffix(steps[at], "()")
	return strings.HasPrefix(name, "Dagger") || strings.HasSuffix(name, "_") || strings.HasSuffix(name, "_Factory") || strings.HasSuffix(name, "MapperImpl") ||
		strings.HasSuffix(name, "Grpc") || name == "BuildConfig"
}

// ours says that a package begins like one of the repository's own: two names, and three where the first is one that many share.
func (x *index) ours(pkg string) bool {
	steps := strings.Split(pkg, ".")
	count := 2
	if len(steps) > 1 && (steps[1] == "github" || steps[1] == "amazonaws" || steps[1] == "amazon" || steps[1] == "apache" || steps[1] == "example") {
		count = 3
	}
	if len(steps) < count {
		return false
	}
	prefix := strings.Join(steps[:count], ".") + "."
	for file, o := range x.seen {
		if isSource(file) && strings.HasPrefix(o.pkg+".", prefix) {
			return true
		}
	}
	return false
}
