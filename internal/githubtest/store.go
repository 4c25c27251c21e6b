package githubtest

import (
	"bytes"
	"cmp"
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/parebot/pare/internal/source"
)

// store is the Git objects of a repository and its forks, by their real names.
type store struct {
	blobs   map[string][]byte
	trees   map[string][]entry
	commits map[string]*commit
	diffs   map[[2]string][]change // by base and head: commits never change
	modes   map[string]string      // of paths that are no plain files
}

// entry is a line of a tree.
type entry struct {
	name, sha, mode string
	size            int
}

// Modes that a tree tells apart.
const (
	modeFile   = "100644"
	modeFolder = "040000"
	modeModule = "160000" // a submodule: the entry names a commit elsewhere
)

// commit is one commit, with the files of its whole tree at hand.
type commit struct {
	sha, tree string
	parents   []string
	author    *user
	message   string
	at        time.Time
	files     source.Files
}

func newStore(modes map[string]string) *store {
	return &store{
		modes: modes, blobs: make(map[string][]byte), trees: make(map[string][]entry), commits: make(map[string]*commit), diffs: make(map[[2]string][]change)}
}

// hash is the name that Git gives to an object.
func hash(kind string, body []byte) string {
	h := sha1.New()
	fmt.Fprintf(h, "%s %d\x00", kind, len(body))
	h.Write(body)
	return hex.EncodeToString(h.Sum(nil))
}

// commit writes files, their trees and a commit, and answers its name.
func (s *store) commit(files map[string][]byte, parents []string, by *user, message string, at time.Time) string {
	c := &commit{tree: s.tree(files, ""), parents: parents, author: by, message: message, at: at.Truncate(time.Second), files: maps.Clone(files)}
	var b bytes.Buffer
	fmt.Fprintf(&b, "tree %s\n", c.tree)
	for _, p := range parents {
		fmt.Fprintf(&b, "parent %s\n", p)
	}
	for _, role := range []string{"author", "committer"} {
		fmt.Fprintf(&b, "%s %s <%s> %d +0000\n", role, by.login, by.email(), c.at.Unix())
	}
	fmt.Fprintf(&b, "\n%s\n", message)
	c.sha = hash("commit", b.Bytes())
	s.commits[c.sha] = c
	return c.sha
}

func (u *user) email() string { return fmt.Sprintf("%d+%s@users.noreply.github.com", u.id, u.login) }

// tree writes one folder and all below it. Prefix is the folder's own path, with a slash.
func (s *store) tree(files map[string][]byte, prefix string) string {
	folders := make(map[string]map[string][]byte)
	var entries []entry
	for path, src := range files {
		if folder, rest, nested := strings.Cut(path, "/"); nested {
			if folders[folder] == nil {
				folders[folder] = make(map[string][]byte)
			}
			folders[folder][rest] = src
			continue
		}
		entries = append(entries, s.file(path, cmp.Or(s.modes[prefix+path], modeFile), src))
	}
	for name, below := range folders {
		entries = append(entries, entry{name: name, sha: s.tree(below, prefix+name+"/"), mode: modeFolder})
	}
	slices.SortFunc(entries, func(a, b entry) int { return cmp.Compare(a.key(), b.key()) })
	var body bytes.Buffer
	for _, e := range entries {
		raw, _ := hex.DecodeString(e.sha) // it is our own hex
		fmt.Fprintf(&body, "%s %s\x00%s", strings.TrimPrefix(e.mode, "0"), e.name, raw)
	}
	sha := hash("tree", body.Bytes())
	s.trees[sha] = entries
	return sha
}

// file writes one file's blob. A submodule has none: some commit's name is made of its bytes.
func (s *store) file(name, mode string, src []byte) entry {
	if mode == modeModule {
		return entry{name: name, sha: hash("commit", src), mode: mode}
	}
	sha := hash("blob", src)
	s.blobs[sha] = src
	return entry{name: name, sha: sha, mode: mode, size: len(src)}
}

// key is how Git sorts: a folder as if its name ended in a slash.
func (e entry) key() string {
	if e.mode == modeFolder {
		return e.name + "/"
	}
	return e.name
}

// ancestors lists a commit and all before it.
func (s *store) ancestors(sha string) map[string]bool {
	seen := make(map[string]bool)
	todo := []string{sha}
	for len(todo) > 0 {
		c := s.commits[todo[0]]
		todo = todo[1:]
		if c == nil || seen[c.sha] {
			continue
		}
		seen[c.sha] = true
		todo = append(todo, c.parents...)
	}
	return seen
}

// mergeBase is the best common ancestor: one that is no ancestor of another; the newest where there are several. "" where there is none.
func (s *store) mergeBase(a, b string) string {
	ofA, ofB := s.ancestors(a), s.ancestors(b)
	var common []string
	for sha := range ofA {
		if ofB[sha] {
			common = append(common, sha)
		}
	}
	best := slices.DeleteFunc(slices.Clone(common), func(sha string) bool {
		return slices.ContainsFunc(common, func(other string) bool { return other != sha && s.ancestors(other)[sha] })
	})
	slices.SortFunc(best, func(x, y string) int {
		return cmp.Or(s.commits[y].at.Compare(s.commits[x].at), cmp.Compare(x, y))
	})
	if len(best) == 0 {
		return ""
	}
	return best[0]
}

// between lists the commits of to that from does not have, the oldest first.
func (s *store) between(from, to string) (list []*commit) {
	has := s.ancestors(from)
	for sha := range s.ancestors(to) {
		if !has[sha] {
			list = append(list, s.commits[sha])
		}
	}
	slices.SortFunc(list, func(x, y *commit) int {
		return cmp.Or(cmp.Compare(len(s.ancestors(x.sha)), len(s.ancestors(y.sha))), cmp.Compare(x.sha, y.sha))
	})
	return list
}
