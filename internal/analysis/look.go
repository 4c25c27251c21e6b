package analysis

import (
	"fmt"
	"path"
	"strings"

	"github.com/parebot/pare/internal/access"
	"github.com/parebot/pare/internal/estate"
	"github.com/parebot/pare/internal/formats"
	"github.com/parebot/pare/internal/locate"
	"github.com/parebot/pare/internal/rules"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
)

// MaxTemplates is how many templates of one repository are read; the rest is reported as unread.
const MaxTemplates = 2000

// view is everything that is known of one tree.
type view struct {
	Options
	tree        source.Tree
	stacks      []*stack.Stack
	estate      *estate.Estate
	code        map[string]access.Code // by estate.User.ID
	comparisons []access.Comparison
	unread      []source.Note
	followed    map[string]access.Code   // by placeKey
	change      *change                  // since an earlier view, nil for none
	before      func(file string) string // the name that a file has in the base: fingerprints hold that
}

// look reads a tree. was is an earlier view of the same repository, nil for none: what has not changed is not read again.
func look(tree source.Tree, o Options, was *view) *view {
	v := &view{
		Options: o, tree: tree, code: make(map[string]access.Code), followed: make(map[string]access.Code),
		before: func(file string) string { return file },
	}
	if was != nil {
		v.since(was)
	}
	v.readTemplates()
	v.estate = estate.Link(v.stacks, tree)
	for _, s := range v.stacks {
		for _, fn := range s.Functions {
			v.code[estate.User{Stack: s, Function: fn}.ID()] = v.readCode(fn)
		}
	}
	v.comparisons = access.Compare(v.estate, v.code, o.Tables)
	return v
}

func (v *view) facts() rules.Facts {
	return rules.Facts{Estate: v.estate, Comparisons: v.comparisons, Tables: v.Tables, Unread: v.unread}
}

// readTemplates reads every template of the tree that the settings do not exclude.
func (v *view) readTemplates() {
	parts := formats.Parts(v.tree)
	for _, file := range v.tree.Paths() {
		if parts[file] || excluded(v.Settings.Exclude, file) {
			continue
		}
		if len(v.stacks) == MaxTemplates {
			v.unreadable(file, fmt.Sprintf("the limit of %d templates is reached", MaxTemplates))
			return
		}
		if s := formats.ReadWith(v.tree, file, v.programs(v.tree)); s != nil {
			v.stacks = append(v.stacks, s)
			v.unread = append(v.unread, s.Problems...)
		}
	}
}

func (v *view) unreadable(file, reason string) {
	v.unread = append(v.unread, source.Note{Span: source.Span{File: file, Line: 1, EndLine: 1}, Text: reason})
}

// readCode finds one function's code and follows it.
func (v *view) readCode(fn *stack.Function) access.Code {
	place, problem := locate.Find(fn, v.tree)
	if problem != nil {
		return access.Code{Unread: problem}
	}
	return v.follow(place, fn.Code.Aside)
}

// excluded reports whether a file matches one of the patterns: path.Match a segment, ** for any number of segments.
func excluded(patterns []string, file string) bool {
	for _, p := range patterns {
		if matchPath(strings.Split(p, "/"), strings.Split(file, "/")) {
			return true
		}
	}
	return false
}

func matchPath(pattern, file []string) bool {
	for len(pattern) > 0 {
		if pattern[0] == "**" {
			return len(pattern) == 1 || anySuffix(pattern[1:], file)
		}
		if len(file) == 0 {
			return false
		}
		if ok, err := path.Match(pattern[0], file[0]); err != nil || !ok {
			return false
		}
		pattern, file = pattern[1:], file[1:]
	}
	return len(file) == 0
}

func anySuffix(pattern, file []string) bool {
	for i := range file {
		if matchPath(pattern, file[i:]) {
			return true
		}
	}
	return false
}
