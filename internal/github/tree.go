package github

import (
	"context"
	"fmt"
	"path"
	"slices"
	"sync"

	"github.com/parebot/pare/internal/source"
)

// Budgets of one tree: what a pull request may make Pare fetch.
const (
	MaxTreeFiles = 50_000
	MaxTreeBytes = 64 << 20
	batchBlobs   = 60      // blobs in one GraphQL question
	batchBytes   = 2 << 20 // and their size together, in bytes
)

// Tree lists one commit's files at once and reads their bytes when asked. Links and submodules are left out.
// It is bound to the context of the job that opened it.
func (r *Repository) Tree(ctx context.Context, commit string) (source.Tree, error) {
	if err := checkObject(commit); err != nil {
		return nil, err
	}
	list, _, err := r.client.Git.GetTree(ctx, r.owner, r.repo, commit, true)
	if err != nil {
		return nil, fmt.Errorf("listing the files of %.7s: %w", commit, gone(err))
	}
	if list.GetTruncated() {
		return nil, fmt.Errorf("listing the files of %.7s: GitHub lists it in part only (over 100,000 entries or 7 MB)", commit)
	}
	t := &tree{ctx: ctx, repo: r, entries: make(map[string]entry), blobs: make(map[string][]byte), left: MaxTreeBytes}
	for _, e := range list.Entries {
		if e.GetType() == "blob" && (e.GetMode() == "100644" || e.GetMode() == "100755") && objectID.MatchString(e.GetSHA()) {
			t.entries[e.GetPath()] = entry{sha: e.GetSHA(), size: e.GetSize()}
			t.paths = append(t.paths, e.GetPath())
		}
	}
	if len(t.paths) > MaxTreeFiles {
		return nil, fmt.Errorf("listing the files of %.7s: %d files are more than the limit of %d", commit, len(t.paths), MaxTreeFiles)
	}
	slices.Sort(t.paths)
	return t, nil
}

type entry struct {
	sha  string
	size int
}

// tree implements source.Tree over the network. A folder's neighbours are fetched with a file, since code imports what lies beside it.
type tree struct {
	ctx     context.Context
	repo    *Repository
	paths   []string
	entries map[string]entry

	mu    sync.Mutex
	blobs map[string][]byte // by SHA
	left  int               // bytes
}

func (t *tree) Paths() []string { return t.paths }

func (t *tree) Hash(file string) string { return t.entries[file].sha }

func (t *tree) Read(file string) ([]byte, error) {
	e, ok := t.entries[file]
	if !ok {
		return nil, source.ErrNotFound
	}
	if e.size > source.MaxFileSize {
		return nil, source.ErrTooLarge
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if b, ok := t.blobs[e.sha]; ok {
		return b, nil
	}
	if b, ok := t.cached(e.sha); ok {
		return b, t.keep(e.sha, b)
	}
	if err := t.fetch(t.batch(file, e)); err != nil {
		return nil, err
	}
	b, ok := t.blobs[e.sha]
	if !ok {
		return nil, source.ErrBudget
	}
	return b, nil
}

// batch is a file and as many of its neighbours as fit into one question.
func (t *tree) batch(file string, e entry) []string {
	list, bytes := []string{e.sha}, e.size
	for _, p := range t.paths {
		n := t.entries[p]
		if len(list) == batchBlobs {
			break
		}
		if path.Dir(p) != path.Dir(file) || path.Ext(p) != path.Ext(file) || t.blobs[n.sha] != nil || slices.Contains(list, n.sha) || bytes+n.size > batchBytes {
			continue
		}
		if b, ok := t.cached(n.sha); ok {
			if t.keep(n.sha, b) == nil {
				continue
			}
		}
		list, bytes = append(list, n.sha), bytes+n.size
	}
	return list
}

func (t *tree) keep(sha string, b []byte) error {
	if t.left -= len(b); t.left < 0 {
		return source.ErrBudget
	}
	t.blobs[sha] = b
	return nil
}

func (t *tree) cached(sha string) ([]byte, bool) {
	if t.repo.app.config.Cache == nil {
		return nil, false
	}
	return t.repo.app.config.Cache.Get(t.ctx, t.repo.installation, "blob/"+sha)
}

// fetch asks for blobs in one GraphQL question, and one by one for those that it does not give whole (binary, or cut short).
func (t *tree) fetch(shas []string) error {
	texts, err := t.repo.blobs(t.ctx, shas)
	if err != nil {
		return err
	}
	for _, sha := range shas {
		b, ok := texts[sha]
		if !ok {
			if b, _, err = t.repo.client.Git.GetBlobRaw(t.ctx, t.repo.owner, t.repo.repo, sha); err != nil {
				return fmt.Errorf("reading blob %.7s: %w", sha, gone(err))
			}
		}
		if err := t.keep(sha, b); err != nil {
			return err
		}
		if c := t.repo.app.config.Cache; c != nil {
			c.Put(t.ctx, t.repo.installation, "blob/"+sha, b)
		}
	}
	return nil
}
