package php

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/parebot/pare/internal/sdk"
)

//go:embed packages.txt
var packagesText string

// reaches is packages.txt, by namespace with dots.
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
		name = name[:max(0, strings.LastIndexByte(name, '.'))]
	}
	return "", false
}

// awsWords are what the names of packages that use AWS by themselves are made of.
var awsWords = []string{"aws", "amazon", "s3", "dynamo", "sqs", "cognito", "cloudwatch"}

// reach says what a package may do with AWS by itself. One that the project takes from the public index and that is not known to reach AWS is
// taken as harmless: packages.txt is there to correct that.
func (l *Language) reach(name string) []sdk.Unknown {
	class := classOf(name)
	first, _, _ := strings.Cut(class, `\`)
	if strings.HasPrefix(name, mayBeMissing) || ownClass(first) || strings.HasPrefix(name, "Aws.") || strings.HasPrefix(name, "AsyncAws.") {
		return nil
	}
	reach, listed := reachOf(name)
	switch {
	case listed:
		return unknowns(first, reach)
	case speaksOfAWS(class), speaksOfAWS(l.composer.packageOf(class)):
		return []sdk.Unknown{{Reason: class + " may use AWS, and is not followed"}}
	case l.composer.ofPackage(class) || l.composer.asksFor(first):
		return nil
	}
	return []sdk.Unknown{{Reason: "the class " + class + " is not in this repository"}}
}

// classOf is the class that a path begins with: what follows a call, and methods, which begin small, are left out.
func classOf(name string) string {
	var steps []string
	for step := range strings.SplitSeq(name, ".") {
		bare, called := strings.CutSuffix(step, "()")
		if called && bare != "" && bare[0] >= 'a' && bare[0] <= 'z' && len(steps) > 0 {
			break
		}
		steps = append(steps, bare)
		if called {
			break
		}
	}
	return strings.Join(steps, `\`)
}

// unknowns are what a line of packages.txt says of a package.
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

func speaksOfAWS(name string) bool {
	lower := strings.ToLower(name)
	for _, word := range awsWords {
		if strings.Contains(lower, word) {
			return true
		}
	}
	return false
}

// asksFor says that the project takes a package from the public index whose name holds a namespace's first step, or is held by it. Before
// there were namespaces, names had underscores: Swift_Message.
func (c *composer) asksFor(first string) bool {
	key := strings.ToLower(first)
	if before, _, old := strings.Cut(key, "_"); old && len(before) > 3 {
		key = before
	}
	for name := range c.packages {
		vendor, project, _ := strings.Cut(strings.ToLower(name), "/")
		for _, part := range []string{vendor, project} {
			part = strings.NewReplacer("-", "", "_", "", ".", "").Replace(part)
			if part != "" && part != "php" && (strings.Contains(part, key) || strings.Contains(key, part)) {
				return true
			}
		}
	}
	return false
}
