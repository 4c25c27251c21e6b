package golang

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"github.com/parebot/pare/internal/flow"
	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/symbolic"
)

//go:embed library.txt
var libraryText string

//go:embed packages.txt
var packagesText string

// meanings are the words of library.txt.
var meanings = map[string]flow.Meaning{
	"pure": flow.Pure, "same": flow.Same, "variable": flow.Variable, "execute": flow.Execute, "operation": flow.Operation, "path": flow.Path,
	"serve": flow.Serve, "join": flow.JoinedBy, "split": flow.Split, "run-first": flow.RunFirst, "new-list": flow.NewList, "keys": flow.Keys,
	"values": flow.Values, "concealed": flow.Concealed, "environment": flow.Environment, "or-else": flow.OrElse, "exposed": flow.Exposed, "decoded": flow.Decoded,
}

// library is library.txt, by path.
var library = sync.OnceValue(func() map[string]flow.Native {
	all := make(map[string]flow.Native)
	for line := range strings.Lines(libraryText) {
		fields := strings.Fields(line)
		if len(fields) < 2 || fields[0] == "#" {
			continue
		}
		n := flow.Native{Do: meanings[fields[1]]}
		if len(fields) > 2 {
			n.Op = fields[2]
		}
		all[fields[0]] = n
	}
	return all
})

// The words of packages.txt that are no client's name.
const (
	reachNone = "none"
	reachAll  = "all"
)

// reaches is packages.txt, by the beginning of a package's path.
var reaches = sync.OnceValue(func() map[string]string {
	all := make(map[string]string)
	for line := range strings.Lines(packagesText) {
		if fields := strings.Fields(line); len(fields) == 2 && fields[0] != "#" {
			all[fields[0]] = fields[1]
		}
	}
	return all
})

// reachOf is the row that a path begins with: the longest one.
func reachOf(name string) (reach string, listed bool) {
	for name != "" {
		if reach, listed := reaches()[name]; listed {
			return reach, true
		}
		name = name[:max(0, strings.LastIndexAny(name, "./"))]
	}
	return "", false
}

// ownLibrary says that a package is of Go's own library: its path begins with no host.
func ownLibrary(where string) bool {
	host, _, _ := strings.Cut(where, "/")
	return !strings.Contains(host, ".")
}

// Own says that a path is of Go's own library, or of a package that is known to do nothing with what it is handed.
func (l *Language) Own(name string) bool {
	if where, _ := split(name); ownLibrary(where) {
		return true
	}
	reach, listed := reachOf(name)
	return listed && reach == reachNone
}

// awsWords are what the paths of packages that use AWS by themselves are made of.
var awsWords = []string{"aws", "amazon", "sigv4", "s3", "dynamo", "sagemaker", "cognito", "redshift"}

// Outside says what a package that is not in the repository may do with AWS by itself once something of it is called. One that nobody
// has listed and that does not speak of AWS is taken as harmless, unless it should be in this repository or is of the same owner.
func (l *Language) Outside(name string, _ []symbolic.Set) []sdk.Unknown {
	where, _ := split(name)
	reach, listed := reachOf(name)
	switch {
	case reach == reachNone || ownLibrary(where):
		return nil
	case reach == reachAll:
		return []sdk.Unknown{{Reason: where + " uses AWS in ways that are not followed"}}
	case listed:
		var unknown []sdk.Unknown
		for _, service := range strings.Split(reach, ",") {
			unknown = append(unknown, sdk.Unknown{Service: service, Reason: where + " uses AWS in ways that are not followed"})
		}
		return unknown
	case l.ours(where):
		return []sdk.Unknown{{Reason: "the package " + where + " is not in this repository"}}
	}
	lower := strings.ToLower(where)
	if slices.ContainsFunc(awsWords, func(word string) bool { return strings.Contains(lower, word) }) {
		return []sdk.Unknown{{Reason: where + " may use AWS, and is not followed"}}
	}
	return nil
}

// ours says that a package is of one of the repository's modules, or of somebody who has one of them too.
func (l *Language) ours(where string) bool {
	for _, m := range l.modules {
		steps := strings.Split(m.path, "/")
		owner := strings.Join(steps[:min(2, len(steps))], "/")
		if _, within := cutPath(where, m.path); within {
			return true
		}
		if _, same := cutPath(where, owner); same && len(steps) > 2 {
			return true
		}
	}
	return false
}
