package main

import (
	"bytes"
	"crypto/sha1" //nolint:gosec // Git's own name of a blob
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/parebot/pare/internal/source"
)

// skipped are folders that hold nobody's own work: what was fetched or built.
var skipped = []string{".git", "node_modules", ".aws-sam", ".serverless", ".terraform", ".venv", "venv", "__pycache__"}

// folder is a source.Tree of a folder on disk. Links are not followed: a checkout may hold one that leads out of it.
type folder struct {
	root  *os.Root
	paths []string
}

func openFolder(dir string) (*folder, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("opening the folder: %w", err)
	}
	f := &folder{root: root}
	err = fs.WalkDir(root.FS(), ".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil && path == ".":
			return err
		case err != nil:
			return nil //nolint:nilerr // a folder that may not be read has no files for us
		case d.IsDir() && slices.Contains(skipped, d.Name()):
			return fs.SkipDir
		case d.Type().IsRegular():
			f.paths = append(f.paths, filepath.ToSlash(path))
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("listing the folder: %w", err)
	}
	slices.Sort(f.paths)
	return f, nil
}

func (f *folder) Paths() []string { return f.paths }

func (f *folder) Read(path string) ([]byte, error) {
	info, err := f.root.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !info.Mode().IsRegular() {
		return nil, source.ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", path, err)
	}
	if info.Size() > source.MaxFileSize {
		return nil, source.ErrTooLarge
	}
	return f.root.ReadFile(path)
}

func (f *folder) Hash(path string) string {
	text, err := f.Read(path)
	if err != nil {
		return ""
	}
	return blobHash(text)
}

// blobHash names bytes as Git does.
func blobHash(text []byte) string {
	h := sha1.New() //nolint:gosec // Git's own name of a blob
	h.Write([]byte("blob " + strconv.Itoa(len(text)) + "\x00"))
	h.Write(text)
	return hex.EncodeToString(h.Sum(nil))
}

// write replaces a file of the folder whole: the new text lies beside it before it takes its name.
func (f *folder) write(path string, text []byte) error {
	info, err := f.root.Lstat(path)
	if err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	beside := path + ".pare-new"
	if err := f.root.WriteFile(beside, text, info.Mode().Perm()); err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	if err := f.root.Rename(beside, path); err != nil {
		return fmt.Errorf("writing %s: %w", path, errors.Join(err, f.root.Remove(beside)))
	}
	return nil
}

// readSettings reads the settings file of a tree.
func readSettings(t source.Tree) ([]byte, error) {
	text, err := t.Read(settingsPath)
	if errors.Is(err, source.ErrNotFound) {
		return nil, nil
	}
	return bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")), err
}
