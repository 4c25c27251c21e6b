package serverless

import (
	"bytes"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/source"
)

// place is the way to a value from the root of the file that it is written in: self/provider/iam/role/statements/0. It is the key of a grant.
func (s *service) place(n *document.Node) string {
	if s.places == nil || s.placedFiles != len(s.files) {
		s.placedFiles = len(s.files)
		s.places = make(map[source.Span]string)
		mapPlaces(s.root, "self", s.places)
		for file, root := range s.files {
			if root != nil {
				mapPlaces(root, fileKey(file), s.places)
			}
		}
	}
	if at, known := s.places[n.Whole]; known {
		return at
	}
	return "self/" + strconv.Itoa(n.Whole.Start)
}

// fileKey is the first step of the places in another file: the rest of a key is cut at slashes.
func fileKey(file string) string { return "file(" + strings.ReplaceAll(file, "/", ":") + ")" }

func mapPlaces(n *document.Node, at string, places map[source.Span]string) {
	if n == nil || n.Alias != nil {
		return
	}
	if _, known := places[n.Whole]; !known {
		places[n.Whole] = at
	}
	step := "/"
	if n.Tag == "!If" {
		step = "/Fn::If/"
	}
	for i, item := range n.Items {
		mapPlaces(item, at+step+strconv.Itoa(i), places)
	}
	for _, p := range n.Pairs {
		if !p.Merged {
			mapPlaces(p.Value, at+"/"+p.Key.Value, places)
		}
	}
}

// settle marks the grants whose lines serve several roles: the same statement through a variable, or inherited.
func (s *service) settle() {
	type user struct{ role, key string }
	users := make(map[source.Span]map[user]bool)
	for _, role := range s.Stack.Roles {
		for _, g := range role.Grants {
			if users[g.Cause] == nil {
				users[g.Cause] = make(map[user]bool)
			}
			users[g.Cause][user{role: role.ID}] = true
		}
	}
	elsewhere := make(map[string]bool)
	for _, file := range s.Stack.Also {
		elsewhere[file] = s.alsoOfOthers(file)
	}
	for _, role := range s.Stack.Roles {
		for _, g := range role.Grants {
			g.Shared = g.Shared || elsewhere[g.Cause.File] || len(users[g.Cause]) > 1 && g.Origin != "framework"
		}
	}
}

// also are the other files that the service was read from.
func (s *service) also() (all []string) {
	for file, root := range s.files {
		if root != nil {
			all = append(all, file)
		}
	}
	slices.Sort(all)
	return all
}

// alsoOfOthers says whether another service of the repository may read a file too: it names a file that is called so.
func (s *service) alsoOfOthers(file string) bool {
	for _, other := range s.tree.Paths() {
		if other == s.file || !isNamed(other) {
			continue
		}
		if src := candidateText(s.tree, other); src != nil && bytes.Contains(src, []byte(path.Base(file))) {
			return true
		}
	}
	return false
}
