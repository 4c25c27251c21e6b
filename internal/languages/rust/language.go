// Package rust reads Rust: it lowers its syntax into a program, finds its modules and crates, and names what its own library and the AWS SDK for
// Rust do. All names of the SDK's operations come from serviceref.
package rust

import (
	"slices"
	"strings"

	"github.com/parebot/pare/internal/flow"
	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/symbolic"
)

// Language is Rust in one tree. It implements flow.Language.
type Language struct {
	files  map[string]bool
	crates *Crates
	idioms *idioms
}

// New prepares Rust for one program.
func New(tree source.Tree, tables *serviceref.Tables) *Language {
	l := &Language{files: make(map[string]bool), crates: ReadCrates(tree), idioms: &idioms{tables}}
	for _, file := range tree.Paths() {
		if strings.HasSuffix(file, ".rs") {
			l.files[file] = true
		}
	}
	return l
}

// Idioms are those of the SDK for Rust.
func (l *Language) Idioms() sdk.Idioms { return l.idioms }

// Special are Rust's: none of its methods are called unasked.
func (l *Language) Special() flow.Special {
	return flow.Special{Declared: true, Apart: true, Reexports: true, Pairs: true, Fields: true, Event: eventPath}
}

// eventPath is where a member of the event stands: the runtime hands the event over as the payload of something else, and its fields are in snake
// case.
func eventPath(path, name string) string {
	if path == "" && (name == "payload" || name == "context") {
		return path
	}
	if spelt, ok := eventNames[name]; ok {
		name = spelt
	}
	return strings.TrimPrefix(path+"."+name, ".")
}

// eventNames are the members of events that Rust's types do not name as events do, of those that tell a resource.
var eventNames = map[string]string{
	"records": "Records", "event_source_arn": "eventSourceARN", "sns": "Sns", "topic_arn": "TopicArn", "url_decoded_key": "key",
}

// Variables are none.
func (l *Language) Variables(flow.Module) map[string]string { return nil }

// Builtin is what the lowering calls by names that no source can have.
func (l *Language) Builtin(name string) (flow.Native, bool) {
	if bare, ok := strings.CutPrefix(name, nativePrefix); ok {
		n, ok := library()[bare]
		return n, ok
	}
	return flow.Native{}, false
}

// Method is a method of a string, list or map.
func (l *Language) Method(of flow.Shape, name string) (flow.Native, bool) {
	n, ok := shapes[of][name]
	return n, ok
}

// External is a row of library.txt.
func (l *Language) External(name string) (flow.Native, bool) {
	n, ok := library()[name]
	return n, ok
}

// Own says that a path begins with a crate that does nothing with what it is handed.
func (l *Language) Own(name string) bool {
	first, _, _ := strings.Cut(name, ".")
	first = strings.TrimSuffix(first, "()")
	return crates()[first] || l.idioms.Import(first) != nil
}

// Outside says what a crate that is not in the repository may do by itself: one whose name speaks of AWS or of what talks to it may call anything.
func (l *Language) Outside(name string, _ []symbolic.Set) []sdk.Unknown {
	first, _, _ := strings.Cut(name, ".")
	first = strings.TrimSuffix(first, "()")
	switch {
	case first == "crate" || first == "self" || first == "super":
		return []sdk.Unknown{{Reason: "the module " + strings.ReplaceAll(name, ".", "::") + " is not in the repository"}}
	case crates()[first] || l.idioms.Import(first) != nil:
		return nil
	case slices.ContainsFunc(speaking, func(word string) bool { return strings.Contains(first, word) }):
		return []sdk.Unknown{{Reason: "the crate " + first + " may call AWS, and what it calls is not known"}}
	}
	return nil
}

// speaking are words in the names of crates that call AWS.
var speaking = []string{"aws", "rusoto", "dynamo", "s3", "sqs", "object_store", "opendal"}
