package source

import (
	"fmt"
	"maps"
	"slices"
)

// overlay is a Tree with some of its files rewritten; all others are read from below.
type overlay struct {
	under   Tree
	written Files
	hashes  map[string]string
}

// Overlay returns t with the edits made: what the repository would be after the suggestion. It reads every file that an
// edit touches and refuses the whole set where one cannot be read (ErrNotFound: edits make no files) or Apply refuses.
func Overlay(t Tree, edits Edits) (Tree, error) {
	o := overlay{under: t, written: make(Files), hashes: make(map[string]string)}
	byFile := edits.ByFile()
	for _, path := range slices.Sorted(maps.Keys(byFile)) {
		old, err := t.Read(path)
		if err != nil {
			return nil, fmt.Errorf("editing %s: %w", path, err)
		}
		edited, err := Apply(old, byFile[path])
		if err != nil {
			return nil, fmt.Errorf("editing %s: %w", path, err)
		}
		o.written[path] = edited
		o.hashes[path] = BlobHash(edited)
	}
	return o, nil
}

func (o overlay) Paths() []string { return o.under.Paths() }

func (o overlay) Read(path string) ([]byte, error) {
	if _, ok := o.written[path]; ok {
		return o.written.Read(path)
	}
	return o.under.Read(path)
}

func (o overlay) Hash(path string) string {
	if hash, ok := o.hashes[path]; ok {
		return hash
	}
	return o.under.Hash(path)
}
