package serverless

import (
	"bytes"
	"path"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/parebot/pare/internal/document"
	"github.com/parebot/pare/internal/source"
)

// place is the way to a value from the root of the file that it is written in: self/provider/iam/role/statements/0. It is the key of a grant.
func (s *service) place(n *document.Node) string {
	root, at := s.root, "self"
	if n.Whole.File != s.file {
		root, at = s.files[n.Whole.File], fileKey(n.Whole.File)
	}
	var way strings.Builder
	way.WriteString(at)
	for root != nil && root.Whole != n.Whole {
		var step string
		if root, step = within(root, n.Whole); root != nil {
			way.WriteString(step)
		}
	}
	if root == nil {
		return at + "/" + strconv.Itoa(n.Whole.Start)
	}
	return way.String()
}

// fileKey is the first step of the places in another file: the rest of a key is cut at slashes.
func fileKey(file string) string { return "file(" + strings.ReplaceAll(file, "/", ":") + ")" }

// within is the entry of a value that a place is in, and the step to it; nil where it is in none.
func within(n *document.Node, at source.Span) (*document.Node, string) {
	if n.Kind == document.List {
		step := "/"
		if n.Tag == "!If" {
			step = "/Fn::If/"
		}
		i := sort.Search(len(n.Items), func(i int) bool { return n.Items[i].Whole.Start > at.Start }) - 1
		if i >= 0 && n.Items[i].Whole.End >= at.End {
			return n.Items[i], step + strconv.Itoa(i)
		}
		return nil, ""
	}
	own := sort.Search(len(n.Pairs), func(i int) bool { return n.Pairs[i].Merged })
	i := sort.Search(own, func(i int) bool { return n.Pairs[i].Span.Start > at.Start }) - 1
	if i >= 0 && n.Pairs[i].Span.End >= at.End {
		return n.Pairs[i].Value, "/" + n.Pairs[i].Key.Value
	}
	return nil, ""
}

// settle marks the grants whose lines serve several roles: the same statement through a variable, or inherited.
func (s *service) settle() {
	first, several := make(map[source.Span]string), make(map[source.Span]bool)
	for _, role := range s.Stack.Roles {
		for _, g := range role.Grants {
			if other, known := first[g.Cause]; known && other != role.ID {
				several[g.Cause] = true
			}
			first[g.Cause] = role.ID
		}
	}
	elsewhere := make(map[string]bool)
	for _, file := range s.Stack.Also {
		elsewhere[file] = s.alsoOfOthers(file)
	}
	for _, role := range s.Stack.Roles {
		for _, g := range role.Grants {
			g.Shared = g.Shared || elsewhere[g.Cause.File] || several[g.Cause] && g.Origin != "framework"
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
	for file, m := range s.modules {
		if m != nil && file != s.file {
			all = append(all, file)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
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
