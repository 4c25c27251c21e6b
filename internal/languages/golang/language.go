// Package golang reads Go: it lowers its syntax into a program, finds its packages, and names what its own library and the two AWS SDKs
// for Go do. All names of the SDKs' operations come from serviceref.
package golang

import (
	"strings"

	"github.com/parebot/pare/internal/flow"
	"github.com/parebot/pare/internal/program"
	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/serviceref"
	"github.com/parebot/pare/internal/source"
)

// Language is Go in one tree. It implements flow.Language.
type Language struct {
	tree    source.Tree
	folders map[string][]string // that hold Go files of the repository's own: the files
	modules []module            // that the repository declares, the longest path first
	idioms  *idioms
}

// New prepares Go for one program. Where packages are found, the modules of the tree say, and not the roots.
func New(tree source.Tree, _ []string, tables *serviceref.Tables) *Language {
	l := &Language{tree: tree, folders: make(map[string][]string), idioms: &idioms{tables}}
	l.index()
	return l
}

// Idioms are those of both SDKs.
func (l *Language) Idioms() sdk.Idioms { return l.idioms }

// Special are Go's.
func (l *Language) Special() flow.Special {
	return flow.Special{Receivers: true, Declared: true, Fields: true, Zeros: true, Detached: true, Event: eventPath}
}

// eventPath is the path of a member of an event: the types of aws-lambda-go name the members with a capital that the events have
// with a small letter, but for those that have one there too.
func eventPath(path, name string) string {
	if !capital[name] {
		end := 1
		for end < len(name) && 'A' <= name[end] && name[end] <= 'Z' && (end+1 == len(name) || name[end+1] < 'a' || name[end+1] > 'z') {
			end++
		}
		name = strings.ToLower(name[:min(end, len(name))]) + name[min(end, len(name)):]
	}
	if path == "" {
		return name
	}
	return path + "." + name
}

// capital are the members of events that begin with a capital there too.
var capital = map[string]bool{
	"Records": true, "EventSource": true, "Sns": true, "SNS": true, "Message": true, "MessageID": true, "TopicArn": true, "Subject": true,
	"Keys": true, "NewImage": true, "OldImage": true,
}

// Variables are none: Go has no names that every file has.
func (l *Language) Variables(flow.Module) map[string]string { return nil }

// What the language itself does has names that no program can give.
const (
	ownRange   = "range"
	ownKeys    = "range keys"
	ownSend    = "chan<-"
	ownReceive = "<-chan"
	ownChannel = "chan"
)

// builtins are Go's own functions, and what its syntax does.
var builtins = map[string]flow.Native{
	ownRange: {Do: flow.Ranged}, ownKeys: {Do: flow.Ranged, Op: "keys"}, ownSend: {Do: flow.Append}, ownReceive: {Do: flow.Element},
	ownChannel: {Do: flow.Channel}, "len": {Do: flow.Pure}, "cap": {Do: flow.Pure}, "append": {Do: flow.Appended}, "copy": {Do: flow.Extend}, "delete": {Do: flow.Pure},
	"min": {Do: flow.Pure}, "max": {Do: flow.Pure}, "close": {Do: flow.Pure}, "clear": {Do: flow.Pure}, "panic": {Do: flow.Pure},
	"recover": {Do: flow.Pure}, "print": {Do: flow.Pure}, "println": {Do: flow.Pure}, "complex": {Do: flow.Pure}, "real": {Do: flow.Pure},
	"imag": {Do: flow.Pure},
}

// Builtin is what a name means that no scope holds.
func (l *Language) Builtin(name string) (flow.Native, bool) {
	n, ok := builtins[name]
	return n, ok
}

// External is a row of library.txt. What a value of Go's own library gives is not followed further: it does nothing with an SDK.
func (l *Language) External(name string) (flow.Native, bool) {
	n, ok := library()[name]
	if !ok && strings.Contains(name, "().") && ownLibrary(name) {
		return flow.Native{Do: flow.Pure}, true
	}
	return n, ok
}

// Method is nothing: Go's own types have no methods.
func (l *Language) Method(flow.Shape, string) (flow.Native, bool) { return flow.Native{}, false }

// Member is nothing: a package holds no other.
func (l *Language) Member(flow.Module, string) (flow.Module, bool) { return flow.Module{}, false }

// Entry is the package that a file belongs to.
func (l *Language) Entry(file string) []flow.Module { return []flow.Module{l.packageOf(file)} }

// Find is the package that an import names, if one of the repository's modules holds it.
func (l *Language) Find(from flow.Module, i *program.Import) []flow.Module {
	folder, ok := l.folder(from.Root, i.Module)
	if !ok {
		return nil
	}
	files := l.built(folder, "")
	if len(files) == 0 {
		return nil
	}
	return []flow.Module{{Name: i.Module, File: files[0], Root: folder, Files: files[1:]}}
}
