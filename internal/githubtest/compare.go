package githubtest

import (
	"net/http"
	"strings"
)

// GitHub's limits of a comparison.
const (
	compareCommits = 250
	compareFiles   = 300
)

// compare answers base...head: the merge base, the commits since, and (on the first page) the files.
func compare(c *call) answer {
	base, head, three := strings.Cut(c.r.PathValue("basehead"), "...")
	from, to := c.repo.side(c.hub, base), c.repo.side(c.hub, head)
	if !three || from == "" || to == "" {
		return missing()
	}
	s := c.repo.store
	fork := s.mergeBase(from, to)
	if fork == "" {
		return fail(http.StatusNotFound, "No common ancestor between "+base+" and "+head+".")
	}
	ahead, behind := s.between(from, to), s.between(to, from)
	commits := []object{}
	for _, commit := range ahead[:min(len(ahead), compareCommits)] {
		commits = append(commits, c.hub.commitJSON(c.repo, commit.sha))
	}
	files := []object{}
	for _, f := range changes(s, fork, to) {
		if len(files) < compareFiles && clamp(c.r.URL.Query().Get("page"), 1, 1<<30) == 1 {
			files = append(files, c.hub.fileJSON(c.repo, to, f))
		}
	}
	self := c.hub.web("/%s/compare/%s...%s", c.repo.full(), from, to)
	return ok(object{
		"url": c.hub.repoURL(c.repo, "/compare/"+from+"..."+to), "html_url": self, "permalink_url": self, "diff_url": self + ".diff", "patch_url": self + ".patch",
		"base_commit": c.hub.commitJSON(c.repo, from), "merge_base_commit": c.hub.commitJSON(c.repo, fork), "status": status(len(ahead), len(behind)),
		"ahead_by": len(ahead), "behind_by": len(behind), "total_commits": len(ahead), "commits": commits, "files": files,
	})
}

// side is one end of a comparison: a commit, a branch, or owner:branch of a fork.
func (r *repository) side(h *Hub, name string) string {
	owner, branch, other := strings.Cut(name, ":")
	if !other {
		return r.resolve(name)
	}
	for _, fork := range h.repos {
		if fork.store == r.store && strings.EqualFold(fork.owner.login, owner) {
			return fork.resolve(branch)
		}
	}
	return ""
}

func status(ahead, behind int) string {
	switch {
	case ahead > 0 && behind > 0:
		return "diverged"
	case ahead > 0:
		return "ahead"
	case behind > 0:
		return "behind"
	}
	return "identical"
}
