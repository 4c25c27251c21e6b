package githubtest

import (
	"fmt"
	"maps"
)

// MergeGroup puts a pull request into the merge queue: GitHub merges it with the base on a branch of its own and asks for checks of that commit.
// It answers the commit, and the payload of merge_group checks_requested.
func (h *Hub) MergeGroup(full string, number int) (head string, payload []byte, err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	p, err := h.pullOf(full, number)
	if err != nil {
		return "", nil, err
	}
	base := p.baseSHA()
	files := p.merged()
	message := fmt.Sprintf("Merge pull request #%d", number)
	head = p.repo.store.commit(files, []string{base, p.headSHA()}, p.repo.owner, message, h.now())
	branch := fmt.Sprintf("gh-readonly-queue/%s/pr-%d-%s", p.ask.Base, number, base)
	p.repo.branches[branch] = head
	o := h.envelope(p.repo, "checks_requested", p.repo.owner)
	o["merge_group"] = object{
		"head_sha": head, "head_ref": "refs/heads/" + branch, "base_sha": base, "base_ref": "refs/heads/" + p.ask.Base,
		"head_commit": h.suiteJSON(p.repo, &suite{id: 1, head: head})["head_commit"],
	}
	return head, print(o), nil
}

// merged is the base's files with the pull request's changes, whole files at a time: this GitHub knows no conflicts.
func (p *pull) merged() map[string][]byte {
	files := maps.Clone(p.repo.store.commits[p.baseSHA()].files)
	for _, c := range p.changes() {
		delete(files, c.old)
		if c.new != "" {
			files[c.new] = c.after
		}
	}
	return files
}
