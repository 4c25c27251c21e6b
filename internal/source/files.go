package source

import (
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strconv"
)

// Files is a Tree held in memory: what a test, a sample or a child process has at hand.
type Files map[string][]byte

// Paths lists every file, sorted.
func (f Files) Paths() []string { return slices.Sorted(maps.Keys(f)) }

// Read returns the bytes of one file: ErrNotFound, or ErrTooLarge above MaxFileSize.
func (f Files) Read(path string) ([]byte, error) {
	src, ok := f[path]
	switch {
	case !ok:
		return nil, fmt.Errorf("reading %s: %w", path, ErrNotFound)
	case len(src) > MaxFileSize:
		return nil, fmt.Errorf("reading %s: %w", path, ErrTooLarge)
	}
	return src, nil
}

// Hash is the Git blob SHA-1 of the file in hex, "" where there is no such file.
func (f Files) Hash(path string) string {
	src, ok := f[path]
	if !ok {
		return ""
	}
	return BlobHash(src)
}

// BlobHash is the name that Git gives to these bytes: the SHA-1 of a blob, in hex.
// It names bytes and protects nothing, so the age of SHA-1 does not matter here.
func BlobHash(src []byte) string {
	h := sha1.New()
	h.Write([]byte("blob " + strconv.Itoa(len(src)) + "\x00"))
	h.Write(src)
	return hex.EncodeToString(h.Sum(nil))
}
