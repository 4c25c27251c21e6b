package analysis

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/parebot/pare/internal/access"
	"github.com/parebot/pare/internal/languages"
	"github.com/parebot/pare/internal/locate"
	"github.com/parebot/pare/internal/source"
)

// change is how the code of a tree differs from that of an earlier view of the repository.
type change struct {
	was      *view
	now      source.Tree
	modified map[string]bool // files of code with other bytes
	moved    bool            // a file was added or removed: imports may find another file
}

// since compares the files of two trees by their hashes. Only files of languages that are read count, and what tells where packages come from.
func (v *view) since(was *view) {
	c := &change{was: was, now: v.tree, modified: make(map[string]bool)}
	for _, file := range v.tree.Paths() {
		if before := was.tree.Hash(file); isCode(file) && before != v.tree.Hash(file) {
			c.modified[file] = true
			c.moved = c.moved || before == ""
		}
	}
	for _, file := range was.tree.Paths() {
		c.moved = c.moved || isCode(file) && v.tree.Hash(file) == ""
	}
	v.change = c
}

// isCode reports whether a file may have a say in what a function calls: source code, a list of packages, a Dockerfile.
func isCode(file string) bool {
	switch name := path.Base(file); {
	case name == "package.json", strings.HasPrefix(name, "tsconfig"), strings.HasPrefix(name, "jsconfig"):
		return true
	}
	switch path.Ext(file) {
	case ".yaml", ".yml", ".json", ".md", ".template":
		return false
	}
	return true
}

// again answers from the earlier view where the place is the same and no file that was read for it has changed.
func (v *view) again(place locate.Place, aside []source.Span) (access.Code, bool) {
	if v.change == nil || v.change.moved || place.Inline != "" {
		return access.Code{}, false
	}
	known, ok := v.change.was.followed[placeKey(place, aside)]
	if !ok || slices.ContainsFunc(known.Files, v.change.differs) || v.change.manifests() {
		return access.Code{}, false
	}
	return known, true
}

// differs reports whether a file that was read has other bytes by now: source code, or data that it takes in.
func (c *change) differs(file string) bool {
	return c.modified[file] || c.now.Hash(file) != c.was.tree.Hash(file)
}

// manifests reports whether anything but source code was modified: a list of packages may make a module known or unknown.
func (c *change) manifests() bool {
	for file := range c.modified {
		if !slices.ContainsFunc(languages.All, func(l languages.Language) bool { return l.Reads(file) }) {
			return true
		}
	}
	return false
}

func placeKey(p locate.Place, aside []source.Span) string {
	key := p.Language + "\x00" + p.File + "\x00" + p.Symbol
	for _, root := range p.Roots {
		key += "\x00" + root
	}
	for _, s := range aside {
		key += "\x00" + s.File + ":" + strconv.Itoa(s.Start)
	}
	return key
}

// follow reads the code at a place without what is aside, or remembers what an earlier view of the same code gave.
func (v *view) follow(place locate.Place, aside []source.Span) access.Code {
	if code, ok := v.again(place, aside); ok {
		v.followed[placeKey(place, aside)] = code
		return code
	}
	result := languages.Calls(without(v.tree, aside), place, v.Cache)
	code := access.Code{Files: result.Files, Calls: result.Calls, Unknown: result.Unknown}
	if place.Inline == "" {
		v.followed[placeKey(place, aside)] = code
	}
	return code
}
