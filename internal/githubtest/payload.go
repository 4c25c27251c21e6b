package githubtest

import (
	"fmt"
	"slices"
)

// envelope is what every payload has: who did it, where, and for which installation.
func (h *Hub) envelope(r *repository, action string, by *user) object {
	o := object{"action": action, "sender": h.userJSON(by)}
	if r != nil {
		o["repository"] = h.repositoryJSON(r)
		if r.installation != nil {
			o["installation"] = object{"id": r.installation.id, "node_id": node("I", r.installation.id)}
		}
	}
	return o
}

// PullRequestEvent is the payload of pull_request: opened, synchronize, reopened, closed, ready_for_review, converted_to_draft.
func (h *Hub) PullRequestEvent(full string, number int, action string) ([]byte, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	p, err := h.pullOf(full, number)
	if err != nil {
		return nil, err
	}
	o := h.envelope(p.repo, action, p.author)
	o["number"], o["pull_request"] = number, h.pullJSON(p)
	if c := p.repo.store.commits[p.headSHA()]; action == "synchronize" && len(c.parents) > 0 {
		o["before"], o["after"] = c.parents[0], c.sha
	}
	return print(o), nil
}

// BaseChangedEvent is pull_request edited, after ChangeBase: from names the old base branch.
func (h *Hub) BaseChangedEvent(full string, number int, from string) ([]byte, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	p, err := h.pullOf(full, number)
	if err != nil {
		return nil, err
	}
	o := h.envelope(p.repo, "edited", p.author)
	o["number"], o["pull_request"] = number, h.pullJSON(p)
	o["changes"] = object{"base": object{"ref": object{"from": from}, "sha": object{"from": p.repo.branches[from]}}}
	return print(o), nil
}

// CommentEvent is issue_comment created, for a comment on a pull request.
func (h *Hub) CommentEvent(full string, comment int64) ([]byte, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	r, err := h.must(full)
	if err != nil {
		return nil, err
	}
	c := r.comment(comment)
	if c == nil {
		return nil, fmt.Errorf("finding comment %d: %w", comment, ErrMissing)
	}
	o := h.envelope(r, "created", c.author)
	o["comment"], o["issue"] = h.commentJSON(c), h.issueJSON(r.pull(int64(c.number)))
	return print(o), nil
}

// issueJSON is a pull request seen as an issue, as issue_comment shows it.
func (h *Hub) issueJSON(p *pull) object {
	full := h.pullJSON(p)
	o := object{"pull_request": object{
		"url": full["url"], "html_url": full["html_url"], "diff_url": full["diff_url"], "patch_url": full["patch_url"], "merged_at": nil,
	}}
	for _, name := range []string{
		"id", "node_id", "number", "html_url", "state", "locked", "title", "body", "user", "labels", "milestone", "created_at", "updated_at", "closed_at",
		"assignee", "assignees", "draft", "author_association", "comments", "comments_url",
	} {
		o[name] = full[name]
	}
	o["url"], o["repository_url"] = full["issue_url"], h.repoURL(p.repo, "")
	return o
}

// CheckRunEvent is check_run: rerequested, or requested_action with the identifier of the button.
func (h *Hub) CheckRunEvent(full string, run int64, action, identifier string) ([]byte, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	r, err := h.must(full)
	if err != nil {
		return nil, err
	}
	c := r.check(run)
	if c == nil {
		return nil, fmt.Errorf("finding check run %d: %w", run, ErrMissing)
	}
	known := slices.ContainsFunc(c.actions, func(a checkAction) bool { return a.Identifier == identifier })
	if action == "requested_action" && !known {
		return nil, fmt.Errorf("pressing %s of check run %d: %w", identifier, run, ErrMissing)
	}
	o := h.envelope(r, action, r.owner)
	body := h.checkJSON(c)
	body["check_suite"] = h.suiteJSON(r, c.suite)
	o["check_run"] = body
	if action == "requested_action" {
		o["requested_action"] = object{"identifier": identifier}
	}
	return print(o), nil
}

