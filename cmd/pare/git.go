package main

import (
	"bytes"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strings"

	"github.com/parebot/pare/internal/source"
)

// commit is a source.Tree of one commit below one folder, read through git. Nothing of the commit is checked out or run.
type commit struct {
	dir    string
	paths  []string
	hashes map[string]string
	read   map[string][]byte
}

// openMergeBase opens the merge base of HEAD and ref: what a pull request into ref would be compared with.
func openMergeBase(dir, ref string) (*commit, error) {
	if strings.HasPrefix(ref, "-") {
		return nil, fmt.Errorf("not a name of a commit: %q", ref)
	}
	base, err := git(dir, "merge-base", "HEAD", ref)
	if err != nil {
		return nil, fmt.Errorf("finding the merge base with %s: %w", ref, err)
	}
	c := &commit{dir: dir, hashes: make(map[string]string), read: make(map[string][]byte)}
	list, err := git(dir, "ls-tree", "-r", "-z", strings.TrimSpace(string(base)), ".")
	if err != nil {
		return nil, fmt.Errorf("listing the merge base: %w", err)
	}
	for _, entry := range bytes.Split(list, []byte{0}) {
		about, path, ok := strings.Cut(string(entry), "\t")
		fields := strings.Fields(about)
		if ok && len(fields) == 3 && (fields[0] == "100644" || fields[0] == "100755") {
			c.hashes[path] = fields[2]
			c.paths = append(c.paths, path)
		}
	}
	slices.Sort(c.paths)
	return c, nil
}

func (c *commit) Paths() []string { return c.paths }

func (c *commit) Hash(path string) string { return c.hashes[path] }

func (c *commit) Read(path string) ([]byte, error) {
	hash, ok := c.hashes[path]
	if !ok {
		return nil, source.ErrNotFound
	}
	if text, ok := c.read[path]; ok {
		return text, nil
	}
	text, err := git(c.dir, "cat-file", "blob", hash)
	if err != nil {
		return nil, fmt.Errorf("reading %s of the merge base: %w", path, err)
	}
	if len(text) > source.MaxFileSize {
		return nil, source.ErrTooLarge
	}
	c.read[path] = text
	return text, nil
}

func git(dir string, args ...string) ([]byte, error) {
	out, err := exec.Command("git", append([]string{"-C", dir, "--no-optional-locks"}, args...)...).Output()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		return nil, errors.New(strings.TrimSpace(string(failed.Stderr)))
	}
	return out, err
}
