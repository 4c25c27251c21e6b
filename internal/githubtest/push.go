package githubtest

import "fmt"

// Branch makes a branch that stands where another does.
func (h *Hub) Branch(full, name, from string) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	r, err := h.must(full)
	if err != nil {
		return err
	}
	commit := r.resolve(from)
	if commit == "" {
		return fmt.Errorf("branching from %s: %w", from, ErrMissing)
	}
	r.branches[name] = commit
	return nil
}

// Push adds a commit to a branch, whose files are then exactly these, and answers the commit. A new branch starts at the default branch.
func (h *Hub) Push(full, branch, message string, files map[string][]byte) (string, error) {
	return h.push(full, branch, message, files, false)
}

// ForcePush replaces a branch's last commit, as an amended commit does.
func (h *Hub) ForcePush(full, branch, message string, files map[string][]byte) (string, error) {
	return h.push(full, branch, message, files, true)
}

func (h *Hub) push(full, branch, message string, files map[string][]byte, force bool) (string, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	r, err := h.must(full)
	if err != nil {
		return "", err
	}
	tip, known := r.branches[branch]
	if !known {
		tip = r.branches[r.main]
	}
	parents := []string{tip}
	if force {
		parents = r.store.commits[tip].parents
	}
	r.branches[branch] = r.store.commit(files, parents, r.owner, message, h.now())
	h.touch(r, branch)
	return r.branches[branch], nil
}

// touch notes that the pull requests of a branch have changed.
func (h *Hub) touch(r *repository, branch string) {
	for _, other := range h.repos {
		for _, p := range other.pulls {
			if p.head == r && p.ask.Head == branch {
				p.updated = h.now()
			}
		}
	}
}

// Files answers the files at a branch or commit. The bytes are not to be changed.
func (h *Hub) Files(full, ref string) (map[string][]byte, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	r, err := h.must(full)
	if err != nil {
		return nil, err
	}
	commit := r.resolve(ref)
	if commit == "" {
		return nil, fmt.Errorf("reading %s of %s: %w", ref, full, ErrMissing)
	}
	files := make(map[string][]byte)
	for path, src := range r.store.commits[commit].files {
		files[path] = src
	}
	return files, nil
}