// CheckSuiteEvent is check_suite rerequested, for the App's suite of a commit.
func (h *Hub) CheckSuiteEvent(full, head string) ([]byte, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	r, err := h.must(full)
	if err != nil {
		return nil, err
	}
	if r.store.commits[head] == nil {
		return nil, fmt.Errorf("finding commit %s: %w", head, ErrMissing)
	}
	return h.suitePayload(r, h.suite(r, head)), nil
}

func (h *Hub) suitePayload(r *repository, s *suite) []byte {
	o := h.envelope(r, "rerequested", r.owner)
	o["check_suite"] = h.suiteJSON(r, s)
	return print(o)
}

func (h *Hub) suiteJSON(r *repository, s *suite) object {
	branch := ""
	for name, commit := range r.branches {
		if commit == s.head && (branch == "" || name < branch) {
			branch = name
		}
	}
	c := r.store.commits[s.head]
	self := h.repoURL(r, pathOf("/check-suites/", s.id))
	return object{
		"id": s.id, "node_id": node("CS", s.id), "head_branch": orNull(branch), "head_sha": s.head, "status": "queued", "conclusion": nil, "url": self,
		"before": nil, "after": s.head, "pull_requests": h.pullsOf(r, s.head), "app": h.appJSON(), "created_at": stamp(c.at), "updated_at": stamp(c.at),
		"latest_check_runs_count": 1, "check_runs_url": self + "/check-runs",
		"head_commit": object{
			"id": s.head, "tree_id": c.tree, "message": c.message, "timestamp": stamp(c.at),
			"author": object{"name": c.author.login, "email": c.author.email()}, "committer": object{"name": c.author.login, "email": c.author.email()},
		},
	}
}

// InstallationEvent is installation: created, deleted, suspend, unsuspend, new_permissions_accepted.
func (h *Hub) InstallationEvent(installation int64, action string) ([]byte, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	in, repos, err := h.everInstalled(installation)
	if err != nil {
		return nil, err
	}
	o := h.envelope(nil, action, in.account)
	o["installation"], o["repositories"] = h.installationJSON(in), repos
	return print(o), nil
}

// RepositoriesEvent is installation_repositories: added or removed, with the repositories' full names.
func (h *Hub) RepositoriesEvent(installation int64, action string, names ...string) ([]byte, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	in, _, err := h.everInstalled(installation)
	if err != nil {
		return nil, err
	}
	listed := []object{}
	for _, name := range names {
		r, err := h.must(name)
		if err != nil {
			return nil, err
		}
		listed = append(listed, shortRepository(r))
	}
	o := h.envelope(nil, action, in.account)
	o["installation"], o["repository_selection"], o["requester"] = h.installationJSON(in), "selected", nil
	o["repositories_added"], o["repositories_removed"] = []object{}, []object{}
	o["repositories_"+action] = listed
	return print(o), nil
}

// everInstalled finds an installation, also one that is gone: "deleted" is told afterwards.
func (h *Hub) everInstalled(id int64) (*installation, []object, error) {
	repos := []object{}
	for _, in := range h.installations {
		if in.id != id {
			continue
		}
		for _, r := range h.repos {
			if r.owner == in.account && r.parent == nil {
				repos = append(repos, shortRepository(r))
			}
		}
		return in, repos, nil
	}
	return nil, nil, fmt.Errorf("finding installation %d: %w", id, ErrMissing)
}

func shortRepository(r *repository) object {
	return object{"id": r.id, "node_id": node("R", r.id), "name": r.name, "full_name": r.full(), "private": r.private}
}

// PingEvent is what GitHub sends when a webhook is set up.
func (h *Hub) PingEvent() []byte {
	app := h.options.App
	return print(object{
		"zen": "Keep it logically awesome.", "hook_id": 1,
		"hook": object{"type": "App", "id": 1, "name": "web", "active": true, "events": list(app.Events), "app_id": app.ID},
	})
}
